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

mod allowances;
mod composite;
mod config;
mod costs;
mod custom;
mod draft;
mod expr;
mod implied;
mod paths;
mod places;
mod rule;
mod rules;
mod setting;
mod sink;
mod spelling;
mod words;

pub use config::{Layer, LintConfig, Persona};
pub use custom::{Trial, mistakes, trials};
pub use rule::{Check, Rule, rule, rules};
pub use setting::{Known, Setting, SettingValue};

use crate::diag::{self, Diagnostic};
use crate::model::Model;

/// What a run of the rules gave.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Findings in source order.
    pub findings: Vec<Diagnostic>,
    /// How many findings an `allow` or a comment accepts.
    pub suppressed: usize,
    /// Those findings, each with why; in source order.
    pub accepted: Vec<Diagnostic>,
    /// Questions that rules could not answer because the file does not say.
    pub not_stated: usize,
    /// Rules that were run.
    pub rules_run: usize,
    /// Their codes.
    pub ran: Vec<&'static str>,
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
    let mut met = allowances::Met::default();
    for rule in rules() {
        match rule.check {
            Check::Reader => {
                met.ran.insert(rule.code.code);
            }
            Check::Model(run) if config.runs(rule) => {
                let collected = collect(model, config, rule, run, &allowances::Met::default());
                met.ran.insert(rule.code.code);
                met.entries.extend(&collected.met);
                outcome.ran.push(rule.code.code);
                outcome.add(collected);
            }
            Check::Model(_) | Check::Allowances(_) => {}
        }
    }
    for custom in config.customs() {
        let mut sink = sink::Sink::new(model, config, &custom.rule, &met);
        custom::run(custom, model, &mut sink);
        let collected = sink.finish();
        met.ran.insert(custom.rule.code.code);
        met.entries.extend(&collected.met);
        outcome.ran.push(custom.rule.code.code);
        outcome.add(collected);
    }
    for rule in rules().filter(|rule| config.runs(rule)) {
        if let Check::Allowances(run) = rule.check {
            outcome.ran.push(rule.code.code);
            outcome.add(collect(model, config, rule, run, &met));
        }
    }
    diag::sort(&mut outcome.findings);
    diag::sort(&mut outcome.accepted);
    outcome
}

/// Runs one rule.
fn collect(
    model: &Model,
    config: &LintConfig,
    rule: &Rule,
    run: fn(&Model, &mut sink::Sink<'_>),
    met: &allowances::Met,
) -> sink::Collected {
    let mut sink = sink::Sink::new(model, config, rule, met);
    run(model, &mut sink);
    sink.finish()
}

impl Outcome {
    /// Adds what one rule gave.
    fn add(&mut self, collected: sink::Collected) {
        self.rules_run += 1;
        self.findings.extend(collected.findings);
        self.suppressed += collected.accepted.len();
        self.accepted.extend(collected.accepted);
        self.not_stated += collected.not_stated;
    }
}
