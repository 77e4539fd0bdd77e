//! Builds the tables of a text that has no mistake, straight from the events of the TOML parser.
//!
//! Each header opens a table in a flat list; at the end they are put into each other. What is rare or wrong (dotted keys
//! before `=`, a key or a table that stands twice, any error of TOML) is given up: the caller then takes the crate's own
//! tables, which know every case and say what is wrong.
//!
//! *Invariant*: what is built is what the crate would give; `tests` below hold the two side by side.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashMap;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::lexer::Token;
use toml_parser::parser::{EventReceiver, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Source, Span};

use super::tree::{Content, Entry, Integer, Key, Placed, Table, Value};

/// Fewest tokens that are parsed at once. A part begins with a header, so each is a text of TOML by itself, and the tokens
/// of a large text are never all in memory.
const PART: usize = if cfg!(test) { 1 } else { 1024 };

/// The tables of a text with headers at known places; `None` when it has a mistake or something rare.
pub(super) fn build<'t>(text: &'t str, headers: &[Range<usize>]) -> Option<Table<'t>> {
    let source = Source::new(text);
    let mut builder = Builder::new(source);
    let mut errors = 0;
    let mut count = |_: ParseError| errors += 1;
    let mut parse = |tokens: &mut Vec<Token>| {
        parse_document(tokens, &mut ValidateWhitespace::new(&mut builder, source), &mut count);
        tokens.clear();
    };
    let mut headers = headers.iter().map(|header| header.start).peekable();
    let mut tokens = Vec::new();
    for token in source.lex() {
        if headers.next_if_eq(&token.span().start()).is_some() && tokens.len() >= PART {
            parse(&mut tokens);
        }
        tokens.push(token);
    }
    parse(&mut tokens);
    if errors > 0 || builder.gave_up || !builder.open.is_empty() {
        return None;
    }
    builder.assemble(0)
}

/// A table that a header opens, or that stands round one.
#[derive(Default)]
struct Node<'t> {
    entries: Vec<Entry<'t>>,
    children: Vec<Child<'t>>,
}

/// A table or a list of tables in a table.
struct Child<'t> {
    key: Key<'t>,
    span: Range<usize>,
    tables: Tables,
}

enum Tables {
    /// `[a]`, or the `a` of `[a.b]` as long as no header of its own was read.
    One { node: usize, implicit: bool },
    /// `[[a]]`.
    Many(Vec<(usize, Range<usize>)>),
}

/// A header that is being read.
struct Header<'t> {
    path: Vec<Key<'t>>,
    start: usize,
    is_list: bool,
}

/// A value with brackets that is being read.
enum Open<'t> {
    List(usize, Vec<Value<'t>>),
    Braces(usize, Vec<Entry<'t>>, Option<Key<'t>>),
}

struct Builder<'t> {
    source: Source<'t>,
    nodes: Vec<Node<'t>>,
    /// The children by node and key.
    known: HashMap<(usize, Cow<'t, str>), usize>,
    /// The node whose keys are being read.
    at: usize,
    header: Option<Header<'t>>,
    key: Option<Key<'t>>,
    open: Vec<Open<'t>>,
    gave_up: bool,
}

impl<'t> Builder<'t> {
    fn new(source: Source<'t>) -> Self {
        Self {
            source,
            nodes: vec![Node::default()],
            known: HashMap::default(),
            at: 0,
            header: None,
            key: None,
            open: Vec::new(),
            gave_up: false,
        }
    }

    /// Opens the table of a header; `None` when it stands already.
    fn enter(&mut self, header: Header<'t>, end: usize) -> Option<()> {
        let Header { mut path, start, is_list } = header;
        let span = start..end;
        let key = path.pop()?;
        let mut at = 0;
        for above in path {
            at = self.descend(at, above);
        }
        let new = self.nodes.len();
        let Some(child) = self.known.get(&(at, key.get_ref().clone())) else {
            let one = Tables::One { node: new, implicit: false };
            let tables = if is_list { Tables::Many(vec![(new, span.clone())]) } else { one };
            self.at = self.add(at, key, span, tables);
            return Some(());
        };
        let child = &mut self.nodes[at].children[*child];
        match &mut child.tables {
            Tables::Many(list) if is_list => {
                list.push((new, span));
                self.nodes.push(Node::default());
                self.at = new;
            }
            Tables::One { node, implicit } if *implicit && !is_list => {
                *implicit = false;
                self.at = *node;
                (child.key, child.span) = (key, span);
            }
            _ => return None,
        }
        Some(())
    }

