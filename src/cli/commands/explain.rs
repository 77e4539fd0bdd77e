//! `isoplan explain`: the page of a rule, or the list of all rules.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::ending::{Ending, Failure, shown};
use crate::cli::input;
use crate::cli::settings::{self, NAME, Origin};
use crate::cli::terminal::Terminal;
use crate::diag::{Diagnostic, Label, Severity};
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
    let (text, loads) = match &args.rule {
        None => (list() + &list_own(&own(None)?), true),
        Some(name) => match built_in(name) {
            Some(rule) => {
                (report::explain(rule.code, rule.severity, rule.confidence, rule.page, &terminal.style()), true)
            }
            None => explain_own(name, args.file.as_deref())?,
        },
    };
    terminal.print(&text)?;
    Ok(if loads { Ending::Clean } else { Ending::Findings })
}

fn built_in(name: &str) -> Option<&'static Rule> {
    lint::rule(&name.to_uppercase()).or_else(|| lint::rule(&name.to_lowercase()))
}

/// A file with rules of the user's own.
struct Own {
    sources: Sources,
    rules: Vec<CustomRule>,
    /// What is wrong with the file and with the rules.
    mistakes: Vec<Diagnostic>,
}

/// The files with rules of the user's own: a file that is named, and the nearest file of settings.
fn own(file: Option<&Path>) -> Result<Vec<Own>, Failure> {
    let settings = |file: SourceFile| {
        let mut sources = Sources::default();
        let (table, mut mistakes) = syntax::settings(file, &mut sources);
        mistakes.extend(lint::mistakes(&table));
        Own { sources, rules: table.custom, mistakes }
    };
    match file {
        Some(path) if path.file_name().is_some_and(|name| name == NAME) => Ok(vec![settings(settings::read(path)?)]),
        Some(path) => {
            let input = input::read(path);
            if let Some(refusal) = &input.refusal {
                return Err(Failure::new(refusal));
            }
            let mut mistakes = input.findings;
            mistakes.extend(lint::mistakes(&input.model.lint));
            let mut found = vec![Own { rules: input.model.lint.custom.clone(), sources: input.sources, mistakes }];
            found.extend(Origin::Nearest.file(path)?.map(settings));
            Ok(found)
        }
        None => Ok(Origin::Nearest.file(Path::new("-"))?.map(settings).into_iter().collect()),
    }
}

/// What a rule of the user's own is made of, and whether it loads.
fn explain_own(name: &str, file: Option<&Path>) -> Result<(String, bool), Failure> {
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

/// What is wrong with a rule: what is found between its head and the next one.
fn mistakes_of<'a>(own: &'a Own, rule: &CustomRule) -> Vec<&'a Diagnostic> {
    let (file, start) = (rule.span.file, rule.span.start);
    let later = |other: &CustomRule| Some(other.span).filter(|at| at.file == file && at.start > start);
    let end = own.rules.iter().filter_map(later).map(|at| at.start).min().unwrap_or(u32::MAX);
    let inside = |label: &Label| label.span.file == file && (start..end).contains(&label.span.start);
    let is_its =
        |mistake: &&Diagnostic| mistake.severity == Severity::Error && mistake.primary.as_ref().is_some_and(inside);
    let mut found: Vec<&Diagnostic> = own.mistakes.iter().filter(is_its).collect();
    found.sort_by_key(|mistake| mistake.sort_key());
    found.dedup();
    found
}

/// The page of a rule of the user's own: what its table says, in the order of the file, or first why it does not load.
fn page_of(own: &Own, rule: &CustomRule) -> (String, bool) {
    let mistakes = mistakes_of(own, rule);
    let severity = rule.severity.as_ref().map_or("warning", |said| said.value.as_str());
    let file = own.sources.file(rule.span.file);
    let line = file.position(rule.span.start as usize).line;
    let mut out = format!("{} {} ({severity})\n\n", shown(&rule.code.value), shown(&rule.name.value));
    if !mistakes.is_empty() {
        let _ = writeln!(out, "It does not load, so it finds nothing:\n");
        for mistake in &mistakes {
            let at = mistake.primary.as_ref().map_or(1, |label| file.position(label.span.start as usize).line);
            let help = mistake.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            let _ = writeln!(out, "  {}:{at}  {}{}", shown(&file.name), shown(&mistake.message), shown(&help));
        }
        out.push('\n');
    }
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
    (out, mistakes.is_empty())
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
    for (own, rule) in files.iter().flat_map(|own| own.rules.iter().map(move |rule| (own, rule))) {
        let severity = rule.severity.as_ref().map_or("warning", |said| said.value.as_str());
        let mut about = rule.message.as_ref().map_or(rule.template.value.as_str(), |text| text.value.as_str());
        if !mistakes_of(own, rule).is_empty() {
            about = "(does not load)";
        }
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
