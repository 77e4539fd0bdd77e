//! Sets what stands on or beside connections: the numbered circles of steps, then texts, then lettered discs for the texts
//! that have no room.

use std::collections::{BTreeMap, BTreeSet};

use super::stretch::{Stretch, stretches};
use super::taken::Taken;
use super::{badges, labels, steps};
use crate::layout::Layout;
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
    let found = labels::place(&layout.wires, &parts, texts, wanted, &mut taken);
    let (mut discs, none) = badges::place(&layout.wires, &parts, texts, &found.without, &mut taken);
    badges::letter(&mut discs);
    (layout.wire_labels, layout.badges) = (found.set, discs);
    for wire in none {
        let connection = model.connection(layout.wires[wire].connections[0]);
        let text = texts.get(&wire).map_or("", String::as_str);
        let (from, to) = (model.name(connection.from), model.name(connection.to));
        layout.notes.push(format!("the text `{text}` of `{from} -> {to}` is left out: no room beside the connection"));
    }
    found.without.into_iter().chain(found.squeezed).collect()
}
