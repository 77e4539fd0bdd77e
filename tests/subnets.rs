//! Subnets on small topologies: the strips of the SVG have their names and tints, in every projection, and the legend
//! explains what is drawn and nothing else.

#![allow(clippy::unwrap_used)]

mod common;

use common::outside::{Ground, box_of, has_class, numbers};
use isoplan::export::svg::{SvgOptions, svg};
use isoplan::geom::View;
use isoplan::layout::{LayoutConfig, check, layout};
use isoplan::model::resolve;
use isoplan::scene::{DrawOptions, Theme, draw};
use isoplan::source::SourceFile;
use roxmltree::{Document, Node};

const PLACES: &str = "[defaults]\nregion = \"r\"\n[region.r]\nzones = [\"a\", \"b\"]\n[network.main]\nregion = \"r\"\n\
                      cidr = \"10.0.0.0/16\"\n[network.main.subnet.web-a]\nzone = \"a\"\ncidr = \"10.0.1.0/24\"\npublic = true\n\
                      [network.main.subnet.data]\npublic = false\n[network.main.subnet.quiet]\n";

/// The pictures of a topology in all projections.
fn pictures(apps: &str) -> Vec<String> {
    let loaded = isoplan::syntax::parse(SourceFile::new("subnets.toml", format!("{PLACES}{apps}")));
    let (model, findings) = resolve(&loaded.document);
    assert!(loaded.findings.is_empty() && findings.is_empty(), "{:?} {findings:?}", loaded.findings);
    let layout = layout(&model, &LayoutConfig::default());
    assert_eq!(check(&model, &layout), []);
    let theme = Theme::builtin("reference").unwrap();
    let options = |view| DrawOptions { view, ..DrawOptions::default() };
    View::ALL.iter().map(|view| svg(&draw(&model, &layout, &theme, &options(*view)), &SvgOptions::default())).collect()
}

/// What a strip shows: its subnet, its tooltip, its colour, its text.
type Strip = (Option<String>, Option<String>, String, String);

fn strips(document: &Document) -> Vec<Strip> {
    let ground = Ground::of(document.root_element());
    let bands = document.descendants().filter(|n| has_class(n, "band"));
    let strip = |n: Node| {
        let label = n.descendants().find(|n| has_class(n, "label")).unwrap();
        let r = box_of(n);
        for p in numbers(label.attribute("data-quad").unwrap()).chunks(2) {
            let [x, y] = ground.at(p[0], p[1]);
            assert!(x > r[0] && x < r[0] + r[2] && y > r[1] && y < r[1] + r[3], "the name leaves the strip");
        }
        let title = n.children().find(|c| c.has_tag_name("title")).and_then(|t| t.text()).map(str::to_owned);
        let fill = n.descendants().find_map(|n| n.attribute("fill").filter(|f| *f != "none")).unwrap();
        let text = label.descendants().find_map(|n| n.attribute("aria-label")).unwrap();
        (n.attribute("data-subnet").map(str::to_owned), title, fill.to_owned(), text.to_owned())
    };
    bands.map(strip).collect()
}

fn legend(document: &Document) -> Vec<String> {
    let panel = document.descendants().find(|n| n.attribute("id") == Some("panel-legend")).unwrap();
    panel.descendants().filter_map(|n| n.attribute("aria-label").map(str::to_owned)).collect()
}

#[test]
fn a_strip_has_the_name_and_the_tint_of_its_subnet() {
    let theme = Theme::builtin("reference").unwrap();
    for picture in pictures("[app.x]\nsubnet = \"web-a\"\n[app.y]\nsubnet = \"web-a\"\n") {
        let document = Document::parse(&picture).unwrap();
        let strips = strips(&document);
        let [(subnet, title, fill, text)] = &strips[..] else { panic!("{strips:?}") };
        assert_eq!(subnet.as_deref(), Some("web-a"));
        assert_eq!(title.as_deref(), Some("Zone a: subnet web-a, 10.0.1.0/24, public"));
        assert_eq!((fill, text.as_str()), (&theme.band.public.to_string(), "Zone a · web-a"));
        let words = legend(&document);
        assert!(words.iter().any(|w| w == "Public subnet") && words.iter().any(|w| w == "Availability zone"));
        assert!(!words.iter().any(|w| w == "Private subnet"), "{words:?}");
    }
}

#[test]
fn a_subnet_of_which_nobody_says_who_reaches_it_has_a_name_and_no_tint() {
    let theme = Theme::builtin("reference").unwrap();
    for picture in pictures("[app.x]\nsubnet = \"quiet\"\nzones = [\"a\", \"b\"]\n") {
        let document = Document::parse(&picture).unwrap();
        let fills: Vec<String> = strips(&document).into_iter().map(|s| s.2).collect();
        assert_eq!(fills, [theme.band.even.to_string(), theme.band.odd.to_string()]);
        assert!(strips(&document).iter().all(|s| s.3.ends_with(" · quiet") && s.0.as_deref() == Some("quiet")));
        assert!(!legend(&document).iter().any(|w| w.ends_with("subnet")));
    }
}

#[test]
fn a_tray_says_its_subnet_wherever_it_stands() {
    let apps =
        "[app.x]\nsubnet = \"web-a\"\nuses = [\"y\"]\n[app.y]\nsubnet = \"data\"\nzones = [\"a\", \"b\"]\n[app.z]\n";
    for picture in pictures(apps) {
        let document = Document::parse(&picture).unwrap();
        let title = |id: &str| {
            let tray = document.descendants().find(|n| has_class(n, "tray") && n.attribute("data-id") == Some(id));
            tray.unwrap().children().find(|n| n.has_tag_name("title")).unwrap().text().unwrap().to_owned()
        };
        assert!(title("x").ends_with(", subnet web-a") && title("y").ends_with(", subnet data"));
        assert!(!title("z").contains("subnet"));
    }
}
