//! Collects the findings of one file and knows what is being read, so that messages can name it.

use std::ops::Range;

use super::codes;
use super::suggest::{listed, nearest, quoted};
use super::tree::Content;
use crate::diag::{Diagnostic, Edit, Fix, Safety};
use crate::source::{FileId, Span, Text};

/// Most findings of one file; what comes after is counted only.
const MOST: usize = 100_000;

pub(super) use super::tree::Value;

/// The findings of one file.
pub(super) struct Sink {
    file: FileId,
    /// What was found so far.
    pub(super) findings: Vec<Diagnostic>,
    /// The key whose value is being read.
    pub(super) key: &'static str,
    /// The id of the component that is being read.
    pub(super) element: Option<Text>,
    /// Each table that was read, with the keys that were asked for.
    #[cfg(test)]
    pub(super) tables: Vec<(String, Vec<&'static str>)>,
}

impl Sink {
    /// An empty sink for a file.
    pub(super) fn new(file: FileId) -> Self {
        Self {
            file,
            findings: Vec::new(),
            key: "",
            element: None,
            #[cfg(test)]
            tables: Vec::new(),
        }
    }

    /// A place in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Adds a finding.
    pub(super) fn push(&mut self, mut finding: Diagnostic) {
        if self.findings.len() < MOST {
            finding.element = self.element.as_ref().map(Text::to_string);
            self.findings.push(finding);
        }
    }

    /// A value of another type than the key expects.
    pub(super) fn wrong_type(&mut self, value: &Value, expected: &str) {
        let found = name_of_type(value.get_ref());
        let span = self.span(value.span());
        let message = format!("{} expects {expected}, found {found}", quoted(self.key));
        self.push(Diagnostic::error(codes::WRONG_TYPE, span, message, format!("{found}, not {expected}")));
    }

    /// A value of the right type that is not allowed.
    pub(super) fn bad_value(&mut self, value: &Value, message: String, label: &str, help: Option<String>) {
        let span = self.span(value.span());
        let mut finding = Diagnostic::error(codes::BAD_VALUE, span, message, label);
        finding.help = help;
        self.push(finding);
    }

    /// A word that is none of the few allowed ones.
    pub(super) fn unknown_word(&mut self, value: &Value, word: &str, allowed: &[&str]) {
        let key = quoted(self.key);
        let span = self.span(value.span());
        let expected = listed(allowed.iter().copied(), "or");
        let mut finding = Diagnostic::error(
            codes::BAD_VALUE,
            span,
            format!("{key} can not be {}", quoted(word)),
            format!("expected {expected}"),
        );
        if let Some(near) = nearest(word, allowed.iter().copied()) {
            finding = finding.with_help(format!("did you mean {}?", quoted(near))).with_fix(Fix {
                title: format!("replace it by {}", quoted(near)),
                safety: Safety::Unsafe,
                edits: vec![Edit { span, replacement: format!("\"{near}\"") }],
            });
        }
        self.push(finding);
    }

    /// A key that the table must have.
    pub(super) fn missing(&mut self, table: &str, span: Span, key: &str, help: &str) {
        let message = format!("{table} needs {}", quoted(key));
        let label = format!("{} is missing", quoted(key));
        self.push(Diagnostic::error(codes::MISSING_KEY, span, message, label).with_help(help));
    }
}

/// What a value is, in words.
pub(super) fn name_of_type(value: &Content) -> &'static str {
    match value {
        Content::String(_) => "a string",
        Content::Integer(_) => "an integer",
        Content::Float(_) => "a number with decimals",
        Content::Boolean(_) => "a boolean",
        Content::Datetime(d) if d.time.is_none() => "a date",
        Content::Datetime(_) => "a time",
        Content::Array(_) => "a list",
        Content::Table(_) => "a table",
    }
}
