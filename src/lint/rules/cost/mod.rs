//! The rules of the family `cost`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod cost_unstated_or_over_budget;
mod cross_boundary_transfer;
mod idle_resource;
mod oversized_nonproduction;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &cost_unstated_or_over_budget::RULE,
    &cross_boundary_transfer::RULE,
    &idle_resource::RULE,
    &oversized_nonproduction::RULE,
];
