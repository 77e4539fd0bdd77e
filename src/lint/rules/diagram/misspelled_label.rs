//! DGM002: a misspelled word that is printed on the poster.

use foldhash::HashMap;

use crate::diag::{Code, Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::spelling::{Vocabulary, correction, words};
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::{ComponentIx, Model};
use crate::source::{Span, Spanned, Text};

/// One finding for each word.
pub(super) static RULE: Rule = Rule {
    code: Code { code: "DGM002", name: "misspelled-label" },
    family: "diagram",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::High,
    settings: &[Setting { key: "words", value: SettingValue::Texts }],
    page: include_str!("../../../../docs/rules/misspelled-label.md"),
    check: Check::Model(check),
};

/// A text of the poster.
struct Printed<'a> {
    text: &'a str,
    owner: Owner<'a>,
    component: Option<ComponentIx>,
    /// Where its owner is declared.
    span: Option<Span>,
    /// Where the text itself stands.
    exact: Option<Span>,
}

/// What a text belongs to.
#[derive(Clone, Copy)]
enum Owner<'a> {
    Title(&'static str),
    Label(ComponentIx),
    Note(ComponentIx),
    /// The label of something with an id, and what it is.
    Named(&'static str, &'a str),
    Connection(ComponentIx, ComponentIx),
    Step(usize),
}

impl Owner<'_> {
    fn in_words(self, model: &Model) -> String {
        match self {
            Self::Title(title) => title.to_owned(),
            Self::Label(c) => format!("the label of `{}`", model.name(c)),
            Self::Note(c) => format!("the note of `{}`", model.name(c)),
            Self::Named(sort, id) => format!("the label of {sort} `{id}`"),
            Self::Connection(from, to) => {
                format!("the label of the connection from `{}` to `{}`", model.name(from), model.name(to))
            }
            Self::Step(number) => format!("step {number}"),
        }
    }
}

fn check(model: &Model, sink: &mut Sink<'_>) {
    let printed = printed(model);
    // most words stand in many texts, and are looked at once
    let mut written: HashMap<&str, usize> = HashMap::default();
    for (_, word) in printed.iter().flat_map(|text| words(text.text)) {
        *written.entry(word).or_default() += 1;
    }
    let written: Vec<(&str, usize)> = written.into_iter().collect();
    let vocabulary = Vocabulary::of(&written);
    let accepted: Vec<String> = sink.texts("words").iter().map(|word| word.to_lowercase()).collect();
    let is_accepted = |word: &str| !accepted.is_empty() && accepted.contains(&word.to_lowercase());
    let judged = written.iter().filter(|(word, _)| !is_accepted(word));
    let wrong: HashMap<&str, Wrong> =
        judged.filter_map(|&(word, n)| Some((word, Wrong::of(word, n, &vocabulary)?))).collect();
    if wrong.is_empty() {
        return;
    }
    for text in &printed {
        for (at, word) in words(text.text) {
            match wrong.get(word) {
                Some(Wrong::Known(right)) => sink.push(draft(model, text, at, word, right)),
                Some(Wrong::Slip(right)) => {
                    let draft = draft(model, text, at, word, right).severity(Severity::Info);
                    sink.push(
                        draft.confidence(Confidence::Medium).note(format!("`{right}` is used often in this file")),
                    );
                }
                None => {}
            }
        }
    }
}

/// A misspelled word: what is right.
enum Wrong {
    /// By the table.
    Known(String),
    /// By a word that the file uses often.
    Slip(String),
}

impl Wrong {
    /// What is wrong with a word that is written so often.
    fn of(word: &str, often: usize, vocabulary: &Vocabulary<'_>) -> Option<Self> {
        let known = correction(word).map(Self::Known);
        // a slip is made once
        known.or_else(|| if often == 1 { vocabulary.slip_of(word).map(Self::Slip) } else { None })
    }
}

fn draft(model: &Model, text: &Printed<'_>, at: usize, word: &str, right: &str) -> Draft {
    let message = format!("`{word}` in {} is most likely `{right}`", text.owner.in_words(model));
    let label = format!("did you mean `{right}`?");
    // a plain string between two quotes is as long as its text and the quotes: then the place of the word is known
    let exact = text.exact.filter(|span| (span.end - span.start) as usize == text.text.len() + 2).map(|span| {
        let start = span.start as usize + 1 + at;
        Span::new(span.file, start..start + word.len())
    });
    let mut draft = match (text.component, exact.or(text.exact).or(text.span)) {
        (Some(c), Some(span)) => Draft::about(model, c, message, "").primary(span, label),
        (None, Some(span)) => Draft::at(span, message, label),
        (_, None) => Draft::nowhere(message),
    };
    if let Some(span) = exact {
        draft = draft.replace(span, right);
    }
    draft.help(format!("write `{right}`, or list the word in `words` of `[lint.rule.misspelled-label]` if it is right"))
}

/// Every text that a reader of the poster sees, each once.
fn printed(model: &Model) -> Vec<Printed<'_>> {
    let mut all = Vec::new();
    for (text, owner) in [(&model.diagram.title, "the title"), (&model.diagram.subtitle, "the subtitle")] {
        all.push(Printed { text, owner: Owner::Title(owner), component: None, span: None, exact: None });
    }
    for (at, component) in model.components.iter().enumerate().filter(|(_, c)| c.replica_of.is_none()) {
        let c = ComponentIx(at as u32);
        let said = component.attributes.label.as_ref().filter(|label| label.value == component.label);
        all.push(Printed {
            text: &component.label,
            owner: Owner::Label(c),
            component: Some(c),
            span: Some(component.span),
            exact: place(said),
        });
        if let Some(note) = &component.attributes.note {
            all.push(Printed {
                text: &note.value,
                owner: Owner::Note(c),
                component: Some(c),
                span: Some(note.span),
                exact: Some(note.span),
            });
        }
    }
    all.extend(model.regions.iter().map(|r| named(r.label.as_str(), "region", &r.id, r.span)));
    all.extend(model.environments.iter().map(|e| named(e.label.as_str(), "environment", &e.id, e.span)));
    all.extend(model.groups.iter().map(|g| named(g.label.as_str(), "group", &g.id, Some(g.span))));
    for network in &model.networks {
        all.push(named(&network.label, "network", &network.id, Some(network.span)));
        all.extend(network.subnets.iter().map(|s| named(s.label.as_str(), "subnet", &s.id, Some(s.span))));
    }
    for connection in &model.connections {
        let original = model.component(connection.from).replica_of.is_none();
        if let Some(label) = connection.label.as_ref().filter(|_| original) {
            let owner = Owner::Connection(connection.from, connection.to);
            all.push(Printed { text: label, owner, component: None, span: Some(connection.span), exact: None });
        }
    }
    for step in &model.steps {
        let owner = Owner::Step(step.number);
        all.push(Printed { text: &step.text, owner, component: None, span: Some(step.span), exact: None });
    }
    all
}

/// The label of something with an id.
fn named<'a>(text: &'a str, sort: &'static str, id: &'a str, span: Option<Span>) -> Printed<'a> {
    Printed { text, owner: Owner::Named(sort, id), component: None, span, exact: None }
}

fn place(label: Option<&Spanned<Text>>) -> Option<Span> {
    label.map(|label| label.span)
}
