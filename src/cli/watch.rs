//! Tells whether files have changed, by their times and sizes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What is known of a file or a folder: when it was changed last, and its size; nothing when it is not there.
type Mark = Option<(SystemTime, u64)>;

/// The files that are watched, and the folders round them: a new file in a folder may be one that a glob includes.
#[derive(Debug, Default)]
pub(in crate::cli) struct Watch(BTreeMap<PathBuf, Mark>);

impl Watch {
    /// Watches these files from now on.
    pub(in crate::cli) fn set<'a>(&mut self, files: impl Iterator<Item = &'a Path>) {
        self.0.clear();
        self.add(files);
    }

    /// Watches these files too; of those that are watched already the older state counts.
    pub(in crate::cli) fn add<'a>(&mut self, files: impl Iterator<Item = &'a Path>) {
        for file in files {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            for path in [file, folder] {
                self.0.entry(path.to_owned()).or_insert_with(|| mark(path));
            }
        }
    }

    /// Whether one of them has changed since it was set.
    pub(in crate::cli) fn has_changed(&self) -> bool {
        self.0.iter().any(|(path, known)| mark(path) != *known)
    }
}

fn mark(path: &Path) -> Mark {
    let found = fs::metadata(path).ok()?;
    Some((found.modified().ok()?, if found.is_dir() { 0 } else { found.len() }))
}
