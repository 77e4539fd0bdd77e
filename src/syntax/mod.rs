//! From TOML to a [`Document`]: every table and key with its place, every mistake as a finding.
//!
//! A text is walked once for its depth, parsed with recovery, and decoded by hand table by table, so that one run
//! reports every mistake at its own place. The document says what the file says and nothing more: references are
//! names, nothing is inherited or copied yet. That is the work of `model`.
//!
//! *Invariant*: no text makes this room panic, and every key of it ends up in the document or in a finding.

pub mod attributes;
mod build;
pub mod codes;
mod comments;
mod decode;
pub mod document;
mod load;
mod merge;
mod parse;
mod patch;
mod reader;
mod scan;
mod schema;
mod sink;
mod suggest;
mod tree;
mod value;
mod words;

pub use attributes::Attributes;
pub use comments::{Ignore, ignores};
pub use document::Document;
pub use load::{Files, LARGEST, Loaded, ReadError, ReadErrorKind, load, parse, settings};
pub use patch::Patcher;
pub use schema::schema;
pub use suggest::nearest;
pub use words::{Words, plural};
