//! Arranges the page: where the drawing lies and where the panels do.
//!
//! Seen from the side, the ground leaves the corners of its box empty. A panel in a corner may reach as far in as the
//! outline of the drawing lets it; the outline is kept as the highest and lowest point over narrow columns of the
//! page. All choices of corners, of shapes of panels and of how far the page grows to the left and right are tried;
//! the page grows up and down as needed; the smallest page near the shape of paper wins. Seen from above there are no
//! empty corners: the title is a head line, the other panels stand in a row below, or beside a drawing that is high.
//!
//! *Invariant*: no panel overlaps the drawing or another panel.

use crate::geom::{PageRect, Pt};

/// Room round everything, for panels of their natural size.
const MARGIN: f64 = 36.0;
/// Room between a panel and whatever is beside it, likewise.
pub(super) const GAP: f64 = 22.0;
/// Columns of the outline.
const COLUMNS: f64 = 200.0;
/// In how many steps the page may grow to each side.
const STEPS: usize = 11;

/// A panel to place: the shapes it may have, best first, and the corner where readers look for it.
pub(super) struct Wanted {
    /// Widths and heights.
    pub(super) shapes: Vec<[f64; 2]>,
    /// The corner: left to right, top to bottom.
    pub(super) corner: usize,
    /// Whether only the corners at the top will do.
    pub(super) only_top: bool,
}

impl Wanted {
    /// The same panel in another size.
    pub(super) fn scaled(&self, by: f64) -> Self {
        let shapes = self.shapes.iter().map(|shape| shape.map(|v| v * by)).collect();
        Self { shapes, ..*self }
    }
}

/// How much larger panels are than their natural size, so that they can be read with a drawing of this width.
pub(super) fn panel_scale(width: f64) -> f64 {
    let scale = (width / 1500.0).max(1.0).powf(0.8);
    (scale * 20.0).round() / 20.0
}

/// Where everything lies, in the coordinates of the drawing.
pub(super) struct Frame {
    /// The page, margins included.
    pub(super) page: PageRect,
    /// The shape chosen for each panel and its box.
    pub(super) panels: Vec<(usize, PageRect)>,
}

/// The highest and lowest points of the drawing over columns of the page.
pub(super) struct Outline {
    /// The box round the drawing.
    pub(super) bounds: PageRect,
    /// Room to keep from it.
    gap: f64,
    /// Width of a column.
    column: f64,
    /// The highest point of each column.
    pub(super) top: Vec<f64>,
    /// The lowest point of each column.
    pub(super) bottom: Vec<f64>,
}

/// Places panels in the corners that a drawing leaves empty. The drawing is given as convex polygons.
pub(super) fn in_corners(drawing: &[Vec<Pt>], panels: &[Wanted], scale: f64) -> Frame {
    let outline = Outline::new(drawing, GAP * scale);
    let bounds = outline.bounds;
    let widest = panels.iter().flat_map(|panel| panel.shapes.iter().map(|shape| shape[0])).fold(0.0, f64::max);
    let step = (bounds.w / 2.0).max(widest * 0.8) / STEPS as f64;
    // how far the page must reach up or down from the bounds: by panel, shape, corner, growth
    let needs: Vec<Vec<[[f64; STEPS]; 4]>> = panels
        .iter()
        .map(|panel| {
            panel.shapes.iter().map(|&shape| corners(|c| steps(|s| outline.need(shape, c, s as f64 * step)))).collect()
        })
        .collect();
    let mut best: Option<(f64, Frame)> = None;
    for choice in choices(panels) {
        for left in 0..STEPS {
            for right in 0..STEPS {
                let (mut up, mut down) = (0.0f64, 0.0f64);
                for (i, &(shape, corner)) in choice.iter().enumerate() {
                    let grown = if corner % 2 == 0 { left } else { right };
                    let need = needs[i][shape][corner][grown];
                    if corner < 2 { up = up.max(need) } else { down = down.max(need) }
                }
                let inner = PageRect::new(
                    bounds.x - left as f64 * step,
                    bounds.y - up,
                    bounds.w + (left + right) as f64 * step,
                    bounds.h + up + down,
                );
                let moved = panels.iter().zip(&choice).filter(|(panel, (_, corner))| panel.corner != *corner).count();
                let cost = cost(&inner) * (1.0 + 0.03 * moved as f64);
                if best.as_ref().is_some_and(|(known, _)| *known <= cost) {
                    continue;
                }
                let placed: Vec<(usize, PageRect)> = choice
                    .iter()
                    .zip(panels)
                    .map(|(&(shape, corner), panel)| (shape, put(&inner, panel.shapes[shape], corner)))
                    .collect();
                let is_inside = |rect: &PageRect| rect.x1() <= inner.x1() + 1e-6 && rect.x >= inner.x - 1e-6;
                if placed.iter().all(|(_, rect)| is_inside(rect)) && are_apart(&placed, GAP * scale) {
                    best = Some((cost, Frame { page: inner.grown(MARGIN * scale), panels: placed }));
                }
            }
        }
    }
    best.map_or_else(|| in_rows(bounds, panels, scale), |(_, frame)| frame)
}

