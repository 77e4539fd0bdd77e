//! Resolves who calls whom, in every environment.
//!
//! A callee is looked for in the caller's environment, then outside of all, then in the environment that holds it. What a
//! replicating environment leaves out by `except` is not called there.

use super::alternatives;
use super::context::{Context, line, quoted};
use super::names::Thing;
use crate::diag::Diagnostic;
use crate::model::{Component, ComponentIx, Connection, EnvironmentIx, Parts};
use crate::source::{Span, Spanned, Text};
use crate::syntax::attributes::{ConnectionKind, Need, Use};
use crate::syntax::codes;

/// All connections, by caller, callee, kind and label; exact repeats once.
pub(super) fn connections(cx: &mut Context, parts: &Parts) -> Vec<Connection> {
    let calls = |component: &Component| component.attributes.uses.as_ref().map_or(0, |uses| uses.value.len());
    let most = parts.components.iter().map(calls).sum::<usize>() + cx.document.connections.len();
    let mut finder = Finder { parts, homes: homes(cx, parts), connections: Vec::with_capacity(most) };
    for (at, component) in parts.components.iter().enumerate() {
        for id in component.attributes.watches.iter().flat_map(|list| &list.value) {
            cx.find(Thing::Component, id);
        }
        let Some(uses) = &component.attributes.uses else { continue };
        for each in uses.value.iter() {
            finder.add(cx, ComponentIx(at as u32), each);
        }
    }
    for connection in &cx.document.connections {
        let Some(from) = cx.find(Thing::Component, &connection.from) else {
            // the other end is checked in any case
            cx.find(Thing::Component, &connection.to.to);
            continue;
        };
        for at in 0..finder.homes.of(from).len() {
            finder.add(cx, finder.homes.of(from)[at], &connection.to);
        }
    }
    let mut connections = finder.connections;
    // by caller they are in order but for those of tables of their own, and each caller has few
    connections.sort_by_key(|connection| connection.from);
    for calls in connections.chunk_by_mut(|a, b| a.from == b.from) {
        calls.sort_by(|a, b| {
            let key = |k: &Connection| (k.to, k.kind);
            key(a).cmp(&key(b)).then_with(|| a.label.cmp(&b.label)).then_with(|| a.span.cmp(&b.span))
        });
    }
    connections.dedup_by(|b, a| (a.from, a.to, a.kind, &a.label) == (b.from, b.to, b.kind, &b.label));
    for calls in connections.chunk_by_mut(|a, b| a.from == b.from) {
        alternatives::settle(parts, calls);
    }
    connections
}

/// For each component of the document the components of the model that it became, in order.
struct Homes {
    /// Where the components of each begin in `components`, and the end of the last.
    starts: Vec<u32>,
    components: Vec<ComponentIx>,
}

impl Homes {
    fn of(&self, source: usize) -> &[ComponentIx] {
        &self.components[self.starts[source] as usize..self.starts[source + 1] as usize]
    }
}

fn homes(cx: &Context, parts: &Parts) -> Homes {
    let source = |component: &Component| cx.names.get(Thing::Component, &component.id);
    let mut all: Vec<(usize, ComponentIx)> =
        parts.components.iter().zip((0..).map(ComponentIx)).filter_map(|(c, ix)| Some((source(c)?, ix))).collect();
    all.sort_unstable();
    let sources = 0..=cx.document.components.len();
    Homes {
        starts: sources.map(|source| all.partition_point(|(of, _)| *of < source) as u32).collect(),
        components: all.into_iter().map(|(_, ix)| ix).collect(),
    }
}

struct Finder<'m> {
    parts: &'m Parts,
    homes: Homes,
    connections: Vec<Connection>,
}

impl Finder<'_> {
    /// Adds the call of one component.
    fn add(&mut self, cx: &mut Context, from: ComponentIx, call: &Use) {
        let caller = &self.parts.components[from.ix()];
        let Some(source) = cx.find(Thing::Component, &call.to) else { return };
        if caller.id == call.to.value {
            cx.push(calls_itself(&caller.id, &call.to, caller.span));
            return;
        }
        let Some(to) = self.callee(caller.environment, source, &call.to.value) else { return };
        let kind = call.kind.as_ref().map_or(ConnectionKind::Sync, |k| k.value);
        let usual = if kind == ConnectionKind::Sync { Need::Hard } else { Need::Soft };
        self.connections.push(Connection {
            from,
            to,
            kind,
            need: call.need.as_ref().map_or(usual, |n| n.value),
            either: call.either.as_ref().map(|e| e.value.to_string()),
            protocol: call.protocol.as_ref().map(line),
            port: call.port.as_ref().map(|p| p.value),
            encrypted: call.encrypted.as_ref().map(|e| e.value),
            label: call.label.as_ref().map(line).filter(|label| !label.is_empty()),
            both_ways: call.both_ways.as_ref().is_some_and(|b| b.value),
            gb_month: call.gb_month.as_ref().map(|g| g.value),
            cross_region: call.cross_region.as_ref().is_some_and(|c| c.value),
            access: call.access.as_ref().map(|a| a.value),
            paths: call.paths,
            lag: call.lag,
            location: call.location.clone(),
            fanout: call.fanout,
            span: call.span,
        });
    }

    /// The component that is called; `None` when the caller's environment leaves it out.
    fn callee(&self, environment: Option<EnvironmentIx>, source: usize, id: &str) -> Option<ComponentIx> {
        let homes = self.homes.of(source);
        let at = |home: Option<EnvironmentIx>| {
            let found = homes.binary_search_by(|c| self.parts.components[c.ix()].environment.cmp(&home)).ok()?;
            homes.get(found).copied()
        };
        if let Some(found) = at(environment).or_else(|| at(None)) {
            return Some(found);
        }
        let mut next = environment;
        while let Some(ix) = next {
            let environment = &self.parts.environments[ix.ix()];
            if environment.except.binary_search_by(|except| except.as_str().cmp(id)).is_ok() {
                return None;
            }
            next = environment.replicates;
        }
        // environments that replicate others come last, so the first home is an original one if there is any
        homes.first().copied()
    }
}

fn calls_itself(id: &str, to: &Spanned<Text>, caller: Span) -> Diagnostic {
    let message = format!("{} calls itself", quoted(id));
    let finding = Diagnostic::error(codes::BAD_VALUE, to.span, message, "expected another component");
    finding.with_related(caller, "declared here").with_element(id)
}
