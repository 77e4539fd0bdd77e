//! What can be set for a rule: its type, its value when it is not set, and what is wrong with a value that is.

use super::rule::Rule;
use crate::catalog;
use crate::diag::Diagnostic;
use crate::source::{Spanned, Text};
use crate::syntax::document::Parameter;
use crate::syntax::{Attributes, codes, nearest};

/// Something that can be set for a rule.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Setting {
    /// The key in `[lint.rule.NAME]`.
    pub key: &'static str,
    /// Its type and its value when it is not set.
    pub value: SettingValue,
}

/// The value of a setting when it is not set; it gives the type too.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum SettingValue {
    /// A number.
    Number(f64),
    /// Numbers by criticality: critical, standard, low.
    ByCriticality([f64; 3]),
    /// Numbers by these words.
    By(&'static [(&'static str, f64)]),
    /// True or false.
    Bool(bool),
    /// A list of texts, empty when it is not set.
    Texts,
    /// A list of words that are known.
    Words(Known, &'static [&'static str]),
    /// One word that is known.
    Word(Known, &'static str),
}

/// The words that a setting may hold.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Known {
    /// These.
    These(&'static [&'static str]),
    /// Names of kinds.
    Kinds,
    /// Keys of components.
    Keys,
}

impl Known {
    /// All of them.
    fn words(self) -> Vec<&'static str> {
        match self {
            Self::These(words) => words.to_vec(),
            Self::Kinds => catalog::builtin().kind_names().collect(),
            Self::Keys => Attributes::KEYS.iter().map(|(key, _)| *key).collect(),
        }
    }

    /// What one of them is called.
    fn name(self) -> &'static str {
        match self {
            Self::These(_) => "word",
            Self::Kinds => "kind",
            Self::Keys => "key",
        }
    }
}

impl Setting {
    /// What is wrong with a value that is set, if anything is.
    pub(super) fn faults(&self, rule: &Rule, value: &Spanned<Parameter>) -> Vec<Diagnostic> {
        let by = |numbers: &[(Spanned<Text>, f64)], words: &[&'static str]| {
            let wrong = numbers.iter().filter(|(key, _)| !words.contains(&key.value.as_str()));
            wrong.map(|(key, _)| self.unknown(rule, key, "word", words)).collect()
        };
        match (self.value, &value.value) {
            (SettingValue::Number(_) | SettingValue::ByCriticality(_), Parameter::Number(_))
            | (SettingValue::Texts, Parameter::Texts(_))
            | (SettingValue::Bool(_), Parameter::Bool(_)) => Vec::new(),
            (SettingValue::ByCriticality(_), Parameter::Numbers(n)) => by(n, &CRITICALITIES),
            (SettingValue::By(usual), Parameter::Numbers(n)) => {
                by(n, &usual.iter().map(|(word, _)| *word).collect::<Vec<_>>())
            }
            (SettingValue::Words(known, _), Parameter::Texts(list)) => {
                let words = known.words();
                let wrong = list.iter().filter(|text| !words.contains(&text.value.as_str()));
                wrong.map(|text| self.unknown(rule, text, known.name(), &words)).collect()
            }
            (SettingValue::Word(known, _), Parameter::Text(text)) => {
                let words = known.words();
                let said = Spanned::new(text.clone(), value.span);
                if words.contains(&text.as_str()) {
                    Vec::new()
                } else {
                    vec![self.unknown(rule, &said, known.name(), &words)]
                }
            }
            _ => {
                let expected = self.expected();
                let message = format!("`{}` of rule `{}` expects {expected}", self.key, rule.code.name);
                vec![Diagnostic::error(codes::WRONG_TYPE, value.span, message, format!("not {expected}"))]
            }
        }
    }

    /// A word that the setting does not know.
    fn unknown(&self, rule: &Rule, said: &Spanned<Text>, what: &str, words: &[&'static str]) -> Diagnostic {
        let message = format!("`{}` of rule `{}` does not know `{}`", self.key, rule.code.name, said.value);
        let finding = Diagnostic::error(codes::BAD_VALUE, said.span, message, format!("unknown {what}"));
        match nearest(&said.value, words.iter().copied()) {
            Some(near) => finding.with_help(format!("did you mean `{near}`?")),
            None if words.len() <= 20 => finding.with_help(format!("expected one of `{}`", words.join("`, `"))),
            None => finding.with_help(format!("there is no such {what} in the language")),
        }
    }

    /// The type in words.
    fn expected(&self) -> &'static str {
        match self.value {
            SettingValue::Number(_) => "a number",
            SettingValue::Bool(_) => "true or false",
            SettingValue::Texts | SettingValue::Words(..) => "a list of strings",
            SettingValue::Word(..) => "a string",
            SettingValue::ByCriticality(_) => "a table such as `{ critical = 3, standard = 2, low = 1 }`",
            SettingValue::By(_) => "a table of numbers",
        }
    }

    /// The value when it is not set, as TOML.
    pub(super) fn usual(&self) -> String {
        let table = |entries: Vec<String>| format!("{{ {} }}", entries.join(", "));
        match self.value {
            SettingValue::Number(n) => n.to_string(),
            SettingValue::Bool(on) => on.to_string(),
            SettingValue::ByCriticality(n) => {
                table(CRITICALITIES.iter().zip(n).map(|(word, n)| format!("{word} = {n}")).collect())
            }
            SettingValue::By(numbers) => table(numbers.iter().map(|(word, n)| format!("{word} = {n}")).collect()),
            SettingValue::Texts => "[]".to_owned(),
            SettingValue::Words(_, words) => super::words::texts(words),
            SettingValue::Word(_, word) => super::words::text(word),
        }
    }
}

/// The words of criticality, as the numbers of a setting are ordered.
const CRITICALITIES: [&str; 3] = ["critical", "standard", "low"];

/// A value of a setting as TOML.
pub(super) fn written(value: &Parameter) -> String {
    let quoted = |text: &str| format!("{text:?}");
    match value {
        Parameter::Number(n) => n.to_string(),
        Parameter::Bool(b) => b.to_string(),
        Parameter::Text(text) => quoted(text),
        Parameter::Texts(list) => {
            format!("[{}]", list.iter().map(|text| quoted(&text.value)).collect::<Vec<_>>().join(", "))
        }
        Parameter::Numbers(list) => {
            format!("{{ {} }}", list.iter().map(|(k, n)| format!("{} = {n}", k.value)).collect::<Vec<_>>().join(", "))
        }
    }
}
