//! What several tests share: worlds made by a seed, as TOML, and a folder on the disk.

#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod outside;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use isoplan::syntax::{Files, ReadError, ReadErrorKind};

/// A small generator of numbers (`SplitMix64`, Steele, Lea and Flood, 2014): the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice with a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1))
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    /// One of a list.
    pub(crate) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// The shape of a world.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    /// Seed of everything that is left to chance.
    pub(crate) seed: u64,
    /// Applications.
    pub(crate) apps: usize,
    /// Stores.
    pub(crate) stores: usize,
    /// Managed services and third parties.
    pub(crate) helpers: usize,
    /// Connections that each application makes.
    pub(crate) degree: usize,
    /// Environments that replicate the first.
    pub(crate) replicas: usize,
    /// Whether a second region stands in for the first.
    pub(crate) standby: bool,
    /// Whether anything stands in zones.
    pub(crate) zones: bool,
    /// Groups of each kind, with members at random; domains in domains.
    pub(crate) groups: usize,
    /// VPCs, each with a public and a private subnet in two zones.
    pub(crate) networks: usize,
}

impl World {
    /// A small world with a seed.
    pub(crate) fn small(seed: u64) -> Self {
        let parts = (8, 4, 4);
        Self {
            seed,
            apps: parts.0,
            stores: parts.1,
            helpers: parts.2,
            degree: 3,
            replicas: 0,
            standby: false,
            zones: true,
            groups: 0,
            networks: 0,
        }
    }
}

