//! Puts things that each name at most one parent in an order, parents first, and finds the circles.
//!
//! Each chain is walked up until something known is met, and then marked on the way back; every thing is walked once.

/// The order and the circles.
pub(super) struct Chains {
    /// All indices, parents before children.
    pub(super) order: Vec<usize>,
    /// Each circle once, begun at its smallest index, each followed by its parent.
    pub(super) circles: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Orders the things, and cuts every link of every circle.
pub(super) fn order(parents: &mut [Option<usize>]) -> Chains {
    let mut state = vec![State::New; parents.len()];
    let mut chains = Chains { order: Vec::with_capacity(parents.len()), circles: Vec::new() };
    for start in 0..parents.len() {
        let mut walk = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|at| state[*at] == State::New) {
            state[at] = State::Open;
            walk.push(at);
            next = parents[at];
        }
        if let Some(met) = next.filter(|at| state[*at] == State::Open) {
            let begin = walk.iter().position(|at| *at == met).unwrap_or(0);
            let mut circle = walk[begin..].to_vec();
            let smallest = (0..circle.len()).min_by_key(|at| circle[*at]).unwrap_or(0);
            circle.rotate_left(smallest);
            for at in &circle {
                parents[*at] = None;
            }
            chains.circles.push(circle);
        }
        for at in walk.into_iter().rev() {
            state[at] = State::Done;
            chains.order.push(at);
        }
    }
    chains.circles.sort();
    chains
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn parents_come_first() {
        let mut parents = [Some(2), Some(0), None];
        let chains = order(&mut parents);
        assert_eq!(chains.order, [2, 0, 1]);
        assert!(chains.circles.is_empty());
    }

    #[test]
    fn each_circle_is_found_once_and_cut() {
        let mut parents = [Some(3), Some(2), Some(1), Some(2), Some(4)];
        let chains = order(&mut parents);
        assert_eq!(chains.circles, [vec![1, 2], vec![4]]);
        assert_eq!(parents, [Some(3), None, None, Some(2), None]);
        assert_eq!(chains.order.len(), 5);
    }

    #[test]
    fn a_long_chain_is_no_burden() {
        let mut parents: Vec<_> = (0..100_000).map(|at| (at > 0).then(|| at - 1)).collect();
        assert_eq!(order(&mut parents).order.len(), 100_000);
    }
}
