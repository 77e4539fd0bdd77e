//! The rules of the family `environments`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod cross_environment_connection;
mod env_shape_drift;
mod environment_missing_component;
mod failover_weaker_than_staging;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &cross_environment_connection::RULE,
    &env_shape_drift::RULE,
    &environment_missing_component::RULE,
    &failover_weaker_than_staging::RULE,
];
