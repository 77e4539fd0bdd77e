//! Checks the architecture against rules that keep systems up.
//!
//! A rule is one file under `rules/` with its metadata and its check, and one page under `docs/rules/`, which is its
//! documentation, the text of `explain` and its test. A rule looks at the [`Model`] and hands what it finds to the
//! `Sink`; the sink alone knows severities, settings and allowances.
//!
//! Rules are three-valued: they fire on what the file says, never on what it leaves out. What they could not judge is
//! counted as not stated.
//!
//! *Invariant*: findings depend on the model and the settings only; no clock, no environment, no order of hashing.

mod config;
mod draft;
mod paths;
mod places;
mod rule;
mod rules;
mod sink;
mod spelling;
mod words;

pub use config::{LintConfig, unknown_selector};
pub use rule::{Check, Rule, Setting, SettingValue, rule, rules};

use crate::diag::{self, Diagnostic};
use crate::model::Model;

/// What a run of the rules gave.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Findings in source order.
    pub findings: Vec<Diagnostic>,
    /// Findings that an `allow` accepts.
    pub suppressed: usize,
    /// Questions that rules could not answer because the file does not say.
    pub not_stated: usize,
    /// Rules that were run.
    pub rules_run: usize,
    /// Components in all environments.
    pub elements: usize,
    /// Connections in all environments.
    pub connections: usize,
}

/// Runs all rules that the settings choose. Mistakes in the settings are findings too.
pub fn check(model: &Model, config: &LintConfig) -> Outcome {
    let mut outcome = Outcome {
        findings: config.mistakes().to_vec(),
        elements: model.components.len(),
        connections: model.connections.len(),
        ..Outcome::default()
    };
    for rule in rules() {
        let Check::Model(run) = rule.check else { continue };
        if !config.runs(rule) {
            continue;
        }
        outcome.rules_run += 1;
        let mut sink = sink::Sink::new(model, config, rule);
        run(model, &mut sink);
        let collected = sink.finish();
        outcome.findings.extend(collected.findings);
        outcome.suppressed += collected.suppressed;
        outcome.not_stated += collected.not_stated;
    }
    diag::sort(&mut outcome.findings);
    outcome
}
