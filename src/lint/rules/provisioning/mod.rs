//! The rules of the family `provisioning`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod implied_service_missing;
mod missing_owner;
mod mixed_provisioning;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &implied_service_missing::RULE,
    &missing_owner::RULE,
    &mixed_provisioning::RULE,
];
