//! The `isoplan` command.
fn main() {}
