//! Reads single values: texts, ids, words, numbers, durations, days, and lists of them.
//!
//! Each function gives `None` after it has reported why the value can not be used.

use std::collections::BTreeMap;

use super::attributes::{Date, OneOrMore};
use super::codes;
use super::sink::{Sink, Value};
use super::suggest::{as_id, quoted};
use super::tree::Content;
use super::words::Words;
use crate::diag::Diagnostic;
use crate::source::{Span, Spanned, Text};

/// Longest text, in characters.
const LONGEST_TEXT: usize = 10_000;

/// Longest id, in characters.
const LONGEST_ID: usize = 100;

/// Largest number of anything that is counted.
const MOST: u64 = 1_000_000;

/// A text, empty or not.
pub(super) fn text(sink: &mut Sink, value: &Value) -> Option<Text> {
    let Content::String(text) = value.get_ref() else {
        sink.wrong_type(value, "a string");
        return None;
    };
    if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
        let message = format!("{} is longer than {LONGEST_TEXT} characters", quoted(sink.key));
        sink.bad_value(value, message, "too long", None);
        return None;
    }
    Some(Text::new(text))
}

/// A text with something in it.
pub(super) fn filled(sink: &mut Sink, value: &Value) -> Option<Text> {
    let text = text(sink, value)?;
    if text.trim().is_empty() {
        let message = format!("{} is empty", quoted(sink.key));
        sink.bad_value(value, message, "expected some text", None);
        return None;
    }
    Some(text)
}

/// An id.
pub(super) fn id(sink: &mut Sink, value: &Value) -> Option<Text> {
    let Content::String(text) = value.get_ref() else {
        sink.wrong_type(value, "an id");
        return None;
    };
    let span = sink.span(value.span());
    let key = sink.key;
    check_id(sink, text, span, || quoted(key)).then(|| Text::new(text))
}

/// Whether a text is an id; reports if not.
pub(super) fn check_id(sink: &mut Sink, text: &str, span: Span, what: impl FnOnce() -> String) -> bool {
    let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'.';
    let problem = if text.is_empty() {
        "is empty".to_owned()
    } else if !text.bytes().all(fits) {
        format!("can not be {}", quoted(text))
    } else if text.len() > LONGEST_ID {
        format!("is longer than {LONGEST_ID} characters")
    } else {
        return true;
    };
    let label = "an id has small letters `a` to `z`, digits, `-` and `.`";
    let mut finding = Diagnostic::error(codes::BAD_VALUE, span, format!("{} {problem}", what()), label);
    finding.help = as_id(text).filter(|id| id != text).map(|id| format!("did you mean {}?", quoted(&id)));
    sink.push(finding);
    false
}

/// A list; entries that can not be read are left out.
pub(super) fn list<'t, T>(
    sink: &mut Sink,
    value: &'t Value<'t>,
    expected: &str,
    mut entry: impl FnMut(&mut Sink, &'t Value<'t>) -> Option<T>,
) -> Option<Vec<T>> {
    let Content::Array(entries) = value.get_ref() else {
        sink.wrong_type(value, expected);
        return None;
    };
    // as a rule all of them can be read
    let mut read = Vec::with_capacity(entries.len());
    read.extend(entries.iter().filter_map(|v| entry(sink, v)));
    Some(read)
}

/// An id, or a list of ids, none twice.
pub(super) fn one_or_more<'t>(sink: &mut Sink, value: &'t Value<'t>) -> Option<OneOrMore> {
    match value.get_ref() {
        Content::String(_) => id(sink, value).map(|id| OneOrMore(vec![Spanned::new(id, sink.span(value.span()))])),
        Content::Array(_) => ids(sink, value).map(OneOrMore),
        _ => {
            sink.wrong_type(value, "an id or a list of ids");
            None
        }
    }
}

