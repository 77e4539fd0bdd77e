//! Measures of connections: crossings, bends, detours, lengths, flow, ink.

use std::collections::BTreeMap;

use super::{Metric, metric, share};
use crate::geom::buckets::Buckets;
use crate::geom::{GPoint, GRect, Gu, Projection, View};
use crate::layout::check::ends_at;
use crate::layout::measure::{FEW_CELLS, PITCH, SMALL};
use crate::layout::stretch::{Stretch, crossings_of, least_distance, stretches};
use crate::layout::{Layout, tiers};
use crate::model::Model;

/// Q1 to Q6 and Q15.
pub(super) fn metrics(model: &Model, layout: &Layout) -> Vec<Metric> {
    let stretches = stretches(&layout.wires);
    let crossings = crossings_of(&stretches).len();
    let lines: Vec<&[GPoint]> = layout.wires.iter().flat_map(|wire| wire.lines.iter().map(Vec::as_slice)).collect();
    let bends: Vec<i64> = lines.iter().map(|line| bends(line)).collect();
    let detours = detours(&lines);
    let ink: i64 = stretches.iter().map(|s| i64::from(s.length().0)).sum();
    let lengths: i64 = lines.iter().map(|line| length(line)).sum();
    let crossings_meet = |view| if crossings == 0 { 90.0 } else { angle(view) };
    vec![
        metric("Q1", "crossings", crossings as f64, None, "points where different wires cross; a bundle is one wire"),
        metric("Q2", "crossing angle, iso30", crossings_meet(View::Iso30), ">= 59", ANGLE),
        metric("Q2", "crossing angle, a45", crossings_meet(View::A45), ">= 70", ANGLE),
        metric("Q2", "crossing angle, flat", crossings_meet(View::Flat), "90", ANGLE),
        metric(
            "Q3",
            "bends, mean",
            share(bends.iter().sum(), bends.len() as i64, 0.0),
            "<= 2.5",
            "corners of a link's line, mean of all links",
        ),
        metric(
            "Q3",
            "bends, most",
            bends.iter().max().copied().unwrap_or(0) as f64,
            "<= 8",
            "corners of a link's line, the most of all links",
        ),
        metric("Q4", "detour, median", quantile(&detours, 50), "<= 1.15", DETOUR),
        metric("Q4", "detour, 95 %", quantile(&detours, 95), "<= 1.6", DETOUR),
        metric(
            "Q5",
            "unevenness of lengths",
            unevenness(layout),
            None,
            "standard deviation by mean of the lines' lengths within a kind; mean of the kinds, by number of lines",
        ),
        metric(
            "Q6",
            "flow",
            flow(model, layout),
            ">= 0.9",
            "share of the links with the flow whose end lies further along x than their start; links that close a circle \
             are left out",
        ),
        metric(
            "Q15",
            "ink saved",
            1.0 - share(ink, lengths, 1.0),
            None,
            "1 - length of the ground that wires cover / length of all links' lines",
        ),
    ]
}

/// How many turns a small drawing has above two for each line: there the eye follows single lines. `own` is the number of
/// trays that are in no copy.
pub(in crate::layout) fn turns_too_many(layout: &Layout, own: usize) -> i64 {
    if own > SMALL {
        return 0;
    }
    let lines = layout.wires.iter().map(|wire| wire.lines.len() as i64).sum::<i64>();
    (turns(layout) - 2 * lines).max(0)
}

/// What each of those costs besides.
const TOO_OFTEN: i64 = 600;

/// What a layout costs the reader, for choosing between some: crossings, bends, lines against the flow, length, and the
/// size of the ground. Where there is much, one per cent of the sheet counts as much as three per cent of all the rest; as
/// two where it is much by its copies alone. `own` is the number of trays that are in no copy.
pub(in crate::layout) fn cost(layout: &Layout, own: usize) -> i64 {
    let stretches = stretches(&layout.wires);
    let turns = turns(layout);
    let ink: i64 = stretches.iter().map(|s| i64::from(s.length().0)).sum();
    let ground = i64::from((layout.bounds.w + layout.bounds.d).0);
    let lines = layout.wires.iter().flat_map(|wire| &wire.lines);
    let ends = lines.filter_map(|line| line.first().zip(line.last()));
    let against = ends.filter(|(from, to)| to.x <= from.x).count() as i64;
    // in a small drawing each crossing is seen, and so is ground where nothing stands
    let is_small = layout.trays.len() <= SMALL;
    let (crossing, unit) = if is_small { (150, 30) } else { (100, 12) };
    let crossings = crossings_of(&stretches).len() as i64 * crossing;
    // where there are some wires they cross more often than they need to, and turn less than they may
    let turn = if (FEW_CELLS + 1..=SMALL).contains(&own) { 30 } else { 45 };
    let cost = crossings
        + turn * turns
        + 45 * against
        + 2 * ink / 100
        + unit * ground / 100
        + TOO_OFTEN * turns_too_many(layout, own);
    if is_small {
        return cost;
    }
    // in a larger one the size of the texts on the sheet decides whether it can be read
    let units = (ground / 100).min(10_000);
    let sheet = if own <= SMALL { units * units } else { units * units * units };
    (cost + too_near(&stretches, cost)).saturating_mul(sheet)
}

/// What it costs that some wires run beside each other at less than a pitch, where all else costs so much: on the paper of
/// a large sheet they can hardly be told from each other.
fn too_near(stretches: &[Stretch], all: i64) -> i64 {
    let least = [true, false].into_iter().filter_map(|along_x| least_distance(stretches, along_x)).min();
    if least.is_some_and(|least| least < PITCH) { all / 100 } else { 0 }
}

