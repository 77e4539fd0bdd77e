//! Composes a picture that fills a sheet of paper: how large the drawing is, where it lies, and where the panels do.
//!
//! Each panel stands in a corner of the sheet; those of one corner stand one below the other, so that all in one corner
//! are a column. The drawing may lie anywhere between them. For every way to spread the panels over the corners and
//! every shape they may have, the largest scale is searched at which the drawing meets no panel; the way that draws
//! largest wins, where larger panels and panels at their usual corners count a little.
//!
//! *Invariant*: no panel meets the drawing, another panel or the margin.

use super::frame::{Frame, GAP, Outline, Wanted};
use crate::geom::{Orientation, PageRect, Pt, Sheet};

/// The least size of a panel against its natural one, in millimetres for each unit: its smallest text then has 7 points.
const LEAST_PANEL: f64 = 0.262;
/// Sizes of panels that are tried, against the usual one.
const SIZES: [f64; 7] = [1.0, 0.85, 0.7, 0.58, 1.2, 1.45, 1.75];
/// How much the size of the panels counts beside that of the drawing.
const PANEL_WEIGHT: f64 = 0.3;
/// What a panel loses that is not at its usual corner, and a further one in a corner.
const LOSS: (f64, f64) = (0.985, 0.99);
/// How many places of the drawing from left to right are tried.
const SHIFTS: usize = 8;
/// How finely the scale is searched.
const HALVINGS: usize = 12;

/// Where everything lies on a sheet.
pub(super) struct Composed {
    /// The sheet and the panels on it, in the coordinates of the drawing.
    pub(super) frame: Frame,
    /// Millimetres for each unit of the drawing.
    pub(super) unit: f64,
    /// How much larger panels are than their natural size.
    pub(super) scale: f64,
}

/// A shape and a corner for each panel.
type Choice = Vec<(usize, usize)>;

/// Something that can be tried: how the sheet lies, the size of the panels, and where they stand.
#[derive(Clone)]
struct Try {
    way: Orientation,
    scale: f64,
    choice: Choice,
}

/// Where things are in the end: the panels on the sheet inside its margins, and the drawing.
struct Placed {
    panels: Vec<PageRect>,
    /// The upper left corner of the drawing's box.
    at: Pt,
}

/// What stays the same over all that is tried.
struct Composer<'a> {
    sheet: &'a Sheet,
    /// Panels in their natural size.
    panels: &'a [Wanted],
    /// The least size of a panel, in millimetres for each natural unit.
    least: f64,
    bounds: PageRect,
    outline: Outline,
    /// From the left and from the right up to each column: the highest and the lowest point.
    left: (Vec<f64>, Vec<f64>),
    right: (Vec<f64>, Vec<f64>),
}

/// Fills a sheet with a drawing, given as convex polygons, and panels in their natural size. `usual` is how much larger
/// panels are as a rule.
pub(super) fn on_sheet(drawing: &[Vec<Pt>], panels: &[Wanted], usual: f64, sheet: &Sheet) -> Composed {
    // on a sheet too small for panels that can be read, they are smaller: who draws says so
    let mut composer = Composer::new(drawing, panels, sheet, LEAST_PANEL);
    composer
        .best(usual)
        .or_else(|| {
            composer.least = 0.0;
            composer.best(usual)
        })
        .map_or_else(
            || {
                composer.composed(
                    &Try { way: Orientation::Landscape, scale: usual, choice: vec![(0, 0); panels.len()] },
                    1.0,
                )
            },
            |(one, unit)| composer.composed(&one, unit),
        )
}

