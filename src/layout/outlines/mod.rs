//! Outlines of groups: on the floor of the tray for one member, on the ground round the trays for several.
//!
//! An outline must not lie. Round the trays of a group (in one environment, region and network) goes one rectangle if
//! it holds no other tray, stays in its container, and no edge of it cuts a text or lies along a wire, a zone band or
//! another outline. Else two rectangles, one for each side of a line between the members, if both are clean. Else none:
//! each member gets a mark, a letter that the legend explains.
//!
//! Streets keep their first track a good way off the trays, so an outline finds its place in the margin between: the
//! first one [`LEAST`] from the trays, one round it a little further out, up to [`MOST`] where nothing else is there.
//!
//! *Invariant*: what is drawn holds all its members and nobody else; `check` looks at it anew.

mod check;
mod field;
mod names;

pub(super) use check::{check, texts};
pub(super) use field::texts as ink;
pub(super) use names::{make_room, name};

use std::collections::BTreeMap;

use self::field::Field;
use crate::geom::{GRect, Gu};
use crate::layout::{GroupMark, Layout, Marked, Outline, Outlined, Tray};
use crate::model::{EnvironmentIx, Model, NetworkIx, PlacementIx, RegionIx};
use crate::syntax::document::GroupKind;

/// The least and the greatest distance of an outline from the trays that it holds. The first track of a street is 36
/// or more from any tray, and streets are 72 wide or more.
const LEAST: Gu = Gu(20);
const MOST: Gu = Gu(52);
/// Between edges of outlines that run beside each other: as it looks well, and where there is less room.
const BETWEEN: [Gu; 2] = [Gu(11), Gu(8)];
/// The most ways to split a group that are tried.
const MOST_SPLITS: usize = 64;
/// On the floor of a tray: from its edge to the first outline, and from one to the next.
const INSET: Gu = Gu(9);
const STEP: Gu = Gu(8);
/// From the front of the outermost outline on a floor to the nameplate.
const FRONT: Gu = Gu(4);

/// The trays of one group in one place.
struct Part {
    of: Outlined,
    kind: GroupKind,
    /// Indices of trays, sorted.
    trays: Vec<usize>,
}

impl Part {
    fn outline(&self, model: &Model, rect: GRect, on_floor: bool, members: Vec<PlacementIx>) -> Outline {
        let label = self.of.label(model).to_owned();
        Outline { of: self.of, rect, on_floor, label, name: None, gaps: Vec::new(), members }
    }

    fn mark(&self, tray: &Tray) -> GroupMark {
        let on = Marked::Tray(tray.placement);
        GroupMark { of: self.of, letter: String::new(), rect: GRect::default(), size: Gu::ZERO, on }
    }
}

/// Draws the outlines of all groups once trays and wires have their places, and notes who has to be marked instead.
pub(super) fn draw(model: &Model, layout: &mut Layout) {
    let mut field = Field::new(layout);
    let mut on_floor: BTreeMap<usize, Vec<Part>> = BTreeMap::new();
    for part in parts(model, &layout.trays) {
        if let [one] = part.trays[..]
            && layout.trays[one].plate
        {
            on_floor.entry(one).or_default().push(part);
            continue;
        }
        if let Some(list) = round(&mut field, &part.trays, least(part.kind)) {
            for (rect, trays) in list {
                let members = trays.iter().map(|t| layout.trays[*t].placement).collect();
                layout.outlines.push(part.outline(model, rect, false, members));
            }
        } else if part.of.is_lettered(model, layout.trays.len()) {
            layout.marks.extend(part.trays.iter().map(|t| part.mark(&layout.trays[*t])));
        }
        if part.kind == GroupKind::AutoScaling {
            part.trays.iter().for_each(|t| layout.trays[*t].scaling_box = false);
        }
    }
    // what stands before the regions may reach to the edge of the ground
    layout.bounds = layout.outlines.iter().fold(layout.bounds, |all, outline| all.union(&outline.rect));
    for (tray, parts) in on_floor {
        floor(model, &mut layout.trays[tray], &parts, &mut layout.outlines, &mut layout.marks);
    }
}

