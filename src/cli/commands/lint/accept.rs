//! `--add-allow`: accepts every finding that is there, each where it stands, with one reason.
//!
//! A finding about a component becomes an entry of the component's `allow`; any other becomes a comment above its line.
//! What is left after that, such as a mistake of the file, can not be accepted.

use std::collections::BTreeMap;

use super::change::carry_out;
use super::checked::{Checked, How, check};
use super::overlay::Overlay;
use crate::cli::ending::Failure;
use crate::diag::{Diagnostic, Edit};
use crate::lint::{self, Check};
use crate::model::{self, ComponentIx};
use crate::source::{SourceFile, Span};
use crate::syntax::Patcher;

/// Accepts the findings; gives the topology with the changed texts and how many findings are accepted now.
pub(super) fn accept(
    files: &mut Overlay,
    checked: Checked,
    shared: Option<&SourceFile>,
    how: &How,
    reason: &str,
) -> Result<(Checked, usize), Failure> {
    let tables = by_table(&checked);
    let mut patcher = Patcher::new(&checked.input.sources);
    let mut edits = Vec::new();
    let mut at_lines: BTreeMap<Span, Vec<&'static str>> = BTreeMap::new();
    for (place, codes) in &tables {
        let edit = match place {
            Place::Table(header) => patcher.accept(*header, codes, reason),
            Place::Line(_) => None,
        };
        match (edit, place) {
            (Some(edit), _) => edits.push(edit),
            (None, Place::Table(span) | Place::Line(span)) => {
                at_lines.entry(line_of(&checked, *span)).or_default().extend(codes);
            }
        }
    }
    for (line, mut codes) in at_lines {
        codes.sort_unstable();
        codes.dedup();
        edits.push(comment(&checked, line, &codes, reason));
    }
    if edits.is_empty() {
        return Ok((checked, 0));
    }
    let keep = files.texts.clone();
    if carry_out(files, &checked.input.sources, &edits) {
        let after = check(files, shared, how)?;
        let before = checked.findings().len();
        if after.errors <= checked.errors && model::same(&checked.input.model, &after.input.model) {
            let accepted = before.saturating_sub(after.findings().len());
            return Ok((after, accepted));
        }
    }
    files.texts = keep;
    let name = &checked.input.name;
    Err(Failure::new(format!("the findings of `{name}` can not be accepted without changing what it describes"))
        .with_help("accept them by hand, or write a baseline with `--write-baseline`"))
}

/// Where a finding is accepted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// In the table with this header.
    Table(Span),
    /// Above the line of this place.
    Line(Span),
}

/// The codes to accept at each place, sorted, each once.
fn by_table(checked: &Checked) -> BTreeMap<Place, Vec<&'static str>> {
    let model = &checked.input.model;
    let mut places: BTreeMap<Place, Vec<&'static str>> = BTreeMap::new();
    let mut by_id: BTreeMap<&str, ComponentIx> = BTreeMap::new();
    for c in model.base_components() {
        by_id.entry(&model.component(c).id).or_insert(c);
    }
    for finding in checked.findings().iter().filter(|finding| can_be_accepted(finding, checked)) {
        let component = finding.element.as_ref().and_then(|name| by_id.get(name.as_str()).copied());
        let place = match (component, &finding.primary) {
            (Some(c), _) => Place::Table(model.component(c).span),
            (None, Some(label)) => Place::Line(label.span),
            (None, None) => continue,
        };
        let codes = places.entry(place).or_default();
        codes.push(finding.code.code);
        codes.sort_unstable();
        codes.dedup();
    }
    places
}

/// Mistakes of the file, findings about the acceptance itself, and what the settings let nobody accept stay.
fn can_be_accepted(finding: &Diagnostic, checked: &Checked) -> bool {
    let by_model = lint::rule(finding.code.code).is_none_or(|rule| matches!(rule.check, Check::Model(_)));
    let foreign = finding.primary.as_ref().is_some_and(|label| Some(label.span.file) == checked.input.shared);
    let forbidden = lint::rule(finding.code.code).is_some_and(|rule| !checked.config.is_ignorable(rule));
    by_model && !foreign && !forbidden
}

/// The line that holds a place, without its line end.
fn line_of(checked: &Checked, span: Span) -> Span {
    let text = &checked.input.sources.file(span.file).text;
    let at = (span.start as usize).min(text.len());
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    Span::new(span.file, start..end)
}

/// A comment above a line, as far in as the line.
fn comment(checked: &Checked, line: Span, codes: &[&str], reason: &str) -> Edit {
    let text = checked.input.sources.text(line);
    let indent = &text[..text.len() - text.trim_start().len()];
    let replacement = format!("{indent}# isoplan: ignore[{}] {reason}\n", codes.join(", "));
    let start = line.start as usize;
    Edit { span: Span::new(line.file, start..start), replacement }
}
