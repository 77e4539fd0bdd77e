//! Checks names, types and words of a selector when it is read.

use super::fields::{EDGE, Field, NODE, Type};
use super::parse::{Call, Node, Op, What};
use super::{Fault, Scope};
use crate::syntax::nearest;

/// A field by its name in a scope, whatever it is of.
pub(super) enum Known {
    /// Of a component: the one that is asked about, or an end of the connection.
    Node(End, usize),
    /// Of the connection.
    Edge(usize),
}

/// Which component a field is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    Own,
    From,
    To,
}

/// Finds a field.
pub(super) fn find(name: &str, scope: Scope) -> Option<Known> {
    let node = |name: &str, end| NODE.iter().position(|f| f.name == name).map(|at| Known::Node(end, at));
    match (scope, name.split_once('.')) {
        (Scope::Node, None) => node(name, End::Own),
        (Scope::Node, Some(("node", name))) => node(name, End::Own),
        (Scope::Edge, Some(("from", name))) => node(name, End::From),
        (Scope::Edge, Some(("to", name))) => node(name, End::To),
        (Scope::Edge, Some(("edge", name))) => EDGE.iter().position(|f| f.name == name).map(Known::Edge),
        _ => None,
    }
}

/// Fails on a name that does not exist, on types that do not fit, and on a word that a field can not be.
pub(super) fn check(node: &Node, scope: Scope) -> Result<(), Fault> {
    match type_of(node, scope)? {
        Type::Bool => Ok(()),
        other => Err(Fault {
            at: node.at.clone(),
            message: format!("a selector is true or false, and this is {}", other.words()),
            help: Some("compare it, as in `kind == 'rds'`".to_owned()),
        }),
    }
}

fn type_of(node: &Node, scope: Scope) -> Result<Type, Fault> {
    match &node.what {
        What::Bool(_) => Ok(Type::Bool),
        What::Number(_) => Ok(Type::Number),
        What::Text(_) => Ok(Type::Text),
        What::List(parts) => {
            for part in parts {
                let ty = type_of(part, scope)?;
                if !matches!(part.what, What::Text(_) | What::Number(_)) {
                    return Err(wrong(part, "a text or a number", ty));
                }
            }
            Ok(Type::List)
        }
        What::Field(name) => match find(name, scope) {
            Some(Known::Node(_, at)) => Ok(NODE[at].ty),
            Some(Known::Edge(at)) => Ok(EDGE[at].ty),
            None => Err(unknown(node, name, scope)),
        },
        What::Not(inner) => expect(inner, Type::Bool, scope).map(|()| Type::Bool),
        What::And(parts) | What::Or(parts) => {
            parts.iter().try_for_each(|part| expect(part, Type::Bool, scope)).map(|()| Type::Bool)
        }
        What::Compare(op, left, right) => {
            let (l, r) = (type_of(left, scope)?, type_of(right, scope)?);
            match op {
                Op::In => {
                    if r != Type::List {
                        return Err(wrong(right, "a list", r));
                    }
                    if matches!(l, Type::List | Type::Bool) {
                        return Err(wrong(left, "a text or a number", l));
                    }
                    if let What::List(parts) = &right.what {
                        for part in parts {
                            same(left, l, part, type_of(part, scope)?, scope)?;
                        }
                    } else if l != Type::Text {
                        return Err(wrong(left, "a text", l));
                    }
                }
                Op::Equal | Op::NotEqual => same(left, l, right, r, scope)?,
                _ => {
                    expect(left, Type::Number, scope)?;
                    expect(right, Type::Number, scope)?;
                }
            }
            Ok(Type::Bool)
        }
        What::Call(call, parts) => of_call(node, *call, parts, scope),
    }
}

fn of_call(node: &Node, call: Call, parts: &[Node], scope: Scope) -> Result<Type, Fault> {
    let wanted = match call {
        Call::Size | Call::Has => 1,
        _ => 2,
    };
    if parts.len() != wanted {
        let message = format!("`{}` expects one value in its brackets", call.name());
        return Err(Fault { at: node.at.clone(), message, help: None });
    }
    let first = type_of(&parts[0], scope)?;
    match call {
        Call::Size => match first {
            Type::List | Type::Text => Ok(Type::Number),
            other => Err(wrong(&parts[0], "a list or a text", other)),
        },
        Call::Has => match parts[0].what {
            What::Field(_) => Ok(Type::Bool),
            _ => Err(wrong(&parts[0], "the name of a field", first)),
        },
        _ => {
            expect(&parts[0], Type::Text, scope)?;
            expect(&parts[1], Type::Text, scope)?;
            Ok(Type::Bool)
        }
    }
}

/// Two sides that are held against each other.
fn same(left: &Node, l: Type, right: &Node, r: Type, scope: Scope) -> Result<(), Fault> {
    if l != r {
        return Err(wrong(right, l.words(), r));
    }
    for (field, other) in [(left, right), (right, left)] {
        let (What::Field(name), What::Text(word)) = (&field.what, &other.what) else { continue };
        let words = match find(name, scope) {
            Some(Known::Node(_, at)) => (NODE[at].words)(),
            Some(Known::Edge(at)) => (EDGE[at].words)(),
            None => Vec::new(),
        };
        if !words.is_empty() && !words.contains(&word.as_str()) {
            let help = match nearest(word, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if words.len() <= 12 => format!("expected one of `{}`", words.join("`, `")),
                None => "`isoplan kinds` lists them all".to_owned(),
            };
            let message = format!("`{name}` is never `{word}`");
            return Err(Fault { at: other.at.clone(), message, help: Some(help) });
        }
    }
    Ok(())
}

fn expect(node: &Node, wanted: Type, scope: Scope) -> Result<(), Fault> {
    let found = type_of(node, scope)?;
    if found == wanted { Ok(()) } else { Err(wrong(node, wanted.words(), found)) }
}

fn wrong(node: &Node, wanted: &str, found: Type) -> Fault {
    Fault { at: node.at.clone(), message: format!("expected {wanted} here, found {}", found.words()), help: None }
}

fn unknown(node: &Node, name: &str, scope: Scope) -> Fault {
    let names = |fields: &mut dyn Iterator<Item = &'static str>, prefix: &str| -> Vec<String> {
        fields.map(|field| format!("{prefix}{field}")).collect()
    };
    let mut known = Vec::new();
    match scope {
        Scope::Node => {
            known.extend(names(&mut NODE.iter().map(of_name), ""));
            known.extend(names(&mut NODE.iter().map(of_name), "node."));
        }
        Scope::Edge => {
            known.extend(names(&mut EDGE.iter().map(of_name), "edge."));
            known.extend(names(&mut NODE.iter().map(of_name), "from."));
            known.extend(names(&mut NODE.iter().map(of_name), "to."));
        }
    }
    let dotted = format!("edge.{name}");
    let near =
        if known.contains(&dotted) { Some(dotted.as_str()) } else { nearest(name, known.iter().map(String::as_str)) };
    let help = match (near, scope) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Scope::Node) => {
            format!("expected one of `{}`", NODE.iter().map(of_name).collect::<Vec<_>>().join("`, `"))
        }
        (None, Scope::Edge) => "expected `edge.`, `from.` or `to.` with the name of a field".to_owned(),
    };
    Fault { at: node.at.clone(), message: format!("there is no field `{name}`"), help: Some(help) }
}

fn of_name<T>(field: &Field<T>) -> &'static str {
    field.name
}
