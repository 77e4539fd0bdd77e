//! Whole scenes: everything is there, nothing is under a panel, nothing is drawn twice.
#![allow(clippy::unwrap_used)]

use super::fixture::{Fixture, campaign, forms};
use super::*;
use crate::export::{PngOptions, SvgOptions, png, svg};

fn scene(f: &Fixture, theme: &str, view: View) -> Scene {
    let options = DrawOptions { view, ..DrawOptions::default() };
    draw_parts(&f.model, &f.layout, &Theme::builtin(theme).unwrap(), options)
}

#[test]
#[ignore = "writes pictures to look at"]
fn look() {
    let folder = std::env::var("LOOK").unwrap();
    let scale: f64 = std::env::var("SCALE").ok().and_then(|s| s.parse().ok()).unwrap_or(1.5);
    for (name, fixture) in [("campaign", campaign()), ("forms", forms())] {
        for theme in ["reference", "color"] {
            for view in View::ALL {
                let scene = scene(&fixture, theme, view);
                let file = format!("{folder}/{name}-{theme}-{}", view.name());
                std::fs::write(format!("{file}.svg"), svg(&scene, &SvgOptions::default())).unwrap();
                let options = PngOptions { scale, width: None };
                std::fs::write(format!("{file}.png"), png(&scene, &options).unwrap()).unwrap();
            }
        }
    }
}
