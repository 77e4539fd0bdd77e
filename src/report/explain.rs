//! The page of a rule for the terminal.
//!
//! Pages are Markdown that reads well as it is, so little is done: the marks of code blocks become an indent, emphasis
//! of headings becomes an underline, and escape sequences can not be in them, because they come with the program.

use std::fmt::Write as _;

use super::full::Style;
use crate::diag::{Code, Confidence, Severity};

/// Code, name, severity and confidence of a rule, then its page.
pub fn explain(code: Code, severity: Severity, confidence: Confidence, page: &str, style: &Style) -> String {
    let mut out =
        format!("{} {}\n", heading(&format!("{} {}", code.code, code.name), style), aside(severity, confidence));
    let mut in_block = false;
    let body =
        page.trim_start().strip_prefix("# ").and_then(|rest| rest.split_once('\n')).map_or(page, |(_, rest)| rest);
    for line in body.lines() {
        if let Some(words) = line.strip_prefix("```") {
            in_block = !in_block;
            if let Some(word) = words.split_whitespace().nth(1).filter(|_| in_block) {
                let _ = writeln!(out, "  {}:", block_title(word));
            }
            continue;
        }
        if in_block {
            out.push_str(format!("    {line}").trim_end());
        } else if let Some(title) = line.strip_prefix("## ") {
            out.push_str(&heading(title, style));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn aside(severity: Severity, confidence: Confidence) -> String {
    format!("({}, confidence {})", severity.name(), confidence.name())
}

fn heading(text: &str, style: &Style) -> String {
    if style.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

fn block_title(word: &str) -> &str {
    match word {
        "bad" => "found",
        "good" => "not found",
        "unknown" => "not found, because the file does not say",
        "fixed" => "mended",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_blocks_and_sentences() {
        let code = Code { code: "AVL101", name: "too-few-zones" };
        let page =
            "# too-few-zones\n\n## What it finds\nA component.\n\n## Example\n```toml bad\n[app.web]\n\nx = 1\n```\n";
        let style = Style { unicode: true, color: false, links: false, width: 80 };
        assert_eq!(
            explain(code, Severity::Error, Confidence::High, page, &style),
            "AVL101 too-few-zones (error, confidence high)\n\nWhat it finds\nA component.\n\nExample\n  found:\n    \
             [app.web]\n\n    x = 1\n"
        );
    }
}
