//! `isoplan kinds`: the kinds that a component may have.

use std::fmt::Write as _;

use clap::ValueEnum;
use serde::Serialize;

use crate::catalog::{self, Kind, Scope, Trait};
use crate::cli::ending::{Ending, Failure};
use crate::cli::terminal::Terminal;

/// List the kinds that a component may have
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan kinds
  isoplan kinds --family database
  isoplan kinds --trait queue --format json")]
pub(in crate::cli) struct Args {
    /// Only kinds of this family
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,

    /// Only kinds that reach this far: zonal, regional, global or external
    #[arg(long, value_name = "SCOPE")]
    scope: Option<String>,

    /// Only kinds with this trait, which is what rules ask about
    #[arg(long = "trait", value_name = "TRAIT")]
    wanted: Option<String>,

    /// How the list is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Format {
    /// Columns.
    Table,
    /// For other programs.
    Json,
}

/// Prints the kinds that fit.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let catalog = catalog::builtin();
    let family = args.family.as_deref().map(|name| {
        catalog.family(name).ok_or_else(|| Failure::unknown("family", name, catalog.families().map(|family| family.id)))
    });
    let scope = args
        .scope
        .as_deref()
        .map(|name| Scope::from_name(name).ok_or_else(|| Failure::unknown("scope", name, Scope::ALL.map(Scope::name))));
    let wanted = args.wanted.as_deref().map(|name| {
        Trait::from_name(name).ok_or_else(|| Failure::unknown("trait", name, Trait::ALL.iter().map(|t| t.name())))
    });
    let (family, scope, wanted) = (family.transpose()?, scope.transpose()?, wanted.transpose()?);
    let kinds: Vec<&Kind> = catalog
        .kinds()
        .filter(|kind| family.is_none_or(|family| kind.family == family.id))
        .filter(|kind| scope.is_none_or(|scope| kind.scope == scope))
        .filter(|kind| wanted.is_none_or(|wanted| kind.traits.has(wanted)))
        .collect();
    terminal.print(&match args.format {
        Format::Table => table(&kinds),
        Format::Json => json(&kinds),
    })?;
    Ok(Ending::Clean)
}

fn table(kinds: &[&Kind]) -> String {
    let mut rows = vec![["ID", "NAME", "FAMILY", "SCOPE", "TRAITS"].map(str::to_owned)];
    rows.extend(kinds.iter().map(|kind| {
        let traits: Vec<&str> = kind.traits.iter().map(Trait::name).collect();
        let [id, title, family, scope] = [kind.id, kind.title, kind.family, kind.scope.name()].map(str::to_owned);
        [id, title, family, scope, traits.join(" ")]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 4] = std::array::from_fn(width);
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            // writing to a `String` can not fail
            let _ = write!(line, "{cell:width$}  ");
        }
        line.push_str(&row[4]);
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A kind as other programs see it.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    title: &'a str,
    label: &'a str,
    family: &'a str,
    scope: &'a str,
    traits: Vec<&'a str>,
    aliases: &'a [&'a str],
}

fn json(kinds: &[&Kind]) -> String {
    let entries: Vec<Entry> = kinds
        .iter()
        .map(|kind| Entry {
            id: kind.id,
            title: kind.title,
            label: kind.label,
            family: kind.family,
            scope: kind.scope.name(),
            traits: kind.traits.iter().map(Trait::name).collect(),
            aliases: kind.aliases,
        })
        .collect();
    // plain structs with text keys: there is nothing that could fail
    let mut out = serde_json::to_string_pretty(&entries).unwrap_or_default();
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_kind() {
        let kinds: Vec<&Kind> = catalog::builtin().kinds().collect();
        let text = table(&kinds);
        assert_eq!(text.lines().count(), kinds.len() + 1);
        assert!(text.lines().any(|line| line.starts_with("ec2 ") && line.contains("compute")));
    }
}
