//! What room on the ground is taken, and by what: for texts and marks that look for a free place.
//!
//! Square buckets over the ground, in one flat list, each lead to the boxes that touch them. A box that asks looks into
//! the few buckets under it and stops at the first box that is in its way, so a search takes time near-linear in what
//! it passes.
//!
//! *Invariant*: answers depend on what was added and in which order, on nothing else.

use std::collections::BTreeSet;

use crate::geom::{GPoint, GRect, Gu};
use crate::layout::stretch::Stretch;
use crate::layout::{Layout, PLATE, Wire, outlines, tops};

/// The least edge of a bucket, and the most buckets.
const LEAST_EDGE: i64 = 400;
const MOST_BUCKETS: i64 = 1 << 18;

/// Half the room that a wire takes across.
const WIRE: Gu = Gu(5);
/// Room that the edge of a slab or of an outline takes.
const EDGE: Gu = Gu(8);
/// Room that the edge of a slab takes beyond where it is seen.
const BEYOND: Gu = Gu(2);
/// How long and how wide to each side an arrowhead is, with the gap before its tip.
pub(super) const HEAD: (Gu, Gu) = (Gu(36), Gu(13));

/// What takes room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Taker {
    /// A tray with all that stands on it.
    Tray,
    /// A text.
    Text,
    /// A numbered circle or a lettered disc.
    Mark,
    /// The edge of a slab, a plate or an outline.
    Edge,
    /// The edge of a zone's strip: a text may lie across it, but reads worse there.
    Zone,
    /// An arrowhead.
    Head,
    /// A straight part of a wire.
    Wire {
        /// The index of the wire.
        wire: usize,
        /// Whether it runs along x.
        along_x: bool,
    },
}

/// The end of a chain.
const END: u32 = u32::MAX;

/// Boxes that are in use.
#[derive(Clone)]
pub(super) struct Taken {
    x: i64,
    y: i64,
    edge: i64,
    columns: i64,
    rows: i64,
    /// By bucket, where its chain begins.
    heads: Vec<u32>,
    /// A box, and where the chain goes on.
    links: Vec<(u32, u32)>,
    boxes: Vec<(GRect, Taker)>,
}

impl Taken {
    /// Nothing, on some ground. What lies beside the ground counts to the buckets at its edge.
    pub(super) fn nothing(ground: &GRect) -> Self {
        let (w, d) = (i64::from(ground.w.0).max(1), i64::from(ground.d.0).max(1));
        let mut edge = LEAST_EDGE;
        while (w / edge + 1) * (d / edge + 1) > MOST_BUCKETS {
            edge *= 2;
        }
        let (columns, rows) = (w / edge + 1, d / edge + 1);
        Self {
            x: i64::from(ground.x.0),
            y: i64::from(ground.y.0),
            edge,
            columns,
            rows,
            heads: vec![END; (columns * rows) as usize],
            links: Vec::new(),
            boxes: Vec::new(),
        }
    }

    /// All that a layout has so far, with the straight parts of its wires.
    pub(super) fn of(layout: &Layout, stretches: &[Stretch]) -> Self {
        let mut out = Self::nothing(&layout.bounds);
        for s in stretches {
            out.add(s.rect().grown(WIRE), Taker::Wire { wire: s.wire, along_x: s.along_x });
        }
        for tray in &layout.trays {
            out.add(tray.rect.with_hidden(tray.height()), Taker::Tray);
        }
        for (container, top) in layout.containers.iter().zip(tops(&layout.containers)) {
            out.add(container.caption_rect, Taker::Text);
            out.add_edges(&container.rect, (-top).max(PLATE) + BEYOND);
        }
        for band in &layout.bands {
            out.add(band.label_rect, Taker::Text);
            for y in [band.rect.y, band.rect.y1()] {
                out.add(GRect::new(band.rect.x, y - EDGE / 2, band.rect.w, EDGE), Taker::Zone);
            }
            for x in [band.rect.x, band.rect.x1()] {
                out.add(GRect::new(x - EDGE / 2, band.rect.y, EDGE, band.rect.d), Taker::Zone);
            }
        }
        // tails hang out of the boxes of texts
        for (rect, _) in outlines::ink(layout) {
            out.add(rect, Taker::Text);
        }
        // the lines of a bundle end in one arrowhead
        let ends = layout.wires.iter().flat_map(|wire| wire.lines.iter().flat_map(|line| tips(wire, line)));
        for end in ends.collect::<BTreeSet<_>>() {
            out.add(head(end), Taker::Head);
        }
        for edge in outlines::edges(layout) {
            out.add(edge, Taker::Edge);
        }
        for mark in &layout.marks {
            out.add(mark.rect, Taker::Mark);
        }
        for step in &layout.steps {
            out.add(GRect::around(step.at, step.radius), Taker::Mark);
        }
        for label in &layout.wire_labels {
            out.add(label.rect, Taker::Text);
        }
        out
    }

