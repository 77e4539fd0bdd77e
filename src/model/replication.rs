//! Makes the copying of data between the places of a store a connection, for the picture.
//!
//! `replicated = true` says that the data of a component is copied to its other places. To rules that is a fact about the
//! component; whoever looks at a picture of two regions wants to see the line. It is added for drawing alone, so that no
//! rule meets a component that calls itself.

use std::borrow::Cow;

use super::Model;
use super::types::{Component, ComponentIx, Connection, ConnectionIx, Link, Parts, PlacementIx, Step, StepAt};
use crate::syntax::attributes::{ConnectionKind, Count, Need};
use crate::syntax::document::PlacementRole;

/// Whether the data of a component is copied to another place that it has.
pub fn is_copied(component: &Component) -> bool {
    component.placements.len() > 1 && component.attributes.replicated.as_ref().is_some_and(|said| said.value)
}

/// The model with a connection of kind `replication` from each component whose data is copied to itself, behind all others,
/// so that no index moves, and a link for each of its other places: from the place that it stands in for, else from the
/// first that serves. Between two places that serve the data goes both ways, but not to one that has read replicas alone. A
/// step about the copying becomes one about that connection. The model itself where nothing is copied.
pub fn with_replication(model: &Model) -> Cow<'_, Model> {
    let copied: Vec<ComponentIx> = model.component_ixs().filter(|c| is_copied(model.component(*c))).collect();
    if copied.is_empty() {
        return Cow::Borrowed(model);
    }
    let mut parts = Parts::clone(model);
    for c in copied {
        let component = model.component(c);
        let serves = |p: &PlacementIx| model.placement(*p).role == PlacementRole::Active && !only_reads(model, *p);
        let first = component.placements.iter().copied().find(serves);
        let mut added: Vec<(bool, ConnectionIx)> = Vec::new();
        for to in component.placements.iter().copied().filter(|p| Some(*p) != first) {
            // a view may leave out where the data comes from
            let Some(from) = model.placement(to).stands_in_for.or(first) else { continue };
            let both_ways = serves(&from) && serves(&to);
            let known = added.iter().find(|a| a.0 == both_ways).map(|a| a.1);
            let connection = known.unwrap_or_else(|| {
                let ix = ConnectionIx(parts.connections.len() as u32);
                parts.connections.push(replication(c, component, both_ways));
                added.push((both_ways, ix));
                ix
            });
            parts.links.push(Link { connection, from, to });
        }
        let explains = |step: &&mut Step| step.at == StepAt::Replication(c);
        for step in parts.steps.iter_mut().filter(explains) {
            step.at = added.first().map_or(StepAt::Component(c), |a| StepAt::Connection(a.1));
        }
    }
    parts.links.sort_by_key(|l| l.connection);
    Cow::Owned(Model::new(parts))
}

/// Whether a place has read replicas alone, as `replicas = { us-west-2 = 1 }` says it.
fn only_reads(model: &Model, p: PlacementIx) -> bool {
    let placement = model.placement(p);
    match model.component(placement.component).attributes.replicas.as_ref().map(|said| &said.value) {
        Some(Count::By(by)) => by.iter().any(|(name, _)| name.span == placement.span),
        _ => false,
    }
}

/// The copying of the data of a component.
fn replication(c: ComponentIx, component: &Component, both_ways: bool) -> Connection {
    Connection {
        from: c,
        to: c,
        kind: ConnectionKind::Replication,
        need: Need::Soft,
        either: None,
        protocol: None,
        port: None,
        encrypted: None,
        label: None,
        both_ways,
        gb_month: None,
        cross_region: true,
        access: None,
        paths: None,
        lag: None,
        location: None,
        fanout: None,
        span: component.attributes.replicated.as_ref().map_or(component.span, |said| said.span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::select;
    use crate::model::testing::model;

    /// The places of links from a component to itself, as region and region, with what goes both ways.
    fn copied(text: &str) -> Vec<(String, String, bool)> {
        let model = model(text);
        let with = with_replication(&model);
        let region =
            |p: PlacementIx| with.placement(p).region.map_or_else(String::new, |r| with.regions[r.ix()].id.clone());
        let own = with.links.iter().filter(|l| {
            let connection = with.connection(l.connection);
            connection.from == connection.to
        });
        own.map(|l| (region(l.from), region(l.to), with.connection(l.connection).both_ways)).collect()
    }

    const REGIONS: &str =
        "[region.east]\n[region.west]\n[region.north]\nstands-in-for = \"east\"\n[defaults]\nregion = \"east\"\n";

    #[test]
    fn data_goes_from_what_serves_to_what_waits_and_both_ways_between_two_that_serve() {
        let db = "[store.db]\nkind = \"rds\"\nreplicated = true\nregion = \"east\"\n[[store.db.placement]]\nregion = \"west\"\n";
        let pair = |to: &str, both: bool| ("east".to_owned(), to.to_owned(), both);
        assert_eq!(copied(&format!("{REGIONS}{db}")), [pair("west", true), pair("north", false)]);
        let unsaid = db.replace("replicated = true\n", "");
        assert_eq!(copied(&format!("{REGIONS}{unsaid}")), []);
        assert_eq!(copied(&format!("{REGIONS}{}", db.replace("true", "false"))), []);
    }

    #[test]
    fn read_replicas_send_nothing_back() {
        let db = "[store.db]\nkind = \"rds\"\nreplicated = true\nreplicas = { west = 2 }\n";
        let pair = |to: &str| ("east".to_owned(), to.to_owned(), false);
        assert_eq!(copied(&format!("{REGIONS}{db}")), [pair("west"), pair("north")]);
    }

    #[test]
    fn a_view_without_the_source_shows_no_copying() {
        let text = "[region.east]\n[region.west]\nzones = [\"a\"]\n[region.north]\n[store.db]\nreplicated = true\nregion = \"east\"\n\
            [[store.db.placement]]\nregion = \"west\"\nrole = \"standby\"\n[[store.db.placement]]\nregion = \"north\"\nrole = \"standby\"\n\
            [[step]]\nat = \"db -> db\"\ntext = \"t\"\n[view.w]\nregions = [\"west\", \"north\"]\n";
        let model = model(text);
        let part = select(&model, &model.views[0]);
        let with = with_replication(&part);
        assert!(with.links.is_empty() && with.placements.len() == 2);
        assert_eq!(with.steps[0].at, StepAt::Component(ComponentIx(0)));
    }

    #[test]
    fn what_has_one_place_is_copied_nowhere() {
        assert_eq!(copied("[region.r]\n[defaults]\nregion = \"r\"\n[store.db]\nreplicated = true\n"), []);
    }
}
