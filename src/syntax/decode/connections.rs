//! Connections, in `uses` and as `[[connection]]`, and the steps that explain them.

use crate::source::{Span, Spanned, Text};
use crate::syntax::attributes::{How, Use};
use crate::syntax::document::{Connection, Step, StepTarget};
use crate::syntax::reader::{Name, Reader};
use crate::syntax::sink::{Sink, Value};
use crate::syntax::suggest::quoted;
use crate::syntax::tree::Content;
use crate::syntax::value::{amount, boolean, check_id, count, duration, filled, id, port, text, word};

/// An entry of `uses`: an id or a table.
pub(super) fn use_entry<'t>(sink: &mut Sink, value: &'t Value<'t>) -> Option<Use> {
    let span = sink.span(value.span());
    match value.get_ref() {
        Content::String(_) => Some(Use::plain(Spanned::new(id(sink, value)?, span), span)),
        Content::Table(table) => {
            let mut r = Reader::new(table, span, Name::Words("an entry of `uses`"));
            let to = r.need(sink, "to", "name what is used, as `to = \"orders-db\"`", id);
            let entry = keys(&mut r, sink, to, span);
            r.finish(sink);
            entry
        }
        _ => {
            sink.wrong_type(value, "an id or a table such as `{ to = \"orders-db\" }`");
            None
        }
    }
}

/// The keys that both ways of writing a connection have; nothing without a callee.
fn keys(r: &mut Reader, sink: &mut Sink, to: Option<Spanned<Text>>, span: Span) -> Option<Use> {
    // few write it, and there are many connections
    if r.entry(sink, "step").is_some() {
        r.refuse(sink, "step", || {
            let help = "a step is a table of its own: `[[step]]` with `at = \"web -> orders-db\"` and `text`; \
                steps are numbered in the order of the file";
            ("is not for a connection".to_owned(), help.to_owned())
        });
    }
    let how = How {
        kind: r.get(sink, "kind", word),
        need: r.get(sink, "need", word),
        either: r.get(sink, "either", filled),
        protocol: r.get(sink, "protocol", filled),
        port: r.get(sink, "port", port),
        encrypted: r.get(sink, "encrypted", boolean),
        label: r.get(sink, "label", text),
        both_ways: r.get(sink, "both-ways", boolean),
        gb_month: r.get(sink, "gb-month", amount),
        cross_region: r.get(sink, "cross-region", boolean),
        access: r.get(sink, "access", word),
        paths: r.get(sink, "paths", count),
        lag: r.get(sink, "lag", duration),
        location: r.get(sink, "location", filled),
        fanout: r.get(sink, "fanout", amount),
    };
    to.map(|to| Use::new(to, span, how))
}

/// `[[connection]]`.
pub(super) fn connections(r: &mut Reader, sink: &mut Sink) -> Vec<Connection> {
    let mut out = Vec::new();
    for (table, span) in r.tables(sink, "connection", "connection") {
        let mut r = Reader::new(table, span, "[[connection]]");
        let from = r.need(sink, "from", "name the component that calls", id);
        let to = r.need(sink, "to", "name the component that is called", id);
        let rest = keys(&mut r, sink, to, span);
        r.meta(sink);
        r.finish(sink);
        if let (Some(from), Some(to)) = (from, rest) {
            out.push(Connection { from, to });
        }
    }
    out
}

/// `[[step]]`.
pub(super) fn steps(r: &mut Reader, sink: &mut Sink) -> Vec<Step> {
    let mut out = Vec::new();
    for (table, span) in r.tables(sink, "step", "step") {
        let mut r = Reader::new(table, span, "[[step]]");
        let at = r.need(sink, "at", "name what it explains, as `at = \"web -> orders-db\"`", target);
        let region = r.get(sink, "region", id);
        let text = r.need(sink, "text", "say what happens here", filled);
        r.meta(sink);
        r.finish(sink);
        if let (Some(at), Some(text)) = (at, text) {
            out.push(Step { at, region, text });
        }
    }
    out
}

/// `from -> to`, or an id.
fn target(sink: &mut Sink, value: &Value) -> Option<StepTarget> {
    let Content::String(written) = value.get_ref() else {
        sink.wrong_type(value, "an id or a connection such as `\"web -> orders-db\"`");
        return None;
    };
    let span = sink.span(value.span());
    let ends: Vec<&str> = written.split("->").map(str::trim).collect();
    match ends.as_slice() {
        [one] => id(sink, value).filter(|id| id == one).map(|id| StepTarget::Component(id.into())),
        [from, to] => {
            let key = sink.key;
            let fits = [from, to].map(|end| check_id(sink, end, span, || format!("an end of {}", quoted(key))));
            (fits == [true, true]).then(|| StepTarget::Connection((*from).to_owned(), (*to).to_owned()))
        }
        _ => {
            let message = format!("{} can not be {}", quoted(sink.key), quoted(written));
            sink.bad_value(value, message, "expected an id, or two with one `->` between them", None);
            None
        }
    }
}