    /// Takes a box, unless it is the place of a text that is empty.
    pub(super) fn add(&mut self, rect: GRect, taker: Taker) {
        if rect.w == Gu::ZERO || rect.d == Gu::ZERO {
            return;
        }
        let number = self.boxes.len() as u32;
        self.boxes.push((rect, taker));
        let ([x0, x1], [y0, y1]) = self.span(&rect);
        for bucket in (y0..=y1).flat_map(|y| (x0..=x1).map(move |x| (x, y))) {
            let head = &mut self.heads[(bucket.1 * self.columns + bucket.0) as usize];
            self.links.push((number, *head));
            *head = self.links.len() as u32 - 1;
        }
    }

    /// Nothing lies across the edge of a slab. A slab with plates on it lies lower, so its edges are seen as much further
    /// to the front.
    fn add_edges(&mut self, r: &GRect, lower: Gu) {
        for edge in [
            GRect::new(r.x, r.y, r.w, EDGE),
            GRect::new(r.x, r.y1() - EDGE, r.w, EDGE),
            GRect::new(r.x, r.y, EDGE, r.d),
            GRect::new(r.x1() - EDGE, r.y, EDGE, r.d),
        ] {
            self.add(edge.grown(lower), Taker::Edge);
        }
    }

    /// The first box found that meets this one and is in its way.
    pub(super) fn first(&self, rect: &GRect, is_in_way: impl Fn(&GRect, Taker) -> bool) -> Option<(GRect, Taker)> {
        self.near(rect).map(|(_, found)| found).find(|(other, taker)| other.overlaps(rect) && is_in_way(other, *taker))
    }

    /// All boxes that meet this one, each once, in no order that means anything.
    pub(super) fn all(&self, rect: &GRect) -> Vec<(GRect, Taker)> {
        let ([x0, _], [y0, _]) = self.span(rect);
        let once = |bucket: (i64, i64), other: &GRect| {
            let ([first_x, _], [first_y, _]) = self.span(other);
            // counted in the first bucket that both touch
            bucket == (first_x.max(x0), first_y.max(y0)) && other.overlaps(rect)
        };
        self.near(rect).filter(|(bucket, (other, _))| once(*bucket, other)).map(|(_, found)| found).collect()
    }

    /// The boxes in the buckets that this one touches, bucket by bucket, with the column and row of the bucket.
    fn near(&self, rect: &GRect) -> impl Iterator<Item = ((i64, i64), (GRect, Taker))> + use<'_> {
        let ([x0, x1], [y0, y1]) = self.span(rect);
        let buckets = (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| (x, y)));
        buckets.flat_map(move |(x, y)| {
            let link = move |at: u32| (at != END).then(|| self.links[at as usize]);
            let head = link(self.heads[(y * self.columns + x) as usize]);
            std::iter::successors(head, move |(_, next)| link(*next))
                .map(move |(number, _)| ((x, y), self.boxes[number as usize]))
        })
    }

    /// The first and the last column and row of the buckets that a box touches.
    fn span(&self, r: &GRect) -> ([i64; 2], [i64; 2]) {
        let column = |v: Gu| (i64::from(v.0) - self.x).div_euclid(self.edge).clamp(0, self.columns - 1);
        let row = |v: Gu| (i64::from(v.0) - self.y).div_euclid(self.edge).clamp(0, self.rows - 1);
        ([column(r.x), column(r.x1())], [row(r.y), row(r.y1())])
    }

    /// Moves a box along an axis, up or down, as little as needed until nothing is in its way; `None` when that would
    /// lead beyond a limit of its least coordinate.
    pub(super) fn slide(&self, start: GRect, slide: Slide, is_in_way: impl Fn(&GRect, Taker) -> bool) -> Option<GRect> {
        let mut here = start;
        loop {
            let at = if slide.along_x { here.x } else { here.y };
            if if slide.up { at > slide.limit } else { at < slide.limit } {
                return None;
            }
            let Some((other, _)) = self.first(&here, &is_in_way) else { return Some(here) };
            let to = match (slide.along_x, slide.up) {
                (true, true) => other.x1(),
                (true, false) => other.x - here.w,
                (false, true) => other.y1(),
                (false, false) => other.y - here.d,
            };
            if slide.along_x {
                here.x = to;
            } else {
                here.y = to;
            }
        }
    }
}

