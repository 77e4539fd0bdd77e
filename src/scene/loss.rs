//! Draws what a loss does: what is lost is struck out, what goes down is red, what runs on with less has a mark.
//!
//! No colour says anything alone: lost ground is hatched, lost instances are crossed out, the tray of what is down has a
//! thick edge and a tinted floor, and the three marks differ in shape. A panel says what each number means.

use std::collections::{BTreeMap, BTreeSet};

use super::Pen;
use super::finding::{RADIUS, among, called, red, red_lines};
use super::lettering::{Style, label, upright};
use super::mark::radius;
use super::outline::{line, polygon};
use super::spot::Spots;
use super::tray::{FLOOR, foot};
use super::types::{Fill, Group, Node, Path, Segment, Stroke, Tag};
use crate::catalog::Trait;
use crate::geom::{GPoint, GRect, Gu, Pt};
use crate::layout::{Band, Container, ContainerKind, Layout, Solid, Tray, tops};
use crate::model::{ComponentIx, ConnectionIx, Model, Parts, RegionIx};
use crate::text::Weight;
use crate::what_if::words::{self, Wording};
use crate::what_if::{Outage, Thing};

/// The most components that are numbered and listed.
const MOST: usize = 40;
/// Distance of two lines of the hatching, across it along x, in ground units.
const HATCH: f64 = 0.52;
/// Width of the lines of the hatching, of the edge of what is down, and of a cross and what parts it from the solid.
const LINES: f64 = 1.1;
const EDGE: f64 = 3.4;
const CROSS: (f64, f64) = (2.6, 5.4);
/// How much of a floor the red covers.
pub(super) const TINT: f64 = 0.2;

/// A loss that a picture shows.
#[derive(Clone, Copy, Debug)]
pub struct Loss<'a> {
    /// The architecture that was studied.
    pub model: &'a Model,
    /// What was found.
    pub outage: &'a Outage,
    /// For each of its components the one that stands for it in what is drawn, if there is one.
    pub drawn: &'a [Option<ComponentIx>],
}

/// What a loss does to a component.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum State {
    /// Some of it is lost, and it runs on.
    Less,
    /// It goes down.
    Down,
    /// It is lost by its own name, or by that of its provider.
    Lost,
}

impl State {
    /// Its word in the picture's data.
    fn word(self) -> &'static str {
        match self {
            Self::Less => "less",
            Self::Down => "down",
            Self::Lost => "lost",
        }
    }
}

/// A mark: what it means, and the number of its sentence if it has one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    pub(super) state: State,
    pub(super) number: Option<usize>,
}

/// What a loss does to a picture.
#[derive(Default)]
pub(super) struct Blast {
    /// What is lost, in words; empty when nothing is.
    pub(super) lost: String,
    /// The listed components, worst first: what each mark is, and its sentence.
    pub(super) listed: Vec<(Mark, String)>,
    /// How many more there are.
    pub(super) more: usize,
    /// What is said of all of it.
    pub(super) summary: Vec<String>,
    /// Marks by the component that they stand at.
    marks: BTreeMap<ComponentIx, Vec<Mark>>,
    states: BTreeMap<ComponentIx, State>,
    /// Connections on the way from what is lost to what goes down.
    wires: BTreeSet<ConnectionIx>,
    zones: BTreeSet<(RegionIx, usize)>,
    regions: BTreeSet<RegionIx>,
}

