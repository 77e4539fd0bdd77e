//! Draws the findings of the linter on the picture: a numbered mark at each, and in red what is at fault.
//!
//! The worst come first and are numbered; a panel says what each number means. A finding about a component stands at its
//! trays, one about a connection on its lines. The links of the path that proves an error or a warning are red, and so is
//! the strip of a zone that it names.

use std::collections::{BTreeMap, BTreeSet};

use super::lettering::{Style, label, upright};
use super::mark::radius;
use super::outline::polygon;
use super::spot::Spots;
use super::types::{Fill, Group, Node, Path, Stroke, Tag};
use super::{Color, Pen};
use crate::diag::{Diagnostic, Severity};
use crate::geom::{GPoint, Gu, Pt};
use crate::layout::{Band, Layout, Tray};
use crate::model::{ComponentIx, ConnectionIx, LinkIx, Model, Parts, PlacementIx, RegionIx};
use crate::source::Span;
use crate::text::Weight;

/// The most findings that are numbered and listed.
const MOST: usize = 40;
/// Radius of a mark on the page, in ground units.
pub(super) const RADIUS: Gu = Gu(44);
/// How much wider than the connection its red line is, and how much that covers.
pub(super) const RED: (f64, f64) = (1.6, 0.9);
/// How much of a strip the red covers.
const TINT: f64 = 0.16;

/// The findings that a picture shows.
#[derive(Default)]
pub(super) struct Findings {
    /// The listed ones, worst first.
    pub(super) listed: Vec<Finding>,
    /// How many more there are.
    pub(super) more: usize,
    /// Connections at fault.
    wires: BTreeSet<ConnectionIx>,
    /// Zones at fault.
    zones: BTreeSet<(RegionIx, usize)>,
}

/// A finding as it is drawn.
pub(super) struct Finding {
    /// Its number, from 1.
    pub(super) number: usize,
    pub(super) severity: Severity,
    /// Code and sentence.
    pub(super) text: String,
    at: At,
}

/// Lines of a wire, each with its link.
type Lines<'a> = Vec<(LinkIx, &'a Vec<GPoint>)>;

/// Where a finding stands.
#[derive(Clone, PartialEq, Eq)]
enum At {
    Component(ComponentIx),
    Connections(Vec<ConnectionIx>),
    Nowhere,
}

impl Findings {
    /// Finds the places of findings in a model. A finding about a component that the model does not have is left out:
    /// the picture shows a part of the architecture.
    pub(super) fn of(model: &Model, findings: &[Diagnostic]) -> Self {
        let names: BTreeMap<String, ComponentIx> = model.component_ixs().map(|c| (model.name(c), c)).collect();
        let named = |name: &str| names.get(name).map(|c| called(model, *c, name));
        let mut spans: BTreeMap<Span, Vec<ConnectionIx>> = BTreeMap::new();
        for link in model.connection_ixs() {
            spans.entry(model.connection(link).span).or_default().push(link);
        }
        let mut out = Self::default();
        let mut found: Vec<(&Diagnostic, At)> = findings
            .iter()
            .map(|finding| (finding, place(&names, &spans, finding)))
            .filter(|(finding, at)| *at != At::Nowhere || finding.element.is_none())
            .collect();
        // the order of the file is kept among equals
        found.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
        out.more = found.len().saturating_sub(MOST);
        for (finding, at) in found.iter().take(MOST).filter(|(finding, _)| finding.severity > Severity::Info) {
            out.fault(model, &names, finding, at);
        }
        out.listed = found
            .into_iter()
            .take(MOST)
            .zip(1..)
            .map(|((finding, at), number)| Finding {
                number,
                severity: finding.severity,
                text: format!("{} {}", finding.code.code, unquoted(&finding.message, named)),
                at,
            })
            .collect();
        out
    }

    /// Notes what is at fault by a finding.
    fn fault(&mut self, model: &Model, names: &BTreeMap<String, ComponentIx>, finding: &Diagnostic, at: &At) {
        if let At::Connections(connections) = at {
            self.wires.extend(connections);
        }
        let path: Vec<Option<ComponentIx>> = finding.witness.iter().map(|name| names.get(name).copied()).collect();
        for pair in path.windows(2) {
            if let [Some(from), Some(to)] = *pair {
                self.wires.extend(model.outgoing(from).filter(|link| model.connection(*link).to == to));
            }
        }
        let At::Component(component) = at else { return };
        for zone in zones_named(&finding.message) {
            for placement in model.component(*component).placements.iter().map(|p| model.placement(*p)) {
                let Some(region) = placement.region else { continue };
                let known = &model.region(region).zones;
                self.zones.extend(known.iter().position(|name| *name == zone).map(|at| (region, at)));
            }
        }
    }

