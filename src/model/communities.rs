//! Finds items that have more to do with each other than with the rest.
//!
//! Each item begins as a community of its own and goes over to that of a neighbour while that raises the modularity of
//! all; then each community counts as one item, and it begins again (Blondel, Guillaume, Lambiotte and Lefebvre, 2008).
//!
//! *Invariant*: items are looked at in their order and only whole numbers are compared, so the result is the same
//! everywhere.

use std::collections::BTreeMap;

/// How much chance counts in modularity, in per cent: with less, communities are fewer and larger.
const CHANCE: i64 = 60;
/// Rounds in which items go over, at most, before communities are joined.
const ROUNDS: usize = 20;

/// For each of some items the number of its community, from 0 on without gaps. None has more than `most` items. `edges` are
/// (from, to, weight).
pub(crate) fn communities(items: usize, edges: &[(usize, usize, i64)], most: usize) -> Vec<usize> {
    let mut of: Vec<usize> = (0..items).collect();
    let mut sizes = vec![1; items];
    let mut edges = edges.to_vec();
    loop {
        let moved = moved(&sizes, &edges, most);
        let mut kept = moved.clone();
        kept.sort_unstable();
        kept.dedup();
        if kept.len() == sizes.len() {
            return of;
        }
        let joined: Vec<usize> = moved.iter().map(|community| kept.partition_point(|k| k < community)).collect();
        for community in &mut of {
            *community = joined[*community];
        }
        let mut members = vec![0; kept.len()];
        for (k, size) in sizes.iter().enumerate() {
            members[joined[k]] += size;
        }
        sizes = members;
        let mut weights: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for (a, b, weight) in edges {
            *weights.entry((joined[a], joined[b])).or_default() += weight;
        }
        edges = weights.into_iter().map(|((a, b), weight)| (a, b, weight)).collect();
    }
}

/// For each of some nodes, which stand for so many items, the node whose community it is in after it went over where
/// that is better.
fn moved(sizes: &[usize], edges: &[(usize, usize, i64)], most: usize) -> Vec<usize> {
    let mut near: Vec<BTreeMap<usize, i64>> = vec![BTreeMap::new(); sizes.len()];
    let mut degree = vec![0; sizes.len()];
    for &(a, b, weight) in edges {
        degree[a] += weight;
        degree[b] += weight;
        if a != b {
            *near[a].entry(b).or_default() += weight;
            *near[b].entry(a).or_default() += weight;
        }
    }
    let all: i64 = degree.iter().sum();
    let mut of: Vec<usize> = (0..sizes.len()).collect();
    // by community the degrees of its nodes, and its items
    let (mut degrees, mut members) = (degree.clone(), sizes.to_vec());
    for _ in 0..ROUNDS {
        let mut changed = false;
        for k in 0..sizes.len() {
            let home = of[k];
            degrees[home] -= degree[k];
            members[home] -= sizes[k];
            let mut ties: BTreeMap<usize, i64> = BTreeMap::new();
            for (other, weight) in &near[k] {
                *ties.entry(of[*other]).or_default() += weight;
            }
            let gain = |community: usize| {
                let tie = ties.get(&community).copied().unwrap_or(0);
                100 * tie * all - CHANCE * degree[k] * degrees[community]
            };
            let room = |community: &&usize| members[**community] + sizes[k] <= most;
            let others = ties.keys().filter(room).map(|community| (gain(*community), *community));
            // of equals the first, and home before all
            let best = others.fold((gain(home), home), |best, other| if other.0 > best.0 { other } else { best });
            of[k] = best.1;
            degrees[best.1] += degree[k];
            members[best.1] += sizes[k];
            changed |= best.1 != home;
        }
        if !changed {
            break;
        }
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All pairs of some items.
    fn clique(items: std::ops::Range<usize>) -> impl Iterator<Item = (usize, usize, i64)> {
        let end = items.end;
        items.flat_map(move |a| (a + 1..end).map(move |b| (a, b, 100)))
    }

    #[test]
    fn what_is_joined_closely_is_one_community() {
        let bridge = [(3, 4, 100), (7, 8, 100)];
        let edges: Vec<_> = clique(0..4).chain(clique(4..8)).chain(clique(8..12)).chain(bridge).collect();
        assert_eq!(communities(13, &edges, 20), [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3]);
        // a heavy connection counts more than several light ones
        assert_eq!(communities(3, &[(0, 1, 10), (1, 2, 900), (2, 2, 50)], 20), [0, 0, 0]);
        assert_eq!(communities(4, &[(0, 1, 900), (1, 2, 10), (2, 3, 900)], 20), [0, 0, 1, 1]);
    }

    #[test]
    fn none_is_larger_than_can_be_seen_as_one() {
        let star: Vec<_> = (1..100).map(|k| (0, k, 100)).collect();
        for edges in [star, clique(0..100).collect()] {
            let of = communities(100, &edges, 20);
            let count = of.iter().max().map_or(0, |last| last + 1);
            let sizes = (0..count).map(|c| of.iter().filter(|o| **o == c).count());
            assert!(sizes.clone().all(|size| size <= 20) && sizes.max() > Some(1), "{of:?}");
        }
        assert_eq!(communities(3, &[], 20), [0, 1, 2]);
        assert!(communities(0, &[], 20).is_empty());
    }
}
