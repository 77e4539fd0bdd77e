//! What lies on the ground and may be in the way of an outline: trays, containers, texts, and lines along which no edge
//! may run.

use std::collections::BTreeMap;

use crate::geom::buckets::Buckets;
use crate::geom::{GRect, Gu};
use crate::layout::{ContainerKind, Layout};
use crate::text::{Weight, width};

/// From the edge of an outline to a tray that it does not hold, and to the edge of its container.
const OFF: Gu = Gu(6);
/// From an edge to a wire that runs beside it, and to the edge of a zone band.
const OFF_WIRE: Gu = Gu(7);
const OFF_BAND: Gu = Gu(5);
/// Half the room that an edge takes across, beside a text.
const HALF: Gu = Gu(4);
/// How long two lines may lie beside each other and not be taken for one.
const SHORT: Gu = Gu(4);

/// An edge of a box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) along_x: bool,
    pub(super) level: Gu,
    pub(super) from: Gu,
    pub(super) to: Gu,
}

impl Edge {
    /// The edge as a box, grown on all sides.
    pub(super) fn rect(&self, by: Gu) -> GRect {
        let length = self.to - self.from;
        let flat = if self.along_x {
            GRect::new(self.from, self.level, length, Gu::ZERO)
        } else {
            GRect::new(self.level, self.from, Gu::ZERO, length)
        };
        flat.grown(by)
    }
}

/// The edges of a box: back, front, left, right.
pub(super) fn edges(r: &GRect) -> [Edge; 4] {
    let x = |level| Edge { along_x: true, level, from: r.x, to: r.x1() };
    let y = |level| Edge { along_x: false, level, from: r.y, to: r.y1() };
    [x(r.y), x(r.y1()), y(r.x), y(r.x1())]
}

/// Lines along both axes, by where they lie across.
#[derive(Default)]
pub(super) struct Lines {
    by: [BTreeMap<Gu, Vec<(Gu, Gu)>>; 2],
}

impl Lines {
    /// One more line.
    pub(super) fn add(&mut self, line: &Edge) {
        self.by[usize::from(line.along_x)].entry(line.level).or_default().push((line.from, line.to));
    }

    /// Whether an edge runs beside one of the lines, nearer than this.
    pub(super) fn are_beside(&self, edge: &Edge, near: Gu) -> bool {
        let levels = self.by[usize::from(edge.along_x)].range(edge.level - near + Gu(1)..edge.level + near);
        levels.flat_map(|(_, list)| list).any(|(from, to)| edge.to.min(*to) - edge.from.max(*from) > SHORT)
    }
}

/// The straight parts of all wires.
pub(super) fn wires(layout: &Layout) -> impl Iterator<Item = (usize, Edge)> {
    layout.wires.iter().enumerate().flat_map(|(w, wire)| {
        wire.lines.iter().flat_map(|line| line.windows(2)).map(move |pair| {
            let r = GRect::between(pair[0], pair[1]);
            let along_x = r.w > Gu::ZERO;
            let (level, from, to) = if along_x { (r.y, r.x, r.x1()) } else { (r.x, r.y, r.y1()) };
            (w, Edge { along_x, level, from, to })
        })
    })
}

/// The ink of the texts of containers and zones, with the texts.
pub(in crate::layout) fn texts(layout: &Layout) -> impl Iterator<Item = (GRect, &str)> {
    let captions = layout.containers.iter().map(|c| {
        // as they are drawn: spaced, and more so in capitals
        let spacing = if matches!(c.kind, ContainerKind::Region(_)) { 80 } else { 20 };
        (c.caption_rect, c.caption.as_str(), c.caption_size, spacing)
    });
    let zones = layout.bands.iter().map(|b| (b.label_rect, b.label.as_str(), b.label_size, 0));
    captions.chain(zones).filter(|(_, text, ..)| !text.is_empty()).map(|(r, text, size, spacing)| {
        let ems = width(text, Weight::SemiBold) + spacing * text.chars().count() as i64;
        let long = Gu((ems * i64::from(size.0) / 1000) as i32);
        // capitals stand in the middle of the box, tails hang further down
        let (up, down) = (size * 43 / 100, size * 3 / 5);
        (GRect::new(r.x, r.y + r.d / 2 - up, long, up + down), text)
    })
}

/// Everything that may be in the way.
pub(super) struct Field {
    trays: Vec<GRect>,
    by_place: Buckets,
    containers: Vec<GRect>,
    texts: Vec<GRect>,
    texts_by_place: Buckets,
    wires: Lines,
    bands: Lines,
    outlines: Lines,
}

impl Field {
    /// What a layout has without outlines.
    pub(super) fn new(layout: &Layout) -> Self {
        let trays: Vec<GRect> = layout.trays.iter().map(|t| t.rect).collect();
        let texts: Vec<GRect> = texts(layout).map(|(rect, _)| rect).collect();
        let (mut of_wires, mut bands) = (Lines::default(), Lines::default());
        wires(layout).for_each(|(_, part)| of_wires.add(&part));
        layout.bands.iter().flat_map(|b| edges(&b.rect)).for_each(|edge| bands.add(&edge));
        Self {
            by_place: Buckets::new(trays.iter().copied()),
            trays,
            containers: layout.containers.iter().map(|c| c.rect).collect(),
            texts_by_place: Buckets::new(texts.iter().copied()),
            texts,
            wires: of_wires,
            bands,
            outlines: Lines::default(),
        }
    }

    /// The box of a tray.
    pub(super) fn tray(&self, tray: usize) -> GRect {
        self.trays[tray]
    }

    /// The smallest box round some trays.
    pub(super) fn around(&self, trays: &[usize]) -> Option<GRect> {
        trays.iter().map(|t| self.trays[*t]).reduce(|a, b| a.union(&b))
    }

    /// From now on an outline is in the way of others.
    pub(super) fn take(&mut self, rect: &GRect) {
        for edge in edges(rect) {
            self.outlines.add(&edge);
        }
    }

    /// Whether a box and what is near it have no tray but those.
    pub(super) fn holds_only(&self, rect: &GRect, members: impl Fn(usize) -> bool) -> bool {
        let near = rect.grown(OFF);
        !self.by_place.near(&near).any(|t| !members(t) && near.overlaps(&self.trays[t]))
    }

    /// Whether an outline may be drawn here, so far from others.
    pub(super) fn is_clean(&self, rect: &GRect, members: impl Fn(usize) -> bool, between: Gu) -> bool {
        let near = rect.grown(OFF);
        self.holds_only(rect, members)
            && self.containers.iter().all(|c| c.contains(&near) || !c.overlaps(&near))
            && edges(rect).iter().all(|edge| {
                !self.wires.are_beside(edge, OFF_WIRE)
                    && !self.bands.are_beside(edge, OFF_BAND)
                    && !self.outlines.are_beside(edge, between)
                    && !self.cuts_text(&edge.rect(HALF))
            })
    }

    fn cuts_text(&self, edge: &GRect) -> bool {
        self.texts_by_place.near(edge).any(|t| edge.overlaps(&self.texts[t]))
    }
}
