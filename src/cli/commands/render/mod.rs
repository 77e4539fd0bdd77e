//! `isoplan render`: draws one topology, to as many files as wanted.

pub(super) mod choices;
mod export;
mod look;
mod picture;

use std::path::{Path, PathBuf};

use clap::{Args as _, FromArgMatches as _};

pub(in crate::cli) use self::choices::view as view_of;
pub(in crate::cli) use self::look::Look;
use crate::cli::clock;
use crate::cli::ending::{Ending, Failure, quoted};
use crate::cli::icons;
use crate::cli::input::{self, Input};
use crate::cli::lock::{self, Locks};
use crate::cli::metrics;
use crate::cli::output::{self, Format, Place, Target};
use crate::cli::settings::{self, Origin};
use crate::cli::terminal::Terminal;
use crate::diag::{Diagnostic, Severity};
use crate::lint;
use crate::model::View;
use crate::scene::{Icons, Scene, Theme};
use crate::what_if::Outage;

/// Draw a topology as SVG, PDF or PNG
///
/// A file with mistakes in its language is not drawn, and nothing is written. Findings of the rules do not keep a
/// picture from being drawn.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan render web.topology.toml                              writes web.svg
  isoplan render web.topology.toml -o web.svg -o web.png --width 3000
  isoplan render web.topology.toml -o web.pdf --paper a2 --bleed 3 --crop-marks
  isoplan render web.topology.toml --all-views pictures
  isoplan render web.topology.toml -o - --projection flat --theme color > web.svg
  isoplan render web.topology.toml --theme our-colours.toml")]
#[allow(clippy::struct_excessive_bools)] // flags of a command line are just that
pub(in crate::cli) struct Args {
    /// The topology to draw; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Where the picture goes: a name that ends in .svg, .pdf or .png, or `-` for standard output; may be given several times
    /// [default: the name of FILE with .svg, in the current folder]
    #[arg(short, long, value_name = "OUT")]
    output: Vec<PathBuf>,

    /// What is written to standard output, or for `--all-views` [default: svg]
    #[arg(long, value_enum)]
    format: Option<Format>,

    #[command(flatten)]
    look: Look,

    /// Draw every view of the file by itself, to a folder: ID.svg for each, or the form that `--format` says
    #[arg(long, value_name = "DIR", conflicts_with_all = ["view", "output", "metrics"])]
    all_views: Option<PathBuf>,

    /// Draw what `isoplan lint` finds: a numbered mark at each finding, a list of them, and in red what is at fault
    #[arg(long)]
    findings: bool,

    /// Mark what is filled in rather than known: components that say `source = "illustrative"`
    #[arg(long)]
    provenance: bool,

    /// Measure the layout too (crossings, bends, sizes on paper): to a JSON file, or as a table for `-`
    #[arg(long, value_name = "OUT")]
    metrics: Option<PathBuf>,

    /// Keep components where they are: reads and writes NAME.layout.lock beside FILE
    #[arg(long)]
    lock: bool,

    /// Place everything anew, and write the lock of that
    #[arg(long, requires = "lock")]
    relayout: bool,
}

/// Draws, and writes all outputs or none.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let targets = if args.all_views.is_some() { Vec::new() } else { targets(args, terminal)? };
    let measured = measured(args, &targets)?;
    let mut input = input::read(&args.file);
    if let Some(ending) = input::unsound(&input, "nothing is drawn until these are mended", terminal)? {
        return Ok(ending);
    }
    let findings = linted(&mut input, &args.file, terminal)?;
    let findings: &[Diagnostic] = if args.findings { &findings } else { &[] };
    let pack = icons::load(&input, args.look.icon_pack.as_deref())?;
    if let Some(pack) = &pack {
        pack.tell(terminal);
    }
    let icons = pack.as_ref().map(|pack| &pack.icons);
    let shown =
        Shown { findings, icons, provenance: args.provenance, measured: measured.is_some(), ..Shown::default() };
    if let Some(folder) = &args.all_views {
        return all_views(args, &input, shown, folder, terminal);
    }
    let view = args.look.view.as_deref().map(|id| choices::view(&input.model.views, id)).transpose()?;
    let (mut outputs, measures) = one(args, &input, shown, view, targets, terminal)?;
    if let Some(place) = measured {
        let text = if place.is_stdout() { metrics::table(&measures) } else { metrics::json(&measures) };
        outputs.push((place, text.into_bytes()));
    }
    output::spare(outputs.iter().map(|(place, _)| place), &input.sources)?;
    output::write(&outputs, terminal)?;
    Ok(Ending::Clean)
}

