//! SYN010: an include that matches nothing or leaves the folder.

use crate::diag::{Confidence, Severity};
use crate::lint::{Check, Rule};
use crate::syntax::codes;

/// Found while reading.
pub(super) static RULE: Rule = Rule {
    code: codes::BAD_INCLUDE,
    family: "syntax",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/bad-include.md"),
    check: Check::Reader,
};
