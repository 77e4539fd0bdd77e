//! What is connected with each other, directly or over others.

/// For each of so many the first one that it is connected with, itself if there is none before it. Disjoint sets with path
/// halving (Tarjan and van Leeuwen, 1984).
pub(super) fn first_of_each(count: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut before: Vec<usize> = (0..count).collect();
    for (a, b) in pairs {
        let (a, b) = (first(&mut before, a), first(&mut before, b));
        before[a.max(b)] = a.min(b);
    }
    (0..count).map(|k| first(&mut before, k)).collect()
}

fn first(before: &mut [usize], mut k: usize) -> usize {
    while before[k] != k {
        before[k] = before[before[k]];
        k = before[k];
    }
    k
}

#[cfg(test)]
mod tests {
    use super::first_of_each;

    #[test]
    fn each_has_the_first_of_those_that_it_is_connected_with() {
        assert_eq!(first_of_each(6, [(4, 2), (5, 1), (2, 5)].into_iter()), [0, 1, 1, 3, 1, 1]);
    }
}
