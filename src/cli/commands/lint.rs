//! `isoplan lint`: checks topologies and reports what was found.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::cli::clock;
use crate::cli::ending::{Ending, Failure, quoted};
use crate::cli::input::{self, Input};
use crate::cli::terminal::Terminal;
use crate::diag::{self, Diagnostic, Severity};
use crate::lint::{self, LintConfig};
use crate::report::{self, Summary};
use crate::source::Sources;

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

Exit codes: 0 no findings at the level of --fail-on, 1 findings, 2 wrong use or a file that can not be read.")]
pub(in crate::cli) struct Args {
    /// The topologies to check; `-` reads standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Full)]
    format: Format,

    /// Run only these rules: codes, names, families or ALL, with commas between
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,

    /// Leave these rules out
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,

    /// The mildest severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Level::Error, value_name = "SEVERITY")]
    fail_on: Level,

    /// End with code 0 whatever was found
    #[arg(long)]
    exit_zero: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// With the lines of the file.
    Full,
    /// One line for each finding.
    Concise,
    /// For other programs.
    Json,
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

/// Checks all files and writes one report.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    for word in args.select.iter().chain(&args.ignore) {
        known(word)?;
    }
    let today = clock::today()?;
    let (mut sources, mut findings, mut summary) = (Sources::default(), Vec::new(), Summary::default());
    let mut unread = 0;
    for file in &args.files {
        let mut input = input::read(file);
        if let Some(refusal) = &input.refusal {
            terminal.failure(&Failure::new(refusal));
            unread += 1;
            continue;
        }
        check(&mut input, &mut summary, args, today, terminal);
        input::append(&mut sources, &input.sources, &mut input.findings);
        findings.append(&mut input.findings);
    }
    if unread < args.files.len() {
        diag::sort(&mut findings);
        terminal.print(&written(args.format, &sources, &findings, &summary, terminal))?;
    }
    Ok(if unread > 0 {
        Ending::Trouble
    } else if !args.exit_zero && findings.iter().any(|finding| finding.severity >= args.fail_on.severity()) {
        Ending::Findings
    } else {
        Ending::Clean
    })
}

/// Runs the rules, unless the file has errors of its own.
fn check(
    input: &mut Input,
    summary: &mut Summary,
    args: &Args,
    today: crate::syntax::attributes::Date,
    terminal: Terminal,
) {
    summary.components += input.model.components.len();
    summary.connections += input.model.connections.len();
    if input.errors() > 0 {
        let name = quoted(&input.name);
        terminal.note(&format!("the rules were not run on {name}, because it has errors that come first"));
        return;
    }
    let mut config = LintConfig::from_model(&input.model);
    config.today = Some(today);
    if !args.select.is_empty() {
        config.select.clone_from(&args.select);
    }
    config.ignore.extend_from_slice(&args.ignore);
    let outcome = lint::check(&input.model, &config);
    input.findings.extend(outcome.findings);
    summary.suppressed += outcome.suppressed;
    summary.not_stated += outcome.not_stated;
    summary.rules = summary.rules.max(outcome.rules_run);
}

fn written(
    format: Format,
    sources: &Sources,
    findings: &[Diagnostic],
    summary: &Summary,
    terminal: Terminal,
) -> String {
    let style = terminal.style();
    match format {
        Format::Full => report::full(sources, findings, summary, &style),
        Format::Concise => report::concise(sources, findings, summary, style.unicode),
        Format::Json => report::json(sources, findings, summary),
    }
}

/// Refuses a word of `--select` or `--ignore` that means no rule.
fn known(word: &str) -> Result<(), Failure> {
    lint::unknown_selector(word).map_err(|near| {
        let failure = Failure::new(format!("there is no rule {}", quoted(word)));
        match near {
            Some(near) => failure.with_help(format!("did you mean `{near}`?")),
            None => failure.with_help("`isoplan explain` lists them all"),
        }
    })
}
