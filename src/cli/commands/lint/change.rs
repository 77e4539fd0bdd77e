//! Carries out fixes on texts in memory, each only if it does what it says.
//!
//! All fixes that do not overlap are tried together; if the file is not as it must be then, each is tried alone. A safe
//! fix must leave the model as it is. Every fix must clear its finding, and none may add a mistake. This goes on until
//! nothing is left to do, because a mended file may show more.

use std::collections::BTreeSet;

use super::checked::{Checked, How, check};
use super::overlay::Overlay;
use crate::cli::ending::Failure;
use crate::diag::{Diagnostic, Edit, Safety, edited};
use crate::model;
use crate::source::{SourceFile, Sources};

/// Most rounds; each mends what the one before laid open.
const ROUNDS: usize = 100;

/// What became of the fixes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Tally {
    /// Carried out.
    pub(super) done: usize,
    /// Not carried out, because the file would not have been as it must be.
    pub(super) refused: usize,
}

/// Carries out the fixes of the given safeties; the changed texts are left in the overlay.
pub(super) fn mend(
    files: &mut Overlay,
    mut checked: Checked,
    shared: Option<&SourceFile>,
    how: &How,
    allowed: &[Safety],
) -> Result<(Checked, Tally), Failure> {
    let mut tally = Tally::default();
    let mut refused: BTreeSet<String> = BTreeSet::new();
    for _ in 0..ROUNDS {
        let chosen = chosen(&checked, allowed, &refused);
        if chosen.is_empty() {
            break;
        }
        if let Some(next) = tried(files, &checked, &chosen, shared, how)? {
            tally.done += chosen.len();
            checked = next;
            continue;
        }
        // one of them is no good: each alone, from the last to the first, so that the places of the others stay right
        let mut progress = false;
        for finding in chosen.iter().rev() {
            let same = checked.findings().iter().find(|f| f.fix == finding.fix && f.code == finding.code).cloned();
            let Some(same) = same else { continue };
            match tried(files, &checked, &[same], shared, how)? {
                Some(next) => {
                    tally.done += 1;
                    checked = next;
                    progress = true;
                }
                None => drop(refused.insert(finding.fingerprint())),
            }
        }
        if !progress && refused.is_empty() {
            break;
        }
    }
    tally.refused = refused.len();
    Ok((checked, tally))
}

/// Findings whose fixes may be carried out together: the first of those that overlap.
fn chosen(checked: &Checked, allowed: &[Safety], refused: &BTreeSet<String>) -> Vec<Diagnostic> {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut chosen = Vec::new();
    for finding in checked.findings() {
        let Some(fix) = finding.fix.as_ref().filter(|fix| allowed.contains(&fix.safety)) else { continue };
        let foreign = fix.edits.iter().any(|edit| Some(edit.span.file) == checked.input.shared);
        let apart = fix.edits.iter().all(|edit| taken.iter().all(|other| is_apart(edit, other)));
        if !foreign && apart && !refused.contains(&finding.fingerprint()) {
            taken.extend(&fix.edits);
            chosen.push(finding.clone());
        }
    }
    chosen
}

/// Whether two edits have nothing in common, not even a place at which both insert.
fn is_apart(one: &Edit, other: &Edit) -> bool {
    one.span.file != other.span.file || one.span.end < other.span.start || other.span.end < one.span.start
}

/// The topology with the fixes of some findings, if it is as it must be; else nothing is changed.
fn tried(
    files: &mut Overlay,
    before: &Checked,
    chosen: &[Diagnostic],
    shared: Option<&SourceFile>,
    how: &How,
) -> Result<Option<Checked>, Failure> {
    let edits: Vec<Edit> = chosen.iter().flat_map(|f| &f.fix).flat_map(|fix| fix.edits.clone()).collect();
    let keep = files.texts.clone();
    if !carry_out(files, &before.input.sources, &edits) {
        return Ok(None);
    }
    let after = check(files, shared, how)?;
    let count = |checked: &Checked, print: &str| checked.findings().iter().filter(|f| f.fingerprint() == print).count();
    let cleared = chosen.iter().all(|finding| {
        let print = finding.fingerprint();
        let together = chosen.iter().filter(|other| other.fingerprint() == print).count();
        count(&after, &print) + together <= count(before, &print)
    });
    let all_safe = chosen.iter().flat_map(|f| &f.fix).all(|fix| fix.safety == Safety::Safe);
    let fine =
        after.errors <= before.errors && cleared && (!all_safe || model::same(&before.input.model, &after.input.model));
    if fine {
        return Ok(Some(after));
    }
    files.texts = keep;
    Ok(None)
}

/// Puts edited texts in the overlay; false, with nothing changed, when the edits do not fit.
pub(super) fn carry_out(files: &mut Overlay, sources: &Sources, edits: &[Edit]) -> bool {
    let mut texts = Vec::new();
    for (id, file) in sources.iter() {
        let own: Vec<Edit> = edits.iter().filter(|edit| edit.span.file == id).cloned().collect();
        if own.is_empty() {
            continue;
        }
        match edited(&file.text, &own) {
            Some(text) => texts.push((file.name.clone(), text)),
            None => return false,
        }
    }
    files.texts.extend(texts);
    true
}
