//! Makes the small architecture that shows a large one from afar.
//!
//! Components of one domain group and one family become one *block*: in each environment, and apart by role and reach.
//! Without groups, or where even those blocks are many, there is one for each family. What we do not run (people and
//! third parties) stays as it is, unless there is much of it. Connections from one block to another become one that says
//! how many they are, of the kind that most of them have; those inside a block go.
//!
//! Lists are made in the order that [`Parts`] promises, so the result is a model like any other.

use std::collections::BTreeMap;

use super::Model;
use super::types::{
    Component, ComponentIx, Connection, ConnectionIx, EnvironmentIx, Group, GroupIx, Link, NetworkIx, Parts, Placement,
    PlacementIx, RegionIx, Step, StepAt, ZoneCount,
};
use crate::catalog::{self, Kind, Scope};
use crate::syntax::attributes::{Attributes, Need};
use crate::syntax::document::{GroupKind, PlacementRole, Role};

/// The most blocks that groups may make; with more, groups are left out of account.
const MOST_BLOCKS: usize = 120;
/// The most components outside our own that stay each for itself.
const MOST_OUTSIDE: usize = 24;

/// What the members of a block have in common.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    environment: Option<EnvironmentIx>,
    group: Option<GroupIx>,
    role: Role,
    family: String,
    scope: Scope,
    /// A component that stays for itself.
    alone: Option<ComponentIx>,
}

/// One block: its members, and the id that it gets.
struct Block {
    key: Key,
    id: String,
    members: Vec<ComponentIx>,
}

/// The model with the components of each group and family as one. Environments, regions and networks stay; outlines of
/// groups, security groups and views go.
pub fn overview(model: &Model) -> Model {
    let blocks = blocks(model);
    let block_of = block_of(model, &blocks);
    let (placements, placement_of) = placements(model, &blocks);
    let (connections, connection_of) = connections(model, &block_of);
    let mut links: Vec<Link> = model
        .links
        .iter()
        .filter_map(|link| {
            let connection = connection_of[link.connection.ix()]?;
            Some(Link { connection, from: placement_of[link.from.ix()], to: placement_of[link.to.ix()] })
        })
        .collect();
    links.sort_by_key(|l| (l.connection, l.from, l.to));
    links.dedup();
    let mut own: Vec<Vec<PlacementIx>> = vec![Vec::new(); blocks.len()];
    for (k, placement) in placements.iter().enumerate() {
        own[placement.component.ix()].push(PlacementIx(k as u32));
    }
    let components = blocks.iter().zip(own).map(|(block, own)| component(model, block, &block_of, own)).collect();
    let groups = model
        .groups
        .iter()
        .enumerate()
        .map(|(k, group)| {
            let has = |block: &Block| block.key.group == Some(GroupIx(k as u32));
            let members =
                (0..).map(ComponentIx).zip(&blocks).filter(|(_, block)| has(block)).map(|(ix, _)| ix).collect();
            Group { members, ..group.clone() }
        })
        .collect();
    let steps = model
        .steps
        .iter()
        .map(|step| {
            let at = match step.at {
                StepAt::Component(c) | StepAt::Replication(c) => StepAt::Component(block_of[c.ix()]),
                StepAt::Connection(c) => connection_of[c.ix()]
                    .map_or_else(|| StepAt::Component(block_of[model.connection(c).to.ix()]), StepAt::Connection),
            };
            Step { at, ..step.clone() }
        })
        .collect();
    Model::new(Parts {
        diagram: model.diagram.clone(),
        regions: model.regions.clone(),
        environments: model.environments.clone(),
        networks: model.networks.clone(),
        groups,
        security_groups: Vec::new(),
        components,
        placements,
        connections,
        links,
        steps,
        views: Vec::new(),
        lint: model.lint.clone(),
        allow: model.allow.clone(),
    })
}

/// For each component of a model the block that stands for it in the [`overview`].
pub fn blocks_of(model: &Model) -> Vec<ComponentIx> {
    block_of(model, &blocks(model))
}

fn block_of(model: &Model, blocks: &[Block]) -> Vec<ComponentIx> {
    let mut out = vec![ComponentIx(0); model.components.len()];
    for (k, block) in blocks.iter().enumerate() {
        for member in &block.members {
            out[member.ix()] = ComponentIx(k as u32);
        }
    }
    out
}

