//! Which components of a large architecture are one block in the small one that shows it from afar.
//!
//! Components belong together in a *team*: their domain group, or, where they are in none, the others that they have most
//! to do with. What a team has of one kind, of one family or of one role is one block, or all of it, as the [`Grain`] says; in
//! each environment, and apart where it stands in another place. Who is in no group and has nothing to do with others
//! of that sort is in no team, and goes with the rest of these. What we do not run (people and third parties) stays as it
//! is, unless there is much of it.
//!
//! *Invariant*: a copy is in the block that copies that of its original, as communities are those of originals.

use std::collections::BTreeMap;

use super::Model;
use super::communities::communities;
use super::types::{ComponentIx, EnvironmentIx, GroupIx};
use crate::catalog::Scope;
use crate::syntax::document::{GroupKind, Role};

/// The most components outside our own that stay each for itself.
const MOST_OUTSIDE: usize = 24;

/// How much is put together in one block, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Grain {
    /// The components of one kind in an innermost domain group, or in a community of up to 20.
    Kinds,
    /// Those of one family in an outermost domain group, or in a community of up to 60.
    Groups,
    /// Those of one role there.
    Roles,
    /// All of an outermost domain group, or of a community of up to 60, or of a hundredth of all where that is more.
    Domains,
    /// Those of one family, wherever they belong.
    Families,
}

impl Grain {
    /// All grains, the finest first.
    pub const ALL: [Self; 5] = [Self::Kinds, Self::Groups, Self::Roles, Self::Domains, Self::Families];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kinds => "kinds",
            Self::Groups => "groups",
            Self::Roles => "roles",
            Self::Domains => "domains",
            Self::Families => "families",
        }
    }

    /// The grain that is called so.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grain| grain.name() == name)
    }

    /// What is the same for all of one block, beside its team: role, kind or family, and reach.
    fn sort(self, model: &Model, component: ComponentIx) -> (Role, &str, Scope) {
        let component = model.component(component);
        let kind = component.kind;
        match self {
            Self::Kinds => (component.role, kind.id, kind.scope),
            Self::Groups | Self::Families => (component.role, kind.family, kind.scope),
            // what stands in no region stays apart, for it has another place
            Self::Domains if component.role != Role::External && kind.scope != Scope::Global => {
                (Role::App, "", Scope::Zonal)
            }
            Self::Roles | Self::Domains => (component.role, "", kind.scope),
        }
    }

    /// The most members of a community, of so many that are in no group.
    fn community(self, of: usize) -> usize {
        match self {
            Self::Kinds => 20,
            Self::Domains => (of / 100).max(60),
            _ => 60,
        }
    }
}

/// Those whom a component belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Team {
    Group(GroupIx),
    Community(usize),
}

/// What the members of a block have in common.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) environment: Option<EnvironmentIx>,
    pub(super) team: Option<Team>,
    pub(super) role: Role,
    sort: String,
    scope: Scope,
    /// A component that stays for itself.
    alone: Option<ComponentIx>,
}

impl Key {
    /// The group that all members are in.
    pub(super) fn group(&self) -> Option<GroupIx> {
        match self.team {
            Some(Team::Group(group)) => Some(group),
            _ => None,
        }
    }
}

/// One block: its members, in the order of the model, and the id that it gets.
pub(super) struct Block {
    pub(super) key: Key,
    pub(super) id: String,
    pub(super) members: Vec<ComponentIx>,
}

impl Block {
    /// Whether it is something that we do not run.
    pub(super) fn is_outside(&self) -> bool {
        self.key.role == Role::External
    }
}

/// The blocks of a model, sorted by environment and id.
pub(super) fn blocks(model: &Model, grain: Grain) -> Vec<Block> {
    let many_outside = model.components.iter().filter(|c| c.role == Role::External).count() > MOST_OUTSIDE;
    let teams = teams(model, grain);
    let mut gathered: BTreeMap<Key, Vec<ComponentIx>> = BTreeMap::new();
    for ix in model.component_ixs() {
        let component = model.component(ix);
        let (role, sort, scope) = grain.sort(model, ix);
        let key = Key {
            environment: component.environment,
            team: teams[ix.ix()],
            role,
            sort: sort.to_owned(),
            scope,
            alone: (role == Role::External && !many_outside).then_some(ix),
        };
        gathered.entry(key).or_default().push(ix);
    }
    let mut blocks: Vec<Block> = gathered
        .into_iter()
        .map(|(key, members)| {
            let first = || model.component(members[0]).id.as_str();
            // a colon is in no id of a file
            let id = if let [_] = members[..] {
                first().to_owned()
            } else {
                let team = match key.team {
                    Some(Team::Group(group)) => &model.group(group).id,
                    Some(Team::Community(_)) => first(),
                    None => "",
                };
                format!("{team}:{}:{}:{}", key.role.table(), key.sort, key.scope.name())
            };
            Block { key, id, members }
        })
        .collect();
    blocks.sort_by(|a, b| (a.key.environment, &a.id).cmp(&(b.key.environment, &b.id)));
    blocks
}

