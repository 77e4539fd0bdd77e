//! How a picture is wanted: the arguments that all commands share which write one.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::choices;
use crate::geom::{self, Orientation};

/// How a picture is wanted.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Look {
    /// How the ground is seen [default: that of the view, else iso30]
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(geom::View::ALL.map(geom::View::name)))]
    pub(in crate::cli) projection: Option<String>,

    #[arg(long, value_name = "NAME", help = choices::theme_help())]
    pub(in crate::cli) theme: Option<String>,

    /// Icons of your own in the place of our glyphs: a folder of SVGs, such as the icons of AWS, or a file of Iconify
    /// [default: what the file says as `icons`]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) icon_pack: Option<PathBuf>,

    /// Draw only what this view of the file selects
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) view: Option<String>,

    /// How an SVG holds its texts
    #[arg(long, value_name = "FORM", value_enum, default_value_t = TextChoice::Outlines)]
    pub(in crate::cli) text: TextChoice,

    /// How labels stand: in the plane of the ground, or upright on the page [default: that of the view or the file, else
    /// plane]
    #[arg(long, value_name = "WAY", value_enum)]
    pub(in crate::cli) labels: Option<Labels>,

    /// Width of a PNG in pixels, 1 to 30000
    #[arg(long, value_name = "PX", value_parser = choices::pixels, conflicts_with_all = ["scale", "dpi"])]
    pub(in crate::cli) width: Option<u32>,

    /// Pixels of a PNG for each inch of the paper, or for each 96 units of the SVG; 10 to 1200 [default on paper: 150, or
    /// less for a side of 10000 pixels]
    #[arg(long, value_name = "N", value_parser = choices::dpi, conflicts_with = "scale")]
    pub(in crate::cli) dpi: Option<u32>,

    /// Pixels of a PNG for each unit of the SVG, 0.1 to 10 [default: 2, or less for a side of 10000 pixels]
    #[arg(long, value_name = "K", value_parser = choices::scale)]
    pub(in crate::cli) scale: Option<f64>,

    /// How much is drawn; `auto` draws less where texts would be too small to read on the paper
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = DetailChoice::Auto)]
    pub(in crate::cli) detail: DetailChoice,

    /// The sheet of paper that the picture fills: a0 to a4, ansi-a to ansi-e, or a size as 600x400mm [default: that of the
    /// view, else the page is as large as the picture needs]
    #[arg(long, value_name = "SHEET")]
    pub(in crate::cli) paper: Option<String>,

    /// Which way the sheet lies [default: the one that draws larger]
    #[arg(long, value_name = "WAY", value_enum)]
    pub(in crate::cli) orientation: Option<Way>,

    /// Room left free inside the edges of the sheet, in millimetres [default: 5 to 20, by its size]
    #[arg(long, value_name = "MM", value_parser = choices::millimetres)]
    pub(in crate::cli) margin: Option<f64>,

    /// How far the ground of the picture reaches beyond the sheet, in millimetres, to be cut off [default: 0]
    #[arg(long, value_name = "MM", value_parser = choices::millimetres)]
    pub(in crate::cli) bleed: Option<f64>,

    /// Marks outside of the sheet that say where to cut
    #[arg(long)]
    pub(in crate::cli) crop_marks: bool,

    /// Take the first places that come to mind: faster, with more crossings
    #[arg(long)]
    pub(in crate::cli) quick: bool,
}

impl Look {
    /// Whether anything is said that is not the usual.
    pub(in crate::cli) fn is_said(&self) -> bool {
        let texts = [&self.projection, &self.theme, &self.view, &self.paper];
        let numbers = [self.scale, self.margin, self.bleed];
        texts.iter().any(|text| text.is_some())
            || numbers.iter().any(Option::is_some)
            || [self.width, self.dpi].iter().any(Option::is_some)
            || self.icon_pack.is_some()
            || self.orientation.is_some()
            || self.detail != DetailChoice::Auto
            || self.text != TextChoice::Outlines
            || self.labels.is_some()
            || self.crop_marks
            || self.quick
    }
}

/// How much is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(in crate::cli) enum DetailChoice {
    /// As much as can be read on the paper
    Auto,
    /// Everything
    Full,
    /// Environments that copy another as plates that say how they differ
    Copies,
    /// And the instances of a component in one zone as one solid with a number
    Stacks,
    /// The components of one kind that belong together as one block, with the number of connections between blocks
    Kinds,
    /// Those of one family in an outermost domain group, or in a larger part of what is in none
    Groups,
    /// Those of one role there: apps, stores, gateways
    Roles,
    /// All of them
    Domains,
    /// Those of one family, wherever they belong
    Families,
}

/// How an SVG holds its texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(in crate::cli) enum TextChoice {
    /// As shapes: they look the same in every viewer
    Outlines,
    /// As text with its face in the file: it can be selected, searched and edited
    Font,
}

/// How labels stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(in crate::cli) enum Labels {
    /// In the plane of the ground
    Plane,
    /// Upright on the page
    Upright,
}

/// Which way a sheet lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(in crate::cli) enum Way {
    /// The one that draws larger
    Auto,
    /// The longer side stands
    Portrait,
    /// The longer side lies
    Landscape,
}

impl Way {
    /// As the drawing takes it.
    pub(super) fn chosen(self) -> Option<Orientation> {
        match self {
            Self::Auto => None,
            Self::Portrait => Some(Orientation::Portrait),
            Self::Landscape => Some(Orientation::Landscape),
        }
    }
}
