//! The rules of the family `availability`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod cdn_no_origin_failover;
mod datastore_single_zone;
mod lb_zone_mismatch;
mod no_cdn_in_front;
mod no_health_check;
mod quorum_not_spread;
mod single_external_link;
mod single_instance;
mod too_few_zones;
mod weaker_zone_upstream;
mod zonal_gateway_shared;
mod zone_imbalance;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &cdn_no_origin_failover::RULE,
    &datastore_single_zone::RULE,
    &lb_zone_mismatch::RULE,
    &no_cdn_in_front::RULE,
    &no_health_check::RULE,
    &quorum_not_spread::RULE,
    &single_external_link::RULE,
    &single_instance::RULE,
    &too_few_zones::RULE,
    &weaker_zone_upstream::RULE,
    &zonal_gateway_shared::RULE,
    &zone_imbalance::RULE,
];
