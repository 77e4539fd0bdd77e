//! From `[[lint.custom]]` to rules; everything that is wrong with one is told at its place.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::run::tick;
use super::template::{Kind, TEMPLATES, Template};
use super::{Check, Custom, Direction};
use crate::diag::{Code, Confidence, Diagnostic, Severity};
use crate::lint::config::misread;
use crate::lint::expr::{Expr, Scope, is_field};
use crate::lint::rule::{Check as RuleCheck, Rule, rules};
use crate::source::{Span, Spanned, Text};
use crate::syntax::document::{CustomRule, Parameter};
use crate::syntax::{Attributes, codes, nearest};

/// Reads custom rules; `known` are those that were read before.
pub(in crate::lint) fn read(tables: &[CustomRule], known: &mut Vec<Custom>, wrong: &mut Vec<Diagnostic>) {
    for table in tables {
        let before = wrong.len();
        names(table, known, wrong);
        let custom = one(table, wrong);
        if wrong.len() == before {
            known.extend(custom);
        }
    }
}

/// Checks code and name.
fn names(table: &CustomRule, known: &[Custom], wrong: &mut Vec<Diagnostic>) {
    let code = &table.code.value;
    let bytes = code.as_bytes();
    let well_formed =
        bytes.len() == 6 && bytes[..3].iter().all(u8::is_ascii_uppercase) && bytes[3..].iter().all(u8::is_ascii_digit);
    if !well_formed {
        let message = format!("`code` can not be `{code}`");
        let label = "expected three capital letters and three digits, such as `ORG001`";
        wrong.push(Diagnostic::error(codes::BAD_VALUE, table.code.span, message, label));
    } else if rules().any(|rule| rule.code.code[..3] == code[..3]) {
        let message = format!("the letters of `{code}` belong to rules of the program");
        wrong.push(
            Diagnostic::error(codes::BAD_VALUE, table.code.span, message, "taken")
                .with_help("choose letters of your own, such as `ORG001`"),
        );
    }
    let name = &table.name.value;
    let kebab = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') && name.len() <= 60;
    if !kebab {
        let message = format!("`name` can not be `{name}`");
        wrong.push(Diagnostic::error(codes::BAD_VALUE, table.name.span, message, "expected small letters and `-`"));
    }
    let all = || rules().map(|rule| rule.code).chain(known.iter().map(|custom| custom.rule.code));
    if all().any(|other| other.name == name) || all().any(|other| other.code == code) {
        let message = format!("there is another rule `{code}` or `{name}`");
        wrong.push(Diagnostic::error(codes::DUPLICATE_ID, table.name.span, message, "give it another code and name"));
    }
}

/// Reads one rule.
fn one(table: &CustomRule, wrong: &mut Vec<Diagnostic>) -> Option<Custom> {
    let Some(template) = TEMPLATES.iter().find(|t| t.name == table.template.value) else {
        let all: Vec<&str> = TEMPLATES.iter().map(|t| t.name).collect();
        let message = format!("there is no template `{}`", table.template.value);
        let finding = Diagnostic::error(codes::BAD_VALUE, table.template.span, message, "unknown template");
        wrong.push(match nearest(&table.template.value, all.iter().copied()) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help(format!("expected one of `{}`", all.join("`, `"))),
        });
        return None;
    };
    let mut keys = Keys { table, template, wrong };
    keys.check_names();
    let message = keys.message();
    let check = keys.check()?;
    let word = table.severity.as_ref().map_or("warning", |said| said.value.as_str());
    let severity = match word {
        "error" => Severity::Error,
        "info" | "off" => Severity::Info,
        _ => Severity::Warning,
    };
    let rule = Rule {
        code: Code { code: kept(&table.code.value), name: kept(&table.name.value) },
        family: "custom",
        severity,
        flat: true,
        confidence: Confidence::High,
        settings: &[],
        page: "",
        check: RuleCheck::Model(|_, _| {}),
    };
    let help = table.help.as_ref().map(|help| help.value.to_string());
    Some(Custom { rule, off: word == "off", message, help, check })
}

/// A text that lives as long as the program, each once: codes and names are compared as such everywhere.
fn kept(text: &str) -> &'static str {
    static ALL: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(text) {
        return known;
    }
    let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
    all.insert(text);
    text
}

