//! Takes what a rule finds and decides how bad it is: the one place that knows severities, settings and allowances.
//!
//! The severity of a rule is meant for a critical component. It is one step milder for a standard one and info for a
//! low one, unless the rule is flat. `[lint.rule.NAME] severity` sets it for all. An `allow` of the component takes the
//! finding away if it gives a reason and has not run out; else the finding stays and says why.

use std::collections::{BTreeMap, BTreeSet};

use super::allowances::{Entry, Met, entries};
use super::config::{Level, LintConfig, Persona};
use super::draft::Draft;
use super::implied::Implication;
use super::rule::Rule;
use super::setting::SettingValue;
use super::words::listed;
use crate::diag::{Confidence, Diagnostic, Severity};
use crate::model::{ComponentIx, Model};
use crate::source::{Span, Spanned};
use crate::syntax::attributes::{Allow, Criticality, Date};
use crate::syntax::document::Parameter;

/// Collects the findings of one rule.
pub struct Sink<'a> {
    model: &'a Model,
    config: &'a LintConfig,
    rule: &'a Rule,
    met: &'a Met,
    /// The tables `[[allow]]` of this rule, by what they are about.
    tables: BTreeMap<&'a str, Vec<&'a Allow>>,
    collected: Collected,
}

/// What one rule gave.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) findings: Vec<Diagnostic>,
    pub(super) accepted: Vec<Diagnostic>,
    pub(super) not_stated: usize,
    /// Entries of `allow` that a finding met.
    pub(super) met: Vec<Span>,
}

impl<'a> Sink<'a> {
    /// An empty sink for a rule, with what the rules before it made of the entries of `allow`.
    pub(super) fn new(model: &'a Model, config: &'a LintConfig, rule: &'a Rule, met: &'a Met) -> Self {
        let mut tables: BTreeMap<&str, Vec<&Allow>> = BTreeMap::new();
        for table in model.allow.iter().filter(|table| rule.is_called(&table.allow.rule.value)) {
            tables.entry(&table.at.value).or_default().push(&table.allow);
        }
        Self { model, config, rule, met, tables, collected: Collected::default() }
    }

    /// What was collected.
    pub(super) fn finish(self) -> Collected {
        self.collected
    }

    /// Counts a question about a component that the file does not answer, because it does not say these keys. Who asks as
    /// an auditor is told.
    pub(crate) fn not_stated(&mut self, c: ComponentIx, keys: &[&str]) {
        self.open(keys, |sink, text| Draft::about(sink.model, c, text, "not stated"));
    }

    /// The same for something that is no component, with the place where it is declared.
    pub(crate) fn not_stated_of(&mut self, element: &str, span: Option<Span>, keys: &[&str]) {
        self.open(keys, |_, text| {
            let draft = match span {
                Some(span) => Draft::at(span, text, "not stated"),
                None => Draft::nowhere(text),
            };
            draft.element(element)
        });
    }

    /// Counts an open question, and makes a finding of it if that is wanted, each once.
    fn open(&mut self, keys: &[&str], draft: impl FnOnce(&Self, String) -> Draft) {
        self.collected.not_stated += 1;
        if self.config.persona < Persona::Auditor {
            return;
        }
        let rule = self.rule.code.name;
        let (said, help) = match keys {
            [] => ("too little is stated".to_owned(), "state more of it".to_owned()),
            [key] => (format!("`{key}` is not stated"), format!("state `{key}`")),
            _ => (format!("not all of {} is stated", listed(keys)), format!("state {}", listed(keys))),
        };
        let mut draft = draft(self, String::new());
        let name = draft.diagnostic.element.clone().unwrap_or_default();
        draft.diagnostic.message = format!("`{rule}` can not judge `{name}`, because {said}");
        let known = |f: &Diagnostic| f.message == draft.diagnostic.message && f.primary == draft.diagnostic.primary;
        if !self.collected.findings.iter().any(known) {
            let draft = draft.help(format!("{help}, so that it can be judged")).confidence(Confidence::Low);
            self.take(draft, Some(Severity::Info));
        }
    }

    /// A finding.
    pub(crate) fn push(&mut self, draft: Draft) {
        self.take(draft, None);
    }

