//! Lengths, points and boxes on the ground, in whole hundredths of a ground unit.
//!
//! Whole numbers make layout the same on every machine. One ground unit is the cell of one medium instance.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length on the ground in hundredths of a ground unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Gu(pub i32);

impl Gu {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// One ground unit.
    pub const ONE: Self = Self(100);

    /// The length in ground units.
    pub fn units(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// The nearest length to a number of ground units.
    pub fn from_units(units: f64) -> Self {
        Self((units * 100.0).round() as i32)
    }

    /// The smallest multiple of `step` that is not less.
    #[must_use]
    pub fn round_up(self, step: Self) -> Self {
        let r = self.0.rem_euclid(step.0);
        if r == 0 { self } else { Self(self.0 - r + step.0) }
    }

    /// The greatest multiple of `step` that is not more.
    #[must_use]
    pub fn round_down(self, step: Self) -> Self {
        Self(self.0 - self.0.rem_euclid(step.0))
    }

    /// The absolute length.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl Add for Gu {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self(self.0.saturating_add(o.0))
    }
}
impl Sub for Gu {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self(self.0.saturating_sub(o.0))
    }
}
impl Neg for Gu {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl Mul<i32> for Gu {
    type Output = Self;
    fn mul(self, k: i32) -> Self {
        Self(self.0.saturating_mul(k))
    }
}
impl Div<i32> for Gu {
    type Output = Self;
    fn div(self, k: i32) -> Self {
        Self(self.0.div_euclid(k))
    }
}
impl AddAssign for Gu {
    fn add_assign(&mut self, o: Self) {
        *self = *self + o;
    }
}
impl SubAssign for Gu {
    fn sub_assign(&mut self, o: Self) {
        *self = *self - o;
    }
}
impl Sum for Gu {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

/// A point on the ground: `x` along the request flow, `y` across the zones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct GPoint {
    /// Along the flow.
    pub x: Gu,
    /// Across the zones.
    pub y: Gu,
}

impl GPoint {
    /// A point.
    pub const fn new(x: Gu, y: Gu) -> Self {
        Self { x, y }
    }
}

/// A box on the ground: corner, width along `x`, depth along `y`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct GRect {
    /// Least x.
    pub x: Gu,
    /// Least y.
    pub y: Gu,
    /// Width along x.
    pub w: Gu,
    /// Depth along y.
    pub d: Gu,
}

impl GRect {
    /// A box.
    pub const fn new(x: Gu, y: Gu, w: Gu, d: Gu) -> Self {
        Self { x, y, w, d }
    }

    /// The smallest box that holds two points; flat when they share a coordinate.
    pub fn between(a: GPoint, b: GPoint) -> Self {
        Self::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs())
    }

    /// The square box round a circle.
    pub fn around(center: GPoint, radius: Gu) -> Self {
        Self::new(center.x - radius, center.y - radius, radius * 2, radius * 2)
    }

    /// Greatest x.
    pub fn x1(&self) -> Gu {
        self.x + self.w
    }

    /// Greatest y.
    pub fn y1(&self) -> Gu {
        self.y + self.d
    }

    /// The middle, rounded down.
    pub fn center(&self) -> GPoint {
        GPoint::new(self.x + self.w / 2, self.y + self.d / 2)
    }

    /// The same box moved.
    #[must_use]
    pub fn moved(&self, dx: Gu, dy: Gu) -> Self {
        Self { x: self.x + dx, y: self.y + dy, ..*self }
    }

    /// Whether the insides of two boxes meet; boxes that only touch do not.
    pub fn overlaps(&self, o: &Self) -> bool {
        self.x < o.x1() && o.x < self.x1() && self.y < o.y1() && o.y < self.y1()
    }

    /// Whether the other box lies inside; borders may touch.
    pub fn contains(&self, o: &Self) -> bool {
        self.x <= o.x && self.y <= o.y && o.x1() <= self.x1() && o.y1() <= self.y1()
    }

    /// The smallest box round both.
    #[must_use]
    pub fn union(&self, o: &Self) -> Self {
        let x = self.x.min(o.x);
        let y = self.y.min(o.y);
        Self { x, y, w: self.x1().max(o.x1()) - x, d: self.y1().max(o.y1()) - y }
    }

    /// The part of the box that lies in another one that it meets.
    #[must_use]
    pub fn within(&self, o: &Self) -> Self {
        let (x, y) = (self.x.max(o.x), self.y.max(o.y));
        Self { x, y, w: self.x1().min(o.x1()) - x, d: self.y1().min(o.y1()) - y }
    }

    /// The box with the ground behind it that something of a height on it hides in the isometric view: as much further back
    /// along both axes.
    #[must_use]
    pub fn with_hidden(&self, height: Gu) -> Self {
        Self { x: self.x - height, y: self.y - height, w: self.w + height, d: self.d + height }
    }

    /// The box grown on all sides; a negative length shrinks it.
    #[must_use]
    pub fn grown(&self, by: Gu) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + by * 2, d: self.d + by * 2 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_touch_do_not_overlap() {
        let a = GRect::new(Gu(0), Gu(0), Gu(10), Gu(10));
        assert!(!a.overlaps(&a.moved(Gu(10), Gu(0))));
        assert!(a.overlaps(&a.moved(Gu(9), Gu(9))));
        assert!(a.contains(&a));
    }

    #[test]
    fn rounding_up_keeps_multiples() {
        assert_eq!(Gu(72).round_up(Gu(36)), Gu(72));
        assert_eq!(Gu(73).round_up(Gu(36)), Gu(108));
        assert_eq!(Gu(-1).round_up(Gu(36)), Gu(0));
    }
}
