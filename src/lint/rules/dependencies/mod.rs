//! The rules of the family `dependencies`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod critical_depends_on_noncritical;
mod disconnected_element;
mod single_point_of_failure;
mod sync_chain_too_long;
mod sync_cycle;
mod third_party_without_fallback;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &critical_depends_on_noncritical::RULE,
    &disconnected_element::RULE,
    &single_point_of_failure::RULE,
    &sync_chain_too_long::RULE,
    &sync_cycle::RULE,
    &third_party_without_fallback::RULE,
];