impl Blast {
    /// What a loss does to the model that is drawn.
    pub(super) fn of(drawn: &Model, loss: &Loss) -> Self {
        let Loss { model, outage, .. } = *loss;
        let there = |c: ComponentIx| loss.drawn.get(c.ix()).copied().flatten();
        let mut out = Self {
            lost: words::lost(&outage.lost, |thing| shown(model, thing)),
            summary: std::iter::once(words::sentence(outage)).chain(words::remarks(outage)).collect(),
            ..Self::default()
        };
        for thing in &outage.lost {
            match thing {
                Thing::Zone(region, zone) => _ = out.zones.insert((*region, *zone)),
                Thing::Region(region) => _ = out.regions.insert(*region),
                Thing::Component(_) | Thing::Provider(_) => {}
            }
        }
        let label = |c: ComponentIx| model.component(c).label.clone();
        let wording = Wording { name: &label, arrow: " → " };
        let mut sentences: Vec<(ComponentIx, State, String)> = Vec::new();
        for fallen in &outage.down {
            let state = if fallen.named { State::Lost } else { State::Down };
            sentences.push((fallen.component, state, words::why(model, fallen, wording)));
            for connection in fallen.path.iter().map(|ix| model.connection(*ix)) {
                let Some((from, to)) = there(connection.from).zip(there(connection.to)) else { continue };
                out.wires.extend(drawn.outgoing(from).filter(|link| drawn.connection(*link).to == to));
            }
        }
        for remains in &outage.remains {
            let (text, share) = words::rest(remains);
            let text = share.map_or_else(|| text.clone(), |share| format!("{text} {share}"));
            sentences.push((remains.component, State::Less, text));
        }
        // what a view leaves out has no mark, and what is lost needs no reason
        sentences.retain(|(c, ..)| there(*c).is_some());
        let listed = sentences.iter().filter(|(_, state, _)| *state != State::Lost).count();
        out.more = listed.saturating_sub(MOST);
        for (c, state, text) in &sentences {
            let number = Some(out.listed.len() + 1).filter(|number| *state != State::Lost && *number <= MOST);
            let mark = Mark { state: *state, number };
            if number.is_some() {
                out.listed.push((mark, sentence(model, *c, text)));
            }
            out.put(there(*c), mark);
        }
        for copy in &outage.copies {
            out.put(there(*copy), Mark { state: State::Down, number: None });
        }
        out.weigh(loss);
        out
    }

    /// Puts a mark at a component; of several without a number one is enough.
    fn put(&mut self, at: Option<ComponentIx>, mark: Mark) {
        let Some(at) = at else { return };
        let marks = self.marks.entry(at).or_default();
        if mark.number.is_some() || !marks.contains(&mark) {
            marks.push(mark);
        }
    }

    /// What the loss does to each component that is drawn. One that stands for several has lost some of it where some of
    /// them have, and is down where all are.
    fn weigh(&mut self, loss: &Loss) {
        let mut of: BTreeMap<ComponentIx, Vec<Option<State>>> = BTreeMap::new();
        let mut single: Vec<Option<State>> = vec![None; loss.drawn.len()];
        let mut set = |c: ComponentIx, state| {
            if let Some(known) = single.get_mut(c.ix()) {
                *known = Some(state);
            }
        };
        loss.outage.remains.iter().for_each(|remains| set(remains.component, State::Less));
        loss.outage.copies.iter().for_each(|copy| set(*copy, State::Down));
        for fallen in &loss.outage.down {
            set(fallen.component, if fallen.named { State::Lost } else { State::Down });
        }
        for (state, drawn) in single.into_iter().zip(loss.drawn) {
            if let Some(drawn) = drawn {
                of.entry(*drawn).or_default().push(state);
            }
        }
        for (drawn, states) in of {
            let least = states.iter().min().copied().flatten();
            let some = states.iter().any(Option::is_some).then_some(State::Less);
            self.states.extend(least.or(some).map(|state| (drawn, state)));
        }
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.lost.is_empty()
    }

    /// What the loss does to the component of a tray.
    pub(super) fn state(&self, model: &Parts, tray: &Tray) -> Option<State> {
        self.states.get(&model.placements[tray.placement.ix()].component).copied()
    }

    /// Whether an instance is lost.
    pub(super) fn takes(&self, model: &Parts, tray: &Tray, solid: &Solid) -> bool {
        let placement = &model.placements[tray.placement.ix()];
        if self.state(model, tray) == Some(State::Lost) {
            return true;
        }
        let Some(region) = placement.region else { return false };
        if self.regions.contains(&region) {
            return true;
        }
        let component = &model.components[placement.component.ix()];
        // as the model counts what is left: a standby may stand in a zone that the file does not name
        let elsewhere = component.attributes.multi_az.as_ref().is_some_and(|m| m.value) && placement.zones.len() < 2;
        let survives = elsewhere || component.kind.traits.has(Trait::SurvivesZoneLoss);
        !survives && solid.zone.is_some_and(|zone| self.zones.contains(&(region, zone)))
    }

