//! Findings as a Checkstyle report: XML with an element for each file, read by many tools of review.

use std::fmt::Write as _;

use super::place::{home, whole_text};
use super::xml::escaped;
use crate::diag::Diagnostic;
use crate::source::Sources;

/// An XML document with a line end. Files without findings are left out.
pub fn checkstyle(sources: &Sources, findings: &[Diagnostic]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    let mut open: Option<&str> = None;
    let mut placed: Vec<_> = findings.iter().filter_map(|finding| Some((home(sources, finding)?, finding))).collect();
    // findings stand in the order of files already; a finding without a place goes to the first
    placed.sort_by_key(|(place, _)| sources.iter().position(|(_, file)| file.name == place.file));
    for (place, finding) in placed {
        if open != Some(place.file) {
            if open.is_some() {
                out.push_str("  </file>\n");
            }
            let _ = writeln!(out, "  <file name=\"{}\">", escaped(place.file));
            open = Some(place.file);
        }
        let _ = writeln!(
            out,
            "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"isoplan.{}\"/>",
            place.start.line,
            place.start.column,
            finding.severity.name(),
            escaped(&whole_text(finding)),
            escaped(finding.code.code)
        );
    }
    if open.is_some() {
        out.push_str("  </file>\n");
    }
    out.push_str("</checkstyle>\n");
    out
}
