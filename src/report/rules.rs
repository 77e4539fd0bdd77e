//! What formats say about the rules of their findings.

use crate::diag::{Code, Diagnostic};
use crate::lint;

/// The codes of the findings, each once, sorted.
pub(super) fn used(findings: &[Diagnostic]) -> Vec<Code> {
    let mut codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The family of a rule, `custom` for one that the program does not bring.
pub(super) fn family(code: Code) -> &'static str {
    lint::rule(code.code).map_or("custom", |rule| rule.family)
}

/// The first sentence of a page: that of its first paragraph that is no heading.
pub fn about(page: &str) -> String {
    let paragraph: Vec<&str> = page
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty() || line.starts_with('#'))
        .take_while(|line| !line.is_empty())
        .collect();
    let text = paragraph.join(" ");
    match text.split_once(". ") {
        Some((first, _)) => first.to_owned(),
        None => text.trim_end_matches('.').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn a_page_is_about_its_first_sentence() {
        let page = "# AVL101\n\n## What it does\nFinds a thing\nwith care. Then more.\n\nNext";
        assert_eq!(about(page), "Finds a thing with care");
    }
}
