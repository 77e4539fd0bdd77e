//! The command line: arguments, files, the clock and the terminal, and nothing that decides what is drawn or found.
//!
//! A command reads its input through `disk`, calls the rooms below in a row, and gives text or bytes to `terminal`
//! or `output`. It ends with one of three codes: 0 for success, 1 for findings, 2 for wrong use or a file that can not
//! be read or written.
//!
//! *Invariant*: no other room touches the file system, the environment, the clock or the standard streams.

mod args;
mod clock;
mod commands;
mod disk;
mod documents;
mod ending;
mod glob;
mod icons;
mod input;
mod lock;
mod metrics;
mod output;
mod progress;
mod samples;
mod serve;
mod settings;
mod terminal;
mod watch;

use std::process::ExitCode;

use args::{Command, Options};
use ending::{Ending, Failure};
use terminal::Terminal;

/// Runs the command that the arguments of the process name, and gives its exit code.
pub fn run() -> ExitCode {
    let options = match args::parse(std::env::args_os().collect()) {
        Ok(options) => options,
        Err(shown) => {
            // help and version go to standard output and are a success; a closed pipe is none of our concern
            let _ = shown.print();
            return if shown.use_stderr() { Ending::Trouble } else { Ending::Clean }.into();
        }
    };
    let terminal = Terminal::new(options.shared.color, options.shared.quiet);
    let ending = call(&options, terminal).unwrap_or_else(|failure| {
        terminal.failure(&failure);
        Ending::Trouble
    });
    ending.into()
}

fn call(options: &Options, terminal: Terminal) -> Result<Ending, Failure> {
    match &options.command {
        Command::Render(args) => commands::render::run(args, terminal),
        Command::Lint(args) => commands::lint::run(args, terminal),
        Command::Explain(args) => commands::explain::run(args, terminal),
        Command::Kinds(args) => commands::kinds::run(args, terminal),
        Command::Init(args) => commands::init::run(args, terminal),
        Command::Samples(args) => commands::samples::run(args, terminal),
        Command::Embed(args) => commands::embed::run(args, terminal),
        Command::Mdbook(args) => commands::mdbook::run(args, terminal),
        Command::Serve(args) => commands::serve::run(args, terminal),
        Command::Schema(args) => commands::schema::run(args, terminal),
        Command::Completions(args) => commands::completions::run(args, terminal),
        Command::Man(args) => commands::man::run(args, terminal),
        Command::WhatIf(args) => commands::what_if::run(args, terminal),
        Command::Describe(args) => commands::describe::run(args, terminal),
    }
}
