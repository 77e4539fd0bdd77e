//! Which rules run and how they are set, read from files of settings and `[lint]`, and changed by the command line.

use super::custom::{self, Custom};
use super::expr::{Expr, Fault, Scope, Subject, Tri};
use super::implied::Implication;
use super::rule::{Rule, rule, rules};
use super::setting::{SettingValue, written};
use crate::diag::{Code, Confidence, Diagnostic, Edit, Fix, Safety, Severity};
use crate::model::{ComponentIx, Model};
use crate::source::{Span, Spanned, Text};
use crate::syntax::attributes::Date;
use crate::syntax::document::{LintOverride, LintRule, LintTable, PERSONAS, Parameter};
use crate::syntax::{Ignore, codes, nearest};

/// Which rules run and how they are set: a layer for each source of settings, the stronger later.
#[derive(Clone, Debug, Default)]
pub struct LintConfig {
    /// The day against which `until` is held; without it no allowance expires.
    pub today: Option<Date>,
    /// Whether nothing is accepted, neither by `allow` nor by a comment.
    pub accept_nothing: bool,
    /// Who asks, and so how much is shown.
    pub persona: Persona,
    /// Where the pages of the rules are.
    docs_url: Option<String>,
    layers: Vec<Layer>,
    overrides: Vec<Override>,
    by_place: Vec<ByPlace>,
    customs: Vec<Custom>,
    implications: Vec<Implication>,
    comments: Vec<Ignore>,
    mistakes: Vec<Diagnostic>,
}

/// Who asks for the findings: each sees what the ones before see, and more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Persona {
    /// Who wants to hear of what is wrong for sure, or most likely.
    #[default]
    Default,
    /// Who wants hints too, and all that should be stated of a component.
    Pedantic,
    /// Who wants to know, too, what could not be judged because the file does not say.
    Auditor,
}

impl Persona {
    const ALL: [Self; 3] = [Self::Default, Self::Pedantic, Self::Auditor];

    /// The one that a word of [`PERSONAS`] names.
    fn from_word(word: &str) -> Option<Self> {
        PERSONAS.iter().zip(Self::ALL).find(|(name, _)| **name == word).map(|(_, persona)| persona)
    }

    /// Its word in the settings.
    fn word(self) -> &'static str {
        PERSONAS[self as usize]
    }
}

/// The rules that one source of settings chooses: codes, names, letters of codes, families or `ALL`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Layer {
    /// In place of what weaker layers choose; empty leaves that as it is.
    pub select: Vec<String>,
    /// Beside what weaker layers choose.
    pub extend_select: Vec<String>,
    /// What is left out of all of them.
    pub ignore: Vec<String>,
}

/// What `[lint.rule.NAME]` says of one rule.
#[derive(Clone, Debug)]
struct Override {
    code: &'static str,
    severity: Option<Level>,
    ignorable: Option<bool>,
    settings: Vec<(&'static str, Parameter)>,
}

/// What `[[lint.override]]` says of some components.
#[derive(Clone, Debug)]
struct ByPlace {
    selector: Expr,
    rules: Vec<String>,
    level: Level,
}

/// A severity, or none at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Level {
    Off,
    At(Severity),
}

impl Level {
    fn from_word(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "error" => Some(Self::At(Severity::Error)),
            "warning" => Some(Self::At(Severity::Warning)),
            "info" => Some(Self::At(Severity::Info)),
            _ => None,
        }
    }
}

impl LintConfig {
    /// Reads `[lint]` of the topology. Names of rules and settings that do not exist, in an `allow` too, become findings
    /// of [`super::check`].
    pub fn from_model(model: &Model) -> Self {
        Self::layered([&model.lint], model)
    }

