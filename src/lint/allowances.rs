//! What accepts findings, `allow`, `[[allow]]` and comments, and which of it was met by one, so that the rules about them can tell.
//!
//! An entry is known by its place in the files: one of a template stands at many components.

use std::collections::BTreeSet;

use super::draft::Draft;
use crate::diag::Change;
use crate::model::{ComponentIx, Model};
use crate::source::{Span, Spanned, Text};
use crate::syntax::Ignore;
use crate::syntax::attributes::{Allow, Date};

/// What the rules that ran made of the entries.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Codes of the rules that ran, and of those that have nothing to run.
    pub(super) ran: BTreeSet<&'static str>,
    /// Entries that a finding met, whether they could accept it or not.
    pub(super) entries: BTreeSet<Span>,
}

/// Where something stands that accepts findings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bearer<'a> {
    /// In the `allow` of a component; of a template the first one.
    Component(ComponentIx),
    /// In a table `[[allow]]` about what is called so.
    Table(&'a str),
    /// In a comment.
    Comment,
}

/// Something in the files that accepts findings: an entry of an `allow`, a table `[[allow]]`, or a rule of a comment.
pub(crate) struct Entry<'a> {
    /// Code or name of the rule.
    pub(crate) rule: &'a Spanned<Text>,
    /// Why; blank when not said.
    pub(crate) reason: &'a str,
    /// Where the reason stands, or the whole when there is none.
    pub(crate) reason_at: Span,
    /// The last day it holds.
    pub(crate) until: Option<&'a Spanned<Date>>,
    /// The entry, or the rule in the comment: it is known by this place.
    pub(crate) span: Span,
    /// How it is called in a message.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) bearer: Bearer<'a>,
    /// What takes it out of the file.
    pub(crate) removal: Change,
}

/// Everything that accepts findings: entries of `allow` in order of components, then tables `[[allow]]` and comments in
/// order of files.
pub(crate) fn entries<'a>(model: &'a Model, comments: &'a [Ignore]) -> Vec<Entry<'a>> {
    let mut seen = BTreeSet::new();
    let allows = model
        .component_ixs()
        .flat_map(|c| {
            model.component(c).attributes.allow.iter().flat_map(move |list| list.value.iter().map(move |a| (c, a)))
        })
        .filter(|(_, allow)| seen.insert(allow.span))
        .map(|(c, allow)| {
            let name = format!("`allow` of `{}` at `{}`", allow.rule.value, model.name(c));
            Entry::new(allow, name, Bearer::Component(c))
        });
    let tables = model.allow.iter().map(|table| {
        let name = format!("`[[allow]]` of `{}` at `{}`", table.allow.rule.value, table.at.value);
        Entry::new(&table.allow, name, Bearer::Table(&table.at.value))
    });
    let comments = comments.iter().map(|comment| Entry {
        rule: &comment.rule,
        reason: comment.reason.value.as_str(),
        reason_at: if comment.reason.value.is_empty() { comment.comment } else { comment.reason.span },
        until: comment.until.as_ref(),
        span: comment.rule.span,
        name: format!("the comment that accepts `{}`", comment.rule.value),
        bearer: Bearer::Comment,
        removal: Change::Forget { comment: comment.comment, rule: comment.rule.span },
    });
    allows.chain(tables).chain(comments).collect()
}

impl<'a> Entry<'a> {
    fn new(allow: &'a Allow, name: String, bearer: Bearer<'a>) -> Self {
        Self {
            rule: &allow.rule,
            reason: allow.reason.as_ref().map_or("", |reason| reason.value.trim()),
            reason_at: allow.reason.as_ref().map_or(allow.span, |reason| reason.span),
            until: allow.until.as_ref(),
            span: allow.span,
            name,
            bearer,
            removal: Change::Drop { entry: allow.span },
        }
    }

    /// A finding about it.
    pub(crate) fn finding(&self, model: &Model, message: String) -> Draft {
        match self.bearer {
            Bearer::Component(c) => Draft::about(model, c, message, ""),
            Bearer::Table(at) => Draft::at(self.span, message, "").element(at),
            Bearer::Comment => Draft::at(self.span, message, ""),
        }
    }
}
