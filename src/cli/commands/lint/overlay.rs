//! The files of a topology with changed texts on top, so that a change can be tried before anything is written.

use std::collections::BTreeMap;

use crate::cli::disk::Disk;
use crate::syntax::{Files, ReadError};

/// Files on the disk, some with another text.
#[derive(Debug)]
pub(super) struct Overlay {
    disk: Disk,
    /// Texts by the name under which a file is shown, which is its path too.
    pub(super) texts: BTreeMap<String, String>,
    /// What was read, so that standard input can be read again.
    read: BTreeMap<String, String>,
}

impl Overlay {
    /// Nothing changed yet.
    pub(super) fn new(disk: Disk) -> Self {
        Self { disk, texts: BTreeMap::new(), read: BTreeMap::new() }
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
        let text = self.disk.read(path)?;
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
