//! Colours as three bytes, and mixing them.

use std::fmt;

/// An opaque colour: red, green, blue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Color(pub [u8; 3]);

impl Color {
    /// Black, for the marks of the printer.
    pub const BLACK: Self = Self([0; 3]);
    /// White.
    pub const WHITE: Self = Self([255; 3]);

    /// The colour of `#rrggbb`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
        let value = u32::from_str_radix(hex, 16).ok()?;
        Some(Self([(value >> 16) as u8, (value >> 8) as u8, value as u8]))
    }

    /// This colour moved towards another: by nothing at 0, wholly at 1.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let mut out = self.0;
        for (channel, to) in out.iter_mut().zip(other.0) {
            let (from, to) = (f64::from(*channel), f64::from(to));
            *channel = (from + (to - from) * share).round() as u8;
        }
        Self(out)
    }

    /// How light it looks, from 0 to 1, by the weights of Rec. 709.
    pub fn lightness(self) -> f64 {
        let [r, g, b] = self.0.map(f64::from);
        (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255.0
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_hex() {
        let orange = Color::parse("#f58536");
        assert_eq!(orange.map(|c| c.to_string()).as_deref(), Some("#f58536"));
        for wrong in ["f58536", "#f5853", "#f5853g", "#é8536"] {
            assert_eq!(Color::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn mixing_half_way_meets_in_the_middle() {
        assert_eq!(Color([0, 0, 0]).mix(Color::WHITE, 0.5), Color([128; 3]));
    }
}
