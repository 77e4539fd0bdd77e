//! `[lint]`: kept as written, because only the linter knows its rules and their parameters.

use toml::de::DeValue;

use crate::source::Spanned;
use crate::syntax::document::{LintRule, LintTable, Parameter};
use crate::syntax::reader::{Child, Reader};
use crate::syntax::sink::{Sink, Value};
use crate::syntax::suggest::quoted;
use crate::syntax::value::{filled, number, one_of, text, texts};

/// `[lint]`.
pub(super) fn lint(r: &mut Reader, sink: &mut Sink) -> LintTable {
    let Some(child) = r.table(sink, "lint", "lint") else { return LintTable::default() };
    let mut r = Reader::new(child.table, child.span, "[lint]");
    let select = r.get(sink, "select", texts);
    let ignore = r.get(sink, "ignore", texts);
    let rules = r.named(sink, "rule", "lint.rule").into_iter().map(|c| rule(c, sink)).collect();
    let mut custom = Vec::new();
    for (table, span) in r.tables(sink, "custom", "lint.custom") {
        let mut r = Reader::new(table, span, "[[lint.custom]]");
        custom.extend(r.need(sink, "name", "give the rule a name", filled));
    }
    r.finish(sink);
    LintTable { select, ignore, rules, custom }
}

/// `[lint.rule.NAME]`.
fn rule(child: Child, sink: &mut Sink) -> LintRule {
    let mut r = Reader::new(child.table, child.span, &format!("[lint.rule.{}]", child.id.value));
    let severity = r.get(sink, "severity", |s, v| one_of(s, v, &["error", "warning", "info", "off"]));
    let mut parameters = Vec::new();
    for (key, value) in r.entries(sink) {
        if key.value != "severity"
            && let Some(read) = parameter(sink, &key.value, value)
        {
            parameters.push((key, Spanned::new(read, sink.span(value.span()))));
        }
    }
    LintRule { rule: child.id, severity, parameters }
}

/// A value of a parameter, whatever its type.
fn parameter<'t>(sink: &mut Sink, key: &str, value: &'t Value<'t>) -> Option<Parameter> {
    let outer = std::mem::replace(&mut sink.key, "parameter");
    let read = match value.get_ref() {
        DeValue::Integer(_) | DeValue::Float(_) => {
            number(sink, value, f64::NEG_INFINITY, f64::INFINITY).map(Parameter::Number)
        }
        DeValue::Boolean(b) => Some(Parameter::Bool(*b)),
        DeValue::String(_) => text(sink, value).map(Parameter::Text),
        DeValue::Array(_) => texts(sink, value).map(Parameter::Texts),
        DeValue::Table(table) => {
            let r = Reader::new(table, sink.span(value.span()), key);
            let mut numbers = Vec::new();
            for (key, value) in r.entries(sink) {
                numbers.extend(number(sink, value, f64::NEG_INFINITY, f64::INFINITY).map(|n| (key, n)));
            }
            Some(Parameter::Numbers(numbers))
        }
        DeValue::Datetime(_) => {
            let message = format!("{} of a rule can not be a date", quoted(key));
            sink.bad_value(value, message, "expected a number, a boolean, a string, a list or a table", None);
            None
        }
    };
    sink.key = outer;
    read
}
