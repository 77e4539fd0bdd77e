//! Themes as they look: contrast of texts, families for colour-blind eyes, lightness on paper, and the files of users.
#![allow(clippy::unwrap_used)]

use super::theme::Outlines;
use super::{Color, Theme};

/// The three sorts of dichromacy.
#[derive(Clone, Copy, Debug)]
enum Sight {
    Protanopia,
    Deuteranopia,
    Tritanopia,
}

const SIGHTS: [Option<Sight>; 4] = [None, Some(Sight::Protanopia), Some(Sight::Deuteranopia), Some(Sight::Tritanopia)];

type Matrix = [[f64; 3]; 3];

/// Linear RGB as a protanope and a deuteranope see it: Viénot, Brettel and Mollon 1999, in the numbers that
/// libDaltonLens gives for sRGB.
const PROTANOPIA: Matrix = [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]];
const DEUTERANOPIA: Matrix = [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]];
/// A tritanope: Brettel, Viénot and Mollon 1997, two half-planes and what parts them, from the same source.
const TRITANOPIA: [Matrix; 2] = [
    [[1.01277, 0.13548, -0.14826], [-0.01243, 0.86812, 0.14431], [0.07589, 0.80500, 0.11911]],
    [[0.93678, 0.18979, -0.12657], [0.06154, 0.81526, 0.12320], [-0.37562, 1.12767, 0.24796]],
];
const PARTING: [f64; 3] = [0.03901, -0.02788, -0.01113];

