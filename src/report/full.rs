//! The long form for a terminal: each finding with the lines of the file it speaks of.
//!
//! Drawn by miette's graphical handler: the primary label and the labels of the witness path in one picture, labels in
//! other files each in a picture of their own, then what to type, then further facts.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan};

use super::escape::printable;
use super::snippet::{CONTEXT, Excerpt, Quoted};
use super::summary::{Summary, fixes_line, summary_line};
use crate::diag::{Diagnostic, Fix, Label, Safety, Severity};
use crate::source::{FileId, Sources};

/// How the long form is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Box-drawing characters; else plain ASCII.
    pub unicode: bool,
    /// Colours by escape sequences.
    pub color: bool,
    /// Links by escape sequences, where a finding has an address.
    pub links: bool,
    /// Width in columns at which sentences are wrapped.
    pub width: usize,
}

/// All findings with quoted source, then the summary line.
pub fn full(sources: &Sources, findings: &[Diagnostic], summary: &Summary, style: &Style) -> String {
    let files: Vec<(FileId, Quoted<'_>)> = sources.iter().map(|(id, file)| (id, Quoted::new(file))).collect();
    let quoted = |id: FileId| files.iter().find(|(known, _)| *known == id).map(|(_, file)| file);
    let handlers = Handlers { wrapping: handler(style), plain: handler(style).with_wrap_lines(false) };
    let mut out = String::new();
    for finding in findings {
        draw(&mut out, finding, &quoted, &handlers, style);
        out.push('\n');
    }
    out.push_str(&summary_line(findings, summary, style.unicode));
    out.push('\n');
    out.push_str(&fixes_line(findings));
    out
}

/// What draws a finding.
struct Handlers {
    /// Wraps messages, at a price.
    wrapping: GraphicalReportHandler,
    /// Takes messages as they are; for those that need no wrapping.
    plain: GraphicalReportHandler,
}

impl Handlers {
    /// The one for a message, which stands behind `  WORD `.
    fn of(&self, shown: &Shown<'_>, style: &Style) -> &GraphicalReportHandler {
        let message = &shown.message;
        let is_short = message.len() + word(shown.severity).len() + 3 <= columns(style) - 2;
        let is_plain = message.bytes().all(|byte| matches!(byte, b' '..=b'~')) && message.trim() == message;
        if is_short && is_plain && !message.is_empty() { &self.plain } else { &self.wrapping }
    }
}

/// Columns at which sentences are wrapped: never so few that words are torn.
fn columns(style: &Style) -> usize {
    style.width.max(40)
}

/// How a severity is shown: words are clearer than crosses and triangles, and read aloud.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error:",
        Severity::Warning => "warning:",
        Severity::Info => "info:",
    }
}