    /// Reads several tables, the stronger later, and the `allow` of the topology.
    pub fn layered<'a>(tables: impl IntoIterator<Item = &'a LintTable> + Clone, model: &Model) -> Self {
        let mut config = Self::default();
        // their names may stand in every table
        for table in tables.clone() {
            custom::read(&table.custom, &mut config.customs, &mut config.mistakes);
        }
        for table in tables {
            config.read(table);
        }
        let lists = model.components.iter().filter_map(|c| c.attributes.allow.as_ref());
        let tables = model.allow.iter().map(|table| &table.allow);
        for allow in lists.flat_map(|list| &list.value).chain(tables) {
            if config.rule(&allow.rule.value).is_none() {
                let near = nearest(&allow.rule.value, config.names());
                let mistake = unknown_rule(&allow.rule, near, Quotes::Yes);
                config.mistakes.push(mistake);
            }
        }
        config
    }

    /// Reads one table.
    fn read(&mut self, table: &LintTable) {
        let mut layer = Layer::default();
        for (list, into) in [
            (&table.select, &mut layer.select),
            (&table.extend_select, &mut layer.extend_select),
            (&table.ignore, &mut layer.ignore),
        ] {
            for name in list.iter().flat_map(|list| &list.value) {
                match self.knows(&name.value) {
                    Err(near) => self.mistakes.push(unknown_rule(name, near, Quotes::Yes)),
                    Ok(()) => into.push(name.value.to_string()),
                }
            }
        }
        self.layers.push(layer);
        if let Some(address) = &table.docs_url {
            self.docs_url = Some(address.value.to_string());
        }
        self.persona = table.persona.as_ref().and_then(|word| Persona::from_word(&word.value)).unwrap_or(self.persona);
        for table in &table.rules {
            self.read_rule(table);
        }
        for table in &table.overrides {
            self.read_override(table);
        }
        for table in &table.implies {
            Implication::read(table, &mut self.implications, &mut self.mistakes);
        }
    }

    /// Adds the strongest layer, as a rule the command line.
    pub fn choose(&mut self, layer: Layer) {
        self.layers.push(layer);
    }

    /// Sets the comments that accept findings; those that can not be understood become findings too.
    pub fn comment(&mut self, comments: Vec<Ignore>, wrong: Vec<Diagnostic>) {
        self.mistakes.extend(wrong);
        for comment in &comments {
            if self.rule(&comment.rule.value).is_none() {
                let near = nearest(&comment.rule.value, self.names());
                self.mistakes.push(unknown_rule(&comment.rule, near, Quotes::No));
            }
        }
        self.comments = comments;
    }

    /// Reads one `[[lint.override]]`.
    fn read_override(&mut self, table: &LintOverride) {
        let mut rules = Vec::new();
        for name in table.rules.iter().flat_map(|list| &list.value) {
            match self.knows(&name.value) {
                Err(near) => self.mistakes.push(unknown_rule(name, near, Quotes::Yes)),
                Ok(()) => rules.push(name.value.to_string()),
            }
        }
        if table.rules.is_none() {
            rules.push("ALL".to_owned());
        }
        match Expr::parse(&table.selector.value, Scope::Node) {
            Err(fault) => self.mistakes.push(misread(&table.selector, &fault)),
            Ok(selector) => {
                let level = Level::from_word(&table.severity.value);
                self.by_place.extend(level.map(|level| ByPlace { selector, rules, level }));
            }
        }
    }

    /// Reads one `[lint.rule.NAME]`.
    fn read_rule(&mut self, table: &LintRule) {
        let Some(rule) = self.rule(&table.rule.value).cloned() else {
            let near = nearest(&table.rule.value, self.names());
            self.mistakes.push(unknown_rule(&table.rule, near, Quotes::No));
            return;
        };
        let severity = table.severity.as_ref().and_then(|word| Level::from_word(&word.value));
        let mut settings = Vec::new();
        for (key, value) in &table.parameters {
            match rule.settings.iter().find(|setting| setting.key == key.value) {
                None => self.mistakes.push(unknown_setting(&rule, key)),
                Some(setting) => {
                    let faults = setting.faults(&rule, value);
                    if faults.is_empty() {
                        settings.push((setting.key, value.value.clone()));
                    }
                    self.mistakes.extend(faults);
                }
            }
        }
        self.overrides.push(Override { code: rule.code.code, severity, ignorable: table.ignorable, settings });
    }

    /// Mistakes in `[lint]`, in `allow` and in comments that accept findings; [`super::check`] gives them too.
    pub fn mistakes(&self) -> &[Diagnostic] {
        &self.mistakes
    }

    /// The rules of the user's own that are to be run.
    pub(super) fn customs(&self) -> impl Iterator<Item = &Custom> {
        self.customs
            .iter()
            .filter(|custom| self.runs(&custom.rule) && (!custom.off || self.level(&custom.rule).is_some()))
    }

    /// The rule of a code or name, one of the user's own too.
    pub(super) fn rule(&self, name: &str) -> Option<&Rule> {
        rule(name).or_else(|| self.customs.iter().map(|custom| &custom.rule).find(|rule| rule.is_called(name)))
    }

    /// All rules, those of the user's own last.
    fn all<'a>(&'a self) -> impl Iterator<Item = &'a Rule> {
        let known = rules().map(|rule| -> &'a Rule { rule });
        known.chain(self.customs.iter().map(|custom| &custom.rule))
    }

    /// Codes and names of all rules.
    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.all().flat_map(|rule| [rule.code.code, rule.code.name])
    }

    /// An error, with the nearest right name, when a word of `select` or `ignore` means no rule.
    ///
    /// # Errors
    /// The nearest name of a rule, if one is near.
    pub fn knows(&self, word: &str) -> Result<(), Option<&'static str>> {
        if word == "custom" || self.all().any(|rule| rule.is_selected_by(word)) {
            return Ok(());
        }
        Err(nearest(word, self.names().chain(rules().map(|rule| rule.family))))
    }

    /// What needs something else to be there, in the words of the user.
    pub(super) fn implications(&self) -> &[Implication] {
        &self.implications
    }

    /// Comments that accept findings.
    pub(super) fn comments(&self) -> &[Ignore] {
        &self.comments
    }

    /// Whether a rule is to be run: the layers are asked in order, and in each of them `ignore` has the last word.
    pub(super) fn runs(&self, rule: &Rule) -> bool {
        let named = |list: &[String]| list.iter().any(|word| rule.is_selected_by(word));
        // a hint is for those who ask for it
        let mut runs = rule.confidence > Confidence::Low || self.persona >= Persona::Pedantic;
        for layer in &self.layers {
            if !layer.select.is_empty() {
                runs = named(&layer.select);
            }
            runs = (runs || named(&layer.extend_select)) && !named(&layer.ignore);
        }
        runs && self.level(rule) != Some(Level::Off)
    }

    /// The severity that an override sets for a rule at a component; of several the last.
    pub(super) fn level_at(&self, rule: &Rule, model: &Model, c: ComponentIx) -> Option<Level> {
        let meant = |by: &&ByPlace| {
            by.rules.iter().any(|word| rule.is_selected_by(word))
                && by.selector.holds(Subject::Node(model, c)) == Tri::True
        };
        self.by_place.iter().rev().find(meant).map(|by| by.level)
    }

    /// The settings as TOML: the rules that run, and for each its severity and parameters, with a remark on what differs
    /// from the usual.
    pub fn shown(&self) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        let running: Vec<&Rule> = self.all().filter(|rule| self.runs(rule)).collect();
        let _ = writeln!(out, "[lint]\npersona = \"{}\"", self.persona.word());
        if let Some(address) = &self.docs_url {
            let _ = writeln!(out, "docs-url = {address:?} # set");
        }
        out.push_str("select = [\n");
        for rule in &running {
            let _ = writeln!(out, "    \"{}\", # {}", rule.code.code, rule.code.name);
        }
        out.push_str("]\n");
        for rule in running {
            let set = self.level(rule);
            let severity = match set {
                Some(Level::At(severity)) => severity,
                _ => rule.severity,
            };
            let remark = match set {
                Some(_) => " # set",
                None if rule.flat => "",
                None => " # for critical components; a step milder for standard ones, info for low ones",
            };
            // a severity that is written down is the same for all components, so what is usual stays a remark
            let hash = if set.is_some() || rule.flat { "" } else { "# " };
            let _ = writeln!(out, "\n[lint.rule.{}] # {}", rule.code.name, rule.code.code);
            let _ = writeln!(out, "{hash}severity = \"{}\"{remark}", severity.name());
            if !self.is_ignorable(rule) {
                out.push_str("ignorable = false # set\n");
            }
            for setting in rule.settings {
                let own = self.setting(rule, setting.key);
                let value = own.map_or_else(|| setting.usual(), written);
                let _ = writeln!(out, "{} = {value}{}", setting.key, if own.is_some() { " # set" } else { "" });
            }
        }
        out
    }

    /// The address of the page of a rule, if the settings say where the pages are.
    pub fn page(&self, code: Code) -> Option<String> {
        let address = self.docs_url.as_ref()?;
        Some(address.replace("{name}", code.name).replace("{code}", code.code))
    }

    /// Whether findings of a rule can be accepted. What any source of settings forbids no stronger one allows.
    pub fn is_ignorable(&self, rule: &Rule) -> bool {
        !self.overrides.iter().any(|o| o.code == rule.code.code && o.ignorable == Some(false))
    }

    /// The severity that the file sets for a rule.
    pub(super) fn level(&self, rule: &Rule) -> Option<Level> {
        self.overrides.iter().rev().find(|o| o.code == rule.code.code && o.severity.is_some())?.severity
    }

    /// What a number of a rule is set to, or is when nothing sets it.
    pub fn number(&self, rule: &Rule, key: &str) -> f64 {
        let usual = rule.settings.iter().find(|setting| setting.key == key).map(|setting| &setting.value);
        debug_assert!(usual.is_some(), "rule {} has no setting `{key}`", rule.code.code);
        match (self.setting(rule, key), usual) {
            (Some(Parameter::Number(n)), _) | (None, Some(SettingValue::Number(n))) => *n,
            _ => 0.0,
        }
    }

    /// What the file sets for a key of a rule.
    pub(super) fn setting(&self, rule: &Rule, key: &str) -> Option<&Parameter> {
        let of_rule = self.overrides.iter().rev().filter(|o| o.code == rule.code.code);
        of_rule.flat_map(|o| &o.settings).find(|(known, _)| *known == key).map(|(_, value)| value)
    }
}

