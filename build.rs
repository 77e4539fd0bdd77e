//! Embeds the catalogue, glyphs, mascots, solids and themes of `icons/`, and the samples of `samples/`.
//!
//! Each folder becomes one sorted table of (name, text) in `OUT_DIR/embedded.rs`, so that a new picture or theme is a
//! new file and nothing else. A folder that is absent gives an empty table. The samples become one table in
//! `OUT_DIR/samples.rs`: a file `NAME.topology.toml`, or a folder `NAME` with such a file in it. The catalogue is read here
//! and becomes tables of constants in `OUT_DIR/catalogue.rs`; so do known misspellings, in `OUT_DIR/misspellings.rs`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "build/catalogue.rs"]
mod catalogue;

fn main() -> io::Result<()> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let mut code = String::new();
    code.push_str(&table(&root, "GLYPHS", "icons/glyphs", "svg")?);
    code.push_str(&table(&root, "MASCOTS", "icons/mascots", "svg")?);
    code.push_str(&table(&root, "SOLIDS", "icons/solids", "toml")?);
    code.push_str(&table(&root, "THEMES", "icons/themes", "toml")?);
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=icons");
    println!("cargo:rerun-if-changed=samples");
    let out = PathBuf::from(variable("OUT_DIR")?);
    fs::write(out.join("embedded.rs"), code)?;
    fs::write(out.join("catalogue.rs"), catalogue::code(&root.join("icons"))?)?;
    fs::write(out.join("misspellings.rs"), misspellings(&root.join("icons/misspellings.tsv"))?)?;
    fs::write(out.join("samples.rs"), samples(&root.join("samples"))?)
}

/// The table of wrong and right words, sorted by the length of the wrong one, then by itself. In the file, lines with `#` are
/// comments, and the first other line names the columns.
fn misspellings(path: &Path) -> io::Result<String> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    let mut pairs = lines
        .map(|line| line.split_once('\t').ok_or_else(|| io::Error::other(format!("{}: {line}", path.display()))))
        .collect::<io::Result<Vec<_>>>()?;
    pairs.sort_by_key(|(wrong, _)| (wrong.len(), *wrong));
    Ok(format!("static MISSPELLINGS: &[(&str, &str)] = &{pairs:?};\n"))
}

/// The table of samples: a name, and its files, the root file first, each a path and a text.
fn samples(folder: &Path) -> io::Result<String> {
    let mut code = String::from("static SAMPLES: &[(&str, &[(&str, &str)])] = &[\n");
    for path in sorted(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (name, parts) = if path.is_dir() {
            let mut parts = Vec::new();
            below(&path, "", &mut parts)?;
            let root = format!("{name}.topology.toml");
            parts.sort_by_key(|(part, _)| (*part != root, part.clone()));
            (name, parts)
        } else if let Some(stem) = name.strip_suffix(".topology.toml") {
            (stem.to_owned(), vec![(name.clone(), path)])
        } else {
            continue;
        };
        // writing to a `String` cannot fail
        let _ = writeln!(code, "    ({name:?}, &[");
        for (part, path) in parts {
            println!("cargo:rerun-if-changed={}", path.display());
            let path = path.to_string_lossy().into_owned();
            let _ = writeln!(code, "        ({part:?}, include_str!({path:?})),");
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    Ok(code)
}

/// All TOML files below a folder, with their paths relative to it.
fn below(folder: &Path, above: &str, found: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for path in sorted(folder)? {
        let name = format!("{above}{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            below(&path, &format!("{name}/"), found)?;
        } else if path.extension().is_some_and(|given| given == "toml") {
            found.push((name, path));
        }
    }
    Ok(())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// One table: the files of `folder` with the extension, sorted by name.
fn table(root: &Path, constant: &str, folder: &str, extension: &str) -> io::Result<String> {
    let mut code = format!("pub(crate) static {constant}: &[(&str, &str)] = &[\n");
    for (name, path) in files(&root.join(folder), extension)? {
        println!("cargo:rerun-if-changed={}", path.display());
        let path = path.to_string_lossy().into_owned();
        // writing to a `String` cannot fail
        let _ = writeln!(code, "    ({name:?}, include_str!({path:?})),");
    }
    code.push_str("];\n");
    Ok(code)
}

/// Name without the extension, and path, of each file; nothing when there is no such folder.
fn files(folder: &Path, extension: &str) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let matches = path.extension().is_some_and(|given| given == extension);
        if let (true, Some(stem)) = (matches, path.file_stem()) {
            found.push((stem.to_string_lossy().into_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}

fn variable(name: &str) -> io::Result<String> {
    env::var(name).map_err(|error| io::Error::other(format!("{name}: {error}")))
}
