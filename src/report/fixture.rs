//! Findings that the tests of several formats share: one of each severity, with texts that try to break out.

use crate::diag::{Code, Diagnostic, Edit, Fix, Safety, Severity};
use crate::source::{SourceFile, Sources, Span};

/// Three findings in one file whose name and lines are awkward.
pub(super) fn findings() -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add(SourceFile::new("my shop, one.toml", "[app.web]\nusés = [\"db\"]\n"));
    let code = |code, name| Code { code, name };
    let zones =
        Diagnostic::error(code("AVL101", "too-few-zones"), Span::new(id, 0..9), "`web` stands in 1 zone", "here");
    let cycle = Diagnostic::error(
        code("DEP503", "sync-cycle"),
        Span::new(id, 19..23),
        "100% a <cycle> & \"more\" | `web`",
        "waits",
    )
    .with_related(Span::new(id, 0..9), "`web` waits for `db`")
    .with_help("set `kind = \"async\"`")
    .with_note("one")
    .with_element("web")
    .with_witness(vec!["web".into(), "db".into()])
    .with_fix(Fix {
        title: "write `bd`".into(),
        safety: Safety::Unsafe,
        edits: vec![Edit { span: Span::new(id, 19..23), replacement: "\"bd\"".into() }],
    });
    let unread = Diagnostic::new(code("SYN013", "unreadable-file"), Severity::Info, "no file `x\u{7}`");
    (sources, vec![Diagnostic { severity: Severity::Warning, ..zones }, cycle, unread])
}
