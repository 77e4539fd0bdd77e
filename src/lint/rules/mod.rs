//! The rules, one file each, in one folder for each family.

mod availability;
mod capacity;
mod cost;
mod data;
mod dependencies;
mod diagram;
mod environments;
mod hygiene;
mod network;
mod provisioning;
mod recovery;
mod syntax;

use super::rule::Rule;

/// The rules of each family.
pub(super) static FAMILIES: &[&[&Rule]] = &[
    availability::RULES,
    capacity::RULES,
    cost::RULES,
    data::RULES,
    dependencies::RULES,
    diagram::RULES,
    environments::RULES,
    hygiene::RULES,
    network::RULES,
    provisioning::RULES,
    recovery::RULES,
    syntax::RULES,
];
