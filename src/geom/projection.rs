//! The three ways the ground is seen, from one layout.
//!
//! `iso30`: true isometric; a ground point `(x, y)` at height `z` goes to
//! `X = (x − y)·cos 30°·U`, `Y = (x + y)·sin 30°·U − z·U`. `a45`: a camera at 45°, axes at 35.26°; the box of a square
//! plan is √2 : 1, as paper is. `flat`: from above, no heights.
//!
//! *Invariant*: nothing outside this file asks which projection it is, except through the functions here.

use super::{GPoint, GRect, Gu, Pt};

/// Page units a ground unit.
const UNIT: f64 = 26.0;

/// How the ground is seen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum View {
    /// True isometric, 30°.
    #[default]
    Iso30,
    /// Camera at 45°: the box of a square plan has the proportions of A-series paper.
    A45,
    /// From above.
    Flat,
}

impl View {
    /// All views, by name.
    pub const ALL: [Self; 3] = [Self::Iso30, Self::A45, Self::Flat];

    /// The name used on the command line and in the picture.
    pub fn name(self) -> &'static str {
        match self {
            Self::Iso30 => "iso30",
            Self::A45 => "a45",
            Self::Flat => "flat",
        }
    }

    /// The view of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == name)
    }
}

/// Leads from the ground to the page.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Projection {
    view: View,
    /// Page vector of one ground unit along x.
    ex: Pt,
    /// Page vector of one ground unit along y.
    ey: Pt,
    /// Page units up for one ground unit of height.
    ez: f64,
    origin: Pt,
}

impl Projection {
    /// The projection of a view with the ground point (0, 0) at the page point (0, 0).
    pub fn new(view: View) -> Self {
        let (c, s, h) = match view {
            View::Iso30 => (0.866_025_403_784_438_6, 0.5, 1.0),
            // axes at 35.26°: cos = sqrt(2/3), sin = sqrt(1/3); scaled so that a square plan is as wide as in iso30
            View::A45 => (0.866_025_403_784_438_6, 0.612_372_435_695_794_5, 0.866_025_403_784_438_6),
            View::Flat => {
                return Self { view, ex: Pt::new(UNIT, 0.0), ey: Pt::new(0.0, UNIT), ez: 0.0, origin: Pt::default() };
            }
        };
        Self {
            view,
            ex: Pt::new(c * UNIT, s * UNIT),
            ey: Pt::new(-c * UNIT, s * UNIT),
            ez: h * UNIT,
            origin: Pt::default(),
        }
    }

    /// The same projection with the ground point (0, 0) at another page point.
    #[must_use]
    pub fn with_origin(self, origin: Pt) -> Self {
        Self { origin, ..self }
    }

    /// Where the ground point (0, 0) at height 0 lies on the page.
    pub fn origin(&self) -> Pt {
        self.origin
    }

    /// Which view it is, for naming it.
    pub fn view(&self) -> View {
        self.view
    }

    /// Page units a ground unit.
    pub fn unit(&self) -> f64 {
        UNIT
    }

    /// Whether heights are seen.
    pub fn has_height(&self) -> bool {
        self.ez > 0.0
    }

    /// The page point of a ground point in ground units at a height in ground units.
    pub fn at(&self, x: f64, y: f64, z: f64) -> Pt {
        Pt::new(
            self.origin.x + x * self.ex.x + y * self.ey.x,
            self.origin.y + x * self.ex.y + y * self.ey.y - z * self.ez,
        )
    }

    /// The page point of a ground point at a height.
    pub fn point(&self, p: GPoint, z: Gu) -> Pt {
        self.at(p.x.units(), p.y.units(), z.units())
    }

    /// The four page corners of a ground box at a height: (x,y), (x1,y), (x1,y1), (x,y1).
    pub fn rect(&self, r: &GRect, z: Gu) -> [Pt; 4] {
        [(r.x, r.y), (r.x1(), r.y), (r.x1(), r.y1()), (r.x, r.y1())].map(|(x, y)| self.point(GPoint::new(x, y), z))
    }

    /// The matrix `[a b c d e f]` that lays upright drawing, measured in ground units, on the ground at a point: its
    /// x axis along ground x, its y axis along ground y.
    pub fn plane(&self, x: f64, y: f64, z: f64) -> [f64; 6] {
        let o = self.at(x, y, z);
        [self.ex.x, self.ex.y, self.ey.x, self.ey.y, o.x, o.y]
    }

    /// As [`Projection::plane`], turned a quarter: text runs along −y, up and to the right.
    pub fn plane_up(&self, x: f64, y: f64, z: f64) -> [f64; 6] {
        let o = self.at(x, y, z);
        [-self.ey.x, -self.ey.y, self.ex.x, self.ex.y, o.x, o.y]
    }

    /// How far along +x and +y, in ground units, a block of height 1 hides the ground behind it: its footprint swept
    /// by (−t, −t) for t up to this.
    pub fn shadow(&self) -> f64 {
        if self.has_height() { self.ez / (self.ex.y + self.ey.y) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isometric_axes_lie_at_thirty_degrees() {
        let p = Projection::new(View::Iso30).at(1.0, 0.0, 0.0);
        assert!((p.y / p.x - (30f64).to_radians().tan()).abs() < 1e-9);
    }

    #[test]
    fn a_square_plan_seen_from_45_degrees_has_the_shape_of_paper() {
        let pr = Projection::new(View::A45);
        let w = pr.at(1.0, 0.0, 0.0).x - pr.at(0.0, 1.0, 0.0).x;
        let h = pr.at(1.0, 1.0, 0.0).y;
        assert!((w / h - std::f64::consts::SQRT_2).abs() < 1e-9);
    }

    #[test]
    fn a_block_of_height_one_hides_one_unit_in_iso30_and_less_in_a45() {
        assert!((Projection::new(View::Iso30).shadow() - 1.0).abs() < 1e-9);
        assert!((Projection::new(View::A45).shadow() - 0.707).abs() < 1e-3);
        assert!(Projection::new(View::Flat).shadow() < 1e-9);
    }
}
