//! Draws the places where wires cross: the lower one is broken, and the upper one goes on over the break.
//!
//! A bundle goes over a single wire; of two alike, the one along x goes over the one along y, so that where one street
//! crosses another all its wires are on the same side. A break lies along the line that it breaks and is as wide, so it
//! cuts into no line beside it. After all breaks come the pieces of the upper wires that a break has cut, dash for dash.

use std::collections::BTreeMap;

use super::Pen;
use super::color::Color;
use super::types::{Node, Path, Segment, Stroke, Tag};
use super::way::{CRUMB, Way, dashes, nearest, ways, without_crumbs};
use super::wire::trunk_width;
use crate::geom::Gu;
use crate::layout::{Crossing, Layout, Stretch, crossings, shared};

/// Room between the two lines, in page units.
const GAP: f64 = 2.0;
/// How much wider a break is than its line, and how much farther a piece reaches, so that no seam is seen.
const SEAM: f64 = 0.8;

/// The breaks and the pieces over them. `lines` are the outlines of all wires as they are drawn.
pub(super) fn draw(pen: &Pen, layout: &Layout, lines: &[Vec<Segment>]) -> Vec<Node> {
    let sine = sine(pen);
    let mut known = Known { pen, layout, ways: vec![None; lines.len()], trunks: BTreeMap::new() };
    let mut breaks: Vec<Break> = Vec::new();
    let mut pieces: BTreeMap<(Color, u64), Vec<Segment>> = BTreeMap::new();
    for crossing in crossings(&layout.wires) {
        let x_is_over = is_x_over(layout, &crossing);
        let (x, y) = (crossing.along_x, crossing.along_y);
        let (over, under) = if x_is_over { (x, y) } else { (y, x) };
        let (upper, lower) = (known.width(over, x_is_over, &crossing), known.width(under, !x_is_over, &crossing));
        let at = pen.projection.point(crossing.at, Gu::ZERO);
        let gap = (upper / 2.0 + GAP) / sine;
        if let Some((line, s)) = nearest(known.ways(under, lines), at) {
            breaks.push(Break { wire: under, line, width: hundredths(lower + SEAM), from: s - gap, to: s + gap });
        }
        let line = pen.theme.wire.line(layout.wires[over].kind);
        let mend = (lower / 2.0 + SEAM) / sine + SEAM;
        let ways = known.ways(over, lines);
        if let Some((number, s)) = nearest(ways, at) {
            let out = pieces.entry((line.color, hundredths(upper))).or_default();
            for (from, to) in dashes(&line.dash, s - mend, s + mend) {
                ways[number].piece(from, to, out);
            }
        }
    }
    let mut gaps: BTreeMap<u64, Vec<Segment>> = BTreeMap::new();
    for gap in joined(breaks) {
        let dash = &pen.theme.wire.line(layout.wires[gap.wire].kind).dash;
        let (from, to) = without_crumbs(dash, (gap.from, gap.to));
        known.ways(gap.wire, lines)[gap.line].piece(from, to, gaps.entry(gap.width).or_default());
    }
    let path = |class, segments, color, width: u64| {
        let stroke = Some(Stroke::plain(color, width as f64 / 100.0));
        Node::Path(Path { tag: Some(Tag::new(class)), segments, stroke, ..Path::default() })
    };
    let gaps = gaps.into_iter().map(|(width, segments)| path("casing", segments, pen.theme.wire.casing, width));
    gaps.chain(pieces.into_iter().map(|((color, width), segments)| path("bridge", segments, color, width))).collect()
}

/// A break in a line of a wire, between two distances from its beginning.
struct Break {
    wire: usize,
    line: usize,
    /// In hundredths of a page unit.
    width: u64,
    from: f64,
    to: f64,
}

/// Joins breaks that leave only a crumb of their line between them.
fn joined(mut breaks: Vec<Break>) -> Vec<Break> {
    breaks.sort_by(|a, b| (a.wire, a.line).cmp(&(b.wire, b.line)).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Break> = Vec::with_capacity(breaks.len());
    for next in breaks {
        match out.last_mut() {
            Some(last) if (last.wire, last.line) == (next.wire, next.line) && next.from - last.to < CRUMB => {
                last.to = last.to.max(next.to);
                last.width = last.width.max(next.width);
            }
            _ => out.push(next),
        }
    }
    out
}

/// Whether the wire along x goes over the other one.
fn is_x_over(layout: &Layout, crossing: &Crossing) -> bool {
    let is_bundle = |wire: usize| layout.wires[wire].lines.len() > 1;
    is_bundle(crossing.along_x) || !is_bundle(crossing.along_y)
}

fn hundredths(width: f64) -> u64 {
    (width * 100.0).round() as u64
}

/// The sine of the angle between the axes of the ground on the page.
fn sine(pen: &Pen) -> f64 {
    let [ax, ay, bx, by, ..] = pen.projection.plane(0.0, 0.0, 0.0);
    (ax * by - ay * bx).abs() / (ax.hypot(ay) * bx.hypot(by))
}

/// What is found out about wires when it is first asked for.
struct Known<'a> {
    pen: &'a Pen<'a>,
    layout: &'a Layout,
    ways: Vec<Option<Vec<Way>>>,
    /// Where lines of a bundle run together.
    trunks: BTreeMap<usize, Vec<Stretch>>,
}

impl Known<'_> {
    fn ways(&mut self, wire: usize, lines: &[Vec<Segment>]) -> &[Way] {
        self.ways[wire].get_or_insert_with(|| ways(&lines[wire]))
    }

    /// How wide a wire is where it crosses another.
    fn width(&mut self, wire: usize, along_x: bool, crossing: &Crossing) -> f64 {
        let w = &self.layout.wires[wire];
        let line = self.pen.theme.wire.line(w.kind);
        if w.lines.len() < 2 || !line.dash.is_empty() {
            return line.width;
        }
        let trunk = self.trunks.entry(wire).or_insert_with(|| shared(wire, w, 2));
        let at = crossing.at;
        let (level, along) = if along_x { (at.y, at.x) } else { (at.x, at.y) };
        let next = trunk.partition_point(|s| (s.along_x, s.level, s.from) <= (along_x, level, along));
        let is_on = |s: &Stretch| s.along_x == along_x && s.level == level && along <= s.to;
        if next > 0 && is_on(&trunk[next - 1]) { trunk_width(line, w.lines.len()) } else { line.width }
    }
}
