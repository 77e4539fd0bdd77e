//! Sheets of paper, PDF, and pictures that show findings and views.

use super::folder::{Folder, SMALL};

/// A critical app in two zones that needs a database in one of them.
const FAULTY: &str = "[diagram]\ntitle = \"Shop\"\n[region.eu-west-1]\nzones = [\"a\", \"b\"]\n[external.readers]\nuses = [\"shop\"]\n\
    [app.shop]\nbalancer = \"public\"\ncount = { a = 2, b = 1 }\ncriticality = \"critical\"\nuses = [\"orders\"]\n\
    [store.orders]\nkind = \"rds\"\nzones = [\"a\"]\n";

/// The value of an attribute of the root.
fn root<'a>(svg: &'a str, name: &str) -> &'a str {
    let head = svg.split('>').next().unwrap();
    head.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

#[test]
fn with_a_paper_the_picture_is_that_sheet() {
    let folder = Folder::with(SMALL);
    let draw = |more: &[&str]| folder.run(&[&["render", "main.toml", "-o", "-"], more].concat()).code(0).out;
    for (more, w, h) in [
        (&["--paper", "A3", "--orientation", "landscape"][..], "420mm", "297mm"),
        (&["--paper", "a3", "--orientation", "portrait", "--projection", "flat"], "297mm", "420mm"),
        (&["--paper", "ansi-b", "--orientation", "landscape"], "431.8mm", "279.4mm"),
        (&["--paper", "600x400mm"], "600mm", "400mm"),
        (&["--paper", "300x500"], "300mm", "500mm"),
        (&["--paper", "a4", "--orientation", "landscape", "--bleed", "3mm"], "303mm", "216mm"),
        (&["--paper", "a4", "--orientation", "landscape", "--bleed", "3", "--crop-marks"], "317mm", "230mm"),
    ] {
        let svg = draw(more);
        assert_eq!((root(&svg, "width"), root(&svg, "height")), (w, h), "{more:?}");
        assert_eq!(svg.contains("class=\"crop-marks\""), more.contains(&"--crop-marks"));
        assert_eq!(svg.contains("class=\"ground\""), more.contains(&"--crop-marks"));
    }
    let auto = draw(&["--paper", "a3"]);
    assert!(["420mm", "297mm"].contains(&root(&auto, "width")));
    assert!(!root(&draw(&[]), "width").ends_with("mm"), "without a paper nothing changes");
}

#[test]
fn a_view_may_name_its_paper() {
    let folder = Folder::with(&format!("{SMALL}\n[view.wall]\npaper = \"a2\"\n"));
    let wall = folder.run(&["render", "main.toml", "-o", "-", "--view", "wall"]).code(0).out;
    assert!(["594mm", "420mm"].contains(&root(&wall, "width")));
    let over = folder.run(&["render", "main.toml", "-o", "-", "--view", "wall", "--paper", "500x300"]).code(0).out;
    assert_eq!(root(&over, "width"), "500mm");
}

#[test]
fn a_sheet_that_can_not_be_is_refused() {
    let folder = Folder::with(SMALL);
    let said = |more: &[&str]| folder.run(&[&["render", "main.toml"], more].concat()).code(2).err;
    assert!(said(&["--paper", "a33"]).contains("there is no paper `a33`"));
    assert!(said(&["--paper", "10x10mm"]).contains("600x400mm"));
    assert!(said(&["--paper", "ansi-f"]).contains("did you mean"));
    assert!(said(&["--paper", "60x40cm"]).contains("expected `a0` to `a4`, `ansi-a` to `ansi-e`, or a size as"));
    assert!(said(&["--paper", "a4", "--margin", "1cm"]).contains("1cm is `10mm`"));
    assert!(said(&["--paper", "a4", "--margin", "wide"]).contains("as in `10` or `10mm`"));
    assert!(said(&["--margin", "10"]).contains("`--margin` is for a sheet of paper"));
    assert!(said(&["--crop-marks"]).contains("--paper a3"));
    assert!(said(&["--paper", "a4", "--margin", "100"]).contains("leaves too little of A4"));
    assert!(said(&["--paper", "a4", "--bleed", "80"]).contains("too large"));
    assert!(said(&["--paper", "a4", "--bleed=-1"]).contains("millimetres"));
    assert_eq!(folder.names(), ["main.toml"]);
}

#[test]
fn texts_too_small_for_the_sheet_are_said() {
    let folder = Folder::with(SMALL);
    let small = folder.run(&["render", "main.toml", "-o", "a.svg", "--paper", "60x50"]).code(0);
    small.says(&["points on 60 × 50 mm, too few to read with ease", "would have"]);
    let large = folder.run(&["render", "main.toml", "-o", "a.svg", "--paper", "a2"]).code(0);
    assert!(!large.err.contains("too few to read"), "{}", large.err);
}

