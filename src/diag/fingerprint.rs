//! A short mark that stays with a finding when lines move: made from its rule and the ids it is about.
//!
//! The message is not part of it but for the names in backticks, so that other words or numbers in a later version do
//! not make a new finding of an old one.

use super::Diagnostic;

impl Diagnostic {
    /// What proves the finding, without lines and numbers: the ids of its witness path, else the names in its message.
    pub fn evidence(&self) -> Vec<&str> {
        if self.witness.is_empty() {
            self.message.split('`').skip(1).step_by(2).collect()
        } else {
            self.witness.iter().map(String::as_str).collect()
        }
    }

    /// 16 hexadecimal digits from the rule, the element and the evidence. Two findings of one rule at one element with
    /// the same evidence share it; [`fingerprints`] tells them apart.
    pub fn fingerprint(&self) -> String {
        let mut hash = Fnv::default();
        hash.add(self.code.code);
        hash.add(self.element.as_deref().unwrap_or_default());
        for name in self.evidence() {
            hash.add(name);
        }
        format!("{:016x}", hash.0)
    }
}

/// The fingerprint of each finding, in order; repeats get `-2`, `-3` and so on.
pub fn fingerprints(findings: &[Diagnostic]) -> Vec<String> {
    let mut seen: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    findings
        .iter()
        .map(|finding| {
            let print = finding.fingerprint();
            let count = seen.entry(print.clone()).or_default();
            *count += 1;
            if *count == 1 { print } else { format!("{print}-{count}") }
        })
        .collect()
}

/// The hash of Fowler, Noll and Vo, 64 bits, variant 1a: the same on every machine and in every version.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Adds a text and a mark of its end.
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Severity};

    const CODE: Code = Code { code: "AVL101", name: "too-few-zones" };

    fn finding(message: &str) -> Diagnostic {
        Diagnostic::new(CODE, Severity::Error, message).with_element("web")
    }

    #[test]
    fn words_and_numbers_do_not_count_but_names_do() {
        let one = finding("`web` stands in 1 zone").fingerprint();
        assert_eq!(one, finding("only 2 zones hold `web`").fingerprint());
        assert_ne!(one, finding("`api` stands in 1 zone").fingerprint());
        assert_ne!(one, finding("`web` stands in 1 zone").with_element("api").fingerprint());
        let path = |ids: [&str; 2]| finding("x").with_witness(ids.map(String::from).to_vec()).fingerprint();
        assert_ne!(path(["a", "bc"]), path(["ab", "c"]));
    }

    #[test]
    fn repeats_are_numbered() {
        let prints = fingerprints(&[finding("`a`"), finding("`b`"), finding("`a`")]);
        assert_eq!(prints[2], format!("{}-2", prints[0]));
        assert_ne!(prints[0], prints[1]);
    }
}
