//! The arguments common to all commands.

use std::ffi::{OsStr, OsString};

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::commands::{
    completions, describe, embed, explain, init, kinds, lint, man, mdbook, render, samples, schema, serve, what_if,
};

/// Draw a cloud architecture as an isometric poster, and check it against the rules that keep systems up.
#[derive(Debug, Parser)]
#[command(
    name = "isoplan",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "\
Examples:
  isoplan init web.topology.toml
  isoplan render web.topology.toml -o web.svg -o web.png
  isoplan lint web.topology.toml
  isoplan what-if web.topology.toml --lose us-east-1a
  isoplan explain too-few-zones

Exit codes: 0 success, 1 findings, 2 wrong use or a file that can not be read or written."
)]
pub(super) struct Options {
    /// When to colour messages; `NO_COLOR` is honoured.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", display_order = 900)]
    pub(super) color: Color,

    /// Say nothing on standard error but errors.
    #[arg(short, long, global = true, display_order = 901)]
    pub(super) quiet: bool,

    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Render(render::Args),
    Lint(lint::Args),
    WhatIf(what_if::Args),
    Explain(explain::Args),
    Kinds(kinds::Args),
    Init(init::Args),
    Samples(samples::Args),
    Embed(embed::Args),
    Mdbook(mdbook::Args),
    Serve(serve::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    Describe(describe::Args),
}

/// When to colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The whole command line, as its help, completions and manual pages tell it.
pub(super) fn command() -> clap::Command {
    Options::command()
}

/// Reads the arguments, the name of the program first.
pub(super) fn parse(arguments: Vec<OsString>) -> Result<Options, clap::Error> {
    let matches = Options::command().color(color_of_help(&arguments)).try_get_matches_from(arguments)?;
    Options::from_arg_matches(&matches)
}

/// What `--color` says, read before everything else so that help and errors of the arguments heed it too.
fn color_of_help(arguments: &[OsString]) -> ColorChoice {
    let said = |word: &str| {
        let joined = format!("--color={word}");
        arguments.iter().any(|given| given == OsStr::new(&joined))
            || arguments.windows(2).any(|pair| pair[0] == "--color" && pair[1] == word)
    };
    match (said("never"), said("always")) {
        (true, _) => ColorChoice::Never,
        (_, true) => ColorChoice::Always,
        _ => ColorChoice::Auto,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declarations_hold_together() {
        Options::command().debug_assert();
    }

    #[test]
    fn color_is_known_before_the_rest() {
        let given = |words: &[&str]| color_of_help(&words.iter().map(Into::into).collect::<Vec<OsString>>());
        assert_eq!(given(&["isoplan", "--color", "never", "x"]), ColorChoice::Never);
        assert_eq!(given(&["isoplan", "--color=always"]), ColorChoice::Always);
        assert_eq!(given(&["isoplan", "--color"]), ColorChoice::Auto);
    }
}