    /// Whether the ground under a strip is lost.
    fn takes_band(&self, band: &Band) -> bool {
        band.zone.is_some_and(|zone| self.zones.contains(&(band.region, zone))) || self.regions.contains(&band.region)
    }

    /// Whether a container is a region that is lost.
    fn takes_slab(&self, container: &Container) -> bool {
        matches!(container.kind, ContainerKind::Region(region) if self.regions.contains(&region))
    }

    /// Whether ground of a layout is lost.
    pub(super) fn takes_ground(&self, layout: &Layout) -> bool {
        layout.bands.iter().any(|band| self.takes_band(band)) || layout.containers.iter().any(|c| self.takes_slab(c))
    }

    /// The hatching of strips of zones that are lost.
    pub(super) fn bands(&self, pen: &Pen, layout: &Layout) -> Vec<Node> {
        let lost = layout.bands.iter().filter(|band| self.takes_band(band));
        lost.flat_map(|band| {
            let edge = Stroke::plain(red(pen), pen.theme.band.edge.width * 1.6);
            let outline = Path {
                tag: Some(Tag::new("lost zone")),
                segments: polygon(&pen.projection.rect(&band.rect, Gu::ZERO)),
                stroke: Some(edge),
                ..Path::default()
            };
            let text = (!band.label.is_empty()).then_some(&band.label_rect);
            [Node::Path(outline), hatching(pen, &band.rect, text, Gu::ZERO)]
        })
        .collect()
    }

    /// The hatching of slabs of regions that are lost.
    pub(super) fn slabs(&self, pen: &Pen, layout: &Layout) -> Vec<Node> {
        let lost =
            layout.containers.iter().zip(tops(&layout.containers)).filter(|(container, _)| self.takes_slab(container));
        lost.map(|(container, top)| {
            let text = (!container.caption.is_empty()).then_some(&container.caption_rect);
            hatching(pen, &container.rect, text, top)
        })
        .collect()
    }

    /// What lies on the floor of a tray: red where it is down, hatching where its instances are lost.
    pub(super) fn on_floor(&self, pen: &Pen, tray: &Tray) -> Vec<Node> {
        let z = if tray.plate { FLOOR } else { Gu::ZERO };
        let r = &tray.rect;
        let floor = GRect::new(r.x, r.y, r.w, tray.nameplate.y - r.y);
        let mut out = Vec::new();
        let state = self.state(pen.model, tray);
        if state == Some(State::Down) {
            let tag = Tag::new("down").with("tray", pen.tray_name(tray.placement));
            let fill = Some(Fill { opacity: TINT, ..Fill::plain(red(pen)) });
            let outline = |rect: &GRect| {
                if tray.plate && !pen.projection.has_height() {
                    pen.flat_box(rect, 3.0)
                } else {
                    polygon(&pen.projection.rect(rect, z))
                }
            };
            let segments = polygon(&pen.projection.rect(&floor, z));
            out.push(Node::Path(Path { tag: Some(tag), segments, fill, ..Path::default() }));
            let stroke = Some(Stroke { round: true, ..Stroke::plain(red(pen), EDGE) });
            out.push(Node::Path(Path { segments: outline(r), stroke, ..Path::default() }));
        }
        // outside of regions nothing shows where the hatching ends
        if state == Some(State::Lost) && !tray.plate {
            let stroke = Some(Stroke { round: true, ..Stroke::plain(red(pen), pen.theme.band.edge.width * 1.6) });
            let tag = Tag::new("lost tray").with("tray", pen.tray_name(tray.placement));
            let segments = polygon(&pen.projection.rect(r, z));
            out.push(Node::Path(Path { tag: Some(tag), segments, stroke, ..Path::default() }));
        }
        let is_lost = |solid: &&Solid| self.takes(pen.model, tray, solid);
        let lost = tray.solids.iter().filter(is_lost).map(|solid| solid.rect).reduce(|a, b| a.union(&b));
        let is_whole = tray.solids.iter().all(|solid| is_lost(&solid));
        // else the part of the floor in the strip: as deep as its instances, as wide as the tray
        let part = |lost: GRect| GRect::new(floor.x, lost.y - Gu(10), floor.w, lost.d + Gu(20));
        out.extend(lost.map(|lost| hatching(pen, &if is_whole { floor } else { part(lost) }, None, z)));
        out
    }

