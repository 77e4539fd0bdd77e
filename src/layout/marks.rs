//! Sets what stands on or beside connections: the numbered circles of steps, then texts, then lettered discs for the texts
//! that have no room.

use std::collections::{BTreeMap, BTreeSet};

use super::stretch::{Stretch, stretches};
use super::taken::Taken;
use super::{badges, labels, steps};
use crate::layout::{Badge, Layout, Wire, WireLabel};
use crate::model::Model;

/// Sets circles, texts and discs in a layout that has everything else. `texts` are those of the wires that have one,
/// `wanted` the wires beside which room was made for them. Gives the wires whose text has no room beside them, or stands
/// across the edge of a zone.
pub(super) fn set(
    model: &Model,
    layout: &mut Layout,
    texts: &BTreeMap<usize, String>,
    wanted: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let all = stretches(&layout.wires);
    let mut taken = Taken::of(layout, &all);
    let (circles, without_circle) = steps::place(model, layout, &mut taken);
    layout.steps = circles;
    if let [first, rest @ ..] = &without_circle[..] {
        let which = if rest.is_empty() { format!("step {first}") } else { format!("{} steps", without_circle.len()) };
        layout.notes.push(format!("the circle of {which} is left out: no room at what is explained"));
    }
    let mut parts: Vec<Vec<Stretch>> = vec![Vec::new(); layout.wires.len()];
    for s in all.into_iter().filter(|s| texts.contains_key(&s.wire)) {
        parts[s.wire].push(s);
    }
    let Marks { labels, mut discs, none, wanting } = marks(&layout.wires, &parts, texts, wanted, &taken);
    badges::letter(&mut discs);
    (layout.wire_labels, layout.badges) = (labels, discs);
    for wire in none {
        let connection = model.connection(layout.wires[wire].connections[0]);
        let text = texts.get(&wire).map_or("", String::as_str);
        // what stands for many components has no name in the file
        let name = |c| match model.component(c) {
            many if many.id.starts_with(':') => many.label.clone(),
            _ => model.name(c),
        };
        let (from, to) = (name(connection.from), name(connection.to));
        layout.notes.push(format!("the text `{text}` of `{from} -> {to}` is left out: no room beside the connection"));
    }
    wanting
}

/// How often discs that found no room are set before all texts.
const ROUNDS: usize = 3;

/// The texts and discs of a layout.
struct Marks {
    labels: Vec<WireLabel>,
    discs: Vec<Badge>,
    /// The wires with neither.
    none: Vec<usize>,
    /// The wires without a text, or with one across the edge of a zone.
    wanting: BTreeSet<usize>,
}

/// Sets texts, and discs for those without room; where a disc has none either, it comes before all texts in the next
/// round, so that one of the texts that were in its way becomes a disc.
fn marks(
    wires: &[Wire],
    parts: &[Vec<Stretch>],
    texts: &BTreeMap<usize, String>,
    wanted: &BTreeSet<usize>,
    taken: &Taken,
) -> Marks {
    let mut first: Vec<usize> = Vec::new();
    let mut best = attempt(wires, parts, texts, wanted, &first, taken.clone());
    let mut none = best.none.clone();
    for _ in 1..ROUNDS {
        if none.is_empty() {
            break;
        }
        none.retain(|wire| !first.contains(wire));
        first.append(&mut none);
        let next = attempt(wires, parts, texts, wanted, &first, taken.clone());
        none.clone_from(&next.none);
        if none.len() < best.none.len() {
            best = next;
        }
    }
    best
}

/// Sets the discs of some wires, then texts, then discs for the others without room.
fn attempt(
    wires: &[Wire],
    parts: &[Vec<Stretch>],
    texts: &BTreeMap<usize, String>,
    wanted: &BTreeSet<usize>,
    first: &[usize],
    mut room: Taken,
) -> Marks {
    let (mut discs, mut none) = badges::place(wires, parts, texts, first, &mut room);
    let others = texts.iter().filter(|(wire, _)| !first.contains(wire)).map(|(wire, text)| (*wire, text.as_str()));
    let found = labels::place(wires, parts, others, wanted, &mut room);
    let (more, rest) = badges::place(wires, parts, texts, &found.without, &mut room);
    discs.extend(more);
    none.extend(rest);
    let wanting = first.iter().copied().chain(found.without).chain(found.squeezed).collect();
    Marks { labels: found.set, discs, none, wanting }
}
