//! The commands, one file each: its arguments with their help, and what it does.

pub(super) mod describe;
pub(super) mod explain;
pub(super) mod kinds;
pub(super) mod lint;
pub(super) mod render;
