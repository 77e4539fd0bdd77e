//! Icons: what is drawn as it is meant, and what is refused and why.
#![allow(clippy::unwrap_used)]

use super::icon;
use crate::geom::PageRect;
use crate::scene::{Color, Course, Fill, Icon, Paint, Segment};

fn svg(inner: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 32 32\">\
         {inner}</svg>"
    )
}

fn read(inner: &str) -> Icon {
    icon(&svg(inner)).unwrap_or_else(|why| panic!("{inner}: {why}"))
}

fn refused(text: &str) -> String {
    match icon(text) {
        Ok(_) => panic!("{} is taken", text.chars().take(300).collect::<String>()),
        Err(why) => why.to_string(),
    }
}

fn box_of(icon: &Icon, at: usize) -> [i64; 4] {
    let r: PageRect = super::cut::around(&icon.paths[at].segments).unwrap();
    [r.x, r.y, r.w, r.h].map(|v| v.round() as i64)
}

fn plain(icon: &Icon, at: usize) -> Color {
    match icon.paths[at].fill {
        Some(Fill { paint: Paint::Plain(color), .. }) => color,
        other => panic!("{other:?}"),
    }
}

#[test]
fn shapes_keep_their_places_and_colours() {
    let icon = read("<rect x='8' y='8' width='16' height='8' fill='#0a141e'/><circle cx='4' cy='4' r='4' fill='red'/>");
    assert_eq!((box_of(&icon, 0), plain(&icon, 0)), ([16, 16, 32, 16], Color([10, 20, 30])));
    assert_eq!((box_of(&icon, 1), plain(&icon, 1)), ([0, 0, 16, 16], Color([255, 0, 0])));
    assert!(icon.paths.iter().all(|path| path.clip.is_none() && path.stroke.is_none() && !path.even_odd));
}

#[test]
fn a_wide_icon_stands_in_the_middle() {
    let text = svg("<rect width='32' height='16'/>").replace("0 0 32 32", "0 0 32 16");
    assert_eq!(box_of(&icon(&text).unwrap(), 0), [0, 16, 64, 32]);
}

#[test]
fn lines_become_the_shapes_that_they_cover() {
    let icon = read("<path d='M4 16h24' stroke='#00f' stroke-width='4' fill='none'/>");
    assert_eq!((box_of(&icon, 0), plain(&icon, 0)), ([8, 28, 48, 8], Color([0, 0, 255])));
    let dashed = read("<path d='M0 16h32' fill='none' stroke='red' stroke-width='2' stroke-dasharray='4 4'/>");
    let begins = dashed.paths[0].segments.iter().filter(|s| matches!(s, Segment::Move(_))).count();
    assert_eq!(begins, 4);
    let both = read("<rect x='8' y='8' width='8' height='8' stroke='red' paint-order='stroke'/>");
    assert_eq!((plain(&both, 0), plain(&both, 1)), (Color([255, 0, 0]), Color([0; 3])));
}

#[test]
fn references_styles_and_rules_are_followed() {
    let icon = read(
        "<style>.a{fill:#123456;fill-rule:evenodd}</style><defs><path id='p' class='a' d='M0 0h8v8h-8zM2 2h4v4h-4z'/>\
         </defs><use href='#p' x='16'/><use xlink:href='#p' transform='translate(0 16) scale(2)'/>",
    );
    assert_eq!((box_of(&icon, 0), box_of(&icon, 1)), ([32, 0, 16, 16], [0, 32, 32, 32]));
    assert_eq!((plain(&icon, 0), icon.paths[0].even_odd), (Color([0x12, 0x34, 0x56]), true));
}

