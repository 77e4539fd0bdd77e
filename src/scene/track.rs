//! Polylines along the axes: how long they are, what two of them share, and pieces of them.

use crate::geom::{GPoint, Gu};

/// The length of a polyline.
pub(super) fn length(points: &[GPoint]) -> Gu {
    points.windows(2).map(|pair| step(pair[0], pair[1])).sum()
}

/// How far two polylines run together from their beginning.
pub(super) fn shared_start(a: &[GPoint], b: &[GPoint]) -> Gu {
    let (mut a, mut b) = (a.iter().copied(), b.iter().copied());
    let (Some(mut here), Some(other)) = (a.next(), b.next()) else {
        return Gu::ZERO;
    };
    if here != other {
        return Gu::ZERO;
    }
    let mut shared = Gu::ZERO;
    let (mut to_a, mut to_b) = (a.next(), b.next());
    while let (Some(next_a), Some(next_b)) = (to_a, to_b) {
        if heading(here, next_a) != heading(here, next_b) {
            break;
        }
        let (da, db) = (step(here, next_a), step(here, next_b));
        shared += da.min(db);
        here = if da <= db { next_a } else { next_b };
        if da <= db {
            to_a = a.next();
        }
        if db <= da {
            to_b = b.next();
        }
    }
    shared
}

/// How far two polylines run together to their end.
pub(super) fn shared_end(a: &[GPoint], b: &[GPoint]) -> Gu {
    let [a, b] = [a, b].map(|points| points.iter().rev().copied().collect::<Vec<_>>());
    shared_start(&a, &b)
}

/// The piece between two distances from the beginning; nothing when it has no length.
pub(super) fn cut(points: &[GPoint], from: Gu, to: Gu) -> Vec<GPoint> {
    let mut out = Vec::new();
    let mut at = Gu::ZERO;
    if from >= to {
        return out;
    }
    for pair in points.windows(2) {
        let (a, b, long) = (pair[0], pair[1], step(pair[0], pair[1]));
        let end = at + long;
        if end > from && at < to && long > Gu::ZERO {
            if out.is_empty() {
                out.push(along(a, b, (from - at).max(Gu::ZERO)));
            }
            out.push(along(a, b, (to - at).min(long)));
        }
        at = end;
    }
    out
}

fn along(a: GPoint, b: GPoint, by: Gu) -> GPoint {
    let (hx, hy) = heading(a, b);
    GPoint::new(a.x + by * hx, a.y + by * hy)
}

fn heading(a: GPoint, b: GPoint) -> (i32, i32) {
    ((b.x - a.x).0.signum(), (b.y - a.y).0.signum())
}

fn step(a: GPoint, b: GPoint) -> Gu {
    (b.x - a.x).abs() + (b.y - a.y).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(i32, i32)]) -> Vec<GPoint> {
        points.iter().map(|&(x, y)| GPoint::new(Gu(x), Gu(y))).collect()
    }

    #[test]
    fn a_trunk_is_found_though_its_corners_differ() {
        let whole = line(&[(0, 0), (100, 0), (100, 50)]);
        let branch = line(&[(40, 30), (40, 0), (100, 0), (100, 50)]);
        assert_eq!(shared_end(&branch, &whole), Gu(110));
        assert_eq!(shared_start(&branch, &whole), Gu(0));
        assert_eq!(shared_start(&whole, &whole), Gu(150));
    }

    #[test]
    fn a_piece_keeps_the_corners_between_its_ends() {
        let whole = line(&[(0, 0), (100, 0), (100, 50)]);
        assert_eq!(cut(&whole, Gu(80), Gu(110)), line(&[(80, 0), (100, 0), (100, 10)]));
        assert!(cut(&whole, Gu(10), Gu(10)).is_empty());
        assert_eq!(cut(&whole, Gu(0), Gu(150)), whole);
    }
}
