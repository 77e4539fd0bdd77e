//! SYN005: a kind or an instance type that the catalogue lacks.
//!
//! Kinds are found while names are resolved. An instance type that the catalogue lacks may be new, or of another cloud, so
//! only what is a slip for sure is found, and here, where settings and acceptances hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::builtin;
use crate::diag::{Confidence, Severity};
use crate::lint::draft::Draft;
use crate::lint::sink::Sink;
use crate::lint::words::text;
use crate::lint::{Check, Rule, Setting, SettingValue};
use crate::model::Model;
use crate::syntax::{codes, nearest};

/// One finding for each place of the file.
pub(super) static RULE: Rule = Rule {
    code: codes::UNKNOWN_CATALOGUE_VALUE,
    family: "syntax",
    severity: Severity::Warning,
    flat: true,
    confidence: Confidence::Medium,
    settings: &[Setting { key: "extra-types", value: SettingValue::Texts }],
    page: include_str!("../../../../docs/rules/unknown-catalogue-value.md"),
    check: Check::Model(check),
};

fn check(model: &Model, sink: &mut Sink<'_>) {
    let extra = sink.texts("extra-types");
    let mut seen = BTreeSet::new();
    let (mut types, mut slips): (Option<Types>, BTreeMap<&str, Option<String>>) = (None, BTreeMap::new());
    for c in model.component_ixs() {
        for place in model.places(c).filter(|place| place.instance.is_none()) {
            let Some(name) = &place.instance_name else { continue };
            // one of a template or of the defaults stands at many components
            if extra.contains(&name.value.as_str()) || !seen.insert(name.span) {
                continue;
            }
            let types = types.get_or_insert_with(Types::known);
            let found = slips.entry(&name.value).or_insert_with(|| types.slip(&name.value));
            let Some(near) = found else { continue };
            let message = format!("unknown instance type `{}`", name.value);
            let draft = Draft::about(model, c, message, "").primary(name.span, "not in the catalogue");
            sink.push(if near.is_empty() {
                draft.help(format!(
                    "if it is right, name it in `extra-types` of `[lint.rule.{}]`",
                    codes::UNKNOWN_CATALOGUE_VALUE.name
                ))
            } else {
                draft.help(format!("did you mean `{near}`?")).replace(name.span, &text(near))
            });
        }
    }
}

/// The instance types of the catalogue, taken apart.
struct Types {
    families: BTreeSet<&'static str>,
    sizes: BTreeSet<&'static str>,
    /// By their letters and digits alone.
    plain: BTreeMap<String, &'static str>,
}

impl Types {
    fn known() -> Self {
        let names = || builtin().instance_names();
        Self {
            families: names().filter_map(|name| Some(name.split_once('.')?.0)).collect(),
            sizes: names().filter_map(|name| Some(name.split_once('.')?.1)).collect(),
            plain: names().map(|name| (plain(name), name)).collect(),
        }
    }

    /// Whether a name can be no instance type, with what was meant most likely, empty when
    /// nothing is near. A new family of a known size, a new size
    /// such as `96xlarge`, and what has another form altogether may all be right.
    fn slip(&self, name: &str) -> Option<String> {
        let prefix = ["db.", "cache."].into_iter().find(|prefix| name.starts_with(prefix)).unwrap_or("");
        let bare = &name[prefix.len()..];
        let whole = |near: &str| format!("{prefix}{near}");
        let Some((family, size)) = bare.split_once('.') else {
            return self.plain.get(&plain(bare)).map(|near| whole(near));
        };
        let (known_family, known_size) = (self.families.contains(family), self.sizes.contains(size));
        let may_be_new = if known_size { is_family(family) } else { is_size(size) };
        if may_be_new {
            return None;
        }
        let near = nearest(bare, builtin().instance_names());
        (known_family || known_size || near.is_some()).then(|| near.map_or_else(String::new, whole))
    }
}

/// The letters and digits of a name, in small letters.
fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "")
}

/// Letters, a number, letters: `m1`, `c7gn`, `u-12tb1`.
fn is_family(family: &str) -> bool {
    let mut digits = false;
    let fits = family.bytes().all(|b| {
        digits |= b.is_ascii_digit();
        b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'
    });
    fits && digits && family.starts_with(|c: char| c.is_ascii_lowercase())
}

/// So many times `xlarge`, or a whole machine.
fn is_size(size: &str) -> bool {
    let times = size.strip_suffix("xlarge").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    times || size == "metal" || size.starts_with("metal-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_slips_are_found() {
        let types = Types::known();
        let meant = |name: &str| types.slip(name);
        for (name, near) in [
            ("m1.larg", "m1.large"),
            ("m1.Large", "m1.large"),
            ("db.m5.xlarg", "db.m5.xlarge"),
            ("m1large", "m1.large"),
            ("M5-2xlarge", "m5.2xlarge"),
            ("m.large", ""),
        ] {
            let found = meant(name).unwrap_or_else(|| panic!("{name} is a slip"));
            assert!(near.is_empty() || found == near, "{name}: {found}");
        }
        for name in [
            "c99i.xlarge",
            "m8g.large",
            "mac2.metal",
            "m7i.metal-24xl",
            "m7g.48xlarge",
            "m1.96xlarge",
            "n2-standard-4",
            "e2-medium",
            "Standard_D4s_v5",
            "db-n1-standard-1",
            "B1s",
            "cx21",
            "s-2vcpu-4gb",
            "2 vCPU, 4 GB",
            "small",
            "tower.big",
            "",
        ] {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}
