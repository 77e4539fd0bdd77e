//! The attributes of a component, a template, `[defaults]` or a placement.

use std::sync::OnceLock;

use super::connections;
use crate::diag::Diagnostic;
use crate::source::{Span, Spanned, Text};
use crate::syntax::attributes::{Allow, Attributes, Autoscale, Count, KeyGroup, Stated};
use crate::syntax::codes;
use crate::syntax::document::Role;
use crate::syntax::reader::Reader;
use crate::syntax::sink::{Sink, Value};
use crate::syntax::suggest::{listed, quoted};
use crate::syntax::tree::Content;
use crate::syntax::value::{
    amount, boolean, check_id, count, date, duration, filled, id, ids, link, list, number, one_or_more, text, texts,
    word,
};

/// Where a set of attributes stands; it decides which of them are allowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::syntax) enum Scope {
    /// In a component of a role.
    Component(Role),
    /// In a template: everything.
    Template,
    /// In `[defaults]`.
    Defaults,
    /// In a placement: where and how many.
    Placement,
}

impl Scope {
    /// Whether a key can stand here.
    pub(in crate::syntax) fn allows(self, key: &str, group: KeyGroup) -> bool {
        match self {
            Self::Component(role) => roles(group).contains(&role),
            Self::Template => true,
            Self::Defaults => !matches!(key, "template" | "uses" | "allow"),
            Self::Placement => {
                matches!(group, KeyGroup::Place | KeyGroup::Compute) || matches!(key, "replicas" | "cost")
            }
        }
    }

    /// The keys that can not stand here.
    fn refused(self) -> &'static [(&'static str, KeyGroup)] {
        static REFUSED: [OnceLock<Vec<(&str, KeyGroup)>>; 8] = [const { OnceLock::new() }; 8];
        let at = match self {
            Self::Component(role) => role as usize,
            Self::Template => 5,
            Self::Defaults => 6,
            Self::Placement => 7,
        };
        REFUSED[at]
            .get_or_init(|| Attributes::KEYS.iter().filter(|(key, group)| !self.allows(key, *group)).copied().collect())
    }

    /// Why a key can not stand here, and where it can.
    fn refusal(self, key: &str, group: KeyGroup) -> (String, String) {
        match self {
            Self::Component(role) => {
                let tables = roles(group).iter().map(|r| r.table());
                let message = format!("is not for {}", quoted(role.table()));
                (message, format!("{} is for {}", quoted(key), listed(tables, "and")))
            }
            Self::Template | Self::Defaults => {
                ("can not have a default".to_owned(), "say it in each component".to_owned())
            }
            Self::Placement => {
                let message = "can not differ from placement to placement".to_owned();
                (message, "say it in the component itself".to_owned())
            }
        }
    }
}

/// The roles that a group of keys is for.
pub(in crate::syntax) fn roles(group: KeyGroup) -> &'static [Role] {
    match group {
        KeyGroup::Every | KeyGroup::Rules => &Role::ALL,
        KeyGroup::Place => &[Role::Gateway, Role::App, Role::Store, Role::Service],
        KeyGroup::Compute => &[Role::App, Role::Gateway, Role::Store, Role::Service],
        KeyGroup::State => &[Role::Store, Role::Service],
    }
}

