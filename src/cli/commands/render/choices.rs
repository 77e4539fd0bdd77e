//! What is drawn and how it looks: what the command line says, else the view, else the usual.

use std::path::Path;

use super::look::{Labels, Look, Way};
use crate::cli::disk;
use crate::cli::ending::{Failure, quoted, quoted_path, shown};
use crate::geom::{self, Paper, Sheet};
use crate::model::{Model, View};
use crate::scene::{Theme, ThemeError};

/// The theme when none is asked for.
const THEME: &str = "reference";
/// The largest bleed, in millimetres.
const MOST_BLEED: f64 = 50.0;

/// The view of an id.
pub(in crate::cli) fn view<'a>(views: &'a [View], id: &str) -> Result<&'a View, Failure> {
    views.iter().find(|view| view.id == id).ok_or_else(|| {
        let failure = Failure::unknown("view", id, views.iter().map(|view| view.id.as_str()));
        if views.is_empty() {
            failure.with_help("the file declares no views, as in `[view.overview]`")
        } else {
            failure
        }
    })
}

/// How the ground is seen.
pub(super) fn projection(look: &Look, view: Option<&View>) -> Result<geom::View, Failure> {
    let Some(name) = look.projection.as_ref().or_else(|| view?.projection.as_ref()) else {
        return Ok(geom::View::default());
    };
    geom::View::from_name(name)
        .ok_or_else(|| Failure::unknown("projection", name, geom::View::ALL.map(geom::View::name)))
}

/// Whether labels stand upright.
pub(super) fn upright(look: &Look, view: Option<&View>, model: &Model) -> bool {
    let said = look.labels.map(|labels| labels == Labels::Upright);
    said.or_else(|| view?.upright).unwrap_or(model.diagram.upright)
}

/// The sheet to fill, if one is named.
pub(super) fn sheet(look: &Look, view: Option<&View>) -> Result<Option<Sheet>, Failure> {
    let Some(name) = look.paper.as_ref().or_else(|| view?.paper.as_ref()) else {
        let said = [
            ("--orientation", look.orientation.is_some()),
            ("--margin", look.margin.is_some()),
            ("--bleed", look.bleed.is_some()),
            ("--crop-marks", look.crop_marks),
        ];
        return match said.iter().find(|(_, said)| *said) {
            Some((name, _)) => {
                let failure = Failure::new(format!("`{name}` is for a sheet of paper, and none is named"));
                Err(failure.with_help("name one, as in `--paper a3`"))
            }
            None => Ok(None),
        };
    };
    let (paper, way) = match (Paper::from_name(name), Paper::from_size(name)) {
        (Some(paper), _) => (paper, None),
        (None, Some((paper, way))) => (paper, Some(way)),
        (None, None) => {
            let failure = Failure::new(format!("there is no paper {}", quoted(name)));
            // what begins with a digit is a size that is not quite one, not a slip of a name
            let near = (!name.starts_with(|c: char| c.is_ascii_digit()))
                .then(|| crate::syntax::nearest(name, Paper::ALL.iter().map(|paper| paper.name)))
                .flatten()
                .map_or_else(String::new, |near| format!("did you mean {}? ", quoted(near)));
            return Err(failure.with_help(format!("{near}expected {}", Paper::expected())));
        }
    };
    let orientation = look.orientation.map_or(way, Way::chosen);
    let usual = Sheet::new(paper);
    let margin = look.margin.unwrap_or(usual.margin);
    if margin > paper.short * 0.4 {
        let most = geom::number((paper.short * 0.4).floor());
        return Err(Failure::new(format!(
            "a margin of {} mm leaves too little of {}",
            geom::number(margin),
            paper.shown()
        ))
        .with_help(format!("at most {most} mm are possible")));
    }
    let bleed = look.bleed.unwrap_or_default();
    if bleed > MOST_BLEED {
        return Err(Failure::new(format!("a bleed of {} mm is too large", geom::number(bleed)))
            .with_help(format!("printers ask for 3 to 5 mm; at most {MOST_BLEED} mm are possible")));
    }
    Ok(Some(Sheet { orientation, margin, bleed, crop_marks: look.crop_marks, ..usual }))
}

