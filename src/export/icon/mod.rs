//! Reads an icon of the user: an SVG becomes filled outlines in a box of the scene, or an error that says why not.
//!
//! Nothing outside of the text is read, whatever it refers to. What can not be drawn as it is meant is refused, never left
//! out: an icon is shown unaltered or not at all.
//!
//! *Invariant*: every number of an icon is finite, and how much work a text can ask for has a bound.

mod cut;
mod flatten;
mod guard;

#[cfg(test)]
mod tests;

use std::fmt;

use usvg::{ImageHrefResolver, Options, Tree};

use crate::scene::Icon;

/// Why a text is no icon: what is wrong with it, in a part of a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IconError(String);

impl IconError {
    fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl fmt::Display for IconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for IconError {}

/// The drawing of an SVG, made as large as fits into the box of an icon.
///
/// # Errors
/// If the text is no SVG, refers to something outside of itself, runs something, or has what can not be drawn unaltered.
pub fn icon(text: &str) -> Result<Icon, IconError> {
    let document = guard::read(text)?;
    let options = Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&document, &options).map_err(|error| match error {
        usvg::Error::InvalidSize => IconError::new("it has no size: no `viewBox`, or one of nothing"),
        other => IconError::new(format!("it can not be read: {other}")),
    })?;
    flatten::icon(&tree)
}
