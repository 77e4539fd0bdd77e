//! Sets the numbered circles of steps: on the connection they explain, beside it where they would hide it, or at the edge
//! of the component.
//!
//! *Invariant*: a circle meets no other circle, no text and no solid. One that has no such place is left out, and that
//! is said.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::buckets::{buckets, cells};
use super::measure::{STEP_RADIUS, TRAY_HEIGHT};
use super::taken::{Taken, Taker};
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{Layout, Outline, Solid, StepMark, Tray, Wire};
use crate::model::{ComponentIx, ConnectionIx, Model, StepAt};
use crate::text::{Weight, width};

/// How far along an axis of the ground an upright circle reaches: in the isometric view 2 / √3 of its radius.
pub(in crate::layout) const REACH: Gu = Gu(STEP_RADIUS.0 * 231 / 200 + 1);
/// A straight part shorter than this is hardly seen under a circle.
const SHORT: Gu = Gu(STEP_RADIUS.0 * 9 / 2);
/// From a line to the middle of a circle beside it.
const BESIDE: Gu = Gu(REACH.0 + 10);
/// Size of the em of the name of a group on the floor of a tray.
const FLOOR_NAME: Gu = Gu(32);
/// From one place round a point to the next one, and how often it is gone further.
const RING: Gu = Gu(100);
const RINGS: i32 = 8;

