//! Looks a finished layout over for what must never be: the hard rules of `docs/layout.md`, on whole numbers.
//!
//! A grid of buckets finds the pairs that are near each other, so the check is linear in what is drawn.

use std::fmt;

use super::met::met;
use super::outlines;
use crate::geom::buckets::Buckets;
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{Layout, Wire};
use crate::model::{Model, PlacementIx};

/// Something that must not be, in words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Violation {
    /// Two trays overlap.
    TrayOverlap(PlacementIx, PlacementIx),
    /// A solid and its shadow do not fit its tray, or meet another solid's.
    Hidden(PlacementIx),
    /// A wire runs through a tray that it does not end at.
    WireThroughTray(usize, PlacementIx),
    /// Two wires lie on each other.
    WireOnWire(usize, usize),
    /// A wire runs through the text of a container, a zone or an outline.
    WireThroughText(usize, String),
    /// A text or a lettered disc meets another, a tray, a numbered circle or, beside its connection, a wire.
    TextMet(String, String),
    /// A placement or a link has no drawing.
    Missing(String),
    /// A wire does not run along the axes, or does not end at its trays.
    BadLine(usize),
    /// A tray lies outside its region's slab.
    Outside(PlacementIx),
    /// The outline of a group holds, or touches, a tray of none of its members.
    OutlineHolds(String, PlacementIx),
    /// A member of a group is in no outline of it and bears no mark.
    OutlineLacks(String, PlacementIx),
    /// An outline crosses the edge of a container.
    OutlineOutside(String),
    /// Outlines of two groups lie on each other.
    OutlineOnOutline(String, String),
    /// An outline lies along a wire.
    OutlineOnWire(String, usize),
    /// An outline cuts the text of a container or a zone.
    OutlineThroughText(String, String),
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TrayOverlap(a, b) => write!(f, "the trays of placements {} and {} overlap", a.0, b.0),
            Self::Hidden(p) => write!(f, "a solid of placement {} is hidden or leaves the floor", p.0),
            Self::WireThroughTray(w, p) => write!(f, "wire {w} runs through the tray of placement {}", p.0),
            Self::WireOnWire(a, b) => write!(f, "wires {a} and {b} lie on each other"),
            Self::WireThroughText(w, text) => write!(f, "wire {w} runs through the text `{text}`"),
            Self::TextMet(a, b) => write!(f, "{a} and {b} meet"),
            Self::Missing(what) => write!(f, "`{what}` is not drawn"),
            Self::BadLine(w) => write!(f, "wire {w} leaves the axes"),
            Self::Outside(p) => write!(f, "the tray of placement {} lies outside its region", p.0),
            Self::OutlineHolds(id, p) => {
                write!(f, "the outline of group `{id}` holds placement {}, which is no member", p.0)
            }
            Self::OutlineLacks(id, p) => write!(f, "placement {} shows nowhere that it is in group `{id}`", p.0),
            Self::OutlineOutside(id) => write!(f, "the outline of group `{id}` leaves its container"),
            Self::OutlineOnOutline(a, b) => write!(f, "the outlines of groups `{a}` and `{b}` lie on each other"),
            Self::OutlineOnWire(id, w) => write!(f, "the outline of group `{id}` lies along wire {w}"),
            Self::OutlineThroughText(id, text) => write!(f, "the outline of group `{id}` cuts the text `{text}`"),
        }
    }
}

/// A straight part of a wire as a flat box.
#[derive(Clone, Copy)]
struct Straight {
    wire: usize,
    rect: GRect,
    along_x: bool,
}

/// All violations, sorted.
pub fn check(model: &Model, layout: &Layout) -> Vec<Violation> {
    let mut out = Vec::new();
    let trays: Vec<GRect> = layout.trays.iter().map(|t| t.rect).collect();
    let tray_buckets = Buckets::new(trays.iter().copied());
    for (a, b) in tray_buckets.pairs() {
        if trays[a].overlaps(&trays[b]) {
            out.push(Violation::TrayOverlap(layout.trays[a].placement, layout.trays[b].placement));
        }
    }
    solids(layout, &mut out);
    let straights: Vec<Straight> = layout.wires.iter().enumerate().flat_map(|(w, wire)| straights(w, wire)).collect();
    through_trays(layout, &straights, &tray_buckets, &mut out);
    on_each_other(&straights, &mut out);
    through_texts(layout, &straights, &mut out);
    out.extend(met(layout).into_iter().map(|(a, b)| Violation::TextMet(a, b)));
    complete(model, layout, &mut out);
    outlines::check(model, layout, &mut out);
    out.sort();
    out.dedup();
    out
}

fn straights(wire: usize, w: &Wire) -> Vec<Straight> {
    let mut out = Vec::new();
    for line in &w.lines {
        for p in line.windows(2) {
            out.push(Straight { wire, rect: GRect::between(p[0], p[1]), along_x: p[0].y == p[1].y });
        }
    }
    out
}

/// The hexagons of two blocks on the page, in isometric view, meet when these three pairs of intervals meet.
fn silhouettes_meet(a: &GRect, ah: Gu, b: &GRect, bh: Gu) -> bool {
    let meet = |a0: Gu, a1: Gu, b0: Gu, b1: Gu| a0 < b1 && b0 < a1;
    meet(a.x - a.y1(), a.x1() - a.y, b.x - b.y1(), b.x1() - b.y)
        && meet(a.x - ah, a.x1(), b.x - bh, b.x1())
        && meet(a.y - ah, a.y1(), b.y - bh, b.y1())
}

