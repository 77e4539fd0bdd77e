//! The rules of the family `recovery`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod failover_missing_component;
mod store_far_from_consumers;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &failover_missing_component::RULE,
    &store_far_from_consumers::RULE,
];