    /// The table of a key on the way to that of a header; of a list of tables the last.
    fn descend(&mut self, at: usize, key: Key<'t>) -> usize {
        if let Some(child) = self.known.get(&(at, key.get_ref().clone())) {
            match &self.nodes[at].children[*child].tables {
                Tables::One { node, .. } => return *node,
                Tables::Many(list) => return list.last().map_or(0, |(node, _)| *node),
            }
        }
        let (node, span) = (self.nodes.len(), key.span());
        self.add(at, key, span, Tables::One { node, implicit: true })
    }

    /// Adds a child with a new node.
    fn add(&mut self, at: usize, key: Key<'t>, span: Range<usize>, tables: Tables) -> usize {
        let children = &mut self.nodes[at].children;
        self.known.insert((at, key.get_ref().clone()), children.len());
        children.push(Child { key, span, tables });
        self.nodes.push(Node::default());
        self.nodes.len() - 1
    }

    /// Puts a value where it belongs.
    fn put(&mut self, value: Value<'t>) {
        let placed = match self.open.last_mut() {
            Some(Open::List(_, list)) => {
                list.push(value);
                true
            }
            Some(Open::Braces(_, entries, key)) => match key.take() {
                Some(key) => {
                    entries.push(Entry { key, value });
                    true
                }
                None => false,
            },
            None => match self.key.take() {
                Some(key) => {
                    self.nodes[self.at].entries.push(Entry { key, value });
                    true
                }
                None => false,
            },
        };
        self.gave_up |= !placed;
    }

    /// The table of a node with all that is in it. Headers have few parts, so this does not go deep.
    fn assemble(&mut self, node: usize) -> Option<Table<'t>> {
        let Node { mut entries, children } = std::mem::take(&mut self.nodes[node]);
        entries.reserve_exact(children.len());
        for Child { key, span, tables } in children {
            let content = match tables {
                Tables::One { node, .. } => Content::Table(self.assemble(node)?),
                Tables::Many(list) => {
                    let mut values = Vec::with_capacity(list.len());
                    for (node, span) in list {
                        values.push(Placed::new(span, Content::Table(self.assemble(node)?)));
                    }
                    Content::Array(values)
                }
            };
            entries.push(Entry { key, value: Placed::new(span, content) });
        }
        Table::of(entries)
    }

    /// The value of a scalar; `None` when it is none.
    fn scalar_of(&self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) -> Option<Content<'t>> {
        let raw = toml_parser::Raw::new_unchecked(self.source.input().get(range(span))?, encoding, span);
        let mut text = Cow::Borrowed("");
        Some(match raw.decode_scalar(&mut text, error) {
            ScalarKind::String => Content::String(text),
            ScalarKind::Boolean(value) => Content::Boolean(value),
            ScalarKind::DateTime => Content::Datetime(text.parse().ok()?),
            ScalarKind::Float => Content::Float(text),
            ScalarKind::Integer(radix) => Content::Integer(Integer::new(text, radix.value())),
        })
    }
}

fn range(span: Span) -> Range<usize> {
    span.start()..span.end()
}