#[test]
fn shadings_run_as_they_do_in_the_file() {
    let icon = read(
        "<linearGradient id='g' x1='0' y1='1' x2='1' y2='0'><stop offset='0' stop-color='#c8511b'/>\
         <stop offset='1' stop-color='#f90'/></linearGradient><rect width='32' height='32' fill='url(#g)'/>",
    );
    let Course::Line(from, to) = icon.shades[0].course else { panic!("a line") };
    let near = |a: f64, b: f64| (a - b).abs() < 1e-3;
    assert!(near(from.x, 0.0) && near(from.y, 64.0) && near(to.x, 64.0) && near(to.y, 0.0), "{from:?} {to:?}");
    assert_eq!(icon.shades[0].stops[0], (0.0, Color([0xc8, 0x51, 0x1b])));
    // on a wide box the same shading is skewed: its colours must stay at right angles to what is drawn
    let wide = read(
        "<linearGradient id='g' x1='0' y1='0' x2='1' y2='1'><stop offset='.25' stop-color='red'/>\
         <stop offset='.75' stop-color='blue'/></linearGradient><rect width='32' height='8' fill='url(#g)'/>",
    );
    let Course::Line(from, to) = wide.shades[0].course else { panic!("a line") };
    // the corner opposite the other diagonal has the colour half way: its foot on the line is the middle
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let share = |x: f64, y: f64| ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy);
    assert!(near(share(64.0, 0.0), 0.5) && near(share(0.0, 16.0), 0.5) && near(share(64.0, 16.0), 1.0));
    let places: Vec<f64> = wide.shades[0].stops.iter().map(|(place, _)| *place).collect();
    assert_eq!(places, [0.0, 0.25, 0.75, 1.0]);
    let round = read(
        "<radialGradient id='g' gradientUnits='userSpaceOnUse' cx='16' cy='16' r='8' fx='18' fy='16'>\
         <stop stop-color='red' stop-opacity='.5'/><stop offset='1' stop-color='blue' stop-opacity='.5'/>\
         </radialGradient><circle cx='16' cy='16' r='8' fill='url(#g)'/>",
    );
    let Course::Round { focus, inner, matrix } = round.shades[0].course else { panic!("a circle") };
    assert!(near(focus.x, 0.25) && near(focus.y, 0.0) && near(inner, 0.0));
    assert!(near(matrix[0], 16.0) && near(matrix[4], 32.0) && near(round.paths[0].fill.unwrap().opacity, 0.5));
}

#[test]
fn what_is_cut_off_stays_cut_off() {
    let over = read("<rect x='16' y='16' width='32' height='32'/>");
    assert_eq!(over.clips.len(), 1);
    let needless =
        "<clipPath id='c'><path d='M0 0h32v32H0z'/></clipPath><g clip-path='url(#c)'><path d='M2 2h9v9z'/></g>";
    assert!(read(needless).clips.is_empty());
    let masked = "<mask id='m' maskUnits='userSpaceOnUse' x='0' y='0' width='32' height='32'>\
                  <circle cx='16' cy='16' r='8' fill='#fff'/></mask><g mask='url(#m)'><rect width='32' height='32'/></g>";
    let masked = read(masked);
    assert!(masked.paths[0].clip == Some(0) && masked.clips.len() == 1);
    let turned = "<clipPath id='c'><circle r='4'/></clipPath><g transform='translate(16 16)' clip-path='url(#c)'>\
                  <rect x='-9' y='-9' width='18' height='18'/></g>";
    let turned = read(turned);
    let around = super::cut::around(&turned.clips[0].segments).unwrap();
    assert_eq!([around.x, around.y, around.w].map(|v| v.round() as i64), [24, 24, 16]);
}

#[test]
fn what_runs_or_reaches_outside_is_refused() {
    for (inner, why) in [
        ("<script>alert(1)</script>", "it runs a script (`script`)"),
        ("<path d='M0 0h9' onload='x()'/>", "it runs a script (`onload`)"),
        ("<foreignObject><b/></foreignObject>", "no SVG"),
        ("<image href='data:image/png;base64,AAAA'/>", "pixels"),
        ("<image href='file:///etc/passwd'/>", "pixels"),
        ("<use href='other.svg#a'/>", "outside of itself: `other.svg#a`"),
        ("<use xlink:href='http://example.com/a.svg#x'/>", "outside of itself"),
        ("<a href='https://example.com'><path d='M0 0h9v9z'/></a>", "outside of itself"),
        ("<path d='M0 0h9v9z' fill='url( \"http://example.com/#g\" )'/>", "outside of itself"),
        ("<path d='M0 0h9v9z' style='fill:URL(../x.svg#a)'/>", "outside of itself"),
        ("<style>@import 'x.css';</style><path d='M0 0h9v9z'/>", "outside of itself"),
        ("<style>@font-face{src:url(x.woff)}</style><path d='M0 0h9v9z'/>", "outside of itself"),
        ("<path d='M0 0h9v9z'><animate attributeName='d'/></path>", "it moves"),
        ("<text>x</text>", "turn it into outlines"),
    ] {
        let said = refused(&svg(inner));
        assert!(said.contains(why), "{inner}: {said}");
    }
    let text = svg("<path d='M0 0h9v9z'/>");
    assert!(refused(&format!("<?xml-stylesheet href='x.css'?>{text}")).contains("style sheet"));
}

