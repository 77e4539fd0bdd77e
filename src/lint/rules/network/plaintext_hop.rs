//! NET703: a connection that leaves your own network without encryption.

use crate::catalog::{Scope, Trait};
use crate::diag::{Change, Code, Confidence, Safety, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::active;
use crate::lint::sink::Sink;
use crate::lint::{Check, Rule};
use crate::model::{Connection, Model};
use crate::syntax::document::Role;

/// One finding for each connection.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "NET703", name: "plaintext-hop" },
    family: "network",
    severity: Severity::Error,
    flat: false,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/plaintext-hop.md"),
    check: Check::Model(check),
};

/// Protocols that never encrypt; others may or may not.
const PLAIN: [&str; 4] = ["ftp", "http", "telnet", "ws"];

fn check(model: &Model, sink: &mut Sink<'_>) {
    for link in model.connection_ixs() {
        let connection = model.connection(link);
        if !model.is_base(connection.from) || !model.is_base(connection.to) {
            continue;
        }
        let border = border(model, connection);
        // within one network others would have to be in it first
        if border.is_none() && !(sink.is_pedantic() && both_are_ours(model, connection)) {
            continue;
        }
        let plain = connection.protocol.as_ref().filter(|p| PLAIN.contains(&p.to_ascii_lowercase().as_str()));
        // a line of your own to another site may be encrypted below
        let plain = plain.filter(|_| !leads_to_own_site(model, connection));
        let why = match (connection.encrypted, plain) {
            (Some(false), _) => "said not to be encrypted".to_owned(),
            (None, Some(protocol)) => format!("`{protocol}` does not encrypt"),
            (Some(true), _) => continue,
            (None, None) => {
                if border.is_some() {
                    sink.not_stated(connection.from, &["encrypted", "protocol"]);
                }
                continue;
            }
        };
        let (from, to) = (model.name(connection.from), model.name(connection.to));
        let weight = model.component(connection.from).criticality.max(model.component(connection.to).criticality);
        let mut draft = Draft::about(
            model,
            connection.from,
            match border {
                Some(border) => format!("what `{from}` sends to `{to}` {border} and can be read on the way"),
                None => format!("what `{from}` sends to `{to}` can be read by all that get into their network"),
            },
            "",
        )
        .primary(connection.span, why)
        .also(connection.to)
        .weight(weight)
        .help(format!(
            "encrypt it, and write `{{ to = \"{}\", protocol = \"https\" }}` or `encrypted = true`",
            model.component(connection.to).id
        ));
        if let Some((key, value)) = mend(connection.encrypted, plain.map(String::as_str)) {
            let title = format!("set `{key} = {value}` from `{from}` to `{to}`");
            let change = Change::Set { table: connection.span, key, value: value.to_owned() };
            draft = draft.patch(title, Safety::Proposal, change);
        }
        if border.is_none() {
            draft = draft.severity(Severity::Info);
        }
        draft.diagnostic.witness = vec![from, to];
        sink.push(draft);
    }
}

/// Whether both ends run in the cloud, as what a connection inside a network leads between.
fn both_are_ours(model: &Model, connection: &Connection) -> bool {
    let inside = |c| {
        let component = model.component(c);
        component.role != Role::External && component.kind.scope != Scope::Global
    };
    inside(connection.from) && inside(connection.to)
}

/// The key that makes it encrypted, and its value; what takes the place of `ftp` or `telnet` is not known.
fn mend(encrypted: Option<bool>, plain: Option<&str>) -> Option<(&'static str, &'static str)> {
    match (encrypted, plain.map(str::to_ascii_lowercase).as_deref()) {
        (Some(_), None) => Some(("encrypted", "true")),
        (None, Some("http")) => Some(("protocol", "\"https\"")),
        (None, Some("ws")) => Some(("protocol", "\"wss\"")),
        _ => None,
    }
}

/// Whether its outer end is a site of the organisation itself, such as an office or a data centre.
fn leads_to_own_site(model: &Model, connection: &Connection) -> bool {
    [connection.from, connection.to].into_iter().any(|c| {
        let component = model.component(c);
        let has = |wanted| component.kind.traits.has(wanted);
        component.role == Role::External && !has(Trait::ThirdParty) && (has(Trait::Insiders) || !has(Trait::Client))
    })
}

/// What it crosses: the way out of your network, or the way between two regions or two networks.
fn border(model: &Model, connection: &Connection) -> Option<&'static str> {
    let outside = |c| model.component(c).role == Role::External;
    let from_edge = model.component(connection.from).kind.traits.has(Trait::Cdn);
    if (outside(connection.from) || outside(connection.to)) && leads_to_own_site(model, connection) {
        return Some("leaves the cloud");
    }
    if outside(connection.from) || outside(connection.to) || from_edge {
        return Some("passes the internet");
    }
    let (from, to) = (connection.from, connection.to);
    let regions = |c| active(model, c).filter_map(|place| place.region);
    let meet = regions(from).any(|region| regions(to).any(|other| other == region));
    if !meet && regions(from).next().is_some() && regions(to).next().is_some() {
        return Some("leaves the region");
    }
    let stated = |c| model.places(c).next().is_some() && model.places(c).all(|place| place.network.is_some());
    let networks = |c| model.places(c).filter_map(|place| place.network);
    let meet = || networks(from).any(|network| networks(to).any(|other| other == network));
    (stated(from) && stated(to) && !meet()).then_some("leaves the network")
}
