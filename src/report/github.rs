//! Findings as workflow commands of GitHub Actions, which become notes beside the lines of a pull request:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest, so the worst come first.

use std::fmt::Write as _;

use super::place::{home, whole_text};
use super::summary::{Summary, summary_line};
use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;

/// A line for each finding, errors first, then the summary line for the log.
pub fn github(sources: &Sources, findings: &[Diagnostic], summary: &Summary) -> String {
    let mut order: Vec<&Diagnostic> = findings.iter().collect();
    order.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut out = String::new();
    for finding in order {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let _ = write!(out, "::{command} title={}", property(&format!("{} {}", finding.code.code, finding.code.name)));
        if let Some(place) = home(sources, finding) {
            let file = place.file.strip_prefix("./").unwrap_or(place.file);
            let _ = write!(out, ",file={},line={}", property(file), place.start.line);
            if finding.primary.is_some() {
                let _ = write!(out, ",endLine={}", place.end.line);
                // columns are heeded on one line only
                if place.start.line == place.end.line {
                    let _ = write!(out, ",col={},endColumn={}", place.start.column, place.end.column);
                }
            }
        }
        let _ = writeln!(out, "::{}", data(&whole_text(finding)));
    }
    let _ = writeln!(out, "{}", summary_line(findings, summary, true));
    out
}

/// A text as the data of a command: what would end it is escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn errors_come_first_and_nothing_breaks_out_of_its_line() {
        let (sources, findings) = fixture::findings();
        let text = github(&sources, &findings, &Summary::default());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            "::error title=DEP503 sync-cycle,file=my shop%2C one.toml,line=2,endLine=2,col=9,endColumn=13::\
             100%25 a <cycle> & \"more\" | `web`%0Ahelp: set `kind = \"async\"`%0Anote: one"
        );
        assert!(
            lines[1].starts_with("::warning title=AVL101 too-few-zones,file=my shop%2C one.toml,line=1,"),
            "{text}"
        );
        assert!(
            lines[2].starts_with("::notice title=SYN013 unreadable-file,file=my shop%2C one.toml,line=1::"),
            "{text}"
        );
        assert_eq!(lines.len(), 4);
    }
}
