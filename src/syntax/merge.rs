//! Joins the parts of a root file and its includes into one document, sorted by id, each id once.
//!
//! Repeats are found by sorting, so the cost stays near the number of tables.

use std::collections::BTreeMap;

use super::codes;
use super::decode::Part;
use super::document::{Component, Document};
use super::suggest::{quoted, shown};
use crate::diag::Diagnostic;
use crate::source::{Span, Spanned, Text};

/// The document so far.
#[derive(Default)]
pub(super) struct Merger {
    document: Document,
    single: BTreeMap<String, Span>,
}

impl Merger {
    /// Adds the part of one file. The first statement of a key that may stand once wins.
    pub(super) fn add(&mut self, part: Part, findings: &mut Vec<Diagnostic>) {
        for (name, span) in part.single {
            match self.single.get(&name) {
                Some(first) => findings.push(
                    Diagnostic::error(
                        codes::DUPLICATE_ID,
                        span,
                        format!("{} stands in two files", shown(&name)),
                        "again here",
                    )
                    .with_related(*first, "first here")
                    .with_help("keep one of them"),
                ),
                None => drop(self.single.insert(name, span)),
            }
        }
        let (all, new) = (&mut self.document, part.document);
        let (diagram, said) = (&mut all.diagram, new.diagram);
        diagram.title = diagram.title.take().or(said.title);
        diagram.subtitle = diagram.subtitle.take().or(said.subtitle);
        diagram.date = diagram.date.take().or(said.date);
        diagram.author = diagram.author.take().or(said.author);
        diagram.description = diagram.description.take().or(said.description);
        diagram.source = diagram.source.take().or(said.source);
        diagram.labels = diagram.labels.take().or(said.labels);
        diagram.legend = diagram.legend.take().or(said.legend);
        diagram.icons = diagram.icons.take().or(said.icons);
        all.defaults.fill_from(&new.defaults);
        all.components.extend(new.components);
        all.templates.extend(new.templates);
        all.regions.extend(new.regions);
        all.networks.extend(new.networks);
        all.environments.extend(new.environments);
        all.groups.extend(new.groups);
        all.security_groups.extend(new.security_groups);
        all.connections.extend(new.connections);
        all.steps.extend(new.steps);
        all.views.extend(new.views);
        all.lint.select = all.lint.select.take().or(new.lint.select);
        all.lint.ignore = all.lint.ignore.take().or(new.lint.ignore);
        all.lint.persona = all.lint.persona.take().or(new.lint.persona);
        all.lint.docs_url = all.lint.docs_url.take().or(new.lint.docs_url);
        all.lint.extend_select = all.lint.extend_select.take().or(new.lint.extend_select);
        all.lint.rules.extend(new.lint.rules);
        all.lint.overrides.extend(new.lint.overrides);
        all.lint.custom.extend(new.lint.custom);
        all.lint.implies.extend(new.lint.implies);
        all.allow.extend(new.allow);
    }

    /// The whole document.
    pub(super) fn finish(self, findings: &mut Vec<Diagnostic>) -> Document {
        let mut document = self.document;
        let component = |c: &Component| format!("[{}.{}]", c.role.table(), c.id.value);
        unique(&mut document.components, |c| &c.id, component, findings);
        unique(&mut document.templates, |t| &t.id, |t| format!("[template.{}]", t.id.value), findings);
        unique(&mut document.regions, |r| &r.id, |r| format!("[region.{}]", r.id.value), findings);
        unique(&mut document.networks, |n| &n.id, |n| format!("[network.{}]", n.id.value), findings);
        unique(&mut document.environments, |e| &e.id, |e| format!("[environment.{}]", e.id.value), findings);
        for environment in &mut document.environments {
            let id = environment.id.value.clone();
            let name = |c: &Component| format!("[environment.{id}.{}.{}]", c.role.table(), c.id.value);
            unique(&mut environment.overrides, |c| &c.id, name, findings);
        }
        unique(&mut document.groups, |g| &g.id, |g| format!("[group.{}]", g.id.value), findings);
        unique(&mut document.security_groups, |g| &g.id, |g| format!("[security-group.{}]", g.id.value), findings);
        unique(&mut document.views, |v| &v.id, |v| format!("[view.{}]", v.id.value), findings);
        unique(&mut document.lint.rules, |r| &r.rule, |r| format!("[lint.rule.{}]", r.rule.value), findings);
        document
    }
}

/// Sorts tables by id and keeps the first of each id; reports the others.
fn unique<T>(
    tables: &mut Vec<T>,
    id: fn(&T) -> &Spanned<Text>,
    name: impl Fn(&T) -> String,
    findings: &mut Vec<Diagnostic>,
) {
    tables.sort_by(|a, b| (&id(a).value, id(a).span).cmp(&(&id(b).value, id(b).span)));
    tables.dedup_by(|later, first| {
        let (later_id, first_id) = (id(later), id(first));
        let same = later_id.value == first_id.value;
        if same {
            let message = format!("the id {} is taken", quoted(&later_id.value));
            findings.push(
                Diagnostic::error(codes::DUPLICATE_ID, later_id.span, message, format!("`{}`", shown(&name(later))))
                    .with_related(first_id.span, format!("`{}` has it already", shown(&name(first))))
                    .with_help("give one of them another id")
                    .with_element(later_id.value.clone()),
            );
        }
        same
    });
}
