//! Ranks along the flow: from where requests come in to where data rests.
//!
//! Longest path over the connections, with the role of a component as the least rank it can have. Cycles are broken
//! where the walk is stuck, at the node with the fewest open callers (a greedy feedback arc set after Eades, Lin and
//! Smyth, 1993).
//!
//! *Invariant*: linear but for the logarithm of an ordered set; the same for any order of the edges.

use std::collections::BTreeSet;

/// Rank of each of `least.len()` nodes, from 0 without gaps; `least` are the ranks by role, `edges` run from caller to
/// callee.
pub(super) fn ranks(least: &[usize], edges: &[(usize, usize)]) -> Vec<usize> {
    let n = least.len();
    let mut out = vec![Vec::new(); n];
    let mut open = vec![0usize; n];
    let mut unique: Vec<(usize, usize)> = edges.iter().copied().filter(|(a, b)| a != b).collect();
    unique.sort_unstable();
    unique.dedup();
    for &(a, b) in &unique {
        // a call against the order of the roles, as a store that tells an app, does not push the app behind it
        if least[b] < least[a] {
            continue;
        }
        out[a].push(b);
        open[b] += 1;
    }
    let mut rank = least.to_vec();
    let mut queue: BTreeSet<(usize, usize, usize)> = (0..n).map(|k| (open[k], least[k], k)).collect();
    let mut done = vec![false; n];
    while let Some((_, _, k)) = queue.pop_first() {
        done[k] = true;
        for &o in &out[k] {
            if done[o] {
                continue;
            }
            rank[o] = rank[o].max(rank[k] + 1);
            queue.remove(&(open[o], least[o], o));
            open[o] -= 1;
            queue.insert((open[o], least[o], o));
        }
    }
    let mut used: Vec<usize> = rank.clone();
    used.sort_unstable();
    used.dedup();
    rank.iter().map(|r| used.partition_point(|u| u < r)).collect()
}

#[cfg(test)]
mod tests {
    use super::ranks;

    #[test]
    fn chains_rise_and_cycles_end() {
        assert_eq!(ranks(&[0, 0, 0], &[(0, 1), (1, 2)]), [0, 1, 2]);
        assert_eq!(ranks(&[0, 0, 0], &[(0, 1), (1, 2), (2, 0)]), [0, 1, 2]);
        assert_eq!(ranks(&[1, 5, 1], &[(0, 2), (1, 0)]), [0, 2, 1]);
    }
}
