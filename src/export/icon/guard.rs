//! Looks at the text of an icon before it is drawn: what may not be there, and what would take too long.

use std::collections::BTreeMap;

use usvg::roxmltree::{Document, Error, Node, ParsingOptions};

use super::IconError;

/// The most elements, texts and comments.
const MOST_NODES: u32 = 20_000;
/// The most elements once every reference is followed.
const MOST_DRAWN: u64 = 20_000;
/// How deep elements may stand in each other.
const DEEPEST: usize = 64;
/// How many references may follow each other.
const LONGEST_CHAIN: usize = 12;
/// The most bytes of style sheets.
const MOST_STYLE: usize = 64 << 10;
/// The largest number: what is larger is a mistake or an attack.
const LARGEST: f64 = 1e6;
/// The namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that an icon may not have, and why.
const FORBIDDEN: [(&str, &str); 14] = [
    ("script", "it runs a script"),
    ("handler", "it runs a script"),
    ("foreignObject", "it holds something that is no SVG"),
    ("iframe", "it holds something that is no SVG"),
    ("image", "it holds a picture of pixels; an icon is made of shapes"),
    ("feImage", "it holds a picture of pixels; an icon is made of shapes"),
    ("text", "it holds text; turn it into outlines"),
    ("marker", "it has marks on its lines; turn them into shapes"),
    ("animate", "it moves"),
    ("animateTransform", "it moves"),
    ("animateMotion", "it moves"),
    ("animateColor", "it moves"),
    ("set", "it moves"),
    ("discard", "it moves"),
];

/// Attributes that hold lengths, places and numbers.
const NUMBERS: [&str; 28] = [
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "fr",
    "width",
    "height",
    "viewBox",
    "transform",
    "gradientTransform",
    "patternTransform",
    "points",
    "d",
    "offset",
    "stroke-width",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-miterlimit",
    "opacity",
];

/// The text as XML, if it may be an icon.
pub(super) fn read(text: &str) -> Result<Document<'_>, IconError> {
    if text.contains("<!ENTITY") {
        return Err(IconError::new("it declares entities of its own"));
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        Error::NodesLimitReached => IconError::new(format!("it has more than {MOST_NODES} parts")),
        other => IconError::new(format!("it is not well-formed: {other}")),
    })?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(IconError::new(format!("it is no SVG: its root is not `svg` of the namespace {SVG}")));
    }
    size(&root)?;
    let mut style = String::new();
    let mut open = vec![(document.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return Err(IconError::new(format!("its parts stand more than {DEEPEST} deep in each other")));
        }
        if node.pi().is_some_and(|pi| pi.target == "xml-stylesheet") {
            return Err(IconError::new("it refers to a style sheet outside of itself"));
        }
        if node.is_element() {
            element(&node)?;
            if node.tag_name().name() == "style" {
                node.descendants().filter_map(|part| part.text().filter(|_| part.is_text())).for_each(|part| {
                    style.push_str(part);
                });
            }
        }
        open.extend(node.children().map(|child| (child, depth + 1)));
    }
    sheet(&document, &style)?;
    let mut count = Count { ids: ids(&document), known: BTreeMap::new() };
    if count.drawn(root, 0)? > MOST_DRAWN {
        return Err(IconError::new(format!("its references make more than {MOST_DRAWN} parts of it")));
    }
    Ok(document)
}

/// The root must say how large it is: by its `viewBox`, or by its width and height.
fn size(root: &Node) -> Result<(), IconError> {
    let sides: Vec<f64> = match root.attribute("viewBox") {
        Some(text) => {
            let parts = text.split(|c: char| c.is_ascii_whitespace() || c == ',').filter(|part| !part.is_empty());
            parts.map(|part| part.parse().unwrap_or(f64::NAN)).skip(2).collect()
        }
        None if root.has_attribute("width") && root.has_attribute("height") => return Ok(()),
        None => Vec::new(),
    };
    let is_sound = sides.len() == 2 && sides.iter().all(|side| side.is_finite() && *side > 0.0);
    if is_sound { Ok(()) } else { Err(IconError::new("it has no size: no `viewBox`, or one of nothing")) }
}

fn element(node: &Node) -> Result<(), IconError> {
    let name = node.tag_name().name();
    if let Some((_, why)) = FORBIDDEN.iter().find(|(known, _)| *known == name) {
        return Err(IconError::new(format!("{why} (`{name}`)")));
    }
    for attribute in node.attributes() {
        let (key, value) = (attribute.name(), attribute.value().trim());
        if key.len() > 2 && key.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on")) {
            return Err(IconError::new(format!("it runs a script (`{}`)", short(key))));
        }
        if key == "href" && !value.is_empty() && !value.starts_with('#') {
            return Err(outside(value));
        }
        addresses(value)?;
        if NUMBERS.contains(&key) {
            numbers(key, value)?;
        }
    }
    Ok(())
}

