//! Reads the files of one topology from the disk, and nothing outside the folder of its root file.
//!
//! A path is made canonical first, symbolic links followed, and must then still lie below that folder. What is no plain
//! file is refused by its metadata before it is opened: opening a named pipe would wait for ever.
//!
//! *Invariant*: no more than the largest allowed file is ever held.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::ending::words;
use super::glob;
use crate::syntax::{Files, LARGEST, ReadError, ReadErrorKind};

/// The files that a root file may include, and the root file itself.
#[derive(Debug)]
pub(super) struct Disk {
    /// The root file as the user named it; `None` for standard input.
    root: Option<PathBuf>,
    /// The folder of the root file as the user named it; empty for the current one.
    folder: PathBuf,
    /// The text of the root file when it is a part of a document, or the document was read already.
    text: Option<String>,
}

/// The most bytes of a theme or of settings.
const LARGEST_SMALL: usize = 1 << 20;
/// The name of standard input in messages.
const STDIN: &str = "<stdin>";

impl Disk {
    /// A root file on the disk.
    pub(super) fn file(path: &Path) -> Self {
        let folder = path.file_name().and_then(|_| path.parent()).unwrap_or(Path::new(""));
        Self { root: Some(path.to_owned()), folder: folder.to_owned(), text: None }
    }

    /// A text that stands in a document and includes files beside it.
    pub(super) fn part_of(document: &Path, text: String) -> Self {
        Self { text: Some(text), ..Self::file(document) }
    }

    /// Standard input, which includes files below the current folder.
    pub(super) fn stdin() -> Self {
        Self { root: None, folder: PathBuf::new(), text: None }
    }

    /// The name of the root file in its folder.
    pub(super) fn root(&self) -> String {
        let Some(path) = &self.root else { return STDIN.to_owned() };
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
    }

    /// The canonical folder of the root file.
    fn base(&self) -> Result<PathBuf, ReadError> {
        let folder = if self.folder.as_os_str().is_empty() { Path::new(".") } else { &self.folder };
        fs::canonicalize(folder).map_err(|error| refused(&error))
    }
}

impl Files for Disk {
    fn read(&mut self, path: &str) -> Result<String, ReadError> {
        if path == self.root() {
            if let Some(text) = &self.text {
                return Ok(text.clone());
            }
            return match &self.root {
                Some(root) => read_file(root, LARGEST),
                None => text(read_at_most(io::stdin().lock(), LARGEST)?),
            };
        }
        let inside = inside(&self.base()?, &self.folder.join(path))?;
        read_file(&inside, LARGEST)
    }

    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, ReadError> {
        match self.base() {
            // the folder of a file that is not saved yet may not be there
            Err(error) if error.kind == ReadErrorKind::NotFound => Ok(Vec::new()),
            base => glob::files(&base?, pattern),
        }
    }

    fn shown(&self, path: &str) -> String {
        match &self.root {
            None if path == STDIN => STDIN.to_owned(),
            Some(root) if path == self.root() => root.to_string_lossy().into_owned(),
            _ => self.folder.join(path).to_string_lossy().into_owned(),
        }
    }
}

/// The text of a document, or why it can not be read.
pub(super) fn document(path: &Path) -> Result<String, String> {
    whole(path, LARGEST)
}

/// The whole of standard input as text.
pub(super) fn stdin() -> Result<String, String> {
    read_at_most(io::stdin().lock(), LARGEST).and_then(text).map_err(|error| in_words(error, LARGEST))
}

/// The text of a small file of our own, such as a theme or settings, or why it can not be read.
pub(super) fn small(path: &Path) -> Result<String, String> {
    whole(path, LARGEST_SMALL)
}

/// The text of a file of at most some bytes, or in words why it can not be read.
fn whole(path: &Path, most: usize) -> Result<String, String> {
    read_file(path, most).map_err(|error| in_words(error, most))
}

/// Why a file of at most some bytes can not be read.
fn in_words(error: ReadError, most: usize) -> String {
    match error.kind {
        ReadErrorKind::NotFound => "there is no such file".to_owned(),
        ReadErrorKind::TooLarge => format!("it has more than {} MiB", most >> 20),
        ReadErrorKind::NotUtf8 => format!("it is not UTF-8; {}", error.message),
        _ => error.message,
    }
}

