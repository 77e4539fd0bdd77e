//! The samples that are part of the program: one table, made from the folder `samples` when the program is built.

use crate::source::{Spanned, Text};
use crate::syntax::{self, Files, ReadError, ReadErrorKind};

include!(concat!(env!("OUT_DIR"), "/samples.rs"));

/// The sample that a new topology starts from when none is named.
pub(super) const STARTER: &str = "starter";

/// A topology in one file or several.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// Its name, as `web-hosting`.
    pub(super) name: &'static str,
    /// Paths and texts, the root file first; paths are relative to the folder of the root file.
    pub(super) files: &'static [(&'static str, &'static str)],
}

/// All samples, by name.
pub(super) fn all() -> impl Iterator<Item = Sample> {
    SAMPLES.iter().map(|(name, files)| Sample { name, files })
}

/// The sample of a name.
pub(super) fn find(name: &str) -> Option<Sample> {
    all().find(|sample| sample.name == name)
}

impl Sample {
    /// Title and subtitle of its picture.
    pub(super) fn title(self) -> (String, String) {
        let root = self.files.first().map_or("", |(path, _)| path);
        let diagram = syntax::load(root, &mut { self }).document.diagram;
        let said = |text: Option<Spanned<Text>>| text.map(|text| text.value.into()).unwrap_or_default();
        (said(diagram.title), said(diagram.subtitle))
    }
}

impl Files for Sample {
    fn read(&mut self, path: &str) -> Result<String, ReadError> {
        let found = self.files.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| ReadError::new(ReadErrorKind::NotFound, ""))
    }

    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, ReadError> {
        let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build();
        let glob = glob.map_err(|error| ReadError::new(ReadErrorKind::Other, error.to_string()))?.compile_matcher();
        Ok(self.files.iter().filter(|(name, _)| glob.is_match(name)).map(|(name, _)| (*name).to_owned()).collect())
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diag::Severity;

    #[test]
    fn every_sample_is_whole_and_has_a_title() {
        assert!(all().count() > 15);
        for mut sample in all() {
            let roots = sample.files.iter().filter(|(path, _)| path.ends_with(".topology.toml"));
            let mut read = BTreeSet::new();
            for (root, _) in roots {
                let loaded = syntax::load(root, &mut sample);
                let wrong: Vec<_> = loaded.findings.iter().filter(|f| f.severity == Severity::Error).collect();
                assert!(wrong.is_empty(), "{root}: {wrong:?}");
                read.extend(loaded.sources.iter().map(|(_, file)| file.name.clone()));
            }
            assert_eq!(read.len(), sample.files.len(), "{}: a file nobody includes", sample.name);
            assert_ne!(sample.title().0, "", "{}", sample.name);
        }
    }

    #[test]
    fn the_starter_is_there() {
        assert!(find(STARTER).is_some_and(|sample| sample.files.len() == 1));
    }
}
