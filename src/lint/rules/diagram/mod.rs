//! The rules of the family `diagram`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod illegible_label;
mod inconsistent_naming;
mod missing_legend;
mod misspelled_label;
mod overcrowded_view;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &illegible_label::RULE,
    &inconsistent_naming::RULE,
    &missing_legend::RULE,
    &misspelled_label::RULE,
    &overcrowded_view::RULE,
];
