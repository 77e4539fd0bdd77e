//! Finds boxes that are near each other: a grid of square buckets over the ground, each with the boxes that touch it.

use std::collections::BTreeMap;

use crate::geom::GRect;

/// Edge of a bucket.
const BUCKET: i32 = 600;

/// Lists by bucket the boxes that touch it.
pub(super) fn buckets(rects: impl Iterator<Item = GRect>) -> BTreeMap<(i32, i32), Vec<usize>> {
    let mut map: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
    for (k, r) in rects.enumerate() {
        for cell in cells(&r) {
            map.entry(cell).or_default().push(k);
        }
    }
    map
}

/// The buckets that a box touches.
pub(super) fn cells(r: &GRect) -> impl Iterator<Item = (i32, i32)> + use<> {
    let (x0, x1) = (r.x.0.div_euclid(BUCKET), r.x1().0.div_euclid(BUCKET));
    let (y0, y1) = (r.y.0.div_euclid(BUCKET), r.y1().0.div_euclid(BUCKET));
    (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y)))
}

/// Pairs of boxes that share a bucket, each once.
pub(super) fn near(map: &BTreeMap<(i32, i32), Vec<usize>>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for list in map.values() {
        for (i, a) in list.iter().enumerate() {
            for b in &list[i + 1..] {
                pairs.push((*a.min(b), *a.max(b)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
