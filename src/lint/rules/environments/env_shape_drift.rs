//! ENV402: a component that an environment replicates, but in another shape.
//!
//! Shape is what makes an environment behave differently: engine, instance family, balancer, zones, encryption,
//! standby. Size is not: environments for tests are meant to be smaller.

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::{active_regions, zone_counts};
use crate::lint::setting::Known;
use crate::lint::sink::Sink;
use crate::lint::words::{listed, plural, text, texts};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Component, ComponentIx, Model};
use crate::source::{Span, Spanned, Text};
use crate::syntax::Words as _;
use crate::syntax::attributes::{Balancer, List};

/// One finding for each component of an environment.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "ENV402", name: "env-shape-drift" },
    family: "environments",
    severity: Severity::Info,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[
        Setting { key: "environments", value: SettingValue::Texts },
        Setting { key: "compare", value: SettingValue::Words(Known::These(&COMPARED), &COMPARED) },
        Setting { key: "tolerance", value: SettingValue::Number(0.0) },
    ],
    page: include_str!("../../../../docs/rules/env-shape-drift.md"),
    check: Check::Model(check),
};

/// What is compared, by key.
const COMPARED: [&str; 8] =
    ["balancer", "encrypted", "engine", "instance", "kind", "multi-az", "provisioned-by", "zones"];