impl Composer<'_> {
    /// The best of all that can be tried, and its scale.
    fn best(&self, usual: f64) -> Option<(Try, f64)> {
        let ways = match self.sheet.orientation {
            Some(way) => vec![way],
            None => vec![Orientation::Landscape, Orientation::Portrait],
        };
        let choices = self.choices();
        let mut best: Option<(f64, f64, Try)> = None;
        for &way in &ways {
            for size in SIZES {
                for choice in &choices {
                    let one = Try { way, scale: usual * size, choice: choice.clone() };
                    let turned = if way == ways[0] { 1.0 } else { 0.97 };
                    let worth = size.powf(PANEL_WEIGHT) * self.worth(choice) * turned;
                    let least = best.as_ref().map_or(0.0, |(known, ..)| known * 1.002 / worth);
                    if let Some(unit) = self.largest(&one, least) {
                        best = Some((unit * worth, unit, one));
                    }
                }
            }
        }
        let (_, unit, mut chosen) = best?;
        // what room is left makes the panels larger
        for _ in 0..6 {
            let larger = Try { scale: chosen.scale * 1.08, ..chosen.clone() };
            if chosen.scale > usual * 1.7 || self.place(&larger, unit).is_none() {
                break;
            }
            chosen = larger;
        }
        Some((chosen, unit))
    }
}

impl<'a> Composer<'a> {
    fn new(drawing: &[Vec<Pt>], panels: &'a [Wanted], sheet: &'a Sheet, least: f64) -> Self {
        let outline = Outline::new(drawing, 0.0);
        let bounds = outline.bounds;
        let sweep = |values: &[f64], turn: bool, pick: fn(f64, f64) -> f64| {
            let mut out = values.to_vec();
            let n = out.len();
            for i in 1..n {
                let (here, before) = if turn { (n - 1 - i, n - i) } else { (i, i - 1) };
                out[here] = pick(out[here], out[before]);
            }
            out
        };
        let side = |turn| (sweep(&outline.top, turn, f64::min), sweep(&outline.bottom, turn, f64::max));
        let (left, right) = (side(false), side(true));
        Self { sheet, panels, least, bounds, outline, left, right }
    }

    /// All ways to give each panel a shape and a corner.
    fn choices(&self) -> Vec<Choice> {
        self.panels.iter().fold(vec![Vec::new()], |known: Vec<Choice>, panel| {
            let mut out = Vec::new();
            for choice in &known {
                for corner in 0..if panel.only_top { 2 } else { 4 } {
                    for shape in 0..panel.shapes.len() {
                        out.push([&choice[..], &[(shape, corner)]].concat());
                    }
                }
            }
            out
        })
    }

    fn worth(&self, choice: &[(usize, usize)]) -> f64 {
        let moved = choice.iter().zip(self.panels).filter(|((_, corner), panel)| panel.corner != *corner).count();
        let shared = choice.iter().enumerate().filter(|(i, (_, c))| choice[..*i].iter().any(|(_, d)| d == c)).count();
        LOSS.0.powi(moved as i32) * LOSS.1.powi(shared as i32)
    }

    /// Millimetres inside the margins.
    fn room(&self, way: Orientation) -> [f64; 2] {
        self.sheet.inner().sides(way).map(|side| side.max(1.0))
    }

    /// The scale at which the drawing alone fills the sheet.
    fn limit(&self, way: Orientation) -> f64 {
        let [w, h] = self.room(way);
        (w / self.bounds.w.max(1.0)).min(h / self.bounds.h.max(1.0))
    }

    /// The largest scale at which all this fits, if it is at least some scale.
    fn largest(&self, one: &Try, least: f64) -> Option<f64> {
        let limit = self.limit(one.way);
        let mut low = least.max(limit / 50.0);
        if low > limit || self.place(one, low).is_none() {
            return None;
        }
        let mut high = limit;
        for _ in 0..HALVINGS {
            let middle = (low * high).sqrt();
            if self.place(one, middle).is_some() { low = middle } else { high = middle }
        }
        Some(low)
    }

    /// How much larger panels are at a scale of the drawing.
    fn panel_scale(&self, one: &Try, unit: f64) -> f64 {
        one.scale.max(self.least / unit)
    }

