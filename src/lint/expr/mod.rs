//! Selectors: small conditions on components and connections, such as `kind == 'rds' && zone_count < 2`.
//!
//! The notation is a part of the Common Expression Language (<https://cel.dev>): comparisons, `in`, `&&`, `||`, `!`,
//! `size()`, `has()`, `startsWith`, `endsWith` and `contains`. Two things differ from the whole language, both for
//! the sake of trust: an answer is true, false or *unknown*, because what a file does not say is unknown (the logic is
//! Kleene's); and names, types and words are checked when the selector is read, so that a slip is an error at once and
//! never a rule that finds nothing.
//!
//! *Invariant*: reading stops at a fixed depth, and an answer takes time in proportion to the text of the selector.

mod check;
mod eval;
mod fields;
mod parse;

pub(super) use eval::{Subject, Tri};

use std::ops::Range;

use crate::model::{ComponentIx, Model};

/// Whether a field of components exists.
///
/// # Errors
/// The names of all fields.
pub(super) fn is_field(name: &str) -> Result<(), Vec<&'static str>> {
    let names: Vec<&'static str> = fields::NODE.iter().map(|field| field.name).collect();
    if names.contains(&name) { Ok(()) } else { Err(names) }
}

/// The value of a field as texts, one or those of a list; `None` when the file does not say.
pub(super) fn field_text(model: &Model, c: ComponentIx, name: &str) -> Option<Vec<String>> {
    let field = fields::NODE.iter().find(|field| field.name == name)?;
    eval::texts((field.get)(model, c))
}

/// A selector that was read and checked.
#[derive(Clone, Debug)]
pub(super) struct Expr(parse::Node);

/// What is wrong with a selector.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fault {
    /// The bytes of the text that it is about.
    pub(super) at: Range<usize>,
    /// One sentence, names in backticks.
    pub(super) message: String,
    /// What to type.
    pub(super) help: Option<String>,
}

/// What a selector speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// A component: `kind`, or `node.kind`.
    Node,
    /// A connection: `edge.kind`, and its ends `from.kind`, `to.kind`.
    Edge,
}

impl Expr {
    /// Reads a selector.
    pub(super) fn parse(text: &str, scope: Scope) -> Result<Self, Fault> {
        let node = parse::parse(text)?;
        check::check(&node, scope)?;
        Ok(Self(node))
    }

    /// Whether it holds.
    pub(super) fn holds(&self, subject: Subject<'_>) -> Tri {
        eval::holds(&self.0, subject)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::resolve;
    use crate::source::SourceFile;
    use crate::syntax;

    fn model() -> Model {
        let text = "[region.r]\nzones = [\"a\", \"b\"]\n[app.web]\ncriticality = \"critical\"\ntags = [\"x\", \"pci\"]\n\
                    zones = [\"a\", \"b\"]\nper-zone = 2\nowner = \"team o'hara\"\nuses = [{ to = \"db\", encrypted = true }]\n\
                    [store.db]\nkind = \"rds\"\nbackup = \"none\"\n";
        resolve(&syntax::parse(SourceFile::new("t", text)).document).0
    }

    fn of(model: &Model, id: &str, text: &str) -> Tri {
        let c = model.component_ixs().find(|c| model.component(*c).id == id).unwrap();
        Expr::parse(text, Scope::Node)
            .unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
            .holds(Subject::Node(model, c))
    }

    #[test]
    fn conditions_on_components() {
        let model = model();
        for (text, answer) in [
            ("id == 'web'", Tri::True),
            ("node.id == 'web' && role == 'app'", Tri::True),
            ("criticality in ['critical', 'low']", Tri::True),
            ("'pci' in tags && !('y' in tags)", Tri::True),
            ("size(zones) == 2 && zone_count >= 2", Tri::True),
            ("instances > 4 || instances < 4", Tri::False),
            ("owner.startsWith('team ') && owner.endsWith(\"hara\") && owner.contains(\"o'\")", Tri::True),
            ("region == 'r' && 'r' in regions", Tri::True),
            ("backup == 'daily'", Tri::Unknown),
            ("has(backup)", Tri::False),
            ("backup == 'daily' || id == 'web'", Tri::True),
            ("backup == 'daily' && id == 'db'", Tri::False),
            ("!(backup == 'daily')", Tri::Unknown),
            ("fan_out == 1 && fan_in == 0", Tri::True),
            ("true", Tri::True),
        ] {
            assert_eq!(of(&model, "web", text), answer, "{text}");
        }
        assert_eq!(of(&model, "db", "backup == 'none'"), Tri::True);
    }

    #[test]
    fn conditions_on_connections() {
        let model = model();
        let holds = |text: &str| {
            let edge = model.connection_ixs().next().unwrap();
            Expr::parse(text, Scope::Edge).unwrap().holds(Subject::Edge(&model, edge))
        };
        assert_eq!(holds("from.id == 'web' && to.role == 'store' && edge.encrypted"), Tri::True);
        assert_eq!(holds("edge.kind == 'async'"), Tri::False);
        assert_eq!(holds("edge.port == 443"), Tri::Unknown);
    }

    #[test]
    fn slips_are_told_when_the_selector_is_read() {
        let fault = |text: &str, scope| Expr::parse(text, scope).unwrap_err();
        let node = |text: &str| fault(text, Scope::Node);
        let slip = node("id == 'x' && criticalty == 'low'");
        assert_eq!((slip.at, slip.help.as_deref()), (13..23, Some("did you mean `criticality`?")));
        assert_eq!(node("criticality == 'critcal'").help.as_deref(), Some("did you mean `critical`?"));
        assert_eq!(node("kind == 'rdss'").help.as_deref(), Some("did you mean `rds`?"));
        assert!(node("zone_count == 'two'").message.contains("a number"));
        assert!(node("id").message.contains("true or false"));
        assert!(node("id ==").message.contains("ends too early"));
        assert!(node("(id == 'x'").message.contains("ends too early"));
        assert!(node("id = 'x'").help.unwrap().contains("=="));
        assert!(node("id == 'x").message.contains("never closed"));
        assert!(node("id == 'x' 'y'").message.contains("`'y'`"));
        assert!(node("edge.kind == 'sync'").message.contains("edge"));
        assert!(fault("kind == 'sync'", Scope::Edge).help.unwrap().contains("edge.kind"));
        assert!(node(&format!("{}true", "!".repeat(10_000))).message.contains("deep"));
        assert!(node(&format!("{}true", "(".repeat(10_000))).message.contains("deep"));
        assert!(node("").message.contains("ends too early"));
        assert!(node("sise(zones) == 1").help.unwrap().contains("size"));
        assert!(node("per-zone == 1").help.is_some());
    }
}
