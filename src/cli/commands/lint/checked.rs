//! One topology read and checked: what every other part of the command starts from.

use super::overlay::Overlay;
use crate::cli::ending::{Failure, quoted};
use crate::cli::input::{self, Input};
use crate::cli::settings::{self, Origin};
use crate::diag::Diagnostic;
use crate::lint::{self, Layer, LintConfig, Outcome, Persona};
use crate::source::SourceFile;
use crate::syntax::Patcher;
use crate::syntax::attributes::Date;

/// How topologies are checked.
#[derive(Clone, Debug)]
pub(super) struct How {
    /// Where settings come from.
    pub(super) origin: Origin,
    /// What the command line chooses.
    pub(super) layer: Layer,
    /// Whether nothing is accepted.
    pub(super) accept_nothing: bool,
    /// Who asks.
    pub(super) persona: Option<Persona>,
    /// The day against which `until` is held.
    pub(super) today: Date,
}

/// A topology and what was found.
pub(super) struct Checked {
    /// The topology; its findings are those of reading it and of the rules.
    pub(super) input: Input,
    /// How many errors are mistakes of the file itself.
    pub(super) errors: usize,
    /// What the rules gave, but for the findings; `None` when they were not run, because errors come first.
    pub(super) outcome: Option<Outcome>,
    /// The settings.
    pub(super) config: LintConfig,
}

impl Checked {
    /// What was found.
    pub(super) fn findings(&self) -> &[Diagnostic] {
        &self.input.findings
    }
}

/// Reads and checks a topology with the settings of a file; fails when its root file can not be read.
pub(super) fn check(files: &mut Overlay, shared: Option<&SourceFile>, how: &How) -> Result<Checked, Failure> {
    let mut input = input::read_from(&files.root(), files);
    if let Some(refusal) = &input.refusal {
        return Err(Failure::new(refusal));
    }
    let mut config = settings::config(&mut input, shared.cloned(), &how.origin);
    let Layer { select, extend_select, ignore } = &how.layer;
    for word in select.iter().chain(extend_select).chain(ignore) {
        known(&config, word)?;
    }
    config.choose(how.layer.clone());
    config.today = Some(how.today);
    config.accept_nothing = how.accept_nothing;
    config.persona = how.persona.unwrap_or(config.persona);
    let errors = input.errors();
    let mut outcome = None;
    if errors == 0 {
        let mut given = lint::check(&input.model, &config);
        input.findings.append(&mut given.findings);
        outcome = Some(given);
    } else if knows_all_rules(&input) {
        input.findings.extend(config.mistakes().iter().cloned());
    }
    let accepted = outcome.iter_mut().flat_map(|outcome| &mut outcome.accepted);
    for finding in input.findings.iter_mut().chain(accepted) {
        finding.page = config.page(finding.code);
    }
    let mut patcher = Patcher::new(&input.sources);
    for finding in &mut input.findings {
        if let Some(patch) = finding.patch.take().filter(|_| finding.fix.is_none()) {
            finding.fix = patcher.fix(&patch);
        }
    }
    Ok(Checked { input, errors, outcome, config })
}

/// Whether every rule of the user's own was read, so that a name that is not known is wrong for sure.
fn knows_all_rules(input: &Input) -> bool {
    let written = input.sources.iter().map(|(_, file)| file.text.matches("lint.custom").count()).sum::<usize>();
    written == 0
}

/// Refuses a word of the command line that means no rule.
fn known(config: &LintConfig, word: &str) -> Result<(), Failure> {
    config.knows(word).map_err(|near| {
        let failure = Failure::new(format!("there is no rule {}", quoted(word)));
        match near {
            Some(near) => failure.with_help(format!("did you mean `{near}`?")),
            None => failure.with_help("`isoplan explain` lists them all"),
        }
    })
}