/// Places the first panel above the drawing and the others in a row below, or beside a drawing that is high.
pub(super) fn in_rows(bounds: PageRect, panels: &[Wanted], scale: f64) -> Frame {
    let (gap, margin) = (GAP * scale, MARGIN * scale);
    let mut inner = bounds;
    let mut placed: Vec<(usize, PageRect)> = Vec::new();
    for panel in panels.iter().filter(|panel| panel.only_top) {
        let [w, h] = panel.shapes[0];
        inner = PageRect::new(inner.x, inner.y - gap - h, inner.w.max(w), inner.h + gap + h);
        placed.push((0, PageRect::new(inner.x, inner.y, inner.w, h)));
    }
    let rest: Vec<&Wanted> = panels.iter().filter(|panel| !panel.only_top).collect();
    if !rest.is_empty() {
        let arranged = if inner.h > inner.w * 0.95 {
            column(inner, bounds.y, &rest, gap)
        } else {
            let (beside, below) = (row(inner, &rest, gap), stack(inner, &rest, gap));
            let size = |(inner, _): &(PageRect, Vec<(usize, PageRect)>)| inner.w * inner.h;
            if size(&beside) <= size(&below) { beside } else { below }
        };
        inner = arranged.0;
        placed.extend(arranged.1);
        // the head line is as wide as the page
        for (_, rect) in placed.iter_mut().take(panels.len() - rest.len()) {
            rect.w = inner.w;
        }
    }
    Frame { page: inner.grown(margin), panels: placed }
}

/// The page and the panels on it, with the shape chosen for each.
type Arranged = (PageRect, Vec<(usize, PageRect)>);

/// A column to the right, each panel as narrow as it can be.
fn column(inner: PageRect, top: f64, rest: &[&Wanted], gap: f64) -> Arranged {
    let narrow = |panel: &Wanted| {
        (0..panel.shapes.len()).min_by(|&a, &b| panel.shapes[a][0].total_cmp(&panel.shapes[b][0])).unwrap_or(0)
    };
    let wide = rest.iter().map(|panel| panel.shapes[narrow(panel)][0]).fold(0.0, f64::max);
    let mut y = top;
    let mut placed = Vec::new();
    for panel in rest {
        let shape = narrow(panel);
        let h = panel.shapes[shape][1];
        placed.push((shape, PageRect::new(inner.x1() + gap, y, wide, h)));
        y += h + gap;
    }
    (PageRect::new(inner.x, inner.y, inner.w + gap + wide, inner.h.max(y - gap - inner.y)), placed)
}

/// One below the other, each as wide as the page and in the widest shape that fits.
fn stack(inner: PageRect, rest: &[&Wanted], gap: f64) -> Arranged {
    let fitting = |panel: &Wanted| {
        let widths = panel.shapes.iter().enumerate().map(|(i, shape)| (i, shape[0]));
        let fits = widths.clone().filter(|(_, w)| *w <= inner.w).max_by(|a, b| a.1.total_cmp(&b.1));
        fits.or_else(|| widths.min_by(|a, b| a.1.total_cmp(&b.1))).map_or(0, |(i, _)| i)
    };
    let whole = rest.iter().map(|panel| panel.shapes[fitting(panel)][0]).fold(inner.w, f64::max);
    let mut y = inner.y1();
    let mut placed = Vec::new();
    for panel in rest {
        let shape = fitting(panel);
        let h = panel.shapes[shape][1];
        placed.push((shape, PageRect::new(inner.x, y + gap, whole, h)));
        y += gap + h;
    }
    (PageRect::new(inner.x, inner.y, whole, y - inner.y), placed)
}