    /// A finding, or a question with its severity, unless it is accepted.
    fn take(&mut self, draft: Draft, open: Option<Severity>) {
        let mut finding = draft.diagnostic;
        finding.code = self.rule.code;
        finding.confidence = draft.confidence.unwrap_or(self.rule.confidence);
        let first = draft.subjects.first().map(|&c| self.model.component(c).criticality);
        let weight = draft.weight.or(first).unwrap_or(Criticality::Critical);
        finding.severity = self.severity(weight, draft.severity);
        let level = draft.subjects.first().and_then(|&c| self.config.level_at(self.rule, self.model, c));
        match level {
            Some(Level::Off) => return,
            Some(Level::At(severity)) => finding.severity = severity,
            None => {}
        }
        if let Some(severity) = open {
            finding.severity = severity;
        }
        if self.config.accept_nothing {
            self.collected.findings.push(finding);
            return;
        }
        let at = finding.primary.as_ref().map(|label| label.span);
        for comment in self.config.comments() {
            let covers = comment.covers;
            let meant = at.is_some_and(|at| at.file == covers.file && (covers.start..covers.end).contains(&at.start))
                && self.rule.is_called(&comment.rule.value);
            if meant {
                self.collected.met.push(comment.rule.span);
                let reason = comment.reason.value.trim();
                match self.objection("the comment", reason, comment.until.as_ref()) {
                    None => return self.accept(finding, reason),
                    Some(objection) => finding.notes.push(objection),
                }
            }
        }
        for allow in self.allowances(&draft.subjects, finding.element.as_deref()) {
            self.collected.met.push(allow.span);
            let reason = allow.reason.as_ref().map_or("", |reason| reason.value.trim());
            match self.objection("`allow`", reason, allow.until.as_ref()) {
                None => return self.accept(finding, reason),
                Some(objection) => finding.notes.push(objection),
            }
        }
        self.collected.findings.push(finding);
    }

    /// Keeps a finding that is accepted, without what would change it.
    fn accept(&mut self, mut finding: Diagnostic, reason: &str) {
        finding.accepted = Some(reason.to_owned());
        finding.fix = None;
        finding.patch = None;
        self.collected.accepted.push(finding);
    }