/// Reads all attributes that a table states.
pub(super) fn attributes(r: &mut Reader, s: &mut Sink, scope: Scope) -> Attributes {
    // a `placement` may be refused too
    r.will_refuse(scope.refused().len() + 1);
    for (key, group) in scope.refused() {
        r.refuse(s, key, || scope.refusal(key, *group));
    }
    let read = Stated {
        kind: r.get(s, "kind", id),
        label: r.get(s, "label", text),
        note: r.get(s, "note", text),
        link: r.get(s, "link", link),
        group: r.get(s, "group", id),
        environment: r.get(s, "environment", id),
        region: r.get(s, "region", id),
        zones: r.get(s, "zones", ids),
        network: r.get(s, "network", id),
        subnet: r.get(s, "subnet", one_or_more),
        security_group: r.get(s, "security-group", ids),
        criticality: r.get(s, "criticality", word),
        owner: r.get(s, "owner", filled),
        tags: r.get(s, "tags", texts),
        provisioned_by: r.get(s, "provisioned-by", texts),
        cost: r.get(s, "cost", amount),
        uses: r.get(s, "uses", |s, v| {
            list(s, v, "a list of ids or of tables such as `{ to = \"orders-db\" }`", connections::use_entry)
                .map(Into::into)
        }),
        template: r.get(s, "template", id),
        allow: r.get(s, "allow", |s, v| list(s, v, "a list of tables `{ rule, reason }`", allow)),
        source: r.get(s, "source", word),
        instance: r.get(s, "instance", filled),
        count: r.get(s, "count", counts),
        per_zone: r.get(s, "per-zone", count),
        autoscale: r.get(s, "autoscale", autoscale),
        balancer: r.get(s, "balancer", word),
        capacity: r.get(s, "capacity", amount),
        load: r.get(s, "load", amount),
        engine: r.get(s, "engine", filled),
        multi_az: r.get(s, "multi-az", boolean),
        replicas: r.get(s, "replicas", counts),
        backup: r.get(s, "backup", word),
        encrypted: r.get(s, "encrypted", boolean),
        public: r.get(s, "public", boolean),
        quorum: r.get(s, "quorum", count),
        rebuildable: r.get(s, "rebuildable", boolean),
        deletion_protection: r.get(s, "deletion-protection", boolean),
        replicated: r.get(s, "replicated", boolean),
        backup_to: r.get(s, "backup-to", texts),
        backup_retention: r.get(s, "backup-retention", duration),
        versioning: r.get(s, "versioning", boolean),
        read_share: r.get(s, "read-share", |s, v| number(s, v, 0.0, 1.0)),
        dead_letter: r.get(s, "dead-letter", boolean),
        slo: r.get(s, "slo", |s, v| number(s, v, 0.0, 100.0)),
        availability: r.get(s, "availability", |s, v| number(s, v, 0.0, 100.0)),
        rto: r.get(s, "rto", duration),
        rpo: r.get(s, "rpo", duration),
        peak: r.get(s, "peak", amount),
        peak_utilisation: r.get(s, "peak-utilisation", |s, v| number(s, v, 0.0, 1.0)),
        degraded_ok: r.get(s, "degraded-ok", |s, v| number(s, v, 0.0, 1.0)),
        ttl: r.get(s, "ttl", duration),
        sends: r.get(s, "sends", |s, v| list(s, v, "a list such as `[\"mail\"]`", word)),
        health_check: r.get(s, "health-check", boolean),
        offload: r.get(s, "offload", |s, v| number(s, v, 0.0, 1.0)),
        origins: r.get(s, "origins", count),
        cross_zone: r.get(s, "cross-zone", boolean),
        content: r.get(s, "content", word),
        runbook: r.get(s, "runbook", filled),
        ephemeral: r.get(s, "ephemeral", boolean),
        schedule: r.get(s, "schedule", filled),
        provider: r.get(s, "provider", filled),
        watches: r.get(s, "watches", ids),
    };
    either_count_or_per_zone(r, s);
    read.into()
}

/// `count` and `per-zone` say the same thing in two ways; only one can hold.
fn either_count_or_per_zone(r: &Reader, s: &mut Sink) {
    if let (Some((count, _)), Some((per_zone, _))) = (r.entry(s, "count"), r.entry(s, "per-zone")) {
        let message = format!("{} states both `count` and `per-zone`", r.name());
        let finding = Diagnostic::error(codes::BAD_VALUE, per_zone, message, "so many in each zone");
        s.push(finding.with_related(count, "so many in all, or by zone").with_help("keep one of them"));
    }
}

