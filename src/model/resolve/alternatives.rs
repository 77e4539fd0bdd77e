//! Says which calls of one caller are alternatives, where that follows from what is said.
//!
//! Three things follow: an alternative of something that the caller can not do without is one of these itself, whatever
//! its kind; a connection of kind `failover` is the alternative of the one that it stands in for; and ways out of the
//! same kind, such as a NAT gateway in each zone, stand in for each other.

use crate::catalog::Trait;
use crate::model::{Component, Connection, Parts};
use crate::syntax::attributes::{ConnectionKind, Need};
use crate::syntax::document::Role;

/// Completes `either` and `need` of the calls of one caller.
pub(super) fn settle(parts: &Parts, calls: &mut [Connection]) {
    if calls.len() < 2 {
        return;
    }
    let callee = |k: &Connection| &parts.components[k.to.ix()];
    for at in 0..calls.len() {
        if calls[at].either.is_some() || !is_way_out(callee(&calls[at])) || calls[at].need != Need::Hard {
            continue;
        }
        let kind = callee(&calls[at]).kind;
        let same = |k: &Connection| k.either.is_none() && k.need == Need::Hard && callee(k).kind.id == kind.id;
        if calls.iter().filter(|k| same(k)).count() > 1 {
            for call in calls.iter_mut().filter(|k| same(k)) {
                call.either = Some(kind.id.to_owned());
            }
        }
    }
    for at in 0..calls.len() {
        if calls[at].kind != ConnectionKind::Failover || calls[at].either.is_some() {
            continue;
        }
        if let Some(original) = original_of(parts, calls, at) {
            let name = callee(&calls[original]).id.clone();
            calls[original].either = Some(name.clone());
            calls[at].either = Some(name);
        }
    }
    for at in 0..calls.len() {
        if calls[at].need == Need::Hard || calls[at].either.is_none() {
            continue;
        }
        let same = |k: &Connection| k.either == calls[at].either && k.need == Need::Hard;
        if calls.iter().any(same) {
            calls[at].need = Need::Hard;
        }
    }
}

fn is_way_out(component: &Component) -> bool {
    component.kind.traits.has(Trait::ZonalGateway)
}

/// The call that a call of kind `failover` stands in for: the only one that the caller can not do without, if the caller
/// leads requests on; else the only one to a component of the same role and kind.
fn original_of(parts: &Parts, calls: &[Connection], failover: usize) -> Option<usize> {
    let callee = |k: &Connection| &parts.components[k.to.ix()];
    let stand_in = callee(&calls[failover]);
    let leads_on = matches!(parts.components[calls[failover].from.ix()].role, Role::Gateway | Role::External);
    let fits = |k: &Connection| {
        let other = callee(k);
        let alike = other.role == stand_in.role && other.kind.id == stand_in.kind.id;
        let open = k.either.is_none() || k.either.as_deref() == Some(other.id.as_str());
        k.need == Need::Hard
            && k.kind != ConnectionKind::Failover
            && open
            && k.to != calls[failover].to
            && (alike || leads_on)
    };
    let mut fitting = (0..calls.len()).filter(|&at| fits(&calls[at]));
    match (fitting.next(), fitting.next()) {
        (Some(original), None) => Some(original),
        _ => None,
    }
}