/// Colours and lines.
pub(super) fn theme(look: &Look, view: Option<&View>) -> Result<Theme, Failure> {
    if let Some(path) = look.theme.as_deref().filter(|name| is_file(name)).map(Path::new) {
        let text = disk::small(path)
            .map_err(|why| Failure::new(format!("the theme {} can not be read: {why}", quoted_path(path))))?;
        return Theme::parse(&text).map_err(|errors| {
            let name = shown(&path.to_string_lossy());
            let said = |error: &ThemeError| match &error.help {
                Some(help) => format!("{name}:{error}; {help}"),
                None => format!("{name}:{error}"),
            };
            match errors.as_slice() {
                [one] => Failure { message: format!("{name}:{one}"), help: one.help.clone() },
                several => {
                    let lines: Vec<String> = several.iter().map(|error| format!("\n  {}", said(error))).collect();
                    Failure::new(format!("{} has {} mistakes{}", quoted_path(path), several.len(), lines.concat()))
                }
            }
        });
    }
    let name = look.theme.as_ref().or_else(|| view?.theme.as_ref()).map_or(THEME, String::as_str);
    Theme::builtin(name).ok_or_else(|| Failure::unknown("theme", name, Theme::names()))
}

/// Whether the name of a theme is that of a file.
fn is_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|suffix| suffix == "toml")
}

/// The help of `--theme`.
pub(super) fn theme_help() -> String {
    let names: Vec<&str> = Theme::names().collect();
    format!(
        "Colours and lines: {}, or a theme file of your own, whose name ends in .toml [default: that of the view, else \
         {THEME}]",
        names.join(", ")
    )
}

/// A value of `--scale`.
pub(super) fn scale(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(scale) if (0.1..=10.0).contains(&scale) => Ok(scale),
        _ => Err("expected a number from 0.1 to 10".to_owned()),
    }
}

/// A length in millimetres, with or without its unit.
pub(super) fn millimetres(text: &str) -> Result<f64, String> {
    let text = text.trim();
    match text.strip_suffix("mm").unwrap_or(text).trim_end().parse() {
        Ok(length) if (0.0..=1000.0).contains(&length) => return Ok(length),
        _ => {}
    }
    let other = [("cm", 10.0), ("in", 25.4), ("pt", 25.4 / 72.0)].iter().find_map(|(unit, each)| {
        let number: f64 = text.strip_suffix(unit)?.trim_end().parse().ok()?;
        let length = number * each;
        (0.0..=1000.0).contains(&length).then(|| format!("{text} is `{}mm`", geom::number(length)))
    });
    Err(other.unwrap_or_else(|| "expected millimetres from 0 to 1000, as in `10` or `10mm`".to_owned()))
}

/// A width in pixels.
pub(super) fn pixels(text: &str) -> Result<u32, String> {
    whole(text.trim().trim_end_matches("px"), (1, 30_000), "pixels", "3000")
}

/// Pixels for each inch.
pub(super) fn dpi(text: &str) -> Result<u32, String> {
    whole(text.trim().trim_end_matches("dpi"), (10, 1200), "pixels for each inch", "300")
}

/// A whole number within bounds.
fn whole(text: &str, (least, most): (u32, u32), what: &str, example: &str) -> Result<u32, String> {
    match text.trim_end().parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(format!("expected {what}, a whole number from {least} to {most}, as in `{example}`")),
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
    fn numbers_of_pixels_are_whole_and_within_bounds() {
        assert_eq!((pixels("3000"), pixels("800px"), dpi("300"), dpi("96dpi")), (Ok(3000), Ok(800), Ok(300), Ok(96)));
        for wrong in ["0", "-5", "30001", "1e3", "12.5", "", "px", "wide"] {
            assert!(pixels(wrong).is_err_and(|said| said.contains("from 1 to 30000, as in `3000`")), "{wrong}");
        }
        assert!(dpi("9").is_err() && dpi("1201").is_err());
        assert!(millimetres("3cm").is_err_and(|said| said == "3cm is `30mm`"));
        assert!(millimetres("0.5in").is_err_and(|said| said == "0.5in is `12.7mm`"));
    }

    #[test]
    fn a_length_may_name_its_unit() {
        assert_eq!((millimetres("3"), millimetres("3.5mm"), millimetres("0")), (Ok(3.0), Ok(3.5), Ok(0.0)));
        for wrong in ["-1", "3cm", "NaN", "inf", ""] {
            assert!(millimetres(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_unknown_view_comes_with_the_nearest() {
        let views = [View { id: "overview".into(), ..View::default() }];
        let wrong = view(&views, "overveiw").map_err(|failure| failure.help);
        assert_eq!(wrong.err().flatten().as_deref(), Some("did you mean `overview`?"));
        assert!(view(&[], "x").is_err_and(|failure| failure.help.is_some()));
    }
}
