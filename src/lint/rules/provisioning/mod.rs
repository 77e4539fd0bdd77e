//! The rules of the family `provisioning`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod mixed_provisioning;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &mixed_provisioning::RULE,
];
