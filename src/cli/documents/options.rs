//! What a block says of its picture, as `file=web.topology.toml view=front theme=color`.

use crate::cli::ending::Failure;

/// The keys a block may have.
const KEYS: [&str; 6] = ["file", "view", "theme", "projection", "name", "alt"];

/// What a block says of its picture.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(in crate::cli) struct Options {
    /// The topology, relative to the document.
    pub(in crate::cli) file: Option<String>,
    /// The view of it.
    pub(in crate::cli) view: Option<String>,
    /// The theme; a light and a dark one when not said.
    pub(in crate::cli) theme: Option<String>,
    /// How the ground is seen.
    pub(in crate::cli) projection: Option<String>,
    /// The name of the picture.
    pub(in crate::cli) name: Option<String>,
    /// What it shows, in the author's own words.
    pub(in crate::cli) alt: Option<String>,
}

impl Options {
    /// Reads words of the form `key=value` or `key="a value"`.
    pub(in crate::cli) fn parse(info: &str) -> Result<Self, Failure> {
        let mut read = Self::default();
        let mut rest = info.trim();
        while !rest.is_empty() {
            let Some((key, after)) = rest.split_once('=') else {
                return Err(Failure::new(format!("`{rest}` has no value")).with_help("write `key=value`"));
            };
            let (value, left) = match after.strip_prefix('"') {
                Some(quoted) => {
                    quoted.split_once('"').ok_or_else(|| Failure::new("a quotation mark has no partner"))?
                }
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            let slot = match key.trim() {
                "file" => &mut read.file,
                "view" => &mut read.view,
                "theme" => &mut read.theme,
                "projection" => &mut read.projection,
                "name" => &mut read.name,
                "alt" => &mut read.alt,
                other => return Err(Failure::unknown("option", other, KEYS)),
            };
            if slot.replace(value.to_owned()).is_some() {
                return Err(Failure::new(format!("`{}` is said twice", key.trim())));
            }
            rest = left.trim_start();
        }
        Ok(read)
    }
}

/// A text as the value of an attribute of HTML.
pub(in crate::cli) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}
