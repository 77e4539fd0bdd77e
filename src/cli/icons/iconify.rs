//! Reads a set of icons in the JSON form of Iconify: bodies without a root, with their sizes, and other names for them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

/// The side of an icon that says none.
const SIDE: f64 = 16.0;
/// How many names may lead to each other.
const LONGEST_CHAIN: usize = 8;

/// A set of icons.
#[derive(Debug, Deserialize)]
pub(super) struct Set {
    icons: BTreeMap<String, Entry>,
    #[serde(default)]
    aliases: BTreeMap<String, Alias>,
    #[serde(flatten)]
    usual: Look,
}

#[derive(Debug, Deserialize)]
struct Entry {
    body: String,
    #[serde(flatten)]
    look: Look,
}

#[derive(Debug, Deserialize)]
struct Alias {
    parent: String,
    #[serde(flatten)]
    look: Look,
}

/// What of an icon may be said at each level.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Look {
    left: Option<f64>,
    top: Option<f64>,
    width: Option<f64>,
    height: Option<f64>,
    /// Quarter turns to the right.
    rotate: Option<f64>,
    h_flip: Option<bool>,
    v_flip: Option<bool>,
}

impl Look {
    /// This, and what it does not say from another. Turns and flips add up.
    fn over(self, other: Self) -> Self {
        let flip = |a: Option<bool>, b: Option<bool>| Some(a.unwrap_or(false) != b.unwrap_or(false));
        Self {
            left: self.left.or(other.left),
            top: self.top.or(other.top),
            width: self.width.or(other.width),
            height: self.height.or(other.height),
            rotate: Some(self.rotate.unwrap_or(0.0) + other.rotate.unwrap_or(0.0)),
            h_flip: flip(self.h_flip, other.h_flip),
            v_flip: flip(self.v_flip, other.v_flip),
        }
    }
}

impl Set {
    /// Reads the text of a set.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| format!("it is no Iconify set: {error}"))
    }

    /// The names of all icons, sorted, aliases after the rest.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.icons.keys().chain(self.aliases.keys()).map(String::as_str)
    }

    /// An icon as the text of an SVG.
    pub(super) fn svg(&self, name: &str) -> Result<String, String> {
        let (mut name, mut look) = (name, Look::default());
        for _ in 0..LONGEST_CHAIN {
            if let Some(entry) = self.icons.get(name) {
                return Ok(written(&entry.body, look.over(entry.look), self.usual));
            }
            let alias = self.aliases.get(name).ok_or_else(|| format!("there is no icon `{name}` in the set"))?;
            look = look.over(alias.look);
            name = &alias.parent;
        }
        Err("its aliases go round in a circle, or in too long a row".to_owned())
    }
}

fn written(body: &str, look: Look, usual: Look) -> String {
    let of = |pick: fn(&Look) -> Option<f64>, least: f64| pick(&look).or_else(|| pick(&usual)).unwrap_or(least);
    let [left, top] = [of(|l| l.left, 0.0), of(|l| l.top, 0.0)];
    let [w, h] = [of(|l| l.width, SIDE), of(|l| l.height, SIDE)];
    let (cx, cy) = (left + w / 2.0, top + h / 2.0);
    let turns = (look.rotate.unwrap_or(0.0).round() as i64).rem_euclid(4);
    let flip = |flip: Option<bool>| if flip == Some(true) { -1 } else { 1 };
    let (fx, fy) = (flip(look.h_flip), flip(look.v_flip));
    // a quarter turn swaps the sides
    let (bw, bh) = if turns % 2 == 1 { (h, w) } else { (w, h) };
    let mut out =
        String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
    let _ = write!(out, " width=\"{bw}\" height=\"{bh}\" viewBox=\"{} {} {bw} {bh}\">", cx - bw / 2.0, cy - bh / 2.0);
    let is_moved = turns != 0 || fx + fy < 2;
    if is_moved {
        let turn = turns * 90;
        let _ = write!(
            out,
            "<g transform=\"translate({cx} {cy}) rotate({turn}) scale({fx} {fy}) translate({} {})\">",
            -cx, -cy
        );
    }
    out.push_str(body);
    out.push_str(if is_moved { "</g></svg>" } else { "</svg>" });
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const SET: &str = r#"{ "prefix": "x", "width": 24, "height": 20, "info": {"name": "X"}, "icons": {
        "rds": { "body": "<path d='M0 0h4v4z'/>" },
        "wide": { "body": "<path d='M0 0h4v4z'/>", "width": 48, "left": -2 } },
        "aliases": { "db": { "parent": "rds" }, "turned": { "parent": "db", "rotate": 1, "hFlip": true },
            "a": { "parent": "b" }, "b": { "parent": "a" }, "lost": { "parent": "none" } } }"#;

    #[test]
    fn sizes_come_from_the_icon_or_the_set() {
        let set = Set::parse(SET).unwrap();
        assert!(set.svg("rds").unwrap().contains("viewBox=\"0 0 24 20\"><path"));
        assert!(set.svg("wide").unwrap().contains("viewBox=\"-2 0 48 20\""));
        assert_eq!(set.svg("db").unwrap(), set.svg("rds").unwrap());
        let turned = set.svg("turned").unwrap();
        assert!(turned.contains("viewBox=\"2 -2 20 24\"") && turned.contains("rotate(90) scale(-1 1)"), "{turned}");
        assert_eq!(set.names().count(), 7);
    }

    #[test]
    fn a_set_that_is_none_is_refused() {
        let set = Set::parse(SET).unwrap();
        assert!(set.svg("a").unwrap_err().contains("circle"));
        assert!(set.svg("lost").unwrap_err().contains("no icon `none`"));
        for wrong in ["", "{}", "[]", "{\"icons\": {\"a\": {}}}", &"[".repeat(100_000)] {
            assert!(Set::parse(wrong).unwrap_err().starts_with("it is no Iconify set"));
        }
    }
}
