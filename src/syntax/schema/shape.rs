//! The form of a value in JSON Schema, by the Rust type that it is read into.
//!
//! *Invariant*: no `oneOf`, `anyOf` or `if`: editors answer such with errors on every key.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Key;
use crate::source::{Spanned, Text};
use crate::syntax::Words;
use crate::syntax::attributes::{Allow, Autoscale, Count, Date, OneOrMore, Use};

/// Most of anything that is counted.
const MOST: u64 = 1_000_000;

/// A type of the document that a value is read into.
pub(in crate::syntax) trait Shape {
    /// The form of its value.
    fn shape() -> Value;
}

impl<T: Words> Shape for T {
    fn shape() -> Value {
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        json!({ "type": "string", "enum": words })
    }
}

impl<T: Shape> Shape for Spanned<T> {
    fn shape() -> Value {
        T::shape()
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape() -> Value {
        json!({ "type": "array", "items": T::shape() })
    }
}

impl<T: Shape> Shape for Arc<[T]> {
    fn shape() -> Value {
        Vec::<T>::shape()
    }
}

impl Shape for String {
    fn shape() -> Value {
        json!({ "type": "string" })
    }
}

impl Shape for Text {
    fn shape() -> Value {
        String::shape()
    }
}

impl Shape for bool {
    fn shape() -> Value {
        json!({ "type": "boolean" })
    }
}

impl Shape for u32 {
    fn shape() -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": MOST })
    }
}

impl Shape for f64 {
    fn shape() -> Value {
        json!({ "type": "number", "minimum": 0 })
    }
}

/// A length of time: it is read into seconds.
impl Shape for u64 {
    fn shape() -> Value {
        json!({ "type": "string", "pattern": "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$" })
    }
}

impl Shape for Date {
    fn shape() -> Value {
        json!({ "type": "string", "format": "date" })
    }
}

impl Shape for Count {
    fn shape() -> Value {
        json!({ "type": ["integer", "object"], "minimum": 0, "maximum": MOST, "additionalProperties": u32::shape() })
    }
}

impl Shape for OneOrMore {
    fn shape() -> Value {
        json!({ "type": ["string", "array"], "items": Text::shape() })
    }
}

impl Shape for Autoscale {
    fn shape() -> Value {
        table(
            &[("min", "The least number of instances.", u32::shape()), ("max", "The most.", u32::shape())],
            &["min", "max"],
        )
    }
}

impl Shape for Allow {
    fn shape() -> Value {
        table(&allow_keys(), &["rule", "reason"])
    }
}

/// What an entry of `allow` and a table `[[allow]]` have in common.
pub(super) fn allow_keys() -> Vec<Key> {
    vec![
        ("rule", "Code or name of the rule.", String::shape()),
        ("reason", "Why the finding is accepted here.", String::shape()),
        ("until", "The last day it is accepted, a date without quotes.", Date::shape()),
    ]
}

impl Shape for Use {
    fn shape() -> Value {
        json!({ "$ref": "#/definitions/use" })
    }
}

/// A table of known keys.
pub(super) fn table(keys: &[(&str, &str, Value)], needed: &[&str]) -> Value {
    let mut schema = json!({ "type": "object", "additionalProperties": false });
    for (key, description, shape) in keys {
        schema["properties"][*key] = described(shape.clone(), description);
    }
    if !needed.is_empty() {
        schema["required"] = json!(needed);
    }
    schema
}

/// The form of a value with what it means.
pub(super) fn described(mut shape: Value, description: &str) -> Value {
    // beside a `$ref`, draft 7 says, all else is passed over; editors read a description there all the same
    shape["description"] = json!(description);
    shape
}
