//! Bodies with flat faces: boxes, prisms, wedges, roofs, with their visible faces and edges.
//!
//! A face is visible when its corners run the same way on the page as those of a top face do. The silhouette is made
//! of the edges that only one visible face has; that is right for convex bodies, and every part is one.

use std::f64::consts::TAU;

use super::form::{Part, Shape};
use crate::geom::{Projection, Pt};

/// A point in ground units.
pub(super) type Point = [f64; 3];

/// A convex body.
pub(super) struct Mesh {
    pub(super) points: Vec<Point>,
    /// Corners of each face, so that those of a face seen on the page run clockwise. The bottom is left out.
    pub(super) faces: Vec<Vec<usize>>,
    /// How many faces, from the first, are sides that stand on the foot.
    pub(super) sides: usize,
}

/// The body of a part in a box of ground units.
pub(super) fn mesh(part: &Part, size: Point) -> Mesh {
    let [x, y, z] = [0, 1, 2].map(|i| part.at[i] * size[i]);
    let [w, d, h] = [0, 1, 2].map(|i| part.size[i] * size[i]);
    match part.shape {
        Shape::Roof => roof([x, y, z], [w, d, h]),
        Shape::Wedge => {
            let ring = [[x, y], [x + w, y], [x + w, y + d], [x, y + d]];
            let front = z + h * part.top;
            let top = [z + h, z + h, front, front];
            pillar(&ring, z, (0..4).map(|i| [ring[i][0], ring[i][1], top[i]]).collect())
        }
        Shape::Box | Shape::Prism | Shape::Round => {
            let ring = ring(part, [x, y], [w, d]);
            let (cx, cy) = (x + w / 2.0, y + d / 2.0);
            let scaled = |p: &[f64; 2]| [cx + (p[0] - cx) * part.top, cy + (p[1] - cy) * part.top, z + h];
            pillar(&ring, z, ring.iter().map(scaled).collect())
        }
    }
}

/// The corners of the foot.
fn ring(part: &Part, [x, y]: [f64; 2], [w, d]: [f64; 2]) -> Vec<[f64; 2]> {
    if part.shape == Shape::Box {
        return vec![[x, y], [x + w, y], [x + w, y + d], [x, y + d]];
    }
    let sides = if part.shape == Shape::Round { 24 } else { part.sides.clamp(3, 48) };
    (0..sides)
        .map(|i| {
            let angle = part.turn.to_radians() + TAU * f64::from(i) / f64::from(sides);
            [x + w / 2.0 * (1.0 + angle.cos()), y + d / 2.0 * (1.0 + angle.sin())]
        })
        .collect()
}

/// Sides between a foot and a top with as many corners, and the top.
fn pillar(ring: &[[f64; 2]], z: f64, top: Vec<Point>) -> Mesh {
    let n = ring.len();
    let mut points: Vec<Point> = ring.iter().map(|p| [p[0], p[1], z]).collect();
    points.extend(top);
    let mut faces: Vec<Vec<usize>> = (0..n)
        .map(|a| {
            let b = (a + 1) % n;
            vec![n + b, n + a, a, b]
        })
        .collect();
    faces.push((n..2 * n).collect());
    Mesh { points, faces, sides: n }
}

fn roof([x, y, z]: Point, [w, d, h]: Point) -> Mesh {
    let (m, t) = (y + d / 2.0, z + h);
    let points = vec![[x, y, z], [x + w, y, z], [x + w, y + d, z], [x, y + d, z], [x, m, t], [x + w, m, t]];
    let faces = vec![vec![4, 5, 2, 3], vec![5, 1, 2], vec![5, 4, 0, 1], vec![4, 3, 0]];
    Mesh { points, faces, sides: 0 }
}

impl Mesh {
    /// The indices of the faces that are seen.
    pub(super) fn visible(&self, projection: &Projection) -> Vec<usize> {
        (0..self.faces.len()).filter(|&f| area(&self.page(&self.faces[f], projection)) > 1e-6).collect()
    }

    /// Some corners on the page.
    pub(super) fn page(&self, corners: &[usize], projection: &Projection) -> Vec<Pt> {
        corners.iter().map(|&i| at(projection, self.points[i])).collect()
    }

    /// The direction in which a face looks, of length 1.
    pub(super) fn normal(&self, face: usize) -> Point {
        let corners = &self.faces[face];
        let [a, b, c] = [corners[0], corners[1], corners[2]].map(|i| self.points[i]);
        let u = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
        let v = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
        let n = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
        let length = (n[0] * n[0] + n[1] * n[1] + n[2] * n[2]).sqrt();
        if length > 0.0 { n.map(|v| v / length) } else { [0.0, 0.0, 1.0] }
    }

    /// The edges between two visible faces, and the loop of those that only one has.
    pub(super) fn edges(&self, visible: &[usize]) -> (Vec<[usize; 2]>, Vec<usize>) {
        let directed: Vec<[usize; 2]> = visible
            .iter()
            .flat_map(|&f| {
                let corners = &self.faces[f];
                (0..corners.len()).map(move |i| [corners[i], corners[(i + 1) % corners.len()]])
            })
            .collect();
        let (mut inner, mut outer) = (Vec::new(), Vec::new());
        for &[a, b] in &directed {
            if !directed.contains(&[b, a]) {
                outer.push([a, b]);
            } else if a < b {
                inner.push([a, b]);
            }
        }
        (inner, chain(&outer))
    }
}

/// A point on the page.
pub(super) fn at(projection: &Projection, [x, y, z]: Point) -> Pt {
    projection.at(x, y, z)
}

/// The point at a share of the way.
pub(super) fn between(a: Point, b: Point, share: f64) -> Point {
    [0, 1, 2].map(|i| a[i] + (b[i] - a[i]) * share)
}

/// Joins edges into one loop of corners.
fn chain(edges: &[[usize; 2]]) -> Vec<usize> {
    let Some(&[first, mut next]) = edges.first() else {
        return Vec::new();
    };
    let mut loop_ = vec![first];
    while next != first && loop_.len() < edges.len() {
        loop_.push(next);
        match edges.iter().find(|edge| edge[0] == next) {
            Some(edge) => next = edge[1],
            None => break,
        }
    }
    loop_
}

/// Twice the area of a polygon; positive when its corners run clockwise on the page.
fn area(points: &[Pt]) -> f64 {
    (0..points.len())
        .map(|i| {
            let (a, b) = (points[i], points[(i + 1) % points.len()]);
            a.x * b.y - b.x * a.y
        })
        .sum()
}
