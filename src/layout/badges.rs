//! Lettered discs: the last resort for texts beside connections that have no room there.
//!
//! A disc stands on its wire where nothing else is: no other wire within its radius, no corner or end of its own, no
//! tray, text or mark. Where there is no such place, it stands where it covers the least, but never on a tray, a text or
//! a mark. A panel says which text a letter stands for.
//!
//! *Invariant*: a disc meets no tray, text or mark. Discs have the same letter if and only if they have the same text.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{caller, in_turn};
use super::measure::{BADGE_RADIUS, PITCH, reach};
use super::stretch::Stretch;
use super::taken::{Slide, Taken, Taker};
use crate::geom::{GPoint, GRect, Gu};
use crate::layout::{Badge, Wire};

/// How far along an axis of the ground a disc reaches.
const REACH: Gu = reach(BADGE_RADIUS);
/// How far its white ring goes beyond that.
const RING: Gu = Gu(6);
/// How much of its wire is in sight on both sides of a disc, where that can be.
const BESIDE: Gu = Gu(40);
/// From the end of a wire to the disc, so that arrowhead and port stay in sight.
const FROM_END: Gu = Gu(50);

/// Sets a disc for each of these wires, by wire, and takes its room; gives the wires for which there is no place at all.
/// Letters are given later, by [`letter`].
pub(super) fn place(
    wires: &[Wire],
    parts: &[Vec<Stretch>],
    texts: &BTreeMap<usize, String>,
    wanted: &[usize],
    taken: &mut Taken,
) -> (Vec<Badge>, Vec<usize>) {
    let (mut badges, mut rest) = (Vec::new(), Vec::new());
    for &wire in wanted {
        let own = in_turn(wire, &wires[wire], &parts[wire]);
        let found = [BESIDE, Gu::ZERO].into_iter().find_map(|more| free(wire, &wires[wire], &own, more, taken));
        let found = found.or_else(|| least_bad(wire, &wires[wire], &own, taken));
        let (Some(at), Some(text)) = (found, texts.get(&wire)) else {
            rest.push(wire);
            continue;
        };
        taken.add(GRect::around(at, REACH + RING), Taker::Mark);
        badges.push(Badge {
            wire,
            letter: String::new(),
            text: text.clone(),
            at,
            radius: BADGE_RADIUS,
            size: Gu::ZERO,
        });
    }
    (badges, rest)
}

/// Gives letters to discs: in the order in which they are met along x, then along y. Sorts them by letter.
pub(super) fn letter(badges: &mut [Badge]) {
    badges.sort_by_key(|badge| (badge.at, badge.wire));
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for badge in badges.iter_mut() {
        let next = known.len();
        let number = *known.entry(badge.text.clone()).or_insert(next);
        badge.letter = letters(number);
        badge.size = match badge.letter.len() {
            1 => BADGE_RADIUS * 27 / 20,
            2 => BADGE_RADIUS,
            _ => BADGE_RADIUS * 7 / 10,
        };
    }
    badges.sort_by_key(|badge| (known.get(&badge.text).copied(), badge.at, badge.wire));
}

