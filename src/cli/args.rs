//! The arguments common to all commands.

use std::ffi::{OsStr, OsString};

use clap::{Args as _, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

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
    #[command(flatten)]
    pub(super) shared: Shared,

    #[command(subcommand)]
    pub(super) command: Command,
}

// what every command takes; a comment for the documentation here would become that of the whole program
#[derive(Debug, clap::Args)]
pub(super) struct Shared {
    /// When to colour messages; `NO_COLOR` is honoured.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", display_order = 900)]
    pub(super) color: Color,

    /// Say nothing on standard error but errors.
    #[arg(short, long, global = true, display_order = 901)]
    pub(super) quiet: bool,
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
    if let Some(options) = lint_alone(&arguments) {
        return Ok(options);
    }
    let matches = Options::command().color(color_of_help(&arguments)).try_get_matches_from(arguments)?;
    Options::from_arg_matches(&matches)
}

/// Reads a call of `lint`, the command that hooks run most. To describe all the others takes longer than to check a small
/// file; their descriptions are needed only for help and for what is wrong with the arguments, and then this gives `None`.
fn lint_alone(arguments: &[OsString]) -> Option<Options> {
    const NAME: &str = "lint";
    if arguments.get(1)? != NAME {
        return None;
    }
    let lint = lint::Args::augment_args(clap::Command::new(NAME));
    let program = Shared::augment_args(clap::Command::new("isoplan")).subcommand(lint);
    let matches = program.try_get_matches_from(arguments).ok()?;
    Options::from_arg_matches(&matches).ok()
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
    fn lint_alone_is_read_as_all_commands_are() {
        let read = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(Into::into).collect();
            let whole = Options::command().try_get_matches_from(words.clone());
            let whole = whole.ok().and_then(|matches| Options::from_arg_matches(&matches).ok());
            (lint_alone(&words).map(|options| format!("{options:?}")), whole.map(|options| format!("{options:?}")))
        };
        for line in [
            "isoplan lint a.toml",
            "isoplan lint a.toml b.toml --format json --fail-on warning --color never -q --select A,B --max-warnings 3",
            "isoplan lint --fix --quiet --color=always -- -",
        ] {
            let (alone, whole) = read(line);
            assert!(alone.is_some(), "{line}");
            assert_eq!(alone, whole, "{line}");
        }
        for line in
            ["isoplan lint", "isoplan lint --help", "isoplan lint -V", "isoplan lint a --formt x", "isoplan lnt a"]
        {
            assert_eq!(read(line), (None, None), "{line}");
        }
        assert_eq!(read("isoplan --quiet lint a").0, None);
    }

    #[test]
    fn color_is_known_before_the_rest() {
        let given = |words: &[&str]| color_of_help(&words.iter().map(Into::into).collect::<Vec<OsString>>());
        assert_eq!(given(&["isoplan", "--color", "never", "x"]), ColorChoice::Never);
        assert_eq!(given(&["isoplan", "--color=always"]), ColorChoice::Always);
        assert_eq!(given(&["isoplan", "--color"]), ColorChoice::Auto);
    }
}
