//! Puts the names of outlines on the ground, and letters where a name has no room and where no outline could be drawn.
//!
//! A name stands in a gap of the outline's own line or beside that line, where nothing else is, or so at the line of an
//! outline just round it: colours tell whose it is. A letter that marks a
//! member sits on the edge of its tray: the strip along the sides of a tray is free of solids and labels, and no outline
//! comes as near to the tray as the letter stands out.
//!
//! *Invariant*: a name or a letter overlaps nothing but the line or the tray that it belongs to; letters of which a tray
//! has too many for its edge may cover the lines of outlines and zones.

use std::collections::{BTreeMap, BTreeSet};

use super::field::{edges, texts, wires};
use super::{LEAST, place_of};
use crate::geom::buckets::{Buckets, cells};
use crate::geom::{GRect, Gu};
use crate::layout::grid::Plan;
use crate::layout::measure::{PITCH, TRAY_HEIGHT, reach};
use crate::layout::steps::{REACH, floor_name};
use crate::layout::{Container, GroupMark, Layout, Marked, Outline, OutlineName, Outlined, Tray, tops};
use crate::model::{Model, PlacementIx};
use crate::syntax::document::GroupKind;
use crate::text::{Weight, width};

/// Size of the em of a name, and the depth of its box.
const SIZE: Gu = Gu(54);
const DEPTH: Gu = Gu(60);
/// Room at both ends of a name.
const END: Gu = Gu(10);
/// From the corner of an outline to a name on its edge.
const CORNER: Gu = Gu(28);
/// How far out the line of another outline may be at which a name stands.
const NEAR: Gu = Gu(36);
/// From a line to a name beside it.
const BESIDE: Gu = Gu(4);
/// From one name to the next in one line.
const WORDS: Gu = Gu(40);
/// How far apart places are that are tried.
const STEP: Gu = Gu(12);
/// Box of a letter, where there is room and where there is less on a line; and the sizes of its em in the large one, for
/// one letter and for two.
const MARK: (Gu, Gu) = (Gu(46), Gu(46));
const SMALL: (Gu, Gu) = (Gu(36), Gu(40));
const LETTER: [Gu; 2] = [Gu(46), Gu(32)];
/// How far a letter stands out of the side and the front of its tray.
const OUT: (Gu, Gu) = (Gu(22), Gu(18));
/// From a letter before or behind a tray to the tray.
const OFF: Gu = Gu(4);
/// From one letter on a tray to the next.
const NEXT: Gu = Gu(52);
/// Rings round a tray that are tried for a letter.
const RINGS: i32 = 16;
/// Room that the lines of a wire, an outline or a zone band take.
const WIRE: Gu = Gu(5);
const LINE: Gu = Gu(4);
/// Letters that are not taken for digits.
const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// Who takes some room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taker {
    Tray(PlacementIx),
    Outline(usize),
    /// The edge of a zone band.
    Band,
    Other,
}

/// Room that names leave round the texts of containers and zones.
const APART: Gu = Gu(10);

/// Room that is in use, by bucket.
#[derive(Default)]
struct Room {
    map: BTreeMap<(i32, i32), Vec<(GRect, Taker)>>,
}