/// `a` to `z`, `aa` to `zz`, and so on: small letters, for capitals mark the members of groups.
fn letters(number: usize) -> String {
    let mut out = Vec::new();
    let mut rest = number + 1;
    while rest > 0 {
        rest -= 1;
        out.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    out.iter().rev().collect()
}

/// Where the disc may stand on a straight part, from and to, without covering its corners or the wire's ends.
fn span(s: &Stretch, ends: &BTreeSet<GPoint>) -> (Gu, Gu) {
    let at = |v: Gu| if s.along_x { GPoint::new(v, s.level) } else { GPoint::new(s.level, v) };
    let keep = |v: Gu| REACH + if ends.contains(&at(v)) { FROM_END } else { Gu::ZERO };
    (s.from + keep(s.from), s.to - keep(s.to))
}

fn ends(wire: &Wire) -> BTreeSet<GPoint> {
    wire.lines.iter().flat_map(|line| [line.first(), line.last()]).flatten().copied().collect()
}

/// The place with nothing else within the disc, and `more` along the wire, that is nearest to the middle of the first
/// straight part that has one.
fn free(number: usize, wire: &Wire, parts: &[Stretch], more: Gu, taken: &Taken) -> Option<GPoint> {
    let (ends, caller) = (ends(wire), caller(wire));
    parts.iter().find_map(|s| {
        let (from, to) = span(s, &ends);
        let (from, to) = (from + more, to - more);
        if from > to {
            return None;
        }
        let middle = from + (to - from) / 2;
        let start = disc(s, middle);
        let start = if s.along_x {
            GRect::new(start.x - more, start.y, start.w + more * 2, start.d)
        } else {
            GRect::new(start.x, start.y - more, start.w, start.d + more * 2)
        };
        let is_own = |taker| taker == Taker::Wire { wire: number, along_x: s.along_x };
        let is_in_way = |_: &GRect, taker| taker != Taker::Zone && !is_own(taker);
        let caller_is_up = if s.along_x { caller.x } else { caller.y } > middle;
        let found = [caller_is_up, !caller_is_up].map(|up| {
            let limit = if up { to } else { from } - REACH - more;
            taken.slide(start, Slide { along_x: s.along_x, up, limit }, is_in_way)
        });
        let off = |rect: &GRect| {
            let at = rect.center();
            (if s.along_x { at.x } else { at.y } - middle).abs()
        };
        found.iter().flatten().min_by_key(|rect| off(rect)).map(GRect::center)
    })
}

/// The place where the disc covers the least; the first of equals.
fn least_bad(number: usize, wire: &Wire, parts: &[Stretch], taken: &Taken) -> Option<GPoint> {
    let ends = ends(wire);
    let mut best: Option<(u32, GPoint)> = None;
    for s in parts {
        let (from, to) = span(s, &ends);
        let steps = (s.length().0 / (PITCH.0 / 3)).max(1);
        for k in 0..=steps {
            let at = s.from + Gu((i64::from(s.length().0) * i64::from(k) / i64::from(steps)) as i32);
            let rect = disc(s, at);
            let outside = if from <= at && at <= to { 0 } else { 3 };
            if let Some(cost) = cost(number, s, &rect, taken).map(|cost| cost + outside)
                && best.is_none_or(|(known, _)| cost < known)
            {
                best = Some((cost, rect.center()));
            }
        }
    }
    best.map(|(_, at)| at)
}

/// What a disc covers: a crossing is worse than a neighbour. `None` for what it must never cover.
fn cost(number: usize, s: &Stretch, rect: &GRect, taken: &Taken) -> Option<u32> {
    taken.all(rect).into_iter().try_fold(0, |sum, (_, taker)| {
        let more = match taker {
            Taker::Tray | Taker::Text | Taker::Mark => return None,
            Taker::Edge | Taker::Zone | Taker::Head => 1,
            Taker::Wire { wire, along_x } if wire == number => u32::from(along_x != s.along_x),
            Taker::Wire { along_x, .. } => {
                if along_x == s.along_x {
                    2
                } else {
                    4
                }
            }
        };
        Some(sum + more)
    })
}

/// What a disc covers that stands at a coordinate of a straight part.
fn disc(s: &Stretch, at: Gu) -> GRect {
    GRect::around(if s.along_x { GPoint::new(at, s.level) } else { GPoint::new(s.level, at) }, REACH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::stretch::stretches;
    use crate::syntax::attributes::ConnectionKind;

    fn wire(points: &[(i32, i32)]) -> Wire {
        Wire {
            links: Vec::new(),
            connections: Vec::new(),
            kind: ConnectionKind::Sync,
            lines: vec![points.iter().map(|&(x, y)| GPoint::new(Gu(x), Gu(y))).collect()],
            both_ways: false,
        }
    }

    fn rect(x: i32, y: i32, w: i32, d: i32) -> GRect {
        GRect::new(Gu(x), Gu(y), Gu(w), Gu(d))
    }

    /// Sets discs on the wires with these numbers among others, with boxes in the way.
    fn set(wires: &[Wire], wanted: &[usize], more: &[(GRect, Taker)]) -> (Vec<Badge>, Vec<usize>) {
        let mut taken = Taken::nothing(&rect(0, 0, 2000, 2000));
        let mut by_wire: Vec<Vec<Stretch>> = vec![Vec::new(); wires.len()];
        for s in stretches(wires) {
            taken.add(s.rect().grown(Gu(5)), Taker::Wire { wire: s.wire, along_x: s.along_x });
            by_wire[s.wire].push(s);
        }
        for &(rect, taker) in more {
            taken.add(rect, taker);
        }
        let texts = (0..wires.len()).map(|k| (k, format!("text {}", k % 2))).collect();
        place(wires, &by_wire, &texts, wanted, &mut taken)
    }

    #[test]
    fn letters_go_on_after_z() {
        let some = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(some, ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn equal_texts_share_a_letter_and_letters_follow_the_ground() {
        let badge = |wire, x, text: &str| Badge {
            wire,
            letter: String::new(),
            text: text.to_owned(),
            at: GPoint::new(Gu(x), Gu(0)),
            radius: BADGE_RADIUS,
            size: Gu::ZERO,
        };
        let mut badges = [badge(0, 500, "b"), badge(1, 300, "a"), badge(2, 100, "b")];
        letter(&mut badges);
        let found: Vec<(usize, &str)> = badges.iter().map(|b| (b.wire, b.letter.as_str())).collect();
        assert_eq!(found, [(2, "a"), (0, "a"), (1, "b")]);
    }

    #[test]
    fn a_disc_stands_in_the_middle_unless_something_crosses_there() {
        let wires = [wire(&[(100, 500), (900, 500)]), wire(&[(500, 100), (500, 900)])];
        let (badges, rest) = set(&wires, &[0], &[]);
        assert!(rest.is_empty());
        let at = badges[0].at;
        assert_eq!(at.y, Gu(500));
        let off = (at.x - Gu(500)).abs();
        assert!(off >= REACH + BESIDE && off <= REACH + BESIDE + Gu(10), "{at:?}");
        // nearer to the caller
        assert!(at.x < Gu(500));
    }

    #[test]
    fn a_disc_may_cover_a_neighbour_but_never_a_tray_or_a_text() {
        let wires = [wire(&[(100, 500), (400, 500)]), wire(&[(0, 520), (900, 520)])];
        let tray = (rect(100, 400, 90, 300), Taker::Tray);
        let (badges, rest) = set(&wires, &[0], &[tray]);
        assert!(rest.is_empty() && badges[0].at.x >= Gu(190) + REACH);
        let text = (rect(150, 400, 300, 300), Taker::Text);
        let (badges, rest) = set(&wires, &[0], &[tray, text]);
        assert!(badges.is_empty());
        assert_eq!(rest, [0]);
    }

    #[test]
    fn discs_keep_off_each_other_and_off_the_ends() {
        let wires = [wire(&[(100, 500), (500, 500)]), wire(&[(100, 580), (500, 580)]), wire(&[(100, 660), (160, 660)])];
        let (badges, rest) = set(&wires, &[0, 1, 2], &[]);
        assert!(rest.is_empty());
        let boxes: Vec<GRect> = badges.iter().map(|b| GRect::around(b.at, REACH)).collect();
        assert!((0..3).all(|k| boxes[..k].iter().all(|other| !other.overlaps(&boxes[k]))), "{boxes:?}");
        assert_eq!(badges[0].at.x, Gu(300));
    }
}
