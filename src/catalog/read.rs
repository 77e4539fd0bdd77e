//! Reads one embedded TOML file into a type of a later room, so that TOML itself stays in this one.

use serde::de::DeserializeOwned;

/// The value that an embedded file holds; `None` when it is not of that form, which a test of the reader finds.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let parsed = toml::from_str(text);
    debug_assert!(parsed.is_ok(), "embedded file: {:?}", parsed.as_ref().err());
    parsed.ok()
}