/// A list of ids, none twice.
pub(super) fn ids<'t>(sink: &mut Sink, value: &'t Value<'t>) -> Option<Vec<Spanned<Text>>> {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    list(sink, value, "a list of ids", |sink, v| {
        let id = id(sink, v)?;
        let span = sink.span(v.span());
        if let Content::String(text) = v.get_ref()
            && let Some(before) = first.insert(text, span)
        {
            let message = format!("{} names {} twice", quoted(sink.key), quoted(&id));
            sink.push(
                Diagnostic::error(codes::BAD_VALUE, span, message, "again here").with_related(before, "first here"),
            );
            return None;
        }
        Some(Spanned::new(id, span))
    })
}

/// A list of texts.
pub(super) fn texts<'t>(sink: &mut Sink, value: &'t Value<'t>) -> Option<Vec<Spanned<Text>>> {
    list(sink, value, "a list of strings", |sink, v| Some(Spanned::new(filled(sink, v)?, sink.span(v.span()))))
}

/// One of the words of a choice.
pub(super) fn word<T: Words>(sink: &mut Sink, value: &Value) -> Option<T> {
    let Content::String(text) = value.get_ref() else {
        let words: Vec<&str> = T::WORDS.iter().map(|(w, _)| *w).collect();
        sink.wrong_type(value, &super::suggest::listed(words, "or"));
        return None;
    };
    let found = T::from_word(text);
    if found.is_none() {
        let words: Vec<&str> = T::WORDS.iter().map(|(w, _)| *w).collect();
        sink.unknown_word(value, text, &words);
    }
    found
}

/// One of a few words, kept as text.
pub(super) fn one_of(sink: &mut Sink, value: &Value, words: &[&str]) -> Option<Text> {
    let text = text(sink, value)?;
    if words.contains(&text.as_str()) {
        return Some(text);
    }
    sink.unknown_word(value, &text, words);
    None
}

/// True or false.
pub(super) fn boolean(sink: &mut Sink, value: &Value) -> Option<bool> {
    let Content::Boolean(b) = value.get_ref() else {
        sink.wrong_type(value, "`true` or `false`");
        return None;
    };
    Some(*b)
}

/// A whole number between two bounds, both included.
pub(super) fn whole(sink: &mut Sink, value: &Value, least: u64, most: u64) -> Option<u64> {
    let Content::Integer(number) = value.get_ref() else {
        sink.wrong_type(value, "a whole number");
        return None;
    };
    let read = i128::from_str_radix(number.as_str(), number.radix()).ok();
    let found = read.and_then(|n| u64::try_from(n).ok()).filter(|n| (least..=most).contains(n));
    if found.is_none() {
        let message = format!("{} can not be {}", quoted(sink.key), quoted(&number.to_string()));
        let label = match read {
            Some(n) if n < i128::from(least) => format!("at least {least}"),
            _ => format!("at most {most}"),
        };
        sink.bad_value(value, message, &label, Some(format!("expected a whole number from {least} to {most}")));
    }
    found
}

/// A number of things.
pub(super) fn count(sink: &mut Sink, value: &Value) -> Option<u32> {
    whole(sink, value, 0, MOST).map(|n| n as u32)
}

/// A port.
pub(super) fn port(sink: &mut Sink, value: &Value) -> Option<u16> {
    whole(sink, value, 1, 65_535).map(|n| n as u16)
}

/// A number between two bounds, both included.
pub(super) fn number(sink: &mut Sink, value: &Value, least: f64, most: f64) -> Option<f64> {
    let text = match value.get_ref() {
        Content::Integer(n) => i128::from_str_radix(n.as_str(), n.radix()).ok().map(|n| n as f64),
        Content::Float(n) => n.parse::<f64>().ok(),
        _ => {
            sink.wrong_type(value, "a number");
            return None;
        }
    };
    let found = text.filter(|n| n.is_finite() && (least..=most).contains(n));
    if found.is_none() {
        let label = if most.is_finite() {
            format!("expected a number from {least} to {most}")
        } else {
            format!("expected a number of {least} or more")
        };
        let message = format!("{} is out of range", quoted(sink.key));
        sink.bad_value(value, message, &label, None);
    }
    // `-0.0` passes the bounds and would be written with its sign
    found.map(|n| if n == 0.0 { 0.0 } else { n })
}

/// A number that is not negative.
pub(super) fn amount(sink: &mut Sink, value: &Value) -> Option<f64> {
    number(sink, value, 0.0, f64::INFINITY)
}

