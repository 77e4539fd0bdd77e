//! The one way a number is written into a picture: at most two decimals, no trailing zeros, never `-0`.

/// A number for SVG and its kin: rounded to hundredths.
///
/// Rounding goes through a whole number, so the text is the same on every machine. Not-a-number becomes `0`.
pub fn number(v: f64) -> String {
    let hundredths = (v * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let a = hundredths.unsigned_abs();
    match (a / 100, a % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, frac) if frac % 10 == 0 => format!("{sign}{whole}.{}", frac / 10),
        (whole, frac) => format!("{sign}{whole}.{frac:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn writes_short_numbers() {
        for (v, text) in
            [(0.0, "0"), (-0.001, "0"), (1.5, "1.5"), (-2.25, "-2.25"), (3.004, "3"), (0.07, "0.07"), (f64::NAN, "0")]
        {
            assert_eq!(number(v), text);
        }
    }
}
