//! Findings in the Static Analysis Results Interchange Format, version 2.1.0, an OASIS standard:
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.
//!
//! Columns count characters, which `columnKind` says. Links of a witness path are related locations and a code flow.
//! Fingerprints come from rule and ids, so that a finding stays the same one when lines move.

use serde_json::{Map, Value, json};

use super::place::{home, place, uri, whole_text};
use super::rules::{about, family, used};
use crate::diag::{Confidence, Diagnostic, Edit, Fix, Label, Severity, fingerprints};
use crate::lint;
use crate::source::{Sources, Span};

/// Where the schema of the form stands.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings as one SARIF log with one run, with a line end.
pub fn sarif(sources: &Sources, findings: &[Diagnostic]) -> String {
    let rules = used(findings);
    let at = |code: &str| rules.iter().position(|rule| rule.code == code).unwrap_or_default();
    let mut results: Vec<Value> = findings
        .iter()
        .zip(fingerprints(findings))
        .map(|(finding, print)| result(sources, finding, at(finding.code.code), &print))
        .collect();
    if findings.iter().any(|finding| !finding.counts()) {
        // a log that tells of one that is accepted must tell of all others that they are not
        for (result, finding) in results.iter_mut().zip(findings) {
            let accepted = finding.accepted.iter();
            result["suppressions"] = accepted.map(|why| json!({ "kind": "inSource", "justification": why })).collect();
        }
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "isoplan",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|code| rule(*code, findings)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut out = serde_json::to_string_pretty(&log).unwrap_or_default();
    out.push('\n');
    out
}

/// A rule in the list of the tool.
fn rule(code: crate::diag::Code, findings: &[Diagnostic]) -> Value {
    let mut rule = json!({ "id": code.code, "name": code.name });
    if let Some(page) = findings.iter().find(|f| f.code == code && f.page.is_some()).and_then(|f| f.page.as_ref()) {
        rule["helpUri"] = json!(page);
    }
    if let Some(known) = lint::rule(code.code) {
        rule["shortDescription"] = json!({ "text": about(known.page) });
        rule["help"] = json!({ "text": known.page, "markdown": known.page });
        rule["defaultConfiguration"] = json!({ "level": level(known.severity) });
        rule["properties"] = json!({ "tags": [family(code)], "precision": precision(known.confidence) });
    }
    rule
}

/// A finding.
fn result(sources: &Sources, finding: &Diagnostic, rule_index: usize, print: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.code.code,
        "ruleIndex": rule_index,
        "level": level(finding.severity),
        "message": { "text": whole_text(finding) },
        "partialFingerprints": { "ruleAndIds/v1": print },
        "properties": { "confidence": finding.confidence.name() },
    });
    if let Some(mut location) = own_location(sources, finding) {
        if let Some(element) = &finding.element {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": element, "kind": "resource" }]);
        }
        result["locations"] = json!([location]);
    }
    if !finding.related.is_empty() {
        let related: Vec<Value> = finding
            .related
            .iter()
            .enumerate()
            .map(|(at, label)| {
                let mut location = location(sources, label);
                location["id"] = json!(at + 1);
                location
            })
            .collect();
        result["relatedLocations"] = json!(related);
        if !finding.witness.is_empty() {
            let steps: Vec<Value> =
                finding.related.iter().map(|label| json!({ "location": location(sources, label) })).collect();
            result["codeFlows"] = json!([{
                "message": { "text": finding.witness.join(" -> ") },
                "threadFlows": [{ "locations": steps }],
            }]);
        }
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([change(sources, fix)]);
    }
    result
}

/// The place of a finding.
fn own_location(sources: &Sources, finding: &Diagnostic) -> Option<Value> {
    match &finding.primary {
        Some(label) => Some(location(sources, label)),
        None => home(sources, finding).map(|place| {
            json!({ "physicalLocation": {
                "artifactLocation": { "uri": uri(place.file) },
                "region": { "startLine": 1 },
            }})
        }),
    }
}

fn location(sources: &Sources, label: &Label) -> Value {
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(place(sources, label.span).file) },
        "region": region(sources, label.span),
    }});
    if !label.text.is_empty() {
        location["message"] = json!({ "text": label.text });
    }
    location
}

fn region(sources: &Sources, span: Span) -> Value {
    let place = place(sources, span);
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

/// A fix: the replacements of each file together.
fn change(sources: &Sources, fix: &Fix) -> Value {
    let mut files: Map<String, Value> = Map::new();
    for Edit { span, replacement } in &fix.edits {
        let replaced = json!({
            "deletedRegion": region(sources, *span),
            "insertedContent": { "text": replacement },
        });
        let list = files.entry(uri(place(sources, *span).file)).or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(replaced);
        }
    }
    let changes: Vec<Value> = files
        .into_iter()
        .map(|(uri, replacements)| json!({ "artifactLocation": { "uri": uri }, "replacements": replacements }))
        .collect();
    json!({ "description": { "text": format!("{} ({})", fix.title, fix.safety.name()) }, "artifactChanges": changes })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The words that GitHub knows for the share of findings that are right.
fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "very-high",
        Confidence::Medium => "high",
        Confidence::Low => "medium",
    }
}