/// Draws the lines of groups on the floor of the one tray that each has, those that have room.
fn floor(model: &Model, tray: &mut Tray, parts: &[Part], outlines: &mut Vec<Outline>, marks: &mut Vec<GroupMark>) {
    let has_box = tray.scaling.is_some() && tray.scaling_box;
    let boxed = parts.iter().position(|part| has_box && part.kind == GroupKind::AutoScaling);
    let mut level = 0;
    for (_, part) in parts.iter().enumerate().filter(|(k, _)| Some(*k) != boxed) {
        let Some(rect) = line_on(tray, level, if has_box { 1 } else { 3 }) else {
            marks.push(part.mark(tray));
            continue;
        };
        level += 1;
        outlines.push(part.outline(model, rect, true, vec![tray.placement]));
        // the box of what scales stays inside
        tray.scaling = tray.scaling.map(|s| s.within(&rect.grown(-STEP)));
    }
    if let (Some(k), Some(rect)) = (boxed, tray.scaling) {
        let rect = rect.within(&GRect { d: tray.nameplate.y - FRONT - tray.rect.y, ..tray.rect });
        tray.scaling_box = false;
        outlines.push(parts[k].outline(model, rect, true, vec![tray.placement]));
    }
}

/// The line on the floor of a tray behind its nameplate, inside those that are there already; `None` when there are as
/// many as it has room for.
fn line_on(tray: &Tray, level: i32, most: i32) -> Option<GRect> {
    let r = tray.rect.grown(-(INSET + STEP * level));
    (level < most).then(|| GRect::new(r.x, r.y, r.w, tray.nameplate.y - r.y - FRONT - STEP * level))
}

/// The edges of all outlines on the ground, as boxes that texts keep out of.
pub(super) fn edges(layout: &Layout) -> impl Iterator<Item = GRect> {
    let ground = layout.outlines.iter().filter(|o| !o.on_floor);
    ground.flat_map(|o| field::edges(&o.rect)).map(|edge| edge.rect(Gu(4)))
}

/// A region, an environment and a network: a group has an outline of its own in each.
type Place = (Option<RegionIx>, Option<EnvironmentIx>, Option<NetworkIx>);

/// Where a placement is.
fn place_of(model: &Model, ix: PlacementIx) -> Place {
    let placement = model.placement(ix);
    // what stands in no region stands outside of all environments too
    let environment = placement.region.and(model.component(placement.component).environment);
    (placement.region, environment, placement.network)
}

/// All groups with their trays, by place: small ones first, so that what is inside is drawn before what is round it.
fn parts(model: &Model, trays: &[Tray]) -> Vec<Part> {
    let at: BTreeMap<PlacementIx, usize> = trays.iter().enumerate().map(|(k, t)| (t.placement, k)).collect();
    let mut out = Vec::new();
    for (of, members) in Outlined::all(model) {
        let kind = of.kind(model);
        let mut places: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for member in members {
            let component = model.component(member);
            for (ix, tray) in component.placements.iter().filter_map(|ix| Some((*ix, *at.get(ix)?))) {
                places.entry(place_of(model, ix)).or_default().push(tray);
            }
        }
        for mut trays in places.into_values() {
            trays.sort_unstable();
            trays.dedup();
            if trays.len() < least(kind) {
                continue;
            }
            out.push(Part { of, kind, trays });
        }
    }
    out.sort_by_key(|part| (part.trays.len(), rank(part.kind), part.of, part.trays[0]));
    out
}

