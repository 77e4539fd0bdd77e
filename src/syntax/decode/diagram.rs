//! What the poster says about itself, and the views that show a part of it.

use crate::geom::View as Projection;
use crate::syntax::document::{Diagram, Role, View};
use crate::syntax::reader::Reader;
use crate::syntax::sink::Sink;
use crate::syntax::value::{boolean, count, date, filled, ids, list, one_of, text, texts};
use crate::syntax::words::Words;

/// How labels stand.
const LABELS: [&str; 2] = ["plane", "upright"];

/// `[diagram]`.
pub(super) fn diagram(r: &mut Reader, sink: &mut Sink) -> Diagram {
    let Some(child) = r.table(sink, "diagram", "diagram") else { return Diagram::default() };
    let mut r = Reader::new(child.table, child.span, "[diagram]");
    let read = Diagram {
        title: r.get(sink, "title", text),
        subtitle: r.get(sink, "subtitle", text),
        date: r.get(sink, "date", date),
        author: r.get(sink, "author", text),
        description: r.get(sink, "description", text),
        source: r.get(sink, "source", text),
        labels: r.get(sink, "labels", |s, v| one_of(s, v, &LABELS)),
        legend: r.get(sink, "legend", boolean),
        icons: r.get(sink, "icons", filled),
    };
    r.meta(sink);
    r.finish(sink);
    read
}

/// `[view.ID]`.
pub(super) fn views(r: &mut Reader, sink: &mut Sink) -> Vec<View> {
    let roles: Vec<&str> = Role::WORDS.iter().map(|(w, _)| *w).collect();
    let projections = Projection::ALL.map(Projection::name);
    let mut out = Vec::new();
    for child in r.children(sink, "view", "view") {
        let mut r = Reader::new(child.table, child.span, format!("[view.{}]", child.id.value));
        out.push(View {
            title: r.get(sink, "title", text),
            environments: r.get(sink, "environments", ids),
            regions: r.get(sink, "regions", ids),
            groups: r.get(sink, "groups", ids),
            roles: r.get(sink, "roles", |s, v| {
                list(s, v, "a list of roles", |s, v| {
                    let span = s.span(v.span());
                    one_of(s, v, &roles).map(|role| crate::source::Spanned::new(role, span))
                })
            }),
            tags: r.get(sink, "tags", texts),
            ids: r.get(sink, "ids", ids),
            neighbours: r.get(sink, "neighbours", count),
            projection: r.get(sink, "projection", |s, v| one_of(s, v, &projections)),
            theme: r.get(sink, "theme", filled),
            paper: r.get(sink, "paper", filled),
            labels: r.get(sink, "labels", |s, v| one_of(s, v, &LABELS)),
            id: child.id,
        });
        r.meta(sink);
        r.finish(sink);
    }
    out
}
