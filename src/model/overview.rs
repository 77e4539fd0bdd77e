//! Makes the small architecture that shows a large one from afar.
//!
//! Components that belong together become one *block*; see [`super::blocks`]. Connections between two blocks become one;
//! see [`super::ties`].
//!
//! Lists are made in the order that [`Parts`] promises, so the result is a model like any other.

use std::collections::BTreeMap;

use super::Model;
use super::blocks::{Block, Grain, Team, blocks};
use super::ties::{LeftOut, connections};
use super::types::{
    Component, ComponentIx, Group, GroupIx, Link, NetworkIx, Parts, Placement, PlacementIx, RegionIx, Step, StepAt,
    ZoneCount,
};
use crate::catalog::{self, Kind};
use crate::syntax::attributes::Attributes;
use crate::syntax::document::PlacementRole;

/// The small architecture that stands for a large one.
pub struct Overview {
    /// What is drawn.
    pub model: Model,
    /// How much is in one block.
    pub grain: Grain,
    /// The connections between blocks that are not in it, if any.
    pub left_out: Option<LeftOut>,
}

/// The model with the components of each block as one. Environments, regions and networks stay, and so do domain groups
/// whose components are in blocks of their own; security groups and views go.
pub fn overview(model: &Model, grain: Grain) -> Overview {
    let blocks = blocks(model, grain);
    let block_of = block_of(model, &blocks);
    let (placements, placement_of) = placements(model, &blocks);
    // for each block of a copy that of the original
    let original = |block: &Block| model.component(block.members[0]).replica_of.map(|of| block_of[of.ix()]);
    let originals: Vec<Option<ComponentIx>> = blocks.iter().map(original).collect();
    let (connections, connection_of, left_out) = connections(model, &blocks, &block_of, &originals);
    let mut links: Vec<Link> = model
        .links
        .iter()
        .filter_map(|link| {
            let (connection, turned) = connection_of[link.connection.ix()]?;
            let (from, to) = (placement_of[link.from.ix()], placement_of[link.to.ix()]);
            let (from, to) = if turned { (to, from) } else { (from, to) };
            Some(Link { connection, from, to })
        })
        .collect();
    links.sort_by_key(|l| (l.connection, l.from, l.to));
    links.dedup();
    let mut own: Vec<Vec<PlacementIx>> = vec![Vec::new(); blocks.len()];
    for (k, placement) in placements.iter().enumerate() {
        own[placement.component.ix()].push(PlacementIx(k as u32));
    }
    let parts = blocks.iter().zip(originals).zip(own);
    let components = parts.map(|((block, replica_of), own)| component(model, block, replica_of, own)).collect();
    let groups = model
        .groups
        .iter()
        .enumerate()
        .map(|(k, group)| {
            let has = |block: &Block| block.key.group() == Some(GroupIx(k as u32));
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
                StepAt::Connection(c) => match connection_of[c.ix()] {
                    Some((connection, _)) => StepAt::Connection(connection),
                    None => StepAt::Component(block_of[model.connection(c).to.ix()]),
                },
            };
            Step { at, ..step.clone() }
        })
        .collect();
    let model = Model::new(Parts {
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
    });
    Overview { model, grain, left_out }
}

/// For each component of a model the block that stands for it in the [`overview`] of this grain.
pub fn blocks_of(model: &Model, grain: Grain) -> Vec<ComponentIx> {
    block_of(model, &blocks(model, grain))
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

/// A block as a component. One that holds a single component is that component.
fn component(model: &Model, block: &Block, replica_of: Option<ComponentIx>, placements: Vec<PlacementIx>) -> Component {
    let first = model.component(block.members[0]);
    if let [_] = block.members[..] {
        return Component { replica_of, outlines: Vec::new(), group: block.key.group(), placements, ..first.clone() };
    }
    let members = || block.members.iter().map(|m| model.component(*m));
    // what stands in zones has its block there
    let in_zones = |c: &&Component| c.placements.iter().any(|p| !model.placement(*p).zones.is_empty());
    let of_zones = most_common(members().filter(in_zones).map(|c| (c.kind.id, c.kind)));
    let kind = of_zones.or_else(|| most_common(members().map(|c| (c.kind.id, c.kind)))).unwrap_or(first.kind);
    let count = block.members.len();
    // spaces that do not break, so that the number stays with what it counts
    let times = |what: &str| format!("{count}\u{a0}×\u{a0}{what}");
    let number = if members().all(|c| c.kind.id == kind.id) {
        times(kind.label)
    } else if members().all(|c| c.kind.family == kind.family) {
        times(family(kind))
    } else if members().all(|c| c.role == first.role) {
        times(first.role.table())
    } else {
        format!("{count}\u{a0}components")
    };
    let label = match block.key.team {
        None => number,
        Some(Team::Group(group)) => format!("{} · {number}", model.group(group).label),
        Some(Team::Community(_)) => format!("{} and\u{a0}{}\u{a0}more", best_known(model, block), count - 1),
    };
    Component {
        id: block.id.clone(),
        span: first.span,
        role: block.key.role,
        kind,
        label,
        environment: block.key.environment,
        replica_of,
        criticality: members().map(|c| c.criticality).max().unwrap_or_default(),
        criticality_stated: members().any(|c| c.criticality_stated),
        group: block.key.group(),
        outlines: Vec::new(),
        attributes: Attributes::default(),
        placements,
        own_place: true,
        provisioned_by: Vec::new(),
        members: block.members.len() as u32,
    }
}

/// What readers know the member of a block by that has most to do with others.
fn best_known<'a>(model: &'a Model, block: &Block) -> &'a str {
    let ties = |c: ComponentIx| model.outgoing(c).count() + model.incoming(c).count();
    // of equals the first
    let most = block.members.iter().rev().max_by_key(|member| ties(**member)).unwrap_or(&block.members[0]);
    model.component(*most).short_label()
}

fn family(kind: &'static Kind) -> &'static str {
    catalog::builtin().family(kind.family).map_or(kind.label, |family| family.label)
}

/// The entry that is there most often; of several, the one that sorts first.
pub(super) fn most_common<K: Ord, T>(entries: impl Iterator<Item = (K, T)>) -> Option<T> {
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
        let small = overview(&model, Grain::Groups).model;
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
    fn a_block_without_a_group_is_called_by_its_best_known_member() {
        let apps = (0..6).map(|k| format!("[app.a{k}]\nlabel = \"Part {k} · api\"\nuses = [\"hub\"]\n"));
        let text = format!("[region.r]\n[defaults]\nregion = \"r\"\n[app.hub]\n{}", apps.collect::<String>());
        let small = overview(&model(&text), Grain::Kinds).model;
        let labels: Vec<&str> = small.components.iter().map(|c| c.label.as_str()).collect();
        assert_eq!(labels, ["hub and\u{a0}6\u{a0}more"]);
    }

    #[test]
    fn connections_between_blocks_are_counted_and_those_inside_go() {
        let model = model(TEXT);
        let small = overview(&model, Grain::Groups).model;
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