/// Linear light of each channel, 0 to 1: IEC 61966-2-1.
fn linear(color: Color) -> [f64; 3] {
    color.0.map(|byte| {
        let v = f64::from(byte) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    })
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The ratio of WCAG 2: 1 for the same lightness, 21 for black on white.
fn contrast(a: Color, b: Color) -> f64 {
    let light = |color| dot([0.2126, 0.7152, 0.0722], linear(color)) + 0.05;
    let (a, b) = (light(a), light(b));
    if a > b { a / b } else { b / a }
}

/// CIE 1976 L*a*b* under D65.
fn lab(linear: [f64; 3]) -> [f64; 3] {
    let x = dot([0.412_456_4, 0.357_576_1, 0.180_437_5], linear) / 0.950_47;
    let y = dot([0.212_672_9, 0.715_152_2, 0.072_175_0], linear);
    let z = dot([0.019_333_9, 0.119_192_0, 0.950_304_1], linear) / 1.088_83;
    let f = |t: f64| if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// What somebody sees, in Lab.
fn seen(color: Color, sight: Option<Sight>) -> [f64; 3] {
    let light = linear(color);
    let through = |matrix: Matrix| matrix.map(|row| dot(row, light).clamp(0.0, 1.0));
    lab(match sight {
        None => light,
        Some(Sight::Protanopia) => through(PROTANOPIA),
        Some(Sight::Deuteranopia) => through(DEUTERANOPIA),
        Some(Sight::Tritanopia) => through(TRITANOPIA[usize::from(dot(PARTING, light) < 0.0)]),
    })
}

/// The distance of CIE 1976.
fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// Texts with what they stand on: those of labels, and the large captions of slabs and plates.
fn texts(theme: &Theme) -> [Vec<(String, Color, Color)>; 2] {
    let Theme { paper, slab, plate, band, tray, outline, wire, mark, panel, title, .. } = theme;
    let mut labels = Vec::new();
    let mut add = |name: &str, text: Color, grounds: &[Color]| {
        labels.extend(grounds.iter().map(|ground| (name.to_owned(), text, *ground)));
    };
    let strips = [band.even, band.odd, band.public, band.private];
    let floors = strips.map(|under| under.mix(tray.top, tray.opacity));
    let ground = [*paper, slab.top, plate.top, band.even, band.odd, band.public, band.private];
    let lines = |outlines: &Outlines| [&outlines.scaling, &outlines.security, &outlines.other].map(|line| line.color);
    add("zone", band.text, &strips);
    add("tray", tray.text, &[tray.plate, tray.critical_plate]);
    add("without a tray", tray.bare, &[*paper]);
    for text in lines(outline) {
        add("outline", text, &ground);
    }
    for text in lines(&tray.outline) {
        add("outline on a tray", text, &floors);
        add("letter of a group", mark.text, &[text]);
    }
    add("wire", wire.text, &ground);
    add("step", mark.step_text, &[mark.step]);
    add("badge", mark.text, &[mark.badge]);
    add("panel", panel.text, &[panel.fill]);
    add("heading", panel.heading, &[panel.fill]);
    add("title", title.text, &[title.fill]);
    add("kicker", title.kicker, &[title.fill]);
    add("under the title", title.soft, &[title.fill]);
    let captions = [("slab", slab), ("plate", plate)].map(|(name, faces)| (name.to_owned(), faces.text, faces.top));
    [labels, captions.to_vec()]
}

#[test]
fn contrast_is_that_of_the_standard() {
    let color = |text| Color::parse(text).unwrap();
    assert!((contrast(color("#000000"), color("#ffffff")) - 21.0).abs() < 1e-9);
    // the lightest grey that passes on white
    assert!((contrast(color("#767676"), color("#ffffff")) - 4.54).abs() < 0.005);
    assert!((lab(linear(color("#ff0000")))[0] - 53.24).abs() < 0.01);
    // red and a dark yellow-green are one to a protanope
    let (red, olive) =
        (seen(color("#ff0000"), Some(Sight::Protanopia)), seen(color("#5e5e0c"), Some(Sight::Protanopia)));
    assert!(distance(red, olive) < 3.0, "{red:?} {olive:?}");
}

#[test]
fn texts_can_be_read_in_every_theme() {
    let mut faint = Vec::new();
    for name in Theme::names() {
        let [labels, captions] = texts(&Theme::builtin(name).unwrap());
        let least = if name == "contrast" { 4.5 } else { 3.0 };
        for (texts, least) in [(labels, 4.5), (captions, least)] {
            for (what, text, ground) in texts {
                let ratio = contrast(text, ground);
                if ratio < least {
                    faint.push(format!("{name}: {what} {text} on {ground} has {ratio:.2}"));
                }
            }
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

#[test]
fn lines_can_be_seen_on_their_grounds_in_every_theme() {
    for name in Theme::names() {
        let theme = Theme::builtin(name).unwrap();
        let wire = &theme.wire;
        for line in [&wire.sync, &wire.asynchronous, &wire.replication, &wire.batch, &wire.failover] {
            let band = &theme.band;
            let strips = [band.even, band.odd, band.public, band.private];
            for ground in [theme.paper, theme.slab.top, theme.plate.top].into_iter().chain(strips) {
                let ratio = contrast(line.color, ground);
                assert!(ratio >= 3.0, "{name}: {} on {ground} has {ratio:.2}", line.color);
            }
        }
    }
}

#[test]
fn families_stay_apart_for_every_sight_in_contrast() {
    let theme = Theme::builtin("contrast").unwrap();
    for sight in SIGHTS {
        for (i, (a, one)) in theme.family.iter().enumerate() {
            for (b, other) in theme.family.iter().skip(i + 1) {
                let apart = distance(seen(*one, sight), seen(*other, sight));
                assert!(apart >= 25.0, "{a} and {b}: {apart:.1} for {sight:?}");
            }
        }
    }
    for (family, color) in &theme.family {
        // the glyph, on the lightest face
        assert!(contrast(color.mix(theme.solid.ink, 0.15), theme.solid.top) >= 3.0, "{family}");
    }
}

#[test]
fn families_have_steps_of_lightness_in_print() {
    let theme = Theme::builtin("print").unwrap();
    let mut steps: Vec<(f64, &String)> = theme.family.iter().map(|(id, c)| (lab(linear(*c))[0], id)).collect();
    steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    for pair in steps.windows(2) {
        assert!(pair[1].0 - pair[0].0 >= 6.5, "{pair:?}");
    }
}

#[test]
fn print_has_no_hairlines() {
    let theme = Theme::builtin("print").unwrap();
    let Theme { slab, plate, band, tray, outline, wire, solid, panel, .. } = &theme;
    let mut lines = vec![&slab.edge, &plate.edge, &band.edge, &tray.edge, &tray.critical, &tray.standby, &tray.scaling];
    for outlines in [outline, &tray.outline] {
        lines.extend([&outlines.scaling, &outlines.security, &outlines.other]);
    }
    lines.extend([&wire.sync, &wire.asynchronous, &wire.replication, &wire.batch, &wire.failover, &wire.deploy]);
    lines.extend([&solid.silhouette, &solid.inner, &panel.edge]);
    // points of the long side of A1, 841 mm, for each unit of a picture of 9500 units
    let unit = 841.0 / 25.4 * 72.0 / 9500.0;
    assert!(lines.iter().all(|line| line.width * unit >= 0.25), "{lines:?}");
}

#[test]
fn a_file_changes_what_it_names_and_nothing_else() {
    let own = "base = \"color\"\npaper = \"#fafafa\"\n[wire]\nsync = { width = 3 }\n[family]\ncompute = \"#000000\"\n";
    let theme = Theme::parse(own).unwrap();
    let mut color = Theme::builtin("color").unwrap();
    color.paper = Color([0xfa; 3]);
    color.wire.sync.width = 3.0;
    color.family.insert("compute".to_owned(), Color([0; 3]));
    assert_eq!(theme, color);
    assert_eq!(Theme::parse("").unwrap(), Theme::builtin("reference").unwrap());
    let dashed = Theme::parse("[wire.sync]\ndash = [4, 2]\n").unwrap();
    assert_eq!(dashed.wire.sync.dash, [4.0, 2.0]);
    assert!(Theme::parse("[wire.async]\ndash = []\n").unwrap().wire.asynchronous.dash.is_empty());
}

#[test]
fn what_is_wrong_in_a_file_is_told_with_its_place() {
    let told = |text: &str| {
        let errors = Theme::parse(text).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors:?}");
        (errors[0].to_string(), errors[0].help.clone().unwrap_or_default())
    };
    let one = |text: &str| told(text).0;
    let (message, help) = told("paper = \"#ffffff\"\n[tray]\nplates = \"#ffffff\"\n");
    assert_eq!((message.as_str(), help.as_str()), ("3:1: there is no key `plates` in `tray`", "did you mean `plate`?"));
    assert_eq!(told("pappr = 1").1, "did you mean `paper`?");
    assert_eq!(told("base = \"drak\"").1, "did you mean `dark`?");
    assert_eq!(told("[family]\ncomput = \"#ffffff\"").1, "did you mean `compute`?");
    assert_eq!(one("paper = \"white\""), "1:9: expected a colour as `#rrggbb`, not `white`");
    assert_eq!(one("paper = 5"), "1:9: `paper` is to be a colour such as `\"#1f2b42\"`");
    assert_eq!(one("slab = \"#ffffff\""), "1:8: `slab` is to be a table");
    assert_eq!(one("[paper]\na = 1"), "1:1: `paper` is to be a colour such as `\"#1f2b42\"`");
    assert_eq!(one("[wire]\nsync = { width = 21 }"), "2:18: expected a number from 0 to 20, not 21");
    assert_eq!(one("[wire]\nsync = { width = nan }"), "2:18: expected a number from 0 to 20, not NaN");
    assert_eq!(one("[solid]\nshadow = -0.1"), "2:10: expected a number from 0 to 1, not -0.1");
    assert!(one("[wire.sync]\ndash = [0, 0]").starts_with("2:8: expected a number from 0.1 to 100"));
    assert!(one("[wire.sync]\ndash = \"x\"").starts_with("2:8: "));
    assert!(one("[solid]\nfigure = [\"#ffffff\"]").starts_with("2:10: "));
    assert!(one("paper = \"#fff").starts_with("1:"));
    assert!(one("a = { ").contains("not TOML"));
}

#[test]
fn all_that_is_wrong_in_a_file_is_told_in_its_order() {
    let text = "paper = \"white\"\nfoo = 1\n[wire]\nsync = { width = 21, colour = \"#ffffff\" }\n[solid]\nshadow = 2\n\
        [tray]\ntop = 5\ntext = \"#000000\"\n";
    let errors = Theme::parse(text).unwrap_err();
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "1:9: expected a colour as `#rrggbb`, not `white`",
            "2:1: there is no key `foo` in a theme",
            "4:18: expected a number from 0 to 20, not 21",
            "4:22: there is no key `colour` in `wire.sync`",
            "6:10: expected a number from 0 to 1, not 2",
            "8:7: `tray.top` is to be a colour such as `\"#1f2b42\"`",
        ]
    );
    // a list that does not end helps nobody
    let many: Vec<String> = (0..200).map(|i| format!("key{i} = 1")).collect();
    assert_eq!(Theme::parse(&many.join("\n")).unwrap_err().len(), 50);
}