    /// The severities that have a mark on the drawing, the worst first.
    pub(super) fn marked(places: &[(&Finding, GPoint)]) -> Vec<Severity> {
        let mut out: Vec<Severity> = places.iter().map(|(finding, _)| finding.severity).collect();
        out.sort_unstable();
        out.dedup();
        out.reverse();
        out
    }

    /// Whether a connection of a layout is at fault.
    pub(super) fn has_wires(&self, layout: &Layout, pen: &Pen) -> bool {
        !among(layout, pen, &self.wires).is_empty()
    }

    /// Whether findings name the zone of a strip.
    fn names(&self, band: &Band) -> bool {
        band.zone.is_some_and(|zone| self.zones.contains(&(band.region, zone)))
    }

    /// Whether a zone strip of a layout is at fault.
    pub(super) fn has_zones(&self, layout: &Layout) -> bool {
        layout.bands.iter().any(|band| self.names(band))
    }

    /// Red over the strips of zones at fault.
    pub(super) fn bands(&self, pen: &Pen, layout: &Layout) -> Vec<Node> {
        let at_fault = layout.bands.iter().filter(|band| self.names(band));
        at_fault
            .map(|band| {
                let red = red(pen);
                Node::Path(Path {
                    tag: Some(Tag::new("fault zone")),
                    segments: polygon(&pen.projection.rect(&band.rect, Gu::ZERO)),
                    fill: Some(Fill { opacity: TINT, ..Fill::plain(red) }),
                    stroke: Some(Stroke::plain(red, pen.theme.band.edge.width * RED.0)),
                    ..Path::default()
                })
            })
            .collect()
    }

    /// Red lines over connections at fault.
    pub(super) fn lines(&self, pen: &Pen, layout: &Layout) -> Vec<Node> {
        red_lines(pen, layout, &self.wires, "fault connection")
    }

    /// The numbered marks.
    pub(super) fn marks(pen: &Pen, places: &[(&Finding, GPoint)]) -> Vec<Node> {
        let r = radius(&pen.projection, RADIUS);
        places
            .iter()
            .map(|&(finding, at)| {
                let id = pen.ids.next(&format!("finding-{}", finding.number));
                let mut children = mark(pen, finding.number, finding.severity, pen.projection.point(at, Gu::ZERO), r);
                if let Some(Node::Text(text)) = children.pop() {
                    children.push(label(&id, text));
                }
                let tag = Tag::new("finding").with("finding", finding.number.to_string());
                let tag = tag.with("severity", finding.severity.name());
                let tag = Tag { id: Some(id), title: Some(finding.text.clone()), ..tag };
                Node::Group(Group { tag, children })
            })
            .collect()
    }

    /// Where each mark lies on the ground.
    pub(super) fn places(&self, spots: &mut Spots, layout: &Layout, model: &Parts) -> Vec<(&Finding, GPoint)> {
        let mut out = Vec::new();
        for finding in &self.listed {
            match &finding.at {
                At::Nowhere => {}
                At::Component(component) => {
                    let is_own = |tray: &&Tray| model.placements[tray.placement.ix()].component == *component;
                    out.extend(layout.trays.iter().filter(is_own).map(|tray| (finding, spots.at_tray(tray))));
                }
                At::Connections(connections) => {
                    let wire =
                        layout.wires.iter().find(|wire| connections.iter().any(|c| wire.connections.contains(c)));
                    let Some(wire) = wire else { continue };
                    let own =
                        wire.links.iter().position(|link| connections.contains(&model.links[link.ix()].connection));
                    let line = own.and_then(|own| wire.lines.get(own));
                    out.extend(line.and_then(|line| spots.on_line(line)).map(|at| (finding, at)));
                }
            }
        }
        out
    }
}

/// The wires of a layout that carry some connections, with the lines of theirs that do.
pub(super) fn among<'a>(
    layout: &'a Layout,
    pen: &Pen,
    connections: &BTreeSet<ConnectionIx>,
) -> Vec<(usize, Lines<'a>)> {
    let is_one = |link: &LinkIx| connections.contains(&pen.model.links[link.ix()].connection);
    let lines = layout.wires.iter().enumerate().map(|(k, wire)| {
        let lines =
            wire.links.iter().zip(&wire.lines).filter(|(link, _)| is_one(link)).map(|(link, line)| (*link, line));
        (k, lines.collect::<Vec<_>>())
    });
    lines.filter(|(_, lines)| !lines.is_empty()).collect()
}

