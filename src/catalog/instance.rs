//! Describes instance types and reads their two tables.
//!
//! The tables are tab-separated with one line of column names; lines that begin with `#` say where the facts are from.

use std::sync::OnceLock;

/// A type of machine that can be rented.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceType {
    /// The name, such as `m1.large`.
    pub name: String,
    /// Virtual processors.
    pub vcpu: f64,
    /// Memory in GiB.
    pub memory_gib: f64,
    /// The provider's family, such as `Memory optimized`.
    pub family: String,
    /// On-demand price in US dollars an hour: Linux, us-east-1, 2025-03. `None` when it is not known.
    pub usd_per_hour: Option<f64>,
}

/// Lower bounds in GiB of the classes 1 to 9.
const MEMORY_STEPS: [f64; 9] = [0.6, 1.5, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0, 250.0];

/// Lower bounds in virtual processors of the classes 5 to 9. Below them memory alone decides, because even the smallest
/// machines of today have two processors.
const VCPU_STEPS: [f64; 5] = [3.0, 6.0, 12.0, 24.0, 60.0];

impl InstanceType {
    /// How big the machine is, 0 to 9, for the height of its solid.
    ///
    /// The classes are 0 nano, 1 micro, 2 small, 3 medium, 4 large, 5 xlarge, 6 2xlarge, 7 4xlarge, 8 8xlarge and 12xlarge,
    /// 9 16xlarge and above. The class is the higher one of two: by memory, whose steps begin at 0.6, 1.5, 3, 6, 12, 24,
    /// 48, 96 and 250 GiB, and by processors, where 3, 6, 12, 24 and 60 begin the classes 5 to 9. More of either never
    /// gives a lower class.
    pub fn size_class(&self) -> u8 {
        let by_memory = reached(&MEMORY_STEPS, self.memory_gib);
        let by_vcpu = match reached(&VCPU_STEPS, self.vcpu) {
            0 => 0,
            steps => steps + 4,
        };
        by_memory.max(by_vcpu)
    }
}

/// An instance type that is read when it is first asked for.
#[derive(Debug)]
pub(super) struct LazyType {
    pub(super) name: &'static str,
    row: &'static str,
    read: OnceLock<Option<InstanceType>>,
}

impl LazyType {
    /// The type; `None` for a line that does not parse.
    pub(super) fn get(&self) -> Option<&InstanceType> {
        self.read.get_or_init(|| instance_type(self.row)).as_ref()
    }
}

/// The table of instance types, sorted by name.
pub(super) fn sorted_types(text: &'static str) -> Vec<LazyType> {
    let named =
        |row: &'static str| LazyType { name: row.split('\t').next().unwrap_or(row), row, read: OnceLock::new() };
    let mut types: Vec<LazyType> = rows(text).map(named).collect();
    types.sort_unstable_by_key(|known| known.name);
    types
}

/// The table of prices as (type name, US dollars an hour for Linux), sorted by name.
pub(super) fn read_prices(text: &str) -> Vec<(String, f64)> {
    let mut prices: Vec<(String, f64)> = rows(text).filter_map(price).collect();
    prices.sort_by(|a, b| a.0.cmp(&b.0));
    prices
}

/// How many of the steps a value has reached.
fn reached(steps: &[f64], value: f64) -> u8 {
    steps.iter().filter(|&&step| value >= step).count() as u8
}

/// The lines that hold facts: no comments, no column names.
fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).skip(1)
}

fn instance_type(row: &str) -> Option<InstanceType> {
    let mut cells = row.split('\t');
    let (name, vcpu, memory, family) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    // generation and processor are for human readers
    let price = cells.nth(2).unwrap_or_default();
    Some(InstanceType {
        name: name.to_owned(),
        vcpu: vcpu.parse().ok()?,
        memory_gib: memory.parse().ok()?,
        family: family.to_owned(),
        usd_per_hour: price.parse().ok(),
    })
}

fn price(row: &str) -> Option<(String, f64)> {
    let mut cells = row.split('\t').skip(2);
    Some((cells.next()?.to_owned(), cells.next()?.parse().ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sized(vcpu: f64, memory_gib: f64) -> u8 {
        InstanceType { name: String::new(), vcpu, memory_gib, family: String::new(), usd_per_hour: None }.size_class()
    }

    #[test]
    fn reads_a_row_with_and_without_a_price() {
        let text = "# source\ntype\tvcpu\tmemory_gib\tfamily\tgen\tcpu\tusd\nb.x\t2\t7.5\tGeneral\tNo\tXeon\t\n\
                    a.x\t1\t0.5\tMicro\tYes\tARM\t0.02\nbroken\ttwo\t1\tx\t\t\t\n";
        let types = sorted_types(text);
        assert_eq!(types.iter().map(|t| t.name).collect::<Vec<_>>(), ["a.x", "b.x", "broken"]);
        let types: Vec<&InstanceType> = types.iter().filter_map(LazyType::get).collect();
        assert_eq!(types.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["a.x", "b.x"]);
        assert_eq!(types[0].usd_per_hour, Some(0.02));
        assert_eq!(types[1].usd_per_hour, None);
        assert_eq!(types[1].memory_gib.to_string(), "7.5");
    }

    #[test]
    fn reads_the_linux_price() {
        let text = "# source\nas_of\tregion\ttype\tlinux\twindows\n2012-11-01\tus-east-1\tm1.small\t0.065\t0.115\n";
        assert_eq!(read_prices(text), [("m1.small".to_owned(), 0.065)]);
    }

    #[test]
    fn size_follows_the_names_of_the_general_purpose_types() {
        let ladder =
            [(1.0, 0.5), (1.0, 1.0), (1.0, 2.0), (2.0, 4.0), (2.0, 8.0), (4.0, 16.0), (8.0, 32.0), (16.0, 64.0)];
        for (class, (vcpu, memory)) in ladder.into_iter().enumerate() {
            assert_eq!(usize::from(sized(vcpu, memory)), class);
        }
        assert_eq!(sized(48.0, 192.0), 8);
        assert_eq!(sized(96.0, 384.0), 9);
    }

    #[test]
    fn more_of_either_is_never_smaller() {
        let steps = [0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 7.5, 16.0, 32.0, 61.0, 96.0, 256.0, 3904.0];
        for pair in steps.windows(2) {
            for other in steps {
                assert!(sized(pair[0], other) <= sized(pair[1], other));
                assert!(sized(other, pair[0]) <= sized(other, pair[1]));
            }
        }
    }
}
