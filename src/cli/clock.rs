//! Tells which day it is, for allowances that end on a date.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::ending::{Failure, quoted};
use crate::syntax::attributes::Date;

/// The variable that stands in for the clock, so that a run can be repeated; see <https://reproducible-builds.org>.
const VARIABLE: &str = "SOURCE_DATE_EPOCH";

/// Today in UTC, or the day of `SOURCE_DATE_EPOCH` if that is set.
pub(super) fn today() -> Result<Date, Failure> {
    let now = match std::env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
        None => Timestamp::now(),
        Some(value) => parse(&value.to_string_lossy())?,
    };
    Ok(day(now))
}

fn parse(value: &str) -> Result<Timestamp, Failure> {
    let seconds = value.trim().parse().ok();
    seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
        Failure::new(format!("`{VARIABLE}` expects seconds since 1970, such as `1353974400`, found {}", quoted(value)))
    })
}

fn day(now: Timestamp) -> Date {
    let date = TimeZone::UTC.to_datetime(now).date();
    Date {
        year: u16::try_from(date.year()).unwrap_or(0),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_a_day() {
        assert_eq!(day(parse("1352160000").unwrap()).to_string(), "2012-11-06");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert!(parse("yesterday").unwrap_err().message.contains("`yesterday`"));
        assert!(parse("99999999999999999").is_err());
    }
}
