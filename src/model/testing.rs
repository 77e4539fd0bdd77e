//! Models for tests.

use super::{Model, resolve};
use crate::source::SourceFile;
use crate::syntax::parse;

/// The model of a text in which nothing is wrong.
pub(crate) fn model(text: &str) -> Model {
    let loaded = parse(SourceFile::new("t.toml", text));
    let (model, findings) = resolve(&loaded.document);
    assert!(loaded.findings.is_empty() && findings.is_empty(), "{:?} {findings:?}", loaded.findings);
    model
}
