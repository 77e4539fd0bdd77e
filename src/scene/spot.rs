//! Finds places for marks where they hide least: on the edge of a tray, or along a line.
//!
//! Candidates are tried at small steps. What a mark would cover is weighed by how much it is missed: numbers and texts
//! most, other marks never, then solids, then lines. Among equals the place where readers look first wins: the right end
//! of the back edge of a tray, the middle of a line.

use super::Pen;
use super::mark;
use super::outline::hull;
use super::tray::{badge_at, foot, solid_extent};
use crate::geom::{GPoint, GRect, Gu, PageRect, Projection, Pt};
use crate::layout::{Layout, Tray};

/// From candidate to candidate.
const STEP: Gu = Gu(22);
/// The most candidates on each edge of a tray or along a line.
const MOST: i32 = 60;
/// What it costs to cover something wholly.
const SOLID: f64 = 1.0;
const LINE: f64 = 0.9;
const TEXT: f64 = 5.0;
const NUMBER: f64 = 8.0;
const OTHER: f64 = 40.0;
/// What the place farthest from the preferred one costs.
const FAR: f64 = 0.3;
/// The size of a usual plate on the page.
const USUAL: f64 = 1200.0;
/// How many points of a plate are looked at from left to right and from top to bottom.
const PLATE: (u32, u32) = (9, 3);
/// Points of a disc of radius 1 at which is looked what is under it.
const PROBES: [(f64, f64); 13] = [
    (0.0, 0.0),
    (0.5, 0.0),
    (-0.5, 0.0),
    (0.0, 0.5),
    (0.0, -0.5),
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, 1.0),
    (0.0, -1.0),
    (0.7, 0.7),
    (-0.7, 0.7),
    (0.7, -0.7),
    (-0.7, -0.7),
];

/// Something that is better not covered.
struct Obstacle {
    /// A convex polygon whose corners run round in one direction.
    polygon: Vec<Pt>,
    bounds: PageRect,
    cost: f64,
}

/// The places that are left for marks of one size.
pub(super) struct Spots {
    projection: Projection,
    /// The size of a mark on the ground and on the page.
    radius: Gu,
    reach: f64,
    obstacles: Vec<Obstacle>,
    /// Where marks are already.
    taken: Vec<Pt>,
}

impl Spots {
    /// All places, for marks of a radius.
    pub(super) fn new(pen: &Pen, radius: Gu) -> Self {
        let projection = pen.projection;
        let reach = mark::radius(&projection, radius) * 1.22;
        Self { projection, radius, reach, obstacles: Vec::new(), taken: Vec::new() }
    }

    /// Looks at what of a layout is better not covered. `steps` says whether numbered circles are drawn.
    pub(super) fn avoid(&mut self, pen: &Pen, layout: &Layout, steps: bool) {
        let projection = self.projection;
        let obstacles = &mut self.obstacles;
        let mut add = |polygon: Vec<Pt>, cost: f64| {
            let bounds = PageRect::around(polygon.iter().copied());
            obstacles.extend(bounds.map(|bounds| Obstacle { polygon, bounds, cost }));
        };
        for tray in &layout.trays {
            for solid in &tray.solids {
                add(hull(&solid_extent(&projection, tray, solid)), SOLID);
                if solid.count > 1 {
                    let at = badge_at(&projection, solid, foot(tray, solid));
                    let corners = [(-20.0, -9.0), (20.0, -9.0), (20.0, 9.0), (-20.0, 9.0)];
                    add(corners.map(|(dx, dy)| Pt::new(at.x + dx, at.y + dy)).to_vec(), TEXT);
                }
            }
            if !pen.upright {
                add(projection.rect(&tray.label_rect(), super::tray::FLOOR).to_vec(), TEXT);
            }
        }
        let flat = |rect: &GRect| projection.rect(rect, Gu::ZERO).to_vec();
        // labels that stand upright have no place yet
        if !pen.upright {
            layout.containers.iter().for_each(|container| add(flat(&container.caption_rect), TEXT * 0.5));
            let bands = layout.bands.iter().filter(|band| !band.label.is_empty());
            bands.for_each(|band| add(flat(&band.label_rect), TEXT));
            layout.wire_labels.iter().for_each(|label| add(flat(&label.rect), TEXT));
            layout.outlines.iter().filter_map(|outline| outline.name).for_each(|name| add(flat(&name.rect), TEXT));
        }
        layout.marks.iter().for_each(|letter| add(flat(&letter.rect), NUMBER));
        layout.badges.iter().for_each(|badge| add(mark::extent(&projection, badge.at, badge.radius), NUMBER));
        if steps {
            layout.steps.iter().for_each(|step| add(mark::extent(&projection, step.at, step.radius), NUMBER));
        }
        for ends in layout.wires.iter().flat_map(|wire| &wire.lines).flat_map(|line| line.windows(2)) {
            add(flat(&GRect::between(ends[0], ends[1]).grown(Gu(6))), LINE);
        }
    }

