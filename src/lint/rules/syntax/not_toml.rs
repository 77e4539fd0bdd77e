//! SYN007: a text that is not TOML.

use crate::diag::{Confidence, Severity};
use crate::lint::{Check, Rule};
use crate::syntax::codes;

/// Found while reading.
pub(super) static RULE: Rule = Rule {
    code: codes::NOT_TOML,
    family: "syntax",
    severity: Severity::Error,
    flat: true,
    confidence: Confidence::High,
    settings: &[],
    page: include_str!("../../../../docs/rules/not-toml.md"),
    check: Check::Reader,
};
