//! Exported files: well-formed, self-contained, the same each time.
#![allow(clippy::unwrap_used)]

use roxmltree::Document;

use super::{PngOptions, SvgOptions, pdf, png, png_in_steps, svg};
use crate::geom::View;
use crate::scene::fixture::{Fixture, campaign, forms, sheet};
use crate::scene::{DrawOptions, Scene, Theme, draw_parts};

fn scene(f: &Fixture, view: View) -> Scene {
    let options = DrawOptions { view, ..DrawOptions::default() };
    draw_parts(&f.model, &f.layout, &Theme::builtin("reference").unwrap(), options)
}

#[test]
fn an_svg_is_well_formed_and_reaches_nothing_outside_itself() {
    for f in [campaign(), forms()] {
        for view in View::ALL {
            let text = svg(&scene(&f, view), &SvgOptions::default());
            let document = Document::parse(&text).unwrap();
            for forbidden in ["style", "data:", "<script", "foreignObject", "filter", "xlink", "url(http", "NaN", "inf"]
            {
                assert!(!text.contains(forbidden), "{forbidden}");
            }
            let mut ids = std::collections::BTreeSet::new();
            for node in document.descendants() {
                if let Some(id) = node.attribute("id") {
                    assert!(ids.insert(id.to_owned()), "{id} is there twice");
                }
            }
            let references = document.descendants().filter_map(|node| node.attribute("href"));
            for href in references {
                assert!(ids.contains(href.strip_prefix('#').unwrap()), "{href}");
            }
        }
    }
}

#[test]
fn the_root_says_how_the_ground_lies_on_the_page() {
    let scene = scene(&campaign(), View::A45);
    let text = svg(&scene, &SvgOptions::default());
    let document = Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("data-projection"), Some("a45"));
    assert_eq!(root.attribute("data-unit"), Some("26"));
    assert_eq!(root.attribute("role"), Some("graphics-document document"));
    let origin: Vec<f64> = root.attribute("data-origin").unwrap().split(' ').map(|v| v.parse().unwrap()).collect();
    assert!((origin[0] - scene.projection.origin().x).abs() < 0.01);
    let first: Vec<&str> =
        root.children().filter(roxmltree::Node::is_element).map(|n| n.tag_name().name()).take(3).collect();
    assert_eq!(first, ["title", "desc", "defs"]);
    let tray = document.descendants().find(|node| node.attribute("id") == Some("app-www")).unwrap();
    let keys: Vec<&str> = tray.attributes().map(|attribute| attribute.name()).collect();
    assert_eq!(keys, ["class", "id", "data-id", "data-env", "data-region", "data-box", "role"]);
    assert_eq!(tray.attribute("data-box"), Some("4.60 1.72 6.35 6.54"));
}

#[test]
fn names_cannot_break_out() {
    let mut f = campaign();
    let bad = "]]><script>alert(1)</script>&\"'\u{1}\u{1b}\u{fffe}\n";
    f.model.diagram.title = bad.into();
    f.model.components[0].label = bad.into();
    f.layout.trays[0].lines = vec![bad.into()];
    f.layout.trays[0].solids[0].title = bad.into();
    f.model.regions[0].id = bad.into();
    f.model.steps[0].text = bad.into();
    let text = svg(&scene(&f, View::Iso30), &SvgOptions::default());
    assert!(!text.contains("<script") && !text.contains("]]>"));
    let document = Document::parse(&text).unwrap();
    let title = document.descendants().find(|node| node.tag_name().name() == "title").unwrap();
    assert_eq!(title.text(), Some("]]><script>alert(1)</script>&\"' "));
}

#[test]
fn only_links_to_pages_and_mail_are_kept() {
    use crate::source::{Span, Spanned};
    let mut f = campaign();
    for (i, link) in ["https://example.com/?a=1&b=2", "javascript:alert(1)", "data:text/html,x", "mailto:a@b.c"]
        .into_iter()
        .enumerate()
    {
        f.model.components[i].attributes.link = Some(Spanned::new(link.to_owned(), Span::default()));
    }
    let text = svg(&scene(&f, View::Iso30), &SvgOptions::default());
    let document = Document::parse(&text).unwrap();
    let links = document.descendants().filter(|node| node.tag_name().name() == "a");
    let links: Vec<&str> = links.filter_map(|node| node.attribute("href")).collect();
    assert_eq!(links.len(), 2, "{links:?}");
    assert!(links.contains(&"https://example.com/?a=1&b=2") && links.contains(&"mailto:a@b.c"));
}

#[test]
fn the_same_scene_gives_the_same_bytes() {
    let once = || svg(&scene(&campaign(), View::Iso30), &SvgOptions::default());
    assert_eq!(once(), once());
    let options = PngOptions { width: Some(300), ..PngOptions::default() };
    let image = || png(&scene(&campaign(), View::Flat), &options).unwrap();
    assert_eq!(image(), image());
}

