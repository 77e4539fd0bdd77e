//! Sheets of paper by name or by size, in millimetres, and what is around the drawing on them.

use super::number;

/// A sheet of paper.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Paper {
    /// Its name, as `a1` or `ansi-c`; empty for a size of one's own.
    pub name: &'static str,
    /// The longer side, in millimetres.
    pub long: f64,
    /// The shorter side, in millimetres.
    pub short: f64,
    /// Both sides of the whole sheet, where this is the part of it inside its margins.
    whole: [f64; 2],
}

/// Which way a sheet lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Orientation {
    /// The longer side lies along the foot.
    Landscape,
    /// The longer side stands.
    Portrait,
}

/// The shortest and the longest side that a sheet of one's own may have, in millimetres.
const SIDES: (f64, f64) = (50.0, 5000.0);

impl Paper {
    /// The sheets that have a name: ISO 216 and ANSI/ASME Y14.1, the largest of each first.
    pub const ALL: [Self; 10] = [
        Self::new("a0", 1189.0, 841.0),
        Self::new("a1", 841.0, 594.0),
        Self::new("a2", 594.0, 420.0),
        Self::new("a3", 420.0, 297.0),
        Self::new("a4", 297.0, 210.0),
        Self::new("ansi-e", 1117.6, 863.6),
        Self::new("ansi-d", 863.6, 558.8),
        Self::new("ansi-c", 558.8, 431.8),
        Self::new("ansi-b", 431.8, 279.4),
        Self::new("ansi-a", 279.4, 215.9),
    ];

    const fn new(name: &'static str, long: f64, short: f64) -> Self {
        Self { name, long, short, whole: [long, short] }
    }

    /// The least sheet with a name that is enough: of the same series if this one is of one, else of ISO 216.
    pub fn least_that(&self, is_enough: impl Fn(&Self) -> bool) -> Option<Self> {
        let is_ansi = |paper: &Self| paper.name.starts_with("ansi");
        Self::ALL.into_iter().rev().find(|paper| is_ansi(paper) == is_ansi(self) && is_enough(paper))
    }

    /// What is a sheet, in words for messages.
    pub fn expected() -> String {
        let (least, most) = SIDES;
        format!("`a0` to `a4`, `ansi-a` to `ansi-e`, or a size as `600x400mm` with sides of {least} to {most} mm")
    }

    /// A sheet by its name, in capitals or not.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name.eq_ignore_ascii_case(name))
    }

    /// A sheet by its size, width before height, as `600x400mm`; the unit may be left out. It lies as it is written.
    /// `None` for anything else, and for sides out of bounds.
    pub fn from_size(text: &str) -> Option<(Self, Orientation)> {
        let text = text.to_ascii_lowercase();
        let (w, h) = text.strip_suffix("mm").unwrap_or(&text).split_once(['x', '×'])?;
        let side = |text: &str| {
            let plain = text.chars().all(|c| c.is_ascii_digit() || c == '.');
            text.parse::<f64>().ok().filter(|v| plain && (SIDES.0..=SIDES.1).contains(v))
        };
        let (w, h) = (side(w)?, side(h)?);
        let way = if w >= h { Orientation::Landscape } else { Orientation::Portrait };
        Some((Self::new("", w.max(h), w.min(h)), way))
    }

    /// How it is called in messages: `A3`, or `600 × 400 mm`; a part of a sheet as the whole.
    pub fn shown(&self) -> String {
        if self.name.is_empty() {
            let [long, short] = self.whole;
            format!("{} × {} mm", number(long), number(short))
        } else {
            self.name.to_uppercase()
        }
    }

    /// The same, with sides that are this share of its own; it is called as before.
    #[must_use]
    pub fn scaled(&self, share: f64) -> Self {
        Self { long: self.long * share, short: self.short * share, ..*self }
    }

    /// The sheet on which a drawing of some components is to be read: A3 up to 60, A1 up to 250, else A0.
    pub fn usual(components: usize) -> Self {
        match components {
            0..=60 => Self::ALL[3],
            61..=250 => Self::ALL[1],
            _ => Self::ALL[0],
        }
    }

    /// Millimetres for a unit of a drawing that fills the sheet, upright or across.
    pub fn fit(&self, width: f64, height: f64) -> f64 {
        let (long, short) = (width.max(height).max(1e-9), width.min(height).max(1e-9));
        (self.long / long).min(self.short / short)
    }

    /// Width and height when it lies one way.
    pub fn sides(&self, way: Orientation) -> [f64; 2] {
        match way {
            Orientation::Landscape => [self.long, self.short],
            Orientation::Portrait => [self.short, self.long],
        }
    }
}

