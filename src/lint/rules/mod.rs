//! The rules, one file each, in one folder for each family.

mod availability;
mod capacity;
mod dependencies;
mod diagram;
mod environments;
mod provisioning;
mod recovery;
mod syntax;

use super::rule::Rule;

/// The rules of each family.
pub(super) static FAMILIES: &[&[&Rule]] = &[
    availability::RULES,
    capacity::RULES,
    dependencies::RULES,
    diagram::RULES,
    environments::RULES,
    provisioning::RULES,
    recovery::RULES,
    syntax::RULES,
];
