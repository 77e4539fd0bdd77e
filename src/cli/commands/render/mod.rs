//! `isoplan render`: draws one topology, to as many files as wanted.

pub(super) mod choices;
mod export;
mod picture;

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args as _, FromArgMatches as _};

pub(in crate::cli) use self::choices::view as view_of;
use crate::cli::clock;
use crate::cli::ending::{Ending, Failure, quoted};
use crate::cli::icons;
use crate::cli::input::{self, Input};
use crate::cli::lock;
use crate::cli::metrics;
use crate::cli::output::{self, Format, Place, Target};
use crate::cli::settings::{self, Origin};
use crate::cli::terminal::Terminal;
use crate::diag::{Diagnostic, Severity};
use crate::geom::{self, Orientation};
use crate::lint;
use crate::model::View;
use crate::scene::{Icons, Scene, Theme};

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

    /// How the ground is seen [default: that of the view, else iso30]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(geom::View::ALL.map(geom::View::name)))]
    projection: Option<String>,

    #[arg(long, value_name = "NAME", help = choices::theme_help())]
    theme: Option<String>,

    /// Icons of your own in the place of our glyphs: a folder of SVGs, such as the icons of AWS, or a file of Iconify
    /// [default: what the file says as `icons`]
    #[arg(long, value_name = "DIR")]
    icon_pack: Option<PathBuf>,

    /// Draw only what this view of the file selects
    #[arg(long, value_name = "ID")]
    view: Option<String>,

    /// Draw every view of the file by itself, to a folder: ID.svg for each, or the form that `--format` says
    #[arg(long, value_name = "DIR", conflicts_with_all = ["view", "output", "metrics"])]
    all_views: Option<PathBuf>,

    /// Draw what `isoplan lint` finds: a numbered mark at each finding, a list of them, and in red what is at fault
    #[arg(long)]
    findings: bool,

    /// Mark what is filled in rather than known: components that say `source = "illustrative"`
    #[arg(long)]
    provenance: bool,

    /// Width of a PNG in pixels, 1 to 30000
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(1..=30_000), conflicts_with_all = ["scale", "dpi"])]
    width: Option<u32>,

    /// Pixels of a PNG for each inch of the paper, or for each 96 units of the SVG; 10 to 1200 [default on paper: 150, or
    /// less for a side of 10000 pixels]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=1200), conflicts_with = "scale")]
    dpi: Option<u32>,

    /// Pixels of a PNG for each unit of the SVG, 0.1 to 10 [default: 2, or less for a side of 10000 pixels]
    #[arg(long, value_name = "K", value_parser = choices::scale)]
    scale: Option<f64>,

    /// Measure the layout too (crossings, bends, sizes on paper): to a JSON file, or as a table for `-`
    #[arg(long, value_name = "OUT")]
    metrics: Option<PathBuf>,

    /// How much is drawn; `auto` draws less where texts would be too small to read on the paper
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = DetailChoice::Auto)]
    detail: DetailChoice,

    /// The sheet of paper that the picture fills: a0 to a4, ansi-a to ansi-e, or a size as 600x400mm [default: that of the
    /// view, else the page is as large as the picture needs]
    #[arg(long, value_name = "SHEET")]
    paper: Option<String>,

    /// Which way the sheet lies [default: the one that draws larger]
    #[arg(long, value_name = "WAY", value_enum)]
    orientation: Option<Way>,

    /// Room left free inside the edges of the sheet, in millimetres [default: 5 to 20, by its size]
    #[arg(long, value_name = "MM", value_parser = choices::millimetres)]
    margin: Option<f64>,

    /// How far the ground of the picture reaches beyond the sheet, in millimetres, to be cut off [default: 0]
    #[arg(long, value_name = "MM", value_parser = choices::millimetres)]
    bleed: Option<f64>,

    /// Marks outside of the sheet that say where to cut
    #[arg(long)]
    crop_marks: bool,

    /// Take the first places that come to mind: faster, with more crossings
    #[arg(long)]
    quick: bool,

    /// Keep components where they are: reads and writes NAME.layout.lock beside FILE
    #[arg(long)]
    lock: bool,

    /// Place everything anew, and write the lock of that
    #[arg(long, requires = "lock")]
    relayout: bool,
}

/// How much is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum DetailChoice {
    /// As much as can be read on the paper
    Auto,
    /// Everything
    Full,
    /// Environments that copy another as plates that say how they differ
    Copies,
    /// And the instances of a component in one zone as one solid with a number
    Stacks,
    /// The components of one group and family as one block, with the number of connections between blocks
    Groups,
}

/// Which way a sheet lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Way {
    /// The one that draws larger
    Auto,
    /// The longer side stands
    Portrait,
    /// The longer side lies
    Landscape,
}

impl Way {
    /// As the drawing takes it.
    fn chosen(self) -> Option<Orientation> {
        match self {
            Self::Auto => None,
            Self::Portrait => Some(Orientation::Portrait),
            Self::Landscape => Some(Orientation::Landscape),
        }
    }
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
    let pack = icons::load(&input, args.icon_pack.as_deref())?;
    if let Some(pack) = &pack {
        pack.tell(terminal);
    }
    let icons = pack.as_ref().map(|pack| &pack.icons);
    if let Some(folder) = &args.all_views {
        return all_views(args, &input, Shown { findings, icons, also: None }, folder, terminal);
    }
    let view = args.view.as_deref().map(|id| choices::view(&input.model.views, id)).transpose()?;
    let (mut outputs, measures) = one(args, &input, Shown { findings, icons, also: None }, view, targets, terminal)?;
    if let Some(place) = measured {
        let text = if place.is_stdout() { metrics::table(&measures) } else { metrics::json(&measures) };
        outputs.push((place, text.into_bytes()));
    }
    output::spare(outputs.iter().map(|(place, _)| place), &input.sources)?;
    output::write(&outputs, terminal)?;
    Ok(Ending::Clean)
}

/// What is drawn beside the topology.
#[derive(Clone, Copy)]
struct Shown<'a> {
    /// Findings that are marked.
    findings: &'a [Diagnostic],
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
    let mut words = vec!["render".to_owned(), "-".to_owned()];
    for (key, value) in [("view", wish.view), ("theme", wish.theme), ("projection", wish.projection)] {
        words.extend(value.map(|value| format!("--{key}={value}")));
    }
    let refused =
        |error: clap::Error| Failure::new(error.render().to_string().replace("error: ", "").trim().to_owned());
    let command = Args::augment_args(clap::Command::new("render").disable_help_flag(true));
    let matches = command.try_get_matches_from(words).map_err(refused)?;
    let args = Args::from_arg_matches(&matches).map_err(refused)?;
    let view = args.view.as_deref().map(|id| choices::view(&input.model.views, id)).transpose()?;
    let pack = icons::load(input, None)?;
    let also = wish.also.and_then(Theme::builtin);
    let shown = Shown { findings: &[], icons: pack.as_ref().map(|pack| &pack.icons), also: also.as_ref() };
    let picture = picture::draw(&args, input, shown, view, None, terminal)?;
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
    let picture = picture::draw(args, input, shown, view, locked.as_deref(), terminal)?;
    let mut outputs = Vec::new();
    if let Some(path) = &locked {
        outputs.push((Place::new(path), lock::text(&picture.lock)?.into_bytes()));
    }
    for target in targets {
        let bytes = export::bytes(args, &picture.scene, target.format, terminal)?;
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
