//! The rules of the family `recovery`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod failover_bypasses_edge;
mod failover_depends_on_primary;
mod failover_missing_component;
mod failover_undersized;
mod no_traffic_failover;
mod objective_unreachable;
mod recovery_uses_control_plane;
mod store_far_from_consumers;
mod store_not_replicated;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &failover_bypasses_edge::RULE,
    &failover_depends_on_primary::RULE,
    &failover_missing_component::RULE,
    &failover_undersized::RULE,
    &no_traffic_failover::RULE,
    &objective_unreachable::RULE,
    &recovery_uses_control_plane::RULE,
    &store_far_from_consumers::RULE,
    &store_not_replicated::RULE,
];