/// Whether a replacement is a text of TOML or a bare word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Yes,
    No,
}

fn unknown_rule(name: &Spanned<Text>, near: Option<&str>, quotes: Quotes) -> Diagnostic {
    let message = format!("there is no rule `{}`", name.value);
    let finding = Diagnostic::error(codes::UNRESOLVED_REFERENCE, name.span, message, "no rule has this code or name");
    suggest(finding, name.span, near, quotes, "`isoplan explain` lists them all")
}

/// A selector that can not be read. Its text stands between quotes; one with escapes is pointed at as a whole.
pub(super) fn misread(text: &Spanned<Text>, fault: &Fault) -> Diagnostic {
    let plain = text.span.range().len() == text.value.len() + 2;
    let at = |offset: usize| text.span.start + 1 + offset as u32;
    let span = if plain { Span { start: at(fault.at.start), end: at(fault.at.end), ..text.span } } else { text.span };
    let finding = Diagnostic::error(codes::BAD_VALUE, span, fault.message.clone(), "in this selector");
    match &fault.help {
        Some(help) => finding.with_help(help.clone()),
        None => finding,
    }
}

fn unknown_setting(rule: &Rule, key: &Spanned<Text>) -> Diagnostic {
    let message = format!("rule `{}` has no setting `{}`", rule.code.name, key.value);
    let finding = Diagnostic::error(codes::UNKNOWN_KEY, key.span, message, "unknown setting");
    let near = nearest(&key.value, rule.settings.iter().map(|setting| setting.key).chain(["severity", "ignorable"]));
    suggest(finding, key.span, near, Quotes::No, &format!("`isoplan explain {}` lists its settings", rule.code.code))
}

fn suggest(finding: Diagnostic, span: Span, near: Option<&str>, quotes: Quotes, otherwise: &str) -> Diagnostic {
    match near {
        None => finding.with_help(otherwise),
        Some(near) => finding.with_help(format!("did you mean `{near}`?")).with_fix(Fix {
            title: format!("replace it by `{near}`"),
            safety: Safety::Unsafe,
            edits: vec![Edit {
                span,
                replacement: if quotes == Quotes::Yes { format!("\"{near}\"") } else { near.to_owned() },
            }],
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_selector_is_answered_with_the_nearest_name() {
        let config = LintConfig::default();
        assert_eq!(config.knows("AVL"), Ok(()));
        assert_eq!(config.knows("to-few-zones"), Err(Some("too-few-zones")));
        assert_eq!(config.knows("xyzzy-plugh-abcdef"), Err(None));
    }
}
