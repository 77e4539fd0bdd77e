//! SYN013: a file that can not be read.

use crate::diag::{Confidence, Severity};
use crate::lint::{Check, Rule};
use crate::syntax::codes;

/// Found while reading.
pub(super) static RULE: Rule = Rule {
    code: codes::UNREADABLE_FILE,
    family: "syntax",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/unreadable-file.md"),
    check: Check::Reader,
};
