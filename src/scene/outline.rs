//! Outlines in page units: polygons, circles, boxes with round corners, SVG path data, convex hulls.

use kurbo::{Affine, BezPath, PathEl, Point};

use super::types::Segment;
use crate::geom::{PageRect, Pt};

/// How far the handles of a cubic quarter circle reach, in radii.
const QUARTER: f64 = 0.552_284_75;

/// A closed polygon.
pub(super) fn polygon(points: &[Pt]) -> Vec<Segment> {
    let mut out = line(points);
    if !out.is_empty() {
        out.push(Segment::Close);
    }
    out
}

/// An open line through points.
pub(super) fn line(points: &[Pt]) -> Vec<Segment> {
    points.iter().enumerate().map(|(i, &p)| if i == 0 { Segment::Move(p) } else { Segment::Line(p) }).collect()
}

/// A circle.
pub(super) fn circle(center: Pt, r: f64) -> Vec<Segment> {
    ellipse(center, r, r)
}

/// An ellipse along the page's axes.
pub(super) fn ellipse(center: Pt, rx: f64, ry: f64) -> Vec<Segment> {
    round(|x, y| Pt::new(center.x + rx * x, center.y + ry * y))
}

/// The circle of radius 1, as `at` lays its points on the page.
pub(super) fn round(at: impl Fn(f64, f64) -> Pt) -> Vec<Segment> {
    let k = QUARTER;
    vec![
        Segment::Move(at(1.0, 0.0)),
        Segment::Cubic(at(1.0, k), at(k, 1.0), at(0.0, 1.0)),
        Segment::Cubic(at(-k, 1.0), at(-1.0, k), at(-1.0, 0.0)),
        Segment::Cubic(at(-1.0, -k), at(-k, -1.0), at(0.0, -1.0)),
        Segment::Cubic(at(k, -1.0), at(1.0, -k), at(1.0, 0.0)),
        Segment::Close,
    ]
}

/// A box with round corners.
pub(super) fn rounded(x: f64, y: f64, w: f64, h: f64, r: f64) -> Vec<Segment> {
    let r = r.min(w / 2.0).min(h / 2.0);
    let k = r * (1.0 - QUARTER);
    let (x1, y1) = (x + w, y + h);
    let p = Pt::new;
    vec![
        Segment::Move(p(x + r, y)),
        Segment::Line(p(x1 - r, y)),
        Segment::Cubic(p(x1 - k, y), p(x1, y + k), p(x1, y + r)),
        Segment::Line(p(x1, y1 - r)),
        Segment::Cubic(p(x1, y1 - k), p(x1 - k, y1), p(x1 - r, y1)),
        Segment::Line(p(x + r, y1)),
        Segment::Cubic(p(x + k, y1), p(x, y1 - k), p(x, y1 - r)),
        Segment::Line(p(x, y + r)),
        Segment::Cubic(p(x, y + k), p(x + k, y), p(x + r, y)),
        Segment::Close,
    ]
}

/// A box of the page.
pub(super) fn page_rect(rect: &PageRect) -> Vec<Segment> {
    polygon(&[
        Pt::new(rect.x, rect.y),
        Pt::new(rect.x1(), rect.y),
        Pt::new(rect.x1(), rect.y1()),
        Pt::new(rect.x, rect.y1()),
    ])
}

/// The outline of SVG path data under a matrix; nothing for data that cannot be read.
pub(super) fn parsed(d: &str, matrix: [f64; 6]) -> Vec<Segment> {
    let path = BezPath::from_svg(d).unwrap_or_default();
    let pt = |p: Point| Pt::new(p.x, p.y);
    (Affine::new(matrix) * path)
        .elements()
        .iter()
        .map(|el| match *el {
            PathEl::MoveTo(p) => Segment::Move(pt(p)),
            PathEl::LineTo(p) => Segment::Line(pt(p)),
            PathEl::QuadTo(c, p) => Segment::Quad(pt(c), pt(p)),
            PathEl::CurveTo(c, d, p) => Segment::Cubic(pt(c), pt(d), pt(p)),
            PathEl::ClosePath => Segment::Close,
        })
        .collect()
}

/// The convex hull of points (Andrew's monotone chain).
pub(super) fn hull(points: &[Pt]) -> Vec<Pt> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let mut out: Vec<Pt> = Vec::new();
    // first the lower chain from left to right, then the upper one back
    for is_back in [false, true] {
        let start = out.len();
        for i in 0..sorted.len() {
            let p = if is_back { sorted[sorted.len() - 1 - i] } else { sorted[i] };
            while out.len() >= start + 2 {
                let (a, b) = (out[out.len() - 2], out[out.len() - 1]);
                if (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 1e-9 {
                    break;
                }
                out.pop();
            }
            out.push(p);
        }
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hull_leaves_out_what_is_inside() {
        let points = [(0.0, 0.0), (4.0, 0.0), (2.0, 1.0), (4.0, 4.0), (0.0, 4.0)].map(|(x, y)| Pt::new(x, y));
        let out = hull(&points);
        assert_eq!(out.len(), 4);
        assert!(!out.contains(&Pt::new(2.0, 1.0)));
    }

    #[test]
    fn path_data_with_arcs_is_read() {
        assert!(parsed("M0 0a2 2 0 0 1 4 0z", [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]).len() >= 3);
        assert!(parsed("nonsense", [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]).is_empty());
    }
}