/// How a box slides.
#[derive(Clone, Copy)]
pub(super) struct Slide {
    /// Along x, else along y.
    pub(super) along_x: bool,
    /// Towards greater coordinates.
    pub(super) up: bool,
    /// How far its least coordinate may go.
    pub(super) limit: Gu,
}

/// The last two points of a line at each of its arrowheads.
fn tips(wire: &Wire, line: &[GPoint]) -> Vec<[GPoint; 2]> {
    match *line {
        [first, second, ..] if wire.both_ways => vec![[second, first], [line[line.len() - 2], line[line.len() - 1]]],
        [.., before, last] => vec![[before, last]],
        _ => Vec::new(),
    }
}

/// The box of the arrowhead at the second point, coming from the first.
fn head([from, to]: [GPoint; 2]) -> GRect {
    let (length, half) = HEAD;
    let back = |a: Gu, b: Gu| b - length * (b - a).0.signum();
    let tail = GPoint::new(back(from.x, to.x), back(from.y, to.y));
    let r = GRect::between(tail, to);
    if r.w == Gu::ZERO { GRect { x: r.x - half, w: half * 2, ..r } } else { GRect { y: r.y - half, d: half * 2, ..r } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i32, y: i32, w: i32, d: i32) -> GRect {
        GRect::new(Gu(x), Gu(y), Gu(w), Gu(d))
    }

    fn some() -> Taken {
        let mut taken = Taken::nothing(&rect(-100, 0, 5000, 3000));
        taken.add(rect(0, 0, 2000, 10), Taker::Edge);
        taken.add(rect(300, 50, 100, 100), Taker::Tray);
        taken.add(rect(450, 60, 600, 10), Taker::Text);
        taken.add(rect(90_000, 0, 10, 10), Taker::Mark);
        taken
    }

    #[test]
    fn what_touches_is_not_in_the_way_and_what_is_beside_the_ground_is_found() {
        let taken = some();
        assert_eq!(taken.first(&rect(0, 10, 300, 200), |_, _| true), None);
        assert_eq!(taken.first(&rect(89_000, 5, 5000, 1), |_, _| true).map(|f| f.1), Some(Taker::Mark));
        assert_eq!(taken.first(&rect(0, 0, 5000, 200), |_, t| t == Taker::Text).map(|f| f.1), Some(Taker::Text));
    }

    #[test]
    fn each_box_is_found_once() {
        let all = some().all(&rect(-50, -50, 4000, 400));
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn a_box_slides_past_all_that_is_in_its_way() {
        let taken = some();
        let up = Slide { along_x: true, up: true, limit: Gu(3000) };
        assert_eq!(taken.slide(rect(250, 55, 60, 20), up, |_, _| true), Some(rect(1050, 55, 60, 20)));
        let down = Slide { along_x: true, up: false, limit: Gu(0) };
        assert_eq!(taken.slide(rect(500, 55, 60, 20), down, |_, _| true), Some(rect(240, 55, 60, 20)));
        assert_eq!(taken.slide(rect(500, 55, 60, 20), Slide { limit: Gu(241), ..down }, |_, _| true), None);
        let y = Slide { along_x: false, up: true, limit: Gu(3000) };
        assert_eq!(taken.slide(rect(310, 0, 10, 20), y, |_, t| t != Taker::Edge), Some(rect(310, 0, 10, 20)));
        assert_eq!(taken.slide(rect(310, 0, 10, 60), y, |_, _| true), Some(rect(310, 150, 10, 60)));
    }
}