/// A number in all, or a table of numbers by zone or region.
fn counts<'t>(s: &mut Sink, value: &'t Value<'t>) -> Option<Count> {
    let table = match value.get_ref() {
        Content::Integer(_) => return count(s, value).map(Count::Total),
        Content::Table(table) => table,
        _ => {
            s.wrong_type(value, "a whole number or a table such as `{ a = 3, b = 2 }`");
            return None;
        }
    };
    let reader = Reader::new(table, s.span(value.span()), s.key);
    let mut by: Vec<(Spanned<Text>, u32)> = Vec::new();
    for (zone, number) in reader.entries(s) {
        let key = s.key;
        if !check_id(s, &zone.value, zone.span, || format!("a zone of {}", quoted(key))) {
            continue;
        }
        if let Some(number) = count(s, number) {
            by.push((zone, number));
        }
    }
    let total: u64 = by.iter().map(|(_, n)| u64::from(*n)).sum();
    if table.is_empty() || total > 1_000_000 {
        let message = format!("{} {}", quoted(s.key), if by.is_empty() { "is empty" } else { "is too large" });
        s.bad_value(value, message, "expected at least one zone, and at most 1000000 in all", None);
        return None;
    }
    Some(Count::By(by))
}

/// `{ min, max }`.
fn autoscale<'t>(s: &mut Sink, value: &'t Value<'t>) -> Option<Autoscale> {
    let Content::Table(table) = value.get_ref() else {
        s.wrong_type(value, "a table such as `{ min = 2, max = 12 }`");
        return None;
    };
    let span = s.span(value.span());
    let mut r = Reader::new(table, span, "autoscale");
    let help = "write `{ min = 2, max = 12 }`";
    let min = r.need(s, "min", help, count);
    let max = r.need(s, "max", help, count);
    r.finish(s);
    let (min, max) = (min?, max?);
    if min.value > max.value {
        let message = format!("`autoscale` has `min = {}` above `max = {}`", min.value, max.value);
        let finding = Diagnostic::error(codes::BAD_VALUE, min.span, message, "more than the most");
        s.push(finding.with_related(max.span, "the most"));
        return None;
    }
    Some(Autoscale { min: min.value, max: max.value })
}

/// `{ rule, reason, until }`.
fn allow<'t>(s: &mut Sink, value: &'t Value<'t>) -> Option<Allow> {
    let Content::Table(table) = value.get_ref() else {
        s.wrong_type(value, "a table such as `{ rule = \"AVL101\", reason = \"batch job\" }`");
        return None;
    };
    let span: Span = s.span(value.span());
    let mut r = Reader::new(table, span, "allow");
    let read = allow_keys(&mut r, s);
    r.finish(s);
    read
}

