//! The templates: which keys each has, and the words of its message when the rule brings none.

/// What a key holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A condition on components.
    Node,
    /// A condition on connections.
    Edge,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
}

/// A key of a template.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) needed: bool,
}

/// A template.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) name: &'static str,
    pub(super) keys: &'static [Key],
    /// The message when the rule has none.
    pub(super) message: &'static str,
    /// The names that may stand in `{…}` in a message.
    pub(super) names: &'static [&'static str],
}

const fn need(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, needed: true }
}

const fn may(name: &'static str, kind: Kind) -> Key {
    Key { name, kind, needed: false }
}

/// All templates.
pub(super) static TEMPLATES: [Template; 12] = [
    Template {
        name: "require-attribute",
        keys: &[may("where", Kind::Node), need("attributes", Kind::Texts)],
        message: "{name} does not state {attribute}",
        names: &["name", "attribute"],
    },
    Template {
        name: "forbid-value",
        keys: &[may("where", Kind::Node), need("field", Kind::Text), need("values", Kind::Texts)],
        message: "{field} of {name} is {value}",
        names: &["name", "field", "value"],
    },
    Template {
        name: "min-zones",
        keys: &[may("where", Kind::Node), need("min", Kind::Number)],
        message: "{name} stands in {count} zones, fewer than {min}",
        names: &["name", "count", "min"],
    },
    Template {
        name: "min-count",
        keys: &[may("where", Kind::Node), need("min", Kind::Number)],
        message: "{name} has {count} instances, fewer than {min}",
        names: &["name", "count", "min"],
    },
    Template {
        name: "forbid-connection",
        keys: &[may("from", Kind::Node), may("to", Kind::Node), may("edge", Kind::Edge)],
        message: "{from} must not use {to}",
        names: &["from", "to"],
    },
    Template {
        name: "require-connection",
        keys: &[need("from", Kind::Node), need("to", Kind::Node), may("edge", Kind::Edge)],
        message: "{name} uses nothing of the sort that it must use",
        names: &["name"],
    },
    Template {
        name: "forbid-reach",
        keys: &[
            need("from", Kind::Node),
            need("to", Kind::Node),
            may("edge", Kind::Edge),
            may("unless-via", Kind::Node),
        ],
        message: "{from} reaches {to}",
        names: &["from", "to"],
    },
    Template {
        name: "require-on-path",
        keys: &[
            need("entry", Kind::Node),
            need("target", Kind::Node),
            need("guards", Kind::Node),
            may("edge", Kind::Edge),
        ],
        message: "{target} is reached from {entry} without passing a guard",
        names: &["entry", "target", "guards"],
    },
    Template {
        name: "parity",
        keys: &[may("where", Kind::Node), need("a", Kind::Text), need("b", Kind::Text), may("compare", Kind::Texts)],
        message: "{name} differs in {field}: {value} in {a}, {other} in {b}",
        names: &["name", "field", "value", "other", "a", "b"],
    },
    Template {
        name: "no-cycle",
        keys: &[may("edge", Kind::Edge)],
        message: "{name} is in a circle of {count} connections",
        names: &["name", "count"],
    },
    Template {
        name: "max-degree",
        keys: &[
            may("where", Kind::Node),
            may("edge", Kind::Edge),
            need("max", Kind::Number),
            may("direction", Kind::Text),
        ],
        message: "{name} has {count} connections, more than {max}",
        names: &["name", "count", "max"],
    },
    Template {
        name: "implies",
        keys: &[need("where", Kind::Node), need("assert", Kind::Node)],
        message: "{name} is not as it must be",
        names: &["name"],
    },
];
