//! Chooses the main ones of many connections between blocks, so that the picture of a large architecture shows what holds
//! it together and not every thread.
//!
//! Where there are more than two for each block, those that stand for the fewest go, all of one number at once, until no
//! more than that are left; and each block keeps its strongest.

/// Fewer connections are all drawn.
const FEW: usize = 60;

/// Which of some connections (from, to, number of those that it stands for) are drawn, and the least number of which all
/// are. The ends are below `ends`; `blocks` of them are there.
pub(super) fn main_ones(ends: usize, blocks: usize, between: &[(usize, usize, usize)]) -> (Vec<bool>, usize) {
    let most = FEW.max(2 * blocks);
    let mut numbers: Vec<usize> = between.iter().map(|(.., number)| *number).collect();
    numbers.sort_unstable_by(|a, b| b.cmp(a));
    // the number after the last that fits goes, and so do all that are as small
    let least = numbers.get(most).map_or(0, |number| number + 1);
    let mut strongest: Vec<Option<usize>> = vec![None; ends];
    for (k, (from, to, number)) in between.iter().enumerate() {
        for block in [from, to] {
            // of equals the first
            if strongest[*block].is_none_or(|other| between[other].2 < *number) {
                strongest[*block] = Some(k);
            }
        }
    }
    let mut kept: Vec<bool> = between.iter().map(|(.., number)| *number >= least).collect();
    for k in strongest.into_iter().flatten() {
        kept[k] = true;
    }
    (kept, least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_connections_are_all_drawn_and_of_many_the_strongest() {
        let few: Vec<_> = (0..FEW).map(|k| (k % 9, k % 10, 1)).collect();
        assert!(main_ones(10, 10, &few).0.iter().all(|kept| *kept));
        // 90 between ten blocks: 20 of three, 70 of one
        let pairs = (0..10).flat_map(|a| (0..10).filter(move |b| a != *b).map(move |b| (a, b)));
        let many: Vec<_> = pairs.map(|(a, b)| (a, b, if (b + 10 - a) % 10 <= 2 { 3 } else { 1 })).collect();
        let (kept, least) = main_ones(10, 10, &many);
        assert_eq!(least, 2);
        assert!(kept.iter().zip(&many).all(|(kept, (.., number))| *kept == (*number == 3)), "{kept:?}");
    }

    #[test]
    fn each_block_keeps_one() {
        let all_alike: Vec<_> = (0..100).flat_map(|a| [1, 2, 3].map(|by| (a, (a + by) % 100, 1))).collect();
        let (kept, least) = main_ones(100, 100, &all_alike);
        assert_eq!(least, 2);
        let drawn: Vec<_> = all_alike.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(c, _)| c).collect();
        assert!((0..100).all(|b| drawn.iter().any(|(from, to, _)| *from == b || *to == b)));
        assert!(drawn.len() <= 100, "{}", drawn.len());
    }
}
