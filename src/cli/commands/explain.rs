//! `isoplan explain`: the page of a rule, or the list of all rules.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::ending::{Ending, Failure, shown};
use crate::cli::input;
use crate::cli::settings::{self, NAME, Origin};
use crate::cli::terminal::Terminal;
use crate::lint::{self, Rule};
use crate::report;
use crate::source::{SourceFile, Sources};
use crate::syntax;
use crate::syntax::document::{CustomRule, Parameter};

/// Explain a rule, or list all rules
///
/// Rules of your own are found too: those of the nearest isoplan.toml, and those of a file that is named.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan explain                          list all rules
  isoplan explain AVL101                   explain one by its code
  isoplan explain too-few-zones            or by its name
  isoplan explain ORG001 web.topology.toml a rule of your own, in a topology")]
pub(in crate::cli) struct Args {
    /// Code or name of a rule, in any case
    #[arg(value_name = "RULE")]
    rule: Option<String>,

    /// A topology or an isoplan.toml with rules of your own
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Prints the page or the list.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let text = match &args.rule {
        None => list() + &list_own(&own(None)?),
        Some(name) => {
            if let Some(rule) = built_in(name) {
                report::explain(rule.code, rule.severity, rule.confidence, rule.page, &terminal.style())
            } else {
                explain_own(name, args.file.as_deref())?
            }
        }
    };
    terminal.print(&text)?;
    Ok(Ending::Clean)
}

fn built_in(name: &str) -> Option<&'static Rule> {
    lint::rule(&name.to_uppercase()).or_else(|| lint::rule(&name.to_lowercase()))
}

/// A file with rules of the user's own.
struct Own {
    sources: Sources,
    rules: Vec<CustomRule>,
}

/// The files with rules of the user's own: a file that is named, and the nearest file of settings.
fn own(file: Option<&Path>) -> Result<Vec<Own>, Failure> {
    let settings = |file: SourceFile| {
        let mut sources = Sources::default();
        let rules = syntax::settings(file, &mut sources).0.custom;
        Own { sources, rules }
    };
    match file {
        Some(path) if path.file_name().is_some_and(|name| name == NAME) => Ok(vec![settings(settings::read(path)?)]),
        Some(path) => {
            let input = input::read(path);
            if let Some(refusal) = &input.refusal {
                return Err(Failure::new(refusal));
            }
            let mut found = vec![Own { rules: input.model.lint.custom.clone(), sources: input.sources }];
            found.extend(Origin::Nearest.file(path)?.map(settings));
            Ok(found)
        }
        None => Ok(Origin::Nearest.file(Path::new("-"))?.map(settings).into_iter().collect()),
    }
}

/// What a rule of the user's own is made of.
fn explain_own(name: &str, file: Option<&Path>) -> Result<String, Failure> {
    let files = own(file)?;
    let is_meant =
        |rule: &CustomRule| [&rule.code.value, &rule.name.value].iter().any(|own| own.eq_ignore_ascii_case(name));
    for own in &files {
        if let Some(rule) = own.rules.iter().find(|rule| is_meant(rule)) {
            return Ok(page_of(own, rule));
        }
    }
    let known = lint::rules().flat_map(|rule| [rule.code.code, rule.code.name]);
    let of_own = files.iter().flat_map(|own| &own.rules);
    let known = known.chain(of_own.flat_map(|rule| [rule.code.value.as_str(), rule.name.value.as_str()]));
    let failure = Failure::unknown("rule", name, known);
    if failure.help.is_some() {
        return Err(failure);
    }
    Err(failure.with_help(if file.is_some() {
        "`isoplan explain` lists the rules of the program; the file has no rule of this code or name"
    } else {
        "`isoplan explain` lists them all; for a rule of your own that no isoplan.toml here has, name its file: \
         `isoplan explain RULE FILE`"
    }))
}

/// The page of a rule of the user's own: what its table says, in the order of the file.
fn page_of(own: &Own, rule: &CustomRule) -> String {
    let severity = rule.severity.as_ref().map_or("warning", |said| said.value.as_str());
    let file = own.sources.file(rule.span.file);
    let line = file.position(rule.span.start as usize).line;
    let mut out = format!("{} {} ({severity})\n\n", shown(&rule.code.value), shown(&rule.name.value));
    let _ = writeln!(out, "A rule of your own, in {}:{line}, made from a template:\n", shown(&file.name));
    let mut rows = vec![("template", rule.template.value.to_string())];
    rows.extend(rule.keys.iter().map(|(key, value)| (key.value.as_str(), words(&value.value))));
    rows.extend(rule.message.iter().map(|text| ("message", text.value.to_string())));
    rows.extend(rule.help.iter().map(|text| ("help", text.value.to_string())));
    let width = rows.iter().map(|(key, _)| key.chars().count()).max().unwrap_or(0);
    for (key, value) in rows {
        let _ = writeln!(out, "  {:width$}  {}", shown(key), shown(&value));
    }
    out.push('\n');
    let _ = match rule.tests.len() {
        0 => writeln!(out, "It has no test; `[[lint.custom.test]]` after it holds one."),
        n => writeln!(
            out,
            "It has {n} {}: `isoplan lint --test-rules {}`.",
            if n == 1 { "test" } else { "tests" },
            shown(&file.name)
        ),
    };
    out
}

/// The value of a key, in words.
fn words(value: &Parameter) -> String {
    match value {
        Parameter::Number(number) => number.to_string(),
        Parameter::Bool(truth) => truth.to_string(),
        Parameter::Text(text) => text.to_string(),
        Parameter::Texts(texts) => texts.iter().map(|text| text.value.as_str()).collect::<Vec<_>>().join(", "),
        Parameter::Numbers(numbers) => {
            let pairs: Vec<String> = numbers.iter().map(|(key, number)| format!("{} = {number}", key.value)).collect();
            pairs.join(", ")
        }
    }
}

/// The rules of the user's own, as lines like those of the program's.
fn list_own(files: &[Own]) -> String {
    let mut out = String::new();
    for rule in files.iter().flat_map(|own| &own.rules) {
        let severity = rule.severity.as_ref().map_or("warning", |said| said.value.as_str());
        let about = rule.message.as_ref().map_or(rule.template.value.as_str(), |text| text.value.as_str());
        let name_width = name_width();
        let line = format!("{:6}  {:name_width$}  {severity:7}  {about}", rule.code.value, rule.name.value);
        out.push_str(shown(line.trim_end()).as_str());
        out.push('\n');
    }
    out
}

fn name_width() -> usize {
    lint::rules().map(|rule| rule.code.name.len()).max().unwrap_or(0)
}

/// All rules: code, name, severity, and what each is about.
fn list() -> String {
    let name_width = name_width();
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
                assert_eq!(built_in(&name).unwrap().code, rule.code);
            }
        }
    }

    #[test]
    fn the_list_holds_every_rule() {
        assert_eq!(list().lines().count(), lint::rules().count());
    }
}
