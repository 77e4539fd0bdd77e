//! NET705: a security group that lets the whole internet in at a port for administrators or databases.

use crate::catalog::Trait;
use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::places::is_public;
use crate::lint::sink::Sink;
use crate::lint::words::listed;
use crate::lint::{Check, Rule};
use crate::model::{Component, ComponentIx, Model};
use crate::syntax::document::Role;

/// One finding for each security group and port.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "NET705", name: "admin-port-open" },
    family: "network",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/admin-port-open.md"),
    check: Check::Model(check),
};

/// Ports that are for administrators and for other parts of the system, with what listens there.
const PORTS: [(u16, &str); 13] = [
    (22, "SSH"),
    (23, "Telnet"),
    (1433, "SQL Server"),
    (1521, "Oracle"),
    (2379, "etcd"),
    (3306, "MySQL"),
    (3389, "Remote Desktop"),
    (5432, "PostgreSQL"),
    (5984, "CouchDB"),
    (6379, "Redis"),
    (9200, "Elasticsearch"),
    (11211, "Memcached"),
    (27017, "MongoDB"),
];

fn check(model: &Model, sink: &mut Sink<'_>) {
    for group in &model.security_groups {
        let members: Vec<ComponentIx> = group.members.iter().copied().filter(|&c| model.is_base(c)).collect();
        for allowance in group.allows.iter().filter(|allowance| allowance.from.value == "internet") {
            let listens = match allowance.port {
                None => "at every port".to_owned(),
                Some(port) => match PORTS.iter().find(|(known, _)| *known == port) {
                    Some((_, what)) => format!("at port {port} ({what})"),
                    None => continue,
                },
            };
            let Some(&first) = members.first() else { continue };
            let names: Vec<String> = members.iter().map(|&c| model.name(c)).collect();
            let mut draft = Draft::about(
                model,
                first,
                format!("security group `{}` lets the internet in to {} {listens}", group.id, listed(&names)),
                "",
            )
            .primary(allowance.from.span, "everybody")
            .related(model.component(first).span, "is in the group")
            .help(match allowance.port {
                None => "name the port that is meant, as `\"internet:443\"`".to_owned(),
                Some(port) => {
                    format!("let in only who needs it, as `\"ID:{port}\"` of a component or a security group")
                }
            });
            for &c in &members[1..] {
                draft = draft.also(c);
            }
            sink.push(draft);
        }
    }
    check_connections(model, sink);
}

/// Connections that begin with the public and lead to such a port.
fn check_connections(model: &Model, sink: &mut Sink<'_>) {
    for link in model.connection_ixs() {
        let connection = model.connection(link);
        let (from, to) = (connection.from, connection.to);
        let component = model.component(to);
        let open = is_public(model.component(from)) && component.role != Role::External && model.is_base(to);
        if !open || component.kind.traits.has(Trait::Operators) || keeps_code(component) {
            continue;
        }
        let port = PORTS.iter().find(|(known, _)| connection.port == Some(*known));
        let how = match (port, connection.protocol.as_deref().and_then(by_protocol)) {
            (Some((port, what)), _) => format!("at port {port} ({what})"),
            (None, Some(what)) => format!("over {what}"),
            (None, None) => continue,
        };
        let (users, name) = (model.name(from), model.name(to));
        let mut draft = Draft::about(model, to, format!("`{users}` reach `{name}` {how}"), "")
            .primary(connection.span, "from outside")
            .also(from)
            .related(component.span, "can be reached so")
            .help("let only parts of the system reach it there, or say who it is that comes from outside: `kind = \"staff\"`");
        draft.diagnostic.witness = vec![users, name];
        sink.push(draft);
    }
}

/// Protocols by which machines are run, whatever their port.
fn by_protocol(protocol: &str) -> Option<&'static str> {
    match protocol.to_ascii_lowercase().as_str() {
        "ssh" => Some("SSH"),
        "rdp" => Some("Remote Desktop"),
        "telnet" => Some("Telnet"),
        "vnc" => Some("VNC"),
        "winrm" => Some("WinRM"),
        _ => None,
    }
}

/// Whether it is a store of code by its name, which answers the public over SSH on purpose.
fn keeps_code(component: &Component) -> bool {
    let names = [component.id.as_str(), component.label.as_str(), component.kind.id].map(str::to_lowercase);
    names.iter().any(|name| name.contains("git") || name.contains("gerrit"))
}