/// The keys of an entry of `allow` and of a table `[[allow]]`; nothing without a rule.
pub(super) fn allow_keys(r: &mut Reader, s: &mut Sink) -> Option<Allow> {
    let rule = r.need(s, "rule", "name the rule, as `rule = \"AVL101\"`", filled);
    let reason = r.need(s, "reason", "say why the finding is accepted here", text);
    let until = r.get(s, "until", date);
    Some(Allow { rule: rule?, reason, until, span: r.span })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::syntax::decode::components::{components, templates};
    use crate::syntax::parse::parse;
    use crate::syntax::scan::scan;

    /// The findings of a text with one table.
    fn check(text: &str) -> Vec<String> {
        let mut sink = Sink::new(crate::source::FileId::default());
        let parsed = parse(text, scan(text), &mut sink);
        let mut r = Reader::new(&parsed.root, sink.span(0..0), "the file");
        components(&mut r, &mut sink, "");
        templates(&mut r, &mut sink);
        sink.findings.iter().map(|f| format!("{}: {}", f.code.code, f.message)).collect()
    }

    #[test]
    fn every_key_is_read() {
        let root = crate::syntax::tree::Table::default();
        let mut r = Reader::new(&root, Span::default(), "x");
        let mut sink = Sink::new(crate::source::FileId::default());
        attributes(&mut r, &mut sink, Scope::Template);
        for (key, _) in Attributes::KEYS {
            assert!(r.asks(key), "`{key}` is never read");
        }
    }

    #[test]
    fn counts_are_bounded() {
        assert_eq!(check("[app.a]\ncount = 100000"), [""; 0]);
        assert_eq!(check("[app.a]\ncount = 0"), [""; 0]);
        assert_eq!(check("[app.a]\ncount = -1"), ["SYN009: `count` can not be `-1`"]);
        assert_eq!(check("[app.a]\ncount = 1000001"), ["SYN009: `count` can not be `1000001`"]);
        assert_eq!(check("[app.a]\ncount = 99999999999999999999999999999999999999999999").len(), 1);
        assert_eq!(check("[app.a]\ncount = 1.5").len(), 1);
        assert_eq!(check("[app.a]\ncount = {}"), ["SYN009: `count` is empty"]);
        assert_eq!(check("[app.a]\ncount = { a = 2, b = 1 }\nper-zone = 2").len(), 1);
    }

    #[test]
    fn numbers_are_finite_and_in_range() {
        for bad in ["slo = nan", "slo = inf", "slo = 101", "offload = 1.5", "cost = -1", "cost = \"1\"", "peak = 1e999"]
        {
            assert_eq!(check(&format!("[app.a]\n{bad}")).len(), 1, "{bad}");
        }
        assert_eq!(check("[app.a]\nslo = 99.9\noffload = 1\ncost = 0"), [""; 0]);
    }

    #[test]
    fn autoscale_needs_both_ends_in_order() {
        assert_eq!(check("[app.a]\nautoscale = { min = 2 }"), ["SYN015: `autoscale` needs `max`"]);
        assert_eq!(
            check("[app.a]\nautoscale = { min = 5, max = 2 }"),
            ["SYN009: `autoscale` has `min = 5` above `max = 2`"]
        );
    }

    #[test]
    fn words_are_checked() {
        assert_eq!(check("[app.a]\ncriticality = \"critcal\""), ["SYN009: `criticality` can not be `critcal`"]);
        assert_eq!(
            check("[app.a]\nbalancer = true"),
            ["SYN008: `balancer` expects `public`, `internal` or `none`, found a boolean"]
        );
    }

    #[test]
    fn a_key_of_another_role_is_named() {
        assert_eq!(check("[app.a]\nengine = \"mysql\""), ["SYN001: `engine` is not for `app`"]);
        assert_eq!(check("[external.a]\nregion = \"r\""), ["SYN001: `region` is not for `external`"]);
        assert_eq!(check("[template.a]\nengine = \"mysql\"\nregion = \"r\""), [""; 0]);
        assert_eq!(
            check("[app.a]\n[[app.a.placement]]\nlabel = \"x\""),
            ["SYN001: `label` can not differ from placement to placement"]
        );
    }

    #[test]
    fn links_lead_to_the_web_or_to_mail() {
        assert_eq!(check("[app.a]\nlink = \"https://example.org/a\""), [""; 0]);
        assert_eq!(check("[app.a]\nlink = \"mailto:ops@example.org\""), [""; 0]);
        for bad in ["javascript:alert(1)", "example.org", "data:text/html,x", "https://a b", " https://a"] {
            assert_eq!(check(&format!("[app.a]\nlink = \"{bad}\"")).len(), 1, "{bad}");
        }
    }

    #[test]
    fn accepted_findings_have_a_rule_and_a_reason() {
        let text = "[app.a]\nallow = [{ rule = \"AVL101\" }, { rule = \"X\", reason = \"y\", until = \"2027-01-01\" }]";
        assert_eq!(
            check(text),
            [
                "SYN015: `allow` needs `reason`",
                "SYN008: `until` expects a day such as `2012-11-06`, without quotes, found a string"
            ]
        );
    }

    #[test]
    fn a_bad_entry_of_a_list_leaves_the_others() {
        let text =
            "[app.a]\nuses = [\"b\", 3, { kind = \"async\" }, { to = \"c\", prt = 4 }]\nzones = [\"a\", \"a\", \"B\"]";
        assert_eq!(
            check(text),
            [
                "SYN009: `zones` names `a` twice",
                "SYN009: `zones` can not be `B`",
                "SYN008: `uses` expects an id or a table such as `{ to = \"orders-db\" }`, found an integer",
                "SYN015: an entry of `uses` needs `to`",
                "SYN001: unknown key `prt` in an entry of `uses`"
            ]
        );
    }
}
