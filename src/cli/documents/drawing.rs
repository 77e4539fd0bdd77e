//! Draws the diagram of a block, and tells whether its picture is up to date.

use std::path::Path;

use super::{Block, Hash, Options};
use crate::cli::commands::render::{Wish, scenes_of, view_of};
use crate::cli::disk;
use crate::cli::ending::{Failure, quoted, quoted_path};
use crate::cli::icons;
use crate::cli::input::{self, Input};
use crate::cli::terminal::Terminal;
use crate::export::{self, SvgOptions};
use crate::model;
use crate::report::{self, Summary};

/// The theme of the picture for dark pages.
const DARK: &str = "dark";

/// What a block asks for, read but not drawn.
pub(in crate::cli) struct Diagram {
    /// What it says.
    pub(in crate::cli) options: Options,
    input: Input,
    /// The text of its theme, if that is a file.
    theme: Option<String>,
    /// The texts of its icons.
    icons: Vec<String>,
}

/// A drawn diagram.
pub(in crate::cli) struct Drawn {
    /// The picture, as SVG.
    pub(in crate::cli) light: String,
    /// Its twin for dark pages, unless one theme is asked for.
    pub(in crate::cli) dark: Option<String>,
    /// What it shows, in words.
    pub(in crate::cli) alt: String,
}

impl Diagram {
    /// Reads the topology of a block. `document` is the file the block stands in.
    pub(in crate::cli) fn read(document: &Path, block: &Block) -> Result<Self, Failure> {
        let options = Options::parse(&block.info)?;
        let folder = document.parent().unwrap_or(Path::new(""));
        let input = match (&options.file, &block.text) {
            // no other file is opened, for what can not be read as TOML is quoted in the message
            (Some(file), None) if Path::new(file).extension().is_none_or(|suffix| suffix != "toml") => {
                let failure =
                    Failure::new(format!("{} is no topology: its name does not end in `.toml`", quoted(file)));
                return Err(failure.with_help("name one, as in `file=web.topology.toml`"));
            }
            (Some(file), None) => input::read(&folder.join(file)),
            (None, Some(text)) => input::read_part(document, text.clone()),
            (Some(_), Some(_)) => {
                return Err(Failure::new("the block has both `file` and a text of its own").with_help("keep one"));
            }
            (None, None) => {
                let failure = Failure::new("the block is empty");
                return Err(failure.with_help("write a topology into it, or name one: `file=web.topology.toml`"));
            }
        };
        if let Some(refusal) = &input.refusal {
            return Err(Failure::new(refusal));
        }
        let is_file = |theme: &&String| Path::new(theme.as_str()).extension().is_some_and(|suffix| suffix == "toml");
        let theme = options.theme.as_ref().filter(is_file).map(|theme| {
            let path = folder.join(theme);
            disk::small(&path)
                .map_err(|why| Failure::new(format!("the theme {} can not be read: {why}", quoted_path(&path))))
        });
        let icons = if input.errors() == 0 { icons::load(&input, None)? } else { None };
        let icons = icons.map(|pack| pack.texts).unwrap_or_default();
        Ok(Self { theme: theme.transpose()?, icons, options, input })
    }

    /// Whether its text has errors; then it is told on standard error what they are.
    pub(in crate::cli) fn is_broken(&self, terminal: Terminal) -> bool {
        let broken = self.input.errors() > 0;
        if broken {
            let style = terminal.message_style();
            let (components, connections) = (self.input.model.components.len(), self.input.model.connections.len());
            let summary = Summary { components, connections, ..Summary::default() };
            terminal.report(&report::full(&self.input.sources, &self.input.findings, &summary, &style));
        }
        broken
    }

    /// The hash of all that its picture is made of, but not of the program that makes it.
    pub(in crate::cli) fn hash(&self, block: &Block) -> Hash {
        let mut hash = Hash::new();
        hash.add(&block.info);
        self.input.sources.iter().for_each(|(_, file)| hash.add(&file.text));
        self.theme.iter().chain(&self.icons).for_each(|text| hash.add(text));
        hash
    }

    /// Draws it; with its twin for dark pages if that is wanted and no theme is asked for.
    pub(in crate::cli) fn draw(&self, document: &Path, dark: bool, terminal: Terminal) -> Result<Drawn, Failure> {
        let folder = document.parent().unwrap_or(Path::new(""));
        let theme = match (&self.theme, &self.options.theme) {
            (Some(_), Some(file)) => Some(folder.join(file).to_string_lossy().into_owned()),
            (_, name) => name.clone(),
        };
        let view = self.options.view.as_deref();
        let also = if dark && theme.is_none() { Some(DARK) } else { None };
        let wish = Wish { view, theme: theme.as_deref(), projection: self.options.projection.as_deref(), also };
        let (light, dark) = scenes_of(&self.input, wish, terminal)?;
        let light = export::svg(&light, &SvgOptions::default());
        let dark = dark.map(|dark| export::svg(&dark, &SvgOptions::default()));
        let alt = match (&self.options.alt, view) {
            (Some(said), _) => said.clone(),
            (None, Some(id)) => {
                report::summary(&model::select(&self.input.model, view_of(&self.input.model.views, id)?))
            }
            (None, None) => report::summary(&self.input.model),
        };
        Ok(Drawn { light, dark, alt })
    }
}