/// The circles of all steps that have something to stand at, in their order, and the numbers of those without room.
/// Takes the room of the circles.
pub(super) fn place(model: &Model, layout: &Layout, taken: &mut Taken) -> (Vec<StepMark>, Vec<usize>) {
    if model.steps.is_empty() {
        return Default::default();
    }
    let mut wires: BTreeMap<ConnectionIx, Vec<&Wire>> = BTreeMap::new();
    let mut trays: BTreeMap<ComponentIx, Vec<GRect>> = BTreeMap::new();
    for wire in &layout.wires {
        for connection in &wire.connections {
            wires.entry(*connection).or_default().push(wire);
        }
    }
    for tray in &layout.trays {
        trays.entry(model.placement(tray.placement).component).or_default().push(tray.rect);
    }
    let field = Field { solids: Solids::of(layout), taken };
    let (mut out, mut without) = (Vec::new(), Vec::new());
    for step in &model.steps {
        let spots: Vec<Spot> = match step.at {
            StepAt::Connection(c) => wires
                .get(&c)
                .into_iter()
                .flatten()
                .flat_map(|w| own_lines(model, w, c))
                .flat_map(|line| along(&line, model.connection(c).label.is_some()))
                .collect(),
            StepAt::Component(c) => trays.get(&c).into_iter().flatten().flat_map(around).collect(),
        };
        let Some(first) = spots.first().copied() else { continue };
        match field.best(&spots).or_else(|| field.near(first.at)) {
            Some(at) => {
                field.taken.add(GRect::around(at, REACH), Taker::Mark);
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
    Line,
    /// Beside that line, which is too short to be seen under a circle.
    Beside,
    /// On the edge of the tray that the step explains.
    Edge,
}

/// What is in the way of circles.
struct Field<'a> {
    solids: Solids<'a>,
    taken: &'a mut Taken,
}

impl Field<'_> {
    /// The best of some places, the first of equals; `None` if a circle would meet something at each of them.
    fn best(&self, spots: &[Spot]) -> Option<GPoint> {
        let mut best: Option<([bool; 2], GPoint)> = None;
        for spot in spots {
            let p = spot.at;
            if !self.is_free(p) {
                continue;
            }
            let found = match spot.place {
                Place::Line => [self.is_far(p), self.is_off(p, |taker| taker == Taker::Tray)],
                // only where nothing at all is in the way
                Place::Beside if self.is_far(p) && self.is_off(p, |taker| taker != Taker::Zone) => [true; 2],
                Place::Beside => continue,
                Place::Edge => {
                    let crowds = |taker| matches!(taker, Taker::Head | Taker::Wire { .. });
                    [self.is_off(p, crowds), self.is_far(p)]
                }
            };
            if best.is_none_or(|(known, _)| found > known) {
                best = Some((found, p));
            }
            if found == [true; 2] {
                break;
            }
        }
        best.map(|(_, at)| at)
    }

    /// The nearest free place round a point, off all else where that can be.
    fn near(&self, p: GPoint) -> Option<GPoint> {
        let ways = [(1, -1), (-1, 1), (1, 0), (0, -1), (-1, 0), (0, 1), (1, 1), (-1, -1)];
        let ring = |k: i32| ways.map(|(x, y)| GPoint::new(p.x + RING * (k * x), p.y + RING * (k * y)));
        let is_bare = |p: &GPoint| self.is_free(*p) && self.is_off(*p, |taker| taker != Taker::Zone);
        let bare = |rings: std::ops::RangeInclusive<i32>| rings.flat_map(ring).find(is_bare);
        let free = |rings: std::ops::RangeInclusive<i32>| rings.flat_map(ring).find(|p| self.is_free(*p));
        bare(1..=2).or_else(|| free(1..=2)).or_else(|| bare(3..=RINGS)).or_else(|| free(3..=RINGS))
    }

    /// Whether a circle at a point meets no other mark, no text and no solid.
    fn is_free(&self, p: GPoint) -> bool {
        self.is_off(p, |taker| matches!(taker, Taker::Mark | Taker::Text)) && !self.solids.meet(p)
    }

    /// Whether a circle at a point meets nothing of some sort.
    fn is_off(&self, p: GPoint, is_in_way: impl Fn(Taker) -> bool) -> bool {
        self.taken.first(&GRect::around(p, REACH), |_, taker| is_in_way(taker)).is_none()
    }

    /// Whether a circle at a point keeps away from all others.
    fn is_far(&self, p: GPoint) -> bool {
        let is_near = |other: &GRect, taker: Taker| {
            let q = other.center();
            taker == Taker::Mark && (q.x - p.x).abs() + (q.y - p.y).abs() < STEP_RADIUS * 3
        };
        self.taken.first(&GRect::around(p, STEP_RADIUS * 2), is_near).is_none()
    }
}

/// The solids and labels of all trays, found by place.
struct Solids<'a> {
    all: Vec<(GRect, Option<&'a Solid>)>,
    map: BTreeMap<(i32, i32), Vec<usize>>,
}

impl<'a> Solids<'a> {
    fn of(layout: &'a Layout) -> Self {
        let mut all = Vec::new();
        for tray in &layout.trays {
            all.extend(tray.solids.iter().map(|solid| (hidden(solid), Some(solid))));
            all.push((name(tray), None));
        }
        let floors = layout.outlines.iter().filter(|outline| outline.on_floor && !outline.label.is_empty());
        all.extend(floors.map(|outline| (floor_name(outline), None)));
        let map = buckets(all.iter().map(|(rect, _)| *rect));
        Self { all, map }
    }

    /// Whether a circle at a point meets a solid or a label.
    fn meet(&self, p: GPoint) -> bool {
        let circle = GRect::around(p, REACH);
        cells(&circle).filter_map(|cell| self.map.get(&cell)).flatten().any(|k| {
            let (rect, solid) = self.all[*k];
            rect.overlaps(&circle) && solid.is_none_or(|solid| covers(solid, p))
        })
    }
}

/// The box of a tray's label, which is set in the middle of its nameplate.
fn name(tray: &Tray) -> GRect {
    let wide = tray.lines.iter().map(|line| width(line, Weight::SemiBold)).max().unwrap_or(0);
    let half = Gu((wide * i64::from(tray.text_size.0) / 2000) as i32 + 4);
    let r = tray.nameplate;
    GRect::new(r.x + r.w / 2 - half, r.y, half * 2, r.d)
}

/// The box of the name of a group on the floor of a tray: along the back edge of the outline, from its left end.
fn floor_name(outline: &Outline) -> GRect {
    let wide = width(&outline.label, Weight::SemiBold) * i64::from(FLOOR_NAME.0) / 1000;
    let r = outline.rect;
    GRect::new(r.x, r.y, (Gu(wide as i32) + FLOOR_NAME).min(r.w), FLOOR_NAME * 3 / 2)
}

/// The box of the ground that a solid stands on or hides.
fn hidden(solid: &Solid) -> GRect {
    let h = solid.z + solid.h + TRAY_HEIGHT;
    let r = solid.rect;
    GRect::new(r.x - h, r.y - h, r.w + h, r.d + h)
}

/// Whether a circle at a point meets a solid on the page of the isometric view. There a solid is a hexagon: its box on the
/// ground, without the two corners that it can not hide.
pub(super) fn covers(solid: &Solid, p: GPoint) -> bool {
    let r = solid.rect;
    let across = p.x - p.y;
    hidden(solid).overlaps(&GRect::around(p, REACH)) && across + REACH > r.x - r.y1() && across - REACH < r.x1() - r.y
}

/// The lines of one connection in a wire; of a bundle first the parts that no other connection uses.
fn own_lines(model: &Model, wire: &Wire, connection: ConnectionIx) -> Vec<Vec<GPoint>> {
    let mine = |k: usize| model.link(wire.links[k]).connection == connection;
    let mut out = Vec::new();
    let mut whole = Vec::new();
    for (k, line) in wire.lines.iter().enumerate().filter(|(k, _)| mine(*k)) {
        let shared = |p: &GPoint, q: &GPoint| {
            wire.lines.iter().enumerate().any(|(j, other)| {
                j != k && other.windows(2).any(|o| lies_on(o[0], o[1], *p) && lies_on(o[0], o[1], *q))
            })
        };
        let own: Vec<Vec<GPoint>> = line.windows(2).filter(|s| !shared(&s[0], &s[1])).map(<[GPoint]>::to_vec).collect();
        out.extend(own);
        whole.push(line.clone());
    }
    // the longest part shows best what the circle means
    out.sort_by_key(|part: &Vec<GPoint>| Reverse((part[0].x - part[1].x).abs() + (part[0].y - part[1].y).abs()));
    out.extend(whole);
    out
}

/// Whether a point lies on a straight.
fn lies_on(a: GPoint, b: GPoint, p: GPoint) -> bool {
    a.x.min(b.x) <= p.x && p.x <= a.x.max(b.x) && a.y.min(b.y) <= p.y && p.y <= a.y.max(b.y)
}

/// Places on a line, the middle of its longest straight first, then others on its straights; the ends first where the
/// middle is for a text. Of a line that is short all along, those beside it come first.
fn along(line: &[GPoint], has_text: bool) -> Vec<Spot> {
    let mut straights: Vec<(GPoint, GPoint)> = line.windows(2).map(|p| (p[0], p[1])).collect();
    let length = |(a, b): &(GPoint, GPoint)| (a.x - b.x).abs() + (a.y - b.y).abs();
    straights.sort_by_key(|s| Reverse(length(s)));
    let mut out = Vec::new();
    if let Some((a, b)) = straights.first().filter(|s| length(s) < SHORT) {
        let m = GPoint::new(a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2);
        let sides = if a.y == b.y { [(0, -1), (0, 1)] } else { [(1, 0), (-1, 0)] };
        let beside = sides.map(|(x, y)| GPoint::new(m.x + BESIDE * x, m.y + BESIDE * y));
        out.extend(beside.map(|at| Spot { at, place: Place::Beside }));
    }
    let mut put = |(a, b): (GPoint, GPoint), part: i32, of: i32| {
        let at = GPoint::new(a.x + (b.x - a.x) * part / of, a.y + (b.y - a.y) * part / of);
        out.push(Spot { at, place: Place::Line });
    };
    for straight in &straights {
        let short = length(straight) < STEP_RADIUS * 6;
        let order = match (has_text, short) {
            (true, _) => [1, 7, 2, 6, 3, 5, 4],
            // the head of a short arrow stays in sight
            (false, true) => [3, 4, 2, 5, 1, 6, 7],
            (false, false) => [4, 3, 5, 2, 6, 1, 7],
        };
        for part in order {
            put(*straight, part, 8);
        }
    }
    // then those between them
    for straight in &straights {
        for part in (1..32).filter(|part| part % 4 != 0) {
            put(*straight, part, 32);
        }
    }
    out
}

/// Places on the edges of a tray: its back edge from the right end, then the right and the left edge from the back.
fn around(tray: &GRect) -> Vec<Spot> {
    let along = |from: Gu, to: Gu| {
        let many = ((to - from).abs().0 / RING.0).max(0);
        (0..=many).map(move |k| from + RING * (k * (to - from).0.signum()))
    };
    let back = along(tray.x1() - STEP_RADIUS, tray.x + STEP_RADIUS).map(|x| GPoint::new(x, tray.y));
    let side = |x: Gu| along(tray.y + STEP_RADIUS * 2, tray.y1() - STEP_RADIUS).map(move |y| GPoint::new(x, y));
    back.chain(side(tray.x1())).chain(side(tray.x)).map(|at| Spot { at, place: Place::Edge }).collect()
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
        let line = [GPoint::new(Gu(0), Gu(0)), GPoint::new(Gu(100), Gu(0))];
        assert_eq!(along(&line, false)[0].place, Place::Beside);
        let long = [GPoint::new(Gu(0), Gu(0)), GPoint::new(Gu(1000), Gu(0))];
        assert_eq!(along(&long, false)[0].place, Place::Line);
    }
}