/// A row below: the lowest set of shapes that fits the width; the last panel takes the room that is left.
fn row(inner: PageRect, rest: &[&Wanted], gap: f64) -> Arranged {
    let sets: Vec<Vec<usize>> = rest.iter().fold(vec![Vec::new()], |sets, panel| {
        sets.iter().flat_map(|set| (0..panel.shapes.len()).map(move |s| [&set[..], &[s]].concat())).collect()
    });
    let width = |set: &[usize]| {
        set.iter().zip(rest).map(|(&s, panel)| panel.shapes[s][0]).sum::<f64>() + gap * (set.len() as f64 - 1.0)
    };
    let height = |set: &[usize]| set.iter().zip(rest).map(|(&s, panel)| panel.shapes[s][1]).fold(0.0, f64::max);
    let lowest = |a: &&Vec<usize>, b: &&Vec<usize>| height(a).total_cmp(&height(b)).then(width(a).total_cmp(&width(b)));
    let fitting = sets.iter().filter(|set| width(set) <= inner.w).min_by(lowest);
    let Some(best) = fitting.or_else(|| sets.iter().min_by(|a, b| width(a).total_cmp(&width(b)))) else {
        return (inner, Vec::new());
    };
    let whole = inner.w.max(width(best));
    let (mut x, y, h) = (inner.x, inner.y1() + gap, height(best));
    let mut placed = Vec::new();
    for (i, (&shape, panel)) in best.iter().zip(rest).enumerate() {
        let is_last = i + 1 == rest.len();
        let w = if is_last { inner.x + whole - x } else { panel.shapes[shape][0] };
        placed.push((shape, PageRect::new(x, y, w, h)));
        x += w + gap;
    }
    (PageRect::new(inner.x, inner.y, whole, inner.h + gap + h), placed)
}

/// A smaller page is better, and one near the shape of paper.
fn cost(inner: &PageRect) -> f64 {
    let (w, h) = (inner.w + 2.0 * MARGIN, inner.h + 2.0 * MARGIN);
    let off = ((w / h).ln() - std::f64::consts::SQRT_2.ln()).abs();
    w * h * (1.0 + 0.6 * (off - 0.1).max(0.0))
}

/// The box of a panel in a corner.
fn put(inner: &PageRect, [w, h]: [f64; 2], corner: usize) -> PageRect {
    let x = if corner.is_multiple_of(2) { inner.x } else { inner.x1() - w };
    let y = if corner < 2 { inner.y } else { inner.y1() - h };
    PageRect::new(x, y, w, h)
}

fn are_apart(placed: &[(usize, PageRect)], gap: f64) -> bool {
    placed.iter().enumerate().all(|(i, (_, a))| placed[..i].iter().all(|(_, b)| !a.grown(gap).overlaps(b)))
}

/// All ways to give each panel a shape and a corner of its own.
fn choices(panels: &[Wanted]) -> Vec<Vec<(usize, usize)>> {
    panels.iter().fold(vec![Vec::new()], |known: Vec<Vec<(usize, usize)>>, panel| {
        let mut out = Vec::new();
        for choice in known {
            for corner in (0..if panel.only_top { 2 } else { 4 })
                .filter(|corner| !choice.iter().any(|(_, taken)| taken == corner))
            {
                for shape in 0..panel.shapes.len() {
                    let mut longer = choice.clone();
                    longer.push((shape, corner));
                    out.push(longer);
                }
            }
        }
        out
    })
}

fn corners<T>(of: impl Fn(usize) -> T) -> [T; 4] {
    [of(0), of(1), of(2), of(3)]
}

fn steps(of: impl Fn(usize) -> f64) -> [f64; STEPS] {
    std::array::from_fn(of)
}

impl Outline {
    /// That of a drawing; a room to keep from it.
    pub(super) fn new(polygons: &[Vec<Pt>], gap: f64) -> Self {
        let bounds = PageRect::around(polygons.iter().flatten().copied()).unwrap_or(PageRect::new(0.0, 0.0, 0.0, 0.0));
        let column = (bounds.w / COLUMNS).max(4.0);
        let columns = (bounds.w / column).ceil().max(1.0) as usize;
        let mut out = Self { bounds, gap, column, top: vec![f64::MAX; columns], bottom: vec![f64::MIN; columns] };
        for polygon in polygons {
            for (i, &a) in polygon.iter().enumerate() {
                out.add(a, polygon[(i + 1) % polygon.len()]);
            }
        }
        out
    }