/// The TOML of a world.
pub(crate) fn world(w: World) -> String {
    let mut d = Dice::new(w.seed);
    let mut t = String::from("[diagram]\ntitle = \"A world made by chance\"\n\n[defaults]\nregion = \"us-east-1\"\n");
    if w.zones {
        t.push_str("zones = [\"a\", \"b\"]\n");
    }
    t.push_str(
        "environment = \"production\"\n\n[region.us-east-1]\nlabel = \"US East\"\nzones = [\"a\", \"b\", \"c\"]\n",
    );
    if w.standby {
        t.push_str("\n[region.us-west-2]\nlabel = \"US West\"\nzones = [\"a\", \"b\"]\nstands-in-for = \"us-east-1\"\nscale = 0.3\n");
    }
    t.push_str("\n[environment.production]\nlabel = \"Production\"\n");
    for k in 0..w.replicas {
        let _ = writeln!(t, "\n[environment.copy-{k}]\nlabel = \"Copy {k}\"\nreplicates = \"production\"\nscale = 0.5");
    }
    t.push_str("\n[external.users]\nkind = \"people\"\nuses = [\"dns\"]\n\n[gateway.dns]\nkind = \"route53\"\nuses = [\"cdn\"]\n");
    let entry: Vec<String> = (0..w.apps.min(3)).map(|k| format!("\"app-{k}\"")).collect();
    let _ = writeln!(t, "\n[gateway.cdn]\nkind = \"cloudfront\"\nuses = [{}]", entry.join(", "));
    let words = ["voter", "call", "mail", "event", "media", "fund", "field", "data", "x"];
    for k in 0..w.apps {
        let _ = writeln!(t, "\n[app.app-{k}]");
        let _ = writeln!(t, "label = \"{} {} {k}\"", d.pick(&words), d.pick(&words));
        if w.zones {
            let zones = ["[\"a\", \"b\"]", "[\"a\", \"b\", \"c\"]", "[\"b\"]", "[\"a\", \"c\"]"][d.below(4)];
            let _ = writeln!(t, "zones = {zones}\nper-zone = {}", [1, 1, 2, 3, 5, 9][d.below(6)]);
            let _ = writeln!(
                t,
                "instance = \"{}\"",
                d.pick(&["m1.small", "m1.large", "m2.4xlarge", "c1.medium", "t1.micro"])
            );
        } else {
            t.push_str("kind = \"lambda\"\n");
        }
        if w.networks > 0 && w.zones && d.below(3) > 0 {
            let _ = writeln!(t, "network = \"net-{}\"", d.below(w.networks));
        }
        if d.below(2) == 0 {
            t.push_str("balancer = \"internal\"\n");
        }
        if d.below(4) == 0 {
            t.push_str("criticality = \"critical\"\nautoscale = { min = 2, max = 40 }\n");
        }
        let mut uses: Vec<String> = Vec::new();
        for _ in 0..w.degree {
            let to = match d.below(4) {
                0 if w.apps > 1 => format!("app-{}", d.below(w.apps)),
                1 if w.helpers > 0 => format!("helper-{}", d.below(w.helpers)),
                _ if w.stores > 0 => format!("store-{}", d.below(w.stores)),
                _ => continue,
            };
            if to == format!("app-{k}") || uses.iter().any(|u| u.contains(&format!("\"{to}\""))) {
                continue;
            }
            uses.push(match d.below(5) {
                0 => format!("{{ to = \"{to}\", kind = \"async\", label = \"{}\" }}", d.pick(&words)),
                1 => format!("{{ to = \"{to}\", kind = \"replication\" }}"),
                _ => format!("\"{to}\""),
            });
        }
        let _ = writeln!(t, "uses = [{}]", uses.join(", "));
    }
    for k in 0..w.stores {
        let kind = if w.zones { d.pick(&["rds", "elasticache", "s3", "sqs", "mongodb", "redshift"]) } else { "s3" };
        let _ = writeln!(t, "\n[store.store-{k}]\nkind = \"{kind}\"\nlabel = \"{} store {k}\"", d.pick(&words));
        if kind == "rds" {
            t.push_str("multi-az = true\nreplicas = 1\nreplicated = true\n");
        }
    }
    for k in 0..w.helpers {
        let (table, kind) =
            [("service", "ses"), ("service", "cloudwatch"), ("external", "third-party"), ("service", "iam")]
                [d.below(4)];
        let _ = writeln!(t, "\n[{table}.helper-{k}]\nkind = \"{kind}\"");
    }
    for k in 0..w.networks {
        let _ = writeln!(t, "\n[network.net-{k}]\nregion = \"us-east-1\"\ncidr = \"10.{k}.0.0/16\"");
        for (n, (name, zone, public)) in
            [("front-a", "a", true), ("front-b", "b", true), ("back-a", "a", false), ("back-b", "b", false)]
                .into_iter()
                .enumerate()
        {
            let _ = writeln!(
                t,
                "\n[network.net-{k}.subnet.{name}-{k}]\nzone = \"{zone}\"\ncidr = \"10.{k}.{n}.0/24\"\npublic = {public}"
            );
        }
    }
    groups(&mut t, w, &mut d);
    t
}

/// Groups of all kinds: neighbours, members far apart, groups in groups, components in several.
fn groups(t: &mut String, w: World, d: &mut Dice) {
    for k in 0..w.groups {
        for kind in ["auto-scaling", "security", "placement", "team"] {
            let count = (2 + d.below(3)).min(w.apps);
            let mut members: Vec<usize> = (0..count).map(|_| d.below(w.apps)).collect();
            members.sort_unstable();
            members.dedup();
            let names: Vec<String> = members.iter().map(|m| format!("\"app-{m}\"")).collect();
            let _ = writeln!(t, "\n[group.{kind}-{k}]\nkind = \"{kind}\"\nmembers = [{}]", names.join(", "));
        }
        let parent = if k > 0 { format!("parent = \"domain-{}\"\n", d.below(k)) } else { String::new() };
        let names: Vec<String> = (0..w.apps).filter(|m| m % w.groups == k).map(|m| format!("\"app-{m}\"")).collect();
        let _ = writeln!(t, "\n[group.domain-{k}]\n{parent}members = [{}]", names.join(", "));
    }
}

