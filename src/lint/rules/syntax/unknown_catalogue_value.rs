//! SYN005: a kind or an instance type that the catalogue lacks.

use crate::diag::{Confidence, Severity};
use crate::lint::{Check, Rule};
use crate::syntax::codes;

/// Found while reading.
pub(super) static RULE: Rule = Rule {
    code: codes::UNKNOWN_CATALOGUE_VALUE,
    family: "syntax",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[],
    page: include_str!("../../../../docs/rules/unknown-catalogue-value.md"),
    check: Check::Reader,
};
