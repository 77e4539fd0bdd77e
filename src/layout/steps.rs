//! Sets the numbered circles of steps: on the connection they explain, beside it where they would hide it, or at the edge
//! of the component.
//!
//! *Invariant*: a circle meets no other circle, no text and no solid. One that has no such place is left out, and that
//! is said.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::measure::{STEP_RADIUS, TRAY_HEIGHT, reach};
use super::taken::{HEAD, Taken, Taker};
use crate::geom::buckets::Buckets;
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{FLOOR_NAME, Layout, Outline, Solid, StepMark, Tray, Wire};
use crate::model::{ComponentIx, ConnectionIx, LinkIx, Model, PlacementIx, RegionIx, StepAt};
use crate::text::{Weight, width};

/// How far along an axis of the ground a circle reaches.
pub(in crate::layout) const REACH: Gu = Gu(reach(STEP_RADIUS).0 + 1);
/// A straight part shorter than this is hardly seen under a circle.
const SHORT: Gu = Gu(STEP_RADIUS.0 * 9 / 2);
/// From a line to the middle of a circle beside it.
const BESIDE: Gu = Gu(REACH.0 + 10);
/// Room that circles leave round the label of a tray.
const LABEL_ROOM: Gu = Gu(6);
/// How far the white ring of a circle goes beyond it.
const HALO: Gu = Gu(4);
/// From one place round a point to the next one, and how often it is gone further.
const RING: Gu = Gu(40);
const RINGS: i32 = 10;
/// Rings in which a circle is read as that of the point, and in which it still may be.
const CLOSE: i32 = 3;
const NEAR: i32 = 5;
/// What the best place is worth, and at least one on a line that does not both touch other wires and hide a head.
const BEST: u8 = 63;
const GOOD: u8 = 40;
/// What a place beside a bundle is worth: more than one on it that touches other wires and hides a head.
const LAST: u8 = 40;

/// The circles of all steps that have something to stand at, in their order, and the numbers of those without room.
/// Takes the room of the circles.
pub(super) fn place(model: &Model, layout: &Layout, taken: &mut Taken) -> (Vec<StepMark>, Vec<usize>) {
    if model.steps.is_empty() {
        return Default::default();
    }
    let mut wires: BTreeMap<ConnectionIx, Vec<(usize, &Wire)>> = BTreeMap::new();
    let mut trays: BTreeMap<ComponentIx, Vec<&Tray>> = BTreeMap::new();
    for (w, wire) in layout.wires.iter().enumerate() {
        for connection in &wire.connections {
            wires.entry(*connection).or_default().push((w, wire));
        }
    }
    for tray in &layout.trays {
        trays.entry(model.placement(tray.placement).component).or_default().push(tray);
    }
    // the region that the step names comes first, then what serves before what stands in for it
    let last = |region: Option<RegionIx>, places: &[PlacementIx]| {
        let of = |p: PlacementIx| model.placement(p);
        let named = region.is_none() || places.iter().any(|p| of(*p).region == region);
        (!named, places.iter().any(|p| of(*p).stands_in_for.is_some()))
    };
    let ends = |link: LinkIx| [model.link(link).from, model.link(link).to];
    let field = Field { solids: Solids::of(layout), taken };
    let (mut out, mut without) = (Vec::new(), Vec::new());
    for step in &model.steps {
        let spots: Vec<Spot> = match step.at {
            StepAt::Connection(c) => {
                let mut wires = wires.get(&c).cloned().unwrap_or_default();
                let of = |link: &LinkIx| last(step.region, &ends(*link));
                wires.sort_by_key(|(_, wire)| wire.links.iter().map(of).min());
                wires.into_iter().flat_map(|w| on_wire(model, w, c, step.region)).collect()
            }
            StepAt::Component(c) | StepAt::Replication(c) => {
                let mut trays = trays.get(&c).cloned().unwrap_or_default();
                trays.sort_by_key(|tray| last(step.region, &[tray.placement]));
                trays.into_iter().flat_map(at_tray).collect()
            }
        };
        let Some(first) = spots.first().copied() else { continue };
        let found = match field.best(&spots) {
            // better a little off than over the end of the arrow
            Some((worth, at)) if worth < GOOD => field.bare(first.at, 1..=CLOSE).or(Some(at)),
            Some((_, at)) => Some(at),
            None => field.near(first.at),
        };
        match found {
            Some(at) => {
                // tails of letters keep off it too
                field.taken.add(GRect::around(at, REACH + Gu(2)), Taker::Mark);
                out.push(StepMark { number: step.number, at, radius: STEP_RADIUS });
            }
            None => without.push(step.number),
        }
    }
    (out, without)
}

