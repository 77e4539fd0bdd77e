//! Finds boxes that are near each other: a grid of square buckets over the ground, each with the boxes that touch it.
//!
//! The buckets of a grid lie in one list, column by column, so that a look into one is a look into a slice.

use super::GRect;

/// Edge of a bucket, unless there would be too many for so few boxes.
const BUCKET: i32 = 600;
/// The most buckets for each box, and for none.
const EACH: i64 = 16;
const LEAST: i64 = 1024;

/// The boxes by bucket.
#[derive(Clone, Debug)]
pub(crate) struct Buckets {
    /// Edge of a bucket.
    edge: i32,
    /// The first column and row, and how many there are.
    first: (i32, i32),
    size: (i32, i32),
    /// Where the boxes of each bucket start; and where those of the last one end.
    starts: Vec<u32>,
    boxes: Vec<u32>,
    /// The first bucket of each box.
    corners: Vec<(i32, i32)>,
}

impl Buckets {
    /// Sorts boxes into buckets.
    pub(crate) fn new(rects: impl Iterator<Item = GRect> + Clone) -> Self {
        let spans = |edge| rects.clone().map(move |r| span(&r, edge));
        let most = EACH * rects.clone().count() as i64 + LEAST;
        let mut edge = BUCKET;
        let (first, size) = loop {
            let all = spans(edge).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].max(b[3])]);
            let [x0, x1, y0, y1] = all.unwrap_or([0, -1, 0, -1]);
            let size = (x1 - x0 + 1, y1 - y0 + 1);
            if i64::from(size.0) * i64::from(size.1) <= most {
                break ((x0, y0), size);
            }
            edge *= 2;
        };
        let mut this = Self {
            edge,
            first,
            size,
            starts: vec![0; (size.0 * size.1) as usize + 1],
            boxes: Vec::new(),
            corners: spans(edge).map(|[x, _, y, _]| (x - first.0, y - first.1)).collect(),
        };
        for r in rects.clone() {
            for bucket in this.touched(&r) {
                this.starts[bucket + 1] += 1;
            }
        }
        for k in 1..this.starts.len() {
            this.starts[k] += this.starts[k - 1];
        }
        this.boxes.resize(this.starts.last().map_or(0, |n| *n as usize), 0);
        let mut next = this.starts.clone();
        for (k, r) in rects.enumerate() {
            for bucket in this.touched(&r) {
                this.boxes[next[bucket] as usize] = k as u32;
                next[bucket] += 1;
            }
        }
        this
    }

    /// The buckets that a box touches, of those that there are.
    fn touched(&self, r: &GRect) -> impl Iterator<Item = usize> + use<> {
        let [x0, x1, y0, y1] = span(r, self.edge);
        let ((x, y), (columns, rows)) = (self.first, self.size);
        let ys = (y0 - y).max(0)..(y1 - y + 1).min(rows);
        ((x0 - x).max(0)..(x1 - x + 1).min(columns)).flat_map(move |x| ys.clone().map(move |y| (x * rows + y) as usize))
    }

    fn bucket(&self, bucket: usize) -> &[u32] {
        &self.boxes[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }

    /// The boxes in the buckets that this one touches, as often as they share one.
    pub(crate) fn near<'a>(&'a self, r: &GRect) -> impl Iterator<Item = usize> + use<'a> {
        self.touched(r).flat_map(|bucket| self.bucket(bucket)).map(|k| *k as usize)
    }

    /// The boxes in the buckets that this one touches, each once, by number.
    pub(crate) fn each_near(&self, r: &GRect) -> Vec<usize> {
        let mut found: Vec<usize> = self.near(r).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Pairs of boxes that share a bucket, each once, the lower number first.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.size.1;
        (0..self.starts.len().saturating_sub(1)).flat_map(move |bucket| {
            let (list, here) = (self.bucket(bucket), (bucket as i32 / rows, bucket as i32 % rows));
            let pairs = list.iter().enumerate().flat_map(|(i, a)| list[i + 1..].iter().map(move |b| (*a, *b)));
            pairs.map(|(a, b)| (a as usize, b as usize)).filter(move |(a, b)| {
                // in the first bucket that both touch
                let (a, b) = (self.corners[*a], self.corners[*b]);
                (a.0.max(b.0), a.1.max(b.1)) == here
            })
        })
    }
}

/// The first and last column, and the first and last row, of the buckets of an edge that a box touches.
fn span(r: &GRect, edge: i32) -> [i32; 4] {
    [r.x, r.x1(), r.y, r.y1()].map(|v| v.0.div_euclid(edge))
}

/// The buckets of the usual edge that a box touches, by column and row.
pub(crate) fn cells(r: &GRect) -> impl Iterator<Item = (i32, i32)> + use<> {
    let [x0, x1, y0, y1] = span(r, BUCKET);
    (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::Gu;

    #[test]
    fn boxes_that_overlap_are_near_and_are_a_pair_once() {
        let mut seed = 7_i64;
        let mut next = |most: i64| {
            seed = (seed * 48_271) % 2_147_483_647;
            Gu((seed % most) as i32)
        };
        // far apart at times, so that buckets become larger
        for wide in [2_000, 40_000, 9_000_000] {
            let rects: Vec<GRect> =
                (0..60).map(|_| GRect::new(next(wide) - Gu(900), next(wide), next(1_900), next(1_300))).collect();
            let buckets = Buckets::new(rects.iter().copied());
            let mut pairs: Vec<(usize, usize)> = buckets.pairs().collect();
            pairs.sort_unstable();
            assert!(pairs.windows(2).all(|p| p[0] != p[1]), "{pairs:?}");
            for (a, r) in rects.iter().enumerate() {
                let near = buckets.each_near(r);
                for (b, other) in rects.iter().enumerate().filter(|(b, o)| *b != a && o.overlaps(r)) {
                    assert!(near.contains(&b), "{r:?} {other:?}");
                    assert!(pairs.contains(&(a.min(b), a.max(b))), "{r:?} {other:?}");
                }
            }
            let beside = GRect::new(Gu(-90_000), Gu(-90_000), Gu(5), Gu(5));
            assert_eq!(buckets.near(&beside).count(), 0);
        }
        assert_eq!(Buckets::new([].into_iter()).pairs().count(), 0);
    }
}
