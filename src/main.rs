//! The `isoplan` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    isoplan::cli::run()
}
