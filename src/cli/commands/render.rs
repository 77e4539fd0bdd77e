//! `isoplan render`: draws one topology, to as many files as wanted.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;

use crate::cli::clock;
use crate::cli::disk;
use crate::cli::ending::{Ending, Failure, quoted, quoted_path, shown};
use crate::cli::input::{self, Input};
use crate::cli::lock;
use crate::cli::metrics;
use crate::cli::output::{self, Format, Place, Target};
use crate::cli::settings::{self, Origin};
use crate::cli::terminal::Terminal;
use crate::diag::Severity;
use crate::export::{self, PngOptions, SvgOptions};
use crate::geom;
use crate::geom::Paper;
use crate::layout::{self, Detail, LayoutConfig, Lock, Metric};
use crate::lint;
use crate::model::{self, View};
use crate::report::{self, Summary};
use crate::scene::{self, DrawOptions, Scene, Theme};

/// Most placements of components, and most connections between them, that one picture can hold.
const MOST: usize = layout::MOST_PLACEMENTS;

/// Longest side of a PNG in pixels when no size is asked for: a wall poster is still read at that size, and drawn soon.
const WIDEST: f64 = 10_000.0;

/// The theme when none is asked for.
const THEME: &str = "reference";

/// Draw a topology as SVG or PNG
///
/// A file with mistakes in its language is not drawn, and nothing is written. Findings of the rules do not keep a
/// picture from being drawn.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  isoplan render web.topology.toml                              writes web.svg
  isoplan render web.topology.toml -o web.svg -o web.png --width 3000
  isoplan render web.topology.toml -o - --projection flat --theme color > web.svg
  isoplan render web.topology.toml --theme our-colours.toml")]
pub(in crate::cli) struct Args {
    /// The topology to draw; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Where the picture goes: a name that ends in .svg or .png, or `-` for standard output; may be given several times
    /// [default: the name of FILE with .svg, in the current folder]
    #[arg(short, long, value_name = "OUT")]
    output: Vec<PathBuf>,

    /// What is written to standard output [default: svg]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// How the ground is seen [default: that of the view, else iso30]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(geom::View::ALL.map(geom::View::name)))]
    projection: Option<String>,

    #[arg(long, value_name = "NAME", help = theme_help())]
    theme: Option<String>,

    /// Draw only what this view of the file selects
    #[arg(long, value_name = "ID")]
    view: Option<String>,

    /// Width of a PNG in pixels, 1 to 30000
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(1..=30_000), conflicts_with = "scale")]
    width: Option<u32>,

    /// Pixels of a PNG for each unit of the SVG, 0.1 to 10 [default: 2, or less for a side of 10000 pixels]
    #[arg(long, value_name = "K", value_parser = scale)]
    scale: Option<f64>,

    /// Measure the layout too (crossings, bends, sizes on paper): to a JSON file, or as a table for `-`
    #[arg(long, value_name = "OUT")]
    metrics: Option<PathBuf>,

    /// How much is drawn; `auto` draws less where texts would be too small to read on the paper
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = DetailChoice::Auto)]
    detail: DetailChoice,

    /// The paper on which texts must be readable: a0 to a4, ansi-a to ansi-e [default: that of the view, else a3 up to 60
    /// components, a1 up to 250, a0]
    #[arg(long, value_name = "NAME")]
    paper: Option<String>,

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
}