    /// The cross over an instance that is lost.
    pub(super) fn cross(&self, pen: &Pen, tray: &Tray, solid: &Solid) -> Vec<Node> {
        if !self.takes(pen.model, tray, solid) {
            return Vec::new();
        }
        let (r, z) = (&solid.rect, foot(tray, solid).units());
        let (x, y) = (r.x.units() + r.w.units() / 2.0, r.y.units() + r.d.units() / 2.0);
        let middle = pen.projection.at(x, y, z + solid.h.units() / 2.0);
        let half = r.w.min(r.d).units() * pen.projection.unit() * 0.46;
        let tag = Tag::new("cross");
        vec![Node::Group(Group { tag, children: cross(pen, middle, half) })]
    }

    /// The red lines of connections on the way to what goes down.
    pub(super) fn lines(&self, pen: &Pen, layout: &Layout) -> Vec<Node> {
        red_lines(pen, layout, &self.wires, "cut connection")
    }

    /// Whether a connection of a layout is on the way to what goes down.
    pub(super) fn has_wires(&self, pen: &Pen, layout: &Layout) -> bool {
        !among(layout, pen, &self.wires).is_empty()
    }

    /// Where each mark lies on the ground.
    pub(super) fn places(&self, spots: &mut Spots, layout: &Layout, model: &Parts) -> Vec<(Mark, GPoint)> {
        let mut out = Vec::new();
        for tray in &layout.trays {
            let marks = self.marks.get(&model.placements[tray.placement.ix()].component);
            out.extend(marks.into_iter().flatten().map(|mark| (*mark, spots.at_tray(tray))));
        }
        out
    }

    /// The marks.
    pub(super) fn marks(&self, pen: &Pen, places: &[(Mark, GPoint)]) -> Vec<Node> {
        let r = radius(&pen.projection, RADIUS);
        places
            .iter()
            .map(|&(mark, at)| {
                let name = mark.number.map_or_else(|| mark.state.word().to_owned(), |n| format!("loss-{n}"));
                let id = pen.ids.next(&name);
                let mut children = draw(pen, mark, pen.projection.point(at, Gu::ZERO), r);
                if let Some(Node::Text(_)) = children.last()
                    && let Some(Node::Text(text)) = children.pop()
                {
                    children.push(label(&id, text));
                }
                let listed = self.listed.iter().find(|(known, _)| mark.number.is_some() && *known == mark);
                let title = listed.map(|(_, text)| text.clone());
                let tag = Tag { id: Some(id), title, ..Tag::new("loss").with("state", mark.state.word()) };
                Node::Group(Group { tag, children })
            })
            .collect()
    }
}

/// A thing with the name that readers know it by.
fn shown(model: &Model, thing: &Thing) -> String {
    match thing {
        Thing::Component(c) => called(model, *c, &model.name(*c)),
        other => other.name(model),
    }
}

/// A component with how much depends on it, and what happens to it.
fn sentence(model: &Model, c: ComponentIx, text: &str) -> String {
    let name = called(model, c, &model.name(c));
    match words::weight(model, c) {
        weight @ ("critical" | "client") => format!("{name}, {weight}: {text}"),
        _ => format!("{name}: {text}"),
    }
}

/// Lines over a box at a height, but for a text on it.
fn hatching(pen: &Pen, rect: &GRect, text: Option<&GRect>, z: Gu) -> Node {
    let mut segments = Vec::new();
    let (x0, x1, y0, y1) = (rect.x.units(), rect.x1().units(), rect.y.units(), rect.y1().units());
    // 2x − y is the same all along a line, which is steep on the page in every projection
    // from box to box the lines go on
    let mut sum = ((2.0 * x0 - y1) / (2.0 * HATCH)).ceil() * 2.0 * HATCH;
    while sum < 2.0 * x1 - y0 {
        let (from, to) = (x0.max(f64::midpoint(sum, y0)), x1.min(f64::midpoint(sum, y1)));
        let parts = match text {
            Some(text) => around(from, to, sum, text),
            None => vec![(from, to)],
        };
        for (from, to) in parts.into_iter().filter(|(from, to)| to - from > 0.02) {
            segments.extend(line(&[from, to].map(|x| pen.projection.at(x, 2.0 * x - sum, z.units()))));
        }
        sum += HATCH * 2.0;
    }
    let stroke = Some(Stroke::plain(red(pen), LINES));
    Node::Path(Path { tag: Some(Tag::new("lost")), segments, stroke, ..Path::default() })
}