/// For each component its team. What copies another is where its original is.
fn teams(model: &Model, grain: Grain) -> Vec<Option<Team>> {
    if grain == Grain::Families {
        return vec![None; model.components.len()];
    }
    let mut out: Vec<Option<Team>> = model
        .components
        .iter()
        .map(|c| c.group.map(|group| Team::Group(if grain == Grain::Kinds { group } else { outermost(model, group) })))
        .collect();
    let is_loose = |ix: ComponentIx| {
        let component = model.component(ix);
        component.group.is_none() && component.replica_of.is_none() && component.role != Role::External
    };
    let loose: Vec<ComponentIx> = model.component_ixs().filter(|ix| is_loose(*ix)).collect();
    let place = |ix: ComponentIx| loose.binary_search(&ix).ok();
    let edges: Vec<(usize, usize, i64)> =
        model.connections.iter().filter_map(|c| Some((place(c.from)?, place(c.to)?, 1))).collect();
    let of = communities(loose.len(), &edges, grain.community(loose.len()));
    let mut sizes = vec![0; loose.len()];
    for community in &of {
        sizes[*community] += 1;
    }
    for (ix, community) in loose.iter().zip(of).filter(|(_, community)| sizes[*community] > 1) {
        out[ix.ix()] = Some(Team::Community(community));
    }
    for ix in model.component_ixs().filter(|ix| model.component(*ix).group.is_none()) {
        if let Some(original) = model.component(ix).replica_of {
            out[ix.ix()] = out[original.ix()];
        }
    }
    out
}

/// The domain group that is in no other.
fn outermost(model: &Model, group: GroupIx) -> GroupIx {
    let mut at = group;
    // parents that lead back to themselves are an error of the file, and cut
    for _ in 0..model.groups.len() {
        let Some(parent) = model.group(at).parent.filter(|p| model.group(*p).kind == GroupKind::Domain) else { break };
        at = parent;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::model;

    /// Two groups, one of them in two parts; and two sets of ungrouped apps, each with its store, that one connection joins.
    fn text() -> String {
        let mut text = String::from(
            "[region.r]\n[defaults]\nregion = \"r\"\n[group.shop]\n[group.cart]\nparent = \"shop\"\n[group.pay]\nparent = \"shop\"\n\
             [environment.p]\n[environment.q]\nreplicates = \"p\"\n[app.alone]\nenvironment = \"p\"\n",
        );
        for (group, kind) in [("cart", "ec2"), ("cart", "ec2"), ("cart", "lambda"), ("pay", "ec2"), ("pay", "ec2")] {
            let k = text.len();
            text +=
                &["[app.g", &k.to_string(), "]\nenvironment = \"p\"\nkind = \"", kind, "\"\ngroup = \"", group, "\"\n"]
                    .concat();
        }
        for set in ["a", "b"] {
            let bridge = if set == "a" { ", \"b1\"" } else { "" };
            for k in 1..5 {
                let (k, next) = (k.to_string(), (k % 4 + 1).to_string());
                let more = if k == "1" { bridge } else { "" };
                text += &[
                    "[app.",
                    set,
                    &k,
                    "]\nenvironment = \"p\"\nuses = [\"",
                    set,
                    &next,
                    "\", \"",
                    set,
                    "\"",
                    more,
                    "]\n",
                ]
                .concat();
            }
            text += &["[store.", set, "]\nenvironment = \"p\"\nkind = \"rds\"\n"].concat();
        }
        text
    }

    /// The members of each block of an environment, by their number and the first letters of their ids.
    fn found(grain: Grain, environment: u32) -> Vec<String> {
        let model = model(&text());
        let here = |block: &Block| block.key.environment == Some(EnvironmentIx(environment));
        let mut out: Vec<String> = blocks(&model, grain)
            .iter()
            .filter(|block| here(block))
            .map(|block| {
                let mut letters: Vec<&str> = block.members.iter().map(|m| &model.component(*m).id[..1]).collect();
                letters.dedup();
                format!("{} {}", block.members.len(), letters.concat())
            })
            .collect();
        out.sort();
        out
    }

    #[test]
    fn what_belongs_together_is_in_one_block_and_the_coarser_the_grain_the_more() {
        assert_eq!(found(Grain::Kinds, 0), ["1 a", "1 a", "1 b", "1 g", "2 g", "2 g", "4 a", "4 b"]);
        let groups = found(Grain::Groups, 0);
        // by reach too: functions stand in no zone
        assert_eq!(groups.iter().filter(|block| block.ends_with('g')).collect::<Vec<_>>(), ["1 g", "4 g"]);
        assert_eq!(found(Grain::Families, 0), ["1 g", "13 abg", "2 ab"]);
        for grain in Grain::ALL {
            assert_eq!(found(grain, 0), found(grain, 1), "a copy has the blocks of its original");
            assert_eq!(Grain::from_name(grain.name()), Some(grain));
        }
    }
}
