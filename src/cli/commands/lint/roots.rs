//! `--roots`: from files that changed to the topologies that hold them, each once.
//!
//! A topology includes only files of its own folder and below, so the ones that may hold a file stand in its folder or
//! above. The search ends with the folder that holds `.git`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::input;
use crate::syntax;

/// The topologies that are or include one of the files, in the order of their names. Other files have none.
pub(super) fn of(files: &[PathBuf]) -> Vec<PathBuf> {
    let mut roots: BTreeSet<PathBuf> = BTreeSet::new();
    let mut held: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for file in files {
        if is_root(file) {
            roots.insert(plain(file));
            continue;
        }
        let Ok(whole) = fs::canonicalize(file) else { continue };
        for root in candidates(file, &whole) {
            let holds = held.entry(root.clone()).or_insert_with(|| included(&root));
            if holds.contains(&whole) {
                roots.insert(root);
            }
        }
    }
    roots.into_iter().collect()
}

/// Whether a file is a topology by its name.
fn is_root(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name == "topology.toml" || name.ends_with(".topology.toml")
}

/// The topologies in the folder of a file and above, under names that begin as the file's own does.
fn candidates(file: &Path, whole: &Path) -> Vec<PathBuf> {
    let mut shown = plain(file.parent().unwrap_or(Path::new("")));
    let mut found = Vec::new();
    for folder in whole.ancestors().skip(1) {
        let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        found.extend(names.filter(|name| is_root(Path::new(name))).map(|name| shown.join(name)));
        if folder.join(".git").exists() {
            break;
        }
        shown = if shown.as_os_str().is_empty() || shown.ends_with("..") {
            shown.join("..")
        } else {
            plain(shown.parent().unwrap_or(Path::new("")))
        };
    }
    found.sort();
    found
}

/// A path without `./` in front.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// The files that a topology is made of.
fn included(root: &Path) -> BTreeSet<PathBuf> {
    let mut disk = input::disk(root);
    let loaded = syntax::load(&disk.root(), &mut disk);
    loaded.sources.iter().filter_map(|(_, file)| fs::canonicalize(&file.name).ok()).collect()
}
