//! Icon packs: finds the icons of a user for the kinds of a topology, and reads those and no others.
//!
//! A pack is a folder of SVGs, flat or in folders, or a file in the form of Iconify. Each file is made canonical first and
//! must then lie in the folder of the pack; the pack of a topology must lie in the folder of that.

mod folder;
mod iconify;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use self::iconify::Set;
use self::names::{Fit, Name};
use super::disk;
use super::ending::{Failure, quoted, quoted_path, shown};
use super::input::Input;
use super::terminal::Terminal;
use crate::catalog::{self, Kind, Trait};
use crate::export;
use crate::model::Model;
use crate::scene::Icons;
use crate::syntax::attributes::Balancer;
use crate::syntax::document::Role;
use crate::syntax::{ReadError, ReadErrorKind};

/// The most bytes of an SVG, and of an Iconify set.
const LARGEST: (usize, usize) = (1 << 20, 64 << 20);
/// The file of a folder that holds a set, as Iconify gives it out.
const SET: &str = "icons.json";
/// The most broken icons that are told of at once.
const MOST_TOLD: usize = 5;
/// The most kinds that are named.
const MOST_NAMED: usize = 6;

/// The icons of a picture.
#[derive(Debug, Default)]
pub(super) struct Pack {
    /// For the drawing.
    pub(super) icons: Icons,
    /// The kinds that have one, and the texts that these were read from.
    pub(super) texts: Vec<String>,
    /// The pack as the user named it.
    name: String,
    /// The kinds that have none.
    missing: Vec<&'static str>,
    /// How many kinds there are in all.
    kinds: usize,
}

impl Pack {
    /// Says how many kinds have no icon.
    pub(super) fn tell(&self, terminal: Terminal) {
        let count = self.missing.len();
        if count == 0 {
            return;
        }
        let mut names: Vec<String> = self.missing.iter().take(MOST_NAMED).map(|id| quoted(id)).collect();
        if count > MOST_NAMED {
            names.push(format!("{} more", count - MOST_NAMED));
        }
        let have = if count == 1 { "has" } else { "have" };
        let text = format!(
            "{count} of {} kinds {have} no icon in {} and {} our own drawing: {}",
            self.kinds,
            quoted(&self.name),
            if count == 1 { "keeps" } else { "keep" },
            names.join(", ")
        );
        if count == self.kinds { terminal.warning(&text) } else { terminal.note(&text) }
    }
}

/// The pack that is named on the command line, else that of the file; `None` when there is none.
pub(super) fn load(input: &Input, said: Option<&Path>) -> Result<Option<Pack>, Failure> {
    let Some((name, opened)) = opened(input, said) else { return Ok(None) };
    let source = opened.map_err(|error| {
        let why = match error.kind {
            ReadErrorKind::NotFound => "there is no such folder or file".to_owned(),
            ReadErrorKind::Outside => format!("it lies outside of the folder of {}", quoted(&input.name)),
            _ => told(&error, LARGEST.1),
        };
        Failure::new(format!("the icon pack {} can not be read: {why}", quoted(&name)))
            .with_help("name a folder of SVGs, or a file of Iconify")
    })?;
    let mut pack = Pack { name, ..Pack::default() };
    let mut broken = Vec::new();
    let wanted = kinds(&input.model);
    let mut known: BTreeMap<usize, crate::scene::Icon> = BTreeMap::new();
    for kind in &wanted.kinds {
        if let Some(at) = source.find(kind) {
            pack.take(&source, at, kind, &mut known, &mut broken);
        } else {
            pack.missing.push(kind.id);
        }
    }
    if let Some((first, others)) = wanted.balancers.split_first() {
        let found = std::iter::once(first).chain(others).find_map(|kind| Some((kind, source.find(kind)?)));
        match found {
            Some((kind, at)) => {
                pack.take(&source, at, kind, &mut known, &mut broken);
                pack.icons.set_balancer(kind.id);
            }
            None if !wanted.kinds.contains(first) => pack.missing.push(first.id),
            None => {}
        }
        pack.kinds += usize::from(!wanted.kinds.contains(first));
    }
    pack.kinds += wanted.kinds.len();
    if broken.is_empty() { Ok(Some(pack)) } else { Err(refused(&broken)) }
}

