//! The lock file of `render --lock`: where components stand, so that the next picture keeps them there.
//!
//! It is TOML, meant to be committed beside its topology: one line a component, sorted, so that a diff shows what moved.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::ending::{Failure, quoted_path, words};
use crate::layout::{Lock, Slots};
use crate::model::Grain;

/// Largest lock file that is read, in bytes.
const LARGEST: u64 = 16 << 20;
/// The form of the file.
const VERSION: u32 = 1;
/// First lines of the file.
const HEAD: &str =
    "# Where `isoplan render --lock` keeps components: column and row of each. `--relayout` starts afresh.\n";

/// The places in a lock file: those of components, and those of the blocks of the overview, which knows no components.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Locks {
    pub(super) full: Option<Lock>,
    pub(super) overview: Option<Lock>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LockFile {
    /// Of the whole file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<u32>,
    /// Of the overview: how much is in one block.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grain: Option<String>,
    #[serde(default)]
    aside: bool,
    #[serde(default)]
    deep: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    columns: BTreeMap<String, usize>,
    #[serde(default)]
    environments: BTreeMap<String, usize>,
    #[serde(default)]
    places: BTreeMap<String, usize>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    stacks: BTreeMap<String, usize>,
    #[serde(default)]
    front: Slots,
    #[serde(default)]
    beyond: Slots,
    #[serde(default)]
    district: BTreeMap<String, DistrictTable>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    overview: Option<Box<Self>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DistrictTable {
    #[serde(default)]
    avenues: Slots,
    #[serde(default)]
    plain: Slots,
}

/// The lock file of a topology, or of one of its views: `NAME.layout.lock` beside it.
pub(super) fn path(file: &Path, view: Option<&str>) -> Result<PathBuf, Failure> {
    if file.as_os_str() == "-" {
        return Err(Failure::new("`--lock` needs a file: standard input has no place for its lock"));
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".toml").unwrap_or(&name);
    let name = name.strip_suffix(".topology").unwrap_or(name);
    let view = view.map(|v| format!(".{v}")).unwrap_or_default();
    Ok(file.with_file_name(format!("{name}{view}.layout.lock")))
}

/// Reads a lock; `None` when there is no file.
pub(super) fn read(path: &Path) -> Result<Option<Locks>, Failure> {
    let refuse = |why: &str| Failure::new(format!("{} can not be read: {why}", quoted_path(path)));
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refuse(&words(&error))),
        Ok(found) if !found.is_file() => return Err(refuse("it is no file")),
        Ok(found) if found.len() > LARGEST => return Err(refuse("it is larger than 16 MiB")),
        Ok(_) => {}
    }
    let text = fs::read_to_string(path).map_err(|error| refuse(&words(&error)))?;
    parse(&text).map(Some).map_err(|why| refuse(&why).with_help("`--relayout` makes it anew"))
}

/// The locks from the text of their file, or what is wrong with it.
fn parse(text: &str) -> Result<Locks, String> {
    let mut file: LockFile = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    match file.version {
        Some(VERSION) => {}
        Some(other) => return Err(format!("it has version {other}, expected {VERSION}")),
        None => return Err("it has no version".to_owned()),
    }
    let overview = file.overview.take().map(|overview| places(*overview)).transpose()?;
    // a picture of the overview alone says nothing of components
    let full = Some(places(file)?).filter(|full| overview.is_none() || !full.is_empty());
    Ok(Locks { full, overview })
}

/// The places in a file, or in the part of it for the overview.
fn places(file: LockFile) -> Result<Lock, String> {
    let all = || {
        let districts = file.district.values().flat_map(|d| d.avenues.values().chain(d.plain.values()));
        file.front.values().chain(file.beyond.values()).chain(districts)
    };
    // a slot far away would make a huge empty picture
    let most = 2 * all().count() + 100;
    if all().any(|s| s.0 > most || s.1 > most) {
        return Err("a column or row in it is far outside of the rest".to_owned());
    }
    let grain =
        file.grain.map(|name| Grain::from_name(&name).ok_or(format!("there are no blocks of `{name}`"))).transpose()?;
    Ok(Lock {
        grain,
        aside: file.aside,
        columns: file.columns,
        environments: file.environments,
        deep: file.deep,
        places: file.places,
        stacks: file.stacks,
        districts: file.district.into_iter().map(|(k, d)| (k, (d.avenues, d.plain))).collect(),
        front: file.front,
        beyond: file.beyond,
    })
}

/// The text of a lock file.
pub(super) fn text(locks: &Locks) -> Result<String, Failure> {
    let full = locks.full.clone().unwrap_or_default();
    let overview = locks.overview.clone().map(|lock| Box::new(file_of(lock)));
    let file = LockFile { version: Some(VERSION), overview, ..file_of(full) };
    let body = toml::to_string(&file).map_err(|error| Failure::new(format!("the lock can not be written: {error}")))?;
    Ok(format!("{HEAD}{body}"))
}

fn file_of(lock: Lock) -> LockFile {
    let district = |(name, (avenues, plain))| (name, DistrictTable { avenues, plain });
    LockFile {
        version: None,
        grain: lock.grain.map(|grain| grain.name().to_owned()),
        aside: lock.aside,
        deep: lock.deep,
        columns: lock.columns,
        environments: lock.environments,
        places: lock.places,
        stacks: lock.stacks,
        front: lock.front,
        beyond: lock.beyond,
        district: lock.districts.into_iter().map(district).collect(),
        overview: None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_comes_back_as_it_was() {
        let slots: Slots = [("api.v2".to_owned(), (0, 1)), ("web".to_owned(), (3, 0))].into();
        let lock = Lock {
            grain: Some(Grain::Kinds),
            aside: true,
            columns: [("eu-west-1".to_owned(), 1)].into(),
            environments: [("eu-west-1".to_owned(), 2)].into(),
            deep: ["production eu-west-1".to_owned()].into(),
            places: [("production eu-west-1".to_owned(), 1)].into(),
            stacks: [("production eu-west-1".to_owned(), 1)].into(),
            districts: [("production eu-west-1".to_owned(), (slots.clone(), Slots::new()))].into(),
            front: slots,
            beyond: Slots::new(),
        };
        for (full, overview) in [(true, false), (false, true), (true, true)] {
            let of = |there: bool| there.then(|| lock.clone());
            let locks = Locks { full: of(full), overview: of(overview) };
            assert_eq!(parse(&text(&locks).unwrap()), Ok(locks));
        }
    }

    #[test]
    fn a_spoilt_lock_is_told() {
        for spoilt in [
            "",
            "version = 2\naside = false\n",
            "version = 1\naside = false\n[front]\nx = [0, 4000000000]\n",
            "version = 1\naside = false\nextra = 1\n",
            "version = 1\n[overview.front]\nx = [0, 4000000000]\n",
        ] {
            assert!(parse(spoilt).is_err(), "{spoilt}");
        }
    }

    #[test]
    fn the_lock_lies_beside_its_file() {
        let at = |f: &str, v| path(Path::new(f), v).map(|p| p.to_string_lossy().into_owned()).map_err(|e| e.message);
        assert_eq!(at("a/shop.topology.toml", None), Ok("a/shop.layout.lock".to_owned()));
        assert_eq!(at("topology.toml", Some("east")), Ok("topology.east.layout.lock".to_owned()));
        assert!(at("-", None).is_err());
    }
}
