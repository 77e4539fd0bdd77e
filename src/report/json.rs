//! Findings as JSON for other programs.
//!
//! The form is versioned: a field is added without a new version, but none changes its meaning or goes away without
//! one. Lines and columns are counted from 1, columns in characters.

use serde::Serialize;

use super::summary::Summary;
use crate::diag::{Diagnostic, Edit, Fix, Label, Severity, fingerprints};
use crate::source::{Sources, Span};

/// The version of the form.
const VERSION: u32 = 1;

/// One finding in a line, each a JSON document of its own, in the form that [`json`] gives it.
pub fn json_lines(sources: &Sources, findings: &[Diagnostic]) -> String {
    let mut out = String::new();
    for (one, print) in findings.iter().zip(fingerprints(findings)) {
        out.push_str(&serde_json::to_string(&finding(sources, one, print)).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// The findings and the summary as one JSON document, with a line end.
pub fn json(sources: &Sources, findings: &[Diagnostic], summary: &Summary) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity && f.counts()).count();
    let report = Report {
        version: VERSION,
        findings: findings.iter().zip(fingerprints(findings)).map(|(f, print)| finding(sources, f, print)).collect(),
        summary: Counts {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            suppressed: summary.suppressed,
            baseline: summary.baseline,
            not_stated: summary.not_stated,
            components: summary.components,
            connections: summary.connections,
            rules: summary.rules,
        },
    };
    // plain structs with text keys: there is nothing that could fail
    let mut out = serde_json::to_string_pretty(&report).unwrap_or_default();
    out.push('\n');
    out
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    confidence: &'a str,
    message: &'a str,
    element: Option<&'a str>,
    #[serde(flatten)]
    place: Option<Place<'a>>,
    help: Option<&'a str>,
    notes: &'a [String],
    related: Vec<Place<'a>>,
    witness: &'a [String],
    fingerprint: String,
    fix: Option<Change<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    safety: &'a str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    file: &'a str,
    start: Position,
    end: Position,
    text: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    start: Position,
    end: Position,
    label: &'a str,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
    suppressed: usize,
    baseline: usize,
    not_stated: usize,
    components: usize,
    connections: usize,
    rules: usize,
}

fn finding<'a>(sources: &'a Sources, finding: &'a Diagnostic, fingerprint: String) -> Finding<'a> {
    Finding {
        code: finding.code.code,
        name: finding.code.name,
        severity: finding.severity.name(),
        confidence: finding.confidence.name(),
        message: &finding.message,
        element: finding.element.as_deref(),
        place: finding.primary.as_ref().map(|label| place(sources, label)),
        help: finding.help.as_deref(),
        notes: &finding.notes,
        related: finding.related.iter().map(|label| place(sources, label)).collect(),
        witness: &finding.witness,
        fingerprint,
        fix: finding.fix.as_ref().map(|fix| change(sources, fix)),
        accepted: finding.accepted.as_deref(),
        page: finding.page.as_deref(),
    }
}

fn change<'a>(sources: &'a Sources, fix: &'a Fix) -> Change<'a> {
    let replacement = |edit: &'a Edit| {
        let (file, start, end) = ends(sources, edit.span);
        Replacement { file, start, end, text: &edit.replacement }
    };
    Change { title: &fix.title, safety: fix.safety.name(), edits: fix.edits.iter().map(replacement).collect() }
}

fn place<'a>(sources: &'a Sources, label: &'a Label) -> Place<'a> {
    let (file, start, end) = ends(sources, label.span);
    Place { file, start, end, label: &label.text }
}

/// The name of the file, and where a place begins and ends.
fn ends(sources: &Sources, span: Span) -> (&str, Position, Position) {
    let file = sources.file(span.file);
    let at = |offset: u32| {
        let found = file.position(offset as usize);
        Position { line: found.line, column: found.column }
    };
    (&file.name, at(span.start), at(span.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Safety};
    use crate::source::SourceFile;

    #[test]
    fn the_form_of_version_1() {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new("shop.toml", "[app.web]\nuses = [\"db\"]\n"));
        let code = Code { code: "DEP503", name: "sync-cycle" };
        let findings = [Diagnostic::error(code, Span::new(id, 0..9), "a \"cycle\"", "here")
            .with_related(Span::new(id, 18..22), "`web` waits for `db`")
            .with_help("set `kind = \"async\"`")
            .with_note("one")
            .with_element("web")
            .with_witness(vec!["web".into(), "db".into()])
            .with_fix(Fix {
                title: "write `x`".into(),
                safety: Safety::Unsafe,
                edits: vec![Edit { span: Span::new(id, 18..22), replacement: "x".into() }],
            })];
        let expected = r#"{
  "version": 1,
  "findings": [
    {
      "code": "DEP503",
      "name": "sync-cycle",
      "severity": "error",
      "confidence": "high",
      "message": "a \"cycle\"",
      "element": "web",
      "file": "shop.toml",
      "start": {
        "line": 1,
        "column": 1
      },
      "end": {
        "line": 1,
        "column": 10
      },
      "label": "here",
      "help": "set `kind = \"async\"`",
      "notes": [
        "one"
      ],
      "related": [
        {
          "file": "shop.toml",
          "start": {
            "line": 2,
            "column": 9
          },
          "end": {
            "line": 2,
            "column": 13
          },
          "label": "`web` waits for `db`"
        }
      ],
      "witness": [
        "web",
        "db"
      ],
      "fingerprint": "PRINT",
      "fix": {
        "title": "write `x`",
        "safety": "unsafe",
        "edits": [
          {
            "file": "shop.toml",
            "start": {
              "line": 2,
              "column": 9
            },
            "end": {
              "line": 2,
              "column": 13
            },
            "text": "x"
          }
        ]
      }
    }
  ],
  "summary": {
    "errors": 1,
    "warnings": 0,
    "infos": 0,
    "suppressed": 0,
    "baseline": 0,
    "not_stated": 2,
    "components": 2,
    "connections": 1,
    "rules": 20
  }
}
"#;
        let summary = Summary { not_stated: 2, components: 2, connections: 1, rules: 20, ..Summary::default() };
        let expected = expected.replace("PRINT", &findings[0].fingerprint());
        assert_eq!(json(&sources, &findings, &summary), expected);
        let lines = json_lines(&sources, &findings);
        assert_eq!(lines.lines().count(), 1);
        let line: serde_json::Value = serde_json::from_str(&lines).unwrap_or_default();
        let whole: serde_json::Value = serde_json::from_str(&expected).unwrap_or_default();
        assert_eq!(line, whole["findings"][0]);
    }
}
