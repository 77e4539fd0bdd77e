//! Findings in the Reviewdog Diagnostic Format, with fixes as suggested edits:
//! <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>. Its columns count bytes of UTF-8, from 1.

use serde_json::{Value, json};

use super::place::{home, whole_text};
use crate::diag::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// One JSON document with a line end.
pub fn rdjson(sources: &Sources, findings: &[Diagnostic]) -> String {
    let diagnostics: Vec<Value> = findings.iter().map(|finding| diagnostic(sources, finding)).collect();
    let worst = findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Info);
    let report = json!({
        "source": { "name": "isoplan" },
        "severity": severity(worst),
        "diagnostics": diagnostics,
    });
    let mut out = serde_json::to_string_pretty(&report).unwrap_or_default();
    out.push('\n');
    out
}

fn diagnostic(sources: &Sources, finding: &Diagnostic) -> Value {
    let mut location = json!({ "path": home(sources, finding).map_or("", |place| place.file) });
    if let Some(label) = &finding.primary {
        location["range"] = range(sources, label.span);
    }
    let mut entry = json!({
        "message": whole_text(finding),
        "location": location,
        "severity": severity(finding.severity),
        "code": { "value": finding.code.code },
    });
    if let Some(page) = &finding.page {
        entry["code"]["url"] = json!(page);
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|label| {
            json!({
                "message": label.text,
                "location": { "path": sources.file(label.span.file).name, "range": range(sources, label.span) },
            })
        })
        .collect();
    if !related.is_empty() {
        entry["related_locations"] = json!(related);
    }
    // a suggestion is for the file of the finding
    let own = finding.primary.as_ref().map(|label| label.span.file);
    if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.edits.iter().all(|edit| Some(edit.span.file) == own)) {
        let edits: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| json!({ "range": range(sources, edit.span), "text": edit.replacement }))
            .collect();
        entry["suggestions"] = json!(edits);
    }
    entry
}

fn range(sources: &Sources, span: Span) -> Value {
    let file = sources.file(span.file);
    let at = |offset: u32| {
        let offset = (offset as usize).min(file.text.len());
        let line = file.lines().line(offset);
        json!({ "line": line + 1, "column": offset - file.lines().start(line, &file.text) + 1 })
    };
    json!({ "start": at(span.start), "end": at(span.end) })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn columns_count_bytes_and_fixes_are_suggestions() {
        let (sources, findings) = fixture::findings();
        let read: Value = serde_json::from_str(&rdjson(&sources, &findings)).unwrap_or_default();
        let first = &read["diagnostics"][1];
        assert_eq!(first["location"]["range"]["start"], json!({ "line": 2, "column": 10 }));
        assert_eq!(first["suggestions"][0]["text"], "\"bd\"");
        assert_eq!(first["severity"], "ERROR");
        assert_eq!(read["diagnostics"][0]["location"]["path"], "my shop, one.toml");
    }
}
