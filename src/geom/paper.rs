//! Sheets of paper by name, in millimetres.

/// A sheet of paper.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Paper {
    /// Its name, as `a1` or `ansi-c`.
    pub name: &'static str,
    /// The longer side, in millimetres.
    pub long: f64,
    /// The shorter side, in millimetres.
    pub short: f64,
}

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
        Self { name, long, short }
    }

    /// A sheet by its name, in capitals or not.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name.eq_ignore_ascii_case(name))
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
}

#[cfg(test)]
mod tests {
    use super::Paper;

    #[test]
    fn sheets_are_found_by_name_and_fit_either_way() {
        let a3 = Paper::from_name("A3").map(|p| (p.long, p.short));
        assert_eq!(a3, Some((420.0, 297.0)));
        assert!(Paper::from_name("a7").is_none());
        let a1 = Paper::usual(250);
        assert!((a1.fit(841.0, 100.0) - 1.0).abs() < 1e-9 && (a1.fit(100.0, 841.0) - 1.0).abs() < 1e-9);
    }
}
