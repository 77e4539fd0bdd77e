//! The connections between blocks of components.
//!
//! Those between two blocks become one that says how many there are each way, of the kind that most of them have; those
//! inside a block go. Where there are many, only the main ones are left; see [`super::backbone`].

use std::collections::{BTreeMap, BTreeSet};

use super::Model;
use super::backbone::main_ones;
use super::blocks::Block;
use super::overview::most_common;
use super::types::{ComponentIx, Connection, ConnectionIx, Step, StepAt};
use crate::syntax::attributes::Need;

/// The connections between blocks that an overview leaves out.
#[derive(Clone, Copy, Debug)]
pub struct LeftOut {
    /// How many they are.
    pub gone: usize,
    /// How many there would be with them.
    pub all: usize,
    /// Each of them stands for fewer connections of the file than this.
    pub fewer_than: usize,
}

/// The connections of the model that one between two blocks stands for: those from the first to the second, and back.
#[derive(Default)]
struct Tie {
    forth: Vec<ConnectionIx>,
    back: Vec<ConnectionIx>,
}

impl Tie {
    fn parts(&self) -> impl Iterator<Item = ConnectionIx> {
        self.forth.iter().chain(&self.back).copied()
    }

    fn number(&self) -> usize {
        self.forth.len() + self.back.len()
    }

    /// What it says of its number.
    fn label(&self) -> Option<String> {
        match (self.forth.len(), self.back.len()) {
            (1, 1) => None,
            (forth, 0) => Some(format!("×{forth}")),
            (forth, back) => Some(format!("×{forth}, back ×{back}")),
        }
    }
}

/// Ties by their two blocks.
type Between = BTreeMap<(ComponentIx, ComponentIx), Tie>;

/// Connections between blocks; for each connection of the model the one that it is part of, and whether it runs the other
/// way; and what is left out.
pub(super) type Connected = (Vec<Connection>, Vec<Option<(ConnectionIx, bool)>>, Option<LeftOut>);

/// The connections between some blocks of a model. `block_of` has the block of each component, and `originals` for each
/// block of a copy that of its original.
pub(super) fn connections(
    model: &Model,
    blocks: &[Block],
    block_of: &[ComponentIx],
    originals: &[Option<ComponentIx>],
) -> Connected {
    let originals: Vec<ComponentIx> =
        (0..).map(ComponentIx).zip(originals).map(|(ix, original)| original.unwrap_or(ix)).collect();
    let mut between = ties(model, block_of, &originals);
    let left_out = leave_main(model, blocks, &originals, &mut between);
    let mut part_of = vec![None; model.connections.len()];
    let mut connections = Vec::new();
    for ((from, to), tie) in between {
        let ix = ConnectionIx(connections.len() as u32);
        for (parts, turned) in [(&tie.forth, false), (&tie.back, true)] {
            for part in parts {
                part_of[part.ix()] = Some((ix, turned));
            }
        }
        connections.push(connection(model, (from, to), &tie));
    }
    (connections, part_of, left_out)
}

/// What is between each two blocks. Where they call each other it is one, from the one that calls more; in copies as in
/// their original.
fn ties(model: &Model, block_of: &[ComponentIx], originals: &[ComponentIx]) -> Between {
    let mut calls: BTreeMap<(ComponentIx, ComponentIx), Vec<ConnectionIx>> = BTreeMap::new();
    for ix in model.connection_ixs() {
        let connection = model.connection(ix);
        let (from, to) = (block_of[connection.from.ix()], block_of[connection.to.ix()]);
        if from != to {
            calls.entry((from, to)).or_default().push(ix);
        }
    }
    let number = |(from, to): (ComponentIx, ComponentIx)| calls.get(&(from, to)).map_or(0, Vec::len);
    let mut between = Between::new();
    for (&(from, to), parts) in &calls {
        let ends = (originals[from.ix()], originals[to.ix()]);
        let (there, back) = (number(ends), number((ends.1, ends.0)));
        let turned = calls.contains_key(&(to, from)) && (there, ends.1) < (back, ends.0);
        let tie = between.entry(if turned { (to, from) } else { (from, to) }).or_default();
        if turned { &mut tie.back } else { &mut tie.forth }.extend(parts);
    }
    between
}

/// Takes out all but the main ones, as [`Overview`] says. Those of a copy stay where those of the original do; and so do
/// those with a step, and those of people and third parties.
fn leave_main(model: &Model, blocks: &[Block], originals: &[ComponentIx], between: &mut Between) -> Option<LeftOut> {
    let pair = |(from, to): &(ComponentIx, ComponentIx)| (originals[from.ix()].ix(), originals[to.ix()].ix());
    let mut numbers: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (ends, tie) in &*between {
        let number = numbers.entry(pair(ends)).or_default();
        *number = tie.number().max(*number);
    }
    let own = originals.iter().zip((0..).map(ComponentIx)).filter(|(original, ix)| *original == ix).count();
    let list: Vec<(usize, usize, usize)> = numbers.iter().map(|((from, to), number)| (*from, *to, *number)).collect();
    let (kept, fewer_than) = main_ones(blocks.len(), own, &list);
    let main: BTreeSet<(usize, usize)> = numbers.keys().zip(kept).filter(|(_, kept)| *kept).map(|(k, _)| *k).collect();
    let stepped = |step: &Step| match step.at {
        StepAt::Connection(at) => Some(at),
        _ => None,
    };
    let stepped: BTreeSet<ConnectionIx> = model.steps.iter().filter_map(stepped).collect();
    let is_outside = |block: ComponentIx| blocks[block.ix()].is_outside();
    let all = between.len();
    between.retain(|ends, tie| {
        main.contains(&pair(ends))
            || is_outside(ends.0)
            || is_outside(ends.1)
            || tie.parts().any(|part| stepped.contains(&part))
    });
    let gone = all - between.len();
    (gone > 0).then_some(LeftOut { gone, all, fewer_than })
}