/// A place that a circle may have.
#[derive(Clone, Copy, Debug)]
struct Spot {
    at: GPoint,
    place: Place,
}

/// Where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// On the line that the step explains.
    Line {
        /// Whether no other connection uses that part of it.
        own: bool,
        /// Whether both ends of the straight part stay in sight.
        inner: bool,
        /// Whether an arrowhead at either end does.
        roomy: bool,
        /// The wire.
        wire: usize,
    },
    /// Beside that line, which is too short to be seen under a circle. In a bundle, where it would be beside the lines of
    /// others too, that is the last resort.
    Beside { bundle: bool },
    /// At the tray that the step explains.
    Edge,
}

/// What is in the way of circles.
struct Field<'a> {
    solids: Solids<'a>,
    taken: &'a mut Taken,
}

impl Field<'_> {
    /// The best of some places, the first of equals, and what it is worth; `None` if a circle would meet something at each
    /// of them.
    fn best(&self, spots: &[Spot]) -> Option<(u8, GPoint)> {
        let mut best: Option<(u8, GPoint)> = None;
        for spot in spots {
            let p = spot.at;
            if !self.is_free(p) {
                continue;
            }
            let sum = |list: [bool; 6]| list.into_iter().fold(0, |sum, holds| 2 * sum + u8::from(holds));
            let found = match spot.place {
                Place::Line { own, inner, roomy, wire } => {
                    let other = |taker| matches!(taker, Taker::Wire { wire: w, .. } if w != wire);
                    let off_trays = self.is_off(p, |taker| taker == Taker::Tray);
                    sum([inner, self.is_off(p, other), roomy, own, self.is_far(p), off_trays])
                }
                // only where nothing at all is in the way
                Place::Beside { bundle } if self.is_off(p, |taker| taker != Taker::Zone) => {
                    if bundle {
                        LAST
                    } else {
                        BEST
                    }
                }
                Place::Beside { .. } => continue,
                Place::Edge => {
                    let crowds = |taker| matches!(taker, Taker::Head | Taker::Wire { .. });
                    sum([true, true, true, true, self.is_off(p, crowds), self.is_far(p)])
                }
            };
            if best.is_none_or(|(known, _)| found > known) {
                best = Some((found, p));
            }
            if found == BEST {
                break;
            }
        }
        best
    }

    /// The nearest free place round a point, off all else where that can be.
    fn near(&self, p: GPoint) -> Option<GPoint> {
        let free = |rings: RangeInclusive<i32>| rings.flat_map(|k| ring(p, k)).find(|p| self.is_free(*p));
        let bare = |rings| self.bare(p, rings);
        bare(1..=NEAR).or_else(|| free(1..=NEAR)).or_else(|| bare(NEAR + 1..=RINGS)).or_else(|| free(NEAR + 1..=RINGS))
    }

    /// The nearest place round a point, in some rings, where a circle meets nothing at all but edges of zones.
    fn bare(&self, p: GPoint, rings: RangeInclusive<i32>) -> Option<GPoint> {
        let is_bare = |p: &GPoint| self.is_free(*p) && self.is_off(*p, |taker| taker != Taker::Zone);
        rings.flat_map(|k| ring(p, k)).find(is_bare)
    }

    /// Whether a circle at a point meets no other mark, no text and no solid.
    fn is_free(&self, p: GPoint) -> bool {
        self.is_off(p, |taker| matches!(taker, Taker::Mark | Taker::Text)) && !self.solids.meet(p)
    }

    /// Whether a circle at a point meets nothing of some sort.
    fn is_off(&self, p: GPoint, is_in_way: impl Fn(Taker) -> bool) -> bool {
        self.taken.first(&GRect::around(p, REACH), |_, taker| is_in_way(taker)).is_none()
    }

    /// Whether a circle at a point keeps away from all others: by one and a half times its width, on the page
    /// of the isometric view.
    fn is_far(&self, p: GPoint) -> bool {
        let far = 5 * i64::from(STEP_RADIUS.0);
        let is_near = |other: &GRect, taker: Taker| {
            let q = other.center();
            let (x, y) = (i64::from((q.x - p.x).0), i64::from((q.y - p.y).0));
            // the square of the distance of two points whose axes stand at 120 degrees
            taker == Taker::Mark && x * x + y * y - x * y < far * far
        };
        self.taken.first(&GRect::around(p, STEP_RADIUS * 6), is_near).is_none()
    }
}

