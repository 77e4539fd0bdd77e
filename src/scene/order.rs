//! The order in which boxes are painted, so that what is in front covers what is behind.
//!
//! Boxes on one plane with disjoint footprints: A is behind B if `A.x1 <= B.x0` or `A.y1 <= B.y0`. If both hold one
//! way and the other, the two are side by side on the page. This order has no cycles (Guibas and Yao: translating
//! disjoint convex sets in the plane). Only boxes that can hide each other are compared: a box of height h hides its
//! footprint swept by (-t, -t) for t up to h; a grid of buckets finds those in reach.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::geom::buckets::Buckets;
use crate::geom::{GRect, Gu};

/// The indices of boxes, back to front. Each box has a footprint and how far it hides the ground behind it.
///
/// Where either order will do, as it mostly will, the lesser rank comes first. Boxes that overlap on the ground, which
/// layout never makes, come in the order of the list.
pub(super) fn back_to_front<K: Ord>(boxes: &[(GRect, Gu)], rank: impl Fn(usize) -> K) -> Vec<usize> {
    let buckets = Buckets::new(boxes.iter().map(|(rect, _)| *rect));
    let mut pairs = BTreeSet::new();
    for (front, (rect, reach)) in boxes.iter().enumerate() {
        let hidden = GRect::new(rect.x - *reach, rect.y - *reach, rect.w + *reach, rect.d + *reach);
        for behind in buckets.near(&hidden) {
            let other = &boxes[behind].0;
            if behind != front && hidden.overlaps(other) {
                if is_behind(other, rect) && !is_behind(rect, other) {
                    pairs.insert((behind, front));
                } else if is_behind(rect, other) && !is_behind(other, rect) {
                    pairs.insert((front, behind));
                }
            }
        }
    }
    sorted(boxes.len(), &pairs, rank)
}

fn is_behind(a: &GRect, b: &GRect) -> bool {
    a.x1() <= b.x || a.y1() <= b.y
}

/// A rank for boxes of which none comes first by itself: how near the far corner is.
pub(super) fn by_distance(boxes: &[(GRect, Gu)]) -> impl Fn(usize) -> Gu {
    |i| boxes[i].0.x + boxes[i].0.y
}

/// Sorts by the pairs (behind, front), and where they leave it open by rank.
fn sorted<K: Ord>(count: usize, pairs: &BTreeSet<(usize, usize)>, rank: impl Fn(usize) -> K) -> Vec<usize> {
    let mut waits = vec![0usize; count];
    let mut frees: Vec<Vec<usize>> = vec![Vec::new(); count];
    for &(behind, front) in pairs {
        waits[front] += 1;
        frees[behind].push(front);
    }
    let key = |i: usize| Reverse((rank(i), i));
    let mut ready: BinaryHeap<_> = (0..count).filter(|&i| waits[i] == 0).map(key).collect();
    let mut out = Vec::with_capacity(count);
    while let Some(Reverse((_, next))) = ready.pop() {
        out.push(next);
        for &front in &frees[next] {
            waits[front] -= 1;
            if waits[front] == 0 {
                ready.push(key(front));
            }
        }
    }
    // only boxes that overlap on the ground can be left
    out.extend((0..count).filter(|&i| waits[i] > 0));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_box_is_painted_after_what_it_hides_though_its_middle_is_further_back() {
        let long = GRect::new(Gu(0), Gu(300), Gu(1000), Gu(100));
        let small = GRect::new(Gu(800), Gu(150), Gu(100), Gu(100));
        let boxes = [(long, Gu(300)), (small, Gu(300))];
        assert_eq!(back_to_front(&boxes, by_distance(&boxes)), [1, 0]);
        assert_eq!(back_to_front(&boxes, |i| i), [1, 0], "a rank hides nothing");
    }

    #[test]
    fn boxes_that_are_apart_come_by_rank() {
        let boxes: Vec<(GRect, Gu)> =
            (0..5).map(|i| (GRect::new(Gu(i * 2000), Gu(0), Gu(100), Gu(100)), Gu(100))).collect();
        assert_eq!(back_to_front(&boxes, |i| [3, 1, 4, 0, 2][i]), [3, 1, 4, 0, 2]);
    }

    #[test]
    fn every_box_comes_once_even_when_two_share_a_place() {
        let rect = GRect::new(Gu(0), Gu(0), Gu(100), Gu(100));
        assert_eq!(back_to_front(&[(rect, Gu(100)), (rect, Gu(100))], |i| i), [0, 1]);
    }

    #[test]
    fn many_boxes_are_ordered_as_each_pair_wants() {
        let boxes: Vec<(GRect, Gu)> = (0..100)
            .map(|i: i32| {
                let (x, y) = (i % 10 * 200 + i / 10 * 13 % 40, i / 10 * 200 + i % 10 * 7 % 40);
                (GRect::new(Gu(x), Gu(y), Gu(100 + i % 3 * 20), Gu(100 + i % 5 * 10)), Gu(250))
            })
            .collect();
        let order = back_to_front(&boxes, by_distance(&boxes));
        for (p, &a) in order.iter().enumerate() {
            for &b in &order[p + 1..] {
                let (ra, rb) = (&boxes[a].0, &boxes[b].0);
                let hides = GRect::new(ra.x - Gu(250), ra.y - Gu(250), ra.w + Gu(250), ra.d + Gu(250)).overlaps(rb);
                assert!(!hides || is_behind(ra, rb), "{a} before {b}");
            }
        }
    }
}
