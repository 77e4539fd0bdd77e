//! The mascot of an environment: a small drawing on its ground, where nothing else is.
//!
//! The ground of the environment is divided into cells, those that something covers are marked, and the largest free place
//! nearest to the right end of the front edge is taken. Without one that is large enough there is no mascot.
//!
//! *Invariant*: it meets no tray with what stands on it, no connection, no text and no mark.

use super::Pen;
use super::lettering::Style;
use super::outline::parsed;
use super::tray::foot;
use super::types::{Fill, Group, Node, Path, Stroke, Tag};
use crate::catalog;
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{Container, ContainerKind, Layout, tops};
use crate::text::Weight;

/// The grid of a drawing.
const GRID: [f64; 2] = [48.0, 24.0];
/// How deep a drawing is at most and at least.
const DEEPEST: Gu = Gu(700);
const LEAST: Gu = Gu(100);
/// Room round a drawing, and round a connection.
const AIR: Gu = Gu(30);
/// Most cells of a ground.
const CELLS: i32 = 40_000;

/// Draws the mascots of all environments.
pub(super) fn mascots(pen: &Pen, layout: &Layout) -> Vec<Node> {
    let grounds = layout.containers.iter().zip(tops(&layout.containers)).filter_map(|(container, top)| {
        let ContainerKind::Environment(ix) = container.kind else { return None };
        let environment = pen.model.environments.get(ix.ix())?;
        let drawing = catalog::mascot(environment.mascot.as_deref()?)?;
        Some((container, top, environment, drawing))
    });
    let mut covered = None;
    grounds
        .filter_map(|(container, top, environment, drawing)| {
            let covered = covered.get_or_insert_with(|| covered_boxes(pen, layout));
            let place = free_place(container, covered)?;
            let tag = Tag {
                title: Some(environment.label.clone()),
                ..Tag::new("mascot").with("id", environment.id.as_str()).with("box", super::names::box_data(&place))
            };
            Some(Node::Group(Group { tag, children: drawn(pen, &drawing, &place, top) }))
        })
        .collect()
}

/// The lines of a drawing in its place.
fn drawn(pen: &Pen, drawing: &catalog::Glyph, place: &GRect, top: Gu) -> Vec<Node> {
    let scale = place.w.units() / GRID[0];
    let [a, b, c, d, e, f] = pen.projection.plane(place.x.units(), place.y.units(), top.units());
    let matrix = [a * scale, b * scale, c * scale, d * scale, e, f];
    let theme = pen.theme;
    let width = drawing.stroke_width * scale * pen.projection.unit();
    let stroke = Stroke { round: true, ..Stroke::plain(theme.plate.text, width.min(3.0)) };
    drawing
        .paths
        .iter()
        .map(|path| {
            let fill = path.ends_with(['z', 'Z']).then(|| Fill::plain(theme.band.private));
            Node::Path(Path { segments: parsed(path, matrix), fill, stroke: Some(stroke.clone()), ..Path::default() })
        })
        .collect()
}

/// The boxes on the ground that something covers, as it is seen.
fn covered_boxes(pen: &Pen, layout: &Layout) -> Vec<GRect> {
    let shadow = pen.projection.shadow();
    let mut out = Vec::new();
    for tray in &layout.trays {
        // figures are twice as high as their footprint is wide
        let high =
            tray.solids.iter().map(|s| foot(tray, s) + s.h.max(s.rect.w.max(s.rect.d) * 2)).max().unwrap_or_default();
        let reach = Gu::from_units(high.units() * shadow);
        let r = tray.rect.union(&tray.nameplate);
        out.push(GRect::new(r.x - reach, r.y - reach, r.w + reach, r.d + reach));
    }
    for line in layout.wires.iter().flat_map(|wire| &wire.lines) {
        out.extend(line.windows(2).map(|ends| GRect::between(ends[0], ends[1])));
    }
    for outline in layout.outlines.iter().filter(|outline| !outline.on_floor) {
        let r = &outline.rect;
        let [a, b] = [GPoint::new(r.x, r.y), GPoint::new(r.x1(), r.y)];
        let [c, d] = [GPoint::new(r.x1(), r.y1()), GPoint::new(r.x, r.y1())];
        out.extend([(a, b), (b, c), (c, d), (d, a)].map(|(from, to)| GRect::between(from, to)));
        out.extend(outline.name.map(|name| name.rect));
    }
    out.extend(layout.marks.iter().map(|mark| mark.rect));
    out.extend(layout.wire_labels.iter().map(|label| label.rect));
    out.extend(layout.bands.iter().map(|band| band.label_rect));
    let round = layout.badges.iter().map(|badge| (badge.at, badge.radius));
    let round = round.chain(layout.steps.iter().map(|step| (step.at, step.radius)));
    // they stand upright, so that they cover more of the ground than their radius
    out.extend(round.map(|(at, radius)| GRect::around(at, radius * 2)));
    for container in &layout.containers {
        let line = |words: &str, weight, size: Gu, r: &GRect| {
            let w = Gu::from_units(
                Style { spacing: 80.0, ..Style::new(weight, size.units(), pen.theme.plate.text) }.width(words),
            );
            GRect::new(r.x, r.y, w, r.d)
        };
        if !container.caption.is_empty() {
            out.push(line(&container.caption, Weight::SemiBold, container.caption_size, &container.caption_rect));
        }
        let summary = container.summary.iter();
        out.extend(summary.map(|(words, r)| line(words, Weight::Regular, container.summary_size, r)));
        if matches!(container.kind, ContainerKind::Network(_)) {
            out.push(container.rect);
        }
    }
    out
}