/// The points of a square ring round a point, the nearest first; of equals those to the left or right on the page.
fn ring(p: GPoint, k: i32) -> Vec<GPoint> {
    let side = || -k..=k;
    let mut ways: Vec<(i32, i32)> =
        side().flat_map(|x| side().map(move |y| (x, y))).filter(|(x, y)| x.abs().max(y.abs()) == k).collect();
    ways.sort_by_key(|(x, y)| (x * x + y * y, (x + y).abs(), -x));
    ways.into_iter().map(|(x, y)| GPoint::new(p.x + RING * x, p.y + RING * y)).collect()
}

/// The solids and labels of all trays, found by place.
struct Solids<'a> {
    all: Vec<(GRect, Option<&'a Solid>)>,
    map: Buckets,
}

impl<'a> Solids<'a> {
    fn of(layout: &'a Layout) -> Self {
        let mut all = Vec::new();
        for tray in &layout.trays {
            all.extend(tray.solids.iter().map(|solid| (hidden(solid), Some(solid))));
            // on a plate it is seen that much further back
            all.push((tray.label_rect().grown(LABEL_ROOM).with_hidden(tray.height()), None));
        }
        let floors = layout.outlines.iter().filter(|outline| outline.on_floor && !outline.label.is_empty());
        all.extend(floors.map(|outline| (floor_name(outline), None)));
        let map = Buckets::new(all.iter().map(|(rect, _)| *rect));
        Self { all, map }
    }

    /// Whether a circle at a point meets a solid or a label.
    fn meet(&self, p: GPoint) -> bool {
        let circle = GRect::around(p, REACH);
        self.map.near(&circle).any(|k| {
            let (rect, solid) = self.all[k];
            rect.overlaps(&circle) && solid.is_none_or(|solid| covers(solid, p))
        })
    }
}

/// The box of the name of a group on the floor of a tray: along the back edge of the outline, from its left end.
pub(in crate::layout) fn floor_name(outline: &Outline) -> GRect {
    let wide = width(&outline.label, Weight::SemiBold) * i64::from(FLOOR_NAME.0) / 1000;
    let r = outline.rect;
    GRect::new(r.x, r.y, (Gu(wide as i32) + FLOOR_NAME).min(r.w), FLOOR_NAME * 3 / 2)
}

/// The box of the ground that a solid stands on or hides, and that its count takes in the flat view.
fn hidden(solid: &Solid) -> GRect {
    let all = solid.rect.with_hidden(solid.z + solid.h + TRAY_HEIGHT);
    solid.count_box().map_or(all, |count| all.union(&count))
}

/// Whether a circle at a point meets a solid on the page. In the isometric view a solid is a hexagon: its box on the ground
/// with what it hides, without the two corners that it can not hide. From above it is its box, in the middle of that; on
/// the bare ground where it is.
pub(super) fn covers(solid: &Solid, p: GPoint) -> bool {
    let r = solid.rect;
    let across = p.x - p.y;
    let circle = GRect::around(p, REACH);
    if solid.count_box().is_some_and(|count| count.overlaps(&circle)) {
        return true;
    }
    let off = |low: Gu, at: Gu, high: Gu| i64::from((low - at).max(at - high).max(Gu::ZERO).0);
    let near = i64::from((STEP_RADIUS + HALO).0);
    let back = solid.h / 2;
    if [r, r.moved(-back, -back)].iter().any(|r| {
        let (x, y) = (off(r.x, p.x, r.x1()), off(r.y, p.y, r.y1()));
        x * x + y * y < near * near
    }) {
        return true;
    }
    r.with_hidden(solid.z + solid.h + TRAY_HEIGHT).overlaps(&circle)
        && across + REACH > r.x - r.y1()
        && across - REACH < r.x1() - r.y
}

