//! `[[lint.implies]]`: what the user says must be there when something else is.

use super::config::misread;
use super::expr::{Expr, Scope, Subject, Tri};
use crate::diag::Diagnostic;
use crate::model::{ComponentIx, Model};
use crate::syntax::document::LintImplication;

/// If one component is so, another one must be so.
#[derive(Clone, Debug)]
pub(crate) struct Implication {
    premise: Expr,
    then: Expr,
    needs: String,
}

impl Implication {
    /// Reads a table; what is wrong with its selectors is told at its place.
    pub(super) fn read(table: &LintImplication, known: &mut Vec<Self>, wrong: &mut Vec<Diagnostic>) {
        let read = |text| Expr::parse(text, Scope::Node);
        let (premise, then) = (read(&table.premise.value), read(&table.then.value));
        for (said, read) in [(&table.premise, &premise), (&table.then, &then)] {
            wrong.extend(read.as_ref().err().map(|fault| misread(said, fault)));
        }
        if let (Ok(premise), Ok(then)) = (premise, then) {
            let needs = match &table.needs {
                Some(said) => said.value.to_string(),
                None => format!("a component with `{}`", table.then.value),
            };
            known.push(Self { premise, then, needs });
        }
    }

    /// The first component that needs something which is not there for sure.
    pub(crate) fn broken(&self, model: &Model) -> Option<ComponentIx> {
        let is = |expr: &Expr, c| expr.holds(Subject::Node(model, c));
        let first = model.base_components().find(|&c| is(&self.premise, c) == Tri::True)?;
        // one that may be meant is enough
        model.base_components().all(|c| is(&self.then, c) == Tri::False).then_some(first)
    }

    /// What is needed, in words.
    pub(crate) fn needs(&self) -> &str {
        &self.needs
    }
}
