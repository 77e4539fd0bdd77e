//! From TOML to a [`Document`]: every table and key with its place, every mistake as a finding.
//!
//! The document says what the file says and nothing more: references are names, nothing is inherited or copied yet.
//! That is the work of `model`.

pub mod attributes;
pub mod document;

pub use attributes::Attributes;
pub use document::Document;
