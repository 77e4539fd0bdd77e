//! Proves that the data shipped in `icons/` is whole.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use kurbo::{BezPath, Shape};

use super::*;

const FAMILIES: &str = include_str!("../../icons/families.toml");
const KINDS: &str = include_str!("../../icons/catalog.toml");

/// The solids that kinds may name; each is to be a file in `icons/solids`.
const SOLIDS: &[&str] = &[
    "server",
    "rack",
    "function",
    "container",
    "cylinder",
    "replica",
    "cache",
    "bucket",
    "archive",
    "queue",
    "stream",
    "search",
    "warehouse",
    "filesystem",
    "balancer",
    "dns",
    "cdn",
    "gateway",
    "waf",
    "nat",
    "vpn",
    "people",
    "browser",
    "phone",
    "office",
    "datacenter",
    "cloud",
    "box",
];

/// What a full TOML reader finds under a key: a string or a number as text, a list as its strings.
fn under<'a>(entry: &'a toml::Value, key: &str) -> Vec<String> {
    let text = |value: &'a toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match entry.get(key) {
        Some(toml::Value::Array(list)) => list.iter().map(text).collect(),
        Some(value) => vec![text(value)],
        None => Vec::new(),
    }
}

#[test]
fn a_full_toml_reader_finds_the_same_kinds() {
    const KEYS: [&str; 8] = ["title", "label", "family", "scope", "solid", "glyph", "traits", "aliases"];
    let file: toml::Table = toml::from_str(KINDS).unwrap();
    let entries = file["kind"].as_table().unwrap();
    assert_eq!(file.len(), 1);
    assert_eq!(entries.len(), builtin().kinds().count());
    for kind in builtin().kinds() {
        let entry = &entries[kind.id];
        for key in entry.as_table().unwrap().keys() {
            assert!(KEYS.contains(&key.as_str()), "{}: `{key}`", kind.id);
        }
        assert_eq!(under(entry, "title"), [kind.title]);
        assert_eq!(under(entry, "label"), [kind.label]);
        assert_eq!(under(entry, "family"), [kind.family]);
        assert_eq!(under(entry, "scope"), [kind.scope.name()]);
        assert_eq!(under(entry, "solid"), [kind.solid]);
        assert_eq!(under(entry, "aliases"), kind.aliases);
        let traits: Vec<&str> = kind.traits.iter().map(Trait::name).collect();
        assert_eq!(under(entry, "traits"), traits, "{}: in the order of their declaration", kind.id);
        assert_eq!(under(entry, "glyph").is_empty(), !kind.has_own_glyph);
    }
}

#[test]
fn a_full_toml_reader_finds_the_same_families() {
    let file: toml::Table = toml::from_str(FAMILIES).unwrap();
    let entries = file["family"].as_table().unwrap();
    assert_eq!(entries.len(), builtin().families().count());
    for family in builtin().families() {
        let entry = &entries[family.id];
        assert_eq!(under(entry, "label"), [family.label]);
        assert_eq!(under(entry, "color"), [family.color]);
        assert_eq!(under(entry, "glyph"), [family.glyph]);
        assert_eq!(under(entry, "order"), [family.order.to_string()]);
    }
}

#[test]
fn the_file_lists_every_trait_in_its_head() {
    let head = KINDS.split("[kind.").next().unwrap();
    for known in Trait::ALL {
        let line = format!("#   {} ", known.name());
        assert!(head.contains(&line), "`{}` is not explained", known.name());
    }
}

#[test]
fn kinds_are_many_and_each_names_what_exists() {
    assert!(builtin().kinds().count() >= 150);
    for kind in builtin().kinds() {
        assert!(builtin().family(kind.family).is_some(), "{}: family {}", kind.id, kind.family);
        assert!(glyph(kind.glyph).is_some(), "{}: glyph {}", kind.id, kind.glyph);
        assert!(SOLIDS.contains(&kind.solid), "{}: solid {}", kind.id, kind.solid);
        assert!(!kind.title.is_empty() && !kind.label.is_empty(), "{}: no name", kind.id);
    }
}

#[test]
fn ids_and_aliases_are_one_namespace() {
    let mut seen = BTreeSet::new();
    for name in builtin().kind_names() {
        assert!(seen.insert(name), "`{name}` is there twice");
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b)), "{name}");
        assert!(builtin().kind(name).is_some(), "{name}");
    }
    assert_eq!(builtin().kind("postgresql").unwrap().id, "postgres");
    assert!(builtin().kind("no-such-kind").is_none());
}

#[test]
fn legend_labels_are_short_and_told_apart() {
    let mut seen = BTreeSet::new();
    for kind in builtin().kinds() {
        assert!(kind.label.chars().count() <= 20, "{}: {}", kind.id, kind.label);
        assert!(seen.insert(&kind.label), "`{}` is the label of two kinds", kind.label);
    }
}

#[test]
fn families_have_each_their_own_colour_and_place() {
    let orders: Vec<u32> = builtin().families().map(|family| family.order).collect();
    assert_eq!(orders, (1..=8).collect::<Vec<_>>());
    let colors: BTreeSet<&str> = builtin().families().map(|family| family.color).collect();
    assert_eq!(colors.len(), orders.len());
    for family in builtin().families() {
        assert!(glyph(family.glyph).is_some(), "{}", family.id);
        let hex = family.color.strip_prefix('#').unwrap();
        assert!(hex.len() == 6 && u32::from_str_radix(hex, 16).is_ok(), "{}", family.color);
    }
}

