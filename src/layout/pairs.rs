//! How often two wires must cross in the streets that they share.
//!
//! In one street that is a matter of which of the two runs comes first. Where both turn together from one street into the
//! next, the order there follows from the order here, so what they share from end to end is looked at as one: in which of
//! its two orders they cross less (the pairs of lines of metro maps are ordered like that; Bekos, Kaufmann, Potika and
//! Symvonis, 2008).

use super::measure::PITCH;
use super::tracks::{Run, Tap};
use crate::geom::Gu;

/// Crossings of two runs of one street: when the first lies before the second, and the other way round.
pub(super) type Cost = (i64, i64);

/// The place where a run ends and its wire turns off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct End {
    node: u32,
    /// Whether it is the end with the greater coordinates.
    high: bool,
    forward: bool,
}

impl End {
    fn ix(self) -> usize {
        usize::from(self.high)
    }
}

/// Both ends of a run with some taps, the lesser one first; none where the wire turns off to both sides, or goes straight on.
pub(super) fn ends(taps: &[Tap], from: Gu, to: Gu) -> [Option<End>; 2] {
    let end = |high: bool| {
        let place = |t: &&Tap| t.along;
        let last = if high { taps.iter().max_by_key(place) } else { taps.iter().min_by_key(place) }?;
        let one = taps.iter().filter(|t| t.along == last.along).count() == 1;
        let at_end = last.along == if high { to } else { from };
        (one && at_end).then_some(End { node: last.node, high, forward: last.forward })
    };
    [end(false), end(true)]
}

/// Whether two runs share a block.
pub(super) fn overlap(i: &Run, k: &Run) -> bool {
    i.lo <= k.hi && k.lo <= i.hi
}

/// Crossings of two runs that share a block.
pub(super) fn cost(i: &Run, k: &Run) -> Cost {
    (crossings(i, k), crossings(k, i))
}

/// Crossings of two runs when `i` lies before `k`.
fn crossings(i: &Run, k: &Run) -> i64 {
    let a = i.taps.iter().filter(|t| t.forward && meets(t, k)).count();
    let b = k.taps.iter().filter(|t| !t.forward && meets(t, i)).count();
    (a + b) as i64
}

/// Whether what turns off at a tap meets a run on the side to which it turns. It does not where that run ends by turning
/// off the same way.
fn meets(t: &Tap, run: &Run) -> bool {
    let at_end = |u: &Tap| u.along == run.from || u.along == run.to;
    let turns_too = |u: &Tap| (u.node, u.forward) == (t.node, t.forward) && at_end(u);
    run.from <= t.along && t.along <= run.to && !run.taps.iter().any(turns_too)
}

/// The ends at which two runs of one street turn off together, each with whether the order of the two is the other way
/// round in the street that they turn into.
fn together<'a>(i: &'a Run, k: &'a Run) -> impl Iterator<Item = (End, bool)> + 'a {
    let both = i.ends.iter().zip(&k.ends).filter(|(a, b)| a == b);
    both.filter_map(|(a, _)| a.map(|end| (end, end.high == end.forward)))
}

/// The fewest crossings that two wires can have in streets: for each that they share, the run of the one, that of the
/// other, and what these cost.
pub(super) fn least(shared: &[(&Run, &Run, Cost)]) -> i64 {
    let better = |c: &Cost| c.0.min(c.1);
    if shared.iter().filter(|(.., c)| c.0 != c.1).count() < 2 {
        return shared.iter().map(|(.., c)| better(c)).sum();
    }
    let mut parts = Parts::new(shared.len());
    for (k, (i, o, _)) in shared.iter().enumerate() {
        for (end, turned) in together(i, o) {
            let next = |(a, b, _): &(&Run, &Run, Cost)| {
                a.line != i.line && [a, b].into_iter().all(|r| r.ends.iter().flatten().any(|e| e.node == end.node))
            };
            if let Some(n) = shared[..k].iter().position(next) {
                parts.unite(k, n, turned);
            }
        }
    }
    parts.sums(shared.iter().map(|(.., c)| *c)).iter().map(|(sum, _)| better(sum)).sum()
}

