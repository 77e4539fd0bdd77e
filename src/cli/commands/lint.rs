//! `isoplan lint`: checks topologies and reports what was found.

mod accept;
mod baseline;
mod change;
mod checked;
mod diff;
mod format;
mod overlay;
mod roots;
mod trials;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::clock;
use crate::cli::ending::{Ending, Failure, quoted, quoted_path, shown};
use crate::cli::input;
use crate::cli::output::{self, Place};
use crate::cli::settings::Origin;
use crate::cli::terminal::Terminal;
use crate::diag::{self, Diagnostic, Safety, Severity};
use crate::lint::{self, Check, Layer, Persona};
use crate::report::Summary;
use crate::source::{SourceFile, Sources};
use crate::syntax::plural;

use accept::accept;
use baseline::Baseline;
use change::{Tally, mend};
use checked::{Checked, How, check};
use format::{Format, counted, written};
use overlay::Overlay;

/// Check topologies against the rules
///
/// Every mistake of a file is reported in one run. A file with mistakes in its language is not checked against the rules
/// until they are mended.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan lint web.topology.toml
  isoplan lint --format json --fail-on warning web.topology.toml > findings.json
  isoplan lint --select availability --ignore AVL104 *.topology.toml
  isoplan lint --unsafe-fixes --diff web.topology.toml
  isoplan lint --baseline known.json --write-baseline web.topology.toml
  isoplan lint --format sarif --output-file isoplan.sarif web.topology.toml

Exit codes: 0 no findings at the level of --fail-on, 1 findings, 2 wrong use or a file that can not be read.")]
#[allow(clippy::struct_excessive_bools)] // each is an option of its own
pub(in crate::cli) struct Args {
    /// The topologies to check; `-` reads standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Full)]
    format: Format,

    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,

    /// Count the findings of each rule instead of showing them
    #[arg(long)]
    statistics: bool,

    /// Run only these rules: codes, names, families or ALL, with commas between
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,

    /// Leave these rules out
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Run these rules beside those that the settings choose
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    extend_select: Vec<String>,

    /// Who asks, and so how much is shown; without it as the settings say, else as for default
    #[arg(long, value_enum, value_name = "WHO")]
    persona: Option<Who>,

    /// Read shared settings from this file instead of the nearest isoplan.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = "Settings")]
    config: Option<PathBuf>,

    /// Heed neither isoplan.toml nor [lint] of the topology
    #[arg(long, help_heading = "Settings")]
    isolated: bool,

    /// Show the settings that a topology is checked with, and end
    #[arg(long, help_heading = "Settings")]
    show_settings: bool,

    /// Run the tests that stand beside the rules of your own, in FILE or in its isoplan.toml, and end
    #[arg(long, help_heading = "Settings")]
    test_rules: bool,

    /// Take each FILE for a part of a topology too: check the topologies that include it, each once
    #[arg(long, help_heading = "Settings")]
    roots: bool,

    /// Carry out safe fixes, which keep the architecture as it is
    #[arg(long, help_heading = "Fixes")]
    fix: bool,

    /// Carry out fixes that are most likely what was meant too
    #[arg(long, help_heading = "Fixes")]
    unsafe_fixes: bool,

    /// Carry out proposals too, which change the architecture
    #[arg(long, help_heading = "Fixes")]
    apply_proposals: bool,

    /// Show what would be changed instead of changing it; code 1 if there is anything
    #[arg(long, help_heading = "Fixes")]
    diff: bool,

    /// Accept every finding that is there, in the file, with the reason of --reason
    #[arg(long, requires = "reason", conflicts_with = "persona", help_heading = "Known findings")]
    add_allow: bool,

    /// Why the findings are right as they are
    #[arg(long, requires = "add_allow", value_name = "TEXT", help_heading = "Known findings")]
    reason: Option<String>,

    /// Show accepted findings too
    #[arg(long, conflicts_with = "add_allow", help_heading = "Known findings")]
    no_allow: bool,

    /// Leave out the findings that this file holds; one that is not there any more is an error
    #[arg(long, value_name = "FILE", help_heading = "Known findings")]
    baseline: Option<PathBuf>,

