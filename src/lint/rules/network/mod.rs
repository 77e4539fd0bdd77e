//! The rules of the family `network`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod admin_port_open;
mod plaintext_hop;
mod public_datastore;
mod tier_skip;
mod unguarded_path;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &admin_port_open::RULE,
    &plaintext_hop::RULE,
    &public_datastore::RULE,
    &tier_skip::RULE,
    &unguarded_path::RULE,
];
