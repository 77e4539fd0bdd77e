//! Which rules run and how they are set, read from `[lint]` and changed by the command line.

use super::rule::{Rule, Setting, SettingValue, rule, rules};
use crate::diag::{Confidence, Diagnostic, Edit, Fix, Safety, Severity};
use crate::model::Model;
use crate::source::{Span, Spanned};
use crate::syntax::attributes::Date;
use crate::syntax::document::{LintRule, Parameter};
use crate::syntax::{codes, nearest};

/// Which rules run and how they are set.
#[derive(Clone, Debug, Default)]
pub struct LintConfig {
    /// Codes, names, letters of codes, families or `ALL`; empty for all rules.
    pub select: Vec<String>,
    /// What is left out of them, in the same words.
    pub ignore: Vec<String>,
    /// The day against which `until` is held; without it no allowance expires.
    pub today: Option<Date>,
    overrides: Vec<Override>,
    mistakes: Vec<Diagnostic>,
}

/// What `[lint.rule.NAME]` says of one rule.
#[derive(Clone, Debug)]
struct Override {
    code: &'static str,
    severity: Option<Level>,
    settings: Vec<(&'static str, Parameter)>,
}

/// A severity, or none at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Level {
    Off,
    At(Severity),
}

impl LintConfig {
    /// Reads `[lint]`. Names of rules and settings that do not exist, in an `allow` too, become findings of
    /// [`super::check`].
    pub fn from_model(model: &Model) -> Self {
        let table = &model.lint;
        let mut config = Self::default();
        for (list, into) in [(&table.select, true), (&table.ignore, false)] {
            for name in list.iter().flat_map(|list| &list.value) {
                if let Err(near) = unknown_selector(&name.value) {
                    config.mistakes.push(unknown_rule(name, near));
                } else if into {
                    config.select.push(name.value.clone());
                } else {
                    config.ignore.push(name.value.clone());
                }
            }
        }
        for table in &table.rules {
            config.read_rule(table);
        }
        for allow in model.components.iter().filter_map(|c| c.attributes.allow.as_ref()).flat_map(|list| &list.value) {
            if rule(&allow.rule.value).is_none() {
                config.mistakes.push(unknown_rule(&allow.rule, nearest(&allow.rule.value, names())));
            }
        }
        config
    }

    /// Reads one `[lint.rule.NAME]`.
    fn read_rule(&mut self, table: &LintRule) {
        let Some(rule) = rule(&table.rule.value) else {
            let near = nearest(&table.rule.value, names());
            self.mistakes.push(unknown_rule(&table.rule, near));
            return;
        };
        let severity = table.severity.as_ref().and_then(|word| match word.value.as_str() {
            "off" => Some(Level::Off),
            "error" => Some(Level::At(Severity::Error)),
            "warning" => Some(Level::At(Severity::Warning)),
            "info" => Some(Level::At(Severity::Info)),
            _ => None,
        });
        let mut settings = Vec::new();
        for (key, value) in &table.parameters {
            match rule.settings.iter().find(|setting| setting.key == key.value) {
                None => self.mistakes.push(unknown_setting(rule, key)),
                Some(setting) => match fault(setting, &value.value) {
                    None => settings.push((setting.key, value.value.clone())),
                    Some(expected) => self.mistakes.push(Diagnostic::error(
                        codes::WRONG_TYPE,
                        value.span,
                        format!("`{}` of rule `{}` expects {expected}", setting.key, rule.code.name),
                        format!("not {expected}"),
                    )),
                },
            }
        }
        self.overrides.push(Override { code: rule.code.code, severity, settings });
    }

    /// Mistakes in `[lint]`.
    pub(super) fn mistakes(&self) -> &[Diagnostic] {
        &self.mistakes
    }