/// The files of the icons that the pack of a file has for it, and the pack itself: what is to be watched.
pub(super) fn files(input: &Input) -> Vec<PathBuf> {
    let Some((_, opened)) = opened(input, None) else { return Vec::new() };
    let mut out: Vec<PathBuf> = input.model.diagram.icons.iter().map(|name| folder_of(input).join(name)).collect();
    if let Ok(source) = opened {
        let wanted = kinds(&input.model);
        let found = wanted.kinds.iter().chain(&wanted.balancers).filter_map(|kind| source.find(kind));
        out.extend(found.map(|at| source.file(&source.entries[at].1)));
    }
    out
}

/// The folder of a root file.
fn folder_of(input: &Input) -> &Path {
    let folder = Path::new(&input.name).parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The pack with its name: that of the command line, else that of the file.
fn opened(input: &Input, said: Option<&Path>) -> Option<(String, Result<Source, ReadError>)> {
    if let Some(path) = said {
        return Some((path.to_string_lossy().into_owned(), Source::open(path, None)));
    }
    let name = input.model.diagram.icons.clone()?;
    let root = folder_of(input);
    let source = Source::open(&root.join(&name), Some(root));
    Some((name, source))
}

impl Pack {
    /// Reads an icon for a kind, or says why it can not be used.
    fn take(
        &mut self,
        source: &Source,
        at: usize,
        kind: &Kind,
        known: &mut BTreeMap<usize, crate::scene::Icon>,
        broken: &mut Vec<(String, String)>,
    ) {
        if let Some(icon) = known.get(&at) {
            self.icons.insert(kind.id, icon.clone());
            self.texts.push(kind.id.to_owned());
            return;
        }
        let (_, origin) = &source.entries[at];
        let label = source.label(origin);
        if broken.iter().any(|(known, _)| *known == label) {
            return;
        }
        let read = source.text(origin).and_then(|text| {
            let icon = export::icon(&text).map_err(|error| error.to_string())?;
            Ok((text, icon))
        });
        match read {
            Ok((text, icon)) => {
                self.icons.insert(kind.id, icon.clone());
                known.insert(at, icon);
                self.texts.extend([kind.id.to_owned(), text]);
            }
            Err(why) => broken.push((label, why)),
        }
    }
}

/// All icons that can not be used, in one failure.
fn refused(broken: &[(String, String)]) -> Failure {
    let mut lines: Vec<String> =
        broken.iter().take(MOST_TOLD).map(|(name, why)| format!("{}: {}", shown(name), shown(why))).collect();
    if broken.len() > MOST_TOLD {
        lines.push(format!("and {} more", broken.len() - MOST_TOLD));
    }
    let message = match lines.as_slice() {
        [one] => format!("an icon can not be used: {one}"),
        many => format!("{} icons can not be used:\n  {}", broken.len(), many.join("\n  ")),
    };
    Failure::new(message).with_help("mend it or take it out of the pack; without it our own drawing is used")
}

/// The kinds that a picture shows.
struct Wanted {
    kinds: Vec<&'static Kind>,
    /// Kinds whose icon may stand for the balancer at the head of an app, the best first; none when there is none.
    balancers: Vec<&'static Kind>,
}

fn kinds(model: &Model) -> Wanted {
    let ids: BTreeSet<&str> = model.components.iter().map(|component| component.kind.id).collect();
    let kinds = ids.iter().filter_map(|id| catalog::builtin().kind(id));
    let kinds = kinds.filter(|kind| !kind.traits.has(Trait::Outlines)).collect();
    let has_balancer = model.components.iter().any(|component| {
        component.role == Role::App
            && component.attributes.balancer.as_ref().is_some_and(|balancer| balancer.value != Balancer::None)
    });
    let usual = catalog::builtin().kind(Role::Gateway.default_kind()).filter(|_| has_balancer);
    let alike = |usual: &'static Kind| {
        let others = catalog::builtin().kinds().filter(|kind| kind.glyph == usual.glyph && kind.id != usual.id);
        // of those that are run for us: nobody says that it is software on machines
        std::iter::once(usual).chain(others.filter(|kind| kind.traits.has(Trait::Managed)))
    };
    Wanted { kinds, balancers: usual.into_iter().flat_map(alike).collect() }
}

