//! Says which place of a caller reaches which place of the callee.
//!
//! A caller reaches the callee in its own region where there is one, else the callee's first place that serves. A caller
//! that stands in no region reaches every place that serves, or those that wait when nothing serves. A connection of kind
//! `failover` of such a caller leads to the places that wait, where there are any.

use crate::model::{Component, Connection, ConnectionIx, Link, Parts, PlacementIx};
use crate::syntax::attributes::ConnectionKind;
use crate::syntax::document::PlacementRole;

/// All links, in the order of their connections.
pub(super) fn links(parts: &Parts) -> Vec<Link> {
    let mut links = Vec::new();
    for (at, connection) in parts.connections.iter().enumerate() {
        let to = &parts.components[connection.to.ix()];
        for from in &parts.components[connection.from.ix()].placements {
            for to in reached(parts, connection, *from, to) {
                links.push(Link { connection: ConnectionIx(at as u32), from: *from, to });
            }
        }
    }
    links
}

/// The places of the callee that one place of the caller reaches.
fn reached(parts: &Parts, connection: &Connection, from: PlacementIx, to: &Component) -> Vec<PlacementIx> {
    let serves = |p: &PlacementIx| parts.placements[p.ix()].role == PlacementRole::Active;
    let served = to.placements.iter().any(serves);
    let Some(region) = parts.placements[from.ix()].region else {
        let waits = to.placements.iter().any(|p| !serves(p));
        let failover = connection.kind == ConnectionKind::Failover && waits;
        return to
            .placements
            .iter()
            .copied()
            .filter(|p| if failover { !serves(p) } else { !served || serves(p) })
            .collect();
    };
    let near = |p: &&PlacementIx| parts.placements[p.ix()].region == Some(region);
    let mut order = to.placements.clone();
    order.sort_by_key(|p| (!near(&p), !serves(p)));
    order.truncate(1);
    order
}