/// Draws, and writes all outputs or none.
pub(in crate::cli) fn run(args: &Args, terminal: Terminal) -> Result<Ending, Failure> {
    let targets = targets(args, terminal)?;
    let measured = measured(args, &targets)?;
    let mut input = input::read(&args.file);
    if let Some(refusal) = &input.refusal {
        return Err(Failure::new(refusal));
    }
    if input.errors() > 0 {
        let style = terminal.message_style();
        let (components, connections) = (input.model.components.len(), input.model.connections.len());
        let summary = Summary { components, connections, ..Summary::default() };
        terminal.report(&report::full(&input.sources, &input.findings, &summary, &style));
        terminal.note("nothing is drawn until these are mended");
        return Ok(Ending::Findings);
    }
    tell_lint_errors(&mut input, &args.file, terminal)?;
    let locked = if args.lock { Some(lock::path(&args.file, args.view.as_deref())?) } else { None };
    let mut outputs = Vec::new();
    let (scene, metrics, kept) = draw(args, &input, locked.as_deref(), terminal)?;
    if let Some(path) = &locked {
        outputs.push((Place::new(path), lock::text(&kept)?.into_bytes()));
    }
    for target in targets {
        let bytes = exported(args, &scene, target.format)?;
        outputs.push((target.place, bytes));
    }
    if let Some(place) = measured {
        let text = if place.is_stdout() { metrics::table(&metrics) } else { metrics::json(&metrics) };
        outputs.push((place, text.into_bytes()));
    }
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
        if target.place.is_stdout() && target.format == Format::Png && terminal.is_watched() {
            return Err(Failure::new("a PNG is not written to a terminal")
                .with_help("send it to a file, as in `-o picture.png`"));
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

/// One line with the number of errors that the rules find; the picture is drawn nonetheless.
fn tell_lint_errors(input: &mut Input, file: &Path, terminal: Terminal) -> Result<(), Failure> {
    let origin = Origin::default();
    let shared = origin.file(file)?;
    let mut config = settings::config(input, shared, &origin);
    config.today = Some(clock::today()?);
    let errors = input::count(&lint::check(&input.model, &config).findings, Severity::Error);
    if errors > 0 {
        let noun = if errors == 1 { "lint error" } else { "lint errors" };
        terminal.warning(&format!("{errors} {noun}; see `isoplan lint {}`", input.name));
    }
    Ok(())
}

/// The picture, the measures of its layout if they are asked for, and where everything stands.
fn draw(
    args: &Args,
    input: &Input,
    locked: Option<&Path>,
    terminal: Terminal,
) -> Result<(Scene, Vec<Metric>, Lock), Failure> {
    let view = args.view.as_deref().map(|id| find_view(&input.model.views, id)).transpose()?;
    let selected = view.map(|view| model::select(&input.model, view));
    let model = selected.as_ref().unwrap_or(&input.model);
    for (count, what) in [(model.placements.len(), "placements of components"), (model.links.len(), "connections")] {
        if count > MOST {
            let name = quoted(&input.name);
            let failure = Failure::new(format!("{name} has {count} {what}; a picture holds at most {MOST}"));
            return Err(failure.with_help("draw a part of it with `--view`, or divide the file"));
        }
    }
    let options = DrawOptions { view: projection(args, view)?, legend: model.diagram.legend, ..DrawOptions::default() };
    let theme = theme(args, view)?;
    let lock = locked.filter(|_| !args.relayout).map(lock::read).transpose()?.flatten();
    let paper = paper(args, view, model.placements.len())?;
    let config = LayoutConfig { lock, quick: args.quick, ..LayoutConfig::default() };
    let layout = match args.detail {
        DetailChoice::Auto => layout::layout_for(model, &config, paper),
        DetailChoice::Full => layout::layout(model, &config),
        DetailChoice::Copies => layout::layout(model, &LayoutConfig { detail: Detail::Copies, ..config }),
        DetailChoice::Stacks => layout::layout(model, &LayoutConfig { detail: Detail::Stacks, ..config }),
    };
    for note in &layout.notes {
        terminal.warning(note);
    }
    let metrics = if args.metrics.is_some() { layout::metrics(model, &layout) } else { Vec::new() };
    Ok((scene::draw(model, &layout, &theme, &options), metrics, layout.lock))
}

fn find_view<'a>(views: &'a [View], id: &str) -> Result<&'a View, Failure> {
    views.iter().find(|view| view.id == id).ok_or_else(|| {
        let failure = Failure::unknown("view", id, views.iter().map(|view| view.id.as_str()));
        if views.is_empty() {
            failure.with_help("the file declares no views, as in `[view.overview]`")
        } else {
            failure
        }
    })
}

/// What the command line says, else the view, else the usual.
fn projection(args: &Args, view: Option<&View>) -> Result<geom::View, Failure> {
    let Some(name) = args.projection.as_ref().or_else(|| view?.projection.as_ref()) else {
        return Ok(geom::View::default());
    };
    geom::View::from_name(name)
        .ok_or_else(|| Failure::unknown("projection", name, geom::View::ALL.map(geom::View::name)))
}

/// The paper that texts must be readable on: what the command line says, else the view, else one that suits the number of
/// components.
fn paper(args: &Args, view: Option<&View>, components: usize) -> Result<Paper, Failure> {
    let Some(name) = args.paper.as_ref().or_else(|| view?.paper.as_ref()) else {
        return Ok(Paper::usual(components));
    };
    Paper::from_name(name).ok_or_else(|| Failure::unknown("paper", name, Paper::ALL.iter().map(|p| p.name)))
}

fn theme(args: &Args, view: Option<&View>) -> Result<Theme, Failure> {
    if let Some(path) = args.theme.as_deref().filter(|name| is_file(name)).map(Path::new) {
        let text = disk::small(path)
            .map_err(|why| Failure::new(format!("the theme {} can not be read: {why}", quoted_path(path))))?;
        return Theme::parse(&text).map_err(|error| Failure {
            message: format!("{}:{error}", shown(&path.to_string_lossy())),
            help: error.help,
        });
    }
    let name = args.theme.as_ref().or_else(|| view?.theme.as_ref()).map_or(THEME, String::as_str);
    Theme::builtin(name).ok_or_else(|| Failure::unknown("theme", name, Theme::names()))
}

/// Whether the name of a theme is that of a file.
fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|suffix| suffix == "toml")
}

fn theme_help() -> String {
    let names: Vec<&str> = Theme::names().collect();
    format!(
        "Colours and lines: {}, or a theme file of your own, whose name ends in .toml [default: that of the view, else \
         {THEME}]",
        names.join(", ")
    )
}

fn exported(args: &Args, scene: &Scene, format: Format) -> Result<Vec<u8>, Failure> {
    match format {
        Format::Svg => Ok(export::svg(scene, &SvgOptions::default()).into_bytes()),
        Format::Png => {
            let usual = PngOptions::default().scale.min(WIDEST / scene.width.max(scene.height).max(1.0));
            let options = PngOptions { width: args.width, scale: args.scale.unwrap_or(usual) };
            export::png(scene, &options).map_err(|error| Failure::new(error.to_string()))
        }
    }
}

fn scale(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(scale) if (0.1..=10.0).contains(&scale) => Ok(scale),
        _ => Err("expected a number from 0.1 to 10".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_a_number_within_bounds() {
        assert_eq!(scale("2.5"), Ok(2.5));
        for wrong in ["0", "11", "NaN", "inf", "two", ""] {
            assert!(scale(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_unknown_view_comes_with_the_nearest() {
        let views = [View { id: "overview".into(), ..View::default() }];
        let wrong = find_view(&views, "overveiw").map_err(|failure| failure.help);
        assert_eq!(wrong.err().flatten().as_deref(), Some("did you mean `overview`?"));
        assert!(find_view(&[], "x").is_err_and(|failure| failure.help.is_some()));
    }
}
