//! The rules of the family `availability`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod datastore_single_zone;
mod no_cdn_in_front;
mod no_health_check;
mod quorum_not_spread;
mod single_instance;
mod too_few_zones;
mod weaker_zone_upstream;
mod zonal_gateway_shared;
mod zone_imbalance;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &datastore_single_zone::RULE,
    &no_cdn_in_front::RULE,
    &no_health_check::RULE,
    &quorum_not_spread::RULE,
    &single_instance::RULE,
    &too_few_zones::RULE,
    &weaker_zone_upstream::RULE,
    &zonal_gateway_shared::RULE,
    &zone_imbalance::RULE,
];