/// Red lines over some connections, thicker than those.
pub(super) fn red_lines(
    pen: &Pen,
    layout: &Layout,
    connections: &BTreeSet<ConnectionIx>,
    class: &'static str,
) -> Vec<Node> {
    let trays: BTreeMap<PlacementIx, &Tray> = layout.trays.iter().map(|tray| (tray.placement, tray)).collect();
    let one = |(k, lines): (usize, Lines)| {
        let line = pen.theme.wire.line(layout.wires[k].kind);
        let stroke = Stroke { color: red(pen), width: line.width * RED.0, opacity: RED.1, ..line.stroke() };
        let heads = lines.iter().flat_map(|(link, line)| {
            let to = trays.get(&pen.model.links[link.ix()].to).copied();
            super::wire::head(pen, line, to)
        });
        let heads = Path { segments: heads.collect(), fill: Some(Fill::plain(red(pen))), ..Path::default() };
        let course = Path {
            tag: Some(Tag::new(class).with("wire", (k + 1).to_string())),
            segments: lines.iter().flat_map(|(_, line)| super::wire::course(pen, line)).collect(),
            stroke: Some(stroke),
            ..Path::default()
        };
        [Node::Path(course), Node::Path(heads)]
    };
    among(layout, pen, connections).into_iter().flat_map(one).collect()
}

/// The component or the connections that a finding is about.
fn place(names: &BTreeMap<String, ComponentIx>, spans: &BTreeMap<Span, Vec<ConnectionIx>>, finding: &Diagnostic) -> At {
    if let Some(there) = finding.primary.as_ref().and_then(|primary| spans.get(&primary.span)) {
        return At::Connections(there.clone());
    }
    let named = finding.element.as_ref().and_then(|name| names.get(name));
    named.map_or(At::Nowhere, |component| At::Component(*component))
}

/// The zones that a sentence names, as in "zone `a`" or "zones `a`, `b`".
fn zones_named(message: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for (at, word) in message.match_indices("zone") {
        let mut rest = message[at + word.len()..].trim_start_matches('s').trim_start();
        while let Some((name, after)) = rest.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
            out.push(name);
            rest = after.trim_start_matches([',', ' ']).trim_start_matches("and ").trim_start();
        }
    }
    out
}

/// A component as the picture names it, with the name that it has in the file where that is another.
pub(super) fn called(model: &Parts, component: ComponentIx, name: &str) -> String {
    let label = &model.components[component.ix()].label;
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    if plain(label) == plain(name) { label.clone() } else { format!("{label} ({name})") }
}

/// A sentence without its backticks. A name in backticks that `named` knows becomes what that says.
fn unquoted(message: &str, named: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = message.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut is_name = true;
    for part in parts {
        match named(part).filter(|_| is_name) {
            Some(name) => out.push_str(&name),
            None => out.push_str(part),
        }
        is_name = !is_name;
    }
    out
}

pub(super) fn red(pen: &Pen) -> Color {
    pen.theme.tray.critical.color
}

/// The colour of a mark.
pub(super) fn color(pen: &Pen, severity: Severity) -> Color {
    match severity {
        Severity::Error => red(pen),
        Severity::Warning => pen.theme.mark.step,
        Severity::Info => pen.theme.mark.badge,
    }
}

/// The colour of the number on a mark: the one that can be read on it.
pub(super) fn ink(pen: &Pen, severity: Severity) -> Color {
    let theme = &pen.theme.mark;
    let fill = color(pen, severity);
    let apart = |ink: Color| (ink.lightness() - fill.lightness()).abs();
    if apart(theme.text) >= apart(theme.step_text) { theme.text } else { theme.step_text }
}

/// A diamond with a number round a point of the page.
pub(super) fn mark(pen: &Pen, number: usize, severity: Severity, at: Pt, r: f64) -> Vec<Node> {
    let theme = &pen.theme.mark;
    let (fill, ink) = (color(pen, severity), ink(pen, severity));
    let digits = number.to_string();
    let size = r * if digits.len() > 1 { 0.85 } else { 1.05 };
    let style = Style::new(Weight::SemiBold, size, ink).middle();
    let k = r * 1.22;
    let corners = [(0.0, -k), (k, 0.0), (0.0, k), (-k, 0.0)].map(|(dx, dy)| Pt::new(at.x + dx, at.y + dy));
    let shape = Node::Path(Path {
        segments: polygon(&corners),
        fill: Some(Fill::plain(fill)),
        stroke: Some(Stroke::plain(theme.text, r * 0.17)),
        ..Path::default()
    });
    vec![shape, Node::Text(upright(&digits, style, Pt::new(at.x, at.y + style.drop())))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_sentence_are_those_of_the_picture() {
        let named = |name: &str| (name == "web").then(|| "Shop front (web)".to_owned());
        let of = |message: &str| unquoted(message, named);
        assert_eq!(of("`web` stands in zone `a`; web"), "Shop front (web) stands in zone a; web");
        assert_eq!(of("an odd `web"), "an odd Shop front (web)");
        assert_eq!(of("a `b` web `c`"), "a b web c");
    }

    #[test]
    fn zones_are_read_from_a_sentence() {
        assert_eq!(zones_named("when zone `a` is lost, critical `web` goes down"), ["a"]);
        assert_eq!(zones_named("zones `a`, `b` and `c` hold too few"), ["a", "b", "c"]);
        assert!(zones_named("`web` stands in one zone only").is_empty());
    }
}
