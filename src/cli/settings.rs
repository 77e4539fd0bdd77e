//! Finds the settings that several topologies share: the nearest `isoplan.toml` in the folder of a topology or above.
//!
//! The search ends with the folder that holds `.git`, so that a file outside a project says nothing about it. What the
//! topology says itself in `[lint]` is stronger, the command line is stronger still.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk;
use super::ending::{Failure, quoted_path};
use super::input::Input;
use crate::diag::Severity;
use crate::lint::LintConfig;
use crate::source::SourceFile;
use crate::syntax;

/// The name of a file of settings.
pub(super) const NAME: &str = "isoplan.toml";

/// Where settings come from.
#[derive(Clone, Debug, Default)]
pub(super) enum Origin {
    /// The nearest file, if there is one.
    #[default]
    Nearest,
    /// A file that is named.
    File(PathBuf),
    /// Nowhere, not even from the topology: all rules as they come.
    Isolated,
}

impl Origin {
    /// The file for a topology.
    pub(super) fn file(&self, topology: &Path) -> Result<Option<SourceFile>, Failure> {
        match self {
            Self::Nearest => nearest(topology).map(|path| read(&path)).transpose(),
            Self::File(path) => read(path).map(Some),
            Self::Isolated => Ok(None),
        }
    }
}

/// Reads the settings of a topology: shared ones, its own, and the comments that accept findings. Mistakes in the shared
/// file join the findings of the topology, where they stand before all else.
pub(super) fn config(input: &mut Input, shared: Option<SourceFile>, origin: &Origin) -> LintConfig {
    let mut tables = Vec::new();
    if let Some(file) = shared {
        let (table, mut found) = syntax::settings(file, &mut input.sources);
        input.settings_errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
        input.shared = input.sources.iter().last().map(|(id, _)| id);
        input.findings.append(&mut found);
        tables.push(table);
    }
    if !matches!(origin, Origin::Isolated) {
        tables.push(input.model.lint.clone());
    }
    let mut config = LintConfig::layered(&tables, &input.model);
    let (comments, wrong) = input.ignores.clone();
    config.comment(comments, wrong);
    config
}

/// Reads a file of settings.
pub(super) fn read(path: &Path) -> Result<SourceFile, Failure> {
    let name = path.to_string_lossy().into_owned();
    disk::small(path)
        .map(|text| SourceFile::new(name, text))
        .map_err(|why| Failure::new(format!("the settings {} can not be read: {why}", quoted_path(path))))
}

/// The nearest file of settings, under a name that is short where it can be.
fn nearest(topology: &Path) -> Option<PathBuf> {
    let here = fs::canonicalize(".").ok()?;
    // a file that is not saved yet may not be there
    let beside = || {
        let folder = topology.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::canonicalize(folder).ok()
    };
    let start = match fs::canonicalize(topology) {
        _ if topology.as_os_str() == "-" => here.clone(),
        Ok(whole) => whole.parent()?.to_owned(),
        Err(_) => beside()?,
    };
    for folder in start.ancestors() {
        let file = folder.join(NAME);
        if file.is_file() {
            return Some(file.strip_prefix(&here).map_or_else(|_| file.clone(), Path::to_owned));
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}