/// A tie as a connection. One that stands for a single connection is that connection.
fn connection(model: &Model, (from, to): (ComponentIx, ComponentIx), tie: &Tie) -> Connection {
    let first = model.connection(tie.forth[0]);
    if tie.number() == 1 {
        return Connection { from, to, ..first.clone() };
    }
    let parts = || tie.parts().map(|part| model.connection(part));
    Connection {
        from,
        to,
        kind: most_common(parts().map(|c| (c.kind, c.kind))).unwrap_or_default(),
        need: if parts().any(|c| c.need == Need::Hard) { Need::Hard } else { Need::Soft },
        either: None,
        protocol: None,
        port: None,
        encrypted: None,
        label: tie.label(),
        both_ways: !tie.back.is_empty() || parts().any(|c| c.both_ways),
        gb_month: parts().filter_map(|c| c.gb_month).reduce(|a, b| a + b),
        cross_region: parts().all(|c| c.cross_region),
        ..first.clone()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::testing::model;
    use crate::model::{EnvironmentIx, Grain, overview};

    /// Ten groups of two kinds each; each of their apps calls one app of each other group, and those of the other kind in
    /// its own.
    fn text() -> String {
        let mut text = vec![String::from(
            "[region.r]\n[defaults]\nregion = \"r\"\nenvironment = \"p\"\n[environment.p]\n[environment.q]\n\
             replicates = \"p\"\nexcept = [\"a3-1\"]\n[external.people]\nuses = [\"a0-0\"]\n[[step]]\n\
             at = \"a4-0 -> a5-0\"\ntext = \"this one is told\"\n",
        )];
        for g in 0..10 {
            text.push(format!("[group.g{g}]\n"));
            for k in 0..4 {
                let kind = if k < 2 { "ec2" } else { "lambda" };
                let others = (0..10).filter(|other| *other != g).map(|other| format!("\"a{other}-{k}\""));
                let own = (0..4).filter(|other| other / 2 != k / 2).map(|other| format!("\"a{g}-{other}\""));
                let uses = others.chain(own).collect::<Vec<_>>().join(", ");
                text.push(format!("[app.a{g}-{k}]\nkind = \"{kind}\"\ngroup = \"g{g}\"\nuses = [{uses}]\n"));
            }
        }
        text.concat()
    }

    #[test]
    fn of_many_connections_the_main_ones_are_left_and_copies_have_the_same() {
        let small = overview(&model(&text()), Grain::Kinds);
        let left = small.left_out.unwrap();
        // in each environment ten within groups and ninety between them, and one from outside
        assert_eq!((left.all, left.gone, left.fewer_than), (201, 201 - 10 - 10 - 2, 5));
        let drawn = |environment: u32| {
            let here = |c: ComponentIx| small.model.component(c).environment == Some(EnvironmentIx(environment));
            let group = |c: ComponentIx| small.model.component(c).group;
            let own = small.model.connections.iter().filter(|c| here(c.from) && here(c.to));
            own.map(|c| (group(c.from) == group(c.to), c.label.as_deref())).collect::<Vec<_>>()
        };
        let within = |(within, label): &&(bool, Option<&str>)| *within && *label == Some("×4, back ×4");
        assert_eq!(drawn(0).iter().filter(within).count(), 10);
        assert_eq!((drawn(0).len(), drawn(1).len()), (11, 10), "one between groups has a step");
        assert!(small.model.connections.iter().all(|c| c.both_ways || small.model.component(c.from).id == "people"));
    }

    #[test]
    fn what_two_blocks_have_with_each_other_is_drawn_from_the_one_that_calls_more() {
        let text = "[region.r]\n[defaults]\nregion = \"r\"\n[app.a]\nkind = \"lambda\"\nuses = [\"x\"]\n\
            [app.b]\nkind = \"lambda\"\n[app.x]\nkind = \"ec2\"\nuses = [\"a\", \"b\"]\n";
        let small = overview(&model(text), Grain::Kinds).model;
        let [only] = &small.connections[..] else { panic!("{:?}", small.connections) };
        assert_eq!((small.component(only.from).id.as_str(), only.label.as_deref()), ("x", Some("×2, back ×1")));
        assert!(only.both_ways);
        assert!(small.links.iter().all(|l| small.placement(l.from).component == only.from));
    }
}
