//! The rules of the family `diagram`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod misspelled_label;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &misspelled_label::RULE,
];
