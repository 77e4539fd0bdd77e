//! Findings as Markdown, for the summary of a build or a comment on a change.

use std::fmt::Write as _;

use super::place::{home, said};
use super::summary::{Summary, summary_line};
use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;
use crate::syntax::plural;

/// A heading and a table for each severity, then the summary line.
pub fn markdown(sources: &Sources, findings: &[Diagnostic], summary: &Summary) -> String {
    let mut out = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let of_it: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.severity == severity).collect();
        if of_it.is_empty() {
            continue;
        }
        let _ = writeln!(out, "### {}\n", plural(of_it.len(), severity.name()));
        out.push_str("| rule | place | finding | what to do |\n|---|---|---|---|\n");
        for finding in of_it {
            let place =
                home(sources, finding).map(|place| format!("{}:{}", place.file, place.start.line)).unwrap_or_default();
            let _ = writeln!(
                out,
                "| {}&nbsp;{} | {} | {} | {} |",
                cell(finding.code.code),
                cell(finding.code.name),
                cell(&place),
                cell(&said(finding)),
                cell(finding.help.as_deref().unwrap_or_default()),
            );
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", cell(&summary_line(findings, summary, true)));
    out
}

/// A text in a cell of a table. Parts in backticks stay code; everything that Markdown would read as its own outside of
/// them is escaped, and no text can end the cell or begin an element of HTML.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let balanced = text.matches('`').count().is_multiple_of(2);
    let mut code = false;
    for c in text.chars() {
        match c {
            '`' if balanced => {
                code = !code;
                out.push('`');
            }
            '|' => out.push_str("\\|"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => out.push('?'),
            c if code => out.push(c),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '*' | '_' | '[' | ']' | '\\' | '`' | '@' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn cells_hold_their_text() {
        assert_eq!(cell("a|b <i> `x|<y>` *z*"), "a\\|b &lt;i&gt; `x\\|<y>` \\*z\\*");
        assert_eq!(cell("one ` only"), "one \\` only");
    }

    #[test]
    fn a_table_for_each_severity() {
        let (sources, findings) = fixture::findings();
        let text = markdown(&sources, &findings, &Summary::default());
        assert!(
            text.starts_with("### 1 error\n\n| rule | place | finding | what to do |\n|---|---|---|---|\n"),
            "{text}"
        );
        assert!(text.contains("| DEP503&nbsp;sync-cycle | my shop, one.toml:2 | "), "{text}");
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
        assert!(rows.iter().all(|row| row.replace("\\|", "").matches('|').count() == 5), "{rows:?}");
    }
}
