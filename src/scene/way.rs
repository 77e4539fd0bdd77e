//! Lines as they are drawn, measured along: where a point is on them, and pieces of them.

use super::types::Segment;
use crate::geom::{PageRect, Pt};

/// Straight parts that a curve is taken for.
const PARTS: u32 = 6;
/// How far from a line a point may be that is on it, but for a round corner, in page units.
const NEAR: f64 = 3.0;

/// A piece of a dash shorter than this is a crumb, in page units.
pub(super) const CRUMB: f64 = 2.2;
/// How far a gap reaches past the dash that it swallows.
const SEAM: f64 = 0.5;

/// A line from its beginning to its end, as straight parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    points: Vec<Pt>,
    /// The distance of each point from the beginning, along the line.
    at: Vec<f64>,
    /// For each straight line or curve the box round all that is near it, and its last point.
    parts: Vec<(PageRect, usize)>,
}

/// The lines of an outline; each begins with a move.
pub(super) fn ways(segments: &[Segment]) -> Vec<Way> {
    let mut out: Vec<Way> = Vec::new();
    for segment in segments {
        match (*segment, out.last_mut()) {
            (Segment::Move(p), _) => out.push(Way { points: vec![p], at: vec![0.0], parts: Vec::new() }),
            (Segment::Line(p), Some(way)) => {
                way.push(p);
                way.end_part();
            }
            (Segment::Quad(c, p), Some(way)) => {
                let from = way.points[way.points.len() - 1];
                for k in 1..=PARTS {
                    let t = f64::from(k) / f64::from(PARTS);
                    let of = |a: f64, b: f64, c: f64| a * (1.0 - t) * (1.0 - t) + 2.0 * b * t * (1.0 - t) + c * t * t;
                    way.push(Pt::new(of(from.x, c.x, p.x), of(from.y, c.y, p.y)));
                }
                way.end_part();
            }
            _ => {}
        }
    }
    out
}

/// The number of the line that is nearest to a point, if one is near, and how far along it that is.
pub(super) fn nearest(ways: &[Way], p: Pt) -> Option<(usize, f64)> {
    let mut best: Option<(f64, usize, f64)> = None;
    for (number, way) in ways.iter().enumerate() {
        let mut first = 0;
        for &(around, last) in &way.parts {
            let is_near = around.x <= p.x && p.x <= around.x1() && around.y <= p.y && p.y <= around.y1();
            for i in (first..last).filter(|_| is_near) {
                let (off, s) = way.from(i, p);
                if off <= NEAR && best.is_none_or(|(known, ..)| off < known) {
                    best = Some((off, number, s));
                }
            }
            first = last;
        }
    }
    best.map(|(_, number, s)| (number, s))
}

/// The parts between two distances along a dashed line that are drawn; all of it without dashes.
pub(super) fn dashes(dash: &[f64], from: f64, to: f64) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    let mut at = from.max(0.0);
    while at < to {
        let (is_drawn, _, end) = dash_at(dash, at);
        if is_drawn {
            out.push((at, end.min(to)));
        }
        at = end;
    }
    out
}

/// A gap of a dashed line made so much longer that it leaves no crumbs of dashes at its ends.
pub(super) fn without_crumbs(dash: &[f64], (from, to): (f64, f64)) -> (f64, f64) {
    let ((cuts, start, _), (cuts_too, _, end)) = (dash_at(dash, from), dash_at(dash, to));
    (
        if cuts && from - start < CRUMB { start - SEAM } else { from },
        if cuts_too && end - to < CRUMB { end + SEAM } else { to },
    )
}

/// Whether a line is drawn at a distance from its beginning, and from where to where it goes on like that. A line
/// without dashes goes on for ever.
fn dash_at(dash: &[f64], s: f64) -> (bool, f64, f64) {
    // an odd number of lengths makes dashes of the gaps in every other round
    let whole = dash.iter().sum::<f64>() * if dash.len().is_multiple_of(2) { 1.0 } else { 2.0 };
    if whole <= 0.0 {
        return (true, f64::MIN, f64::MAX);
    }
    let mut from = (s / whole).floor() * whole;
    for (i, length) in dash.iter().cycle().enumerate() {
        let to = from + length;
        if s < to {
            return (i.is_multiple_of(2), from, to);
        }
        from = to;
    }
    (true, f64::MIN, f64::MAX)
}

impl Way {
    fn push(&mut self, p: Pt) {
        let last = self.points[self.points.len() - 1];
        self.at.push(self.at[self.at.len() - 1] + (p.x - last.x).hypot(p.y - last.y));
        self.points.push(p);
    }