fn handler(style: &Style) -> GraphicalReportHandler {
    let mut theme = match (style.unicode, style.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    theme.characters.error = word(Severity::Error).into();
    theme.characters.warning = word(Severity::Warning).into();
    theme.characters.advice = word(Severity::Info).into();
    GraphicalReportHandler::new_themed(theme)
        .with_width(columns(style))
        .with_context_lines(CONTEXT)
        .without_syntax_highlighting()
}

/// Draws one finding: its own file first, then each other file that a related label is in.
fn draw<'a>(
    out: &mut String,
    finding: &Diagnostic,
    quoted: &impl Fn(FileId) -> Option<&'a Quoted<'a>>,
    handlers: &Handlers,
    style: &Style,
) {
    let mut labels: Vec<(&Label, bool)> = finding.primary.iter().map(|label| (label, true)).collect();
    labels.extend(finding.related.iter().map(|label| (label, false)));
    let mut order: Vec<FileId> = Vec::new();
    for (label, _) in &labels {
        if !order.contains(&label.span.file) {
            order.push(label.span.file);
        }
    }
    let mark = if style.unicode { "…" } else { "..." };
    let shown = |file: Option<FileId>, code: Option<String>, message: String| {
        let labels: Vec<_> = labels.iter().filter(|(label, _)| Some(label.span.file) == file).copied().collect();
        let ranges = labels.iter().map(|(label, _)| label.span.range());
        Shown {
            code,
            message,
            severity: if code_is_main(file, &order) { finding.severity } else { Severity::Info },
            source: file.and_then(quoted).map(|file| file.excerpt(ranges, mark)),
            labels,
        }
    };
    let mut code = format!("{} {}", finding.code.code, finding.code.name);
    if !finding.counts() {
        code.push_str(" (accepted)");
    }
    let page = finding.page.as_deref().map(printable);
    if let Some(page) = page.as_deref().filter(|_| style.links) {
        code = format!("\u{1b}]8;;{page}\u{1b}\\{code}\u{1b}]8;;\u{1b}\\");
    }
    let main = shown(order.first().copied(), Some(code), printable(&finding.message).into_owned());
    let mut draw = |shown: &Shown<'_>| {
        // writing to a `String` can not fail
        let _ = handlers.of(shown, style).render_report(out, shown);
    };
    draw(&main);
    for &file in order.iter().skip(1) {
        let name = quoted(file).map_or("", Quoted::name);
        draw(&shown(Some(file), None, format!("see also `{name}`")));
    }
    let fix = finding.fix.as_ref().map(offer);
    for (word, text) in finding.help.iter().map(|t| ("help", t)).chain(finding.notes.iter().map(|t| ("note", t))) {
        sentence(out, word, &printable(text), style);
    }
    if let Some(reason) = &finding.accepted {
        sentence(out, "accepted", &printable(reason), style);
    }
    if let Some(page) = page.as_deref().filter(|_| !style.links) {
        sentence(out, "page", page, style);
    }
    if let Some((word, text)) = fix {
        sentence(out, word, &printable(&text), style);
    }
}

/// What a fix does, and the option that carries it out.
fn offer(fix: &Fix) -> (&'static str, String) {
    let word = if fix.safety == Safety::Proposal { "proposal" } else { "fix" };
    (word, format!("{} (`{}`)", fix.title, fix.safety.option()))
}

fn code_is_main(file: Option<FileId>, order: &[FileId]) -> bool {
    file == order.first().copied()
}

/// Writes `  word: text`, wrapped at spaces, later lines indented as far as the text of the first.
fn sentence(out: &mut String, word: &str, text: &str, style: &Style) {
    let indent = word.len() + 4;
    let (on, off) = if style.color { ("\u{1b}[36m", "\u{1b}[0m") } else { ("", "") };
    for piece in ["  ", on, word, ":", off] {
        out.push_str(piece);
    }
    let mut column = indent - 1;
    for part in text.split(' ').filter(|part| !part.is_empty()) {
        let width = part.chars().count();
        if column + 1 + width > columns(style) && column >= indent {
            out.push('\n');
            out.push_str(&" ".repeat(indent - 1));
            column = indent - 1;
        }
        out.push(' ');
        out.push_str(part);
        column += 1 + width;
    }
    out.push('\n');
}

