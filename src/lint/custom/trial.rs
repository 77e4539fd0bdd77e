//! Tests of custom rules that stand beside them: `[[lint.custom.test]]`.

use crate::lint::config::LintConfig;
use crate::model::resolve_owned;
use crate::source::{SourceFile, Span};
use crate::syntax;
use crate::syntax::document::LintTable;

/// How a test went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trial {
    /// The code of the rule.
    pub code: String,
    /// Where the test stands.
    pub span: Span,
    /// Elements that should have been found and were not.
    pub missing: Vec<String>,
    /// Elements that were found and should not.
    pub extra: Vec<String>,
    /// What is wrong with the topology of the test.
    pub broken: Option<String>,
}

impl Trial {
    /// Whether the rule found what it must and nothing else.
    pub fn passed(&self) -> bool {
        self.missing.is_empty() && self.extra.is_empty() && self.broken.is_none()
    }
}

/// Runs all tests of the rules of some tables.
pub fn trials(tables: &[LintTable]) -> Vec<Trial> {
    let mut all = Vec::new();
    for rule in tables.iter().flat_map(|table| &table.custom) {
        for test in &rule.tests {
            let loaded = syntax::parse(SourceFile::new("test", test.toml.value.clone()));
            let (model, found) = resolve_owned(loaded.document);
            let broken = loaded.findings.iter().chain(&found).next().map(|finding| finding.message.clone());
            let mut trial = Trial {
                code: rule.code.value.to_string(),
                span: test.span,
                missing: Vec::new(),
                extra: Vec::new(),
                broken,
            };
            if trial.broken.is_none() {
                let config =
                    LintConfig::layered([&LintTable { custom: vec![rule.clone()], ..LintTable::default() }], &model);
                let outcome = crate::lint::check(&model, &config);
                let mut found: Vec<String> = outcome
                    .findings
                    .iter()
                    .filter(|finding| finding.code.code == rule.code.value)
                    .filter_map(|finding| finding.element.clone())
                    .collect();
                found.sort();
                for wanted in &test.expect.value {
                    match found.iter().position(|element| *element == wanted.value) {
                        Some(at) => drop(found.remove(at)),
                        None => trial.missing.push(wanted.value.to_string()),
                    }
                }
                trial.extra = found;
            }
            all.push(trial);
        }
    }
    all
}
