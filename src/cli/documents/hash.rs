//! A short name for what a picture is made of: 64 bits of FNV-1a, the same on every machine.
//!
//! It guards against forgetting, not against malice. Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash
//! Algorithm", draft-eastlake-fnv.

/// A hash that is being made.
pub(in crate::cli) struct Hash(u64);

impl Hash {
    /// The hash of nothing.
    pub(in crate::cli) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Adds a text. Line breaks count the same in all systems, and empty lines at the head not at all.
    pub(in crate::cli) fn add(&mut self, text: &str) {
        let text = text.trim_start_matches(['\n', '\r']);
        let bytes = text.bytes().filter(|byte| *byte != b'\r');
        // the length of each part goes in, so that parts can not flow into each other
        let length = bytes.clone().count() as u64;
        for byte in bytes.chain(length.to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Its 16 digits.
    pub(in crate::cli) fn digits(&self) -> String {
        format!("{:016x}", self.0)
    }
}
