//! Findings as workflow commands of GitHub Actions, which become notes beside the lines of a pull request:
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest. So the worst come first; where there
//! are more of a severity, those of one rule stand together in one note; and where even these are too many, the last note
//! says so and the rest stands in the log alone.

use std::fmt::Write as _;

use super::concise::line;
use super::place::{home, whole_text};
use super::summary::{Summary, summary_line};
use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;
use crate::syntax::plural;

/// Notes of each severity that GitHub shows.
const MOST: usize = 10;

/// Places that a note lists.
const LISTED: usize = 20;

/// A line for each finding or for each rule, errors first, then the summary line for the log.
pub fn github(sources: &Sources, findings: &[Diagnostic], summary: &Summary) -> String {
    let mut out = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let of_it: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.severity == severity).collect();
        let mut notes: Vec<Vec<&Diagnostic>> = Vec::new();
        for finding in &of_it {
            let same = notes.iter_mut().find(|note| note[0].code == finding.code).filter(|_| of_it.len() > MOST);
            match same {
                Some(note) => note.push(finding),
                None => notes.push(vec![finding]),
            }
        }
        let shown = if notes.len() > MOST { MOST - 1 } else { notes.len() };
        for note in &notes[..shown] {
            annotate(&mut out, sources, note);
        }
        let rest: Vec<&Diagnostic> = notes[shown..].iter().flatten().copied().collect();
        if !rest.is_empty() {
            let (command, count) = (command(severity), plural(rest.len(), severity.name()));
            let _ = writeln!(out, "::{command} title=isoplan::{count} more, see the log of this step");
            // a name of a file that begins as a command does must not be one
            for finding in rest {
                out.extend(["- ", &line(sources, finding)]);
            }
        }
    }
    let _ = writeln!(out, "{}", summary_line(findings, summary, true));
    out
}

/// The command that makes a note.
fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// A note at the first of some findings of one rule, which tells of the others too.
fn annotate(out: &mut String, sources: &Sources, findings: &[&Diagnostic]) {
    let [finding, others @ ..] = findings else { return };
    let (command, code) = (command(finding.severity), finding.code);
    let _ = write!(out, "::{command} title={}", property(&format!("{} {}", code.code, code.name)));
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
    let mut text = whole_text(finding);
    if !others.is_empty() {
        let _ = write!(text, "\n{} more of this rule:", others.len());
    }
    for other in others.iter().take(LISTED) {
        let place = home(sources, other).map(|place| format!("{}:{}: ", place.file, place.start.line));
        let _ = write!(text, "\n{}{}", place.unwrap_or_default(), other.message);
    }
    if others.len() > LISTED {
        let _ = write!(text, "\nand {} more", others.len() - LISTED);
    }
    let _ = writeln!(out, "::{}", data(&text));
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
    use crate::diag::Code;
    use crate::report::fixture;
    use crate::source::{SourceFile, Span};

    /// As many warnings of each rule as are asked for, each on a line of its own.
    fn many(counts: &[usize]) -> String {
        const CODES: [&str; 12] = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12"];
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new("a.toml", "x\n".repeat(100)));
        let mut findings = Vec::new();
        for (code, count) in CODES.iter().zip(counts) {
            for _ in 0..*count {
                let (at, code) = (findings.len(), Code { code, name: "name" });
                let message = format!("message {at}");
                let found = Diagnostic::new(code, Severity::Warning, message);
                findings.push(found.with_primary(Span::new(id, at * 2..at * 2 + 1), ""));
            }
        }
        github(&sources, &findings, &Summary::default())
    }

    #[test]
    fn no_more_notes_than_are_shown() {
        let notes = |text: &str| text.lines().filter(|line| line.starts_with("::")).count();
        assert_eq!(notes(&many(&[4, 6])), 10);
        let grouped = many(&[30, 2]);
        assert_eq!(notes(&grouped), 2);
        assert!(grouped.starts_with(
            "::warning title=A1 name,file=a.toml,line=1,endLine=1,col=1,endColumn=2::message 0%0A29 more of this rule:\
             %0Aa.toml:2: message 1%0A"
        ));
        assert!(grouped.contains("a.toml:21: message 20%0Aand 9 more\n"), "{grouped}");
        assert_eq!(notes(&many(&[5, 1, 1, 1, 1, 1, 1, 1, 1, 1])), 10);
        let cut = many(&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3]);
        assert_eq!(notes(&cut), 10);
        let last =
            "::warning title=isoplan::6 warnings more, see the log of this step\n- a.toml:10:1: warning[A10] name: ";
        assert!(cut.contains(last) && cut.contains("- a.toml:15:1: warning[A12] name: message 14\n"), "{cut}");
    }

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