/// Places for a circle about one connection of a wire: on the parts of its lines that no other connection uses, the longest
/// first, then on the whole lines. Where even the longest part is short, those beside it come first, but in a bundle, where
/// they would be beside the lines of others too.
fn on_wire(
    model: &Model,
    (number, wire): (usize, &Wire),
    connection: ConnectionIx,
    region: Option<RegionIx>,
) -> Vec<Spot> {
    let has_text = model.connection(connection).label.is_some();
    let there = |p: PlacementIx| region.is_none() || model.placement(p).region == region;
    let any = wire.links.iter().any(|l| there(model.link(*l).from) || there(model.link(*l).to));
    let mine = |k: usize| {
        let link = model.link(wire.links[k]);
        link.connection == connection && (!any || there(link.from) || there(link.to))
    };
    let mut own: Vec<[GPoint; 2]> = Vec::new();
    let mut whole: Vec<[GPoint; 2]> = Vec::new();
    for (k, line) in wire.lines.iter().enumerate().filter(|(k, _)| mine(*k)) {
        let all = || line.windows(2).map(|pair| [pair[0], pair[1]]);
        let others = || wire.lines.iter().enumerate().filter(|(j, _)| *j != k).flat_map(|(_, line)| line.windows(2));
        own.extend(all().flat_map(|straight| without(straight, others())));
        whole.extend(all());
    }
    let mut out = Vec::new();
    for (mut straights, own) in [(own, true), (whole, false)] {
        straights.sort_by_key(|straight| Reverse(length(straight)));
        if let Some(longest) = straights.first().filter(|s| length(s) < SHORT && out.is_empty()) {
            out.extend(beside(longest, wire.lines.len() > 1));
        }
        out.extend(along(&straights, number, own, has_text));
    }
    out
}

/// The length of a straight part.
fn length([a, b]: &[GPoint; 2]) -> Gu {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}

/// Places beside a short part: on both sides of its middle, then a little along it.
fn beside(&[a, b]: &[GPoint; 2], bundle: bool) -> Vec<Spot> {
    let m = GPoint::new(a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2);
    let shifts = [Gu::ZERO, REACH * 2, REACH * -2];
    let places = shifts.into_iter().flat_map(|shift| {
        [-BESIDE, BESIDE].map(|off| {
            let (x, y) = if a.y == b.y { (shift, off) } else { (-off, shift) };
            GPoint::new(m.x + x, m.y + y)
        })
    });
    places.map(|at| Spot { at, place: Place::Beside { bundle } }).collect()
}

/// What is left of a straight part, from one end to the other, without what others share with it.
fn without<'a>(straight: [GPoint; 2], others: impl Iterator<Item = &'a [GPoint]>) -> Vec<[GPoint; 2]> {
    let mut left = vec![straight];
    for other in others {
        left = left.into_iter().flat_map(|part| cut_out(part, [other[0], other[1]])).collect();
    }
    left
}

/// What is left of one straight part without another: at most two parts.
fn cut_out([a, b]: [GPoint; 2], [p, q]: [GPoint; 2]) -> Vec<[GPoint; 2]> {
    let flat = a.y == b.y;
    let (at, across) = if flat { (a.y, p.y == q.y) } else { (a.x, p.x == q.x) };
    let beside = if flat { p.y } else { p.x };
    if !across || beside != at {
        return vec![[a, b]];
    }
    let along = |p: GPoint| if flat { p.x } else { p.y };
    let point = |t: Gu| if flat { GPoint::new(t, at) } else { GPoint::new(at, t) };
    let (low, high) = (along(a).min(along(b)), along(a).max(along(b)));
    let (from, to) = (along(p).min(along(q)).clamp(low, high), along(p).max(along(q)).clamp(low, high));
    if from == to {
        return vec![[a, b]];
    }
    let parts = [(low, from), (to, high)].into_iter().filter(|(from, to)| from < to);
    // in the direction of the whole
    parts.map(|(s, t)| if low == along(a) { [point(s), point(t)] } else { [point(t), point(s)] }).collect()
}

/// Places on straight parts, the middle of each first; the ends first where the middle is for a text.
fn along(straights: &[[GPoint; 2]], wire: usize, own: bool, has_text: bool) -> Vec<Spot> {
    let mut out = Vec::new();
    let mut put = |straight: &[GPoint; 2], part: i32, of: i32| {
        let [a, b] = *straight;
        let at = GPoint::new(a.x + (b.x - a.x) * part / of, a.y + (b.y - a.y) * part / of);
        let least = length(&[a, at]).min(length(&[at, b]));
        let (inner, roomy) = (least >= REACH, least >= REACH + HEAD.0);
        out.push(Spot { at, place: Place::Line { own, inner, roomy, wire } });
    };
    for straight in straights {
        let short = length(straight) < STEP_RADIUS * 6;
        let order = match (has_text, short) {
            (true, _) => [1, 7, 2, 6, 3, 5, 4],
            // the head of a short arrow stays in sight
            (false, true) => [3, 4, 2, 5, 1, 6, 7],
            (false, false) => [4, 3, 5, 2, 6, 1, 7],
        };
        for part in order {
            put(straight, part, 8);
        }
    }
    // then those between them
    for straight in straights {
        for part in (1..32).filter(|part| part % 4 != 0) {
            put(straight, part, 32);
        }
    }
    out
}