/// One thing that differs.
struct Difference {
    /// By which word of `compare` it is found.
    by: &'static str,
    what: &'static str,
    here: String,
    there: String,
    span: Option<Span>,
    /// The key and the value that would make them alike, where one key does.
    mend: Option<(&'static str, String)>,
}

fn check(model: &Model, sink: &mut Sink<'_>) {
    let only = sink.texts("environments");
    let (compared, tolerance) = (sink.words("compare"), sink.number("tolerance"));
    for at in 0..model.components.len() {
        let c = ComponentIx(at as u32);
        let component = model.component(c);
        let (Some(original), Some(environment)) = (component.replica_of, component.environment) else { continue };
        let environment = &model.environments[environment.ix()];
        if environment.ephemeral || !(only.is_empty() || only.contains(&environment.id.as_str())) {
            continue;
        }
        let mut differences = by_attributes(component, model.component(original));
        differences.extend(by_zones(model, c, original));
        differences.extend(by_tools(model, c, original));
        differences.retain(|difference| compared.contains(&difference.by));
        if tolerance > 0.0 {
            differences.extend(by_size(model, c, original, environment.scale, tolerance));
        }
        let Some(first) = differences.first() else { continue };
        let (name, twin) = (model.name(c), model.name(original));
        let span = first.span.unwrap_or(component.span);
        let mut draft = Draft::about(
            model,
            c,
            format!("`{name}` has {} {}, but `{twin}` has {}", first.what, first.here, first.there),
            "",
        )
        .primary(span, format!("{} {} here", first.what, first.here))
        .related(model.component(original).span, format!("{} {} here", first.what, first.there));
        for other in &differences[1..] {
            draft = draft.note(format!("{} {}, not {}", other.what, other.here, other.there));
        }
        // an own table of the copy is where the change belongs; one that can not be mended so would be left
        let own = component.span != model.component(original).span;
        let values: Option<Vec<(&'static str, String)>> = differences.iter().map(|other| other.mend.clone()).collect();
        if let Some(values) = values.filter(|_| own) {
            draft = draft.set_in(component.span, &name, values);
        }
        sink.push(
            draft.help("let both have the same shape, so that what works in one works in the other; size may differ"),
        );
    }
}

/// A key with the value that the original says for it.
type Mend = (&'static str, Option<String>);

fn by_attributes(here: &Component, there: &Component) -> Vec<Difference> {
    let (a, b) = (&here.attributes, &there.attributes);
    let yes = |on: bool| if on { "on" } else { "off" }.to_owned();
    let mut found = Vec::new();
    let mut add = |by, what, key: Option<Mend>, here: Option<(String, Span)>, there: Option<(String, Span)>| {
        if let (Some((here, span)), Some((there, _))) = (here, there)
            && here != there
        {
            let mend = key.and_then(|(key, value)| Some((key, value?)));
            found.push(Difference { by, what, here, there, span: Some(span), mend });
        }
    };
    let kind = |component: &Component| {
        let span = component.attributes.kind.as_ref().map_or(component.span, |kind| kind.span);
        Some((component.kind.label.to_owned(), span))
    };
    let said = b.kind.as_ref().map(|kind| text(&kind.value));
    add("kind", "kind", Some(("kind", said)), kind(here), kind(there));
    let engine = |e: &Option<Spanned<Text>>| e.as_ref().map(|e| (format!("`{}`", e.value), e.span));
    let said = b.engine.as_ref().map(|engine| text(&engine.value));
    add("engine", "engine", Some(("engine", said)), engine(&a.engine), engine(&b.engine));
    let family =
        |e: &Option<Spanned<Text>>| e.as_ref().and_then(|e| Some((format!("`{}`", family(&e.value)?), e.span)));
    // which size of the family is not known
    add("instance", "instance family", None, family(&a.instance), family(&b.instance));
    let balancer = |e: &Option<Spanned<Balancer>>| e.as_ref().map(|e| (format!("`{}`", e.value.word()), e.span));
    let said = b.balancer.as_ref().map(|balancer| text(balancer.value.word()));
    add("balancer", "balancer", Some(("balancer", said)), balancer(&a.balancer), balancer(&b.balancer));
    let switch = |e: &Option<Spanned<bool>>| e.as_ref().map(|e| (yes(e.value), e.span));
    let said = |e: &Option<Spanned<bool>>| e.as_ref().map(|e| e.value.to_string());
    add("multi-az", "multi-az", Some(("multi-az", said(&b.multi_az))), switch(&a.multi_az), switch(&b.multi_az));
    add("encrypted", "encryption", Some(("encrypted", said(&b.encrypted))), switch(&a.encrypted), switch(&b.encrypted));
    found
}

fn by_zones(model: &Model, here: ComponentIx, there: ComponentIx) -> Option<Difference> {
    let most = |c| zone_counts(model, c).and_then(|zones| zones.values().copied().max()).filter(|&n| n > 0);
    let (a, b) = (most(here)?, most(there)?);
    // a copy that says the same and is only smaller stands in fewer zones because of its `scale`: that is size
    let said = |c| {
        let a = &model.component(c).attributes;
        let zones = a.zones.as_ref().map(|z| z.value.iter().map(|zone| zone.value.clone()).collect::<Vec<_>>());
        (zones, a.count.as_ref().map(|n| n.value.clone()), a.per_zone.as_ref().map(|n| n.value))
    };
    if said(here) == said(there) {
        return None;
    }
    // the same zones are had when all else is said alike, and in the same region
    let (own, other) = (said(here), said(there));
    let alike = own.1 == other.1 && own.2 == other.2 && active_regions(model, here) == active_regions(model, there);
    let mend = other.0.filter(|_| alike && own.0.is_some()).map(|zones| ("zones", texts(&zones)));
    let span = model.component(here).attributes.zones.as_ref().map(|zones| zones.span);
    // one zone less is size; a single zone instead of several is another shape
    ((a == 1) != (b == 1)).then(|| Difference {
        by: "zones",
        what: "a place in",
        here: plural(a, "zone"),
        there: plural(b, "zone"),
        span,
        mend,
    })
}

/// The tools that set both up, where both say them themselves; those of regions are the question of another rule.
fn by_tools(model: &Model, here: ComponentIx, there: ComponentIx) -> Option<Difference> {
    let own = |c| model.component(c).attributes.provisioned_by.as_ref();
    let (a, b) = (own(here)?, own(there)?);
    let names = |list: &List| {
        let mut names: Vec<String> = list.value.iter().map(|tool| tool.value.to_string()).collect();
        names.sort();
        names.dedup();
        names
    };
    let (tools, others) = (names(a), names(b));
    (tools != others).then(|| Difference {
        by: "provisioned-by",
        what: "tools",
        here: listed(&tools),
        there: listed(&others),
        span: Some(a.span),
        mend: Some(("provisioned-by", texts(&others))),
    })
}

/// A number of instances that is not the original's times the `scale` of the environment.
fn by_size(model: &Model, here: ComponentIx, there: ComponentIx, scale: f64, tolerance: f64) -> Option<Difference> {
    let stated = |c| model.places(c).next().is_some() && model.places(c).all(|place| place.count_stated);
    if !stated(here) || !stated(there) {
        return None;
    }
    let (a, b) = (f64::from(model.instances(here)), f64::from(model.instances(there)));
    let wanted = b * scale;
    // a part of an instance can not be left out
    ((a - wanted).abs() > (tolerance * wanted).max(1.0 - 1e-9)).then(|| Difference {
        by: "count",
        what: "a size of",
        here: plural(a as usize, "instance"),
        there: format!("{}, which makes {wanted:.0} at a scale of {scale}", plural(b as usize, "instance")),
        span: None,
        mend: None,
    })
}

/// The family of an instance type: `m1` of `m1.large` and of `db.m1.large`.
fn family(instance: &str) -> Option<&str> {
    let bare = ["db.", "cache."].iter().find_map(|prefix| instance.strip_prefix(prefix)).unwrap_or(instance);
    bare.split_once('.').map(|(family, _)| family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_of_instance_types() {
        assert_eq!(family("m1.large"), Some("m1"));
        assert_eq!(family("db.m2.4xlarge"), Some("m2"));
        assert_eq!(family("odd"), None);
    }
}
