//! Whether two models describe the same architecture, wherever their tables stand in the files.

use super::Model;

/// What the form for debugging writes for a place in a file.
const SPAN: &str = "Span { file: FileId(";

/// Whether everything but places in the files, and what accepts findings, is the same. For checking that an edit of a
/// file changes no meaning; takes time in proportion to the size of the models.
pub fn same(one: &Model, other: &Model) -> bool {
    content(one) == content(other)
}

/// A text of all that a model holds, without places and `allow`.
fn content(model: &Model) -> String {
    let mut parts = model.parts.clone();
    parts.allow.clear();
    // whether a legend explains the picture is no part of the architecture
    parts.diagram.legend = false;
    parts.diagram.legend_span = None;
    for component in &mut parts.components {
        component.attributes.allow = None;
    }
    let text = format!("{parts:?}");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(SPAN) {
        out.push_str(&rest[..at]);
        rest = rest[at..].find('}').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::resolve;
    use crate::source::SourceFile;
    use crate::syntax;

    fn model(text: &str) -> Model {
        resolve(&syntax::parse(SourceFile::new("t", text)).document).0
    }

    #[test]
    fn places_and_allowances_do_not_count() {
        let one = model("[app.web]\nlabel = \"x\"\nuses = [\"db\"]\n[store.db]\n");
        assert!(same(&one, &model("\n\n[app.web]\nallow = []\nuses = [\"db\"]\nlabel = \"x\"\n[store.db]\n")));
        assert!(!same(&one, &model("[app.web]\nlabel = \"y\"\nuses = [\"db\"]\n[store.db]\n")));
        assert!(!same(&one, &model("[app.web]\nlabel = \"x\"\n[store.db]\n")));
    }
}