/// The text of a file of at most some bytes.
pub(super) fn sized(path: &Path, most: usize) -> Result<String, ReadError> {
    read_file(path, most)
}

/// The canonical form of a path.
pub(super) fn canonical(path: &Path) -> Result<PathBuf, ReadError> {
    fs::canonicalize(path).map_err(|error| refused(&error))
}

/// The canonical form of a path that lies below a canonical folder.
pub(super) fn inside(base: &Path, path: &Path) -> Result<PathBuf, ReadError> {
    let path = fs::canonicalize(path).map_err(|error| refused(&error))?;
    if path.starts_with(base) { Ok(path) } else { Err(ReadError::new(ReadErrorKind::Outside, "")) }
}

/// An error of the system in the terms of the reader.
pub(super) fn refused(error: &io::Error) -> ReadError {
    match error.kind() {
        ErrorKind::NotFound => ReadError::new(ReadErrorKind::NotFound, ""),
        _ => ReadError::new(ReadErrorKind::Other, words(error)),
    }
}

fn read_file(path: &Path, most: usize) -> Result<String, ReadError> {
    let found = fs::metadata(path).map_err(|error| refused(&error))?;
    if found.is_dir() {
        return Err(ReadError::new(ReadErrorKind::Other, "it is a folder"));
    }
    if !found.is_file() {
        return Err(ReadError::new(ReadErrorKind::Other, "it is no plain file"));
    }
    if found.len() > most as u64 {
        return Err(ReadError::new(ReadErrorKind::TooLarge, ""));
    }
    text(read_at_most(File::open(path).map_err(|error| refused(&error))?, most)?)
}

/// All bytes, unless they are more than a file may have. A file may grow between the look at its size and its reading.
fn read_at_most(from: impl Read, most: usize) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    from.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|error| refused(&error))?;
    if bytes.len() > most { Err(ReadError::new(ReadErrorKind::TooLarge, "")) } else { Ok(bytes) }
}

fn text(bytes: Vec<u8>) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].split(|byte| *byte == b'\n').count();
        ReadError::new(ReadErrorKind::NotUtf8, format!("the first wrong byte is in line {line}"))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_as_the_user_wrote_them() {
        let disk = Disk::file(Path::new("some/where/main.toml"));
        assert_eq!(disk.root(), "main.toml");
        assert_eq!(disk.shown("main.toml"), "some/where/main.toml");
        assert_eq!(disk.shown("apps/web.toml"), "some/where/apps/web.toml");
        assert_eq!(Disk::file(Path::new("main.toml")).shown("a.toml"), "a.toml");
        assert_eq!(Disk::stdin().shown("<stdin>"), "<stdin>");
    }

    #[test]
    fn only_plain_files_of_utf_8_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("main.toml");
        fs::write(&root, "a = 1\n").unwrap();
        fs::write(folder.path().join("bad.toml"), b"a = 1\nb = \"\xff\"\n").unwrap();
        fs::create_dir(folder.path().join("sub.toml")).unwrap();
        let mut disk = Disk::file(&root);
        assert_eq!(disk.read("main.toml").unwrap(), "a = 1\n");
        let kind = |disk: &mut Disk, name: &str| disk.read(name).unwrap_err();
        assert_eq!(kind(&mut disk, "none.toml").kind, ReadErrorKind::NotFound);
        assert_eq!(kind(&mut disk, "sub.toml").message, "it is a folder");
        let bad = kind(&mut disk, "bad.toml");
        assert_eq!((bad.kind, bad.message.as_str()), (ReadErrorKind::NotUtf8, "the first wrong byte is in line 2"));
    }

    #[test]
    fn nothing_outside_the_folder_is_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        fs::write(folder.path().join("secret.toml"), "a = 1").unwrap();
        let mut disk = Disk::file(&folder.path().join("in/main.toml"));
        assert_eq!(disk.read("../secret.toml").unwrap_err().kind, ReadErrorKind::Outside);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../secret.toml", folder.path().join("in/link.toml")).unwrap();
            assert_eq!(disk.read("link.toml").unwrap_err().kind, ReadErrorKind::Outside);
        }
    }
}