impl EventReceiver for Builder<'_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header = Some(Header { path: Vec::new(), start: span.start(), is_list: false });
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header = Some(Header { path: Vec::new(), start: span.start(), is_list: true });
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        let entered = self.header.take().and_then(|header| self.enter(header, span.end()));
        self.gave_up |= entered.is_none();
    }

    fn array_table_close(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.std_table_close(span, error);
    }

    fn simple_key(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let Some(text) = self.source.input().get(range(span)) else {
            self.gave_up = true;
            return;
        };
        let mut decoded = Cow::Borrowed("");
        toml_parser::Raw::new_unchecked(text, kind, span).decode_key(&mut decoded, error);
        let key = Placed::new(range(span), decoded);
        let slot = match (&mut self.header, self.open.last_mut()) {
            (Some(header), _) => {
                header.path.push(key);
                return;
            }
            (None, Some(Open::Braces(_, _, slot))) => slot,
            (None, Some(Open::List(..))) => {
                self.gave_up = true;
                return;
            }
            (None, None) => &mut self.key,
        };
        self.gave_up |= slot.replace(key).is_some();
    }

    fn key_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.gave_up |= self.header.is_none();
    }

    fn scalar(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        match self.scalar_of(span, kind, error) {
            Some(content) => self.put(Placed::new(range(span), content)),
            None => self.gave_up = true,
        }
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::List(span.start(), Vec::new()));
        true
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        match self.open.pop() {
            Some(Open::List(start, list)) => self.put(Placed::new(start..span.end(), Content::Array(list))),
            _ => self.gave_up = true,
        }
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open.push(Open::Braces(span.start(), Vec::new(), None));
        true
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        match self.open.pop() {
            Some(Open::Braces(start, entries, None)) => match Table::of(entries) {
                Some(table) => self.put(Placed::new(start..span.end(), Content::Table(table))),
                None => self.gave_up = true,
            },
            _ => self.gave_up = true,
        }
    }

    fn error(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.gave_up = true;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::DeTable;

    use super::*;
    use crate::syntax::scan::scan;

    /// What the crate makes of a text; `None` when it finds a mistake.
    fn of_crate(text: &str) -> Option<Table<'_>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        errors.is_empty().then(|| root.into_inner().into())
    }

    /// Whether a text is built, after it was held against what the crate makes of it.
    fn check(text: &str) -> bool {
        let built = build(text, &scan(text).headers);
        if built.is_some() {
            assert_eq!(built, of_crate(text), "{text}");
        }
        built.is_some()
    }

    #[test]
    fn plain_texts_are_built_and_are_what_the_crate_makes_of_them() {
        for text in [
            "",
            "# nothing\n",
            "a = 1\nb = 'x'\n[t]\nc = [1, [2.5, true], { d = 0x1F, e = 2012-11-06 }]\n",
            "[app.web]\nlabel = \"a\\u00e9\\n\" # why\n[[app.web.placement]]\nx = 1\n[[app.web.placement]]\nx = 2\n\
             [store.db]\n[app.api]\n",
            "[a.b.c]\nx = 1\n[a.b]\ny = 2\n[a]\nz = 3\n",
            "[[step]]\nat = \"x\"\n[step.meta]\ny = 1\n[[step]]\n[step.meta]\n",
            "[app.\"a.b\"]\n'c d' = \"\"\"\nlong\"\"\"\n[ app . c ]\n",
            "\u{feff}a = +1_000\nb = -inf\nc = 1e5\r\nd = 07:32:00\n",
        ] {
            assert!(check(text), "{text}");
        }
    }

    #[test]
    fn what_is_rare_or_wrong_is_given_up() {
        for text in [
            "a.b = 1\n",
            "x = { a.b = 1 }\n",
            "a = 1\na = 2\n",
            "[a]\n[a]\n",
            "[a]\n[[a]]\n",
            "[[a]]\n[a]\n",
            "a = [1]\n[[a]]\n",
            "[a]\nb = {}\n[a.b]\n",
            "[a]\nb = {}\n[a.b.c]\n",
            "x = { a = 1, a = 2 }\n",
            "x = {\n",
            "x = \n",
            "x = 1 2\n",
            "x = 1\u{1}\n# \u{1}\n",
            "[]\n",
        ] {
            assert!(!check(text), "{text}");
        }
    }

    /// Pieces of TOML, most of them sound on their own.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("[app.a]\n"),
            Just("[app.b]\n"),
            Just("[app]\n"),
            Just("[[app.a.placement]]\n"),
            Just("[[step]]\n"),
            Just("[step.x]\n"),
            Just("[a.b.c]\n"),
            Just("[a.b]\n"),
            Just("x = 1\n"),
            Just("y = \"t\\t\"\n"),
            Just("a = { x = [ {} , 1 ] }\n"),
            Just("placement = []\n"),
            Just("app.c = 2\n"),
            Just("z = [ 'q', # why\n ]\n"),
            Just("# isoplan\n"),
            Just("d = 2012-13-45\n"),
            Just("\"k\" = 1.5\n"),
            Just("k = 1__0\n"),
            Just("\r"),
            Just("="),
            Just("]"),
        ];
        prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn whatever_is_built_is_what_the_crate_makes_of_it(text in pieces()) {
            if scan(&text).too_deep.is_none() {
                check(&text);
            }
        }
    }
}
