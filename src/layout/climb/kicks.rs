//! Leaves a place where no single change helps any more: some cells are thrown into other slots, their neighbourhood climbs
//! again, and what comes of it stays when it is better (iterated local search; Lourenço, Martin and Stützle, 2003).
//!
//! Small plans come to such a place with most of their trials left. The dice are the same in every run.

use super::Climber;

/// Cells that are thrown at a time.
const THROWN: usize = 3;
/// The work that a climb may have done before no cells are thrown any more: for each cell, and at most.
const WORK: u64 = 24_000;
const MOST_WORK: u64 = 480_000;
/// Throws in a row that come to nothing before no cells are thrown any more.
const PATIENCE: usize = 20;
/// Up to so many per cent of the least cost, ways are looked for once more; up to so many, all cells are tried once more.
const NEAR: i64 = 103;
const NEARER: i64 = 101;

/// Throws cells, and keeps what is better, as long as there are trials. `start` is where the dice begin. Gives whether
/// anything is better.
pub(super) fn shake(climber: &mut Climber<'_>, movable: &[usize], start: u64) -> bool {
    let mut better = false;
    let mut best = climber.cost();
    let mut kept = Kept::of(climber);
    let (mut dice, mut in_vain) = (Dice(start), 0);
    let most = MOST_WORK.min(WORK * movable.len() as u64).min(climber.work);
    while !movable.is_empty() && climber.trials > 0 && in_vain < PATIENCE && climber.tangle.router.work < most {
        for c in throw(climber, movable, &mut dice) {
            climber.cell(c);
        }
        if climber.cost() * 100 < best * NEAR {
            climber.tangle.settle(climber.work);
        }
        if climber.cost() * 100 < best * NEARER {
            for &c in movable {
                climber.cell(c);
            }
        }
        let cost = climber.cost();
        if cost < best {
            (best, better, in_vain) = (cost, true, 0);
            kept = Kept::of(climber);
        } else {
            kept.restore(climber);
            in_vain += 1;
        }
    }
    better
}

/// Throws some cells into other slots. Gives them, those that had to make place, and those connected with either, sorted.
fn throw(climber: &mut Climber<'_>, movable: &[usize], dice: &mut Dice) -> Vec<usize> {
    let mut moved = Vec::new();
    for _ in 0..THROWN {
        let c = movable[dice.roll(movable.len())];
        let here = climber.seat_of[c];
        let seats: Vec<usize> = climber.others(here).collect();
        if seats.is_empty() {
            continue;
        }
        let seat = seats[dice.roll(seats.len())];
        let other = climber.cell_at[seat];
        let change = climber.with_copies(&[(c, seat), (other, here)]);
        climber.note(&change);
        climber.tangle.seat(&change, i64::MAX);
        moved.extend([c, other]);
    }
    let mut near: Vec<usize> = moved.iter().flat_map(|c| climber.near[*c].iter().copied().chain([*c])).collect();
    near.sort_unstable();
    near.dedup();
    near.retain(|c| movable.binary_search(c).is_ok());
    near
}

/// The state of a climb.
struct Kept<'a> {
    tangle: super::Tangle<'a>,
    cell_at: Vec<usize>,
    seat_of: Vec<usize>,
}

impl<'a> Kept<'a> {
    fn of(climber: &Climber<'a>) -> Self {
        Self { tangle: climber.tangle.clone(), cell_at: climber.cell_at.clone(), seat_of: climber.seat_of.clone() }
    }

    /// Brings the state back; the work that was done counts all the same.
    fn restore(&self, climber: &mut Climber<'a>) {
        let work = climber.tangle.router.work;
        climber.tangle = self.tangle.clone();
        climber.tangle.router.work = work;
        climber.cell_at.clone_from(&self.cell_at);
        climber.seat_of.clone_from(&self.seat_of);
    }
}

/// Numbers that look thrown: a linear congruential generator with the constants of Knuth's MMIX.
struct Dice(u64);

impl Dice {
    /// A number below another, which is not 0.
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}
