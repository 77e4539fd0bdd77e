//! One line for each finding with all that there is to know and to do, and nothing to look at: for coding agents, which pay
//! for each word and need no picture of a line.

use std::fmt::Write as _;

use super::escape::printable;
use super::place::said;
use super::summary::{Summary, summary_line};
use crate::diag::{Diagnostic, Fix, Safety};
use crate::source::Sources;

/// Lines of the form `file:line:column: error[AVL101] too-few-zones: message | path: web -> db | help: … | note: … |
/// fix: … (--fix)`, of which the parts behind the message are left out when there is nothing to say, then the summary line.
pub fn agent(sources: &Sources, findings: &[Diagnostic], summary: &Summary) -> String {
    let mut out = String::new();
    for finding in findings {
        if let Some(label) = &finding.primary {
            let file = sources.file(label.span.file);
            let at = file.position(label.span.start as usize);
            let _ = write!(out, "{}:{}:{}: ", printable(&file.name), at.line, at.column);
        }
        let (code, severity) = (finding.code, finding.severity.name());
        let _ = write!(out, "{severity}[{}] {}: {}", code.code, code.name, printable(&said(finding)));
        if finding.witness.len() > 1 {
            let _ = write!(out, " | path: {}", printable(&finding.witness.join(" -> ")));
        }
        if let Some(help) = &finding.help {
            let _ = write!(out, " | help: {}", printable(help));
        }
        for note in &finding.notes {
            let _ = write!(out, " | note: {}", printable(note));
        }
        if let Some(Fix { title, safety, .. }) = &finding.fix {
            let word = if *safety == Safety::Proposal { "proposal" } else { "fix" };
            let _ = write!(out, " | {word}: {} ({})", printable(title), safety.option());
        }
        out.push('\n');
    }
    out.push_str(&summary_line(findings, summary, true));
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_line_says_it_all() {
        let (sources, findings) = fixture::findings();
        let text = agent(&sources, &findings, &Summary::default());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "my shop, one.toml:1:1: warning[AVL101] too-few-zones: `web` stands in 1 zone");
        assert_eq!(
            lines[1],
            "my shop, one.toml:2:9: error[DEP503] sync-cycle: 100% a <cycle> & \"more\" | `web` | path: web -> db | \
             help: set `kind = \"async\"` | note: one | fix: write `bd` (--unsafe-fixes)"
        );
        assert_eq!(lines[2], "info[SYN013] unreadable-file: no file `x\\u{7}`");
        assert_eq!(lines.len(), 4);
    }
}
