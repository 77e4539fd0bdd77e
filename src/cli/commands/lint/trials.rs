//! `--test-rules`: runs the tests beside rules of the user's own, and says how each went.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::checked::How;
use crate::cli::ending::{Ending, Failure, shown};
use crate::cli::input;
use crate::cli::settings::{self, NAME, Origin};
use crate::cli::terminal::Terminal;
use crate::diag::Severity;
use crate::lint::{self, LintConfig, Trial};
use crate::model::Model;
use crate::report::{self, Summary};
use crate::source::{SourceFile, Sources};
use crate::syntax;
use crate::syntax::document::LintTable;

/// Runs the tests of topologies and of files of settings, each file once.
pub(super) fn run(files: &[PathBuf], how: &How, terminal: Terminal) -> Result<Ending, Failure> {
    let (mut passed, mut failed, mut mistaken) = (0, 0, false);
    let mut out = String::new();
    let mut seen = BTreeSet::new();
    for file in files {
        for (sources, tables) in tables(file, how, &mut seen)? {
            let config = LintConfig::layered(&tables.0, &Model::default());
            let mut findings = tables.1;
            findings.extend(lint::check(&Model::default(), &config).findings);
            findings.retain(|finding| finding.severity == Severity::Error && finding.primary.is_some());
            if !findings.is_empty() {
                mistaken = true;
                let summary = Summary::default();
                terminal.report(&report::full(&sources, &findings, &summary, &terminal.message_style()));
                continue;
            }
            for trial in lint::trials(&tables.0) {
                if trial.passed() {
                    passed += 1;
                } else {
                    failed += 1;
                }
                tell(&mut out, &sources, &trial);
            }
        }
    }
    let _ = writeln!(out, "{passed} passed, {failed} failed");
    terminal.print(&out)?;
    if passed + failed == 0 && !mistaken {
        terminal.note("there are no tests; write them as `[[lint.custom.test]]`");
    }
    Ok(if failed > 0 || mistaken { Ending::Findings } else { Ending::Clean })
}

type Tables = (Vec<LintTable>, Vec<crate::diag::Diagnostic>);

/// The settings that a file brings: a topology its own and the shared ones.
fn tables(file: &Path, how: &How, seen: &mut BTreeSet<String>) -> Result<Vec<(Sources, Tables)>, Failure> {
    let mut found = Vec::new();
    let mut shared = |file: SourceFile, seen: &mut BTreeSet<String>| {
        if seen.insert(file.name.clone()) {
            let mut sources = Sources::default();
            let (table, findings) = syntax::settings(file, &mut sources);
            found.push((sources, (vec![table], findings)));
        }
    };
    if file.file_name().is_some_and(|name| name == NAME) {
        shared(settings::read(file)?, seen);
        return Ok(found);
    }
    if let Some(file) = how.origin.file(file)? {
        shared(file, seen);
    }
    let input = input::read(file);
    if let Some(refusal) = &input.refusal {
        return Err(Failure::new(refusal));
    }
    if !matches!(how.origin, Origin::Isolated) {
        found.push((input.sources, (vec![input.model.lint.clone()], Vec::new())));
    }
    Ok(found)
}

/// Says how a test went.
fn tell(out: &mut String, sources: &Sources, trial: &Trial) {
    let file = sources.file(trial.span.file);
    let line = file.position(trial.span.start as usize).line;
    let word = if trial.passed() { "ok    " } else { "failed" };
    let _ = writeln!(out, "{word}  {}  {}:{line}", trial.code, shown(&file.name));
    if let Some(broken) = &trial.broken {
        let _ = writeln!(out, "        the topology has a mistake: {}", shown(broken));
    }
    for (list, words) in [(&trial.missing, "not found"), (&trial.extra, "found, but not expected")] {
        if !list.is_empty() {
            let _ = writeln!(out, "        {words}: {}", shown(&list.join(", ")));
        }
    }
}
