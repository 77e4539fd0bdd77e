//! Keeps the pictures of the documents true: each is what the command draws today. `UPDATE=1` writes them anew.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use snapbox::cmd::{Command, cargo_bin};

/// Pictures in `docs/` with the arguments that make them.
const PICTURES: [(&str, &[&str]); 2] = [
    ("web-hosting.svg", &["samples/web-hosting.topology.toml"]),
    ("web-hosting-flat.svg", &["samples/web-hosting.topology.toml", "--projection", "flat", "--theme", "color"]),
];

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
