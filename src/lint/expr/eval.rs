//! Answers a selector for one component or connection.

use super::Scope;
use super::check::{End, Known, find};
use super::fields::{EDGE, NODE};
use super::parse::{Call, Node, Op, What};
use crate::model::{ComponentIx, ConnectionIx, Model};

/// True, false, or not known because the file does not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::lint) enum Tri {
    True,
    False,
    Unknown,
}

impl From<bool> for Tri {
    fn from(answer: bool) -> Self {
        if answer { Self::True } else { Self::False }
    }
}

impl std::ops::Not for Tri {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// What a selector is asked about.
#[derive(Clone, Copy)]
pub(in crate::lint) enum Subject<'a> {
    Node(&'a Model, ComponentIx),
    Edge(&'a Model, ConnectionIx),
}

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Value {
    Unknown,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<String>),
}

/// A value as texts; `None` when it is unknown.
pub(super) fn texts(value: Value) -> Option<Vec<String>> {
    match value {
        Value::Unknown => None,
        Value::Bool(answer) => Some(vec![answer.to_string()]),
        Value::Number(n) => Some(vec![n.to_string()]),
        Value::Text(text) => Some(vec![text]),
        Value::List(list) => Some(list),
    }
}

/// Whether a checked selector holds.
pub(super) fn holds(node: &Node, subject: Subject<'_>) -> Tri {
    match &node.what {
        What::Not(inner) => !holds(inner, subject),
        What::And(parts) => {
            let mut answer = Tri::True;
            for part in parts {
                match holds(part, subject) {
                    Tri::False => return Tri::False,
                    Tri::Unknown => answer = Tri::Unknown,
                    Tri::True => {}
                }
            }
            answer
        }
        What::Or(parts) => {
            let mut answer = Tri::False;
            for part in parts {
                match holds(part, subject) {
                    Tri::True => return Tri::True,
                    Tri::Unknown => answer = Tri::Unknown,
                    Tri::False => {}
                }
            }
            answer
        }
        What::Compare(op, left, right) => compare(*op, left, right, subject),
        What::Call(Call::Has, parts) => (value(&parts[0], subject) != Value::Unknown).into(),
        What::Call(call, parts) => match (value(&parts[0], subject), parts.get(1).map(|p| value(p, subject))) {
            (Value::Text(text), Some(Value::Text(part))) => match call {
                Call::StartsWith => text.starts_with(&part).into(),
                Call::EndsWith => text.ends_with(&part).into(),
                _ => text.contains(&part).into(),
            },
            _ => Tri::Unknown,
        },
        _ => match value(node, subject) {
            Value::Bool(answer) => answer.into(),
            _ => Tri::Unknown,
        },
    }
}

fn compare(op: Op, left: &Node, right: &Node, subject: Subject<'_>) -> Tri {
    let l = value(left, subject);
    if l == Value::Unknown {
        return Tri::Unknown;
    }
    if op == Op::In {
        if let What::List(parts) = &right.what {
            return parts.iter().any(|part| value(part, subject) == l).into();
        }
        return match (l, value(right, subject)) {
            (Value::Text(text), Value::List(list)) => list.contains(&text).into(),
            _ => Tri::Unknown,
        };
    }
    let r = value(right, subject);
    if r == Value::Unknown {
        return Tri::Unknown;
    }
    match (op, &l, &r) {
        (Op::Equal, ..) => (l == r).into(),
        (Op::NotEqual, ..) => (l != r).into(),
        (_, Value::Number(l), Value::Number(r)) => match op {
            Op::Less => l < r,
            Op::AtMost => l <= r,
            Op::Greater => l > r,
            _ => l >= r,
        }
        .into(),
        _ => Tri::Unknown,
    }
}

fn value(node: &Node, subject: Subject<'_>) -> Value {
    match &node.what {
        What::Bool(b) => Value::Bool(*b),
        What::Number(n) => Value::Number(*n),
        What::Text(text) => Value::Text(text.clone()),
        What::List(parts) => Value::List(
            parts
                .iter()
                .filter_map(|part| match &part.what {
                    What::Text(text) => Some(text.clone()),
                    _ => None,
                })
                .collect(),
        ),
        What::Field(name) => field(name, subject),
        What::Call(Call::Size, parts) => match value(&parts[0], subject) {
            Value::List(list) => Value::Number(list.len() as f64),
            Value::Text(text) => Value::Number(text.chars().count() as f64),
            _ => Value::Unknown,
        },
        _ => match holds(node, subject) {
            Tri::True => Value::Bool(true),
            Tri::False => Value::Bool(false),
            Tri::Unknown => Value::Unknown,
        },
    }
}

fn field(name: &str, subject: Subject<'_>) -> Value {
    match subject {
        Subject::Node(model, c) => match find(name, Scope::Node) {
            Some(Known::Node(_, at)) => (NODE[at].get)(model, c),
            _ => Value::Unknown,
        },
        Subject::Edge(model, e) => match find(name, Scope::Edge) {
            Some(Known::Node(End::To, at)) => (NODE[at].get)(model, model.connection(e).to),
            Some(Known::Node(_, at)) => (NODE[at].get)(model, model.connection(e).from),
            Some(Known::Edge(at)) => (EDGE[at].get)(model, e),
            None => Value::Unknown,
        },
    }
}