const ANGLE: &str = "least angle at which two wires cross on the page, in degrees; 90 without crossings";
const DETOUR: &str = "length of a link's line / distance of its two ends along the axes";

/// The angle between the two axes of the ground on the page, in degrees: all wires run along them.
fn angle(view: View) -> f64 {
    let projection = Projection::new(view);
    let (o, x, y) = (projection.at(0.0, 0.0, 0.0), projection.at(1.0, 0.0, 0.0), projection.at(0.0, 1.0, 0.0));
    let direction = |end: crate::geom::Pt| (end.y - o.y).atan2(end.x - o.x).to_degrees();
    let between = (direction(y) - direction(x)).abs();
    between.min(180.0 - between)
}

/// How often all lines turn.
fn turns(layout: &Layout) -> i64 {
    layout.wires.iter().flat_map(|wire| &wire.lines).map(|line| bends(line)).sum()
}

/// How often a line turns.
fn bends(line: &[GPoint]) -> i64 {
    let mut directions: Vec<bool> = line.windows(2).filter(|p| p[0] != p[1]).map(|p| p[0].y == p[1].y).collect();
    directions.dedup();
    directions.len().saturating_sub(1) as i64
}

/// The length of a line, in hundredths of a ground unit.
fn length(line: &[GPoint]) -> i64 {
    line.windows(2).map(|p| distance(p[0], p[1])).sum()
}

/// The distance along the axes.
fn distance(a: GPoint, b: GPoint) -> i64 {
    i64::from((a.x - b.x).abs().0) + i64::from((a.y - b.y).abs().0)
}

/// The detours of all lines whose ends lie apart, sorted.
fn detours(lines: &[&[GPoint]]) -> Vec<f64> {
    let of = |line: &&[GPoint]| match (line.first(), line.last()) {
        (Some(a), Some(b)) if a != b => Some(length(line) as f64 / distance(*a, *b) as f64),
        _ => None,
    };
    let mut out: Vec<f64> = lines.iter().filter_map(of).collect();
    out.sort_by(f64::total_cmp);
    out
}

/// The smallest value that this many of a hundred do not exceed; 1 for none.
fn quantile(sorted: &[f64], of_hundred: usize) -> f64 {
    let at = (sorted.len() * of_hundred).div_ceil(100).max(1) - 1;
    sorted.get(at).copied().unwrap_or(1.0)
}

fn unevenness(layout: &Layout) -> f64 {
    let mut kinds: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    for wire in &layout.wires {
        kinds.entry(wire.kind).or_default().extend(wire.lines.iter().map(|line| length(line) as f64));
    }
    let (mut sum, mut count) = (0.0, 0.0);
    for lengths in kinds.values() {
        let n = lengths.len() as f64;
        let mean = lengths.iter().sum::<f64>() / n;
        let variance = lengths.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / n;
        if mean > 0.0 {
            sum += n * variance.sqrt() / mean;
            count += n;
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// With the flow is what goes up in ranks that know nothing of where anything stands.
fn flow(model: &Model, layout: &Layout) -> f64 {
    let edges: Vec<(usize, usize)> =
        model.connections.iter().map(|connection| (connection.from.ix(), connection.to.ix())).collect();
    let ranks = tiers::ranks(&vec![0; model.components.len()], &edges);
    let (mut forward, mut all) = (0, 0);
    for wire in &layout.wires {
        for (link, line) in wire.links.iter().zip(&wire.lines) {
            let connection = model.connection(model.link(*link).connection);
            let (Some(start), Some(end)) = (line.first(), line.last()) else { continue };
            if ranks[connection.from.ix()] < ranks[connection.to.ix()] {
                all += 1;
                forward += i64::from(end.x > start.x);
            }
        }
    }
    share(forward, all, 1.0)
}

/// H4: the share of the wires' length on ground that a solid hides. A solid whose top is at height *h* hides its
/// footprint swept by (−t, −t) for t up to *h*. Solids that a wire ends at do not count: it is drawn as far as it is in
/// sight.
pub(super) fn hidden(layout: &Layout) -> f64 {
    let stretches = stretches(&layout.wires);
    let solids: Vec<(GRect, Gu, GRect)> = layout
        .trays
        .iter()
        .flat_map(|tray| tray.solids.iter().map(|solid| (solid.rect, solid.z + solid.h, tray.rect)))
        .collect();
    let map = Buckets::new(solids.iter().map(|(rect, h, _)| rect.with_hidden(*h)));
    let (mut hidden, mut all) = (0, 0);
    for s in &stretches {
        all += i64::from(s.length().0);
        let ground = s.rect();
        for k in map.each_near(&ground) {
            let (footprint, h, tray) = solids[k];
            let length = hides(footprint, h, s);
            if length > Gu::ZERO && !ends_at(layout, s.wire, tray) {
                hidden += i64::from(length.0);
            }
        }
    }
    share(hidden, all, 0.0)
}

/// The length of a stretch that a solid hides.
fn hides(r: GRect, h: Gu, s: &Stretch) -> Gu {
    // across the stretch, then along it
    let (low, high, from, to) = if s.along_x { (r.y, r.y1(), r.x, r.x1()) } else { (r.x, r.x1(), r.y, r.y1()) };
    let (least, most) = ((low - s.level).max(Gu::ZERO), (high - s.level).min(h));
    if least >= most {
        return Gu::ZERO;
    }
    ((to - least).min(s.to) - (from - most).max(s.from)).max(Gu::ZERO)
}
