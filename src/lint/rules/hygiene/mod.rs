//! The rules of the family `hygiene`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod unjustified_suppression;
mod unused_suppression;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &unjustified_suppression::RULE,
    &unused_suppression::RULE,
];
