//! One line for each finding, for editors, `grep` and logs.

use std::fmt::Write as _;

use super::escape::printable;
use super::place::said;
use super::summary::{Summary, fixes_line, summary_line};
use crate::diag::Diagnostic;
use crate::source::Sources;

/// Lines of the form `file:line:column: error[AVL101] too-few-zones: message`, then the summary line.
/// A finding without a place begins with its severity; one that is accepted has that word for its severity.
pub fn concise(sources: &Sources, findings: &[Diagnostic], summary: &Summary, unicode: bool) -> String {
    let mut out = String::new();
    for finding in findings {
        out.push_str(&line(sources, finding));
    }
    out.push_str(&summary_line(findings, summary, unicode));
    out.push('\n');
    out.push_str(&fixes_line(findings));
    out
}

/// The line of one finding, with its line end.
pub(super) fn line(sources: &Sources, finding: &Diagnostic) -> String {
    let mut out = String::new();
    if let Some(label) = &finding.primary {
        let file = sources.file(label.span.file);
        let at = file.position(label.span.start as usize);
        let _ = write!(out, "{}:{}:{}: ", printable(&file.name), at.line, at.column);
    }
    let word = finding.accepted.as_ref().map_or(finding.severity.name(), |_| "accepted");
    let code = finding.code;
    let _ = writeln!(out, "{word}[{}] {}: {}", code.code, code.name, printable(&said(finding)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Severity};
    use crate::source::{SourceFile, Span};

    #[test]
    fn a_line_for_each_finding() {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new("shop.topology.toml", "[app.web]\nzones = [\"a\"]\n"));
        let code = Code { code: "AVL101", name: "too-few-zones" };
        let unread = Code { code: "SYN013", name: "unreadable-file" };
        let findings = [
            Diagnostic::error(code, Span::new(id, 10..15), "`web` stands in 1 zone", "here"),
            Diagnostic::new(unread, Severity::Error, "no file `x\u{7}`"),
        ];
        let summary = Summary { components: 1, rules: 20, ..Summary::default() };
        assert_eq!(
            concise(&sources, &findings, &summary, true),
            "shop.topology.toml:2:1: error[AVL101] too-few-zones: `web` stands in 1 zone\n\
             error[SYN013] unreadable-file: no file `x\\u{7}`\n\
             2 errors · 1 component, 0 connections, 20 rules\n"
        );
    }
}
