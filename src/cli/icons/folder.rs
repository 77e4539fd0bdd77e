//! Lists the SVGs of a folder and the folders in it. Links to folders are not followed, and what is hidden is left out.

use std::fs;
use std::path::{Path, PathBuf};

use super::names::Name;
use crate::cli::ending::words;

/// The most files and folders that are looked at.
const MOST: usize = 50_000;
/// How deep folders may lie in each other.
const DEEPEST: usize = 12;

/// The SVGs below a folder with their paths, in the order of their paths.
pub(super) fn svgs(base: &Path) -> Result<Vec<(Name, PathBuf)>, String> {
    let mut out = Vec::new();
    let mut seen = 0;
    let mut open = vec![base.to_owned()];
    while let Some(folder) = open.pop() {
        let below: Vec<String> = folder
            .strip_prefix(base)
            .map(|below| below.iter().map(|part| part.to_string_lossy().into_owned()).collect())
            .unwrap_or_default();
        let below: Vec<&str> = below.iter().map(String::as_str).collect();
        if below.len() > DEEPEST {
            return Err(format!("its folders lie more than {DEEPEST} deep in each other"));
        }
        for entry in fs::read_dir(&folder).map_err(|error| words(&error))? {
            let entry = entry.map_err(|error| words(&error))?;
            seen += 1;
            if seen > MOST {
                return Err(format!("it holds more than {MOST} files"));
            }
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') || name == "__MACOSX" {
                continue;
            }
            let is_svg = path.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("svg"));
            let kind = entry.file_type().map_err(|error| words(&error))?;
            if kind.is_dir() {
                open.push(path);
            } else if is_svg {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                out.push((Name::of(&stem, &below), path));
            }
        }
    }
    out.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(out)
}
