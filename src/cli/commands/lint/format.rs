//! The forms in which findings are written.

use clap::ValueEnum;

use crate::cli::ending::Failure;
use crate::diag::Diagnostic;
use crate::report::{self, Style, Summary};
use crate::source::Sources;

/// The form of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Format {
    /// With the lines of the file
    Full,
    /// One line for each finding
    Concise,
    /// One line for each finding with all that is to be done, and no lines of the file; for coding agents
    Agent,
    /// For other programs
    Json,
    /// For other programs, a line for each finding
    JsonLines,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
    /// Code Quality report of GitLab
    Gitlab,
    #[allow(clippy::doc_markdown)] // a name, shown in the help
    /// JUnit report, for build servers
    Junit,
    /// Checkstyle report
    Checkstyle,
    /// Reviewdog, with suggested edits
    Rdjson,
    /// Tables for a comment or a summary
    Markdown,
}

impl Format {
    /// Whether it can show findings that are accepted, as such.
    pub(super) fn tells_accepted(self) -> bool {
        matches!(self, Self::Full | Self::Concise | Self::Json | Self::JsonLines | Self::Sarif)
    }
}

/// The findings in a form.
pub(super) fn written(
    format: Format,
    sources: &Sources,
    findings: &[Diagnostic],
    summary: &Summary,
    style: &Style,
) -> String {
    match format {
        Format::Full => report::full(sources, findings, summary, style),
        Format::Concise => report::concise(sources, findings, summary, style.unicode),
        Format::Agent => report::agent(sources, findings, summary),
        Format::Json => report::json(sources, findings, summary),
        Format::JsonLines => report::json_lines(sources, findings),
        Format::Sarif => report::sarif(sources, findings),
        Format::Github => report::github(sources, findings, summary),
        Format::Gitlab => report::gitlab(sources, findings),
        Format::Junit => report::junit(sources, findings),
        Format::Checkstyle => report::checkstyle(sources, findings),
        Format::Rdjson => report::rdjson(sources, findings),
        Format::Markdown => report::markdown(sources, findings, summary),
    }
}

/// How often each rule found something, in a form that can say it.
pub(super) fn counted(
    format: Format,
    findings: &[Diagnostic],
    summary: &Summary,
    style: &Style,
) -> Result<String, Failure> {
    match format {
        Format::Full | Format::Concise => Ok(report::statistics(findings, summary, style.unicode)),
        Format::Json => Ok(report::statistics_json(findings)),
        _ => Err(Failure::new("`--statistics` is written as text or as JSON only")
            .with_help("leave `--format` out, or set it to `json`")),
    }
}
