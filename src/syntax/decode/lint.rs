//! `[lint]` and `[[allow]]`: kept as written, because only the linter knows its rules and their parameters.

use super::attributes::allow_keys;
use crate::source::{Spanned, Text};
use crate::syntax::document::{
    Acceptance, CustomRule, CustomTest, LintImplication, LintOverride, LintRule, LintTable, PERSONAS, Parameter,
};
use crate::syntax::reader::{Child, Reader};
use crate::syntax::sink::{Sink, Value};
use crate::syntax::suggest::quoted;
use crate::syntax::tree::Content;
use crate::syntax::value::{boolean, check_id, filled, link, number, one_of, text, texts};

/// What `severity` can be.
const LEVELS: [&str; 4] = ["error", "warning", "info", "off"];

/// The keys of a custom rule that do not belong to its template.
const CUSTOM: [&str; 7] = ["code", "name", "template", "severity", "message", "help", "test"];

/// `[lint]`.
pub(super) fn lint(r: &mut Reader, sink: &mut Sink) -> LintTable {
    let Some(child) = r.table(sink, "lint", "lint") else { return LintTable::default() };
    let mut r = Reader::new(child.table, child.span, "[lint]");
    let select = r.get(sink, "select", texts);
    let extend_select = r.get(sink, "extend-select", texts);
    let ignore = r.get(sink, "ignore", texts);
    let persona = r.get(sink, "persona", |s, v| one_of(s, v, &PERSONAS));
    let docs_url = r.get(sink, "docs-url", page);
    let rules = r.named(sink, "rule", "lint.rule").into_iter().map(|c| rule(c, sink)).collect();
    let mut overrides = Vec::new();
    for (table, span) in r.tables(sink, "override", "lint.override") {
        overrides.extend(read_override(Reader::new(table, span, "[[lint.override]]"), sink));
    }
    let mut custom = Vec::new();
    for (table, span) in r.tables(sink, "custom", "lint.custom") {
        custom.extend(read_custom(Reader::new(table, span, "[[lint.custom]]"), sink));
    }
    let mut implies = Vec::new();
    for (table, span) in r.tables(sink, "implies", "lint.implies") {
        implies.extend(implication(Reader::new(table, span, "[[lint.implies]]"), sink));
    }
    r.finish(sink);
    LintTable { select, extend_select, ignore, persona, docs_url, rules, overrides, custom, implies }
}

/// An address of the pages of rules.
fn page(sink: &mut Sink, value: &Value) -> Option<Text> {
    let address = link(sink, value)?;
    if address.contains("{name}") || address.contains("{code}") {
        return Some(Text::new(address));
    }
    let message = format!("{} does not say where the rule stands in it", quoted(sink.key));
    let help = Some("write `{name}` or `{code}` there, as in `\"https://example.org/rules/{name}.html\"`".to_owned());
    sink.bad_value(value, message, "no `{name}` and no `{code}`", help);
    None
}

/// `[[allow]]`.
pub(super) fn acceptances(r: &mut Reader, sink: &mut Sink) -> Vec<Acceptance> {
    let mut out = Vec::new();
    for (table, span) in r.tables(sink, "allow", "allow") {
        let mut r = Reader::new(table, span, "[[allow]]");
        let at =
            r.need(sink, "at", "name what the finding is about, as `at = \"web\"` or `at = \"staging/web\"`", about);
        let allow = allow_keys(&mut r, sink);
        r.meta(sink);
        r.finish(sink);
        if let (Some(at), Some(allow)) = (at, allow) {
            out.push(Acceptance { at, allow });
        }
    }
    out
}

/// An id, with another one and `/` before it for a component of one environment.
fn about(sink: &mut Sink, value: &Value) -> Option<Text> {
    let Content::String(written) = value.get_ref() else {
        sink.wrong_type(value, "an id such as `\"web\"` or `\"staging/web\"`");
        return None;
    };
    let span = sink.span(value.span());
    let (environment, id) = written.split_once('/').map_or((None, written.as_ref()), |(e, id)| (Some(e), id));
    let key = sink.key;
    let mut fits = |id: &str| check_id(sink, id, span, || quoted(key));
    let fits = environment.is_none_or(&mut fits) && fits(id);
    fits.then(|| Text::new(written))
}

