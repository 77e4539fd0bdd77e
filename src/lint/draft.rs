//! A finding as a rule makes it, before the sink decides how bad it is and whether it is allowed.

use crate::diag::{Change, Code, Confidence, Diagnostic, Edit, Fix, Patch, Safety, Severity};
use crate::model::{ComponentIx, ConnectionIx, Model, RegionIx};
use crate::source::Span;
use crate::syntax::attributes::Criticality;

/// A finding in the making. The `with`-like functions take and give it, so that a rule reads as one sentence.
pub(crate) struct Draft {
    pub(super) diagnostic: Diagnostic,
    /// Components whose `allow` accepts it, the one that it is about first.
    pub(super) subjects: Vec<ComponentIx>,
    /// What it is measured by, if not by the criticality of its first subject.
    pub(super) weight: Option<Criticality>,
    /// Set when this finding is milder or worse than others of its rule, whatever the criticality.
    pub(super) severity: Option<Severity>,
    /// Set when this finding is less sure than others of its rule.
    pub(super) confidence: Option<Confidence>,
}

/// Most links of a path that are shown: a reader follows no more, and long chains would make long reports of each link.
const LONGEST: usize = 12;

/// The code and the severity of a draft come from its rule; until then it bears this one.
const UNSET: Code = Code { code: "", name: "" };

impl Draft {
    /// A finding about a component: its primary label stands at the component's table.
    pub(crate) fn about(model: &Model, c: ComponentIx, message: impl Into<String>, label: impl Into<String>) -> Self {
        let mut draft = Self::at(model.component(c).span, message, label);
        draft.subjects.push(c);
        draft.diagnostic.element = Some(model.name(c));
        draft
    }

    /// A finding about a place in the file.
    pub(crate) fn at(span: Span, message: impl Into<String>, label: impl Into<String>) -> Self {
        let mut draft = Self::nowhere(message);
        draft.diagnostic.primary = Some(crate::diag::Label::new(span, label));
        draft
    }

    /// A finding that the model keeps no place for.
    pub(crate) fn nowhere(message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::new(UNSET, Severity::Info, message);
        Self { diagnostic, subjects: Vec::new(), weight: None, severity: None, confidence: None }
    }

    /// Moves the primary label.
    pub(crate) fn primary(mut self, span: Span, label: impl Into<String>) -> Self {
        self.diagnostic.primary = Some(crate::diag::Label::new(span, label));
        self
    }

    /// Adds a related place, unless it is the primary one.
    pub(crate) fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        if self.diagnostic.primary.as_ref().is_some_and(|label| label.span == span) {
            return self;
        }
        self.diagnostic = self.diagnostic.with_related(span, text);
        self
    }

    /// What to type.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.with_help(help);
        self
    }

    /// A line of facts.
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.with_note(note);
        self
    }

    /// Names what it is about when that is no component.
    pub(crate) fn element(mut self, element: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.with_element(element);
        self
    }

    /// Another component whose `allow` accepts it.
    pub(crate) fn also(mut self, c: ComponentIx) -> Self {
        self.subjects.push(c);
        self
    }

    /// What its severity is measured by.
    pub(crate) fn weight(mut self, weight: Criticality) -> Self {
        self.weight = Some(weight);
        self
    }

    /// A severity of its own.
    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// A confidence of its own.
    pub(crate) fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// Proves it by a path: each link becomes a related place, with its number when there are several, because they may
    /// stand in any order and in several files; the ids become the witness.
    pub(crate) fn path(mut self, model: &Model, links: &[ConnectionIx]) -> Self {
        let mut ids: Vec<String> = Vec::new();
        let left_out = links.len().saturating_sub(LONGEST);
        for (at, &link) in links.iter().enumerate() {
            if left_out > 0 && (LONGEST / 2..LONGEST / 2 + left_out).contains(&at) {
                continue;
            }
            let connection = model.connection(link);
            let (from, to) = (model.name(connection.from), model.name(connection.to));
            let number = if links.len() > 1 { format!("{}: ", at + 1) } else { String::new() };
            self = self.related(connection.span, format!("{number}`{from}` uses `{to}`"));
            if ids.is_empty() {
                ids.push(from);
            }
            ids.push(to);
        }
        if left_out > 0 {
            self = self.note(format!("the path has {} links; {left_out} in the middle are not shown", links.len()));
        }
        if !ids.is_empty() {
            self.diagnostic.witness = ids;
        }
        self
    }

    /// A replacement of a text that is most likely what was meant.
    pub(crate) fn replace(mut self, span: Span, replacement: &str) -> Self {
        self.diagnostic = self.diagnostic.with_fix(Fix {
            title: format!("write `{replacement}`"),
            safety: Safety::Unsafe,
            edits: vec![Edit { span, replacement: replacement.to_owned() }],
        });
        self
    }

    /// Makes its replacement a safe one: it changes the picture, not the architecture.
    pub(crate) fn safe(mut self) -> Self {
        if let Some(fix) = &mut self.diagnostic.fix {
            fix.safety = Safety::Safe;
        }
        self
    }

    /// Proposes a text for a place of the file: a change of the architecture.
    pub(crate) fn propose_text(mut self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        let edits = vec![Edit { span, replacement: replacement.into() }];
        self.diagnostic = self.diagnostic.with_fix(Fix { title: title.into(), safety: Safety::Proposal, edits });
        self
    }

    /// Proposes that a region which stands in carries a component.
    pub(crate) fn propose_carrying(self, model: &Model, region: RegionIx, c: ComponentIx) -> Self {
        let (region, component) = (model.region(region), model.component(c));
        let Some(table) = region.span else { return self };
        let title = format!("let `{}` carry `{}`", region.id, component.id);
        self.patch(title, Safety::Proposal, Change::Carry { table, id: component.id.clone() })
    }

    /// A change that would clear it, in terms of the language.
    pub(crate) fn patch(mut self, title: impl Into<String>, safety: Safety, change: Change) -> Self {
        self.diagnostic.patch = Some(Patch { title: title.into(), safety, change });
        self
    }

    /// Proposes a value for a key of a component: a change of the architecture. Nothing is proposed for a component that
    /// an environment or a region makes from another, because it has no table of its own; nor a place for one that stands
    /// where its placements say, because that would be a further one.
    pub(crate) fn propose(self, model: &Model, c: ComponentIx, key: &'static str, value: impl Into<String>) -> Self {
        self.propose_all(model, c, vec![(key, value.into())])
    }

    /// The same for several keys, which together clear it.
    pub(crate) fn propose_all(self, model: &Model, c: ComponentIx, values: Vec<(&'static str, String)>) -> Self {
        let for_a_place =
            values.iter().any(|(key, _)| matches!(*key, "region" | "zones" | "count" | "per-zone" | "autoscale"));
        if !model.is_base(c) || for_a_place && !model.component(c).own_place {
            return self;
        }
        self.set_in(model.component(c).span, &model.name(c), values)
    }

    /// Proposes keys of a table, which stands for what is called so.
    pub(crate) fn set_in(self, table: Span, name: &str, values: Vec<(&'static str, String)>) -> Self {
        let said: Vec<String> = values.iter().map(|(key, value)| format!("`{key} = {value}`")).collect();
        let title = format!("set {} in `{name}`", said.join(", "));
        let change = match <[_; 1]>::try_from(values) {
            Ok([(key, value)]) => Change::Set { table, key, value },
            Err(values) => Change::SetAll { table, values },
        };
        self.patch(title, Safety::Proposal, change)
    }
}
