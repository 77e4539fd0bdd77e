//! Rules of the user's own: `[[lint.custom]]`, each made from a template and selectors, without code.
//!
//! A rule is read and checked once; a key, a field or a word that does not exist is an error with the nearest right one.
//! Selectors are answered once for each component and connection, and everything about the graph is done with the
//! questions of the model. Where a selector is unknown, nothing is found.

mod read;
mod run;
mod template;
mod trial;

pub use trial::{Trial, trials};

use super::expr::Expr;
use super::rule::Rule;
use crate::diag::Diagnostic;
use crate::syntax::document::LintTable;

/// A custom rule that was read.
#[derive(Clone, Debug)]
pub(super) struct Custom {
    /// Code, name and severity, as those of other rules.
    pub(super) rule: Rule,
    /// Whether it is `off`.
    pub(super) off: bool,
    message: String,
    help: Option<String>,
    check: Check,
}

/// What is looked for.
#[derive(Clone, Debug)]
enum Check {
    RequireAttribute {
        on: Expr,
        keys: Vec<&'static str>,
    },
    ForbidValue {
        on: Expr,
        field: String,
        values: Vec<String>,
    },
    MinZones {
        on: Expr,
        least: f64,
    },
    MinCount {
        on: Expr,
        least: f64,
    },
    ForbidConnection {
        from: Expr,
        to: Expr,
        edge: Expr,
    },
    RequireConnection {
        from: Expr,
        to: Expr,
        edge: Expr,
    },
    /// `guards` is what may stand in between, as the rule says it.
    ForbidReach {
        from: Expr,
        to: Expr,
        edge: Expr,
        via: Option<Expr>,
        guards: String,
    },
    Parity {
        on: Expr,
        a: String,
        b: String,
        compare: Vec<String>,
    },
    NoCycle {
        edge: Expr,
    },
    MaxDegree {
        on: Expr,
        edge: Expr,
        most: f64,
        direction: Direction,
    },
    Implies {
        on: Expr,
        assert: Expr,
    },
}

/// Which connections of a component are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Direction {
    In,
    Out,
    Both,
}

/// What is wrong with the rules of a table of settings, so that they do not load.
pub fn mistakes(table: &LintTable) -> Vec<Diagnostic> {
    let mut mistakes = Vec::new();
    read(&table.custom, &mut Vec::new(), &mut mistakes);
    mistakes
}

pub(super) use read::read;
pub(super) use run::run;