/// What is drawn beside the topology.
#[derive(Clone, Copy, Default)]
struct Shown<'a> {
    /// Findings that are marked.
    findings: &'a [Diagnostic],
    /// A loss of which the picture shows what it does.
    loss: Option<&'a Outage>,
    /// Whether what is filled in is marked.
    provenance: bool,
    /// Whether the layout is measured.
    measured: bool,
    /// Icons of the user.
    icons: Option<&'a Icons>,
    /// A theme to draw the same layout in once more.
    also: Option<&'a Theme>,
}

/// How a picture is wanted that another command shows.
#[derive(Clone, Copy, Default)]
pub(in crate::cli) struct Wish<'a> {
    /// The view of the file.
    pub(in crate::cli) view: Option<&'a str>,
    /// The theme: a name or a file.
    pub(in crate::cli) theme: Option<&'a str>,
    /// How the ground is seen.
    pub(in crate::cli) projection: Option<&'a str>,
    /// A theme of the program in which it is drawn once more.
    pub(in crate::cli) also: Option<&'a str>,
}

/// The picture of a topology without errors, with all else as `render` does it, and once more in another theme.
pub(in crate::cli) fn scenes_of(
    input: &Input,
    wish: Wish,
    terminal: Terminal,
) -> Result<(Scene, Option<Scene>), Failure> {
    let mut words = vec!["render".to_owned()];
    for (key, value) in [("view", wish.view), ("theme", wish.theme), ("projection", wish.projection)] {
        words.extend(value.map(|value| format!("--{key}={value}")));
    }
    let refused =
        |error: clap::Error| Failure::new(error.render().to_string().replace("error: ", "").trim().to_owned());
    let command = Look::augment_args(clap::Command::new("render").disable_help_flag(true));
    let matches = command.try_get_matches_from(words).map_err(refused)?;
    let look = Look::from_arg_matches(&matches).map_err(refused)?;
    let view = look.view.as_deref().map(|id| choices::view(&input.model.views, id)).transpose()?;
    let pack = icons::load(input, None)?;
    let also = wish.also.and_then(Theme::builtin);
    let icons = pack.as_ref().map(|pack| &pack.icons);
    let shown = Shown { icons, also: also.as_ref(), ..Shown::default() };
    let picture = picture::draw(&look, input, shown, view, Locks::default(), terminal)?;
    Ok((picture.scene, picture.also))
}

/// One picture as all its outputs, with the measures of its layout if they are asked for.
fn one(
    args: &Args,
    input: &Input,
    shown: Shown,
    view: Option<&View>,
    targets: Vec<Target>,
    terminal: Terminal,
) -> Result<(output::Outputs, Vec<crate::layout::Metric>), Failure> {
    let id = view.map(|view| view.id.as_str());
    let locked = if args.lock { Some(lock::path(&args.file, id)?) } else { None };
    let kept = locked.as_deref().filter(|_| !args.relayout).map(lock::read).transpose()?.flatten().unwrap_or_default();
    let picture = picture::draw(&args.look, input, shown, view, kept, terminal)?;
    let mut outputs = Vec::new();
    if let Some(path) = &locked {
        outputs.push((Place::new(path), lock::text(&picture.locks)?.into_bytes()));
    }
    for target in targets {
        let bytes = export::bytes(&args.look, &picture.scene, target.format, terminal)?;
        outputs.push((target.place, bytes));
    }
    Ok((outputs, picture.metrics))
}

