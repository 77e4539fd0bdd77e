//! Findings as a `JUnit` report, which most build servers show: a suite for each file, a failed case for each finding.
//! A file without findings is a suite with one case that passed.

use std::fmt::Write as _;

use super::place::{home, whole_text};
use super::xml::escaped;
use crate::diag::Diagnostic;
use crate::source::Sources;

/// An XML document with a line end.
pub fn junit(sources: &Sources, findings: &[Diagnostic]) -> String {
    let mut suites = String::new();
    for (_, file) in sources.iter() {
        let of_file: Vec<(&Diagnostic, usize, usize)> = findings
            .iter()
            .filter_map(|finding| {
                let place = home(sources, finding)?;
                (place.file == file.name).then_some((finding, place.start.line, place.start.column))
            })
            .collect();
        let name = escaped(&file.name);
        let tests = of_file.len().max(1);
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"0\">",
            of_file.len()
        );
        if of_file.is_empty() {
            let _ = writeln!(suites, "    <testcase classname=\"{name}\" name=\"isoplan\"/>");
        }
        for (finding, line, column) in of_file {
            let code = format!("{} {}", finding.code.code, finding.code.name);
            let _ = writeln!(
                suites,
                "    <testcase classname=\"{name}\" name=\"{} ({line}:{column})\" file=\"{name}\" line=\"{line}\">",
                escaped(&code)
            );
            let _ = writeln!(
                suites,
                "      <failure type=\"{}\" message=\"{}\">{name}:{line}:{column}: {}</failure>\n    </testcase>",
                finding.severity.name(),
                escaped(&finding.message),
                escaped(&whole_text(finding))
            );
        }
        suites.push_str("  </testsuite>\n");
    }
    let without = sources.iter().filter(|(_, file)| {
        !findings.iter().any(|finding| home(sources, finding).is_some_and(|place| place.file == file.name))
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"isoplan\" tests=\"{}\" failures=\"{}\" \
         errors=\"0\">\n{suites}</testsuites>\n",
        findings.len() + without.count(),
        findings.len()
    )
}
