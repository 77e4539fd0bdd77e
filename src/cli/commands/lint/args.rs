//! What can be said to `isoplan lint`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::checked::How;
use super::format::Format;
use crate::cli::clock;
use crate::cli::ending::{Failure, quoted_path, shown};
use crate::cli::settings::Origin;
use crate::diag::{Safety, Severity};
use crate::lint::{Layer, Persona};

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
  isoplan lint --watch web.topology.toml
  isoplan lint --stdin-filename web.topology.toml - < changed.toml

Exit codes: 0 no findings at the level of --fail-on, 1 findings, 2 wrong use or a file that can not be read.")]
#[allow(clippy::struct_excessive_bools)] // each is an option of its own
pub(in crate::cli) struct Args {
    /// The topologies to check; `-` reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,

    /// Where the text on standard input is from: its settings, included files and names in reports are as for this file
    #[arg(long, value_name = "FILE")]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Check again whenever a file changes, until it is stopped
    #[arg(
        long,
        conflicts_with_all = ["fix", "unsafe_fixes", "apply_proposals", "diff", "add_allow", "write_baseline",
            "prune_baseline", "show_settings", "test_rules", "output_file"]
    )]
    pub(super) watch: bool,

    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Full)]
    pub(super) format: Format,

    /// Write the report to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,

    /// Count the findings of each rule instead of showing them
    #[arg(long)]
    pub(super) statistics: bool,

    /// Run only these rules: codes, names, families or ALL, with commas between
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,

    /// Leave these rules out
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,

    /// Run these rules beside those that the settings choose
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) extend_select: Vec<String>,

    /// Who asks, and so how much is shown; without it as the settings say, else as for default
    #[arg(long, value_enum, value_name = "WHO")]
    pub(super) persona: Option<Who>,

    /// Read shared settings from this file instead of the nearest isoplan.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = "Settings")]
    pub(super) config: Option<PathBuf>,

    /// Heed neither isoplan.toml nor [lint] of the topology
    #[arg(long, help_heading = "Settings")]
    pub(super) isolated: bool,

    /// Show the settings that a topology is checked with, and end
    #[arg(long, help_heading = "Settings")]
    pub(super) show_settings: bool,

    /// Run the tests that stand beside the rules of your own, in FILE or in its isoplan.toml, and end
    #[arg(long, help_heading = "Settings")]
    pub(super) test_rules: bool,

    /// Take each FILE for a part of a topology too: check the topologies that include it, each once
    #[arg(long, help_heading = "Settings")]
    pub(super) roots: bool,

    /// Carry out safe fixes, which keep the architecture as it is
    #[arg(long, help_heading = "Fixes")]
    pub(super) fix: bool,

    /// Carry out fixes that are most likely what was meant too
    #[arg(long, help_heading = "Fixes")]
    pub(super) unsafe_fixes: bool,

    /// Carry out proposals too, which change the architecture
    #[arg(long, help_heading = "Fixes")]
    pub(super) apply_proposals: bool,

    /// Show what would be changed instead of changing it; code 1 if there is anything
    #[arg(long, help_heading = "Fixes")]
    pub(super) diff: bool,

    /// Accept every finding that is there, in the file, with the reason of --reason
    #[arg(long, requires = "reason", conflicts_with = "persona", help_heading = "Known findings")]
    pub(super) add_allow: bool,

    /// Why the findings are right as they are
    #[arg(long, requires = "add_allow", value_name = "TEXT", help_heading = "Known findings")]
    pub(super) reason: Option<String>,

    /// Show accepted findings too, marked as such; they do not count
    #[arg(long, conflicts_with_all = ["add_allow", "no_allow", "write_baseline", "statistics"], help_heading = "Known findings")]
    pub(super) show_suppressed: bool,

    /// Accept nothing: accepted findings count as all others
    #[arg(long, visible_alias = "no-ignores", conflicts_with = "add_allow", help_heading = "Known findings")]
    pub(super) no_allow: bool,

    /// Leave out the findings that this file holds; one that is not there any more is an error
    #[arg(long, value_name = "FILE", help_heading = "Known findings")]
    pub(super) baseline: Option<PathBuf>,

    /// Write the findings that are there to the baseline
    #[arg(long, requires = "baseline", conflicts_with = "prune_baseline", help_heading = "Known findings")]
    pub(super) write_baseline: bool,

    /// Take findings that are not there any more out of the baseline
    #[arg(long, requires = "baseline", help_heading = "Known findings")]
    pub(super) prune_baseline: bool,

    /// The mildest severity that makes the exit code 1
    #[arg(long, value_enum, default_value_t = Level::Error, value_name = "SEVERITY")]
    pub(super) fail_on: Level,

    /// More warnings than so many make the exit code 1 too
    #[arg(long, value_name = "N")]
    pub(super) max_warnings: Option<usize>,

    /// End with code 0 whatever was found
    #[arg(long)]
    pub(super) exit_zero: bool,
}

/// Who asks for the findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Who {
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
pub(super) enum Level {
    Error,
    Warning,
    Info,
}

impl Level {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

impl Args {
    /// Refuses what can not be meant.
    pub(super) fn sound(&self) -> Result<(), Failure> {
        if self.reason.as_ref().is_some_and(|reason| reason.trim().is_empty() || reason.chars().any(char::is_control)) {
            return Err(Failure::new("`--reason` expects a sentence: the next reader must know why it is right here"));
        }
        let standard = self.files.iter().filter(|file| file.as_os_str() == "-").count();
        if standard > 1 {
            return Err(Failure::new("`-` stands twice among the files, but standard input can be read once only"));
        }
        if let Some(name) = &self.stdin_filename {
            if standard == 0 {
                return Err(Failure::new("`--stdin-filename` names what `-` is, but there is no `-` among the files")
                    .with_help(format!("write `isoplan lint --stdin-filename {} -`", shown(&name.to_string_lossy()))));
            }
            if name.file_name().is_none() || name.is_dir() {
                let name = quoted_path(name);
                return Err(Failure::new(format!(
                    "`--stdin-filename` expects the name of a file, but {name} is a folder"
                )));
            }
        }
        if self.roots && standard > 0 && self.stdin_filename.is_none() {
            return Err(Failure::new("`--roots` can not find the topologies that hold standard input")
                .with_help("say what it is, as `--stdin-filename FILE`"));
        }
        if self.watch && standard > 0 {
            return Err(Failure::new("standard input does not change, so `--watch` can not wait for it"));
        }
        if self.show_suppressed && !self.format.tells_accepted() {
            return Err(Failure::new("this form can not show accepted findings").with_help(
                "leave out `--show-suppressed`, or choose `full`, `concise`, `json`, `json-lines` or `sarif`",
            ));
        }
        Ok(())
    }

    /// The safeties of the fixes to carry out.
    pub(super) fn fixes(&self) -> Vec<Safety> {
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
    pub(super) fn how(&self) -> Result<How, Failure> {
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