/// Places at a tray: on its edges, then outside of them. What has no plate is seen as its solids alone, so there a circle
/// stands to their right or left.
fn at_tray(tray: &Tray) -> Vec<Spot> {
    let mut out = Vec::new();
    let mut rect = tray.rect;
    if !tray.plate
        && let Some(solid) = tray.solids.first()
    {
        // a little more than half of the reach, along each axis
        let (r, side, up) = (solid.rect, REACH / 2 + Gu(3), solid.h / 2);
        out.push(GPoint::new(r.x1() + side - up, r.y - side - up));
        out.push(GPoint::new(r.x - side - up, r.y1() + side - up));
        rect = tray.solids.iter().map(hidden).fold(hidden(solid), |all, r| all.union(&r)).grown(REACH);
    }
    out.extend(edges(&rect));
    out.extend(edges(&rect.grown(REACH + Gu(2))));
    out.into_iter().map(|at| Spot { at, place: Place::Edge }).collect()
}

/// Points on the edges of a box: its back edge from the right end, then the right and the left edge from the back, then the
/// front edge.
fn edges(r: &GRect) -> Vec<GPoint> {
    let along = |from: Gu, to: Gu| {
        let many = ((to - from).abs().0 / RING.0).max(0);
        (0..=many).map(move |k| from + RING * (k * (to - from).0.signum()))
    };
    let across = |y: Gu| along(r.x1() - STEP_RADIUS, r.x + STEP_RADIUS).map(move |x| GPoint::new(x, y));
    let side = |x: Gu| along(r.y + STEP_RADIUS * 2, r.y1() - STEP_RADIUS).map(move |y| GPoint::new(x, y));
    across(r.y).chain(side(r.x1())).chain(side(r.x)).chain(across(r.y1())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{LayoutConfig, layout};
    use crate::model::resolve;
    use crate::source::SourceFile;
    use crate::syntax::parse;

    fn steps(text: &str) -> (Layout, usize) {
        let loaded = parse(SourceFile::new("steps.toml", text));
        let (model, _) = resolve(&loaded.document);
        (layout(&model, &LayoutConfig { quick: true, ..LayoutConfig::default() }), model.steps.len())
    }

    #[test]
    fn many_steps_at_one_thing_stand_beside_each_other() {
        let mut text = "[region.r]\nzones = [\"a\"]\n[app.a]\nregion = \"r\"\nzones = [\"a\"]\nuses = [\"b\"]\n\
            [app.b]\nregion = \"r\"\nzones = [\"a\"]\n"
            .to_owned();
        for _ in 0..6 {
            text += "[[step]]\nat = \"a\"\ntext = \"x\"\n[[step]]\nat = \"a -> b\"\ntext = \"y\"\n";
        }
        let (layout, steps) = steps(&text);
        assert_eq!((layout.steps.len(), steps), (12, 12), "{:?}", layout.notes);
        for (k, a) in layout.steps.iter().enumerate() {
            for b in &layout.steps[k + 1..] {
                assert!(!GRect::around(a.at, REACH).overlaps(&GRect::around(b.at, REACH)), "{a:?} {b:?}");
            }
            for solid in layout.trays.iter().flat_map(|t| &t.solids) {
                assert!(!covers(solid, a.at), "{a:?} {solid:?}");
            }
        }
    }

    #[test]
    fn a_circle_stands_beside_a_short_line() {
        let text = "[region.r]\nzones = [\"a\"]\n[defaults]\nregion = \"r\"\nzones = [\"a\"]\n[app.a]\nuses = [\"b\"]\n[app.b]\n\
            [[step]]\nat = \"a -> b\"\ntext = \"x\"\n[[step]]\nat = \"a -> b\"\ntext = \"y\"\n";
        let (layout, _) = steps(text);
        let [line] = &layout.wires[0].lines[..] else { panic!("one line") };
        let (first, second) = (&layout.steps[0], &layout.steps[1]);
        let end = line[line.len() - 1];
        for step in [first, second] {
            assert!(
                !GRect::around(step.at, STEP_RADIUS).overlaps(&GRect::around(end, Gu(5))),
                "{step:?} hides {end:?}"
            );
        }
        assert_ne!(first.at, second.at);
    }
}
