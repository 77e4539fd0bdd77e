//! A baseline: findings that are known and left as they are, so that only new ones count.
//!
//! An entry is known by its topology, rule, element and evidence, never by a line, so it stays right when the file is
//! edited. The file is JSON, sorted, one entry a line, so that a change of it is easy to read and to merge.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::cli::disk;
use crate::cli::ending::{Failure, quoted_path};
use crate::diag::{Diagnostic, Severity};
use crate::lint;

/// The version of the form.
const VERSION: u32 = 1;

/// A known finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The topology, relative to the folder of the baseline, with `/` between the parts.
    topology: String,
    /// The code of the rule.
    rule: String,
    /// What it is about.
    element: Option<String>,
    /// The ids that prove it.
    evidence: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    version: u32,
    findings: Vec<Entry>,
}

/// A baseline that is read, used and perhaps written anew.
#[derive(Debug)]
pub(super) struct Baseline {
    path: PathBuf,
    /// What is known, with how many findings it is for.
    known: BTreeMap<Entry, usize>,
    /// What was found, in the same form.
    found: BTreeMap<Entry, usize>,
    /// Topologies that were checked.
    topologies: BTreeSet<String>,
    /// Rules that were run.
    ran: BTreeSet<String>,
}

impl Baseline {
    /// Reads a baseline; a missing file is an error unless it is to be written.
    pub(super) fn read(path: &Path, may_be_missing: bool) -> Result<Self, Failure> {
        let mut baseline = Self {
            path: path.to_owned(),
            known: BTreeMap::new(),
            found: BTreeMap::new(),
            topologies: BTreeSet::new(),
            ran: BTreeSet::new(),
        };
        if !path.exists() && may_be_missing {
            return Ok(baseline);
        }
        let failure = |why: &str| Failure::new(format!("the baseline {} can not be read: {why}", quoted_path(path)));
        let text = disk::small(path)
            .map_err(|why| failure(&why).with_help("`--write-baseline` writes one from the findings that are there"))?;
        let form: Form = serde_json::from_str(&text).map_err(|error| failure(&error.to_string()))?;
        if form.version != VERSION {
            return Err(failure(&format!("it has version {}, expected {VERSION}", form.version)));
        }
        for entry in form.findings {
            *baseline.known.entry(entry).or_default() += 1;
        }
        Ok(baseline)
    }

    /// Takes the findings of a topology that are known away and gives their number. Mistakes of the file stay.
    pub(super) fn filter(&mut self, topology: &Path, findings: &mut Vec<Diagnostic>, ran: &[&'static str]) -> usize {
        let name = self.name(topology);
        let before = findings.len();
        findings.retain(|finding| {
            if lint::rule(finding.code.code).is_some_and(|rule| matches!(rule.check, lint::Check::Reader)) {
                return true;
            }
            let entry = Entry {
                topology: name.clone(),
                rule: finding.code.code.to_owned(),
                element: finding.element.clone(),
                evidence: finding.evidence().into_iter().map(str::to_owned).collect(),
            };
            let found = self.found.entry(entry.clone()).or_default();
            *found += 1;
            *found > self.known.get(&entry).copied().unwrap_or_default()
        });
        self.topologies.insert(name);
        self.ran.extend(ran.iter().map(|code| (*code).to_owned()));
        before - findings.len()
    }

    /// Entries of the topologies and rules of this run that were not found, with how many times.
    fn stale(&self) -> impl Iterator<Item = (&Entry, usize)> {
        self.known.iter().filter_map(|(entry, known)| {
            let checked = self.topologies.contains(&entry.topology) && self.ran.contains(&entry.rule);
            let gone = known.saturating_sub(self.found.get(entry).copied().unwrap_or_default());
            (checked && gone > 0).then_some((entry, gone))
        })
    }

    /// An error for each entry that was not found.
    pub(super) fn stale_findings(&self) -> Vec<Diagnostic> {
        let Some(rule) = lint::rule("LNT001") else { return Vec::new() };
        self.stale()
            .map(|(entry, _)| {
                let what = entry.element.as_deref().unwrap_or(&entry.topology);
                let name = lint::rule(&entry.rule).map_or(entry.rule.as_str(), |rule| rule.code.name);
                let file = self.path.to_string_lossy();
                let message = format!("`{file}` holds a finding of `{name}` at `{what}` that is not there any more");
                Diagnostic::new(rule.code, Severity::Error, message)
                    .with_help("run again with `--prune-baseline` to take it out")
                    .with_note(format!("it was about {}", entry.evidence.join(" -> ")))
            })
            .collect()
    }

    /// The text without the entries that were not found, and how many those are.
    pub(super) fn pruned(&self) -> (String, usize) {
        let gone: BTreeMap<&Entry, usize> = self.stale().collect();
        let left = self.known.iter().map(|(entry, n)| (entry, n - gone.get(entry).copied().unwrap_or_default()));
        (text(left), gone.values().sum())
    }

    /// The text with exactly what was found in the topologies of this run, and what is known of others; and how many
    /// entries that are.
    pub(super) fn renewed(&self) -> (String, usize) {
        let others = self
            .known
            .iter()
            .filter(|(entry, _)| !(self.topologies.contains(&entry.topology) && self.ran.contains(&entry.rule)));
        let all: BTreeMap<&Entry, usize> = others.chain(&self.found).map(|(entry, n)| (entry, *n)).collect();
        let count = all.values().sum();
        (text(all.into_iter()), count)
    }

    /// The name of a topology: relative to the folder of the baseline where it can be.
    fn name(&self, topology: &Path) -> String {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let whole = std::fs::canonicalize(topology).unwrap_or_else(|_| topology.to_owned());
        let base = std::fs::canonicalize(folder).unwrap_or_default();
        let mut up = String::new();
        for ancestor in base.ancestors() {
            if let Ok(rest) = whole.strip_prefix(ancestor) {
                return format!("{up}{}", rest.to_string_lossy().replace('\\', "/"));
            }
            up.push_str("../");
        }
        whole.to_string_lossy().replace('\\', "/")
    }
}

/// The file: an entry a line.
fn text<'a>(entries: impl Iterator<Item = (&'a Entry, usize)>) -> String {
    let lines: Vec<String> = entries
        .flat_map(|(entry, count)| std::iter::repeat_n(entry, count))
        .map(|entry| format!("    {}", serde_json::to_string(entry).unwrap_or_default()))
        .collect();
    let list = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) };
    format!("{{\n  \"version\": {VERSION},\n  \"findings\": {list}\n}}\n")
}
