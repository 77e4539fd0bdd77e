//! A rule as data, and the list of all rules.

use std::sync::OnceLock;

use super::rules::FAMILIES;
use super::setting::Setting;
use super::sink::Sink;
use crate::diag::{Code, Confidence, Severity};
use crate::model::Model;

/// A rule: what it is called, how bad its findings are, what can be set, its page and its check.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Code and name.
    pub code: Code,
    /// The family, as its folder is named.
    pub family: &'static str,
    /// How bad it is for a critical component; one step milder for a standard one, info for a low one.
    pub severity: Severity,
    /// Whether the severity is the same whatever the criticality.
    pub flat: bool,
    /// How sure it is of itself.
    pub confidence: Confidence,
    /// What `[lint.rule.NAME]` may set beside `severity`.
    pub settings: &'static [Setting],
    /// Its page, Markdown.
    pub page: &'static str,
    /// How it is found.
    pub check: Check,
}

/// How the findings of a rule come about.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// While reading the files or resolving their names; there is nothing to run.
    Reader,
    /// By looking at the model.
    Model(fn(&Model, &mut Sink<'_>)),
    /// By looking at what the other rules made of the entries of `allow`, after all of them.
    Allowances(fn(&Model, &mut Sink<'_>)),
}

/// All rules, sorted by code.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    static SORTED: OnceLock<Vec<&'static Rule>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let mut all: Vec<&'static Rule> = FAMILIES.iter().flat_map(|family| family.iter().copied()).collect();
        all.sort_by_key(|rule| rule.code);
        all
    });
    sorted.iter().copied()
}

/// The rule of this code or name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.is_called(name))
}

impl Rule {
    /// Whether this is its code, in any case, or its name.
    pub fn is_called(&self, name: &str) -> bool {
        self.code.code.eq_ignore_ascii_case(name) || self.code.name == name
    }

    /// Whether a selector means it: its code or name, the letters of its code, its family, or `ALL`.
    pub fn is_selected_by(&self, selector: &str) -> bool {
        self.is_called(selector)
            || selector.eq_ignore_ascii_case("all")
            || selector == self.family
            || self.code.code.get(..3).is_some_and(|letters| letters.eq_ignore_ascii_case(selector))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_well_formed() {
        let codes: Vec<Code> = rules().map(|rule| rule.code).collect();
        for (i, code) in codes.iter().enumerate() {
            assert!(code.code.len() == 6 && code.code[..3].bytes().all(|b| b.is_ascii_uppercase()), "{code:?}");
            assert!(code.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code:?}");
            assert!(codes[i + 1..].iter().all(|other| other.code != code.code && other.name != code.name), "{code:?}");
        }
    }

    #[test]
    fn selectors() {
        let rule = rule("too-few-zones").unwrap();
        for selector in ["AVL101", "avl101", "too-few-zones", "AVL", "availability", "ALL"] {
            assert!(rule.is_selected_by(selector), "{selector}");
        }
        for selector in ["AVL1", "CAP", "", "few"] {
            assert!(!rule.is_selected_by(selector), "{selector}");
        }
        assert!(super::rule("no-such-rule").is_none());
    }
}
