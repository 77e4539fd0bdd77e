//! How many findings each rule gave.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::summary::{Summary, summary_line};
use crate::diag::{Code, Diagnostic, Severity};

/// A line for each rule that found something, the most findings first, then the summary line.
pub fn statistics(findings: &[Diagnostic], summary: &Summary, unicode: bool) -> String {
    let mut out = String::new();
    let rows = rows(findings);
    let width = rows.iter().map(|row| row.count.to_string().len()).max().unwrap_or(1);
    let longest = rows.iter().map(|row| row.code.name.len()).max().unwrap_or(0);
    for row in &rows {
        let fixes = if row.fixable > 0 { format!("{} with a fix", row.fixable) } else { String::new() };
        let line = format!(
            "{:>width$}  {:7}  {}  {:longest$}  {fixes}",
            row.count,
            row.worst.name(),
            row.code.code,
            row.code.name
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let _ = writeln!(out, "{}", summary_line(findings, summary, unicode));
    out
}

/// The same as a JSON list, with a line end.
pub fn statistics_json(findings: &[Diagnostic]) -> String {
    let rows: Vec<Value> = rows(findings)
        .into_iter()
        .map(|row| {
            json!({
                "code": row.code.code,
                "name": row.code.name,
                "severity": row.worst.name(),
                "count": row.count,
                "fixable": row.fixable,
            })
        })
        .collect();
    let mut out = serde_json::to_string_pretty(&rows).unwrap_or_default();
    out.push('\n');
    out
}

/// What one rule gave.
struct Row {
    code: Code,
    count: usize,
    worst: Severity,
    fixable: usize,
}

fn rows(findings: &[Diagnostic]) -> Vec<Row> {
    let mut by_code: BTreeMap<Code, Row> = BTreeMap::new();
    for finding in findings {
        let row = by_code.entry(finding.code).or_insert(Row {
            code: finding.code,
            count: 0,
            worst: Severity::Info,
            fixable: 0,
        });
        row.count += 1;
        row.worst = row.worst.max(finding.severity);
        row.fixable += usize::from(finding.fix.is_some());
    }
    let mut rows: Vec<Row> = by_code.into_values().collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.count), row.code));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn the_most_findings_first() {
        let (_, findings) = fixture::findings();
        let twice = [findings.clone(), vec![findings[1].clone()]].concat();
        let text = statistics(&twice, &Summary::default(), true);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "2  error    DEP503  sync-cycle       2 with a fix");
        assert_eq!(lines[1], "1  warning  AVL101  too-few-zones");
        assert_eq!(lines.len(), 4);
    }
}