/// Where an icon is.
#[derive(Clone, Debug)]
enum Origin {
    /// In a file.
    File(PathBuf),
    /// In the set, under this name.
    Set(String),
}

/// The icons of a pack, not read yet.
struct Source {
    /// The canonical folder that nothing may leave.
    base: PathBuf,
    /// The same folder as the user named it.
    named: PathBuf,
    entries: Vec<(Name, Origin)>,
    /// The set with its file.
    set: Option<(Set, PathBuf)>,
}

impl Source {
    /// Lists what is in a folder or in a file; `inside` names a folder round it.
    fn open(path: &Path, inside: Option<&Path>) -> Result<Self, ReadError> {
        let canonical = match inside {
            Some(root) => disk::inside(&disk::canonical(root)?, path)?,
            None => disk::canonical(path)?,
        };
        if !canonical.is_dir() {
            let base = canonical.parent().unwrap_or(Path::new("")).to_owned();
            let named = path.parent().unwrap_or(Path::new("")).to_owned();
            let mut source = Self { base, named, entries: Vec::new(), set: None };
            source.add_set(&canonical, path.to_owned())?;
            return Ok(source);
        }
        let other = |why: String| ReadError::new(ReadErrorKind::Other, why);
        let svgs = folder::svgs(&canonical).map_err(other)?;
        let entries = svgs.into_iter().map(|(name, path)| (name, Origin::File(path))).collect();
        let mut source = Self { base: canonical, named: path.to_owned(), entries, set: None };
        let set = source.base.join(SET);
        if set.exists() {
            let within = disk::inside(&source.base, &set)?;
            let named = source.named.join(SET);
            source.add_set(&within, named)?;
        }
        Ok(source)
    }

    /// Adds the icons of a set.
    fn add_set(&mut self, path: &Path, named: PathBuf) -> Result<(), ReadError> {
        let text = disk::sized(path, LARGEST.1)?;
        let set = Set::parse(&text).map_err(|why| ReadError::new(ReadErrorKind::Other, why))?;
        let names: Vec<String> = set.names().map(str::to_owned).collect();
        self.entries.extend(names.into_iter().map(|name| (Name::of(&name, &[]), Origin::Set(name))));
        self.set = Some((set, named));
        Ok(())
    }

    /// The best icon for a kind.
    fn find(&self, kind: &Kind) -> Option<usize> {
        let fits = self.entries.iter().enumerate().filter_map(|(at, (name, _))| Some((name.fits(kind)?, at)));
        fits.min().map(|(_, at): (Fit, usize)| at)
    }

    /// An icon as the text of an SVG, or why it can not be read.
    fn text(&self, origin: &Origin) -> Result<String, String> {
        match (origin, &self.set) {
            (Origin::File(path), _) => {
                let read = disk::inside(&self.base, path).and_then(|path| disk::sized(&path, LARGEST.0));
                read.map_err(|error| told(&error, LARGEST.0))
            }
            (Origin::Set(name), Some((set, _))) => set.svg(name),
            (Origin::Set(_), None) => Err("its set is gone".to_owned()),
        }
    }

    /// The file of an icon, as the user would name it.
    fn file(&self, origin: &Origin) -> PathBuf {
        match (origin, &self.set) {
            (Origin::File(path), _) => path.strip_prefix(&self.base).map_or(path.clone(), |part| self.named.join(part)),
            (Origin::Set(_), Some((_, path))) => path.clone(),
            (Origin::Set(_), None) => self.named.clone(),
        }
    }

    /// The name of an icon in messages.
    fn label(&self, origin: &Origin) -> String {
        let file = quoted_path(&self.file(origin));
        match origin {
            Origin::File(_) => file,
            Origin::Set(name) => format!("{} in {file}", quoted(name)),
        }
    }
}

/// Why a file of a pack can not be read.
fn told(error: &ReadError, most: usize) -> String {
    match error.kind {
        ReadErrorKind::NotFound => "there is no such file".to_owned(),
        ReadErrorKind::TooLarge => format!("it has more than {} MiB", most >> 20),
        ReadErrorKind::NotUtf8 => format!("it is not UTF-8; {}", error.message),
        ReadErrorKind::Outside => "it lies outside of the folder of the pack".to_owned(),
        ReadErrorKind::Other => error.message.clone(),
    }
}
