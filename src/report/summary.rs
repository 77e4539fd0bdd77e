//! The last line of a report: how many findings of which severity, and what was looked at.

use std::fmt::Write as _;

use crate::diag::{Diagnostic, Safety, Severity};
use crate::syntax::plural;

/// What a run looked at, beside its findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// Findings that an `allow` of the file accepts.
    pub suppressed: usize,
    /// Findings that a baseline holds.
    pub baseline: usize,
    /// Questions that rules could not answer because the file does not say.
    pub not_stated: usize,
    /// Components in all environments.
    pub components: usize,
    /// Connections in all environments.
    pub connections: usize,
    /// Rules that were run.
    pub rules: usize,
}

/// One line without a line end, such as
/// `1 error, 2 warnings (1 suppressed) · 12 components, 9 connections, 20 rules`.
/// `unicode` chooses the middle dot, else a hyphen stands there.
pub fn summary_line(findings: &[Diagnostic], summary: &Summary, unicode: bool) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity && f.counts()).count();
    let found: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .filter_map(|severity| Some(count(severity)).filter(|n| *n > 0).map(|n| plural(n, severity.name())))
        .collect();
    let mut line = if found.is_empty() { "no findings".to_owned() } else { found.join(", ") };
    let aside: Vec<String> =
        [(summary.suppressed, "suppressed"), (summary.baseline, "in the baseline"), (summary.not_stated, "not stated")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
    if !aside.is_empty() {
        let _ = write!(line, " ({})", aside.join(", "));
    }
    let dot = if unicode { '·' } else { '-' };
    let _ = write!(
        line,
        " {dot} {}, {}, {}",
        plural(summary.components, "component"),
        plural(summary.connections, "connection"),
        plural(summary.rules, "rule"),
    );
    line
}

/// A line that says how many fixes there are and by which options they are carried out, with its line end; empty when there
/// are none.
pub(super) fn fixes_line(findings: &[Diagnostic]) -> String {
    let of = |safety| findings.iter().flat_map(|finding| &finding.fix).filter(|fix| fix.safety == safety).count();
    let option = Safety::option;
    let fixes = |n: usize| if n == 1 { "1 fix".to_owned() } else { format!("{n} fixes") };
    let (safe, likely, proposals) = (of(Safety::Safe), of(Safety::Unsafe), of(Safety::Proposal));
    let mut parts = Vec::new();
    if safe > 0 {
        parts.push(format!("{} with `{}`", fixes(safe), option(Safety::Safe)));
    }
    if likely > 0 {
        let count = if safe > 0 { format!("{likely} more") } else { fixes(likely) };
        parts.push(format!("{count} with `{}`", option(Safety::Unsafe)));
    }
    if proposals > 0 {
        parts.push(format!("{} with `{}`", plural(proposals, "proposal"), option(Safety::Proposal)));
    }
    if parts.is_empty() { String::new() } else { format!("{}\n", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Safety::{Proposal, Safe, Unsafe};
    use crate::diag::{Code, Fix};

    const CODE: Code = Code { code: "AVL101", name: "too-few-zones" };

    #[test]
    fn fixes_are_counted_by_the_option_that_carries_them_out() {
        let of = |safeties: &[Safety]| {
            let fix = |safety| Fix { title: "x".into(), safety, edits: Vec::new() };
            let found = |safety: &Safety| Diagnostic::new(CODE, Severity::Info, "x").with_fix(fix(*safety));
            fixes_line(&safeties.iter().map(found).collect::<Vec<_>>())
        };
        assert_eq!(of(&[]), "");
        assert_eq!(of(&[Safe]), "1 fix with `--fix`\n");
        assert_eq!(of(&[Unsafe, Unsafe]), "2 fixes with `--unsafe-fixes`\n");
        let all = "1 fix with `--fix`, 1 more with `--unsafe-fixes`, 2 proposals with `--apply-proposals`\n";
        assert_eq!(of(&[Proposal, Unsafe, Safe, Proposal]), all);
    }

    #[test]
    fn counts_by_severity_and_leaves_out_what_is_not_there() {
        let of = |severity| Diagnostic::new(CODE, severity, "x");
        let findings = [of(Severity::Error), of(Severity::Info), of(Severity::Error)];
        let summary =
            Summary { suppressed: 1, baseline: 4, not_stated: 37, components: 212, connections: 1, rules: 20 };
        assert_eq!(
            summary_line(&findings, &summary, true),
            "2 errors, 1 info (1 suppressed, 4 in the baseline, 37 not stated) · 212 components, 1 connection, 20 rules"
        );
        assert_eq!(summary_line(&[], &Summary::default(), false), "no findings - 0 components, 0 connections, 0 rules");
    }
}