/// What the order of two runs costs, for all pairs that share a block: `pairs` are their numbers, the lesser first, sorted.
/// A pair that turns together with others has the cost of all that the two wires share, in steps of [`STEP`]; what is left
/// of a step lets them have one order where both cost the same, and keeps wires from both sides of the street apart.
pub(super) fn costs(runs: &[Run], pairs: &[(usize, usize)]) -> Vec<Cost> {
    let mut parts = Parts::new(pairs.len());
    let turns = turns(runs);
    for (p, &(i, k)) in pairs.iter().enumerate() {
        for (end, turned) in together(&runs[i], &runs[k]) {
            let (Some(a), Some(b)) = (turns[i][end.ix()], turns[k][end.ix()]) else { continue };
            if let Ok(q) = pairs.binary_search(&(a.min(b), a.max(b))) {
                parts.unite(p, q, turned ^ (a > b));
            }
        }
    }
    let sums = parts.sums(pairs.iter().map(|&(i, k)| cost(&runs[i], &runs[k])));
    let of = |p: usize| {
        let (root, turned) = parts.find(p);
        let ((a, b), n) = sums[root];
        flip((a * STEP, b * STEP + i64::from(n > 1)), turned)
    };
    let with_passing = |(p, &(i, k)): (usize, &(usize, usize))| {
        let (a, b) = of(p);
        (a + passing(&runs[i], &runs[k]), b + passing(&runs[k], &runs[i]))
    };
    pairs.iter().enumerate().map(with_passing).collect()
}

/// What it costs, in parts of a step, that wires which turn off to the two sides of a street pass each other nearer than a
/// pitch there: those of `i` that turn forward those of `k` that turn back, when `i` lies before `k`.
fn passing(i: &Run, k: &Run) -> i64 {
    let near = |t: &Tap| k.taps.iter().filter(|u| !u.forward && (u.along - t.along).abs() < PITCH).count();
    let all = i.taps.iter().filter(|t| t.forward).map(near).sum::<usize>() as i64;
    2 * all.min(MOST_PASSING)
}

/// For both ends of each run, the run of its wire that goes on there.
fn turns(runs: &[Run]) -> Vec<[Option<usize>; 2]> {
    let mut ends: Vec<(usize, u32, usize, usize)> = Vec::new();
    for (k, run) in runs.iter().enumerate() {
        ends.extend(run.ends.iter().flatten().map(|end| (run.wire, end.node, k, end.ix())));
    }
    ends.sort_unstable();
    let mut turns = vec![[None; 2]; runs.len()];
    for pair in ends.windows(2) {
        let ((wire, node, a, x), (other, here, b, y)) = (pair[0], pair[1]);
        if (wire, node) == (other, here) {
            turns[a][x] = Some(b);
            turns[b][y] = Some(a);
        }
    }
    turns
}

/// A cost, or that of the other order.
fn flip((a, b): Cost, turned: bool) -> Cost {
    if turned { (b, a) } else { (a, b) }
}

/// What a crossing counts in [`costs`].
const STEP: i64 = 64;
/// So many wires that pass each other too near count.
const MOST_PASSING: i64 = 3;

/// Which pairs hang together: for each the pair that it follows, and whether it has the other order than that (union find
/// with parity).
struct Parts {
    root: Vec<(usize, bool)>,
}

impl Parts {
    /// So many pairs, each for itself.
    fn new(pairs: usize) -> Self {
        Self { root: (0..pairs).map(|p| (p, false)).collect() }
    }

    /// What the pairs that hang together cost in the order of the first of them and in the other, and how many they are,
    /// at the number of that first; nothing at all others. `costs` are those of each pair.
    fn sums(&self, costs: impl Iterator<Item = Cost>) -> Vec<(Cost, usize)> {
        let mut sums = vec![((0, 0), 0); self.root.len()];
        for (p, cost) in costs.enumerate() {
            let (root, turned) = self.find(p);
            let (a, b) = flip(cost, turned);
            let ((x, y), n) = sums[root];
            sums[root] = ((x + a, y + b), n + 1);
        }
        sums
    }

    /// The pair that one follows, and whether it has the other order than that.
    fn find(&self, mut p: usize) -> (usize, bool) {
        let mut turned = false;
        while self.root[p].0 != p {
            turned ^= self.root[p].1;
            p = self.root[p].0;
        }
        (p, turned)
    }

