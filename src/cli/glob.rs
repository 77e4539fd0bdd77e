//! Finds the files that a pattern of `include` names.
//!
//! The pattern is matched part by part while walking, so that only folders that can lead to a match are opened. A part
//! `**` stands for any number of folders. Names that begin with a dot are passed over unless the pattern writes the
//! dot. Folders that are symbolic links are entered only where the pattern names them, so that a walk always ends.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use globset::{GlobBuilder, GlobSet};

use super::disk::{inside, refused};
use crate::syntax::{ReadError, ReadErrorKind};

/// Most files that one pattern may match.
const MOST_FILES: usize = 10_000;

/// Most names that are looked at for one pattern.
const MOST_NAMES: usize = 200_000;

/// The files below a canonical folder that match, relative to it, with `/` between their parts, sorted.
pub(super) fn files(base: &Path, pattern: &str) -> Result<Vec<String>, ReadError> {
    let parts = pattern.split('/').map(part).collect::<Result<Vec<_>, _>>()?;
    let mut walk = Walk { base, parts: &parts, found: BTreeSet::new(), seen: BTreeSet::new(), names: 0 };
    // a list of what is still to be opened instead of recursion: folders may be nested as deeply as they like
    let mut open = vec![(String::new(), 0)];
    while let Some((folder, at)) = open.pop() {
        if walk.seen.insert((folder.clone(), at)) {
            walk.step(&folder, at, &mut open)?;
        }
    }
    Ok(walk.found.into_iter().collect())
}

/// One part of a pattern.
enum Part {
    /// Exactly this name.
    Name(String),
    /// Names like this.
    Like { matcher: GlobSet, dotted: bool },
    /// Any number of folders.
    Folders,
}

struct Walk<'a> {
    base: &'a Path,
    parts: &'a [Part],
    found: BTreeSet<String>,
    /// Folders that were opened, each with the part it was opened for.
    seen: BTreeSet<(String, usize)>,
    /// How many names were looked at.
    names: usize,
}

impl Walk<'_> {
    /// Opens one folder for the part at an index.
    fn step(&mut self, folder: &str, at: usize, open: &mut Vec<(String, usize)>) -> Result<(), ReadError> {
        let last = at + 1 == self.parts.len();
        match &self.parts[at] {
            Part::Name(name) => {
                let path = join(folder, name);
                let found = self.base.join(&path);
                if last && found.is_file() {
                    self.found.insert(path);
                } else if !last && found.is_dir() {
                    inside(self.base, &found)?;
                    open.push((path, at + 1));
                }
            }
            Part::Like { matcher, dotted } => {
                for (name, is_folder) in self.names(folder)? {
                    if name.starts_with('.') && !dotted || !matcher.is_match(&name) {
                        continue;
                    }
                    let path = join(folder, &name);
                    match (last, is_folder) {
                        (true, false) => self.add(path)?,
                        (false, true) => open.push((path, at + 1)),
                        _ => {}
                    }
                }
            }
            Part::Folders => {
                if !last {
                    open.push((folder.to_owned(), at + 1));
                }
                for (name, is_folder) in self.names(folder)? {
                    if name.starts_with('.') {
                        continue;
                    }
                    let path = join(folder, &name);
                    if is_folder {
                        open.push((path, at));
                    } else if last {
                        self.add(path)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The names in a folder, each with whether it is a folder itself; a link to a folder counts as neither.
    fn names(&mut self, folder: &str) -> Result<Vec<(String, bool)>, ReadError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.base.join(folder)).map_err(|error| refused(&error))? {
            let entry = entry.map_err(|error| refused(&error))?;
            self.names += 1;
            if self.names > MOST_NAMES {
                return Err(too_many(format!("more than {MOST_NAMES} names would have to be looked at")));
            }
            let kind = entry.file_type().map_err(|error| refused(&error))?;
            // a name that is not UTF-8 can not be written in a pattern either
            let Ok(name) = entry.file_name().into_string() else { continue };
            if kind.is_symlink() && entry.path().is_dir() {
                continue;
            }
            names.push((name, kind.is_dir()));
        }
        Ok(names)
    }

    fn add(&mut self, path: String) -> Result<(), ReadError> {
        self.found.insert(path);
        if self.found.len() > MOST_FILES {
            return Err(too_many(format!("it matches more than {MOST_FILES} files")));
        }
        Ok(())
    }
}

fn part(text: &str) -> Result<Part, ReadError> {
    if text == "**" {
        return Ok(Part::Folders);
    }
    if !text.contains(['*', '?', '[', '{']) {
        return Ok(Part::Name(text.to_owned()));
    }
    let fault = |error: globset::Error| ReadError::new(ReadErrorKind::Other, error.kind().to_string());
    // no name has a separator in it; and where that is not asked for, a set tells `*.toml` without a regular expression
    let glob = GlobBuilder::new(text).build().map_err(fault)?;
    let matcher = GlobSet::new([glob]).map_err(fault)?;
    Ok(Part::Like { matcher, dotted: text.starts_with('.') })
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

fn too_many(message: String) -> ReadError {
    ReadError::new(ReadErrorKind::Other, message)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn found(folder: &tempfile::TempDir, pattern: &str) -> Vec<String> {
        files(&folder.path().canonicalize().unwrap(), pattern).unwrap()
    }

    #[test]
    fn a_star_stays_in_its_folder_and_two_cross_folders() {
        let folder = tree(&["b.toml", "a.toml", "x.txt", "apps/c.toml", "apps/deep/er/d.toml", ".hidden.toml"]);
        assert_eq!(found(&folder, "*.toml"), ["a.toml", "b.toml"]);
        assert_eq!(found(&folder, "*/*.toml"), ["apps/c.toml"]);
        assert_eq!(found(&folder, "apps/**/*.toml"), ["apps/c.toml", "apps/deep/er/d.toml"]);
        assert_eq!(found(&folder, "**/d.toml"), ["apps/deep/er/d.toml"]);
        assert_eq!(found(&folder, "{a,b}.t?ml"), ["a.toml", "b.toml"]);
        assert_eq!(found(&folder, ".*.toml"), [".hidden.toml"]);
        assert_eq!(found(&folder, "none/*.toml"), Vec::<String>::new());
    }

    #[test]
    fn a_pattern_that_is_none_says_why() {
        let folder = tree(&[]);
        let base = folder.path().canonicalize().unwrap();
        assert!(files(&base, "{a,b").unwrap_err().message.contains("unclosed"));
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_entered_only_by_name() {
        let folder = tree(&["in/a.toml", "out/b.toml"]);
        std::os::unix::fs::symlink("../in", folder.path().join("in/loop")).unwrap();
        std::os::unix::fs::symlink("../out", folder.path().join("in/away")).unwrap();
        let base = folder.path().join("in").canonicalize().unwrap();
        assert_eq!(files(&base, "**/*.toml").unwrap(), ["a.toml"]);
        assert_eq!(files(&base, "loop/*.toml").unwrap(), ["loop/a.toml"]);
        assert_eq!(files(&base, "away/*.toml").unwrap_err().kind, ReadErrorKind::Outside);
    }
}
