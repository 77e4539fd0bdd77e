//! What the page shows: the last good picture, and what is found in the files as they are now.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::clock;
use crate::cli::commands::render::{Wish, scenes_of};
use crate::cli::ending::Failure;
use crate::cli::icons;
use crate::cli::input::{self, Input};
use crate::cli::settings::{self, Origin};
use crate::cli::terminal::Terminal;
use crate::cli::watch::Watch;
use crate::diag::{self, Diagnostic, Severity};
use crate::export::{self, SvgOptions};
use crate::lint;
use crate::source::Sources;

/// Most findings that the page lists.
const MOST: usize = 500;

/// A topology that is served.
pub(in crate::cli) struct Served {
    file: PathBuf,
    view: Option<String>,
    theme: Option<String>,
    projection: Option<String>,
    terminal: Terminal,
    watch: Watch,
    /// Counts what was read, good or not.
    version: u64,
    /// Counts the good pictures.
    drawn: u64,
    picture: Option<String>,
    title: String,
    /// Why there is no new picture.
    trouble: Option<String>,
    findings: Vec<Value>,
    /// How many findings there are in all.
    found: usize,
}

impl Served {
    /// A topology of which nothing was read yet.
    pub(in crate::cli) fn new(
        file: PathBuf,
        view: Option<String>,
        theme: Option<String>,
        projection: Option<String>,
        terminal: Terminal,
    ) -> Self {
        Self {
            file,
            view,
            theme,
            projection,
            terminal,
            watch: Watch::default(),
            version: 0,
            drawn: 0,
            picture: None,
            title: String::new(),
            trouble: None,
            findings: Vec::new(),
            found: 0,
        }
    }

    /// Reads and draws for the first time; a file that is not there is a failure now, but not later.
    pub(in crate::cli) fn start(&mut self) -> Result<(), Failure> {
        let mut input = input::read(&self.file);
        if let Some(refusal) = &input.refusal {
            return Err(Failure::new(refusal));
        }
        self.take(&mut input);
        // a view or a theme that is not there will not come
        match &self.trouble {
            Some(trouble) if input.errors() == 0 && self.picture.is_none() => Err(Failure::new(trouble)),
            _ => Ok(()),
        }
    }

    /// Reads and draws again if a file has changed.
    pub(super) fn look(&mut self) {
        if self.watch.has_changed() {
            let mut input = input::read(&self.file);
            self.take(&mut input);
        }
    }

    /// The last good picture.
    pub(super) fn picture(&self) -> Option<&str> {
        self.picture.as_deref()
    }

    /// All that the page shows beside the picture, as JSON.
    pub(super) fn state(&self) -> String {
        json!({
            "version": self.version,
            "drawn": self.drawn,
            "title": self.title,
            "trouble": self.trouble,
            "findings": self.findings,
            "found": self.found,
        })
        .to_string()
    }

    fn take(&mut self, input: &mut Input) {
        self.version += 1;
        let origin = Origin::default();
        let shared = origin.file(&self.file);
        self.trouble = shared.as_ref().err().map(|failure| failure.message.clone());
        let mut config = settings::config(input, shared.ok().flatten(), &origin);
        config.today = clock::today().ok();
        let theme = self.theme.as_deref().filter(|name| Path::new(name).extension().is_some_and(|s| s == "toml"));
        let names = input.sources.iter().map(|(_, file)| Path::new(&file.name));
        let icons = icons::files(input);
        let others = theme.map(Path::new).into_iter().chain(icons.iter().map(PathBuf::as_path));
        self.watch.set(names.chain([self.file.as_path()]).chain(others));
        if input.refusal.is_some() {
            self.trouble.clone_from(&input.refusal);
        }
        let mut findings = input.findings.clone();
        if input.refusal.is_none() && input.errors() == 0 {
            findings.extend(lint::check(&input.model, &config).findings);
            diag::sort(&mut findings);
            match self.draw(input) {
                Ok(picture) => {
                    if self.picture.as_ref() != Some(&picture) {
                        self.drawn += 1;
                        self.picture = Some(picture);
                    }
                }
                Err(failure) => {
                    let help = failure.help.map(|help| format!("; {help}")).unwrap_or_default();
                    self.trouble = Some(format!("{}{help}", failure.message));
                }
            }
        } else if input.refusal.is_none() {
            self.trouble = Some(match input.errors() {
                1 => "the file has a mistake; this is the last good picture".to_owned(),
                n => format!("the file has {n} mistakes; this is the last good picture"),
            });
        }
        self.found = findings.len();
        self.findings = findings.iter().take(MOST).map(|finding| told(finding, &input.sources)).collect();
    }

    fn draw(&mut self, input: &Input) -> Result<String, Failure> {
        let (view, theme) = (self.view.as_deref(), self.theme.as_deref());
        let wish = Wish { view, theme, projection: self.projection.as_deref(), also: None };
        let (scene, _) = scenes_of(input, wish, self.terminal)?;
        self.title.clone_from(&scene.title);
        Ok(export::svg(&scene, &SvgOptions::default()))
    }
}

/// A finding as the page shows it.
fn told(finding: &Diagnostic, sources: &Sources) -> Value {
    let place = finding.primary.as_ref().map(|label| {
        let file = sources.file(label.span.file);
        let at = file.position(label.span.range().start);
        format!("{}:{}:{}", file.name, at.line, at.column)
    });
    json!({
        "severity": finding.severity.name(),
        "grave": finding.severity == Severity::Error,
        "code": finding.code.code,
        "name": finding.code.name,
        "message": finding.message,
        "help": finding.help,
        "place": place,
    })
}