    /// Write the findings that are there to the baseline
    #[arg(long, requires = "baseline", conflicts_with = "prune_baseline", help_heading = "Known findings")]
    write_baseline: bool,

    /// Take findings that are not there any more out of the baseline
    #[arg(long, requires = "baseline", help_heading = "Known findings")]
    prune_baseline: bool,

    /// The mildest severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Level::Error, value_name = "SEVERITY")]
    fail_on: Level,

    /// More warnings than so many make the exit code 1 too
    #[arg(long, value_name = "N")]
    max_warnings: Option<usize>,

    /// End with code 0 whatever was found
    #[arg(long)]
    exit_zero: bool,
}

/// Who asks for the findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Who {
    /// What is wrong for sure, or most likely
    Default,
    /// Hints too, and what should be stated of each component
    Pedantic,
    /// What could not be judged too, because the file does not say
    Auditor,
}

impl Who {
    fn persona(self) -> Persona {
        match self {
            Self::Default => Persona::Default,
            Self::Pedantic => Persona::Pedantic,
            Self::Auditor => Persona::Auditor,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Level {
    Error,
    Warning,
    Info,
}

impl Level {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

impl Args {
    /// The safeties of the fixes to carry out.
    fn fixes(&self) -> Vec<Safety> {
        let wanted = [
            (self.fix || self.unsafe_fixes, Safety::Safe),
            (self.unsafe_fixes, Safety::Unsafe),
            (self.apply_proposals, Safety::Proposal),
        ];
        let chosen: Vec<Safety> = wanted.into_iter().filter(|(is, _)| *is).map(|(_, safety)| safety).collect();
        // a diff alone shows what `--fix` would do
        if chosen.is_empty() && self.diff && !self.add_allow { vec![Safety::Safe] } else { chosen }
    }

    /// How topologies are checked.
    fn how(&self) -> Result<How, Failure> {
        let layer = Layer {
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
        };
        let origin = match &self.config {
            _ if self.isolated => Origin::Isolated,
            Some(path) => Origin::File(path.clone()),
            None => Origin::Nearest,
        };
        Ok(How {
            origin,
            layer,
            accept_nothing: self.no_allow,
            // what is accepted is what is wrong, not what is not stated
            persona: if self.add_allow { Some(Persona::Default) } else { self.persona.map(Who::persona) },
            today: clock::today()?,
        })
    }
}

/// The rule that asks for reasons, and what it calls the fewest characters that say anything.
const REASONS: (&str, &str) = ("unjustified-suppression", "min-reason");

/// Everything of one run: what is reported and what is written.
#[derive(Default)]
struct Run {
    sources: Sources,
    findings: Vec<Diagnostic>,
    summary: Summary,
    /// Changed files, by name: the text on the disk and the new one.
    changed: BTreeMap<String, (String, String)>,
    /// Mistakes in shared settings are told once.
    told: BTreeSet<String>,
    unread: usize,
    tally: Tally,
    accepted: usize,
    settings: String,
    /// The topology that was checked last. The system frees it faster than we, so it is kept until the end.
    last: Option<Checked>,
}

/// Checks all files and writes one report.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let how = args.how()?;
    let report_to = args.output_file.as_deref().map(Place::new).unwrap_or_default();
    report_to.check()?;
    if args.reason.as_ref().is_some_and(|reason| reason.trim().is_empty() || reason.chars().any(char::is_control)) {
        return Err(Failure::new("`--reason` expects a sentence: the next reader must know why it is right here"));
    }
    if args.test_rules {
        return trials::run(&args.files, &how, terminal);
    }
    let writes = args.write_baseline || args.prune_baseline;
    let mut baseline = args.baseline.as_deref().map(|path| Baseline::read(path, args.write_baseline)).transpose()?;
    let files = if args.roots { roots::of(&args.files) } else { args.files.clone() };
    let mut run = Run::default();
    for file in &files {
        run.file(file, args, &how, baseline.as_mut(), terminal)?;
    }
    if args.show_settings {
        terminal.print(&run.settings)?;
        return Ok(if run.unread > 0 { Ending::Trouble } else { Ending::Clean });
    }
    if let Some(baseline) = baseline.as_ref().filter(|_| !writes) {
        run.findings.extend(baseline.stale_findings());
    }
    diag::sort(&mut run.findings);
    if args.diff {
        for (name, (old, new)) in &run.changed {
            terminal.print(&diff::unified(name, old, new))?;
        }
        run.tell(args, terminal);
        let ending = if run.changed.is_empty() { Ending::Clean } else { Ending::Findings };
        return Ok(if run.unread > 0 { Ending::Trouble } else { ending });
    }
    let mut outputs: Vec<(Place, Vec<u8>)> = Vec::new();
    for (name, (_, new)) in &run.changed {
        outputs.push((Place::new(Path::new(name)), new.clone().into_bytes()));
    }
    if let (Some(baseline), Some(path), true) = (&baseline, &args.baseline, writes) {
        let (text, count) = if args.write_baseline { baseline.renewed() } else { baseline.pruned() };
        let what = match (args.write_baseline, count) {
            (true, 1) => "finding is in",
            (true, _) => "findings are in",
            (false, 1) => "stale entry was taken out of",
            (false, _) => "stale entries were taken out of",
        };
        let place = Place::new(path);
        place.check()?;
        terminal.note(&format!("{count} {what} {}", quoted_path(path)));
        outputs.push((place, text.into_bytes()));
        if args.write_baseline {
            run.summary.baseline += run.findings.len();
            run.findings
                .retain(|finding| lint::rule(finding.code.code).is_some_and(|r| matches!(r.check, Check::Reader)));
            run.summary.baseline -= run.findings.len();
        }
    }
    if run.unread < files.len() || files.is_empty() {
        let style = if report_to.is_stdout() { terminal.style() } else { terminal.file_style() };
        let text = if args.statistics {
            counted(args.format, &run.findings, &run.summary, &style)?
        } else {
            written(args.format, &run.sources, &run.findings, &run.summary, &style)
        };
        if report_to.is_stdout() {
            output::write(&outputs, terminal)?;
            terminal.print(&text)?;
        } else {
            output::spare([&report_to].into_iter(), &run.sources)?;
            outputs.push((report_to, text.into_bytes()));
            output::write(&outputs, terminal)?;
        }
    }
    run.tell(args, terminal);
    let fails = run.findings.iter().any(|finding| finding.severity >= args.fail_on.severity());
    let warnings = run.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
    let too_many = args.max_warnings.is_some_and(|most| warnings > most);
    if let Some(most) = args.max_warnings.filter(|_| too_many) {
        let there = plural(warnings, "warning");
        terminal.note(&format!("{there}, more than the {most} of `--max-warnings`"));
    }
    let ending = if run.unread > 0 {
        Ending::Trouble
    } else if !args.exit_zero && (fails || too_many) {
        Ending::Findings
    } else {
        Ending::Clean
    };
    // the process ends now, which frees all of it at once
    std::mem::forget(run);
    Ok(ending)
}

impl Run {
    /// Checks one topology, changes it as it is asked for, and adds what is left to the report.
    fn file(
        &mut self,
        file: &Path,
        args: &Args,
        how: &How,
        baseline: Option<&mut Baseline>,
        terminal: Terminal,
    ) -> Result<(), Failure> {
        self.last = None;
        let shared = how.origin.file(file)?;
        let mut files = Overlay::new(input::disk(file));
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
        if (!fixes.is_empty() || args.add_allow) && file.as_os_str() == "-" && !args.diff {
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
        self.add(file, checked, baseline, terminal);
        Ok(())
    }

    /// Adds what was found to the report.
    fn add(&mut self, file: &Path, mut checked: Checked, baseline: Option<&mut Baseline>, terminal: Terminal) {
        let Checked { input, outcome, .. } = &mut checked;
        self.summary.components += input.model.components.len();
        self.summary.connections += input.model.connections.len();
        match &*outcome {
            None => {
                let name = quoted(&input.name);
                terminal.note(&format!("the rules were not run on {name}, because it has errors that come first"));
            }
            Some(outcome) => {
                self.summary.suppressed += outcome.suppressed;
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
    fn tell(&self, args: &Args, terminal: Terminal) {
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
