//! SYN014: a file that is too large or nested too deeply.

use crate::diag::{Confidence, Severity};
use crate::lint::{Check, Rule};
use crate::syntax::codes;

/// Found while reading.
pub(super) static RULE: Rule = Rule {
    code: codes::TOO_LARGE,
    family: "syntax",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/too-large.md"),
    check: Check::Reader,
};
