//! Runs a custom rule.

use std::collections::VecDeque;

use super::{Check, Custom, Direction};
use crate::lint::draft::Draft;
use crate::lint::expr::{Expr, Subject, Tri, field_text};
use crate::lint::sink::Sink;
use crate::model::{ComponentIx, ConnectionIx, Model};

/// Hands what the rule finds to the sink.
pub(in crate::lint) fn run(custom: &Custom, model: &Model, sink: &mut Sink<'_>) {
    Runner { custom, model }.run(sink);
}

struct Runner<'a> {
    custom: &'a Custom,
    model: &'a Model,
}

impl Runner<'_> {
    fn run(&self, sink: &mut Sink<'_>) {
        let model = self.model;
        match &self.custom.check {
            Check::RequireAttribute { on, keys } => {
                for c in self.chosen(on) {
                    let stated = model.component(c).attributes.stated();
                    for key in keys.iter().filter(|key| !stated.contains(key)) {
                        sink.push(self.about(c, &[("name", &self.name(c)), ("attribute", &tick(key))]));
                    }
                }
            }
            Check::ForbidValue { on, field, values } => {
                for c in self.chosen(on) {
                    let Some(found) = field_text(model, c, field) else {
                        sink.not_stated(c, &[field]);
                        continue;
                    };
                    for value in found.iter().filter(|value| values.contains(value)) {
                        let said = [("name", &self.name(c)), ("field", &tick(field)), ("value", &tick(value))];
                        sink.push(self.about(c, &said.map(|(k, v)| (k, v.as_str()))));
                    }
                }
            }
            Check::MinZones { on, least } => self.at_least(on, "zone_count", *least, sink),
            Check::MinCount { on, least } => self.at_least(on, "instances", *least, sink),
            Check::ForbidConnection { from, to, edge } => {
                let (from, to) = (self.answers(from), self.answers(to));
                for e in model.connection_ixs() {
                    let k = model.connection(e);
                    let both = from[k.from.ix()] == Tri::True && to[k.to.ix()] == Tri::True;
                    if both && model.is_base(k.from) && self.holds(edge, e) == Tri::True {
                        let (from, to) = (self.name(k.from), self.name(k.to));
                        let draft = self.about(k.from, &[("from", &from), ("to", &to)]);
                        sink.push(draft.primary(k.span, "this connection").also(k.to));
                    }
                }
            }
            Check::RequireConnection { from, to, edge } => {
                let to = self.answers(to);
                for c in self.chosen(from) {
                    // one that may be meant is enough
                    let fine = model
                        .outgoing(c)
                        .any(|e| to[model.connection(e).to.ix()] != Tri::False && self.holds(edge, e) != Tri::False);
                    if !fine {
                        sink.push(self.about(c, &[("name", &self.name(c))]));
                    }
                }
            }
            Check::ForbidReach { from, to, edge, via, guards } => {
                self.reach(from, to, edge, (via.as_ref(), guards), sink);
            }
            Check::Parity { on, a, b, compare } => self.parity(on, a, b, compare, sink),
            Check::NoCycle { edge } => {
                let chosen: Vec<bool> = model
                    .connection_ixs()
                    .map(|e| model.is_base(model.connection(e).from) && self.holds(edge, e) == Tri::True)
                    .collect();
                for circle in model.cycles(|e| chosen[e.ix()]) {
                    let Some(first) = circle.first().map(|e| model.connection(*e).from) else { continue };
                    let count = circle.len().to_string();
                    let draft = self.about(first, &[("name", &self.name(first)), ("count", &count)]);
                    sink.push(draft.path(model, &circle));
                }
            }
            Check::MaxDegree { on, edge, most, direction } => {
                for c in self.chosen(on) {
                    let fits = |e: &ConnectionIx| self.holds(edge, *e) == Tri::True;
                    let into = model.incoming(c).filter(fits).count();
                    let out = model.outgoing(c).filter(fits).count();
                    let count = match direction {
                        Direction::In => into,
                        Direction::Out => out,
                        Direction::Both => into + out,
                    };
                    if count as f64 > *most {
                        let (count, max) = (count.to_string(), most.to_string());
                        sink.push(self.about(c, &[("name", &self.name(c)), ("count", &count), ("max", &max)]));
                    }
                }
            }
            Check::Implies { on, assert } => {
                for c in self.chosen(on) {
                    match assert.holds(Subject::Node(model, c)) {
                        Tri::False => sink.push(self.about(c, &[("name", &self.name(c))])),
                        Tri::Unknown => sink.not_stated(c, &[]),
                        Tri::True => {}
                    }
                }
            }
        }
    }

    /// Components whose number in a field is too small.
    fn at_least(&self, on: &Expr, field: &str, least: f64, sink: &mut Sink<'_>) {
        for c in self.chosen(on) {
            let found = field_text(self.model, c, field).and_then(|found| found.first()?.parse::<f64>().ok());
            match found {
                None => sink.not_stated(c, &[field]),
                Some(count) if count < least => {
                    let (count, min) = (count.to_string(), least.to_string());
                    sink.push(self.about(c, &[("name", &self.name(c)), ("count", &count), ("min", &min)]));
                }
                Some(_) => {}
            }
        }
    }

    /// Breadth first from all that match `from`, not through what matches `via` or may; a finding for each that matches
    /// `to` and is reached, with the shortest path.
    fn reach(&self, from: &Expr, to: &Expr, edge: &Expr, (via, guards): (Option<&Expr>, &str), sink: &mut Sink<'_>) {
        let model = self.model;
        let (from, to) = (self.answers(from), self.answers(to));
        let guard: Vec<bool> = match via {
            Some(via) => self.answers(via).into_iter().map(|answer| answer != Tri::False).collect(),
            None => vec![false; model.components.len()],
        };
        let mut by: Vec<Option<ConnectionIx>> = vec![None; model.components.len()];
        let mut seen = vec![false; model.components.len()];
        let mut open = VecDeque::new();
        for c in model.base_components().filter(|c| from[c.ix()] == Tri::True) {
            seen[c.ix()] = true;
            open.push_back(c);
        }
        while let Some(c) = open.pop_front() {
            for e in model.outgoing(c) {
                let next = model.connection(e).to;
                if seen[next.ix()] || guard[next.ix()] || self.holds(edge, e) != Tri::True {
                    continue;
                }
                seen[next.ix()] = true;
                by[next.ix()] = Some(e);
                open.push_back(next);
            }
        }
        for c in model.base_components().filter(|c| to[c.ix()] == Tri::True) {
            let mut path = Vec::new();
            let mut at = c;
            while let Some(e) = by[at.ix()] {
                path.push(e);
                at = model.connection(e).from;
            }
            if path.is_empty() {
                continue;
            }
            path.reverse();
            let (start, end) = (self.name(at), self.name(c));
            let draft = self
                .about(c, &[("from", &start), ("to", &end), ("entry", &start), ("target", &end), ("guards", guards)]);
            sink.push(draft.path(model, &path));
        }
    }

    /// Holds the components of two environments against each other.
    fn parity(&self, on: &Expr, a: &str, b: &str, compare: &[String], sink: &mut Sink<'_>) {
        let model = self.model;
        let environment = |id: &str| {
            model
                .component_ixs()
                .filter_map(|c| model.component(c).environment)
                .find(|e| model.environment(*e).id == id)
        };
        let (Some(first), Some(second)) = (environment(a), environment(b)) else { return };
        for c in model.component_ixs().filter(|c| model.component(*c).environment == Some(first)) {
            if on.holds(Subject::Node(model, c)) != Tri::True {
                continue;
            }
            let id = &model.component(c).id;
            let (name, a, b) = (tick(id), tick(a), tick(b));
            let said = |field: &str, value: &str, other: &str| {
                let draft = self.about(
                    c,
                    &[("name", &name), ("field", field), ("value", value), ("other", other), ("a", &a), ("b", &b)],
                );
                draft.element(id.clone())
            };
            let Some(other) = model.find(Some(second), id) else {
                sink.push(said("being there", "it stands", "it does not stand"));
                continue;
            };
            for field in compare {
                let (Some(mine), Some(theirs)) = (field_text(model, c, field), field_text(model, other, field)) else {
                    sink.not_stated(c, &[field]);
                    continue;
                };
                if mine != theirs {
                    sink.push(said(&tick(field), &mine.join(", "), &theirs.join(", ")));
                }
            }
        }
    }

    /// Base components for which a selector holds.
    fn chosen(&self, on: &Expr) -> Vec<ComponentIx> {
        self.model.base_components().filter(|c| on.holds(Subject::Node(self.model, *c)) == Tri::True).collect()
    }

    /// The answer of a selector for each component.
    fn answers(&self, on: &Expr) -> Vec<Tri> {
        self.model.component_ixs().map(|c| on.holds(Subject::Node(self.model, c))).collect()
    }

    fn holds(&self, edge: &Expr, e: ConnectionIx) -> Tri {
        edge.holds(Subject::Edge(self.model, e))
    }

    fn name(&self, c: ComponentIx) -> String {
        tick(&self.model.name(c))
    }

    /// A finding about a component, with names put in the message.
    fn about(&self, c: ComponentIx, names: &[(&str, &str)]) -> Draft {
        #[allow(clippy::single_match_else)] // both ways are of one weight
        let filled = |text: &str| {
            let mut out = String::new();
            let mut rest = text;
            while let Some((before, after)) = rest.split_once('{') {
                out.push_str(before);
                match after.split_once('}').and_then(|(name, behind)| {
                    names.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, behind))
                }) {
                    Some((value, behind)) => {
                        out.push_str(value);
                        rest = behind;
                        // one of them has no plural
                        let plural = [" zones", " instances", " connections"].into_iter().find(|w| rest.starts_with(w));
                        if let (Some(word), "1") = (plural, value) {
                            out.push_str(&word[..word.len() - 1]);
                            rest = &rest[word.len()..];
                        }
                    }
                    None => {
                        out.push('{');
                        rest = after;
                    }
                }
            }
            out.push_str(rest);
            out
        };
        let draft = Draft::about(self.model, c, filled(&self.custom.message), "");
        match &self.custom.help {
            Some(help) => draft.help(filled(help)),
            None => draft,
        }
    }
}

pub(super) fn tick(text: &str) -> String {
    format!("`{text}`")
}
