//! Findings as a Code Quality report of GitLab: <https://docs.gitlab.com/ci/testing/code_quality/>.

use serde_json::{Value, json};

use super::place::{home, whole_text};
use crate::diag::{Diagnostic, Severity, fingerprints};
use crate::source::Sources;

/// A JSON list with an entry for each finding, with a line end.
pub fn gitlab(sources: &Sources, findings: &[Diagnostic]) -> String {
    let entries: Vec<Value> = findings
        .iter()
        .zip(fingerprints(findings))
        .map(|(finding, fingerprint)| {
            let place = home(sources, finding);
            let (file, line) = place.map_or(("", 1), |place| (place.file, place.start.line));
            json!({
                "description": format!("{}: {}", finding.code.code, whole_text(finding)),
                "check_name": finding.code.name,
                "fingerprint": fingerprint,
                "severity": severity(finding.severity),
                "location": {
                    "path": file.strip_prefix("./").unwrap_or(file),
                    "lines": { "begin": line },
                },
            })
        })
        .collect();
    let mut out = serde_json::to_string_pretty(&entries).unwrap_or_default();
    out.push('\n');
    out
}

/// The nearest word of GitLab, which has five.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_entry_has_what_gitlab_needs_and_a_fingerprint_of_its_own() {
        let (sources, findings) = fixture::findings();
        let read: Value = serde_json::from_str(&gitlab(&sources, &findings)).unwrap_or_default();
        assert_eq!(read[1]["location"], json!({ "path": "my shop, one.toml", "lines": { "begin": 2 } }));
        assert_eq!(read[1]["severity"], "critical");
        assert_eq!(read[1]["check_name"], "sync-cycle");
        assert_ne!(read[0]["fingerprint"], read[1]["fingerprint"]);
        assert_eq!(gitlab(&sources, &[]), "[]\n");
    }
}
