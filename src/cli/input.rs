//! Reads and resolves one topology, and puts several together for one report.

use std::path::Path;

use super::disk::Disk;
use super::ending::{Ending, Failure};
use super::terminal::Terminal;
use crate::diag::{self, Diagnostic, Severity};
use crate::model::{self, Model};
use crate::report::{self, Summary};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{self, Files, Ignore, codes};

/// A topology that was read.
pub(super) struct Input {
    /// The name under which it is shown.
    pub(super) name: String,
    /// Its files.
    pub(super) sources: Sources,
    /// What reading and resolving found, in source order.
    pub(super) findings: Vec<Diagnostic>,
    /// The architecture; not to be drawn or checked when there are errors.
    pub(super) model: Model,
    /// Comments that accept findings, and what is wrong with such comments.
    pub(super) ignores: (Vec<Ignore>, Vec<Diagnostic>),
    /// The file of settings that joined the sources.
    pub(super) shared: Option<FileId>,
    /// How many errors that file has.
    pub(super) settings_errors: usize,
    /// Why the root file could not be read at all.
    pub(super) refusal: Option<String>,
}

impl Input {
    /// How many errors there are in the topology.
    pub(super) fn errors(&self) -> usize {
        count(&self.findings, Severity::Error) - self.settings_errors
    }
}

/// The files of a topology, or standard input for `-`.
pub(super) fn disk(file: &Path) -> Disk {
    if file.as_os_str() == "-" { Disk::stdin() } else { Disk::file(file) }
}

/// Reads a file, or standard input for `-`.
pub(super) fn read(file: &Path) -> Input {
    let mut disk = disk(file);
    read_from(&disk.root(), &mut disk)
}

/// Reads a topology that stands in a document.
pub(super) fn read_part(document: &Path, text: String) -> Input {
    let mut disk = Disk::part_of(document, text);
    read_from(&disk.root(), &mut disk)
}

/// Reads a topology with a root file.
pub(super) fn read_from(root: &str, files: &mut dyn Files) -> Input {
    let name = files.shown(root);
    let loaded = syntax::load(root, files);
    let (sources, mut findings) = (loaded.sources, loaded.findings);
    let mut input = Input {
        name,
        sources,
        findings: Vec::new(),
        model: Model::default(),
        ignores: (Vec::new(), Vec::new()),
        shared: None,
        settings_errors: 0,
        refusal: None,
    };
    if loaded.fatal {
        let refusal = findings.into_iter().next().map(|finding| finding.message);
        input.refusal = refusal.or_else(|| Some("the file can not be read".to_owned()));
        return input;
    }
    let (model, mut found) = model::resolve_owned(loaded.document);
    if findings.iter().any(|finding| FILE_IS_MISSING.contains(&finding.code)) {
        // what a missing file declares is missing too; to say so for each name would bury the cause
        found.retain(|finding| finding.code != codes::UNRESOLVED_REFERENCE);
    }
    findings.append(&mut found);
    let ignores = syntax::ignores(&input.sources);
    diag::sort(&mut findings);
    Input { findings, model, ignores, ..input }
}

/// Ends a command that needs a sound topology: reports what is wrong with this one, and what that means. `None` when all
/// is well.
pub(super) fn unsound(input: &Input, so: &str, terminal: Terminal) -> Result<Option<Ending>, Failure> {
    if let Some(refusal) = &input.refusal {
        return Err(Failure::new(refusal));
    }
    if input.errors() == 0 {
        return Ok(None);
    }
    let style = terminal.message_style();
    let (components, connections) = (input.model.components.len(), input.model.connections.len());
    let summary = Summary { components, connections, ..Summary::default() };
    terminal.report(&report::full(&input.sources, &input.findings, &summary, &style));
    terminal.note(so);
    Ok(Some(Ending::Findings))
}

/// Findings that mean that a part of the topology was not read.
const FILE_IS_MISSING: [diag::Code; 3] = [codes::BAD_INCLUDE, codes::UNREADABLE_FILE, codes::TOO_LARGE];

/// How many findings have this severity.
pub(super) fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}

/// Moves findings with their files into a larger collection. A file of settings comes along only when a finding speaks
/// of it.
pub(super) fn append(into: &mut Sources, sources: &Sources, findings: &mut [Diagnostic], shared: Option<FileId>) {
    let spoken_of =
        |id: FileId| findings.iter().any(|f| f.primary.iter().chain(&f.related).any(|label| label.span.file == id));
    let silent = shared.filter(|id| !spoken_of(*id));
    let files = sources.iter().filter(|(id, _)| Some(*id) != silent);
    let moved: Vec<(FileId, FileId)> = files.map(|(id, file)| (id, into.add(file.clone()))).collect();
    let renew = |span: &mut Span| {
        if let Some((_, new)) = moved.iter().find(|(old, _)| *old == span.file) {
            span.file = *new;
        }
    };
    for finding in findings {
        finding.primary.iter_mut().chain(&mut finding.related).for_each(|label| renew(&mut label.span));
        finding.fix.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| renew(&mut edit.span));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn findings_keep_their_files_in_a_larger_collection() {
        let mut all = Sources::default();
        all.add(SourceFile::new("first", "one"));
        let mut own = Sources::default();
        let file = own.add(SourceFile::new("second", "two"));
        let code = codes::NOT_TOML;
        let mut findings =
            vec![Diagnostic::error(code, Span::new(file, 0..3), "m", "").with_related(Span::new(file, 1..2), "")];
        append(&mut all, &own, &mut findings, None);
        let finding = &findings[0];
        assert_eq!(all.text(finding.primary.as_ref().unwrap().span), "two");
        assert_eq!(all.file(finding.related[0].span.file).name, "second");
    }
}
