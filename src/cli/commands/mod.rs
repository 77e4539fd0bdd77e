//! The commands, one file each: its arguments with their help, and what it does.

pub(super) mod completions;
pub(super) mod describe;
pub(super) mod embed;
pub(super) mod explain;
pub(super) mod init;
pub(super) mod kinds;
pub(super) mod lint;
pub(super) mod man;
pub(super) mod mdbook;
pub(super) mod render;
pub(super) mod samples;
pub(super) mod schema;
pub(super) mod serve;
pub(super) mod what_if;