/// The rules of style sheets.
fn sheet(document: &Document, style: &str) -> Result<(), IconError> {
    if style.len() > MOST_STYLE {
        return Err(IconError::new(format!("its style sheets have more than {} KiB", MOST_STYLE >> 10)));
    }
    if style.to_ascii_lowercase().contains("@import") {
        return Err(outside("@import"));
    }
    addresses(style)?;
    // a rule can hang a cut on every part, those of the cut too: one level is enough for any icon
    let ids = ids(document);
    for node in references(style).filter_map(|id| ids.get(id)) {
        let nested = |part: &Node| {
            part.attribute("class").is_some() || part.attributes().any(|a| references(a.value()).next().is_some())
        };
        let is_cut = matches!(node.tag_name().name(), "clipPath" | "mask" | "pattern" | "filter");
        if is_cut && node.descendants().filter(|part| part.id() != node.id()).any(|part| nested(&part)) {
            return Err(IconError::new("what it is cut off at is cut off itself"));
        }
    }
    Ok(())
}

/// Looks at each `url(…)` of a value: it must name a part of the icon.
fn addresses(value: &str) -> Result<(), IconError> {
    let lower = value.to_ascii_lowercase();
    for (at, _) in lower.match_indices("url(") {
        let address = value[at + 4..].trim_start_matches([' ', '\t', '\n', '\r', '"', '\'']);
        if !address.starts_with('#') {
            return Err(outside(address.split(')').next().unwrap_or_default()));
        }
    }
    Ok(())
}

/// The ids that a value names by `url(#…)`.
fn references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let id = rest.trim_start_matches([' ', '"', '\'']).strip_prefix('#')?;
        Some(id.split([')', '"', '\'']).next().unwrap_or_default().trim())
    })
}

fn outside(address: &str) -> IconError {
    IconError::new(format!("it refers to something outside of itself: `{}`", short(address)))
}

/// The beginning of a text that others wrote, without what a terminal would obey.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// The numbers of an attribute.
fn numbers(key: &str, value: &str) -> Result<(), IconError> {
    let wrong = |what: &str| Err(IconError::new(format!("`{key}` holds {what}: `{}`", short(value))));
    if matches!(key, "d" | "points") {
        let is_known =
            |c: char| c.is_ascii_whitespace() || c.is_ascii_digit() || "+-.,eEMmZzLlHhVvCcSsQqTtAa".contains(c);
        if !value.chars().all(is_known) {
            return wrong("what is no number");
        }
    }
    let lower = value.to_ascii_lowercase();
    if lower.contains("nan") || lower.contains("inf") {
        return wrong("what is no number");
    }
    let bytes = lower.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let before = start.checked_sub(1).map(|i| bytes[i]);
        let run = &lower[start..at];
        let is_share = before == Some(b'.');
        let power = before == Some(b'e') || (before == Some(b'+') && start > 1 && bytes[start - 2] == b'e');
        let value: f64 = run.parse().unwrap_or(f64::INFINITY);
        if (power && value > 6.0) || (!power && !is_share && value > LARGEST) {
            return wrong("a number that is too large");
        }
    }
    Ok(())
}

/// The elements with an id.
fn ids<'a, 'input>(document: &'a Document<'input>) -> BTreeMap<&'a str, Node<'a, 'input>> {
    document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect()
}

/// Counts what is drawn once every reference is followed.
struct Count<'a, 'input> {
    ids: BTreeMap<&'a str, Node<'a, 'input>>,
    /// By the number of a node.
    known: BTreeMap<usize, u64>,
}

impl<'a, 'input> Count<'a, 'input> {
    fn drawn(&mut self, node: Node<'a, 'input>, chain: usize) -> Result<u64, IconError> {
        if chain > LONGEST_CHAIN {
            return Err(IconError::new("its references go round in a circle, or in too long a row"));
        }
        if let Some(known) = self.known.get(&node.id().get_usize()) {
            return Ok(*known);
        }
        let mut sum = 1u64;
        for attribute in node.attributes() {
            let href = (attribute.name() == "href").then(|| attribute.value().trim().strip_prefix('#')).flatten();
            let named: Vec<&'a str> = href.into_iter().chain(references(attribute.value())).collect();
            for id in named {
                if let Some(target) = self.ids.get(id).copied() {
                    sum = sum.saturating_add(self.drawn(target, chain + 1)?);
                }
            }
        }
        for child in node.children().filter(Node::is_element) {
            sum = sum.saturating_add(self.drawn(child, chain)?);
        }
        self.known.insert(node.id().get_usize(), sum);
        Ok(sum)
    }
}