    /// The panels in their corners, and a place for the drawing that meets none of them; at a scale of the drawing.
    fn place(&self, one: &Try, unit: f64) -> Option<Placed> {
        let scale = self.panel_scale(one, unit);
        let gap = GAP * scale;
        let [w, h] = self.room(one.way).map(|side| side / unit);
        let panels = self.in_corners(one, scale, [w, h])?;
        let slack = (w - self.bounds.w, h - self.bounds.h);
        if slack.0 < -1e-6 || slack.1 < -1e-6 {
            return None;
        }
        // from the middle outwards
        let middle = SHIFTS / 2;
        (0..=SHIFTS)
            .map(|i| if i % 2 == 0 { middle + i / 2 } else { middle - i.div_ceil(2) })
            .find_map(|i| {
                let x = slack.0.max(0.0) * i as f64 / SHIFTS as f64;
                let (mut low, mut high) = (0.0f64, slack.1.max(0.0));
                for (rect, (_, corner)) in panels.iter().zip(&one.choice) {
                    let Some((top, bottom)) = self.over(rect, *corner, gap, x, w) else { continue };
                    if *corner < 2 {
                        low = low.max(rect.y1() + gap - top);
                    } else {
                        high = high.min(rect.y - gap - bottom);
                    }
                }
                (low <= high + 1e-6).then_some(Pt::new(x, f64::midpoint(low, high)))
            })
            .map(|at| Placed { panels, at })
    }

    /// The highest and lowest point of the drawing at or above a panel of a corner, from the top of the drawing's box,
    /// which begins at `x`. `None` where the panel is beside it.
    fn over(&self, rect: &PageRect, corner: usize, gap: f64, x: f64, w: f64) -> Option<(f64, f64)> {
        let (side, column) = if corner.is_multiple_of(2) {
            let reach = rect.x1() + gap - x;
            (reach > 0.0).then(|| (&self.left, self.outline.column(self.bounds.x + reach)))?
        } else {
            let reach = w - rect.x + gap - (w - x - self.bounds.w);
            (reach > 0.0).then(|| (&self.right, self.outline.column(self.bounds.x1() - reach)))?
        };
        Some((side.0[column] - self.bounds.y, side.1[column] - self.bounds.y))
    }

    /// The panels on a sheet of a size in units, one below the other in each corner; `None` when they meet.
    fn in_corners(&self, one: &Try, scale: f64, [w, h]: [f64; 2]) -> Option<Vec<PageRect>> {
        let gap = GAP * scale;
        let mut out = vec![PageRect::new(0.0, 0.0, 0.0, 0.0); self.panels.len()];
        for corner in 0..4 {
            let stack: Vec<usize> = (0..out.len()).filter(|i| one.choice[*i].1 == corner).collect();
            let size = |i: usize| self.panels[i].shapes[one.choice[i].0].map(|v| v * scale);
            let wide = stack.iter().map(|i| size(*i)[0]).fold(0.0, f64::max);
            let high = stack.iter().map(|i| size(*i)[1] + gap).sum::<f64>() - gap;
            if wide > w || high > h {
                return None;
            }
            let x = if corner.is_multiple_of(2) { 0.0 } else { w - wide };
            let mut y = if corner < 2 { 0.0 } else { h - high };
            for i in stack {
                let [_, high] = size(i);
                out[i] = PageRect::new(x, y, wide, high);
                y += high + gap;
            }
        }
        let apart = |i: usize| out[..i].iter().all(|other| !out[i].grown(gap * 0.999).overlaps(other));
        (0..out.len()).all(apart).then_some(out)
    }