/// The parts of a line of the hatching outside of a box.
fn around(from: f64, to: f64, sum: f64, text: &GRect) -> Vec<(f64, f64)> {
    let enter = text.x.units().max(f64::midpoint(sum, text.y.units()));
    let leave = text.x1().units().min(f64::midpoint(sum, text.y1().units()));
    if enter >= leave { vec![(from, to)] } else { vec![(from, to.min(enter)), (from.max(leave), to)] }
}

/// Two strokes across, parted from what they lie on.
pub(super) fn cross(pen: &Pen, at: Pt, half: f64) -> Vec<Node> {
    let arm = |dx: f64, dy: f64| line(&[Pt::new(at.x - dx, at.y - dy), Pt::new(at.x + dx, at.y + dy)]);
    let segments: Vec<Segment> = [arm(half, half), arm(half, -half)].concat();
    let stroke = |color, width| Some(Stroke { round: true, ..Stroke::plain(color, width) });
    vec![
        Node::Path(Path { segments: segments.clone(), stroke: stroke(pen.theme.tray.top, CROSS.1), ..Path::default() }),
        Node::Path(Path { segments, stroke: stroke(red(pen), CROSS.0), ..Path::default() }),
    ]
}

/// Draws a mark round a point of the page: a square with a cross for what is lost, a diamond for what is down, a triangle
/// for what runs with less. The last entry is the text, if there is one.
pub(super) fn draw(pen: &Pen, mark: Mark, at: Pt, r: f64) -> Vec<Node> {
    let text = mark.number.map(|number| number.to_string()).unwrap_or_default();
    draw_with(pen, mark.state, &text, at, r)
}

/// As [`draw`], with any text.
pub(super) fn draw_with(pen: &Pen, state: State, text: &str, at: Pt, r: f64) -> Vec<Node> {
    let theme = &pen.theme.mark;
    let p = |dx: f64, dy: f64| Pt::new(at.x + dx * r, at.y + dy * r);
    let (corners, fill, drop, room) = match state {
        State::Lost => (vec![p(-0.95, -0.95), p(0.95, -0.95), p(0.95, 0.95), p(-0.95, 0.95)], theme.badge, 0.0, 1.0),
        State::Down => (vec![p(0.0, -1.22), p(1.22, 0.0), p(0.0, 1.22), p(-1.22, 0.0)], red(pen), 0.0, 1.0),
        State::Less => (vec![p(0.0, -1.42), p(1.5, 1.06), p(-1.5, 1.06)], theme.step, 0.36 * r, 0.92),
    };
    let edge = Stroke { round: true, ..Stroke::plain(theme.text, r * 0.17) };
    let mut out = vec![Node::Path(Path {
        segments: polygon(&corners),
        fill: Some(Fill::plain(fill)),
        stroke: Some(edge),
        ..Path::default()
    })];
    if state == State::Lost {
        let k = 0.48;
        let segments = [line(&[p(-k, -k), p(k, k)]), line(&[p(-k, k), p(k, -k)])].concat();
        let stroke = Some(Stroke { round: true, ..Stroke::plain(theme.text, r * 0.26) });
        out.push(Node::Path(Path { segments, stroke, ..Path::default() }));
    } else if !text.is_empty() {
        let apart = |ink: super::Color| (ink.lightness() - fill.lightness()).abs();
        let ink = if apart(theme.text) >= apart(theme.step_text) { theme.text } else { theme.step_text };
        let size = r * room * if text.len() > 1 { 0.85 } else { 1.05 };
        let style = Style::new(Weight::SemiBold, size, ink).middle();
        out.push(Node::Text(upright(text, style, Pt::new(at.x, at.y + drop + style.drop()))));
    }
    out
}