impl Room {
    fn new(layout: &Layout) -> Self {
        let mut room = Self::default();
        // the trunk of a bundle is in each of its lines, but takes its room once
        let parts: BTreeSet<GRect> = wires(layout).map(|(_, part)| part.rect(WIRE)).collect();
        for r in parts {
            room.add(r, Taker::Other);
        }
        for t in &layout.trays {
            room.add(t.rect.with_hidden(t.height()), Taker::Tray(t.placement));
        }
        texts(layout).for_each(|(r, _)| room.add(r.grown(APART), Taker::Other));
        for (k, outline) in layout.outlines.iter().enumerate().filter(|(_, o)| !o.on_floor) {
            room.add_line(&outline.rect, Taker::Outline(k));
        }
        // a letter at the edge of a tray keeps off the names of groups on its floor
        let floors = layout.outlines.iter().filter(|o| o.on_floor && !o.label.is_empty());
        floors.for_each(|o| room.add(floor_name(o).grown(Gu(2)), Taker::Other));
        layout.bands.iter().for_each(|b| room.add_line(&b.rect, Taker::Band));
        for (container, top) in layout.containers.iter().zip(tops(&layout.containers)) {
            // the edge of what others lie on is seen that much further in front
            for edge in edges(&container.rect) {
                room.add(edge.rect(LINE - top), Taker::Other);
            }
        }
        layout.steps.iter().for_each(|s| room.add(GRect::around(s.at, REACH), Taker::Other));
        layout.wire_labels.iter().for_each(|l| room.add(l.rect.grown(OFF), Taker::Other));
        layout.badges.iter().for_each(|b| room.add(GRect::around(b.at, reach(b.radius) + Gu(2)), Taker::Other));
        room
    }

    fn add(&mut self, r: GRect, taker: Taker) {
        for cell in cells(&r) {
            self.map.entry(cell).or_default().push((r, taker));
        }
    }

    /// The line round a box.
    fn add_line(&mut self, r: &GRect, taker: Taker) {
        for edge in edges(r) {
            self.add(edge.rect(LINE), taker);
        }
    }

    /// Whether nobody has anything here but those.
    fn is_free(&self, r: &GRect, but: impl Fn(Taker) -> bool) -> bool {
        let mut near = cells(r).filter_map(|cell| self.map.get(&cell)).flatten();
        !near.any(|(other, taker)| !but(*taker) && other.overlaps(r))
    }
}

/// Places all names and letters, after everything else has its place. Gives the members of the outlines that are not
/// drawn, since their names find no room.
pub(in crate::layout) fn name(model: &Model, layout: &mut Layout) -> BTreeSet<Vec<PlacementIx>> {
    if layout.outlines.is_empty() && layout.marks.is_empty() {
        return BTreeSet::new();
    }
    let mut room = Room::new(layout);
    let of: BTreeMap<PlacementIx, usize> = layout.trays.iter().enumerate().map(|(k, t)| (t.placement, k)).collect();
    for mark in &mut layout.marks {
        let Marked::Tray(placement) = mark.on else { continue };
        let Some(tray) = of.get(&placement).map(|k| &layout.trays[*k]) else { continue };
        mark.rect = on_tray(tray, &layout.containers, &room);
        room.add(mark.drawn(), Taker::Other);
    }
    let rects: Vec<GRect> = layout.outlines.iter().map(|o| o.rect).collect();
    let by_place = Buckets::new(rects.iter().copied());
    let (mut unnamed, mut lost) = (BTreeSet::new(), BTreeSet::new());
    for k in 0..layout.outlines.len() {
        let outline = &layout.outlines[k];
        if outline.on_floor || outline.label.is_empty() {
            continue;
        }
        let round = round(&layout.outlines, &by_place, k);
        let mut places = round.iter().flat_map(|host| beside(outline, &rects[*host]));
        let mine = |taker| matches!(taker, Taker::Outline(other) if round.contains(&other));
        // the lines round it stop at the name or keep off it
        let clean = |r: &GRect, host: &GRect| crosses(host, r) || !near(host, r);
        let fits = |r: &GRect| room.is_free(r, mine) && round.iter().all(|host| clean(r, &rects[*host]));
        if let Some((rect, along_x)) = places.find(|(r, _)| fits(r)) {
            // two names in one line are not read as one
            let (dx, dy) = if along_x { (WORDS, Gu::ZERO) } else { (Gu::ZERO, WORDS) };
            let with_ends = GRect::new(rect.x - dx, rect.y - dy, rect.w + dx * 2, rect.d + dy * 2);
            room.add(with_ends, Taker::Other);
            for host in round {
                layout.outlines[host].gaps.extend(crosses(&rects[host], &rect).then_some(rect));
            }
            layout.outlines[k].name = Some(OutlineName { rect, along_x, size: SIZE });
            continue;
        }
        if outline.of.kind(model) == GroupKind::Domain {
            lost.insert(outline.members.clone());
        }
        if !outline.of.is_lettered(model, layout.trays.len()) {
            unnamed.insert((outline.of, place_of(model, outline.members[0])));
            continue;
        }
        // a letter does not even touch a tray
        let free = |r: &GRect, but: &dyn Fn(Taker) -> bool| room.is_free(&r.grown(Gu(1)), but);
        let found = [MARK, SMALL].into_iter().find_map(|mark| {
            let alone = on_line(&rects[k], mark).find(|r| free(r, &|taker| taker == Taker::Outline(k)));
            // it may cover the lines of others: its colour is its own
            alone.or_else(|| on_line(&rects[k], mark).find(|r| free(r, &|t| matches!(t, Taker::Outline(_)))))
        });
        if let Some(rect) = found {
            room.add(rect, Taker::Other);
            let (of, on) = (outline.of, Marked::Outline(k));
            layout.marks.push(GroupMark { of, letter: String::new(), rect, size: Gu::ZERO, on });
            continue;
        }
        // no room at the line: the members say it themselves
        for placement in layout.outlines[k].members.clone() {
            let Some(tray) = of.get(&placement).map(|t| &layout.trays[*t]) else { continue };
            let Some(rect) = free_on_tray(tray, &room) else { continue };
            let (of, on) = (layout.outlines[k].of, Marked::Tray(placement));
            let mark = GroupMark { of, letter: String::new(), rect, size: Gu::ZERO, on };
            room.add(mark.drawn(), Taker::Other);
            layout.marks.push(mark);
        }
    }
    drop_outlines(layout, |o| unnamed.contains(&(o.of, place_of(model, o.members[0]))));
    let known: BTreeSet<Outlined> = layout.marks.iter().map(|m| m.of).collect();
    let letters: BTreeMap<Outlined, String> = known.into_iter().enumerate().map(|(k, of)| (of, letter(k))).collect();
    for mark in &mut layout.marks {
        mark.letter = letters.get(&mark.of).cloned().unwrap_or_default();
        mark.size = LETTER[usize::from(mark.letter.len() > 1)] * mark.rect.w.0 / MARK.0.0;
    }
    lost
}

