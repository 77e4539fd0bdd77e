//! The rules of the family `syntax`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod bad_include;
mod bad_value;
mod cidr_conflict;
mod cycle;
mod duplicate_id;
mod misplaced_element;
mod missing_key;
mod not_toml;
mod place_not_stated;
mod too_large;
mod unknown_catalogue_value;
mod unknown_key;
mod unreadable_file;
mod unresolved_reference;
mod wrong_type;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &bad_include::RULE,
    &bad_value::RULE,
    &cidr_conflict::RULE,
    &cycle::RULE,
    &duplicate_id::RULE,
    &misplaced_element::RULE,
    &missing_key::RULE,
    &not_toml::RULE,
    &place_not_stated::RULE,
    &too_large::RULE,
    &unknown_catalogue_value::RULE,
    &unknown_key::RULE,
    &unreadable_file::RULE,
    &unresolved_reference::RULE,
    &wrong_type::RULE,
];