    /// A place on the edge of a tray.
    pub(super) fn at_tray(&mut self, tray: &Tray) -> GPoint {
        let r = &tray.rect;
        let corner = GPoint::new(r.x1(), r.y);
        let mut candidates: Vec<(GPoint, i32)> = Vec::new();
        for (from, to) in [
            (corner, GPoint::new(r.x, r.y)),
            (corner, GPoint::new(r.x1(), r.y1())),
            (GPoint::new(r.x1(), r.y1()), GPoint::new(r.x, r.y1())),
            (GPoint::new(r.x, r.y), GPoint::new(r.x, r.y1())),
        ] {
            let start = (from.x - corner.x).0.abs() + (from.y - corner.y).0.abs();
            candidates.extend(along(from, to).map(|(at, far)| (at, start + far)));
        }
        self.best(&candidates)
    }

    /// A place on a line of a connection.
    pub(super) fn on_line(&mut self, line: &[GPoint]) -> Option<GPoint> {
        let whole = super::track::length(line);
        // the ends have arrowheads and ports
        let end = Gu(45).min(whole / 3);
        let step = ((whole - end - end).0 / MOST).max(STEP.0);
        let mut candidates = Vec::new();
        let mut at = end;
        while at <= whole - end {
            let cut = super::track::cut(line, Gu::ZERO, at);
            candidates.extend(cut.last().map(|point| (*point, (at - whole / 2).0.abs())));
            at += Gu(step);
        }
        if candidates.is_empty() {
            candidates.extend(line.first().map(|point| (*point, 0)));
        }
        (!candidates.is_empty()).then(|| self.best(&candidates))
    }

    /// The middle of a plate of half a width and half a height: the cheapest candidate, which is taken from then on. Each
    /// comes with how far it is from where readers look.
    pub(super) fn plate(&mut self, candidates: &[(Pt, f64)], half: [f64; 2]) -> Pt {
        let boxed = |at: Pt| PageRect::new(at.x - half[0], at.y - half[1], 2.0 * half[0], 2.0 * half[1]);
        let all = PageRect::around(candidates.iter().map(|(at, _)| *at)).unwrap_or(boxed(Pt::default()));
        let all = all.grown(half[0].max(half[1]));
        let near: Vec<&Obstacle> = self.obstacles.iter().filter(|obstacle| obstacle.bounds.overlaps(&all)).collect();
        // what a large plate covers is more, not a smaller share
        let size = (4.0 * half[0] * half[1] / USUAL).max(1.0);
        let cost = |at: Pt, far: f64| {
            let own = boxed(at);
            let points = (0..PLATE.0 * PLATE.1).map(|k| {
                let (i, j) = (k % PLATE.0, k / PLATE.0);
                let part = |n: u32, of: u32| (f64::from(n) + 0.5) / f64::from(of);
                Pt::new(own.x + own.w * part(i, PLATE.0), own.y + own.h * part(j, PLATE.1))
            });
            let points: Vec<Pt> = points.collect();
            let under = |obstacle: &&&Obstacle| obstacle.bounds.overlaps(&own);
            let share = |obstacle: &&Obstacle| {
                let hit = points.iter().filter(|point| holds(&obstacle.polygon, **point)).count();
                // a plate hides a longer part of a line than a mark does
                let times = if obstacle.cost <= LINE { 4.0 } else { 1.0 };
                times * obstacle.cost * hit as f64 / points.len() as f64 * size
            };
            near.iter().filter(under).map(share).sum::<f64>() + far * FAR
        };
        let best = candidates.iter().map(|(at, far)| (cost(*at, *far), *at));
        let best = best.reduce(|a, b| if b.0 < a.0 - 1e-9 { b } else { a });
        let at = best.map_or_else(Pt::default, |(_, at)| at);
        let bounds = boxed(at);
        let corners =
            [(bounds.x, bounds.y), (bounds.x1(), bounds.y), (bounds.x1(), bounds.y1()), (bounds.x, bounds.y1())];
        let polygon = corners.map(|(x, y)| Pt::new(x, y)).to_vec();
        self.obstacles.push(Obstacle { polygon, bounds, cost: TEXT });
        at
    }