#[test]
fn a_pdf_has_its_boxes_its_layers_and_its_text() {
    let text = format!("{FAULTY}link = \"https://example.com/orders?a=(b)\"\n");
    let folder = Folder::with(&text);
    let arguments =
        ["render", "main.toml", "-o", "a.pdf", "-o", "b.pdf", "--paper", "a4", "--orientation", "landscape"];
    folder.run(&[&arguments[..], &["--bleed", "3"]].concat()).code(0);
    let bytes = std::fs::read(folder.path("a.pdf")).unwrap();
    assert!(bytes == std::fs::read(folder.path("b.pdf")).unwrap(), "the same picture gives the same bytes");
    let said = String::from_utf8_lossy(&bytes);
    assert!(said.starts_with("%PDF-1.7") && said.trim_end().ends_with("%%EOF"));
    for wanted in [
        "/TrimBox",
        "/BleedBox",
        "/OCProperties",
        "(Zone bands)",
        "(Connections)",
        "(Labels)",
        "/ToUnicode",
        "+Inter-Regular",
        "/FontFile2",
        "(https://example.com/orders?a=(b))",
        "/Title",
    ] {
        assert!(said.contains(wanted), "{wanted}");
    }
    assert!(!said.contains("CreationDate"));
    let read = std::process::Command::new("pdftotext").arg("-raw").arg(folder.path("a.pdf")).arg("-").output();
    if let Ok(read) = read {
        let read = String::from_utf8_lossy(&read.stdout).into_owned();
        assert!(["Shop", "orders", "readers", "Legend"].iter().all(|word| read.contains(word)), "{read}");
    }
}

#[test]
fn a_png_knows_its_size_on_paper() {
    let folder = Folder::with(SMALL);
    let size = |more: &[&str]| {
        folder.run(&[&["render", "main.toml", "-o", "a.png"], more].concat()).code(0);
        let bytes = std::fs::read(folder.path("a.png")).unwrap();
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        let dots = bytes.windows(4).position(|four| four == b"pHYs").map(|at| number(at + 4));
        (number(16), number(20), dots)
    };
    let sheet = ["--paper", "a4", "--orientation", "landscape"];
    assert_eq!(size(&[&sheet[..], &["--dpi", "100"]].concat()), (1169, 827, Some(3937)));
    assert_eq!(size(&[&sheet[..], &["--width", "800"]].concat()).0, 800);
    assert_eq!(size(&[]).2, None);
    folder
        .run(&["render", "main.toml", "-o", "a.png", "--dpi", "5"])
        .code(2)
        .says(&["expected pixels for each inch, a whole number from 10 to 1200, as in `300`"]);
    folder.run(&["render", "main.toml", "-o", "a.png", "--width", "wide"]).code(2).says(&["as in `3000`"]);
    folder.run(&["render", "main.toml", "-o", "a.png", "--paper", "a0", "--dpi", "1200"]).code(2).says(&["too large"]);
}

#[test]
fn findings_are_drawn_when_they_are_asked_for() {
    let folder = Folder::with(FAULTY);
    let plain = folder.run(&["render", "main.toml", "-o", "-"]).code(0).out;
    assert!(!plain.contains("finding") && !plain.contains("Finding"));
    for projection in ["iso30", "flat"] {
        let drawn =
            folder.run(&["render", "main.toml", "-o", "-", "--findings", "--projection", projection]).code(0).out;
        for wanted in [
            "id=\"panel-findings\"",
            "CAP202 when zone a is lost, critical shop goes down with orders",
            "class=\"finding\"",
            "class=\"fault connection\"",
            "class=\"fault zone\"",
            "aria-label=\"Finding: error\"",
            "aria-label=\"Thick red line: on the path of a finding\"",
            "aria-label=\"Red strip: zone of a finding\"",
        ] {
            assert!(drawn.contains(wanted), "{wanted}");
        }
    }
}

#[test]
fn every_view_is_written_by_itself() {
    let views =
        "[view.front]\ntitle = \"The front\"\nids = [\"shop\"]\n[view.back]\nroles = [\"store\"]\nneighbours = 1\n";
    let folder = Folder::with(&format!("{FAULTY}{views}"));
    folder.run(&["render", "main.toml", "--all-views", "out/pictures", "--quick"]).code(0);
    let front = folder.read("out/pictures/front.svg");
    assert!(front.contains("The front") && front.contains("id=\"app-shop\"") && !front.contains("id=\"store-orders\""));
    // the legend is that of the part: no database in it
    assert!(!front.contains("aria-label=\"Database") && !front.contains("aria-label=\"RDS\""));
    let back = folder.read("out/pictures/back.svg");
    assert!(
        back.contains("id=\"app-shop\"") && back.contains("id=\"store-orders\"") && !back.contains("external-readers")
    );
    folder.run(&["render", "main.toml", "--all-views", "out", "--format", "pdf"]).code(0);
    assert!(folder.path("out/front.pdf").is_file() && folder.path("out/back.pdf").is_file());
    folder.run(&["render", "main.toml", "--all-views", "out", "--view", "front"]).code(2);
    Folder::with(SMALL).run(&["render", "main.toml", "--all-views", "out"]).code(2).says(&["declares no views"]);
}

#[test]
fn a_topology_is_described_in_plain_text() {
    let folder = Folder::with(FAULTY);
    let said = folder.run(&["describe", "main.toml"]).code(0);
    said.shows(&[
        "Shop\n",
        "Apps\n  shop:",
        "at: eu-west-1; zones a × 2, b × 1",
        "uses orders (sync, hard)",
        "used by: shop",
    ]);
    folder.run(&["describe", "main.toml", "-o", "a.txt"]).code(0);
    assert!(folder.read("a.txt").starts_with("Shop\n"));
    let again = folder.run_with_input(&["describe", "-"], FAULTY).code(0).out;
    assert_eq!(folder.read("a.txt"), again);
    folder.run(&["describe", "main.toml", "--view", "x"]).code(2).says(&["there is no view `x`"]);
    folder.run(&["describe", "none.toml"]).code(2).says(&["`none.toml` does not exist"]);
    folder.run_with_input(&["describe", "-"], "[app.web]\nuses = [\"none\"]\n").code(1).says(&["nothing is described"]);
}