/// The largest free place of a ground; of several the one nearest to the right end of the front edge.
fn free_place(container: &Container, covered: &[GRect]) -> Option<GRect> {
    let ground = container.rect.grown(-AIR);
    if ground.w <= Gu::ZERO || ground.d <= Gu::ZERO {
        return None;
    }
    let mut cell = 20;
    while (ground.w.0 / cell + 1).saturating_mul(ground.d.0 / cell + 1) > CELLS {
        cell *= 2;
    }
    let (columns, rows) = ((ground.w.0 / cell) as usize, (ground.d.0 / cell) as usize);
    let taken = taken(&ground, cell, columns, rows, covered);
    let mut depth = DEEPEST.0;
    while depth >= LEAST.0 {
        // in cells, with the air round it
        let (w, d) = (cells(2 * depth + 2 * AIR.0, cell), cells(depth + 2 * AIR.0, cell));
        if w <= columns && d <= rows {
            for row in (0..=rows - d).rev() {
                for column in (0..=columns - w).rev() {
                    if free(&taken, columns, (column, row), (w, d)) {
                        let x = ground.x + Gu(column as i32 * cell) + AIR;
                        let y = ground.y + Gu(row as i32 * cell) + AIR;
                        return Some(GRect::new(x, y, Gu(2 * depth), Gu(depth)));
                    }
                }
            }
        }
        depth = depth * 9 / 10;
    }
    None
}

/// The cells that a length fills.
fn cells(length: i32, cell: i32) -> usize {
    ((length + cell - 1) / cell).max(1) as usize
}

/// For each corner of a cell, how many covered cells lie between it and the first corner.
fn taken(ground: &GRect, cell: i32, columns: usize, rows: usize, covered: &[GRect]) -> Vec<u32> {
    let mut marked = vec![false; columns * rows];
    for each in covered.iter().map(|each| each.grown(AIR)).filter(|each| each.overlaps(ground)) {
        let low = |at: Gu, from: Gu| ((at - from).0.max(0) / cell) as usize;
        let (x, y) = (low(each.x, ground.x), low(each.y, ground.y));
        let (x1, y1) = (low(each.x1(), ground.x) + 1, low(each.y1(), ground.y) + 1);
        for row in y..y1.min(rows) {
            if x < columns {
                marked[row * columns + x..row * columns + x1.min(columns)].fill(true);
            }
        }
    }
    let wide = columns + 1;
    let mut sums = vec![0u32; wide * (rows + 1)];
    for row in 0..rows {
        for column in 0..columns {
            let here = u32::from(marked[row * columns + column]);
            sums[(row + 1) * wide + column + 1] =
                here + sums[row * wide + column + 1] + sums[(row + 1) * wide + column] - sums[row * wide + column];
        }
    }
    sums
}

/// Whether no cell of a block is covered.
fn free(sums: &[u32], columns: usize, (x, y): (usize, usize), (w, d): (usize, usize)) -> bool {
    let at = |column: usize, row: usize| sums[row * (columns + 1) + column];
    at(x + w, y + d) + at(x, y) == at(x + w, y) + at(x, y + d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(w: i32, d: i32) -> Container {
        Container {
            kind: ContainerKind::Environment(crate::model::EnvironmentIx(0)),
            rect: GRect::new(Gu(100), Gu(200), Gu(w), Gu(d)),
            level: 1,
            caption: String::new(),
            caption_rect: GRect::default(),
            caption_size: Gu::ZERO,
            summary: Vec::new(),
            summary_size: Gu::ZERO,
        }
    }

    #[test]
    fn the_largest_free_place_is_taken_and_nothing_is_met() {
        let ground = container(3000, 2000);
        let whole = free_place(&ground, &[]).unwrap_or_default();
        assert_eq!((whole.w, whole.d), (DEEPEST * 2, DEEPEST));
        let covered = [
            GRect::new(Gu(100), Gu(200), Gu(3000), Gu(700)),
            GRect::new(Gu(2000), Gu(200), Gu(40), Gu(2000)),
            // a connection has no width
            GRect::new(Gu(100), Gu(1600), Gu(3000), Gu(0)),
        ];
        let place = free_place(&ground, &covered).unwrap_or_default();
        assert!(place.d >= LEAST && place.d < DEEPEST && ground.rect.contains(&place), "{place:?}");
        for each in covered {
            assert!(!each.grown(Gu(1)).overlaps(&place), "{each:?} {place:?}");
        }
    }

    #[test]
    fn without_room_there_is_none() {
        assert_eq!(free_place(&container(3000, 120), &[]), None);
        assert_eq!(free_place(&container(20, 20), &[]), None);
        let covered = [GRect::new(Gu(0), Gu(0), Gu(4000), Gu(4000))];
        assert_eq!(free_place(&container(3000, 2000), &covered), None);
        // a vast ground has no more cells for that
        assert!(free_place(&container(2_000_000, 2_000_000), &[]).is_some());
    }
}
