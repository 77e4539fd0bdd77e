//! Keeps the pictures of the documents true: each is what the command draws today. `UPDATE=1` writes them anew.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use snapbox::cmd::{Command, cargo_bin};

/// Pictures in `docs/` with the arguments that make them.
const PICTURES: [(&str, &[&str]); 4] = [
    ("campaign.svg", &["samples/ofa/ofa.topology.toml", "--detail", "domains", "--paper", "a2"]),
    ("shop.svg", &["docs/shop.topology.toml"]),
    ("web-hosting.svg", &["samples/web-hosting.topology.toml"]),
    ("web-hosting-flat.svg", &["samples/web-hosting.topology.toml", "--projection", "flat", "--theme", "color"]),
];

/// Samples whose pictures are in `docs/gallery/`.
const GALLERY: [&str; 19] = [
    "starter",
    "web-hosting",
    "content-serving",
    "batch-processing",
    "fault-tolerance",
    "wordpress",
    "transit-hub",
    "pilot-light",
    "warm-standby",
    "active-active",
    "ecommerce-web",
    "ecommerce-checkout",
    "ecommerce-marketing",
    "log-analysis",
    "data-lake",
    "serverless-web",
    "event-driven",
    "gcp-web",
    "kubernetes-on-premises",
];

/// The ten lines of the README are the file that its picture is drawn from.
#[test]
fn the_lines_of_the_readme_are_those_of_the_picture() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let shop = fs::read_to_string(root.join("docs/shop.topology.toml")).unwrap();
    assert!(readme.contains(&format!("```toml\n{shop}```\n")));
    assert!(readme.lines().count() <= 200);
}

#[test]
fn the_gallery_is_fresh_and_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/gallery.md")).unwrap();
    let mut stale = Vec::new();
    for name in GALLERY {
        let sample = format!("samples/{name}.topology.toml");
        let run = Command::new(cargo_bin!("isoplan"))
            .current_dir(root)
            .args(["render", &sample, "-o", "-", "--metrics"])
            .arg(std::env::temp_dir().join(format!("isoplan-gallery-{name}.json")))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{name}: {said}");
        assert!(!said.contains("left out"), "{name}: a text has no place: {said}");
        let metrics = std::env::temp_dir().join(format!("isoplan-gallery-{name}.json"));
        let json: serde_json::Value = serde_json::from_slice(&fs::read(&metrics).unwrap()).unwrap();
        fs::remove_file(metrics).unwrap();
        let values = json.as_array().or_else(|| json["metrics"].as_array()).unwrap();
        let hard: Vec<_> = values.iter().filter(|m| m["code"].as_str().unwrap().starts_with('H')).collect();
        assert!(hard.len() >= 8, "{name}: {json}");
        for metric in hard {
            assert_eq!(metric["value"].as_f64(), Some(0.0), "{name}: {metric}");
        }
        let path = root.join(format!("docs/gallery/{name}.svg"));
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &run.stdout).unwrap();
        }
        if fs::read(&path).unwrap_or_default() != run.stdout {
            stale.push(name);
        }
        assert!(page.contains(&format!("(gallery/{name}.svg)")), "docs/gallery.md does not show {name}");
        assert!(page.contains(&format!("(../{sample})")), "docs/gallery.md does not lead to {sample}");
    }
    assert!(stale.is_empty(), "docs/gallery: {stale:?} are stale: run `UPDATE=1 cargo test --test pictures`");
}

#[test]
fn every_sample_is_in_the_gallery() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = name.strip_suffix(".topology.toml") {
            assert!(GALLERY.contains(&name), "{name} is not in the gallery");
        }
    }
}

#[test]
fn the_picture_of_a_loss_is_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = root.join("docs/what-if.svg");
    let drawn = std::env::temp_dir().join(format!("isoplan-loss-{}.svg", std::process::id()));
    let run = Command::new(cargo_bin!("isoplan"))
        .current_dir(root)
        .args(["what-if", "docs/sessions.topology.toml", "--lose", "us-east-1a", "-o"])
        .arg(&drawn)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    if std::env::var_os("UPDATE").is_some() {
        fs::copy(&drawn, &kept).unwrap();
    }
    let is_fresh = fs::read(&kept).unwrap_or_default() == fs::read(&drawn).unwrap();
    fs::remove_file(drawn).unwrap();
    assert!(is_fresh, "docs/what-if.svg is stale: run `UPDATE=1 cargo test --test pictures`");
}

#[test]
fn pictures_of_the_documents_are_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, arguments) in PICTURES {
        let run = Command::new(cargo_bin!("isoplan"))
            .current_dir(root)
            .arg("render")
            .args(arguments)
            .args(["-o", "-"])
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let path = root.join("docs").join(name);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &run.stdout).unwrap();
        }
        let kept = fs::read(&path).unwrap_or_default();
        assert!(kept == run.stdout, "docs/{name} is stale: run `UPDATE=1 cargo test --test pictures`");
    }
}