#[test]
fn what_would_never_end_is_refused() {
    let laughs = "<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>";
    assert!(refused(&format!("{laughs}{}", svg("<path d='M0 0h9v9z'/>"))).contains("entities"));
    let deep = format!("{}<path d='M0 0h9v9z'/>{}", "<g>".repeat(100_000), "</g>".repeat(100_000));
    assert!(refused(&svg(&deep)).contains("more than 20000 parts"));
    let deep = format!("{}<path d='M0 0h9v9z'/>{}", "<g>".repeat(5_000), "</g>".repeat(5_000));
    assert!(refused(&svg(&deep)).contains("64 deep"));
    let mut uses = "<g id='u0'><path d='M0 0h1'/></g>".to_owned();
    for i in 1..=10 {
        let below = format!("<use href='#u{}'/>", i - 1);
        uses = format!("{uses}<g id='u{i}'>{}</g>", below.repeat(10));
    }
    assert!(refused(&svg(&uses)).contains("references make more than"));
    assert!(refused(&svg("<g id='a'><use href='#a'/></g>")).contains("in a circle"));
    assert!(refused(&svg("<clipPath id='a'><path clip-path='url(#a)' d='M0 0h9v9z'/></clipPath><path clip-path='url(#a)' d='M0 0h9v9z'/>")).contains("in a circle"));
    let tangled = "<style>.a{clip-path:url(#c)}</style><clipPath id='c'><path class='a' d='M0 0h9v9z'/></clipPath>";
    assert!(refused(&svg(tangled)).contains("cut off itself"));
    assert!(refused(&svg("<path stroke='red' stroke-dasharray='.001' d='M0 0h32'/>")).contains("dashes"));
    assert!(refused(&svg(&format!("<path d='M0 0{}'/>", "l1 1 2 0".repeat(40_000)))).contains("steps"));
}

#[test]
fn what_has_no_sound_numbers_is_refused() {
    for (inner, why) in [
        ("<path d='MNaN 0h9v9z'/>", "`d` holds what is no number"),
        ("<rect x='NaN' width='9' height='9'/>", "`x` holds what is no number"),
        ("<rect width='inf' height='9'/>", "no number"),
        ("<rect width='99999999' height='9'/>", "too large"),
        ("<path d='M0 0h1e30v9z'/>", "too large"),
        ("<g transform='scale(1e+9)'><path d='M0 0h9v9z'/></g>", "too large"),
        ("", "it draws nothing"),
        ("<path d=''/>", "it draws nothing"),
    ] {
        let said = refused(&svg(inner));
        assert!(said.contains(why), "{inner}: {said}");
    }
    let fine = read("<path d='M0.123456789123 0h9v-.5e-9zM1e1 1'/>");
    assert_eq!(fine.paths.len(), 1);
    let sized = |size: &str| svg("<path d='M0 0h9v9z'/>").replace("0 0 32 32", size);
    assert!(refused(&sized("0 0 0 0")).contains("no size"));
    assert!(refused(&sized("0 0 900000 900000")).contains("no size of an icon"));
    assert!(refused(&sized("0 0 1 900")).contains("no size of an icon"));
}

#[test]
fn what_can_not_be_drawn_unaltered_is_refused() {
    let stops = "<stop stop-color='red'/><stop offset='1' stop-opacity='0'/>";
    for (inner, why) in [
        ("<filter id='f'><feGaussianBlur stdDeviation='2'/></filter><path filter='url(#f)' d='M0 0h9v9z'/>", "filter"),
        ("<path style='mix-blend-mode:multiply' d='M0 0h9v9z'/>", "blends"),
        ("<g opacity='.5'><path d='M0 0h9v9z'/><path d='M2 0h9v9z'/></g>", "overlap"),
        (&format!("<linearGradient id='g'>{stops}</linearGradient><path fill='url(#g)' d='M0 0h9v9z'/>"), "fades away"),
        (
            "<linearGradient id='g' spreadMethod='repeat' x2='.1'><stop stop-color='red'/><stop offset='1'/></linearGradient>\
          <path fill='url(#g)' d='M0 0h9v9z'/>",
            "repeats",
        ),
        (
            "<pattern id='p' width='4' height='4' patternUnits='userSpaceOnUse'><path d='M0 0h2v2z'/></pattern>\
          <path fill='url(#p)' d='M0 0h9v9z'/>",
            "pattern",
        ),
        ("<mask id='m'><path fill='#888' d='M0 0h9v9z'/></mask><path mask='url(#m)' d='M0 0h9v9z'/>", "mask"),
    ] {
        let said = refused(&svg(inner));
        assert!(said.contains(why), "{inner}: {said}");
    }
    let apart = read("<g opacity='.5'><path d='M0 0h9v9z'/><path d='M20 0h9v9z'/></g>");
    assert!((apart.paths[1].fill.unwrap().opacity - 0.5).abs() < 0.01);
}

#[test]
fn what_is_no_svg_is_refused() {
    assert!(refused("").contains("not well-formed"));
    assert!(refused("<svg").contains("not well-formed"));
    assert!(refused("<html/>").contains("no SVG"));
    assert!(refused("<svg viewBox='0 0 1 1'/>").contains("namespace"));
    assert!(refused(&"<svg ".repeat(1000)).contains("not well-formed"));
}
