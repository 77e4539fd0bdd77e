//! Embeds the glyphs, solids and themes of `icons/`.
//!
//! Each folder becomes one sorted table of (name, text) in `OUT_DIR/embedded.rs`, so that a new picture or theme is a
//! new file and nothing else. A folder that is absent gives an empty table.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let mut code = String::new();
    code.push_str(&table(&root, "GLYPHS", "icons/glyphs", "svg")?);
    code.push_str(&table(&root, "SOLIDS", "icons/solids", "toml")?);
    code.push_str(&table(&root, "THEMES", "icons/themes", "toml")?);
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=icons");
    fs::write(Path::new(&variable("OUT_DIR")?).join("embedded.rs"), code)
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
