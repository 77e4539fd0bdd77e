//! Measures a finished layout: what must never be as counts, and how well it reads as numbers.
//!
//! The measures follow Purchase (2002) and Dunne et al. (2015): raw values, never divided by what would be possible, since
//! that flatters large drawings. Each has a code, a name and a definition; the table is in `docs/layout.md`. `wires`
//! measures connections, `ground` trays and texts.
//!
//! *Invariant*: counts and lengths are whole numbers until the last division; every measure takes time near-linear in
//! what is drawn. Where there is nothing to measure, a measure has its best value.

mod ground;
#[cfg(test)]
mod tests;
mod wires;

pub(super) use wires::{cost, turns_too_many};

use super::check::{Violation, check};
use super::measure::LEAST_TEXT;
use crate::geom::{GRect, Gu, PageRect, Paper, Projection, View};
use crate::layout::Layout;
use crate::model::Model;

/// One measure of a layout.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Metric {
    /// Its code: `H1` to `H10` must be 0, `Q1` to `Q16` tell how well the drawing reads. Views and papers share one.
    pub code: &'static str,
    /// Its name; no two measures have the same.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// What it should be, if anything.
    pub target: Option<&'static str>,
    /// What is measured, with its unit.
    pub definition: &'static str,
}

/// Measures a layout of a model; always the same measures in the same order. Lengths on the page are those of the
/// isometric view.
pub fn metrics(model: &Model, layout: &Layout) -> Vec<Metric> {
    let page = Page::new(layout);
    let mut out = never(model, layout);
    out.extend(wires::metrics(model, layout));
    out.extend(ground::metrics(model, layout, &page));
    // by the number in the code; the sort keeps the order of views and papers
    out.sort_by_key(|metric| (metric.code.as_bytes()[0], metric.code[1..].parse::<u8>().unwrap_or(0)));
    out
}

/// A measure with a target.
fn metric(
    code: &'static str,
    name: &'static str,
    value: f64,
    target: impl Into<Option<&'static str>>,
    definition: &'static str,
) -> Metric {
    Metric { code, name, value, target: target.into(), definition }
}

/// A part by a whole; `none` when there is no whole.
fn share(part: i64, whole: i64, none: f64) -> f64 {
    if whole == 0 { none } else { part as f64 / whole as f64 }
}

/// The em of the smallest text when the isometric drawing fills a sheet of paper, in points.
pub(super) fn points_of_text(layout: &Layout, paper: Paper) -> f64 {
    let page = Page::new(layout);
    ground::least_text(layout).units()
        * page.projection.unit()
        * paper.fit(page.bounds.w, page.bounds.h)
        * ground::POINTS
}

/// Whether the smallest text of such a drawing can be read.
pub(super) fn can_be_read(layout: &Layout, paper: Paper) -> bool {
    points_of_text(layout, paper) >= LEAST_TEXT
}

/// What must never be.
fn never(model: &Model, layout: &Layout) -> Vec<Metric> {
    let mut counts = [0i64; 11];
    for violation in check(model, layout) {
        let number = match violation {
            Violation::TrayOverlap(..) => 1,
            Violation::Hidden(_) => 2,
            Violation::WireThroughTray(..) => 3,
            Violation::WireOnWire(..) | Violation::OutlineOnWire(..) => 5,
            Violation::WireThroughText(..) | Violation::OutlineThroughText(..) | Violation::TextMet(..) => 6,
            Violation::Outside(_)
            | Violation::OutlineHolds(..)
            | Violation::OutlineOutside(_)
            | Violation::OutlineOnOutline(..) => 7,
            Violation::BadLine(_) => 9,
            Violation::Missing(_) | Violation::OutlineLacks(..) => 10,
        };
        counts[number] += 1;
    }
    counts[7] += ground::containers_met(layout);
    let count = |number: usize| counts[number] as f64;
    vec![
        metric("H1", "trays that overlap", count(1), "0", "pairs of trays whose insides meet"),
        metric("H2", "solids hidden", count(2), "0", "trays on which a solid hides another or leaves the floor"),
        metric("H3", "wires through trays", count(3), "0", "wires that meet a tray they do not end at, for each tray"),
        metric(
            "H4",
            "wire length hidden",
            wires::hidden(layout),
            "0",
            "share of the length of all wires that solids hide in the isometric view, but for those that a wire ends at",
        ),
        metric(
            "H5",
            "wires on wires",
            count(5),
            "0",
            "pairs of wires, or of a wire and an outline, that lie on each other",
        ),
        metric(
            "H6",
            "texts met",
            count(6),
            "0",
            "texts of containers, zones, wires and outlines, and lettered discs, that meet a wire, a tray, a circle, an \
             outline or each other; texts of wires and outlines that meet the edge of a container; circles that meet a \
             solid or each other; letters of groups that meet any of these; names of trays that leave their plate",
        ),
        metric(
            "H7",
            "things outside",
            count(7),
            "0",
            "trays outside their region, containers that overlap, outlines that hold who is no member, leave their \
             container or lie on each other",
        ),
        metric("H9", "wires off the axes", count(9), "0", "wires with a part that runs along neither axis"),
        metric(
            "H10",
            "things missing",
            count(10),
            "0",
            "placements, links and memberships of the model without a drawing",
        ),
    ]
}

/// The drawing on the page, panels and margins left out.
struct Page {
    /// The smallest upright box round the drawing, in page units.
    bounds: PageRect,
    projection: Projection,
}

impl Page {
    fn new(layout: &Layout) -> Self {
        let projection = Projection::new(View::Iso30);
        let flat = layout
            .containers
            .iter()
            .map(|container| container.rect)
            .chain(layout.bands.iter().map(|band| band.rect))
            .chain(layout.trays.iter().map(|tray| tray.rect))
            .chain(layout.wire_labels.iter().map(|label| label.rect))
            .chain(layout.outlines.iter().map(|outline| outline.rect))
            .chain(layout.badges.iter().map(|badge| GRect::around(badge.at, badge.radius)))
            .map(|rect| (rect, Gu::ZERO));
        let solids = layout.trays.iter().flat_map(|tray| &tray.solids).map(|solid| (solid.rect, solid.z + solid.h));
        let corners = layout.wires.iter().flat_map(|wire| wire.lines.iter().flatten());
        let points = corners.map(|p| (GRect::new(p.x, p.y, Gu::ZERO, Gu::ZERO), Gu::ZERO));
        let boxes = flat.chain(solids).chain(points);
        let bounds = PageRect::around(boxes.flat_map(|(rect, z)| projection.rect(&rect, z)));
        Self { bounds: bounds.unwrap_or(PageRect::new(0.0, 0.0, 0.0, 0.0)), projection }
    }

    /// Millimetres for one page unit when the drawing fills a sheet of this width and height, or that sheet turned.
    fn millimetres(&self, [w, h]: [f64; 2]) -> f64 {
        let (across, up) = (self.bounds.w.max(1e-9), self.bounds.h.max(1e-9));
        (w / across).min(h / up).max((h / across).min(w / up))
    }
}