/// `[lint.rule.NAME]`.
fn rule(child: Child, sink: &mut Sink) -> LintRule {
    let mut r = Reader::new(child.table, child.span, format!("[lint.rule.{}]", child.id.value));
    let severity = r.get(sink, "severity", |s, v| one_of(s, v, &LEVELS));
    let ignorable = r.get(sink, "ignorable", boolean).map(|said| said.value);
    let mut parameters = Vec::new();
    for (key, value) in r.entries(sink) {
        if !["severity", "ignorable"].contains(&key.value.as_str())
            && let Some(read) = parameter(sink, &key.value, value)
        {
            parameters.push((key, Spanned::new(read, sink.span(value.span()))));
        }
    }
    LintRule { rule: child.id, severity, ignorable, parameters }
}

/// `[[lint.override]]`.
fn read_override(mut r: Reader, sink: &mut Sink) -> Option<LintOverride> {
    let selector =
        r.need(sink, "where", "say which components it is for, as in `where = \"region == 'us-west-2'\"`", filled);
    let rules = r.get(sink, "rules", texts);
    let severity = r.need(sink, "severity", "say how bad findings are there", |s, v| one_of(s, v, &LEVELS));
    let span = r.span;
    r.finish(sink);
    Some(LintOverride { span, selector: selector?, rules, severity: severity? })
}

/// `[[lint.implies]]`.
fn implication(mut r: Reader, sink: &mut Sink) -> Option<LintImplication> {
    let premise = r.need(sink, "if", "say which components need it, as in `if = \"kind == 'ecs'\"`", filled);
    let then = r.need(sink, "then", "say what must be there, as in `then = \"kind == 'ecr'\"`", filled);
    let needs = r.get(sink, "needs", filled);
    let span = r.span;
    r.finish(sink);
    Some(LintImplication { span, premise: premise?, then: then?, needs })
}

/// `[[lint.custom]]`. The keys of its template are kept as they are.
fn read_custom(mut r: Reader, sink: &mut Sink) -> Option<CustomRule> {
    let code = r.need(sink, "code", "give the rule a code, such as `ORG001`", filled);
    let name = r.need(sink, "name", "give the rule a name", filled);
    let template = r.need(sink, "template", "say what the rule is made from, such as `min-zones`", filled);
    let severity = r.get(sink, "severity", |s, v| one_of(s, v, &LEVELS));
    let message = r.get(sink, "message", filled);
    let help = r.get(sink, "help", filled);
    let mut tests = Vec::new();
    for (table, span) in r.tables(sink, "test", "lint.custom.test") {
        let mut r = Reader::new(table, span, "[[lint.custom.test]]");
        let toml = r.need(sink, "toml", "write the topology that is checked", text);
        let expect = r.need(sink, "expect", "list the ids that are found, or `[]`", texts);
        r.finish(sink);
        tests.extend(toml.zip(expect).map(|(toml, expect)| CustomTest { span, toml, expect }));
    }
    let mut keys = Vec::new();
    for (key, value) in r.entries(sink) {
        if !CUSTOM.contains(&key.value.as_str())
            && let Some(read) = parameter(sink, &key.value, value)
        {
            keys.push((key, Spanned::new(read, sink.span(value.span()))));
        }
    }
    let (code, name, template) = (code?, name?, template?);
    Some(CustomRule { span: r.span, code, name, template, severity, message, help, keys, tests })
}

/// A value of a parameter, whatever its type.
fn parameter<'t>(sink: &mut Sink, key: &str, value: &'t Value<'t>) -> Option<Parameter> {
    let outer = std::mem::replace(&mut sink.key, "parameter");
    let read = match value.get_ref() {
        Content::Integer(_) | Content::Float(_) => {
            number(sink, value, f64::NEG_INFINITY, f64::INFINITY).map(Parameter::Number)
        }
        Content::Boolean(b) => Some(Parameter::Bool(*b)),
        Content::String(_) => text(sink, value).map(Parameter::Text),
        Content::Array(_) => texts(sink, value).map(Parameter::Texts),
        Content::Table(table) => {
            let r = Reader::new(table, sink.span(value.span()), key);
            let mut numbers = Vec::new();
            for (key, value) in r.entries(sink) {
                numbers.extend(number(sink, value, f64::NEG_INFINITY, f64::INFINITY).map(|n| (key, n)));
            }
            Some(Parameter::Numbers(numbers))
        }
        Content::Datetime(_) => {
            let message = format!("{} of a rule can not be a date", quoted(key));
            sink.bad_value(value, message, "expected a number, a boolean, a string, a list or a table", None);
            None
        }
    };
    sink.key = outer;
    read
}
