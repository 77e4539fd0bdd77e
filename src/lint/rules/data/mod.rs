//! The rules of the family `data`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod no_backup;
mod no_read_replica;
mod no_undo;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &no_backup::RULE,
    &no_read_replica::RULE,
    &no_undo::RULE,
];