    /// The cheapest candidate, which is taken from then on. Each comes with how far it is from where readers look.
    fn best(&mut self, candidates: &[(GPoint, i32)]) -> GPoint {
        let page: Vec<Pt> = candidates.iter().map(|(at, _)| self.projection.point(*at, Gu::ZERO)).collect();
        let all = PageRect::around(page.iter().copied()).unwrap_or(PageRect::new(0.0, 0.0, 0.0, 0.0)).grown(self.reach);
        let near: Vec<&Obstacle> = self.obstacles.iter().filter(|obstacle| obstacle.bounds.overlaps(&all)).collect();
        let farthest = f64::from(candidates.iter().map(|(_, far)| *far).max().unwrap_or(0).max(1));
        let cost = |at: Pt, far: i32| {
            let disc = PageRect::new(at.x, at.y, 0.0, 0.0).grown(self.reach);
            let share = |obstacle: &&Obstacle| {
                let is_under = |probe: &&(f64, f64)| {
                    let point = Pt::new(at.x + probe.0 * self.reach, at.y + probe.1 * self.reach);
                    holds(&obstacle.polygon, point)
                };
                obstacle.cost * PROBES.iter().filter(is_under).count() as f64 / PROBES.len() as f64
            };
            let covered: f64 = near.iter().filter(|obstacle| obstacle.bounds.overlaps(&disc)).map(share).sum();
            let gap = |other: &Pt| (1.0 - (other.x - at.x).hypot(other.y - at.y) / (2.0 * self.reach)).max(0.0);
            let marks: f64 = self.taken.iter().map(gap).sum();
            covered + marks * OTHER + f64::from(far) / farthest * FAR
        };
        let mut best = (f64::MAX, GPoint::default(), Pt::default());
        for ((at, far), page) in candidates.iter().zip(&page) {
            let cost = cost(*page, *far);
            if cost < best.0 - 1e-9 {
                best = (cost, *at, *page);
            }
        }
        self.taken.push(best.2);
        best.1
    }

    /// What a mark at a place covers.
    pub(super) fn extent(&self, at: GPoint) -> Vec<Pt> {
        mark::extent(&self.projection, at, self.radius + Gu(10))
    }
}

/// Points from one to another along an axis, with their distance from the first.
fn along(from: GPoint, to: GPoint) -> impl Iterator<Item = (GPoint, i32)> {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let whole = dx.0.abs() + dy.0.abs();
    let count = (whole / STEP.0).clamp(1, MOST);
    (0..=count).map(move |i| {
        let at = GPoint::new(Gu(from.x.0 + dx.0 * i / count), Gu(from.y.0 + dy.0 * i / count));
        (at, whole * i / count)
    })
}

/// Whether a point is in a convex polygon.
pub(super) fn holds(polygon: &[Pt], p: Pt) -> bool {
    let mut sides = (0..polygon.len()).map(|i| {
        let (a, b) = (polygon[i], polygon[(i + 1) % polygon.len()]);
        (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
    });
    let (mut left, mut right) = (true, true);
    for side in sides.by_ref() {
        left &= side >= 0.0;
        right &= side <= 0.0;
    }
    left || right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_in_a_polygon_or_not() {
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)].map(|(x, y)| Pt::new(x, y));
        let back: Vec<Pt> = square.iter().rev().copied().collect();
        for polygon in [&square[..], &back] {
            assert!(holds(polygon, Pt::new(1.0, 3.0)) && !holds(polygon, Pt::new(5.0, 3.0)));
        }
    }

    #[test]
    fn an_edge_is_tried_from_end_to_end() {
        let points: Vec<_> = along(GPoint::new(Gu(100), Gu(0)), GPoint::new(Gu(0), Gu(0))).collect();
        assert_eq!(points[0], (GPoint::new(Gu(100), Gu(0)), 0));
        assert_eq!(points.last(), Some(&(GPoint::new(Gu(0), Gu(0)), 100)));
    }
}
