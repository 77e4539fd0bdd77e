//! The files of a topology with changed texts on top, so that a change can be tried before anything is written.

use std::collections::BTreeMap;

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::disk::Disk;
use crate::syntax::{Files, ReadError};

/// A text that stands for a file, such as one in an editor that is not saved yet.
#[derive(Clone, Debug)]
pub(super) struct Buffer {
    /// The file as the user named it; it may not be there.
    file: PathBuf,
    /// Its canonical form, if it is there.
    whole: Option<PathBuf>,
    text: String,
}

impl Buffer {
    /// A text for a file.
    pub(super) fn new(file: &Path, text: String) -> Self {
        Self { file: file.to_owned(), whole: fs::canonicalize(file).ok(), text }
    }

    /// Whether it stands for the file of this name.
    fn is(&self, name: &str) -> bool {
        let same = || self.whole.is_some() && fs::canonicalize(name).ok() == self.whole;
        Path::new(name) == self.file || same()
    }
}

/// Files on the disk, some with another text.
#[derive(Debug)]
pub(super) struct Overlay {
    disk: Disk,
    /// Texts by the name under which a file is shown, which is its path too.
    pub(super) texts: BTreeMap<String, String>,
    /// What was read, so that standard input can be read again.
    read: BTreeMap<String, String>,
    /// A text that stands for one of the files.
    buffer: Option<Buffer>,
}

impl Overlay {
    /// Nothing changed yet.
    pub(super) fn new(disk: Disk, buffer: Option<Buffer>) -> Self {
        Self { disk, texts: BTreeMap::new(), read: BTreeMap::new(), buffer }
    }

    /// The root file.
    pub(super) fn root(&self) -> String {
        self.disk.root()
    }

    /// The text of a file as it was read from the disk.
    pub(super) fn original(&self, name: &str) -> Option<&str> {
        self.read.get(name).map(String::as_str)
    }
}

impl Files for Overlay {
    fn read(&mut self, path: &str) -> Result<String, ReadError> {
        let name = self.disk.shown(path);
        if let Some(text) = self.texts.get(&name).or_else(|| self.read.get(&name)) {
            return Ok(text.clone());
        }
        let text = match self.buffer.as_ref().filter(|buffer| buffer.is(&name)) {
            Some(buffer) => buffer.text.clone(),
            None => self.disk.read(path)?,
        };
        self.read.insert(name, text.clone());
        Ok(text)
    }

    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, ReadError> {
        self.disk.glob(pattern)
    }

    fn shown(&self, path: &str) -> String {
        self.disk.shown(path)
    }
}