/// A sheet to be filled by a picture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sheet {
    /// Its size.
    pub paper: Paper,
    /// Which way it lies; the better one when not said.
    pub orientation: Option<Orientation>,
    /// Room that is left free inside its edges, in millimetres.
    pub margin: f64,
    /// How far the ground of the picture reaches beyond its edges, in millimetres: what is cut off.
    pub bleed: f64,
    /// Whether marks outside of it say where to cut.
    pub crop_marks: bool,
}

impl Sheet {
    /// A sheet with the usual margin, without bleed and marks.
    pub fn new(paper: Paper) -> Self {
        Self { paper, orientation: None, margin: Self::usual_margin(&paper), bleed: 0.0, crop_marks: false }
    }

    /// Three hundredths of the short side, within 5 and 20 millimetres.
    fn usual_margin(paper: &Paper) -> f64 {
        (paper.short * 0.03).round().clamp(5.0, 20.0)
    }

    /// The part of the sheet inside the margins, as if it were a sheet by itself.
    pub fn inner(&self) -> Paper {
        Paper { long: self.paper.long - 2.0 * self.margin, short: self.paper.short - 2.0 * self.margin, ..self.paper }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_found_by_name_and_fit_either_way() {
        let a3 = Paper::from_name("A3").map(|p| (p.long, p.short));
        assert_eq!(a3, Some((420.0, 297.0)));
        assert!(Paper::from_name("a7").is_none());
        let a1 = Paper::usual(250);
        assert!((a1.fit(841.0, 100.0) - 1.0).abs() < 1e-9 && (a1.fit(100.0, 841.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_larger_sheet_is_of_the_same_series() {
        let least = |name| Paper::from_name(name).and_then(|p| p.least_that(|p| p.long > 500.0)).map(|p| p.name);
        assert_eq!((least("a3"), least("ansi-b")), (Some("a2"), Some("ansi-c")));
        let own = Paper::from_size("300x200").and_then(|(p, _)| p.least_that(|p| p.long > 500.0));
        assert_eq!(own.map(|p| p.name), Some("a2"));
        assert_eq!(Paper::usual(1).least_that(|p| p.long > 5000.0), None);
    }

    #[test]
    fn a_size_of_ones_own_lies_as_it_is_written() {
        let read = |text| Paper::from_size(text).map(|(p, way)| (p.long, p.short, way));
        assert_eq!(read("600x400mm"), Some((600.0, 400.0, Orientation::Landscape)));
        assert_eq!(read("297.5X420"), Some((420.0, 297.5, Orientation::Portrait)));
        for wrong in ["", "x", "600x", "600x400cm", "-600x400", "1e3x400", "NaNxNaN", "infx400", "10x400", "9000x400"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(Paper::from_size("600x400").map(|(p, _)| p.shown()).as_deref(), Some("600 × 400 mm"));
        // what is inside the margins is called as the sheet, so that all messages of a run name one sheet
        let inner = Paper::from_size("600x400").map(|(p, _)| Sheet::new(p).inner());
        assert_eq!(inner.map(|p| (p.long, p.shown())), Some((576.0, "600 × 400 mm".to_owned())));
    }
}
