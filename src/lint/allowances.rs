//! Keeps which entries of `allow` were met by a finding, so that the rules about `allow` itself can tell.
//!
//! An entry is known by its place in the files: one of a template stands at many components.

use std::collections::BTreeSet;

use crate::model::{ComponentIx, Model};
use crate::source::Span;
use crate::syntax::attributes::Allow;

/// What the rules that ran made of the entries.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Codes of the rules that ran, and of those that have nothing to run.
    pub(super) ran: BTreeSet<&'static str>,
    /// Entries that a finding met, whether they could accept it or not.
    pub(super) entries: BTreeSet<Span>,
}

/// Every entry of an `allow` with the first component that bears it, in order of components.
pub(crate) fn entries(model: &Model) -> Vec<(ComponentIx, &Allow)> {
    let mut seen = BTreeSet::new();
    model
        .component_ixs()
        .flat_map(|c| {
            model.component(c).attributes.allow.iter().flat_map(move |list| list.value.iter().map(move |a| (c, a)))
        })
        .filter(|(_, allow)| seen.insert(allow.span))
        .collect()
}
