//! One run over all topologies: what is reported, and what is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use super::accept::accept;
use super::args::Args;
use super::baseline::Baseline;
use super::change::{Tally, mend};
use super::checked::{Checked, How, check};
use super::overlay::{Buffer, Overlay};
use crate::cli::ending::{Failure, quoted, shown};
use crate::cli::input;
use crate::cli::terminal::Terminal;
use crate::diag::{Diagnostic, Severity};
use crate::lint;
use crate::report::Summary;
use crate::source::{SourceFile, Sources};

/// The rule that asks for reasons, and what it calls the fewest characters that say anything.
const REASONS: (&str, &str) = ("unjustified-suppression", "min-reason");

/// Everything of one run: what is reported and what is written.
#[derive(Default)]
pub(super) struct Run {
    pub(super) sources: Sources,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) summary: Summary,
    /// Changed files, by name: the text on the disk and the new one.
    pub(super) changed: BTreeMap<String, (String, String)>,
    /// Mistakes in shared settings are told once.
    told: BTreeSet<String>,
    /// Topologies that could not be read.
    pub(super) unread: usize,
    tally: Tally,
    accepted: usize,
    /// The settings of all topologies, when they are asked for.
    pub(super) settings: String,
    /// Files of settings that were read.
    pub(super) shared: BTreeSet<String>,
    /// The text on standard input, and where it is from.
    pub(super) buffer: Option<Buffer>,
    /// The topology that was checked last. The system frees it faster than we, so it is kept until the end.
    last: Option<Checked>,
}

impl Run {
    /// Checks one topology, changes it as it is asked for, and adds what is left to the report.
    pub(super) fn file(
        &mut self,
        file: &Path,
        args: &Args,
        how: &How,
        baseline: Option<&mut Baseline>,
        terminal: Terminal,
    ) -> Result<(), Failure> {
        self.last = None;
        let shared = how.origin.file(file)?;
        self.shared.extend(shared.iter().map(|file| file.name.clone()));
        let mut files = Overlay::new(input::disk(file), self.buffer.clone());
        let mut checked = match check(&mut files, shared.as_ref(), how) {
            Ok(checked) => checked,
            Err(refusal) => {
                terminal.failure(&refusal);
                self.unread += 1;
                return Ok(());
            }
        };
        if args.show_settings {
            self.show(&checked, shared.as_ref());
        }
        let fixes = args.fixes();
        if (!fixes.is_empty() || args.add_allow) && (file.as_os_str() == "-" || self.buffer.is_some()) && !args.diff {
            return Err(Failure::new("standard input can not be changed").with_help("add `--diff` to see the changes"));
        }
        if !fixes.is_empty() {
            let (mended, tally) = mend(&mut files, checked, shared.as_ref(), how, &fixes)?;
            checked = mended;
            self.tally.done += tally.done;
            self.tally.refused += tally.refused;
        }
        if let Some(reason) = args.reason.as_ref().filter(|_| args.add_allow) {
            let least = lint::rule(REASONS.0).map_or(0, |rule| checked.config.number(rule, REASONS.1) as usize);
            if reason.trim().chars().count() < least {
                let failure = Failure::new(format!("`--reason` is shorter than {least} characters"));
                return Err(failure.with_help("say why the findings are right here; a rule asks for it"));
            }
            let (accepted, count) = accept(&mut files, checked, shared.as_ref(), how, reason.trim())?;
            checked = accepted;
            self.accepted += count;
        }
        for (name, text) in &files.texts {
            if let Some(old) = files.original(name).filter(|old| *old != text) {
                self.changed.insert(name.clone(), (old.to_owned(), text.clone()));
            }
        }
        self.add(file, checked, baseline, args.show_suppressed, terminal);
        Ok(())
    }

    /// Adds what was found to the report.
    fn add(
        &mut self,
        file: &Path,
        mut checked: Checked,
        baseline: Option<&mut Baseline>,
        show_accepted: bool,
        terminal: Terminal,
    ) {
        let Checked { input, outcome, .. } = &mut checked;
        self.summary.components += input.model.components.len();
        self.summary.connections += input.model.connections.len();
        let mut accepted = Vec::new();
        match outcome {
            None => {
                let name = quoted(&input.name);
                terminal.note(&format!("the rules were not run on {name}, because it has errors that come first"));
            }
            Some(outcome) => {
                self.summary.suppressed += outcome.suppressed;
                if show_accepted {
                    accepted.append(&mut outcome.accepted);
                }
                self.summary.not_stated += outcome.not_stated;
                self.summary.rules = self.summary.rules.max(outcome.rules_run);
            }
        }
        if let Some(shared) = input.shared
            && !self.told.insert(input.sources.file(shared).name.clone())
        {
            let foreign = |f: &Diagnostic| f.primary.as_ref().is_some_and(|label| label.span.file == shared);
            input.findings.retain(|finding| !foreign(finding));
        }
        if let Some(baseline) = baseline {
            let ran = outcome.take().map(|outcome| outcome.ran).unwrap_or_default();
            self.summary.baseline += baseline.filter(file, &mut input.findings, &ran);
        }
        input.findings.extend(accepted);
        input::append(&mut self.sources, &input.sources, &mut input.findings, input.shared);
        self.findings.append(&mut input.findings);
        self.last = Some(checked);
    }

    /// Keeps the settings of a topology for `--show-settings`.
    fn show(&mut self, checked: &Checked, shared: Option<&SourceFile>) {
        let mut from: Vec<&str> = shared.iter().map(|file| file.name.as_str()).collect();
        from.push(&checked.input.name);
        from.push("the command line");
        let mistakes = checked.findings().iter().filter(|finding| finding.severity == Severity::Error).count();
        let name = shown(&checked.input.name);
        let _ = writeln!(self.settings, "# the settings for {name}, from {}", shown(&from.join(", ")));
        if mistakes > 0 {
            let _ = writeln!(self.settings, "# there are errors; see `isoplan lint {name}`");
        }
        self.settings.push_str(&checked.config.shown());
    }

    /// Says on standard error what was changed.
    pub(super) fn tell(&self, args: &Args, terminal: Terminal) {
        let files = if self.changed.len() == 1 { "1 file".to_owned() } else { format!("{} files", self.changed.len()) };
        let fixes = if self.tally.done == 1 { "1 fix".to_owned() } else { format!("{} fixes", self.tally.done) };
        let would = if args.diff { "would change" } else { "changed" };
        if self.tally.done > 0 {
            terminal.note(&format!("{fixes} {would} {files}"));
        }
        if self.tally.refused > 0 {
            let n = self.tally.refused;
            terminal.note(&format!("{n} of the fixes would not have cleared their findings, and were left out"));
        }
        if self.accepted > 0 {
            let what = if self.accepted == 1 { "finding is" } else { "findings are" };
            terminal.note(&format!("{} {what} accepted now, which {would} {files}", self.accepted));
        }
    }
}