#[test]
fn traits_do_not_contradict_scope() {
    for kind in builtin().kinds() {
        let has = |wanted| kind.traits.has(wanted);
        let zonal = kind.scope == Scope::Zonal;
        assert!(zonal || !has(Trait::MultiAzOption), "{}: a switch for zones, but not zonal", kind.id);
        assert!(zonal || !has(Trait::ZonalGateway), "{}: a zonal gateway, but not zonal", kind.id);
        assert!(zonal || !has(Trait::OnInstances), "{}: on instances, but not zonal", kind.id);
        assert!(!(has(Trait::MultiAzOption) && has(Trait::SurvivesZoneLoss)), "{}", kind.id);
        assert!(!(has(Trait::OnInstances) && has(Trait::Managed)), "{}", kind.id);
        assert!(kind.scope == Scope::External || !(has(Trait::Client) || has(Trait::ThirdParty)), "{}", kind.id);
    }
}

#[test]
fn scopes_of_the_best_known_services_are_right() {
    let scope = |id: &str| builtin().kind(id).unwrap().scope;
    for id in ["s3", "sqs", "sns", "dynamodb", "ses", "lambda", "api-gateway", "elb", "cloudwatch", "ecs", "kms"] {
        assert_eq!(scope(id), Scope::Regional, "{id}");
    }
    for id in ["iam", "route53", "cloudfront", "waf", "shield", "akamai", "level3"] {
        assert_eq!(scope(id), Scope::Global, "{id}");
    }
    for id in ["ec2", "rds", "aurora", "elasticache", "redshift", "ebs", "emr", "nat", "mysql", "leveldb"] {
        assert_eq!(scope(id), Scope::Zonal, "{id}");
    }
    for id in ["people", "browser", "mobile", "third-party", "twilio"] {
        assert_eq!(scope(id), Scope::External, "{id}");
    }
}

#[test]
fn the_default_kind_of_each_role_exists() {
    for id in ["people", "load-balancer", "ec2", "database", "service"] {
        assert!(builtin().kind(id).is_some(), "{id}");
    }
}

#[test]
fn instance_types_of_2012_are_known() {
    let types = [
        "t1.micro",
        "m1.small",
        "m1.medium",
        "m1.large",
        "m1.xlarge",
        "m2.xlarge",
        "m2.2xlarge",
        "m2.4xlarge",
        "m3.xlarge",
        "m3.2xlarge",
        "c1.medium",
        "c1.xlarge",
        "cc1.4xlarge",
        "cc2.8xlarge",
        "cg1.4xlarge",
        "cr1.8xlarge",
        "hi1.4xlarge",
        "hs1.8xlarge",
    ];
    for name in types {
        assert!(builtin().instance(name).is_some(), "{name}");
    }
    assert_eq!(builtin().instance("db.m2.4xlarge").unwrap().name, "m2.4xlarge");
    assert_eq!(builtin().instance("cache.m1.large"), builtin().instance("m1.large"));
    assert!(builtin().instance("m9.huge").is_none());
    let names: Vec<&str> = builtin().instance_names().collect();
    assert!(names.iter().all(|name| builtin().instance(name).is_some_and(|known| known.name == *name)));
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn prices_of_2012_are_for_known_types() {
    assert_eq!(builtin().price_2012("m1.large"), Some(0.26));
    assert_eq!(builtin().price_2012("m5.large"), None);
    assert_eq!(builtin().price_2012("db.m1.large"), None);
    for (name, usd) in builtin().prices_2012 {
        assert!(builtin().instance(name).is_some() && *usd > 0.0, "{name}");
    }
}

#[test]
fn glyph_files_keep_to_their_form() {
    assert!(embedded::GLYPHS.len() >= 70);
    let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"#000\" \
                stroke-width=\"1.9\" stroke-linecap=\"round\" stroke-linejoin=\"round\">";
    for &(name, svg) in embedded::GLYPHS {
        let mut lines = svg.lines();
        assert_eq!(lines.next(), Some(head), "{name}");
        assert_eq!(lines.next_back(), Some("</svg>"), "{name}");
        for line in lines {
            let d = line.strip_prefix("  <path d=\"").and_then(|rest| rest.strip_suffix("\"/>"));
            let d = d.unwrap_or_else(|| panic!("{name}: {line}"));
            let allowed = |c: char| "MLHVCQAZmlhvcqaz0123456789.,- ".contains(c);
            assert!(d.chars().all(allowed), "{name}: {d}");
        }
    }
}

#[test]
fn mascots_stay_inside_their_grid() {
    assert!(mascot_names().count() > 0 && mascot("no-such-beast").is_none());
    for name in mascot_names() {
        let drawing = mascot(name).unwrap();
        let half = drawing.stroke_width / 2.0;
        assert!(drawing.paths.iter().any(|d| d.ends_with('z')), "{name} has nothing to fill");
        for d in &drawing.paths {
            let ink = BezPath::from_svg(d).unwrap_or_else(|e| panic!("{name}: {e}")).bounding_box().inflate(half, half);
            let inside = ink.x0 >= 0.0 && ink.y0 >= 0.0 && ink.x1 <= 48.0 && ink.y1 <= 24.0;
            assert!(inside, "{name}: {ink}");
        }
    }
}

#[test]
fn glyphs_stay_inside_their_grid() {
    for name in glyph_names() {
        let glyph = glyph(name).unwrap();
        assert!(!glyph.paths.is_empty(), "{name}");
        let half = glyph.stroke_width / 2.0;
        for d in &glyph.paths {
            let ink = BezPath::from_svg(d).unwrap_or_else(|e| panic!("{name}: {e}")).bounding_box().inflate(half, half);
            let inside = ink.x0 >= 0.0 && ink.y0 >= 0.0 && ink.x1 <= 24.0 && ink.y1 <= 24.0;
            assert!(inside, "{name}: {ink}");
        }
    }
}
