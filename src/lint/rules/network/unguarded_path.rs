//! NET702: machines that users reach with nothing in between that could guard them.
//!
//! One breadth-first search from the public that passes names and the edge, but not what guards; what it reaches first
//! has no guard before it.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, carries_requests};
use crate::lint::places::{is_public, serves_from_zones};
use crate::lint::setting::Known;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{Component, ComponentIx, Model};
use crate::syntax::attributes::{Balancer, Criticality};
use crate::syntax::document::Role;

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "NET702", name: "unguarded-path" },
    family: "network",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[
        Setting { key: "required-guards", value: SettingValue::Words(GUARDS, &["lb", "gateway", "cdn", "waf"]) },
        Setting { key: "required-guards-critical", value: SettingValue::Words(GUARDS, &[]) },
    ],
    page: include_str!("../../../../docs/rules/unguarded-path.md"),
    check: Check::Model(check),
};

/// What may stand in between.
const GUARDS: Known = Known::These(&["lb", "gateway", "cdn", "waf"]);

/// Its traits, with what each is called.
const TRAITS: [(&str, Trait, &str); 4] = [
    ("lb", Trait::Lb, "balancer"),
    ("gateway", Trait::Gateway, "gateway"),
    ("cdn", Trait::Cdn, "CDN"),
    ("waf", Trait::Waf, "firewall"),
];

/// Protocols that balancers, gateways and CDNs of the web understand.
const HTTP: [&str; 8] = ["grpc", "h2", "http", "http/2", "http/3", "https", "ws", "wss"];

fn check(model: &Model, sink: &mut Sink<'_>) {
    let guards = sink.words("required-guards");
    if !guards.is_empty() {
        check_with(model, sink, &guards, false);
    }
    let mut more = sink.words("required-guards-critical");
    // who draws a firewall means requests to pass it
    let drawn = || model.base_components().any(|c| model.component(c).kind.traits.has(Trait::Waf));
    if sink.is_pedantic() && !sink.is_set("required-guards-critical") && drawn() {
        more = vec!["waf"];
    }
    if !more.is_empty() {
        check_with(model, sink, &more, true);
    }
}

/// Looks for apps that the public reaches without any of these; only critical ones if it is asked so.
fn check_with(model: &Model, sink: &mut Sink<'_>, guards: &[&str], only_critical: bool) {
    let guards: Vec<&(&str, Trait, &str)> = TRAITS.iter().filter(|(word, ..)| guards.contains(word)).collect();
    let has = |component: &Component, wanted| component.kind.traits.has(wanted);
    let is_guard = |component: &Component| guards.iter().any(|(_, wanted, _)| has(component, *wanted));
    // users, names that do not stand in between, and those of the edge that are no guards here
    let passes = |component: &Component| {
        let edge = TRAITS.iter().any(|(_, wanted, _)| has(component, *wanted)) && component.role == Role::Gateway;
        has(component, Trait::Client) || has(component, Trait::Dns) || edge
    };
    let clients: Vec<ComponentIx> = model.base_components().filter(|&c| is_public(model.component(c))).collect();
    let paths = Paths::from(model, &clients, |link| {
        carries_requests(link) && passes(model.component(link.from)) && !is_guard(model.component(link.to))
    });
    let balanced = guards.iter().any(|(word, ..)| *word == "lb");
    let what = guards.iter().map(|(.., what)| *what).collect::<Vec<_>>().join(" or a ");
    for c in model.base_components() {
        let component = model.component(c);
        let path = paths.to(c);
        // a balancer is for machines; a firewall and its like also for what has none
        let judged = if balanced { serves_from_zones(component) } else { !is_tool(component) };
        let judged = judged && component.role == Role::App && has(component, Trait::Compute);
        if path.is_empty() || !judged || only_critical && component.criticality < Criticality::Critical {
            continue;
        }
        // what speaks no HTTP has no gateway or CDN that could stand in between
        let protocol = path.last().and_then(|&link| model.connection(link).protocol.as_deref());
        if protocol.is_some_and(|word| !HTTP.contains(&word.to_ascii_lowercase().as_str())) {
            continue;
        }
        let (name, users) = (model.name(c), model.name(paths.start(c)));
        let said = component.attributes.balancer.as_ref();
        let draft = match said {
            _ if !balanced => Draft::about(model, c, format!("`{users}` reach `{name}` without a {what}"), "")
                .help(format!("lead the users through a {what} first")),
            None => {
                sink.not_stated(c, &["balancer"]);
                continue;
            }
            Some(said) if said.value != Balancer::None => continue,
            Some(said) => {
                let without = if guards.len() < TRAITS.len() {
                    format!("without a {what}")
                } else {
                    "with nothing in between".to_owned()
                };
                Draft::about(model, c, format!("`{users}` reach the machines of `{name}` {without}"), "")
                    .primary(said.span, "said to have no balancer")
                    .help("set `balancer = \"public\"`, or lead the users through a gateway, a balancer or a CDN")
            }
        };
        sink.push(draft.path(model, &path));
    }
}

/// Whether it is for those who run the system, or a job.
fn is_tool(component: &Component) -> bool {
    let tools = [Trait::Operators, Trait::Deploy, Trait::Configure, Trait::Batch];
    tools.into_iter().any(|wanted| component.kind.traits.has(wanted)) || component.attributes.schedule.is_some()
}
