//! Bodies with a round foot and top: cylinders, buckets, domes.
//!
//! A point at height z lies on the page where the ground point moved by `-z·shadow` along both axes lies. So foot and
//! top are two circles on one plane, and the silhouette is those circles with their two outer tangents. Where the
//! tangents touch is the same angle on both: with `o` from the foot's centre to the top's, measured in radii, and the
//! radii `k0`, `k1`, the normal there makes the angle `acos((k0 - k1) / |o|)` with `o`.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use super::form::Part;
use crate::geom::{Projection, Pt};
use crate::scene::types::Segment;

/// A round body in ground units.
pub(super) struct Round<'a> {
    projection: &'a Projection,
    center: [f64; 2],
    radius: [f64; 2],
    z: f64,
    h: f64,
    /// Size of the top against the foot.
    top: f64,
    /// The angles where the silhouette leaves the foot: at the right, and at the left after the front.
    pub(super) ends: [f64; 2],
}

impl<'a> Round<'a> {
    pub(super) fn new(part: &Part, size: [f64; 3], projection: &'a Projection) -> Self {
        let [w, d, h] = [0, 1, 2].map(|i| part.size[i] * size[i]);
        let radius = [w / 2.0, d / 2.0];
        let center = [part.at[0] * size[0] + radius[0], part.at[1] * size[1] + radius[1]];
        let moved = h * projection.shadow();
        // a top much wider than the body is high hides the foot: then both tangents meet at the front
        let o = [-moved / radius[0].max(1e-6), -moved / radius[1].max(1e-6)];
        let length = o[0].hypot(o[1]).max(1e-6);
        let spread = ((1.0 - part.top) / length).clamp(-0.999, 0.999).acos();
        let heading = o[1].atan2(o[0]).rem_euclid(TAU);
        let ends = [heading + spread, heading - spread + TAU];
        Self { projection, center, radius, z: part.at[2] * size[2], h, top: part.top, ends }
    }

    /// The angles that go round the back, from the left end on.
    pub(super) fn back(&self) -> [f64; 2] {
        [self.ends[1], self.ends[0] + TAU]
    }

    /// The page point at an angle; `share` runs from 0 at the foot to 1 at the top, `scale` shrinks the circle.
    pub(super) fn at(&self, angle: f64, share: f64, scale: f64) -> Pt {
        self.off(angle.cos(), angle.sin(), share, scale, 0.0)
    }

    fn off(&self, cos: f64, sin: f64, share: f64, scale: f64, shift: f64) -> Pt {
        let k = (1.0 + (self.top - 1.0) * share) * scale;
        self.projection.at(
            self.center[0] + self.radius[0] * k * (cos + shift),
            self.center[1] + self.radius[1] * k * (sin + shift),
            self.z + self.h * share,
        )
    }

    /// Curves along the circle from one angle to another, without the first point.
    pub(super) fn arc(&self, [from, to]: [f64; 2], share: f64, scale: f64) -> Vec<Segment> {
        self.shifted_arc([from, to], share, scale, 0.0)
    }

    fn shifted_arc(&self, [from, to]: [f64; 2], share: f64, scale: f64, shift: f64) -> Vec<Segment> {
        let pieces = ((to - from).abs() / FRAC_PI_2).ceil().max(1.0);
        let step = (to - from) / pieces;
        let k = 4.0 / 3.0 * (step / 4.0).tan();
        (0..pieces as u32)
            .map(|i| {
                let a = from + step * f64::from(i);
                let b = a + step;
                Segment::Cubic(
                    self.off(a.cos() - k * a.sin(), a.sin() + k * a.cos(), share, scale, shift),
                    self.off(b.cos() + k * b.sin(), b.sin() - k * b.cos(), share, scale, shift),
                    self.off(b.cos(), b.sin(), share, scale, shift),
                )
            })
            .collect()
    }

    /// The side between two heights, as it is seen.
    pub(super) fn side(&self, low: f64, high: f64) -> Vec<Segment> {
        let [right, left] = self.ends;
        let mut out = vec![Segment::Move(self.at(right, low, 1.0))];
        out.extend(self.arc([right, left], low, 1.0));
        out.push(Segment::Line(self.at(left, high, 1.0)));
        out.extend(self.arc([left, right], high, 1.0));
        out.push(Segment::Close);
        out
    }

    /// The whole outline.
    pub(super) fn silhouette(&self) -> Vec<Segment> {
        let [right, left] = self.ends;
        let mut out = vec![Segment::Move(self.at(right, 0.0, 1.0))];
        out.extend(self.arc([right, left], 0.0, 1.0));
        out.push(Segment::Line(self.at(left, 1.0, 1.0)));
        out.extend(self.arc(self.back(), 1.0, 1.0));
        out.push(Segment::Close);
        out
    }

    /// A whole circle.
    pub(super) fn circle(&self, share: f64, scale: f64) -> Vec<Segment> {
        let mut out = vec![Segment::Move(self.at(0.0, share, scale))];
        out.extend(self.arc([0.0, TAU], share, scale));
        out.push(Segment::Close);
        out
    }

    /// A line round the front.
    pub(super) fn seam(&self, share: f64) -> Vec<Segment> {
        let mut out = vec![Segment::Move(self.at(self.ends[0], share, 1.0))];
        out.extend(self.arc(self.ends, share, 1.0));
        out
    }

    /// What is seen of the floor of an opening in the top: the circle and the same one moved down the page, what they
    /// share.
    pub(super) fn floor(&self, scale: f64, depth: f64) -> Vec<Segment> {
        // moved along both axes by `depth` radii
        let half = (depth * std::f64::consts::SQRT_2 / 2.0).clamp(0.0, 1.0).acos();
        let front = PI / 4.0;
        let mut out = vec![Segment::Move(self.at(front - half, 1.0, scale))];
        out.extend(self.arc([front - half, front + half], 1.0, scale));
        let back = front + PI;
        out.extend(self.shifted_arc([back - half, back + half], 1.0, scale, depth));
        out.push(Segment::Close);
        out
    }
}