    /// The column of a place, the nearest one outside of the drawing.
    pub(super) fn column(&self, x: f64) -> usize {
        (((x - self.bounds.x) / self.column).floor().max(0.0) as usize).min(self.top.len() - 1)
    }

    fn add(&mut self, a: Pt, b: Pt) {
        let (a, b) = if a.x <= b.x { (a, b) } else { (b, a) };
        for column in self.column(a.x)..=self.column(b.x) {
            let from = (self.bounds.x + column as f64 * self.column).max(a.x);
            let to = (self.bounds.x + (column + 1) as f64 * self.column).min(b.x);
            for x in [from, to] {
                let share = if b.x > a.x { ((x - a.x) / (b.x - a.x)).clamp(0.0, 1.0) } else { 0.0 };
                let y = a.y + (b.y - a.y) * share;
                self.top[column] = self.top[column].min(y);
                self.bottom[column] = self.bottom[column].max(y);
            }
            for y in if a.x >= b.x { [a.y, b.y] } else { [self.top[column]; 2] } {
                self.top[column] = self.top[column].min(y);
                self.bottom[column] = self.bottom[column].max(y);
            }
        }
    }

    /// How far the page must reach beyond the bounds, up or down, for a panel in a corner of a page grown sideways.
    fn need(&self, [w, h]: [f64; 2], corner: usize, grown: f64) -> f64 {
        let (from, to) = if corner.is_multiple_of(2) {
            (self.bounds.x - grown, self.bounds.x - grown + w + self.gap)
        } else {
            (self.bounds.x1() + grown - w - self.gap, self.bounds.x1() + grown)
        };
        if to <= self.bounds.x || from >= self.bounds.x1() {
            return (h - self.bounds.h).max(0.0);
        }
        let columns = self.column(from)..=self.column(to);
        let need = if corner < 2 {
            let y = self.top[columns].iter().copied().fold(f64::MAX, f64::min);
            self.bounds.y - (y - self.gap - h)
        } else {
            let y = self.bottom[columns].iter().copied().fold(f64::MIN, f64::max);
            y + self.gap + h - self.bounds.y1()
        };
        need.max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diamond() -> Vec<Vec<Pt>> {
        vec![vec![Pt::new(0.0, 400.0), Pt::new(700.0, 0.0), Pt::new(1400.0, 400.0), Pt::new(700.0, 800.0)]]
    }

    fn wanted() -> Vec<Wanted> {
        vec![
            Wanted { shapes: vec![[400.0, 90.0]], corner: 1, only_top: true },
            Wanted { shapes: vec![[360.0, 200.0], [200.0, 380.0]], corner: 2, only_top: false },
            Wanted { shapes: vec![[440.0, 160.0]], corner: 3, only_top: false },
        ]
    }

    #[test]
    fn panels_go_to_empty_corners_and_cost_little_room() {
        let frame = in_corners(&diamond(), &wanted(), 1.0);
        assert!(frame.page.w * frame.page.h < (1400.0 + 72.0) * (800.0 + 72.0) * 1.35);
        for (i, (_, panel)) in frame.panels.iter().enumerate() {
            assert!(frame.panels[..i].iter().all(|(_, other)| !other.overlaps(panel)));
            // a point is inside the diamond if it is nearer to the middle than the edges
            for (x, y) in [(panel.x, panel.y), (panel.x1(), panel.y), (panel.x, panel.y1()), (panel.x1(), panel.y1())] {
                assert!((x - 700.0).abs() / 700.0 + (y - 400.0).abs() / 400.0 > 1.0, "{x} {y}");
            }
        }
    }

    #[test]
    fn a_panel_wider_than_the_drawing_makes_the_page_wider() {
        let small = vec![vec![Pt::new(0.0, 40.0), Pt::new(70.0, 0.0), Pt::new(140.0, 40.0), Pt::new(70.0, 80.0)]];
        let frame = in_corners(&small, &wanted(), 1.0);
        assert!(frame.panels.iter().all(|(_, panel)| panel.x1() <= frame.page.x1() && panel.x >= frame.page.x));
    }

    #[test]
    fn seen_from_above_the_row_is_as_wide_as_the_drawing() {
        let frame = in_rows(PageRect::new(0.0, 0.0, 1400.0, 600.0), &wanted(), 1.0);
        let last = frame.panels[2].1;
        assert!((last.x1() - 1400.0).abs() < 1e-9 && last.y >= 600.0);
    }
}