/// How much of the domains is drawn: two for each place where one is in one piece, one where it is in two; and how many
/// such places there are.
pub(super) fn shown(model: &Model, layout: &Layout) -> (i64, i64) {
    let is_domain = |of: Outlined| of.kind(model) == GroupKind::Domain;
    let mut pieces: BTreeMap<(Outlined, Place), i64> = BTreeMap::new();
    for outline in layout.outlines.iter().filter(|o| is_domain(o.of)) {
        if let Some(member) = outline.members.first() {
            *pieces.entry((outline.of, place_of(model, *member))).or_default() += 1;
        }
    }
    let shown = pieces.values().map(|n| if *n == 1 { 2 } else { 1 }).sum();
    (shown, parts(model, &layout.trays).iter().filter(|part| is_domain(part.of)).count() as i64)
}

/// How many members in one place, and in each outline of it, a group has at least to be shown.
fn least(kind: GroupKind) -> usize {
    if kind == GroupKind::Domain { 2 } else { 1 }
}

/// Of two groups with the same members, which is drawn inside.
fn rank(kind: GroupKind) -> u8 {
    match kind {
        GroupKind::AutoScaling => 0,
        GroupKind::Placement => 1,
        GroupKind::Security => 2,
        GroupKind::Team => 3,
        GroupKind::Domain => 4,
    }
}

/// One clean rectangle round some trays, or two with so many each; they are in the way of all later ones.
fn round(field: &mut Field, trays: &[usize], least: usize) -> Option<Vec<(GRect, Vec<usize>)>> {
    let found = match fit(field, trays) {
        Some(rect) => vec![(rect, trays.to_vec())],
        None => split(field, trays, least)?,
    };
    for (rect, _) in &found {
        field.take(rect);
    }
    Some(found)
}

/// The rectangle round some trays with the least margin that is clean.
fn fit(field: &Field, trays: &[usize]) -> Option<GRect> {
    let around = field.around(trays)?;
    let members = |t: usize| trays.binary_search(&t).is_ok();
    if !field.holds_only(&around.grown(LEAST), members) {
        return None;
    }
    let grown = || (LEAST.0..=MOST.0).map(|margin| around.grown(Gu(margin)));
    BETWEEN.into_iter().find_map(|between| grown().find(|rect| field.is_clean(rect, members, between)))
}

/// Two clean rectangles, one on each side of a line between the trays, with so many trays each at least; the pair with
/// the least area.
fn split(field: &Field, trays: &[usize], least: usize) -> Option<Vec<(GRect, Vec<usize>)>> {
    let span = |t: usize, along_x: bool| {
        let r = field.tray(t);
        if along_x { (r.x, r.x1()) } else { (r.y, r.y1()) }
    };
    let orders = [true, false].map(|along_x| {
        let mut order = trays.to_vec();
        order.sort_by_key(|t| (span(*t, along_x), *t));
        order
    });
    let area = |part: &[usize]| field.around(part).map_or(0, |r| i64::from(r.w.0) * i64::from(r.d.0));
    let mut ways: Vec<(i64, usize, usize)> = Vec::new();
    for (axis, order) in orders.iter().enumerate() {
        let mut end = span(order[0], axis == 0).1;
        for k in 1..order.len() {
            let (from, to) = span(order[k], axis == 0);
            if from > end && (least..=order.len().saturating_sub(least)).contains(&k) {
                ways.push((area(&order[..k]) + area(&order[k..]), axis, k));
            }
            end = end.max(to);
        }
    }
    ways.sort_unstable();
    ways.into_iter().take(MOST_SPLITS).find_map(|(_, axis, k)| {
        let part = |list: &[usize]| {
            let mut list = list.to_vec();
            list.sort_unstable();
            list
        };
        let (first, second) = (part(&orders[axis][..k]), part(&orders[axis][k..]));
        let (a, b) = (fit(field, &first)?, fit(field, &second)?);
        (!a.grown(BETWEEN[1]).overlaps(&b)).then(|| vec![(a, first), (b, second)])
    })
}

#[cfg(test)]
mod tests;
