//! The codes of all mistakes of the language itself: what is read, and what its names refer to.

use crate::diag::Code;

/// A key that the table does not have.
pub const UNKNOWN_KEY: Code = Code { code: "SYN001", name: "unknown-key" };
/// A name that nothing in the files bears.
pub const UNRESOLVED_REFERENCE: Code = Code { code: "SYN002", name: "unresolved-reference" };
/// The same id, or a key that may stand once, in two places.
pub const DUPLICATE_ID: Code = Code { code: "SYN003", name: "duplicate-id" };
/// A component where its kind can not stand, or a zone that its region lacks.
pub const MISPLACED_ELEMENT: Code = Code { code: "SYN004", name: "misplaced-element" };
/// A kind or an instance type that the catalogue does not have.
pub const UNKNOWN_CATALOGUE_VALUE: Code = Code { code: "SYN005", name: "unknown-catalogue-value" };
/// Address ranges that overlap or lie outside their network.
pub const CIDR_CONFLICT: Code = Code { code: "SYN006", name: "cidr-conflict" };
/// A text that is not TOML.
pub const NOT_TOML: Code = Code { code: "SYN007", name: "not-toml" };
/// A value of another type than the key expects.
pub const WRONG_TYPE: Code = Code { code: "SYN008", name: "wrong-type" };
/// A value of the right type that is not allowed.
pub const BAD_VALUE: Code = Code { code: "SYN009", name: "bad-value" };
/// An include that matches nothing or leaves the folder of the root file.
pub const BAD_INCLUDE: Code = Code { code: "SYN010", name: "bad-include" };
/// Files, templates, groups or environments that lead back to themselves.
pub const CYCLE: Code = Code { code: "SYN011", name: "cycle" };
/// A component whose region or environment neither the file nor its defaults say.
pub const PLACE_NOT_STATED: Code = Code { code: "SYN012", name: "place-not-stated" };
/// A file that can not be read.
pub const UNREADABLE_FILE: Code = Code { code: "SYN013", name: "unreadable-file" };
/// A file larger than 64 MiB, or values nested too deeply.
pub const TOO_LARGE: Code = Code { code: "SYN014", name: "too-large" };
/// A key that the table must have.
pub const MISSING_KEY: Code = Code { code: "SYN015", name: "missing-key" };

/// All codes of this family, in order.
pub const ALL: [Code; 15] = [
    UNKNOWN_KEY,
    UNRESOLVED_REFERENCE,
    DUPLICATE_ID,
    MISPLACED_ELEMENT,
    UNKNOWN_CATALOGUE_VALUE,
    CIDR_CONFLICT,
    NOT_TOML,
    WRONG_TYPE,
    BAD_VALUE,
    BAD_INCLUDE,
    CYCLE,
    PLACE_NOT_STATED,
    UNREADABLE_FILE,
    TOO_LARGE,
    MISSING_KEY,
];

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_numbered_in_order() {
        for (i, code) in ALL.iter().enumerate() {
            assert_eq!(code.code, format!("SYN{:03}", i + 1));
        }
    }
}
