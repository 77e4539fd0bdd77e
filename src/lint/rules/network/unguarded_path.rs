//! NET702: machines that users reach with nothing in between.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::paths::{Paths, carries_requests};
use crate::lint::places::{is_public, serves_from_zones};
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{ComponentIx, Model};
use crate::syntax::attributes::Balancer;
use crate::syntax::document::Role;

/// One finding for each component.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "NET702", name: "unguarded-path" },
    family: "network",
    severity: Severity::Warning,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/unguarded-path.md"),
    check: Check::Model(check),
};

/// Protocols that balancers, gateways and CDNs of the web understand.
const HTTP: [&str; 8] = ["grpc", "h2", "http", "http/2", "http/3", "https", "ws", "wss"];

fn check(model: &Model, sink: &mut Sink<'_>) {
    let clients: Vec<ComponentIx> = model.base_components().filter(|&c| is_public(model.component(c))).collect();
    // names lead to it, but do not stand in between
    let paths = Paths::from(model, &clients, |link| {
        carries_requests(link)
            && [Trait::Client, Trait::Dns].into_iter().any(|t| model.component(link.from).kind.traits.has(t))
    });
    for c in model.base_components() {
        let component = model.component(c);
        let path = paths.to(c);
        let runs_code = component.kind.traits.has(Trait::Compute);
        if path.is_empty() || !serves_from_zones(component) || component.role != Role::App || !runs_code {
            continue;
        }
        // what speaks no HTTP has no gateway or CDN that could stand in between
        let protocol = path.last().and_then(|&link| model.connection(link).protocol.as_deref());
        if protocol.is_some_and(|word| !HTTP.contains(&word.to_ascii_lowercase().as_str())) {
            continue;
        }
        let Some(said) = &component.attributes.balancer else {
            sink.not_stated(c, &["balancer"]);
            continue;
        };
        if said.value != Balancer::None {
            continue;
        }
        let (name, users) = (model.name(c), model.name(paths.start(c)));
        sink.push(
            Draft::about(model, c, format!("`{users}` reach the machines of `{name}` with nothing in between"), "")
                .primary(said.span, "said to have no balancer")
                .path(model, &path)
                .help("set `balancer = \"public\"`, or lead the users through a gateway, a balancer or a CDN"),
        );
    }
}
