//! Keeps the rooms of `docs/architecture.md` apart: reads every source file and fails on an import that goes up or
//! sideways, on a crate outside the room it is confined to, on the system being touched outside `cli`, on a file
//! without a header, on a file that has grown too long, and on a dependency without a reason.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms by floor; a room may use rooms of lower floors only.
const FLOORS: [&[&str]; 8] = [
    &["source", "geom"],
    &["diag"],
    &["text", "catalog", "syntax"],
    &["model"],
    &["lint", "layout", "what_if"],
    &["scene"],
    &["export", "report"],
    &["cli"],
];

/// Crates that may be used in some rooms only.
const CONFINED: [(&str, &[&str]); 23] = [
    ("smol_str", &["source"]),
    ("toml", &["syntax", "catalog", "cli"]),
    ("toml_parser", &["syntax"]),
    ("petgraph", &["model"]),
    ("miette", &["report"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("anstream", &["cli"]),
    ("globset", &["cli"]),
    ("jiff", &["cli"]),
    ("similar", &["cli"]),
    ("supports_hyperlinks", &["cli"]),
    ("tempfile", &["cli"]),
    ("usvg", &["export"]),
    ("resvg", &["export"]),
    ("tiny_skia", &["export"]),
    ("png", &["export"]),
    ("pdf_writer", &["export"]),
    ("subsetter", &["export"]),
    ("miniz_oxide", &["export"]),
    ("harfrust", &["text"]),
    ("skrifa", &["text"]),
];

/// What only `cli` may touch.
const SYSTEM: [&str; 10] = [
    "std::fs",
    "std::env",
    "std::process",
    "TcpStream",
    "TcpListener",
    "UdpSocket",
    "SystemTime",
    "Instant::now",
    "stdout()",
    "stderr()",
];

/// Most lines of a file.
const LONGEST: usize = 600;

#[test]
fn rooms_import_from_lower_floors_only() {
    let mut wrong = Vec::new();
    for file in files() {
        let Some(floor) = floor(&file.room) else {
            assert!(file.room.is_empty(), "{} is in a room without a floor: `{}`", file.name, file.room);
            continue;
        };
        for used in rooms_used(&file.code) {
            let fine = used == file.room || self::floor(&used).is_some_and(|below| below < floor);
            if !fine {
                wrong.push(format!("{}: `{}` must not use `{used}`", file.name, file.room));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn confined_crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for file in files() {
        for (name, rooms) in CONFINED {
            if uses_crate(&file.code, name) && !rooms.contains(&file.room.as_str()) {
                wrong.push(format!("{}: `{name}` is for {rooms:?} only", file.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_touches_the_system() {
    let mut wrong = Vec::new();
    for file in files().into_iter().filter(|file| !file.room.is_empty() && file.room != "cli") {
        for word in SYSTEM.iter().filter(|word| without_tests(&file).contains(**word)) {
            wrong.push(format!("{}: `{word}` is for `cli` only", file.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_has_a_header_and_is_short() {
    let mut wrong = Vec::new();
    let mut lengths = Vec::new();
    for file in files() {
        if !file.text.starts_with("//! ") {
            wrong.push(format!("{}: does not begin with a line `//! …` that says what it is for", file.name));
        }
        let lines = file.text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("{}: {lines} lines, more than {LONGEST}", file.name));
        }
        lengths.push(lines);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 200, "the median file has {median} lines, more than 200");
}

#[test]
fn every_dependency_has_its_reason() {
    let read = |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    let (manifest, reasons) = (read("Cargo.toml"), read("docs/dependencies.md"));
    let mut section = "";
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| section.ends_with("dependencies]")) {
            assert!(
                reasons.contains(&format!("`{name}`")),
                "`docs/dependencies.md` does not say why `{name}` is there"
            );
        }
    }
}

#[test]
fn the_reader_of_this_test_sees_what_it_must() {
    let rooms = |code: &str| rooms_used(&strip(code)).into_iter().collect::<Vec<_>>();
    assert_eq!(rooms("use crate::model::Model;"), ["model"]);
    assert_eq!(rooms("use crate::{diag::{self, Code}, scene, text::Face as F};"), ["diag", "scene", "text"]);
    assert_eq!(rooms("use crate :: {\n    geom,\n};"), ["geom"]);
    assert_eq!(rooms("let x: Vec<crate::layout::Layout> = vec![];"), ["layout"]);
    assert_eq!(rooms("pub(in crate::cli) fn f() {}"), ["cli"]);
    assert_eq!(rooms("// crate::cli is above us\n/* crate::cli */ /// [`crate::cli`]"), Vec::<&str>::new());
    assert_eq!(rooms("let x = \"crate::cli\"; let c = '\"'; crate::geom::number(1.0)"), ["geom"]);
    assert_eq!(rooms("let x = r#\"a \" crate::cli\"#; use crate::diag;"), ["diag"]);
    assert_eq!(rooms("use isoplan::model::Model; isoplan::cli::run()"), ["cli", "model"]);
    assert!(uses_crate("use png::Encoder;", "png"));
    assert!(uses_crate("let e = ::png::Encoder::new();", "png"));
    assert!(!uses_crate("use crate::export::png; mod png; png(x); let png = 1; self::png::x; super::png::x", "png"));
    assert!(!uses_crate("embedded_toml::x", "toml"));
}

/// A source file.
struct File {
    /// Its path below the package.
    name: String,
    /// The folder or file below `src` it belongs to; empty for `lib.rs` and `main.rs`.
    room: String,
    text: String,
    /// The text without comments and strings.
    code: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join("src"), &mut paths);
    paths.sort();
    assert!(paths.len() > 50, "only {} files below `src`", paths.len());
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            let first = name["src/".len()..].split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            let room = if first == "lib" || first == "main" { String::new() } else { first };
            File { name, room, code: strip(&text), text }
        })
        .collect()
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|suffix| suffix == "rs") {
            into.push(path);
        }
    }
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// The code before the tests, which stand last in a file; nothing of a file that holds tests only.
fn without_tests(file: &File) -> String {
    if file.name.ends_with("/tests.rs") || file.name.contains("/tests/") {
        return String::new();
    }
    file.code.split("#[cfg(test)]\n#[allow").next().unwrap().split("#[cfg(test)]\nmod ").next().unwrap().to_owned()
}

/// The rooms that paths of the code begin with, whether `crate::a::b` or a group `crate::{a, b::c}`.
fn rooms_used(code: &str) -> BTreeSet<String> {
    let dense: String = {
        // spaces round `::` and braces mean nothing
        let mut dense = code.split_whitespace().collect::<Vec<_>>().join(" ");
        for (from, to) in [(" ::", "::"), (":: ", "::"), ("{ ", "{"), (" }", "}"), (", ", ","), (" ,", ",")] {
            while dense.contains(from) {
                dense = dense.replace(from, to);
            }
        }
        dense
    };
    let mut rooms = BTreeSet::new();
    for start in ["crate::", "isoplan::"] {
        for (at, _) in dense.match_indices(start) {
            if dense[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let rest = &dense[at + start.len()..];
            if let Some(group) = rest.strip_prefix('{') {
                rooms.extend(heads(group));
            } else {
                rooms.insert(word(rest));
            }
        }
    }
    rooms.retain(|room| !room.is_empty());
    rooms
}

/// The first word of each entry of a group, up to its closing brace.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut start, mut out) = (0usize, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' | ',' if depth == 0 => {
                out.push(word(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    out
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Whether a path of the code begins with the name of a crate.
fn uses_crate(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = &code[..at];
        let outer = before.strip_suffix("::").unwrap_or(before);
        let inside_a_path = outer.len() < before.len() && outer.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let longer_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        // `png::svg()` after `use crate::export::png` is our own module
        let own = code.contains(&format!("::{name}::{{self")) || code.contains(&format!("::{name};"));
        !inside_a_path && !longer_word && !own
    })
}

/// The text without comments and without what is in strings.
fn strip(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::with_capacity(text.len());
    let mut i = 0;
    while i < chars.len() {
        match (chars[i], at(i + 1)) {
            ('/', '/') => {
                while i < chars.len() && chars[i] != '\n' {
                    i += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 1;
                i += 2;
                while i < chars.len() && depth > 0 {
                    match (chars[i], at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                }
            }
            ('r', '"' | '#') if !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                let hashes = chars[i + 1..].iter().take_while(|c| **c == '#').count();
                if at(i + 1 + hashes) != '"' {
                    out.push('r');
                    i += 1;
                    continue;
                }
                i += hashes + 2;
                let is_end = |i: usize| at(i) == '"' && (1..=hashes).all(|n| at(i + n) == '#');
                while i < chars.len() && !is_end(i) {
                    i += 1;
                }
                i += hashes + 1;
                out.push_str("\"\"");
            }
            ('"', _) => {
                i += 1;
                while i < chars.len() && chars[i] != '"' {
                    i += if chars[i] == '\\' { 2 } else { 1 };
                }
                i += 1;
                out.push_str("\"\"");
            }
            // a character, not a lifetime
            ('\'', '\\') => {
                i += 3;
                while i < chars.len() && chars[i] != '\'' {
                    i += 1;
                }
                i += 1;
            }
            ('\'', _) if at(i + 2) == '\'' => i += 3,
            (c, _) => {
                out.push(c);
                i += 1;
            }
        }
    }
    out
}