/// What the handler is given: one file's part of a finding.
struct Shown<'a> {
    code: Option<String>,
    message: String,
    severity: Severity,
    source: Option<Excerpt<'a>>,
    labels: Vec<(&'a Label, bool)>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.source.as_ref().map(|source| source as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let source = self.source.as_ref()?;
        Some(Box::new(self.labels.iter().map(move |(label, primary)| {
            let text = Some(printable(&label.text).into_owned()).filter(|text| !text.is_empty());
            let span = source.span(label.span.range());
            if *primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::source::{SourceFile, Span};

    const CODE: Code = Code { code: "DEP504", name: "critical-depends-on-noncritical" };
    const PLAIN: Style = Style { unicode: false, color: false, links: false, width: 80 };

    #[test]
    fn shows_the_path_in_this_file_and_the_other() {
        let mut sources = Sources::default();
        let root = sources.add(SourceFile::new("shop.toml", "[app.web]\nuses = [\"mail\"]\n\n[store.db]\n"));
        let other = sources.add(SourceFile::new("mail.toml", "# mail\n[app.mail]\ncriticality = \"low\"\n"));
        let finding = Diagnostic::error(CODE, Span::new(root, 0..9), "critical `web` waits for `mail`", "critical")
            .with_related(Span::new(root, 18..24), "waits for `mail`")
            .with_related(Span::new(other, 7..17), "which is low")
            .with_help("add `need = \"soft\"` to the connection, or make the callee as critical as its caller is")
            .with_note("one way");
        let summary = Summary { components: 3, connections: 1, rules: 20, ..Summary::default() };
        let text = full(&sources, &[finding], &summary, &PLAIN);
        let expected = "\
DEP504 critical-depends-on-noncritical

  error: critical `web` waits for `mail`
   ,-[shop.toml:1:1]
 1 | [app.web]
   : ^^^^|^^^^
   :     `-- critical
 2 | uses = [\"mail\"]
   :         ^^^|^^
   :            `-- waits for `mail`
 3 | 
   `----
  info: see also `mail.toml`
   ,-[mail.toml:2:1]
 1 | # mail
 2 | [app.mail]
   : ^^^^^|^^^^
   :      `-- which is low
 3 | criticality = \"low\"
   `----
  help: add `need = \"soft\"` to the connection, or make the callee as critical as
        its caller is
  note: one way

1 error - 3 components, 1 connection, 20 rules
";
        assert_eq!(text, expected, "{text}");
    }

    #[test]
    fn no_control_character_gets_through() {
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new("a\u{1b}[2J.toml", "x = \"\u{1b}[31m\u{9b}\"\r\ny\rz"));
        let finding = Diagnostic::error(CODE, Span::new(id, 0..40), "bad\u{7}", "la\u{1b}bel").with_help("he\u{8}lp");
        let text = full(&sources, &[finding], &Summary::default(), &PLAIN);
        assert!(!text.chars().any(|c| c != '\n' && c.is_control()), "{text:?}");
    }

    #[test]
    fn the_page_of_a_rule_is_a_link_where_links_are_shown() {
        let finding = Diagnostic::new(CODE, Severity::Error, "x");
        let finding = Diagnostic { page: Some("https://example.org/a\u{7}".into()), ..finding };
        let shown = |links| {
            full(&Sources::default(), std::slice::from_ref(&finding), &Summary::default(), &Style { links, ..PLAIN })
        };
        let link =
            "\u{1b}]8;;https://example.org/a\\u{7}\u{1b}\\DEP504 critical-depends-on-noncritical\u{1b}]8;;\u{1b}\\\n";
        assert!(shown(true).starts_with(link) && !shown(true).contains("page:"), "{:?}", shown(true));
        assert!(shown(false).contains("\n  page: https://example.org/a\\u{7}\n"), "{}", shown(false));
    }

    #[test]
    fn a_message_is_drawn_alike_whether_it_could_be_wrapped_or_not() {
        let words = "a critical thing of the shop goes down with something that it has no other way to do without ";
        for color in [false, true] {
            let style = Style { color, unicode: color, links: false, width: 60 };
            let handlers = Handlers { wrapping: handler(&style), plain: handler(&style).with_wrap_lines(false) };
            let mut short = 0;
            for end in 1..words.len() {
                for severity in [Severity::Error, Severity::Warning, Severity::Info] {
                    let message = words[..end].to_owned();
                    let shown = Shown { code: Some("A".into()), message, severity, source: None, labels: Vec::new() };
                    let drawn = |handler: &GraphicalReportHandler| {
                        let mut out = String::new();
                        let _ = handler.render_report(&mut out, &shown);
                        out
                    };
                    let chosen = handlers.of(&shown, &style);
                    short += usize::from(std::ptr::eq(chosen, &raw const handlers.plain));
                    assert_eq!(drawn(chosen), drawn(&handlers.wrapping), "{}", shown.message);
                }
            }
            assert!(short > 100, "{short}");
        }
    }

    #[test]
    fn three_thousand_findings_in_one_file() {
        let text = "[app.a]\nzones = [\"a\"]\n\n".repeat(3000);
        let mut sources = Sources::default();
        let id = sources.add(SourceFile::new("big.toml", text.as_str()));
        let findings: Vec<Diagnostic> = text
            .match_indices("zones")
            .map(|(at, word)| Diagnostic::error(CODE, Span::new(id, at..at + word.len()), "x", "y"))
            .collect();
        let report = full(&sources, &findings, &Summary::default(), &PLAIN);
        assert_eq!(report.matches("[big.toml:").count(), 3000);
        assert!(report.contains("[big.toml:8999:") || report.contains("[big.toml:8998:1]"), "the last finding");
    }
}