/// Makes room for the names of outlines behind the trays that they hold, in the street there.
pub(in crate::layout) fn make_room(plan: &mut Plan, outlines: &BTreeSet<Vec<PlacementIx>>) {
    if outlines.is_empty() {
        return;
    }
    let of = plan.by_placement();
    for members in outlines {
        let seats = members.iter().filter_map(|m| Some(plan.cells[*of.get(m)?].parent));
        let Some((g, _, j)) = seats.min_by_key(|(_, _, j)| *j) else { continue };
        let grid = &mut plan.grids[g];
        let need = LEAST + BESIDE + DEPTH + TRAY_HEIGHT + BESIDE;
        grid.for_names[j] = (need - grid.margin).max(Gu::ZERO).round_up(PITCH);
    }
}

/// Takes some outlines out, with the gaps that their names have in the lines of others.
fn drop_outlines(layout: &mut Layout, is_dropped: impl Fn(&Outline) -> bool) {
    let dropped: Vec<bool> = layout.outlines.iter().map(|o| !o.on_floor && is_dropped(o)).collect();
    let gaps: Vec<GRect> =
        layout.outlines.iter().zip(&dropped).filter(|(_, d)| **d).filter_map(|(o, _)| Some(o.name?.rect)).collect();
    let left = |k: usize| k - dropped[..k].iter().filter(|d| **d).count();
    for mark in &mut layout.marks {
        if let Marked::Outline(k) = &mut mark.on {
            *k = left(*k);
        }
    }
    let mut k = 0;
    layout.outlines.retain_mut(|outline| {
        outline.gaps.retain(|gap| !gaps.contains(gap));
        k += 1;
        !dropped[k - 1]
    });
}