    /// Ends a straight line or a curve here.
    fn end_part(&mut self) {
        let first = self.parts.last().map_or(0, |part| part.1);
        if let Some(around) = PageRect::around(self.points[first..].iter().copied()) {
            self.parts.push((around.grown(NEAR), self.points.len() - 1));
        }
    }

    /// How far a point is from a straight part, and where on the line the nearest point of that part is.
    fn from(&self, part: usize, p: Pt) -> (f64, f64) {
        let (a, b) = (self.points[part], self.points[part + 1]);
        let (w, h) = (b.x - a.x, b.y - a.y);
        let long = self.at[part + 1] - self.at[part];
        let share = if long > 0.0 { ((p.x - a.x) * w + (p.y - a.y) * h) / (long * long) } else { 0.0 };
        let share = share.clamp(0.0, 1.0);
        ((a.x + w * share - p.x).hypot(a.y + h * share - p.y), self.at[part] + long * share)
    }

    /// Adds the piece between two distances from the beginning.
    pub(super) fn piece(&self, from: f64, to: f64, out: &mut Vec<Segment>) {
        let (from, to) = (from.max(0.0), to.min(self.at[self.at.len() - 1]));
        if from >= to {
            return;
        }
        out.push(Segment::Move(self.point(from)));
        let (first, last) = (self.at.partition_point(|at| *at <= from), self.at.partition_point(|at| *at < to));
        out.extend(self.points[first..last].iter().map(|p| Segment::Line(*p)));
        out.push(Segment::Line(self.point(to)));
    }

    fn point(&self, s: f64) -> Pt {
        let i = self.at.partition_point(|at| *at <= s).clamp(1, self.points.len() - 1);
        let (a, b) = (self.points[i - 1], self.points[i]);
        let long = self.at[i] - self.at[i - 1];
        let share = if long > 0.0 { ((s - self.at[i - 1]) / long).clamp(0.0, 1.0) } else { 0.0 };
        Pt::new(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn bent() -> Vec<Segment> {
        let p = Pt::new;
        vec![
            Segment::Move(p(0.0, 0.0)),
            Segment::Line(p(90.0, 0.0)),
            Segment::Quad(p(100.0, 0.0), p(100.0, 10.0)),
            Segment::Line(p(100.0, 100.0)),
        ]
    }

    #[test]
    fn a_piece_follows_a_round_corner() {
        let all = ways(&bent());
        let (way, s) = nearest(&all, Pt::new(98.0, 1.0)).unwrap();
        let way = &all[way];
        let mut out = Vec::new();
        way.piece(s - 9.0, s + 9.0, &mut out);
        assert!(out.len() > 6, "{out:?}");
        let on_arc = |p: &Pt| p.x <= 100.0 && p.y >= 0.0 && p.x - p.y <= 95.1;
        assert!(out.iter().all(|s| matches!(s, Segment::Move(p) | Segment::Line(p) if on_arc(p))), "{out:?}");
        assert!(nearest(&all, Pt::new(50.0, 9.0)).is_none());
    }

    #[test]
    fn dashes_are_those_of_the_whole_line() {
        assert_eq!(dashes(&[], 3.0, 9.0), [(3.0, 9.0)]);
        assert_eq!(dashes(&[6.0, 4.0], 13.0, 22.0), [(13.0, 16.0), (20.0, 22.0)]);
        assert_eq!(dashes(&[6.0, 4.0], 16.5, 19.0), []);
        assert_eq!(dashes(&[5.0], 12.0, 17.0), [(12.0, 15.0)]);
    }

    #[test]
    fn a_gap_leaves_no_crumbs_of_dashes() {
        // dashes from 10 to 16 and from 20 to 26
        assert_eq!(without_crumbs(&[6.0, 4.0], (11.0, 25.0)), (9.5, 26.5));
        assert_eq!(without_crumbs(&[6.0, 4.0], (13.0, 23.0)), (13.0, 23.0));
        assert_eq!(without_crumbs(&[6.0, 4.0], (17.0, 19.0)), (17.0, 19.0));
        assert_eq!(without_crumbs(&[], (11.0, 25.0)), (11.0, 25.0));
    }

    #[test]
    fn a_piece_ends_where_the_line_does() {
        let mut out = Vec::new();
        ways(&bent())[0].piece(-5.0, 4.0, &mut out);
        assert_eq!(out, [Segment::Move(Pt::new(0.0, 0.0)), Segment::Line(Pt::new(4.0, 0.0))]);
    }
}
