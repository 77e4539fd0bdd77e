//! The rules of the family `data`. Written by `UPDATE=1 cargo test --test rule_pages`.

mod backup_shares_fate;
mod no_backup;
mod no_read_replica;
mod no_undo;
mod queue_dead_end;

use crate::lint::Rule;

/// All rules of the family.
#[rustfmt::skip]
pub(super) static RULES: &[&Rule] = &[
    &backup_shares_fate::RULE,
    &no_backup::RULE,
    &no_read_replica::RULE,
    &no_undo::RULE,
    &queue_dead_end::RULE,
];