/// A picture of each view in a folder, which is made if it is missing. All are written or none.
fn all_views(args: &Args, input: &Input, shown: Shown, folder: &Path, terminal: Terminal) -> Result<Ending, Failure> {
    if input.model.views.is_empty() {
        let failure = Failure::new(format!("{} declares no views", quoted(&input.name)));
        return Err(failure.with_help("add one, as in `[view.front]` with `roles = [\"gateway\", \"app\"]`"));
    }
    let format = args.format.unwrap_or(Format::Svg);
    let mut outputs = Vec::new();
    for view in &input.model.views {
        let target = Target::within(folder, &view.id, format);
        outputs.extend(one(args, input, shown, Some(view), vec![target], terminal)?.0);
    }
    output::make_folder(folder)?;
    output::write(&outputs, terminal)?;
    Ok(Ending::Clean)
}

/// The picture of a loss in the forms that are asked for, as `what-if` writes it. Components stay where a lock has them.
pub(in crate::cli) fn of_loss(
    look: &Look,
    input: &Input,
    loss: &Outage,
    locked: Option<&Path>,
    targets: Vec<Target>,
    terminal: Terminal,
) -> Result<output::Outputs, Failure> {
    let view = look.view.as_deref().map(|id| choices::view(&input.model.views, id)).transpose()?;
    let pack = icons::load(input, look.icon_pack.as_deref())?;
    if let Some(pack) = &pack {
        pack.tell(terminal);
    }
    let shown = Shown { loss: Some(loss), icons: pack.as_ref().map(|pack| &pack.icons), ..Shown::default() };
    let path = locked.map(|file| lock::path(file, view.map(|view| view.id.as_str()))).transpose()?;
    let kept = path.as_deref().map(lock::read).transpose()?.flatten().unwrap_or_default();
    let picture = picture::draw(look, input, shown, view, kept, terminal)?;
    let written = |target: Target| Ok((target.place, export::bytes(look, &picture.scene, target.format, terminal)?));
    targets.into_iter().map(written).collect()
}

/// The outputs that are asked for, or the one that is meant when none is.
fn targets(args: &Args, terminal: Terminal) -> Result<Vec<Target>, Failure> {
    let mut targets: Vec<Target> = Vec::new();
    for value in &args.output {
        let target = Target::new(value, args.format)?;
        if targets.contains(&target) {
            return Err(Failure::new(format!("{} is asked for twice", quoted(&value.to_string_lossy()))));
        }
        targets.push(target);
    }
    if targets.is_empty() {
        targets.push(Target::beside(&args.file));
    }
    if args.format.is_some() && !targets.iter().any(|target| target.place.is_stdout()) {
        return Err(Failure::new("`--format` is for `-o -`; the form of a file is said by its suffix"));
    }
    for target in &targets {
        if target.place.is_stdout() && target.format != Format::Svg && terminal.is_watched() {
            let (name, suffix) = (target.format.name(), target.format.suffix());
            return Err(Failure::new(format!("a {name} is not written to a terminal"))
                .with_help(format!("send it to a file, as in `-o picture.{suffix}`")));
        }
        target.place.check()?;
    }
    Ok(targets)
}

/// Where the measures go, if they are asked for.
fn measured(args: &Args, targets: &[Target]) -> Result<Option<Place>, Failure> {
    let Some(value) = &args.metrics else { return Ok(None) };
    let place = Place::new(value);
    if targets.iter().any(|target| target.place == place) {
        let failure = Failure::new(format!("{} is asked for twice", quoted(&value.to_string_lossy())));
        return Err(failure.with_help("send the picture to one place and `--metrics` to another"));
    }
    place.check()?;
    Ok(Some(place))
}

/// What the rules find, with one line about the number of errors; the picture is drawn nonetheless.
fn linted(input: &mut Input, file: &Path, terminal: Terminal) -> Result<Vec<Diagnostic>, Failure> {
    let origin = Origin::default();
    let shared = origin.file(file)?;
    let mut config = settings::config(input, shared, &origin);
    config.today = Some(clock::today()?);
    let findings = lint::check(&input.model, &config).findings;
    let errors = input::count(&findings, Severity::Error);
    if errors > 0 {
        let noun = if errors == 1 { "lint error" } else { "lint errors" };
        terminal.warning(&format!("{errors} {noun}; see `isoplan lint {}`", input.name));
    }
    Ok(findings)
}
