//! What all steps of resolving share: the names of the document and the findings so far.

use std::collections::BTreeSet;

use super::names::{Names, Thing};
use crate::diag::{Code, Diagnostic, Edit, Fix, Safety};
use crate::source::{Span, Spanned, Text};
use crate::syntax::attributes::Attributes;
use crate::syntax::codes;
use crate::syntax::document::Document;
use crate::text::printable;

/// The document, its names and the findings so far.
pub(super) struct Context<'d> {
    pub(super) document: &'d Document,
    /// What each component of the document says, until its [draft](super::components::Draft) takes it; to be read here, not
    /// in the document.
    pub(super) attributes: Vec<Attributes>,
    pub(super) names: Names<'d>,
    findings: Vec<Diagnostic>,
    seen: BTreeSet<(Option<Span>, Code, String)>,
}

/// Most links of a circle, or names of a list, that a message shows.
const SHOWN: usize = 8;

/// Most letters of a name that a message shows.
const LETTERS: usize = 60;

impl<'d> Context<'d> {
    pub(super) fn new(document: &'d Document, attributes: Vec<Attributes>) -> Self {
        Self { document, attributes, names: Names::new(document), findings: Vec::new(), seen: BTreeSet::new() }
    }

    /// Adds a finding. What a template, the defaults or a replicated environment brings about many times is told once.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        let span = finding.primary.as_ref().map(|label| label.span);
        if self.seen.insert((span, finding.code, finding.message.clone())) {
            self.findings.push(finding);
        }
    }

    /// The findings in source order.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut findings = self.findings;
        crate::diag::sort(&mut findings);
        findings
    }

    /// Looks a name up; if nothing of that sort bears it, says so and what is nearest.
    pub(super) fn find(&mut self, thing: Thing, name: &Spanned<Text>) -> Option<usize> {
        let found = self.names.get(thing, &name.value);
        if found.is_none() {
            let near = self.names.nearest(thing, &name.value);
            let finding = self.not_found(thing, &name.value, name.span, near);
            self.push(match near {
                Some(near) => finding.with_fix(rename(name.span, near)),
                None => finding,
            });
        }
        found
    }

    /// The finding for a name that nothing of a sort bears, where the place holds more than the name.
    pub(super) fn unresolved(&self, thing: Thing, name: &str, span: Span) -> Diagnostic {
        self.not_found(thing, name, span, self.names.nearest(thing, name))
    }

    fn not_found(&self, thing: Thing, name: &str, span: Span, near: Option<&str>) -> Diagnostic {
        let (word, shown) = (thing.word(), quoted(name));
        let other = self.names.other(thing, name);
        let label = match other {
            Some(other) => format!("{shown} is {}, not {}", other.with_article(), thing.with_article()),
            None => "not declared".to_owned(),
        };
        let finding = Diagnostic::error(codes::UNRESOLVED_REFERENCE, span, format!("unknown {word} {shown}"), label);
        if let Some(near) = near {
            return finding.with_help(format!("did you mean {}?", quoted(near)));
        }
        let count = self.names.count(thing);
        if other.is_some() {
            finding
        } else if count == 0 {
            finding.with_help(format!("the file declares no {word}; add `[{}.{}]`", thing.table(), printable(name)))
        } else if count <= SHOWN {
            finding.with_help(format!("expected {}", listed(self.names.all(thing))))
        } else {
            finding
        }
    }

    /// Says that things are made from each other in a circle. Each link is the id of a thing and the place where it names
    /// the next; `verb` stands between the two.
    pub(super) fn cycle(&mut self, word: &str, verb: &str, links: &[(&str, Span)]) {
        let Some((first, span)) = links.first() else { return };
        let next = |at: usize| links[(at + 1) % links.len()].0;
        let label = |at: usize| format!("{} {verb} {}", quoted(links[at].0), quoted(next(at)));
        let mut chain: Vec<&str> = links.iter().take(SHOWN).map(|link| link.0).collect();
        if links.len() > SHOWN {
            chain.push("…");
        }
        chain.push(first);
        let message = format!("{word} {} {verb} itself", quoted(first));
        let mut finding = Diagnostic::error(codes::CYCLE, *span, message, label(0))
            .with_help("take one link out of the circle")
            .with_witness(links.iter().take(SHOWN).map(|link| link.0.to_owned()).collect());
        if links.len() > 1 {
            finding = finding.with_note(format!("the circle is `{}`", chain.join(" -> ")));
        }
        for (at, link) in links.iter().enumerate().take(SHOWN).skip(1) {
            finding = finding.with_related(link.1, label(at));
        }
        self.push(finding);
    }
}

/// Puts the nearest name in place of a string.
pub(super) fn rename(span: Span, name: &str) -> Fix {
    let edit = Edit { span, replacement: format!("\"{name}\"") };
    Fix { title: format!("rename to `{name}`"), safety: Safety::Unsafe, edits: vec![edit] }
}

/// A name in backticks, printable and not too long.
pub(super) fn quoted(name: &str) -> String {
    let name = printable(name);
    if name.chars().count() <= LETTERS {
        return format!("`{name}`");
    }
    let start: String = name.chars().take(LETTERS).collect();
    format!("`{start}…`")
}

/// Names as a list in words, cut when it is long.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.take(SHOWN + 1).map(quoted).collect();
    if names.len() > SHOWN {
        names.truncate(SHOWN);
        return format!("{} …", names.join(", "));
    }
    match names.as_slice() {
        [head @ .., last] if !head.is_empty() => format!("{} or {last}", head.join(", ")),
        _ => names.join(""),
    }
}

/// A text of the user as one printable line.
pub(super) fn line(text: &Spanned<Text>) -> String {
    printable(&text.value)
}

/// A label as one printable line, or the id if it is absent or empty.
pub(super) fn label_or(label: Option<&Spanned<Text>>, id: &str) -> String {
    label.map(line).filter(|text| !text.is_empty()).unwrap_or_else(|| id.to_owned())
}
