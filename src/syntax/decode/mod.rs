//! From the tables of one file to a part of a [`Document`].
//!
//! One file here for each family of tables. None of them looks at another table: references are only names.

mod attributes;
mod components;
mod connections;
mod diagram;
mod lint;
mod places;

pub(super) use attributes::{Scope, roles};

use super::document::{Document, LintTable};
use super::reader::{Name, Reader};
use super::sink::Sink;
use super::tree::Table;
use super::value;
use crate::source::{Span, Spanned, Text};

/// What one file says.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Its tables, as read.
    pub(super) document: Document,
    /// `include`.
    pub(super) include: Vec<Spanned<Text>>,
    /// The keys that may stand in one file only, as "`title` of `[diagram]`".
    pub(super) single: Vec<(String, Span)>,
}

/// Decodes the tables of one file.
pub(super) fn decode(root: &Table, sink: &mut Sink) -> Part {
    let mut r = Reader::new(root, sink.span(0..0), Name::Words("the file"));
    let mut part = Part::default();
    if let Some(globs) = r.get(sink, "include", value::texts) {
        part.include = globs.value;
    }
    part.document = Document {
        diagram: diagram::diagram(&mut r, sink),
        defaults: components::defaults(&mut r, sink),
        components: components::components(&mut r, sink, ""),
        templates: components::templates(&mut r, sink),
        regions: places::regions(&mut r, sink),
        networks: places::networks(&mut r, sink),
        environments: places::environments(&mut r, sink),
        groups: places::groups(&mut r, sink),
        security_groups: places::security_groups(&mut r, sink),
        connections: connections::connections(&mut r, sink),
        steps: connections::steps(&mut r, sink),
        views: diagram::views(&mut r, sink),
        lint: lint::lint(&mut r, sink),
        allow: lint::acceptances(&mut r, sink),
    };
    for table in ["diagram", "defaults", "lint"] {
        let Some((_, value)) = r.entry(sink, table) else { continue };
        let Some(keys) = value.get_ref().as_table() else { continue };
        // rules and custom rules have names of their own; `meta` is not ours
        let shared = |k: &str| k == "meta" || (table == "lint" && matches!(k, "rule" | "override" | "custom"));
        part.single.extend(
            keys.entries()
                .iter()
                .map(|entry| &entry.key)
                .filter(|k| !shared(k.get_ref()))
                .map(|k| (format!("`{}` of `[{table}]`", k.get_ref()), sink.span(k.span()))),
        );
    }
    r.meta(sink);
    r.finish(sink);
    part
}

/// Decodes a file of settings: `[lint]` and nothing else.
pub(super) fn decode_settings(root: &Table, sink: &mut Sink) -> LintTable {
    let mut r = Reader::new(root, sink.span(0..0), Name::Words("a file of settings"));
    let table = lint::lint(&mut r, sink);
    r.finish(sink);
    table
}