#[test]
fn a_png_has_the_size_that_was_asked_for_and_is_not_empty() {
    let scene = scene(&campaign(), View::Iso30);
    let bytes = png(&scene, &PngOptions { width: Some(640), ..PngOptions::default() }).unwrap();
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let (w, h) = (reader.info().width, reader.info().height);
    assert_eq!((w, h), (640, (scene.height * 640.0 / scene.width).round() as u32));
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let dark = pixels.chunks(3).filter(|pixel| pixel.iter().all(|v| *v < 80)).count();
    assert!(dark > 500 && pixels[..3] == [255, 255, 255]);
}

#[test]
fn a_large_png_tells_how_far_it_is() {
    let scene = scene(&campaign(), View::Iso30);
    let options = PngOptions { width: Some(2500), ..PngOptions::default() };
    let mut shares = Vec::new();
    let bytes = png_in_steps(&scene, &options, &mut |share| shares.push(share)).unwrap();
    assert!(shares.len() > 1 && shares.is_sorted() && (shares[shares.len() - 1] - 1.0).abs() < 1e-9);
    assert!(bytes == png(&scene, &options).unwrap());
}

#[test]
fn a_pdf_is_whole_in_every_theme_and_view() {
    for theme in Theme::names() {
        for view in View::ALL {
            for fixture in [campaign(), forms()] {
                let options = DrawOptions { view, ..DrawOptions::default() };
                let scene = draw_parts(&fixture.model, &fixture.layout, &Theme::builtin(theme).unwrap(), options);
                let bytes = pdf(&scene).unwrap();
                assert!(bytes == pdf(&scene).unwrap());
                let text = String::from_utf8_lossy(&bytes);
                assert!(text.starts_with("%PDF-") && text.trim_end().ends_with("%%EOF"));
                assert_eq!(text.matches("/Subtype/Form").count(), scene.symbols.len());
                assert_eq!(text.matches("/ShadingType 2").count(), scene.shades.len());
                assert!(!text.contains("NaN") && !text.contains("inf "));
            }
        }
    }
}

#[test]
fn layers_leave_nothing_out() {
    for view in View::ALL {
        let scene = scene(&campaign(), view);
        assert_eq!(scene.in_layers().map(|(_, nodes)| nodes.len()).sum::<usize>(), scene.nodes.len());
        let kinds: Vec<_> = scene.layers.iter().map(|layer| layer.kind).collect();
        assert!(kinds.is_sorted_by(|a, b| a < b), "{kinds:?}");
        let text = svg(&scene, &SvgOptions::default());
        let document = Document::parse(&text).unwrap();
        let namespace = "http://www.inkscape.org/namespaces/inkscape";
        let named =
            document.root_element().children().filter(|n| n.attribute((namespace, "groupmode")) == Some("layer"));
        let named: Vec<&str> = named.filter_map(|n| n.attribute((namespace, "label"))).collect();
        assert_eq!(named, kinds.iter().map(|kind| kind.label()).collect::<Vec<_>>());
    }
}

#[test]
fn a_shown_width_changes_the_size_and_not_the_drawing() {
    let scene = scene(&campaign(), View::Iso30);
    let text = svg(&scene, &SvgOptions { width: Some(500.0), ..SvgOptions::default() });
    let document = Document::parse(&text).unwrap();
    assert_eq!(document.root_element().attribute("width"), Some("500"));
    let box_ = document.root_element().attribute("viewBox").unwrap();
    assert!(box_.ends_with(&format!("{} {}", scene.width, scene.height)));
}

#[test]
fn every_form_is_drawn_in_every_theme_and_view() {
    for theme in Theme::names() {
        for view in View::ALL {
            let options = DrawOptions { view, ..DrawOptions::default() };
            let fixture = forms();
            let scene = draw_parts(&fixture.model, &fixture.layout, &Theme::builtin(theme).unwrap(), options);
            let text = svg(&scene, &SvgOptions::default());
            let document = Document::parse(&text).unwrap();
            let solids = document.descendants().filter(|n| n.attribute("class") == Some("solid")).count();
            let expected: usize = fixture.layout.trays.iter().map(|t| t.solids.len()).sum();
            assert_eq!(solids, expected, "{theme} {}", view.name());
            assert!(!png(&scene, &PngOptions { scale: 0.2, ..PngOptions::default() }).unwrap().is_empty());
        }
    }
}

#[test]
fn the_sheet_of_the_documents_is_fresh() {
    let options = DrawOptions { legend: false, steps: false, ..DrawOptions::default() };
    let fixture = sheet();
    let scene = draw_parts(&fixture.model, &fixture.layout, &Theme::builtin("reference").unwrap(), options);
    let drawn = svg(&scene, &SvgOptions::default());
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/kinds.svg");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &drawn).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == drawn, "docs/kinds.svg is stale: run `UPDATE=1 cargo test --lib sheet`");
}