    fn composed(&self, one: &Try, unit: f64) -> Composed {
        let [w, h] = self.room(one.way).map(|side| side / unit);
        let placed = self.place(one, unit).unwrap_or_else(|| Placed {
            panels: vec![PageRect::new(0.0, 0.0, 1.0, 1.0); self.panels.len()],
            at: Pt::new((w - self.bounds.w) / 2.0, (h - self.bounds.h) / 2.0),
        });
        let inner = PageRect::new(self.bounds.x - placed.at.x, self.bounds.y - placed.at.y, w, h);
        let moved = |rect: &PageRect| PageRect::new(rect.x + inner.x, rect.y + inner.y, rect.w, rect.h);
        let panels = placed.panels.iter().zip(&one.choice).map(|(rect, (shape, _))| (*shape, moved(rect))).collect();
        let frame = Frame { page: inner.grown(self.sheet.margin / unit), panels };
        Composed { frame, unit, scale: self.panel_scale(one, unit) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Paper;

    fn diamond(w: f64, h: f64) -> Vec<Vec<Pt>> {
        vec![vec![Pt::new(0.0, h / 2.0), Pt::new(w / 2.0, 0.0), Pt::new(w, h / 2.0), Pt::new(w / 2.0, h)]]
    }

    fn square(w: f64, h: f64) -> Vec<Vec<Pt>> {
        vec![vec![Pt::new(0.0, 0.0), Pt::new(w, 0.0), Pt::new(w, h), Pt::new(0.0, h)]]
    }

    fn wanted() -> Vec<Wanted> {
        vec![
            Wanted { shapes: vec![[400.0, 90.0]], corner: 1, only_top: true },
            Wanted { shapes: vec![[360.0, 200.0], [200.0, 380.0]], corner: 2, only_top: false },
            Wanted { shapes: vec![[440.0, 160.0], [300.0, 240.0]], corner: 3, only_top: false },
        ]
    }

    /// Whether a point is inside a convex polygon whose corners run clockwise.
    fn inside(polygon: &[Pt], p: Pt) -> bool {
        (0..polygon.len()).all(|i| {
            let (a, b) = (polygon[i], polygon[(i + 1) % polygon.len()]);
            (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 1e-6
        })
    }

    #[test]
    fn every_sheet_is_filled_and_nothing_meets() {
        for (drawing, name) in [
            (diamond(1400.0, 800.0), "diamond"),
            (square(1400.0, 600.0), "wide"),
            (square(500.0, 1500.0), "high"),
            (diamond(9000.0, 5000.0), "large"),
        ] {
            for paper in Paper::ALL {
                for orientation in [None, Some(Orientation::Landscape), Some(Orientation::Portrait)] {
                    let sheet = Sheet { orientation, ..Sheet::new(paper) };
                    let usual = super::super::frame::panel_scale(drawing[0][1].x);
                    let made = on_sheet(&drawing, &wanted(), usual, &sheet);
                    let page = made.frame.page;
                    let way = if page.w > page.h { Orientation::Landscape } else { Orientation::Portrait };
                    let [w, h] = paper.sides(way);
                    assert!((page.w * made.unit - w).abs() < 1e-6 && (page.h * made.unit - h).abs() < 1e-6);
                    assert!(orientation.is_none_or(|wanted| wanted == way));
                    let all = PageRect::around(drawing[0].iter().copied()).unwrap_or(page);
                    assert!(all.x >= page.x && all.x1() <= page.x1() && all.y >= page.y && all.y1() <= page.y1());
                    for (i, (_, panel)) in made.frame.panels.iter().enumerate() {
                        assert!(panel.x >= page.x && panel.x1() <= page.x1() && panel.y1() <= page.y1(), "{name}");
                        assert!(made.frame.panels[..i].iter().all(|(_, other)| !other.overlaps(panel)));
                        for k in 0..=20 {
                            let (s, t) = (f64::from(k) / 20.0 * panel.w, f64::from(k) / 20.0 * panel.h);
                            let edge = [
                                Pt::new(panel.x + s, panel.y),
                                Pt::new(panel.x + s, panel.y1()),
                                Pt::new(panel.x, panel.y + t),
                                Pt::new(panel.x1(), panel.y + t),
                            ];
                            assert!(edge.iter().all(|p| !inside(&drawing[0], *p)), "{name} on {}", paper.name);
                        }
                        assert!(
                            drawing[0].iter().all(|p| {
                                p.x <= panel.x || p.x >= panel.x1() || p.y <= panel.y || p.y >= panel.y1()
                            })
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_diamond_on_a_landscape_sheet_nearly_fills_it() {
        let sheet = Sheet::new(Paper::ALL[1]);
        let made = on_sheet(&diamond(1400.0, 900.0), &wanted(), 1.0, &sheet);
        assert!(made.frame.page.w > made.frame.page.h);
        assert!(made.unit * 1400.0 > 0.85 * 841.0, "{}", made.unit * 1400.0);
    }
}
