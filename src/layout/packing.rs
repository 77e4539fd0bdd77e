//! Packs streets closer once everything has its place.
//!
//! Tracks are first given when nothing has a place, so runs that share a block are kept apart wherever in it they may
//! come to lie; beside a region one block is as long as the whole region. Once places are known, two runs need two tracks
//! only where they come near each other (Hashimoto and Stevens, 1971). Where things lie along a street does not hang on its
//! own tracks, but ports may follow these a little. So the result is looked over, and in a street where runs on one track
//! have met, those that share a block are kept apart as before.

use std::collections::BTreeSet;

use super::measure::PITCH;
use super::streets::LineIx;
use super::tracks::Run;
use crate::geom::Gu;

/// How far the ends of two runs on one track are from each other, so that nobody reads them as one line.
const APART: Gu = Gu(PITCH.0 * 4);
/// How far they must be from each other in the end.
const LEAST: Gu = Gu(PITCH.0 * 2);

/// Which streets are packed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Packing<'a> {
    /// None: runs have only guessed places.
    None,
    /// All but these.
    AllBut(&'a BTreeSet<LineIx>),
}

impl Packing<'_> {
    /// Whether two runs of one street that share a block need two tracks.
    pub(super) fn parts(self, i: &Run, k: &Run) -> bool {
        match self {
            Self::AllBut(streets) if !streets.contains(&i.line) => are_near(i, k),
            _ => true,
        }
    }
}

/// Whether two runs come near each other, or the text of one may stand where the other is.
fn are_near(i: &Run, k: &Run) -> bool {
    let text = |i: &Run, k: &Run| i.label.is_some_and(|block| k.lo <= block && block <= k.hi);
    i.from < k.to + APART && k.from < i.to + APART || text(i, k) || text(k, i)
}

/// The streets in which two runs on one track have met. Runs have their tracks, and their ends where they are drawn.
pub(super) fn met(runs: &[Run]) -> BTreeSet<LineIx> {
    let mut sorted: Vec<&Run> = runs.iter().collect();
    sorted.sort_by_key(|r| (r.line, r.track, r.from, r.to));
    let mut met = BTreeSet::new();
    for on_track in sorted.chunk_by(|p, q| (p.line, p.track) == (q.line, q.track)) {
        let mut end = on_track[0].to;
        for run in &on_track[1..] {
            if run.from < end + LEAST {
                met.insert(run.line);
            }
            end = end.max(run.to);
        }
    }
    met
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(line: LineIx, track: u16, from: i32, to: i32) -> Run {
        Run { lo: 1, hi: 1, from: Gu(from), to: Gu(to), track, ..Run::bare(0, line) }
    }

    #[test]
    fn runs_that_lie_far_from_each_other_in_one_block_need_one_track() {
        let (a, far, near) = (run(0, 0, 0, 500), run(0, 0, 700, 900), run(0, 0, 600, 900));
        let (no_street, street) = (BTreeSet::new(), BTreeSet::from([0]));
        let packed = Packing::AllBut(&no_street);
        assert!(!packed.parts(&a, &far) && !packed.parts(&far, &a));
        assert!(packed.parts(&a, &near) && packed.parts(&near, &a));
        assert!(Packing::None.parts(&a, &far));
        assert!(Packing::AllBut(&street).parts(&a, &far));
        // a text may come to stand anywhere in its block
        assert!(packed.parts(&a, &Run { label: Some(1), ..far }));
    }

    #[test]
    fn streets_where_runs_on_one_track_meet_are_found() {
        let runs = [run(0, 0, 0, 500), run(0, 1, 100, 200), run(0, 0, 540, 600), run(1, 0, 0, 90), run(1, 0, 200, 300)];
        assert_eq!(met(&runs), BTreeSet::from([0]));
        // not only with the one before
        let runs = [run(2, 0, 0, 900), run(2, 0, 100, 200), run(2, 0, 700, 800)];
        assert_eq!(met(&runs), BTreeSet::from([2]));
        assert_eq!(met(&runs[1..]), BTreeSet::new());
    }
}