/// A, B, …, Z, AA, AB, …
fn letter(mut k: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(LETTERS[k % LETTERS.len()]));
        if k < LETTERS.len() {
            return out.iter().rev().collect();
        }
        k = k / LETTERS.len() - 1;
    }
}

/// The first free place at the edge of a tray, else the nearest one round it, or its left front corner if there is none.
fn on_tray(tray: &Tray, containers: &[Container], room: &Room) -> GRect {
    let (w, d) = MARK;
    let corner = GRect::new(tray.rect.x - OUT.0, tray.rect.y1() + OUT.1 - d, w, d);
    free_on_tray(tray, room).or_else(|| free_round(tray, home(containers, tray), room)).unwrap_or(corner)
}

/// The first free place for a small letter on rings round a tray, the nearest ring first; in the container of the tray, else
/// anywhere. It may cover the lines of outlines and zones: its colour is its own.
fn free_round(tray: &Tray, home: Option<GRect>, room: &Room) -> Option<GRect> {
    let rings = || (1..=RINGS).map(|k| tray.rect.grown(OFF + SMALL.1 / 2 + STEP * (k - 1)));
    let lines = |taker| matches!(taker, Taker::Outline(_) | Taker::Band);
    let is_free = |place: &GRect| room.is_free(&place.with_hidden(TRAY_HEIGHT), lines);
    let at_home = |place: &GRect| home.is_none_or(|home| home.contains(place));
    let places = || rings().flat_map(|ring| on_line(&ring, SMALL));
    places().find(|place| at_home(place) && is_free(place)).or_else(|| places().find(is_free))
}

/// The innermost container of a tray.
fn home(containers: &[Container], tray: &Tray) -> Option<GRect> {
    let round = containers.iter().map(|c| c.rect).filter(|r| r.contains(&tray.rect));
    round.min_by_key(|r| (r.w + r.d, r.x, r.y))
}

/// The first free place at the edge of a tray: from the front corners back, the left side first; then before and behind it.
fn free_on_tray(tray: &Tray, room: &Room) -> Option<GRect> {
    [MARK, SMALL].into_iter().find_map(|mark| free_for(tray, room, mark))
}

fn free_for(tray: &Tray, room: &Room, (w, d): (Gu, Gu)) -> Option<GRect> {
    let r = tray.rect;
    let rows = ((r.d - d) / NEXT.0).0.max(0);
    let at = |k: i32, x: Gu| GRect::new(x, r.y1() + OUT.1 - d - NEXT * k, w, d);
    let out = OUT.0 + w - MARK.0;
    let (left, right) = (r.x - out, r.x1() + out - w);
    let columns = ((r.w - w) / NEXT.0).0.max(0);
    let across = |y: Gu| (0..=columns).map(move |k| GRect::new(r.x + NEXT * k, y, w, d));
    let sides = (0..=rows).map(|k| at(k, left)).chain((0..=rows).map(|k| at(k, right)));
    // the plate hides a little of the ground behind it
    let mut places = sides.chain(across(r.y1() + OFF)).chain(across(r.y - TRAY_HEIGHT - OFF - d));
    let mine = |taker| taker == Taker::Tray(tray.placement) || taker == Taker::Band;
    // it lies as high as the plate, so it is seen a little further back
    places.find(|place| room.is_free(&place.with_hidden(TRAY_HEIGHT), mine))
}

/// An outline, and those round it whose lines run near its own, from the inside out.
fn round(outlines: &[Outline], by_place: &Buckets, k: usize) -> Vec<usize> {
    let r = outlines[k].rect;
    let mut out: Vec<usize> = by_place
        .near(&r)
        .filter(|o| !outlines[*o].on_floor && outlines[*o].rect.contains(&r) && outlines[*o].rect.overlaps(&r))
        .filter(|o| *o == k || outlines[*o].rect != r)
        .collect();
    out.sort_unstable_by_key(|o| (*o != k, outlines[*o].rect.w, *o));
    out.dedup();
    out
}

