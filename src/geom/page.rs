//! Points and boxes on the page, in page units; `y` runs down.

/// A point on the page.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Pt {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Pt {
    /// A point.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// An upright box on the page.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PageRect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl PageRect {
    /// A box.
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// The smallest box round some points; `None` for no points.
    pub fn around(points: impl IntoIterator<Item = Pt>) -> Option<Self> {
        let mut it = points.into_iter();
        let first = it.next()?;
        let (mut lo, mut hi) = (first, first);
        for p in it {
            lo = Pt::new(lo.x.min(p.x), lo.y.min(p.y));
            hi = Pt::new(hi.x.max(p.x), hi.y.max(p.y));
        }
        Some(Self::new(lo.x, lo.y, hi.x - lo.x, hi.y - lo.y))
    }

    /// Right edge.
    pub fn x1(&self) -> f64 {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn y1(&self) -> f64 {
        self.y + self.h
    }

    /// Whether the insides of two boxes meet.
    pub fn overlaps(&self, o: &Self) -> bool {
        self.x < o.x1() && o.x < self.x1() && self.y < o.y1() && o.y < self.y1()
    }

    /// The smallest box round both.
    #[must_use]
    pub fn union(&self, o: &Self) -> Self {
        let (x, y) = (self.x.min(o.x), self.y.min(o.y));
        Self::new(x, y, self.x1().max(o.x1()) - x, self.y1().max(o.y1()) - y)
    }

    /// The box grown on all sides; a negative length shrinks it.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self::new(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }
}
