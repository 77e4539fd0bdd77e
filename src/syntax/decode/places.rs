//! Where things stand: regions, networks, environments; and what is drawn round them: groups, security groups.

use super::components::components;
use crate::source::{Spanned, Text};
use crate::syntax::document::{Carries, Environment, Group, Network, Region, SecurityAllowance, SecurityGroup, Subnet};
use crate::syntax::reader::{Child, Reader};
use crate::syntax::sink::{Sink, Value};
use crate::syntax::suggest::quoted;
use crate::syntax::tree::Content;
use crate::syntax::value::{amount, boolean, check_id, cidr, id, ids, list, scale, text, texts, word};

/// A reader of `[path.ID]`.
fn reader<'t>(child: &Child<'t>, path: &str) -> Reader<'t> {
    Reader::new(child.table, child.span, format!("[{path}.{}]", child.id.value))
}

/// `[region.ID]`.
pub(super) fn regions(r: &mut Reader, sink: &mut Sink) -> Vec<Region> {
    let mut out = Vec::new();
    for child in r.children(sink, "region", "region") {
        let mut r = reader(&child, "region");
        out.push(Region {
            label: r.get(sink, "label", text),
            zones: r.get(sink, "zones", ids),
            provisioned_by: r.get(sink, "provisioned-by", texts),
            stands_in_for: r.get(sink, "stands-in-for", id),
            carries: r.get(sink, "carries", carries),
            scale: r.get(sink, "scale", scale),
            strategy: r.get(sink, "strategy", word),
            takeover: r.get(sink, "takeover", ids),
            id: child.id,
        });
        r.meta(sink);
        r.finish(sink);
    }
    out
}

/// `"all"`, a list of ids, or `{ except = [ids] }`.
fn carries<'t>(sink: &mut Sink, value: &'t Value<'t>) -> Option<Carries> {
    match value.get_ref() {
        Content::String(word) if word == "all" => Some(Carries::All),
        Content::String(word) => {
            let help = Some(format!("did you mean `[\"{}\"]`?", super::super::suggest::shown(word)));
            let message = format!("{} can not be {}", quoted(sink.key), quoted(word));
            sink.bad_value(value, message, "expected `\"all\"`, a list of ids or `{ except = [ids] }`", help);
            None
        }
        Content::Array(_) => ids(sink, value).map(Carries::Only),
        Content::Table(table) => {
            let mut r = Reader::new(table, sink.span(value.span()), "carries");
            let except = r.need(sink, "except", "write `{ except = [\"warehouse\"] }`", ids);
            r.finish(sink);
            except.map(|e| Carries::Except(e.value))
        }
        _ => {
            sink.wrong_type(value, "`\"all\"`, a list of ids or `{ except = [ids] }`");
            None
        }
    }
}

/// `[network.ID]` with its subnets.
pub(super) fn networks(r: &mut Reader, sink: &mut Sink) -> Vec<Network> {
    let mut out = Vec::new();
    for child in r.children(sink, "network", "network") {
        let mut r = reader(&child, "network");
        out.push(Network {
            label: r.get(sink, "label", text),
            region: r.get(sink, "region", id),
            cidr: r.get(sink, "cidr", cidr),
            subnets: subnets(&mut r, sink, &format!("network.{}.subnet", child.id.value)),
            id: child.id,
        });
        r.meta(sink);
        r.finish(sink);
    }
    out
}

fn subnets(r: &mut Reader, sink: &mut Sink, path: &str) -> Vec<Subnet> {
    let mut out = Vec::new();
    for child in r.children(sink, "subnet", path) {
        let mut r = reader(&child, path);
        out.push(Subnet {
            label: r.get(sink, "label", text),
            zone: r.get(sink, "zone", id),
            cidr: r.get(sink, "cidr", cidr),
            public: r.get(sink, "public", boolean),
            id: child.id,
        });
        r.meta(sink);
        r.finish(sink);
    }
    out
}

/// `[environment.ID]` with its overrides.
pub(super) fn environments(r: &mut Reader, sink: &mut Sink) -> Vec<Environment> {
    let mut out = Vec::new();
    for child in r.children(sink, "environment", "environment") {
        let mut r = reader(&child, "environment");
        out.push(Environment {
            label: r.get(sink, "label", text),
            replicates: r.get(sink, "replicates", id),
            region: r.get(sink, "region", id),
            scale: r.get(sink, "scale", scale),
            except: r.get(sink, "except", ids),
            ephemeral: r.get(sink, "ephemeral", boolean),
            budget: r.get(sink, "budget", amount),
            mascot: r.get(sink, "mascot", id),
            overrides: components(&mut r, sink, &format!("environment.{}.", child.id.value)),
            id: child.id,
        });
        r.meta(sink);
        r.finish(sink);
    }
    out
}

/// `[group.ID]`.
pub(super) fn groups(r: &mut Reader, sink: &mut Sink) -> Vec<Group> {
    let mut out = Vec::new();
    for child in r.children(sink, "group", "group") {
        let mut r = reader(&child, "group");
        out.push(Group {
            label: r.get(sink, "label", text),
            kind: r.get(sink, "kind", word),
            parent: r.get(sink, "parent", id),
            members: r.get(sink, "members", ids),
            id: child.id,
        });
        r.meta(sink);
        r.finish(sink);
    }
    out
}

/// `[security-group.ID]`.
pub(super) fn security_groups(r: &mut Reader, sink: &mut Sink) -> Vec<SecurityGroup> {
    let mut out = Vec::new();
    for child in r.children(sink, "security-group", "security-group") {
        let mut r = reader(&child, "security-group");
        let expected = "a list such as `[\"web:443\", \"internet:80\"]`";
        out.push(SecurityGroup {
            label: r.get(sink, "label", text),
            allows: r.get(sink, "allows", |s, v| list(s, v, expected, allowance)).map(|l| l.value).unwrap_or_default(),
            id: child.id,
        });
        r.meta(sink);
        r.finish(sink);
    }
    out
}

/// `from:443`, or `from` for all ports.
fn allowance(sink: &mut Sink, value: &Value) -> Option<SecurityAllowance> {
    let Content::String(written) = value.get_ref() else {
        sink.wrong_type(value, "an entry such as `\"web:443\"`");
        return None;
    };
    let (from, port) = match written.split_once(':') {
        None => (written.as_ref(), None),
        Some((from, port)) => {
            let number = port.parse::<u16>().ok().filter(|p| *p > 0 && port.bytes().all(|b| b.is_ascii_digit()));
            if number.is_none() {
                let message = format!("{} can not be {}", quoted(sink.key), quoted(written));
                sink.bad_value(value, message, "expected a port from 1 to 65535 after the `:`", None);
                return None;
            }
            (from, number)
        }
    };
    let span = sink.span(value.span());
    let key = sink.key;
    check_id(sink, from, span, || quoted(key))
        .then(|| SecurityAllowance { from: Spanned::new(Text::new(from), span), port })
}
