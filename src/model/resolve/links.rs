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
            let connection_ix = ConnectionIx(at as u32);
            reached(parts, connection, *from, to, |to| links.push(Link { connection: connection_ix, from: *from, to }));
        }
    }
    links
}

/// Hands on the places of the callee that one place of the caller reaches.
fn reached(parts: &Parts, connection: &Connection, from: PlacementIx, to: &Component, reach: impl FnMut(PlacementIx)) {
    let serves = |p: &PlacementIx| parts.placements[p.ix()].role == PlacementRole::Active;
    let served = to.placements.iter().any(serves);
    let Some(region) = parts.placements[from.ix()].region else {
        let waits = to.placements.iter().any(|p| !serves(p));
        let failover = connection.kind == ConnectionKind::Failover && waits;
        let fits = |p: &PlacementIx| if failover { !serves(p) } else { !served || serves(p) };
        to.placements.iter().copied().filter(fits).for_each(reach);
        return;
    };
    let near = |p: &PlacementIx| parts.placements[p.ix()].region == Some(region);
    let best = to.placements.iter().copied().min_by_key(|p| (!near(p), !serves(p)));
    best.into_iter().for_each(reach);
}