/// A size against another: more than 0, at most 100.
pub(super) fn scale(sink: &mut Sink, value: &Value) -> Option<f64> {
    let scale = number(sink, value, 0.0, 100.0)?;
    if scale == 0.0 {
        let message = format!("{} can not be 0", quoted(sink.key));
        sink.bad_value(value, message, "more than 0", None);
        return None;
    }
    Some(scale)
}

/// A duration such as `1h30m`, in seconds.
pub(super) fn duration(sink: &mut Sink, value: &Value) -> Option<u64> {
    let expected = "a duration such as `\"4h\"` or `\"1h30m\"`";
    let Content::String(text) = value.get_ref() else {
        sink.wrong_type(value, expected);
        return None;
    };
    let seconds = seconds(text.trim());
    if seconds.is_none() {
        let message = format!("{} can not be {}", quoted(sink.key), quoted(text));
        let help = "units are `d`, `h`, `m` and `s`, the largest first".to_owned();
        sink.bad_value(value, message, &format!("expected {expected}"), Some(help));
    }
    seconds
}

/// Seconds of a duration; units fall from days to seconds, each once.
fn seconds(text: &str) -> Option<u64> {
    let mut total: u64 = 0;
    let mut last = u64::MAX;
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest[..digits].parse().ok()?;
        let unit = match rest.as_bytes()[digits] {
            b'd' => 86_400,
            b'h' => 3_600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        if unit >= last {
            return None;
        }
        last = unit;
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    Some(total)
}

/// A day.
pub(super) fn date(sink: &mut Sink, value: &Value) -> Option<Date> {
    let expected = "a day such as `2012-11-06`, without quotes";
    let Content::Datetime(found) = value.get_ref() else {
        sink.wrong_type(value, expected);
        return None;
    };
    let day = found.date.filter(|_| found.time.is_none());
    if day.is_none() {
        sink.wrong_type(value, expected);
    }
    day.map(|day| Date { year: day.year, month: day.month, day: day.day })
}

/// An address that a reader can follow: `https`, `http` or `mailto`.
pub(super) fn link(sink: &mut Sink, value: &Value) -> Option<String> {
    let text = filled(sink, value)?;
    let scheme = text.split_once(':').map(|(s, _)| s.to_ascii_lowercase());
    let known = matches!(scheme.as_deref(), Some("https" | "http" | "mailto"));
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if known && plain {
        return Some(text.into());
    }
    let message = format!("{} can not be {}", quoted(sink.key), quoted(&text));
    let label =
        if known { "an address has no spaces" } else { "expected an address with `https:`, `http:` or `mailto:`" };
    let help = (scheme.is_none() && plain).then(|| format!("did you mean {}?", quoted(&format!("https://{text}"))));
    sink.bad_value(value, message, label, help);
    None
}

/// An address range such as `10.0.0.0/16`.
pub(super) fn cidr(sink: &mut Sink, value: &Value) -> Option<Text> {
    let text = text(sink, value)?;
    let valid = text.split_once('/').is_some_and(|(address, bits)| {
        let most = match address.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(_)) => 32,
            Ok(std::net::IpAddr::V6(_)) => 128,
            Err(_) => return false,
        };
        bits.bytes().all(|b| b.is_ascii_digit()) && bits.parse::<u8>().is_ok_and(|b| b <= most)
    });
    if valid {
        return Some(text);
    }
    let message = format!("{} can not be {}", quoted(sink.key), quoted(&text));
    sink.bad_value(value, message, "expected an address range such as `10.0.0.0/16`", None);
    None
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations_are_seconds() {
        assert_eq!(seconds("4h"), Some(14_400));
        assert_eq!(seconds("1h30m"), Some(5_400));
        assert_eq!(seconds("2d"), Some(172_800));
        assert_eq!(seconds("90s"), Some(90));
        for bad in ["", "4", "h", "4 h", "30m1h", "1h1h", "-1h", "99999999999999999999d", "9999999999999999999d", "4é"]
        {
            assert_eq!(seconds(bad), None, "{bad}");
        }
    }
}
