//! `isoplan lint`: checks topologies and reports what was found.

mod accept;
mod args;
mod baseline;
mod change;
mod checked;
mod diff;
mod follow;
mod format;
mod overlay;
mod roots;
mod run;
mod trials;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::disk;
use crate::cli::ending::{Ending, Failure, quoted_path};
use crate::cli::output::{self, Place};
use crate::cli::terminal::Terminal;
use crate::diag::{self, Severity};
use crate::lint::{self, Check};
use crate::syntax::plural;

pub(in crate::cli) use args::Args;

use baseline::Baseline;
use format::{counted, written};
use overlay::Buffer;
use run::Run;

/// Checks all files and writes one report, once or whenever a file changes.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    args.sound()?;
    if args.watch {
        return follow::run(args, terminal);
    }
    let mut run = Run::default();
    let ending = once(args, &mut run, terminal);
    // the process ends now, which frees all of it at once
    std::mem::forget(run);
    ending
}

/// The files to check. What stands for standard input is read now.
fn files(args: &Args, run: &mut Run, terminal: Terminal) -> Result<Vec<PathBuf>, Failure> {
    let mut files = args.files.clone();
    if let Some(name) = &args.stdin_filename {
        let text = disk::stdin().map_err(|why| Failure::new(format!("standard input can not be read: {why}")))?;
        run.buffer = Some(Buffer::new(name, text));
        for file in files.iter_mut().filter(|file| file.as_os_str() == "-") {
            file.clone_from(name);
        }
    }
    if !args.roots {
        return Ok(once_each(files));
    }
    if let Some(missing) = files.iter().find(|file| !file.exists() && run.buffer.is_none()) {
        return Err(Failure::new(format!("{} does not exist", quoted_path(missing))));
    }
    let roots = roots::of(&files);
    if roots.is_empty() {
        terminal.note("no topology holds any of these files");
    }
    Ok(roots)
}

/// The files, each once, under the name that comes first.
fn once_each(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    // one that is not there is told by its name
    files.into_iter().filter(|file| seen.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone()))).collect()
}

/// Checks all files and writes one report.
fn once(args: &Args, run: &mut Run, terminal: Terminal) -> Result<Ending, Failure> {
    let how = args.how()?;
    let report_to = args.output_file.as_deref().map(Place::new).unwrap_or_default();
    report_to.check()?;
    if args.test_rules {
        return trials::run(&args.files, &how, terminal);
    }
    let writes = args.write_baseline || args.prune_baseline;
    let mut baseline = args.baseline.as_deref().map(|path| Baseline::read(path, args.write_baseline)).transpose()?;
    let files = files(args, run, terminal)?;
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
    let counting = || run.findings.iter().filter(|finding| finding.counts());
    let fails = counting().any(|finding| finding.severity >= args.fail_on.severity());
    let warnings = counting().filter(|finding| finding.severity == Severity::Warning).count();
    let too_many = args.max_warnings.is_some_and(|most| warnings > most);
    if let Some(most) = args.max_warnings.filter(|_| too_many) {
        let there = plural(warnings, "warning");
        terminal.note(&format!("{there}, more than the {most} of `--max-warnings`"));
    }
    Ok(if run.unread > 0 {
        Ending::Trouble
    } else if !args.exit_zero && (fails || too_many) {
        Ending::Findings
    } else {
        Ending::Clean
    })
}
