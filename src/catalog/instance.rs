//! Describes instance types and how big they are.

/// A type of machine that can be rented.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceType {
    /// The name, such as `m1.large`.
    pub name: &'static str,
    /// Virtual processors.
    pub vcpu: f64,
    /// Memory in GiB.
    pub memory_gib: f64,
    /// The provider's family, such as `Memory optimized`.
    pub family: &'static str,
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

/// How many of the steps a value has reached.
fn reached(steps: &[f64], value: f64) -> u8 {
    steps.iter().filter(|&&step| value >= step).count() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized(vcpu: f64, memory_gib: f64) -> u8 {
        InstanceType { name: "", vcpu, memory_gib, family: "", usd_per_hour: None }.size_class()
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