/// Whether the line of a box runs through another box, not just along its edge.
fn crosses(line: &GRect, r: &GRect) -> bool {
    let inside = r.grown(Gu(-2));
    edges(line).iter().any(|edge| edge.rect(Gu(1)).overlaps(&inside))
}

/// Whether the line of a box runs through another box or nearer to it than a name stands beside a line.
fn near(line: &GRect, r: &GRect) -> bool {
    let round = r.grown(BESIDE - Gu(2));
    edges(line).iter().any(|edge| edge.rect(Gu(1)).overlaps(&round))
}

/// Places for the name of an outline at the line of a host, which is itself or one round it: in the front line, before
/// it, behind it, then the same at the back, then in the lines of the sides. Only where the line of the host is near.
fn beside(outline: &Outline, host: &GRect) -> impl Iterator<Item = (GRect, bool)> + use<> {
    let (own, r) = (outline.rect, *host);
    let long = Gu((width(&outline.label, Weight::SemiBold) * i64::from(SIZE.0) / 1000) as i32) + END * 2;
    let (half, off) = (DEPTH / 2, BESIDE + DEPTH);
    let near = |a: Gu, b: Gu| (a - b).abs() <= NEAR;
    let front = near(own.y1(), r.y1()).then_some([r.y1() - half, r.y1() + BESIDE, r.y1() - off]);
    let back = near(own.y, r.y).then_some([r.y - half, r.y - off, r.y + BESIDE]);
    let left = near(own.x, r.x).then_some(r.x - half);
    let right = near(own.x1(), r.x1()).then_some(r.x1() - half);
    let steps = move |side: Gu| {
        let spare = side - CORNER * 2 - long;
        let last = if spare < Gu::ZERO { -1 } else { spare.0 / STEP.0 };
        (0..=last).map(|k| CORNER + STEP * k)
    };
    let rows = front.into_iter().chain(back).flatten();
    let along_x = rows.flat_map(move |y| steps(own.w).map(move |x| GRect::new(own.x + x, y, long, DEPTH)));
    let columns = left.into_iter().chain(right);
    let along_y = columns.flat_map(move |x| steps(own.d).map(move |y| GRect::new(x, own.y + y, DEPTH, long)));
    along_x.map(|r| (r, true)).chain(along_y.map(|r| (r, false)))
}

/// Places for a letter on the line of an outline: along the front, the left side, the back and the right side.
fn on_line(r: &GRect, (w, d): (Gu, Gu)) -> impl Iterator<Item = GRect> + use<> {
    let r = *r;
    let steps = |from: Gu, side: Gu| (0..=(side / STEP.0).0.max(0)).map(move |k| from + STEP * k);
    let row = move |y: Gu| steps(r.x - w / 2, r.w).map(move |x| GRect::new(x, y - d / 2, w, d));
    let column = move |x: Gu| steps(r.y - d / 2, r.d).map(move |y| GRect::new(x - w / 2, y, w, d));
    row(r.y1()).chain(column(r.x)).chain(row(r.y)).chain(column(r.x1()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_the_last_one() {
        assert_eq!([0, 7, 8, 23, 24, 25, 48, 600].map(letter), ["A", "H", "J", "Z", "AA", "AB", "BA", "AAA"]);
    }

    #[test]
    fn a_name_longer_than_its_outline_has_no_place() {
        let of = |w: i32, d: i32| Outline {
            of: Outlined::Security(0),
            rect: GRect::new(Gu(0), Gu(0), Gu(w), Gu(d)),
            on_floor: false,
            label: "web servers".to_owned(),
            name: None,
            gaps: Vec::new(),
            members: Vec::new(),
        };
        let places = |w, d| beside(&of(w, d), &of(w, d).rect).collect::<Vec<_>>();
        assert_eq!(places(100, 100).len(), 0);
        let inside = |r: &GRect| r.x >= CORNER && r.x1() <= Gu(1000) - CORNER;
        assert!(places(1000, 100).iter().all(|(r, along_x)| *along_x && inside(r)));
        assert!(places(100, 1000).iter().all(|(_, along_x)| !along_x));
    }
}
