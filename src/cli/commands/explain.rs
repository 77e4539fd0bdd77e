//! `isoplan explain`: the page of a rule, or the list of all rules.

use crate::cli::ending::{Ending, Failure};
use crate::cli::terminal::Terminal;
use crate::lint::{self, Rule};
use crate::report;

/// Explain a rule, or list all rules
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan explain                  list all rules
  isoplan explain AVL101           explain one by its code
  isoplan explain too-few-zones    or by its name")]
pub(in crate::cli) struct Args {
    /// Code or name of a rule, in any case
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

/// Prints the page or the list.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let text = match &args.rule {
        None => list(),
        Some(name) => {
            let rule = find(name)?;
            report::explain(rule.code, rule.severity, rule.confidence, rule.page, &terminal.style())
        }
    };
    terminal.print(&text)?;
    Ok(Ending::Clean)
}

fn find(name: &str) -> Result<&'static Rule, Failure> {
    lint::rule(&name.to_uppercase()).or_else(|| lint::rule(&name.to_lowercase())).ok_or_else(|| {
        let failure = Failure::unknown("rule", name, lint::rules().flat_map(|rule| [rule.code.code, rule.code.name]));
        if failure.help.is_some() { failure } else { failure.with_help("`isoplan explain` lists them all") }
    })
}

/// All rules: code, name, severity, and what each is about.
fn list() -> String {
    let width = |of: fn(&Rule) -> usize| lint::rules().map(of).max().unwrap_or(0);
    let name_width = width(|rule| rule.code.name.len());
    let mut out = String::new();
    for rule in lint::rules() {
        let line = format!(
            "{:6}  {:name_width$}  {:7}  {}",
            rule.code.code,
            rule.code.name,
            rule.severity.name(),
            report::about(rule.page)
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_found_by_code_or_name_in_any_case() {
        for rule in lint::rules() {
            for name in [rule.code.code.to_lowercase(), rule.code.name.to_uppercase()] {
                assert_eq!(find(&name).unwrap().code, rule.code);
            }
        }
    }

    #[test]
    fn the_list_holds_every_rule() {
        assert_eq!(list().lines().count(), lint::rules().count());
    }
}