/// The blocks of a model, sorted by environment and id.
fn blocks(model: &Model) -> Vec<Block> {
    let many_outside = model.components.iter().filter(|c| c.role == Role::External).count() > MOST_OUTSIDE;
    let key = |ix: ComponentIx, by_group: bool| {
        let component = model.component(ix);
        let alone = component.role == Role::External && !many_outside;
        Key {
            environment: component.environment,
            group: if by_group { component.group.map(|g| outermost(model, g)) } else { None },
            role: component.role,
            family: component.kind.family.to_owned(),
            scope: component.kind.scope,
            alone: alone.then_some(ix),
        }
    };
    let gathered = |by_group: bool| {
        let mut out: BTreeMap<Key, Vec<ComponentIx>> = BTreeMap::new();
        for ix in model.component_ixs() {
            out.entry(key(ix, by_group)).or_default().push(ix);
        }
        out
    };
    let mut gathered_now = gathered(true);
    if gathered_now.len() > MOST_BLOCKS {
        gathered_now = gathered(false);
    }
    let mut blocks: Vec<Block> = gathered_now
        .into_iter()
        .map(|(key, members)| {
            // a colon is in no id of a file
            let id = if let [one] = members[..] {
                model.component(one).id.clone()
            } else {
                let group = key.group.map_or("", |g| &model.group(g).id);
                format!("{group}:{}:{}:{}", key.role.table(), key.family, key.scope.name())
            };
            Block { key, id, members }
        })
        .collect();
    blocks.sort_by(|a, b| (a.key.environment, &a.id).cmp(&(b.key.environment, &b.id)));
    blocks
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

/// A block as a component. One that holds a single component is that component.
fn component(model: &Model, block: &Block, block_of: &[ComponentIx], placements: Vec<PlacementIx>) -> Component {
    let first = model.component(block.members[0]);
    let replica_of = first.replica_of.map(|of| block_of[of.ix()]);
    if let [_] = block.members[..] {
        return Component { replica_of, outlines: Vec::new(), group: block.key.group, placements, ..first.clone() };
    }
    let members = || block.members.iter().map(|m| model.component(*m));
    let kind = most_common(members().map(|c| (c.kind.id, c.kind))).unwrap_or(first.kind);
    let what: &str = if members().all(|c| c.kind.id == kind.id) { kind.label } else { family(kind) };
    // spaces that do not break, so that the number stays with what it counts
    let number = format!("{}\u{a0}×\u{a0}{what}", block.members.len());
    let label = block.key.group.map_or_else(|| number.clone(), |g| format!("{} · {number}", model.group(g).label));
    Component {
        id: block.id.clone(),
        span: first.span,
        role: first.role,
        kind,
        label,
        environment: block.key.environment,
        replica_of,
        criticality: members().map(|c| c.criticality).max().unwrap_or_default(),
        criticality_stated: members().any(|c| c.criticality_stated),
        group: block.key.group,
        outlines: Vec::new(),
        attributes: Attributes::default(),
        placements,
        own_place: true,
        provisioned_by: Vec::new(),
        members: block.members.len() as u32,
    }
}

fn family(kind: &'static Kind) -> &'static str {
    catalog::builtin().family(kind.family).map_or(kind.label, |family| family.label)
}

/// The entry that is there most often; of several, the one that sorts first.
fn most_common<K: Ord, T>(entries: impl Iterator<Item = (K, T)>) -> Option<T> {
    let mut counts: BTreeMap<K, (usize, T)> = BTreeMap::new();
    for (name, entry) in entries {
        counts.entry(name).or_insert((0, entry)).0 += 1;
    }
    let most = counts.values().map(|(count, _)| *count).max()?;
    counts.into_values().find(|(count, _)| *count == most).map(|(_, entry)| entry)
}

/// The placements of all blocks, one for each region and network that members stand in, with all their instances; and for
/// each placement of the model the one that it is part of.
fn placements(model: &Model, blocks: &[Block]) -> (Vec<Placement>, Vec<PlacementIx>) {
    let mut placements: Vec<Placement> = Vec::new();
    let mut part_of = vec![PlacementIx(0); model.placements.len()];
    for (ix, block) in (0..).map(ComponentIx).zip(blocks) {
        let mut at: BTreeMap<(Option<RegionIx>, Option<NetworkIx>), Vec<PlacementIx>> = BTreeMap::new();
        for placement in block.members.iter().flat_map(|m| &model.component(*m).placements) {
            let p = model.placement(*placement);
            at.entry((p.region, p.network)).or_default().push(*placement);
        }
        // the first place of the first member comes first
        let mut parts: Vec<Vec<PlacementIx>> = at.into_values().collect();
        parts.sort();
        for part in parts {
            for placement in &part {
                part_of[placement.ix()] = PlacementIx(placements.len() as u32);
            }
            placements.push(together(model, ix, &part));
        }
    }
    for placement in &mut placements {
        placement.stands_in_for = placement.stands_in_for.map(|of| part_of[of.ix()]);
    }
    (placements, part_of)
}

/// Several placements in one region and network as one.
fn together(model: &Model, component: ComponentIx, parts: &[PlacementIx]) -> Placement {
    let first = model.placement(parts[0]);
    if parts.len() == 1 {
        return Placement { component, ..first.clone() };
    }
    let parts = || parts.iter().map(|p| model.placement(*p));
    let mut zones: BTreeMap<usize, u32> = BTreeMap::new();
    for zone in parts().flat_map(|p| &p.zones) {
        let count = zones.entry(zone.zone).or_default();
        *count = count.saturating_add(zone.count);
    }
    let instance = most_common(parts().filter_map(|p| p.instance).map(|i| (i.name, i)));
    Placement {
        component,
        subnets: Vec::new(),
        zones: zones.into_iter().map(|(zone, count)| ZoneCount { zone, count }).collect(),
        instances: parts().fold(0, |sum, p| p.instances.saturating_add(sum)),
        role: parts().map(|p| p.role).min().unwrap_or(PlacementRole::Active),
        zones_stated: parts().any(|p| p.zones_stated),
        count_stated: parts().all(|p| p.count_stated),
        instance,
        instance_name: None,
        autoscale: None,
        provisioned_by: Vec::new(),
        stands_in_for: parts().find_map(|p| p.stands_in_for),
        ..first.clone()
    }
}

/// The connections between blocks, and for each connection of the model the one that it is part of.
fn connections(model: &Model, block_of: &[ComponentIx]) -> (Vec<Connection>, Vec<Option<ConnectionIx>>) {
    let mut between: BTreeMap<(ComponentIx, ComponentIx), Vec<ConnectionIx>> = BTreeMap::new();
    for ix in model.connection_ixs() {
        let connection = model.connection(ix);
        let (from, to) = (block_of[connection.from.ix()], block_of[connection.to.ix()]);
        if from != to {
            between.entry((from, to)).or_default().push(ix);
        }
    }
    let mut part_of = vec![None; model.connections.len()];
    let connections = (0..).map(ConnectionIx).zip(between).map(|(ix, ((from, to), parts))| {
        for part in &parts {
            part_of[part.ix()] = Some(ix);
        }
        let first = model.connection(parts[0]);
        if parts.len() == 1 {
            return Connection { from, to, ..first.clone() };
        }
        let number = parts.len();
        let parts = || parts.iter().map(|p| model.connection(*p));
        Connection {
            from,
            to,
            kind: most_common(parts().map(|c| (c.kind, c.kind))).unwrap_or_default(),
            need: if parts().any(|c| c.need == Need::Hard) { Need::Hard } else { Need::Soft },
            either: None,
            protocol: None,
            port: None,
            encrypted: None,
            label: Some(format!("×{number}")),
            both_ways: parts().any(|c| c.both_ways),
            gb_month: parts().filter_map(|c| c.gb_month).reduce(|a, b| a + b),
            cross_region: parts().all(|c| c.cross_region),
            ..first.clone()
        }
    });
    (connections.collect(), part_of)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::testing::model;

    const TEXT: &str = r#"
[region.east]
zones = ["a", "b"]
[defaults]
region = "east"
[external.people]
uses = ["web-1", "web-2"]
[group.shop]
label = "Shop"
[group.front]
parent = "shop"
[app.web-1]
group = "front"
zones = ["a", "b"]
per-zone = 2
uses = ["db", "api"]
[app.web-2]
group = "shop"
zones = ["a"]
per-zone = 1
uses = ["db"]
[app.api]
uses = ["db"]
[store.db]
kind = "rds"
[[step]]
at = "web-1 -> db"
text = "between blocks"
[[step]]
at = "people -> web-2"
text = "into a block"
[environment.production]
[environment.staging]
replicates = "production"
"#;

    #[test]
    fn components_of_a_group_and_family_are_one() {
        let model = model(TEXT);
        let small = overview(&model);
        let ids: Vec<&str> = small.components.iter().map(|c| c.id.as_str()).collect();
        let here = ["api", "db", "shop:app:compute:zonal"];
        assert_eq!(ids, ["people", here[0], here[1], here[2], here[0], here[1], here[2]]);
        let block = small.component(ComponentIx(3));
        assert_eq!(block.label, "Shop · 2\u{a0}×\u{a0}EC2");
        let place = small.placement(block.placements[0]);
        let zones: Vec<u32> = place.zones.iter().map(|z| z.count).collect();
        assert_eq!((zones, place.instances), (vec![3, 2], 5));
        let copy = small.component(ComponentIx(6));
        assert_eq!(copy.replica_of, Some(ComponentIx(3)));
        for (i, component) in small.components.iter().enumerate() {
            assert!(component.placements.iter().all(|p| small.placement(*p).component.ix() == i));
        }
    }

    #[test]
    fn connections_between_blocks_are_counted_and_those_inside_go() {
        let model = model(TEXT);
        let small = overview(&model);
        let found: Vec<(&str, &str, Option<&str>)> = small
            .connections
            .iter()
            .filter(|c| c.from < ComponentIx(4) && c.to < ComponentIx(4))
            .map(|c| (small.component(c.from).id.as_str(), small.component(c.to).id.as_str(), c.label.as_deref()))
            .collect();
        let shop = "shop:app:compute:zonal";
        assert_eq!(
            found,
            [("people", shop, Some("×2")), ("api", "db", None), (shop, "api", None), (shop, "db", Some("×2"))]
        );
        assert!(small.links.iter().all(|l| small.placement(l.from).component == small.connection(l.connection).from));
        assert_eq!(small.steps.len(), 2);
        assert!(matches!(small.steps[1].at, StepAt::Connection(_)));
    }
}
