//! The five tables of components, their placements, `[template.ID]` and `[defaults]`.

use super::attributes::{Scope, attributes};
use crate::source::Span;
use crate::syntax::attributes::Attributes;
use crate::syntax::document::{Component, Placement, Role, Template};
use crate::syntax::reader::{Child, Name, Reader};
use crate::syntax::sink::Sink;
use crate::syntax::value::word;

/// The components of all roles. `above` is the path of the tables round them, such as `environment.staging.`, or empty.
pub(super) fn components(r: &mut Reader, sink: &mut Sink, above: &str) -> Vec<Component> {
    let mut out = Vec::new();
    for role in Role::ALL {
        let path = format!("{above}{}", role.table());
        for child in r.children(sink, role.table(), &path) {
            sink.element = Some(child.id.value.clone());
            out.push(component(child, sink, role, &path));
            sink.element = None;
        }
    }
    out
}

fn component(child: Child, sink: &mut Sink, role: Role, path: &str) -> Component {
    let id = &child.id.value;
    let mut r = Reader::new(child.table, child.span, Name::Id(path, id));
    let attributes = attributes(&mut r, sink, Scope::Component(role));
    let mut placements = Vec::new();
    if role == Role::External {
        r.refuse(sink, "placement", || {
            ("is not for `external`".to_owned(), "what we do not run has no place of ours".to_owned())
        });
    } else {
        for (table, span) in r.tables(sink, "placement", format_args!("{path}.{id}.placement")) {
            placements.push(placement(Reader::new(table, span, Name::List(path, id, "placement")), sink, span));
        }
    }
    r.meta(sink);
    r.finish(sink);
    Component { id: child.id, role, attributes, placements }
}

fn placement(mut r: Reader, sink: &mut Sink, span: Span) -> Placement {
    let role = r.get(sink, "role", word);
    let attributes = attributes(&mut r, sink, Scope::Placement);
    r.meta(sink);
    r.finish(sink);
    Placement { attributes, role, span }
}

/// `[template.ID]`.
pub(super) fn templates(r: &mut Reader, sink: &mut Sink) -> Vec<Template> {
    let children = r.children(sink, "template", "template");
    children
        .into_iter()
        .map(|child| {
            let mut r = Reader::new(child.table, child.span, Name::Id("template", &child.id.value));
            let attributes = attributes(&mut r, sink, Scope::Template);
            r.meta(sink);
            r.finish(sink);
            Template { id: child.id, attributes }
        })
        .collect()
}

/// `[defaults]`.
pub(super) fn defaults(r: &mut Reader, sink: &mut Sink) -> Attributes {
    let Some(child) = r.table(sink, "defaults", "defaults") else { return Attributes::default() };
    let mut r = Reader::new(child.table, child.span, "[defaults]");
    let read = attributes(&mut r, sink, Scope::Defaults);
    r.meta(sink);
    r.finish(sink);
    read
}
