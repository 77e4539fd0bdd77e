//! Writes the measures of a layout: as a table for people, as JSON for programs.

use std::fmt::Write as _;

use serde::Serialize;
use serde_json::Number;

use crate::layout::Metric;

/// A line for each measure: code, name, value, target.
pub(super) fn table(metrics: &[Metric]) -> String {
    let mut rows = vec![["CODE", "NAME", "VALUE", "TARGET"].map(str::to_owned)];
    rows.extend(metrics.iter().map(|metric| {
        let target = metric.target.unwrap_or_default();
        [metric.code.to_owned(), metric.name.to_owned(), rounded(metric.value).to_string(), target.to_owned()]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let [code, name, value] = [0, 1, 2].map(width);
    let mut out = String::new();
    for row in &rows {
        let line = format!("{:code$}  {:name$}  {:>value$}  {}", row[0], row[1], row[2], row[3]);
        // writing to a `String` can not fail
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// A measure as other programs see it.
#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    name: &'a str,
    value: Number,
    target: Option<&'a str>,
    definition: &'a str,
}

/// An array with an object for each measure.
pub(super) fn json(metrics: &[Metric]) -> String {
    let entries: Vec<Entry> = metrics
        .iter()
        .map(|metric| Entry {
            code: metric.code,
            name: metric.name,
            value: rounded(metric.value),
            target: metric.target,
            definition: metric.definition,
        })
        .collect();
    // plain structs with text keys: there is nothing that could fail
    let mut out = serde_json::to_string_pretty(&entries).unwrap_or_default();
    out.push('\n');
    out
}

/// A value to four decimals; a whole number without any.
fn rounded(value: f64) -> Number {
    let short = (value * 1e4).round() / 1e4;
    let whole = Number::from(short as i64);
    if short.fract() == 0.0 { whole } else { Number::from_f64(short).unwrap_or(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: [Metric; 2] = [
        Metric { code: "H1", name: "trays", value: 0.0, target: Some("0"), definition: "d" },
        Metric { code: "Q4", name: "detour, median", value: 1.234_56, target: None, definition: "d" },
    ];

    #[test]
    fn the_table_has_columns() {
        let lines =
            ["CODE  NAME             VALUE  TARGET", "H1    trays                0  0", "Q4    detour, median  1.2346"];
        assert_eq!(table(&TWO).lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn the_json_has_a_value_and_a_definition_for_each() {
        let text = json(&TWO);
        assert!(text.contains("\"value\": 0,") && text.contains("\"value\": 1.2346,"), "{text}");
        assert!(text.contains("\"target\": null") && text.contains("\"definition\": \"d\""), "{text}");
    }
}