    /// Whether a rule is to be run.
    pub(super) fn runs(&self, rule: &Rule) -> bool {
        // a hint is for those who ask for it
        let usual = self.select.is_empty() && rule.confidence > Confidence::Low;
        let selected = usual || self.select.iter().any(|s| rule.is_selected_by(s));
        selected && !self.ignore.iter().any(|s| rule.is_selected_by(s)) && self.level(rule) != Some(Level::Off)
    }

    /// The severity that the file sets for a rule.
    pub(super) fn level(&self, rule: &Rule) -> Option<Level> {
        self.overrides.iter().rev().find(|o| o.code == rule.code.code && o.severity.is_some())?.severity
    }

    /// What the file sets for a key of a rule.
    pub(super) fn setting(&self, rule: &Rule, key: &str) -> Option<&Parameter> {
        let of_rule = self.overrides.iter().rev().filter(|o| o.code == rule.code.code);
        of_rule.flat_map(|o| &o.settings).find(|(known, _)| *known == key).map(|(_, value)| value)
    }
}

/// An error, with the nearest right name, when a word of `select` or `ignore` means no rule.
///
/// # Errors
/// The nearest name of a rule, if one is near.
pub fn unknown_selector(word: &str) -> Result<(), Option<&'static str>> {
    if rules().any(|rule| rule.is_selected_by(word)) {
        return Ok(());
    }
    Err(nearest(word, names().chain(rules().map(|rule| rule.family))))
}

/// Codes and names of all rules.
fn names() -> impl Iterator<Item = &'static str> {
    rules().flat_map(|rule| [rule.code.code, rule.code.name])
}

fn unknown_rule(name: &Spanned<String>, near: Option<&str>) -> Diagnostic {
    let message = format!("there is no rule `{}`", name.value);
    let finding = Diagnostic::error(codes::UNRESOLVED_REFERENCE, name.span, message, "no rule has this code or name");
    suggest(finding, name.span, near, "`isoplan explain` lists them all")
}

fn unknown_setting(rule: &Rule, key: &Spanned<String>) -> Diagnostic {
    let message = format!("rule `{}` has no setting `{}`", rule.code.name, key.value);
    let finding = Diagnostic::error(codes::UNKNOWN_KEY, key.span, message, "unknown setting");
    let near = nearest(&key.value, rule.settings.iter().map(|setting| setting.key).chain(["severity"]));
    suggest(finding, key.span, near, &format!("`isoplan explain {}` lists its settings", rule.code.code))
}

fn suggest(finding: Diagnostic, span: Span, near: Option<&str>, otherwise: &str) -> Diagnostic {
    match near {
        None => finding.with_help(otherwise),
        Some(near) => finding.with_help(format!("did you mean `{near}`?")).with_fix(Fix {
            title: format!("replace it by `{near}`"),
            safety: Safety::Unsafe,
            edits: vec![Edit { span, replacement: format!("\"{near}\"") }],
        }),
    }
}

/// What a setting expects, if the value is something else.
fn fault(setting: &Setting, value: &Parameter) -> Option<&'static str> {
    let fits_levels = |numbers: &[(Spanned<String>, f64)]| {
        numbers.iter().all(|(key, _)| ["critical", "standard", "low"].contains(&key.value.as_str()))
    };
    match (setting.value, value) {
        (SettingValue::Number(_) | SettingValue::ByCriticality(_), Parameter::Number(_))
        | (SettingValue::Texts, Parameter::Texts(_)) => None,
        (SettingValue::ByCriticality(_), Parameter::Numbers(n)) if fits_levels(n) => None,
        (SettingValue::Number(_), _) => Some("a number"),
        (SettingValue::Texts, _) => Some("a list of strings"),
        (SettingValue::ByCriticality(_), _) => Some("a table such as `{ critical = 3, standard = 2, low = 1 }`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_selector_is_answered_with_the_nearest_name() {
        assert_eq!(unknown_selector("AVL"), Ok(()));
        assert_eq!(unknown_selector("to-few-zones"), Err(Some("too-few-zones")));
        assert_eq!(unknown_selector("xyzzy-plugh-abcdef"), Err(None));
    }
}
