//! Makes the smaller architecture that a view shows.
//!
//! Lists are filtered in their order and indices are moved to what is left, so the result keeps every promise of a
//! model. Regions, environments, networks and groups stay, even when nothing is left in them.

use super::types::{
    Component, ComponentIx, Connection, ConnectionIx, Group, Link, Parts, Placement, PlacementIx, SecurityGroup, Step,
    StepAt, View,
};
use super::{Diagram, Model};

/// The components and places that a view of the model shows, the connections between them, and the steps about them.
/// The title is that of the view, if it has one.
pub fn select(model: &Model, view: &View) -> Model {
    let shows = |placement: &Placement| {
        let region = placement.region;
        view.components.binary_search(&placement.component).is_ok()
            && region.is_none_or(|region| view.regions.is_empty() || view.regions.contains(&region))
    };
    let placements = Moved::new(model.placements.iter().map(shows));
    let is_left = |component: &Component| component.placements.iter().any(|p| placements.get(p.ix()).is_some());
    let components = Moved::new(model.components.iter().map(is_left));
    let both_left = |connection: &Connection| {
        components.get(connection.from.ix()).is_some() && components.get(connection.to.ix()).is_some()
    };
    let connections = Moved::new(model.connections.iter().map(both_left));
    let component_at = |c: ComponentIx| components.get(c.ix()).map(ComponentIx);
    let placement_at = |p: PlacementIx| placements.get(p.ix()).map(PlacementIx);
    let connection_at = |c: ConnectionIx| connections.get(c.ix()).map(ConnectionIx);
    let members = |members: &[ComponentIx]| members.iter().filter_map(|c| component_at(*c)).collect();

    Model::new(Parts {
        diagram: Diagram {
            title: view.title.clone().unwrap_or_else(|| model.diagram.title.clone()),
            ..model.diagram.clone()
        },
        regions: model.regions.clone(),
        environments: model.environments.clone(),
        networks: model.networks.clone(),
        groups: model.groups.iter().map(|g| Group { members: members(&g.members), ..g.clone() }).collect(),
        security_groups: model
            .security_groups
            .iter()
            .map(|g| SecurityGroup { members: members(&g.members), ..g.clone() })
            .collect(),
        components: components
            .of(&model.components)
            .map(|component| Component {
                replica_of: component.replica_of.and_then(component_at),
                placements: component.placements.iter().filter_map(|p| placement_at(*p)).collect(),
                ..component.clone()
            })
            .collect(),
        placements: placements
            .of(&model.placements)
            .filter_map(|placement| {
                Some(Placement {
                    component: component_at(placement.component)?,
                    stands_in_for: placement.stands_in_for.and_then(placement_at),
                    ..placement.clone()
                })
            })
            .collect(),
        connections: connections
            .of(&model.connections)
            .filter_map(|connection| {
                let (from, to) = (component_at(connection.from)?, component_at(connection.to)?);
                Some(Connection { from, to, ..connection.clone() })
            })
            .collect(),
        links: model
            .links
            .iter()
            .filter_map(|link| {
                let (from, to) = (placement_at(link.from)?, placement_at(link.to)?);
                Some(Link { connection: connection_at(link.connection)?, from, to })
            })
            .collect(),
        steps: model
            .steps
            .iter()
            .filter_map(|step| {
                let at = match step.at {
                    StepAt::Connection(c) => StepAt::Connection(connection_at(c)?),
                    StepAt::Component(c) => StepAt::Component(component_at(c)?),
                    StepAt::Replication(c) => {
                        let places = model.component(c).placements.iter().filter(|p| placement_at(**p).is_some());
                        let at = component_at(c)?;
                        if places.count() > 1 { StepAt::Replication(at) } else { StepAt::Component(at) }
                    }
                };
                Some(Step { at, ..step.clone() })
            })
            .collect(),
        views: Vec::new(),
        lint: model.lint.clone(),
        allow: model.allow.clone(),
    })
}

/// Where the entries of a list are after some of them are gone.
struct Moved(Vec<Option<u32>>);

impl Moved {
    /// From what stays.
    fn new(stays: impl Iterator<Item = bool>) -> Self {
        let mut next = 0..;
        Self(stays.map(|stays| if stays { next.next() } else { None }).collect())
    }

    /// The new index of an old one.
    fn get(&self, old: usize) -> Option<u32> {
        self.0.get(old).copied().flatten()
    }

    /// The entries that stay.
    fn of<'a, T>(&'a self, list: &'a [T]) -> impl Iterator<Item = &'a T> {
        list.iter().zip(&self.0).filter(|(_, new)| new.is_some()).map(|(entry, _)| entry)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::testing::model;

    const TEXT: &str = r#"
[region.east]
zones = ["a"]
[region.west]
zones = ["a"]
[defaults]
region = "east"
[app.web]
uses = ["api", "db"]
[app.api]
uses = ["db"]
[[app.api.placement]]
region = "east"
[[app.api.placement]]
region = "west"
[store.db]
kind = "rds"
[[step]]
at = "web -> db"
text = "gone"
[[step]]
at = "api -> db"
text = "left"
[view.back]
title = "The back"
ids = ["api", "db"]
regions = ["east"]
"#;

    #[test]
    fn a_view_keeps_what_it_shows_and_moves_the_rest_up() {
        let model = model(TEXT);
        let small = select(&model, &model.views[0]);
        let ids: Vec<&str> = small.components.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids, ["api", "db"]);
        assert_eq!(small.diagram.title, "The back");
        assert_eq!(small.placements.len(), 2, "the placement in the other region is gone");
        assert_eq!(small.connections.len(), 1);
        assert_eq!((small.connections[0].from, small.connections[0].to), (ComponentIx(0), ComponentIx(1)));
        assert_eq!(small.links, [Link { connection: ConnectionIx(0), from: PlacementIx(0), to: PlacementIx(1) }]);
        assert_eq!(small.steps.iter().map(|s| (s.number, s.text.as_str())).collect::<Vec<_>>(), [(2, "left")]);
        for (i, component) in small.components.iter().enumerate() {
            assert!(component.placements.iter().all(|p| small.placement(*p).component.ix() == i));
        }
    }
}
