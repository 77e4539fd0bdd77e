//! SYN002: a name that nothing in the files bears.

use crate::diag::{Confidence, Severity};
use crate::lint::{Check, Rule};
use crate::syntax::codes;

/// Found while reading.
pub(super) static RULE: Rule = Rule {
    code: codes::UNRESOLVED_REFERENCE,
    family: "syntax",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/unresolved-reference.md"),
    check: Check::Reader,
};
