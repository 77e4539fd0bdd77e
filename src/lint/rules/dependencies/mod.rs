//! The rules of the family `dependencies`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod critical_depends_on_noncritical;
mod disconnected_element;
mod observability_shared_fate;
mod shared_datastore_writers;
mod single_point_of_failure;
mod slo_exceeds_dependencies;
mod structural_cut;
mod sync_chain_too_long;
mod sync_cycle;
mod third_party_without_fallback;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &critical_depends_on_noncritical::RULE,
    &disconnected_element::RULE,
    &observability_shared_fate::RULE,
    &shared_datastore_writers::RULE,
    &single_point_of_failure::RULE,
    &slo_exceeds_dependencies::RULE,
    &structural_cut::RULE,
    &sync_chain_too_long::RULE,
    &sync_cycle::RULE,
    &third_party_without_fallback::RULE,
];
