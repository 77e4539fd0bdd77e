//! The rules of the family `capacity`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod path_capacity_mismatch;
mod recovery_needs_scale_out;
mod region_loss_outage;
mod zone_loss_capacity;
mod zone_loss_outage;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &path_capacity_mismatch::RULE,
    &recovery_needs_scale_out::RULE,
    &region_loss_outage::RULE,
    &zone_loss_capacity::RULE,
    &zone_loss_outage::RULE,
];
