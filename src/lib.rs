//! Reads a cloud architecture from TOML, checks it and draws it.
//!
//! Data flows one way, and each stage hands on one plain type; see `docs/architecture.md`.

pub mod catalog;
pub mod cli;
pub mod diag;
pub mod export;
pub mod geom;
pub mod layout;
pub mod lint;
pub mod model;
pub mod report;
pub mod scene;
pub mod source;
pub mod syntax;
pub mod text;
pub mod what_if;