    /// Everything in the files that accepts findings.
    pub(crate) fn entries(&self) -> Vec<Entry<'a>> {
        if self.config.accept_nothing { Vec::new() } else { entries(self.model, self.config.comments()) }
    }

    /// The rule of a code or name, one of the user's own too.
    pub(crate) fn named(&self, name: &str) -> Option<&'a Rule> {
        self.config.rule(name)
    }

    /// Whether an entry accepts nothing: its rule ran and met no finding that the entry is for.
    pub(crate) fn is_unused(&self, entry: &Entry<'_>) -> bool {
        let ran = self.named(&entry.rule.value).is_some_and(|rule| self.met.ran.contains(rule.code.code));
        ran && !self.met.entries.contains(&entry.span)
    }

    /// Whether somebody asks who wants everything to be stated that should be.
    pub(crate) fn is_pedantic(&self) -> bool {
        self.config.persona >= Persona::Pedantic
    }

    /// Whether the file or the command line sets a key of the rule.
    pub(crate) fn is_set(&self, key: &str) -> bool {
        self.config.setting(self.rule, key).is_some()
    }

    /// The day against which `until` is held.
    pub(crate) fn today(&self) -> Option<Date> {
        self.config.today
    }

    /// A number that can be set.
    pub(crate) fn number(&self, key: &str) -> f64 {
        self.config.number(self.rule, key)
    }

    /// A number by criticality that can be set; a criticality that the setting leaves out keeps its value.
    pub(crate) fn by_criticality(&self, key: &str, criticality: Criticality) -> f64 {
        let (at, word) = match criticality {
            Criticality::Critical => (0, "critical"),
            Criticality::Standard => (1, "standard"),
            Criticality::Low => (2, "low"),
        };
        let usual = match self.default(key) {
            Some(SettingValue::ByCriticality(values)) => values[at],
            _ => 0.0,
        };
        match self.config.setting(self.rule, key) {
            Some(Parameter::Number(n)) => *n,
            Some(Parameter::Numbers(list)) => list.iter().find(|(k, _)| k.value == word).map_or(usual, |(_, n)| *n),
            _ => usual,
        }
    }

    /// A list of texts that can be set.
    pub(crate) fn texts(&self, key: &str) -> Vec<&'a str> {
        match self.config.setting(self.rule, key) {
            Some(Parameter::Texts(list)) => list.iter().map(|text| text.value.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// Words that can be set.
    pub(crate) fn words(&self, key: &str) -> Vec<&'a str> {
        match (self.config.setting(self.rule, key), self.default(key)) {
            (Some(Parameter::Texts(list)), _) => list.iter().map(|text| text.value.as_str()).collect(),
            (_, Some(SettingValue::Words(_, usual))) => usual.to_vec(),
            _ => Vec::new(),
        }
    }

    /// A word that can be set.
    pub(crate) fn word(&self, key: &str) -> &'a str {
        match (self.config.setting(self.rule, key), self.default(key)) {
            (Some(Parameter::Text(text)), _) => text,
            (_, Some(SettingValue::Word(_, usual))) => usual,
            _ => "",
        }
    }

    /// Whether something is switched on.
    pub(crate) fn flag(&self, key: &str) -> bool {
        match (self.config.setting(self.rule, key), self.default(key)) {
            (Some(Parameter::Bool(on)), _) => *on,
            (_, Some(SettingValue::Bool(usual))) => *usual,
            _ => false,
        }
    }

    /// A number by a word; one that the setting leaves out keeps its value.
    pub(crate) fn number_by(&self, key: &str, word: &str) -> f64 {
        let set = match self.config.setting(self.rule, key) {
            Some(Parameter::Numbers(list)) => list.iter().find(|(k, _)| k.value == word).map(|(_, n)| *n),
            _ => None,
        };
        let usual = match self.default(key) {
            Some(SettingValue::By(usual)) => usual.iter().find(|(known, _)| *known == word).map(|(_, n)| *n),
            _ => None,
        };
        set.or(usual).unwrap_or(0.0)
    }

    /// What needs something else to be there, in the words of the user.
    pub(crate) fn implications(&self) -> &'a [Implication] {
        self.config.implications()
    }

    fn default(&self, key: &str) -> Option<&'static SettingValue> {
        let found = self.rule.settings.iter().find(|setting| setting.key == key);
        debug_assert!(found.is_some(), "rule {} has no setting `{key}`", self.rule.code.code);
        found.map(|setting| &setting.value)
    }

    fn severity(&self, weight: Criticality, own: Option<Severity>) -> Severity {
        if let Some(Level::At(set)) = self.config.level(self.rule) {
            return set;
        }
        if let Some(own) = own {
            return own;
        }
        match weight {
            _ if self.rule.flat => self.rule.severity,
            Criticality::Critical => self.rule.severity,
            Criticality::Standard => self.rule.severity.lower(),
            Criticality::Low => Severity::Info,
        }
    }

    /// What names this rule in the `allow` of these components, and in the tables `[[allow]]` that are about them or about
    /// the element of the finding.
    fn allowances(&self, subjects: &[ComponentIx], element: Option<&str>) -> Vec<&'a Allow> {
        let mut found = Vec::new();
        for &c in subjects {
            let list = self.model.component(c).attributes.allow.iter().flat_map(|list| &list.value);
            found.extend(list.filter(|allow| self.rule.is_called(&allow.rule.value)));
        }
        if self.tables.is_empty() {
            return found;
        }
        let mut names: BTreeSet<String> = element.map(str::to_owned).into_iter().collect();
        for &c in subjects {
            names.insert(self.model.component(c).id.clone());
            names.insert(self.model.name_in_environment(c));
        }
        found.extend(names.iter().filter_map(|name| self.tables.get(name.as_str())).flatten());
        found
    }

    /// Why what accepts a finding does not hold.
    fn objection(&self, what: &str, reason: &str, until: Option<&Spanned<Date>>) -> Option<String> {
        if !self.config.is_ignorable(self.rule) {
            let rule = self.rule.code.name;
            return Some(format!("{what} is there, but the settings say of `{rule}`: `ignorable = false`"));
        }
        if reason.is_empty() {
            let word = if what == "`allow`" { "`reason`" } else { "reason" };
            return Some(format!("{what} is there, but gives no {word}, so it has no effect"));
        }
        match (until, self.config.today) {
            (Some(until), Some(today)) if until.value < today => {
                Some(format!("{what} held until {}, so it has no effect any more", until.value))
            }
            _ => None,
        }
    }
}

impl std::fmt::Debug for Sink<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sink({}, {} findings)", self.rule.code.code, self.collected.findings.len())
    }
}
