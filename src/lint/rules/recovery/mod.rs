//! The rules of the family `recovery`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod failover_depends_on_primary;
mod failover_missing_component;
mod failover_undersized;
mod no_traffic_failover;
mod store_far_from_consumers;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &failover_depends_on_primary::RULE,
    &failover_missing_component::RULE,
    &failover_undersized::RULE,
    &no_traffic_failover::RULE,
    &store_far_from_consumers::RULE,
];