/// The keys of one rule, read as its template wants them.
struct Keys<'a> {
    table: &'a CustomRule,
    template: &'static Template,
    wrong: &'a mut Vec<Diagnostic>,
}

impl Keys<'_> {
    /// Reports keys that the template lacks and keys that are missing.
    fn check_names(&mut self) {
        for (key, _) in &self.table.keys {
            if self.template.keys.iter().any(|known| known.name == key.value) {
                continue;
            }
            let all = self.template.keys.iter().map(|known| known.name);
            let general = ["code", "name", "template", "severity", "message", "help", "test"];
            let message = format!("template `{}` has no key `{}`", self.template.name, key.value);
            let finding = Diagnostic::error(codes::UNKNOWN_KEY, key.span, message, "unknown key");
            let names: Vec<&str> = all.clone().collect();
            self.wrong.push(match nearest(&key.value, all.chain(general)) {
                Some(near) => finding.with_help(format!("did you mean `{near}`?")),
                None => finding.with_help(format!("expected one of `{}`", names.join("`, `"))),
            });
        }
        for key in self.template.keys.iter().filter(|key| key.needed) {
            if self.value(key.name).is_none() {
                let message = format!("template `{}` needs `{}`", self.template.name, key.name);
                let label = format!("`{}` is missing", key.name);
                self.wrong.push(Diagnostic::error(codes::MISSING_KEY, self.table.span, message, label));
            }
        }
    }

    /// The message, whose `{…}` must be names that the template knows.
    fn message(&mut self) -> String {
        let Some(said) = &self.table.message else { return self.template.message.to_owned() };
        let mut rest = said.value.as_str();
        while let Some((_, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            if !self.template.names.contains(&name) {
                let message = format!("`message` can not name `{{{name}}}`");
                let known = self.template.names.join("}`, `{");
                let help = match nearest(name, self.template.names.iter().copied()) {
                    Some(near) => format!("did you mean `{{{near}}}`?"),
                    None => format!("expected one of `{{{known}}}`"),
                };
                self.wrong
                    .push(Diagnostic::error(codes::BAD_VALUE, said.span, message, "unknown name").with_help(help));
            }
            rest = behind;
        }
        said.value.to_string()
    }

    fn check(&mut self) -> Option<Check> {
        let always = || Expr::parse("true", Scope::Node).ok();
        Some(match self.template.name {
            "require-attribute" => {
                let on = self.node("where").or_else(always);
                let mut keys = Vec::new();
                for said in self.texts("attributes")? {
                    match Attributes::KEYS.iter().find(|(known, _)| *known == said.value) {
                        Some((known, _)) => keys.push(*known),
                        None => self.unknown(&said, "attribute", Attributes::KEYS.iter().map(|(known, _)| *known)),
                    }
                }
                Check::RequireAttribute { on: on?, keys }
            }
            "forbid-value" => {
                let (on, field) = (self.node("where").or_else(always), self.field("field")?);
                let values = self.texts("values")?.into_iter().map(|text| text.value.into()).collect();
                Check::ForbidValue { on: on?, field, values }
            }
            "min-zones" => Check::MinZones { on: self.node("where").or_else(always)?, least: self.number("min")? },
            "min-count" => Check::MinCount { on: self.node("where").or_else(always)?, least: self.number("min")? },
            "forbid-connection" => Check::ForbidConnection {
                from: self.node("from").or_else(always)?,
                to: self.node("to").or_else(always)?,
                edge: self.edge()?,
            },
            "require-connection" => {
                Check::RequireConnection { from: self.node("from")?, to: self.node("to")?, edge: self.edge()? }
            }
            "forbid-reach" => {
                let via = self.node("unless-via");
                Check::ForbidReach {
                    from: self.node("from")?,
                    to: self.node("to")?,
                    edge: self.edge()?,
                    via,
                    guards: String::new(),
                }
            }
            "require-on-path" => {
                let (from, to, via) = (self.node("entry"), self.node("target"), self.node("guards"));
                let guards = self.text("guards").map_or_else(String::new, |said| tick(&said.value));
                Check::ForbidReach { from: from?, to: to?, edge: self.edge()?, via: Some(via?), guards }
            }
            "parity" => {
                let (a, b) = (self.text("a")?, self.text("b")?);
                let mut compare = Vec::new();
                for said in self.texts("compare").unwrap_or_default() {
                    compare.extend(self.known_field(&said));
                }
                Check::Parity { on: self.node("where").or_else(always)?, a: a.value.into(), b: b.value.into(), compare }
            }
            "no-cycle" => Check::NoCycle { edge: self.edge()? },
            "max-degree" => {
                let direction = match self.text("direction") {
                    None => Direction::Both,
                    Some(said) => match said.value.as_str() {
                        "in" => Direction::In,
                        "out" => Direction::Out,
                        "both" => Direction::Both,
                        _ => {
                            self.unknown(&said, "direction", ["in", "out", "both"]);
                            return None;
                        }
                    },
                };
                Check::MaxDegree {
                    on: self.node("where").or_else(always)?,
                    edge: self.edge()?,
                    most: self.number("max")?,
                    direction,
                }
            }
            _ => Check::Implies { on: self.node("where")?, assert: self.node("assert")? },
        })
    }

    fn value(&self, name: &str) -> Option<&Spanned<Parameter>> {
        self.table.keys.iter().find(|(key, _)| key.value == name).map(|(_, value)| value)
    }

    /// A value of another type than its key wants.
    fn wrong_type(&mut self, name: &str, span: Span, expected: &str) {
        let message = format!("`{name}` expects {expected}");
        self.wrong.push(Diagnostic::error(codes::WRONG_TYPE, span, message, format!("not {expected}")));
    }

    fn text(&mut self, name: &str) -> Option<Spanned<Text>> {
        let value = self.value(name)?.clone();
        if let Parameter::Text(text) = value.value {
            return Some(Spanned::new(text, value.span));
        }
        self.wrong_type(name, value.span, "a string");
        None
    }

    fn texts(&mut self, name: &str) -> Option<Vec<Spanned<Text>>> {
        let value = self.value(name)?.clone();
        match value.value {
            Parameter::Text(text) => Some(vec![Spanned::new(text, value.span)]),
            Parameter::Texts(list) => Some(list),
            _ => {
                self.wrong_type(name, value.span, "a string or a list of strings");
                None
            }
        }
    }

    fn number(&mut self, name: &str) -> Option<f64> {
        let value = self.value(name)?.clone();
        if let Parameter::Number(n) = value.value {
            return Some(n);
        }
        self.wrong_type(name, value.span, "a number");
        None
    }

    fn node(&mut self, name: &str) -> Option<Expr> {
        debug_assert!(self.template.keys.iter().any(|key| key.name == name && key.kind == Kind::Node));
        self.expr(name, Scope::Node)
    }

    /// The condition on connections; all of them when there is none.
    fn edge(&mut self) -> Option<Expr> {
        if self.value("edge").is_none() {
            return Expr::parse("true", Scope::Edge).ok();
        }
        self.expr("edge", Scope::Edge)
    }

    fn expr(&mut self, name: &str, scope: Scope) -> Option<Expr> {
        let text = self.text(name)?;
        match Expr::parse(&text.value, scope) {
            Ok(expr) => Some(expr),
            Err(fault) => {
                self.wrong.push(misread(&text, &fault));
                None
            }
        }
    }

    fn field(&mut self, name: &str) -> Option<String> {
        let said = self.text(name)?;
        self.known_field(&said)
    }

    fn known_field(&mut self, said: &Spanned<Text>) -> Option<String> {
        match is_field(&said.value) {
            Ok(()) => Some(said.value.to_string()),
            Err(known) => {
                self.unknown(said, "field", known);
                None
            }
        }
    }

    fn unknown<'k>(&mut self, said: &Spanned<Text>, what: &str, known: impl IntoIterator<Item = &'k str>) {
        let known: Vec<&str> = known.into_iter().collect();
        let message = format!("there is no {what} `{}`", said.value);
        let finding = Diagnostic::error(codes::BAD_VALUE, said.span, message, format!("unknown {what}"));
        self.wrong.push(match nearest(&said.value, known.iter().copied()) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None => finding.with_help(format!("expected one of `{}`", known.join("`, `"))),
        });
    }
}