    /// Lets two pairs have one order, or, `turned`, each the other order than the other.
    fn unite(&mut self, p: usize, q: usize, turned: bool) {
        let ((a, x), (b, y)) = (self.find(p), self.find(q));
        // the lesser one leads, so the numbers of the runs alone decide
        if a != b {
            self.root[a.max(b)] = (a.min(b), x ^ y ^ turned);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run on a street: each tap has its place, its node, and whether it turns forward.
    fn run(wire: usize, line: u32, taps: &[(i32, u32, bool)]) -> Run {
        let places = || taps.iter().map(|t| t.0);
        let (lo, hi) = (places().min().unwrap_or(0), places().max().unwrap_or(0));
        let taps: Vec<Tap> = taps.iter().map(|&(p, node, forward)| Tap { along: Gu(p), forward, node }).collect();
        Run {
            lo,
            hi,
            from: Gu(lo),
            to: Gu(hi),
            nodes: taps.iter().map(|t| t.node).collect(),
            ends: ends(&taps, Gu(lo), Gu(hi)),
            taps,
            ..Run::bare(wire, line)
        }
    }

    /// Two wires that come along one street, turn together at node 9 into the next, and leave that at different places. The
    /// second starts before the first or after it.
    fn two(second_starts_before: bool) -> Vec<Run> {
        let start = if second_starts_before { 0 } else { 20 };
        vec![
            run(0, 0, &[(10, 1, true), (90, 9, true)]),
            run(1, 0, &[(start, 2, true), (90, 9, true)]),
            run(0, 1, &[(0, 9, false), (50, 3, true)]),
            run(1, 1, &[(0, 9, false), (70, 4, true)]),
        ]
    }

    fn least_of(runs: &[Run]) -> i64 {
        let shared = [(0, 1), (2, 3)].map(|(a, b)| (&runs[a], &runs[b], cost(&runs[a], &runs[b])));
        least(&shared)
    }

    #[test]
    fn wires_that_end_at_one_side_of_a_tray_need_not_cross() {
        let (a, b) = (run(0, 0, &[(0, 1, false), (90, 9, true)]), run(1, 0, &[(10, 2, false), (90, 9, true)]));
        let (before, after) = cost(&a, &b);
        assert_eq!(before.min(after), 0, "{before} {after}");
        // what passes by is crossed
        let passing = run(2, 0, &[(10, 2, true), (120, 5, true)]);
        assert!(cost(&a, &passing).0 > 0);
    }

    #[test]
    fn wires_from_both_sides_of_a_street_do_not_pass_each_other_where_they_need_not() {
        // one turns forward where the other turns back, half a pitch away; which comes first makes no crossing more
        let runs = [run(0, 0, &[(0, 1, false), (100, 2, true)]), run(1, 0, &[(114, 3, false), (200, 4, true)])];
        assert_eq!(cost(&runs[0], &runs[1]), (0, 0));
        let [(before, after)] = costs(&runs, &[(0, 1)])[..] else { panic!() };
        assert!(after < before && before < STEP, "{before} {after}");
        // a whole pitch away both are alike
        let far = [runs[0].clone(), run(1, 0, &[(128, 3, false), (200, 4, true)])];
        assert_eq!(costs(&far, &[(0, 1)]), [(0, 0)]);
    }

    #[test]
    fn what_turns_together_has_one_order() {
        // each street alone could be without a crossing, both together can in one of the two cases only
        let found = [true, false].map(|before| least_of(&two(before)));
        assert_eq!(found.iter().min(), Some(&0), "{found:?}");
        assert_eq!(found.iter().max(), Some(&1), "{found:?}");
        for before in [true, false] {
            let runs = two(before);
            let alone: i64 =
                [(0, 1), (2, 3)].iter().map(|&(a, b)| cost(&runs[a], &runs[b])).map(|(x, y)| x.min(y)).sum();
            assert_eq!(alone, 0);
        }
    }

    #[test]
    fn the_order_in_one_street_follows_from_that_in_the_next() {
        for before in [true, false] {
            let runs = two(before);
            let costs = costs(&runs, &[(0, 1), (2, 3)]);
            let first = |(a, b): Cost| a < b;
            // at the end with the greater coordinates, forward: the order turns round
            assert_ne!(first(costs[0]), first(costs[1]), "{costs:?}");
            assert_eq!((costs[0].0 + costs[0].1) / STEP, (costs[1].0 + costs[1].1) / STEP);
        }
    }
}