/// A world of applications in one region that say much about their connections: not every text has room.
pub(crate) fn talkative(seed: u64, apps: usize, degree: usize) -> String {
    let mut d = Dice::new(seed);
    let mut t = String::from(
        "[diagram]\ntitle = \"A crowded world\"\n\n[defaults]\nregion = \"r\"\nzones = [\"a\", \"b\"]\n\n\
         [region.r]\nlabel = \"Region\"\nzones = [\"a\", \"b\"]\n",
    );
    let texts = [
        "reads",
        "writes",
        "order events",
        "audit trail of every change",
        "sessions and carts of all customers",
        "a rather long text that says what this connection is for",
        "a text that is longer than anything that could stand beside a connection, so that it must go somewhere else",
    ];
    for k in 0..apps {
        let _ = writeln!(t, "\n[app.app-{k}]\nlabel = \"App {k}\"\nuses = [");
        let mut seen = vec![k];
        for _ in 0..degree {
            let to = d.below(apps);
            if seen.contains(&to) {
                continue;
            }
            seen.push(to);
            let kind = d.pick(&["sync", "async", "batch", "replication"]);
            let number = ["", "", " 1", " 2"][d.below(4)];
            let text = d.pick(&texts);
            let _ = writeln!(t, "    {{ to = \"app-{to}\", kind = \"{kind}\", label = \"{text}{number}\" }},");
        }
        t.push_str("]\n");
    }
    t
}

/// A world with about this many components, those of environments that replicate the first included.
pub(crate) fn sized(components: usize, replicas: usize) -> World {
    // users, DNS and CDN stand once; all the rest stands in every environment but third parties, a quarter of helpers
    let inside = (components - 3) / (replicas + 1);
    let (stores, helpers) = (inside / 6, inside / 10);
    let apps = inside - stores - helpers;
    World { seed: 11, apps, stores, helpers, degree: 2, replicas, ..World::small(11) }
}

/// Worlds of many shapes.
pub(crate) fn many() -> Vec<World> {
    let base = World::small(1);
    let mut list = vec![
        World { apps: 1, stores: 0, helpers: 0, ..base },
        World { apps: 1, stores: 1, helpers: 0, zones: false, ..base },
        World { apps: 0, stores: 0, helpers: 0, degree: 0, ..base },
        World { apps: 12, stores: 6, helpers: 6, degree: 6, ..base },
        World { apps: 30, stores: 12, helpers: 10, replicas: 2, standby: true, ..base },
        World { apps: 40, stores: 10, helpers: 8, zones: false, ..base },
        World { apps: 60, stores: 1, helpers: 0, degree: 1, ..base },
    ];
    for seed in 2..14 {
        let mut d = Dice::new(seed);
        list.push(World {
            seed,
            apps: 2 + d.below(40),
            stores: d.below(15),
            helpers: d.below(12),
            degree: 1 + d.below(5),
            replicas: d.below(3),
            standby: d.below(2) == 0,
            zones: d.below(5) != 0,
            groups: 0,
            networks: 0,
        });
    }
    // groups that cross each other, domains in domains, networks with subnets; and a mesh
    for seed in 14..22 {
        let mut d = Dice::new(seed);
        list.push(World {
            apps: 4 + d.below(30),
            groups: d.below(4),
            networks: d.below(3),
            replicas: d.below(2),
            ..World::small(seed)
        });
    }
    list.push(World { apps: 16, degree: 12, stores: 2, helpers: 0, ..World::small(22) });
    list
}

/// The folder of a sample on the disk.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Files for Folder {
    fn read(&mut self, path: &str) -> Result<String, ReadError> {
        fs::read_to_string(self.0.join(path))
            .map_err(|error| ReadError { kind: ReadErrorKind::NotFound, message: error.to_string() })
    }

    fn glob(&mut self, pattern: &str) -> Result<Vec<String>, ReadError> {
        let Some((folder, "*.toml")) = pattern.rsplit_once('/') else { return Ok(vec![pattern.to_owned()]) };
        let entries = fs::read_dir(self.0.join(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap())).collect();
        names.sort();
        Ok(names)
    }

    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// The names of the topologies in a folder, sorted.
pub(crate) fn topologies(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.filter(|name| name.ends_with(".topology.toml")).collect();
    names.sort();
    names
}