fn solids(layout: &Layout, out: &mut Vec<Violation>) {
    for t in &layout.trays {
        let floor = GRect::new(t.rect.x, t.rect.y, t.rect.w, t.nameplate.y - t.rect.y);
        for (k, s) in t.solids.iter().enumerate() {
            if !floor.contains(&s.rect.with_hidden(s.h))
                || t.solids[k + 1..].iter().any(|o| silhouettes_meet(&s.rect, s.h, &o.rect, o.h))
            {
                out.push(Violation::Hidden(t.placement));
            }
        }
    }
}

fn through_trays(layout: &Layout, straights: &[Straight], trays: &Buckets, out: &mut Vec<Violation>) {
    for s in straights {
        for t in trays.near(&s.rect) {
            let tray = &layout.trays[t];
            let inside = tray.rect.grown(Gu(-1));
            let meets = s.rect.x < inside.x1()
                && inside.x < s.rect.x1() + Gu(1)
                && s.rect.y < inside.y1()
                && inside.y < s.rect.y1() + Gu(1);
            if meets && !ends_at(layout, s.wire, tray.rect) {
                out.push(Violation::WireThroughTray(s.wire, tray.placement));
            }
        }
    }
}

pub(super) fn ends_at(layout: &Layout, wire: usize, tray: GRect) -> bool {
    let on = |p: &GPoint| p.x >= tray.x && p.x <= tray.x1() && p.y >= tray.y && p.y <= tray.y1();
    layout.wires[wire].lines.iter().any(|l| l.first().is_some_and(on) || l.last().is_some_and(on))
}

fn on_each_other(straights: &[Straight], out: &mut Vec<Violation>) {
    // sort the straights by direction and coordinate: only neighbours in that order can lie on each other
    let mut order: Vec<(bool, Gu, Gu, Gu, usize)> = straights
        .iter()
        .map(|s| {
            if s.along_x {
                (true, s.rect.y, s.rect.x, s.rect.x1(), s.wire)
            } else {
                (false, s.rect.x, s.rect.y, s.rect.y1(), s.wire)
            }
        })
        .collect();
    order.sort_unstable();
    for chunk in order.chunk_by(|a, b| a.0 == b.0 && a.1 == b.1) {
        let mut reach: Option<(Gu, usize)> = None;
        for &(_, _, from, to, wire) in chunk {
            if let Some((end, other)) = reach
                && from < end
                && other != wire
            {
                out.push(Violation::WireOnWire(other.min(wire), other.max(wire)));
            }
            if reach.is_none_or(|(end, _)| to > end) {
                reach = Some((to, wire));
            }
        }
    }
}

fn through_texts(layout: &Layout, straights: &[Straight], out: &mut Vec<Violation>) {
    let texts: Vec<(GRect, &str)> = layout
        .containers
        .iter()
        .map(|c| (c.caption_rect, c.caption.as_str()))
        .chain(layout.bands.iter().map(|b| (b.label_rect, b.label.as_str())))
        .chain(outlines::texts(layout))
        .filter(|(_, t)| !t.is_empty())
        .collect();
    let map = Buckets::new(texts.iter().map(|t| t.0));
    for s in straights {
        for t in map.near(&s.rect) {
            let r = texts[t].0;
            if s.rect.x < r.x1() && r.x <= s.rect.x1() && s.rect.y < r.y1() && r.y <= s.rect.y1() {
                out.push(Violation::WireThroughText(s.wire, texts[t].1.to_owned()));
            }
        }
    }
}

fn complete(model: &Model, layout: &Layout, out: &mut Vec<Violation>) {
    let mut drawn: Vec<PlacementIx> = layout.trays.iter().map(|t| t.placement).collect();
    drawn.sort_unstable();
    for k in 0..model.placements.len() {
        let ix = PlacementIx(k as u32);
        let environment = model.component(model.placement(ix).component).environment;
        let condensed = environment.is_some_and(|e| layout.condensed.contains(&e));
        if !condensed && drawn.binary_search(&ix).is_err() {
            out.push(Violation::Missing(model.name(model.placement(ix).component)));
        }
    }
    let mut links: Vec<u32> = layout.wires.iter().flat_map(|w| w.links.iter().map(|l| l.0)).collect();
    links.sort_unstable();
    for (k, l) in model.links.iter().enumerate() {
        if super::bundle::drawn(model, l, &layout.condensed) && links.binary_search(&(k as u32)).is_err() {
            let c = model.connection(l.connection);
            out.push(Violation::Missing(format!("{} -> {}", model.name(c.from), model.name(c.to))));
        }
    }
    for (k, w) in layout.wires.iter().enumerate() {
        let straight = |l: &Vec<GPoint>| l.len() >= 2 && l.windows(2).all(|p| p[0].x == p[1].x || p[0].y == p[1].y);
        if !w.lines.iter().all(straight) {
            out.push(Violation::BadLine(k));
        }
    }
    for t in &layout.trays {
        let Some(region) = model.placement(t.placement).region else { continue };
        for c in &layout.containers {
            if c.kind == crate::layout::ContainerKind::Region(region) && !c.rect.contains(&t.rect) {
                out.push(Violation::Outside(t.placement));
            }
        }
    }
}
