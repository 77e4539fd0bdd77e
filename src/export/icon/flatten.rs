//! Turns the tree of an SVG into filled outlines: transformations are applied, lines become the shapes that they cover.

use usvg::tiny_skia_path::{Path as Data, PathSegment, PathStroker, Transform};
use usvg::{BlendMode, FillRule, Group, Node, Opacity, Paint as SvgPaint, PaintOrder, SpreadMethod, Stop, Tree};

use super::IconError;
use super::cut::{Cut, around, moved, segments};
use crate::geom::{PageRect, Pt};
use crate::scene::{Clip, Color, Course, Fill, ICON, Icon, Paint, Path, Segment, Shade};

/// The most steps of all outlines together.
const MOST_STEPS: usize = 60_000;
/// The most dashes of one line.
const MOST_DASHES: f64 = 2_000.0;
/// The longest side in the units of the icon, and how many times longer than the other it may be.
const LARGEST: (f32, f32) = (100_000.0, 50.0);
/// The most parts of a group that is transparent as a whole.
const MOST_PARTS: usize = 200;
/// How much finer than its box the lines of an icon are made: it may be printed large.
const FINE: f32 = 16.0;

/// The drawing of a tree.
pub(super) fn icon(tree: &Tree) -> Result<Icon, IconError> {
    let (w, h) = (tree.size().width(), tree.size().height());
    let (long, short) = (w.max(h), w.min(h));
    if !(long.is_finite() && long <= LARGEST.0 && short > 0.0 && long / short <= LARGEST.1) {
        return Err(IconError::new(format!("its size is {w} by {h}, which is no size of an icon")));
    }
    let k = ICON as f32 / long;
    let (dx, dy) = ((ICON as f32 - w * k) / 2.0, (ICON as f32 - h * k) / 2.0);
    let mut flat = Flat { base: Transform::from_row(k, 0.0, 0.0, k, dx, dy), out: Icon::default(), steps: 0 };
    let edge = [dx, dy, w * k, h * k].map(f64::from);
    flat.group(tree.root(), 1.0, &[Cut::at(PageRect::new(edge[0], edge[1], edge[2], edge[3]))])?;
    if flat.out.paths.is_empty() {
        return Err(IconError::new("it draws nothing"));
    }
    Ok(flat.out)
}

struct Flat {
    /// Leads from the icon's own plane to its box.
    base: Transform,
    out: Icon,
    steps: usize,
}

impl Flat {
    fn group(&mut self, group: &Group, opacity: f64, cuts: &[Cut]) -> Result<(), IconError> {
        if !group.filters().is_empty() {
            return Err(IconError::new("it has a filter, such as a blur or a shadow"));
        }
        if group.blend_mode() != BlendMode::Normal {
            return Err(IconError::new("it blends its colours with what lies under it"));
        }
        let mut opacity = opacity;
        if group.opacity() < Opacity::ONE {
            opacity *= f64::from(group.opacity().get());
            let mut boxes = Vec::new();
            parts(group, &mut boxes);
            let overlap = boxes.iter().enumerate().any(|(i, one)| boxes[..i].iter().any(|other| one.overlaps(other)));
            if overlap || boxes.len() > MOST_PARTS {
                return Err(IconError::new("it has a transparent group whose parts overlap"));
            }
        }
        let mut all = cuts.to_vec();
        all.extend(Cut::of(group, self.base.pre_concat(group.abs_transform()))?);
        for child in group.children() {
            match child {
                Node::Group(inner) => self.group(inner, opacity, &all)?,
                Node::Path(path) if path.is_visible() => self.path(path, opacity, &all)?,
                Node::Path(_) => {}
                Node::Image(_) => return Err(IconError::new("it holds a picture of pixels")),
                Node::Text(_) => return Err(IconError::new("it holds text; turn it into outlines")),
            }
        }
        Ok(())
    }

    fn path(&mut self, path: &usvg::Path, opacity: f64, cuts: &[Cut]) -> Result<(), IconError> {
        let to = self.base.pre_concat(path.abs_transform());
        let filled = path.fill().map(|fill| {
            let even_odd = fill.rule() == FillRule::EvenOdd;
            (segments(path.data(), to), even_odd, fill.paint(), fill.opacity())
        });
        let lined = match path.stroke() {
            Some(stroke) => {
                let covered = covered(path.data(), stroke, to)?;
                covered.map(|data| (segments(&data, to), false, stroke.paint(), stroke.opacity()))
            }
            None => None,
        };
        let in_order = match path.paint_order() {
            PaintOrder::FillAndStroke => [filled, lined],
            PaintOrder::StrokeAndFill => [lined, filled],
        };
        for (segments, even_odd, paint, own) in in_order.into_iter().flatten() {
            self.shape(segments, even_odd, paint, f64::from(own.get()) * opacity, to, cuts)?;
        }
        Ok(())
    }

    fn shape(
        &mut self,
        segments: Vec<Segment>,
        even_odd: bool,
        paint: &SvgPaint,
        opacity: f64,
        to: Transform,
        cuts: &[Cut],
    ) -> Result<(), IconError> {
        self.steps += segments.len();
        if self.steps > MOST_STEPS {
            return Err(IconError::new(format!("its outlines have more than {MOST_STEPS} steps")));
        }
        let Some(rect) = around(&segments) else { return Ok(()) };
        if ![rect.x, rect.y, rect.w, rect.h].iter().all(|v| v.is_finite() && v.abs() < 1e7) {
            return Err(IconError::new("a part of it lies at a place that is no number"));
        }
        let clip = Cut::needed(cuts, &rect)?.map(|clip| self.clip(clip));
        let (paint, own) = self.paint(paint, to)?;
        let fill = Some(Fill { paint, opacity: opacity * own });
        self.out.paths.push(Path { segments, even_odd, fill, clip, ..Path::default() });
        Ok(())
    }

    fn clip(&mut self, clip: Clip) -> usize {
        self.steps += clip.segments.len();
        let known = self.out.clips.iter().position(|known| *known == clip);
        known.unwrap_or_else(|| {
            self.out.clips.push(clip);
            self.out.clips.len() - 1
        })
    }

    /// A paint, and the opacity that all of it has.
    fn paint(&mut self, paint: &SvgPaint, to: Transform) -> Result<(Paint, f64), IconError> {
        let (stops, spread, course) = match paint {
            SvgPaint::Color(c) => return Ok((Paint::Plain(Color([c.red, c.green, c.blue])), 1.0)),
            SvgPaint::Pattern(_) => return Err(IconError::new("it is filled with a pattern")),
            SvgPaint::LinearGradient(g) => {
                let to = to.pre_concat(g.transform());
                (g.stops(), g.spread_method(), straight(to, [g.x1(), g.y1()], [g.x2(), g.y2()]))
            }
            SvgPaint::RadialGradient(g) => {
                let r = g.r().get();
                let to = to.pre_concat(g.transform()).pre_translate(g.cx(), g.cy()).pre_scale(r, r);
                let matrix = [to.sx, to.ky, to.kx, to.sy, to.tx, to.ty].map(f64::from);
                let focus = [(g.fx() - g.cx()) / r, (g.fy() - g.cy()) / r].map(f64::from);
                let inner = f64::from(g.fr().get() / r);
                let round = Course::Round { focus: Pt::new(focus[0], focus[1]), inner, matrix };
                let sound = matrix.iter().chain(&focus).chain([&inner]).all(|v| v.is_finite());
                (g.stops(), g.spread_method(), sound.then_some(round))
            }
        };
        if spread != SpreadMethod::Pad {
            return Err(IconError::new("it has a shading that repeats"));
        }
        let course = course.ok_or_else(|| IconError::new("it has a shading of no extent"))?;
        let opacity = stops.first().map_or(1.0, |stop| stop.opacity().get());
        if stops.iter().any(|stop| (stop.opacity().get() - opacity).abs() > 1e-3) {
            return Err(IconError::new("it has a shading that fades away"));
        }
        let shade = Shade { stops: whole(stops), course };
        let known = self.out.shades.iter().position(|known| *known == shade);
        let at = known.unwrap_or_else(|| {
            self.out.shades.push(shade);
            self.out.shades.len() - 1
        });
        Ok((Paint::Shade(at), f64::from(opacity)))
    }
}

/// The places and colours of a shading, from 0 to 1, each place after the one before.
fn whole(stops: &[Stop]) -> Vec<(f64, Color)> {
    let mut out: Vec<(f64, Color)> = Vec::new();
    for stop in stops {
        let c = stop.color();
        let color = Color([c.red, c.green, c.blue]);
        let place = f64::from(stop.offset().get());
        match out.last() {
            None if place > 1e-4 => out.extend([(0.0, color), (place, color)]),
            None => out.push((0.0, color)),
            // two colours at one place: the second begins a hair later
            Some((last, _)) => out.push((place.max(last + 1e-4).min(1.0), color)),
        }
    }
    if let Some(&(last, color)) = out.last()
        && last < 1.0
    {
        out.push((1.0, color));
    }
    out
}

/// A shading along a line, led elsewhere: its colours stay at right angles to it, whatever the transformation does.
fn straight(to: Transform, from: [f32; 2], end: [f32; 2]) -> Option<Course> {
    let [a, b, c, d] = [to.sx, to.ky, to.kx, to.sy].map(f64::from);
    let [dx, dy] = [end[0] - from[0], end[1] - from[1]].map(f64::from);
    let (size, area) = (dx * dx + dy * dy, a * d - b * c);
    // how the place on the line grows along the page
    let (gx, gy) = ((d * dx - b * dy) / (area * size), (a * dy - c * dx) / (area * size));
    let steep = gx * gx + gy * gy;
    let start = moved(to, from[0], from[1]);
    let stop = Pt::new(start.x + gx / steep, start.y + gy / steep);
    [start.x, start.y, stop.x, stop.y].iter().all(|v| v.is_finite()).then_some(Course::Line(start, stop))
}

/// What a line covers, in its own plane.
fn covered(data: &Data, stroke: &usvg::Stroke, to: Transform) -> Result<Option<Data>, IconError> {
    let fine = PathStroker::compute_resolution_scale(&to) * FINE;
    let mut line = stroke.to_tiny_skia();
    let dashed = match (line.dash.take(), stroke.dasharray()) {
        (Some(dash), Some(lengths)) => {
            let turn: f64 = lengths.iter().map(|v| f64::from(*v)).sum();
            if length(data) / turn.max(1e-9) * lengths.len() as f64 > MOST_DASHES {
                return Err(IconError::new("a line of it has too many dashes"));
            }
            data.dash(&dash, fine)
        }
        _ => None,
    };
    Ok(dashed.as_ref().unwrap_or(data).stroke(&line, fine))
}

/// A length that the path does not surpass: that of the lines between all its points.
fn length(data: &Data) -> f64 {
    let (mut at, mut start, mut sum) = ([0f32; 2], [0f32; 2], 0.0);
    let mut go = |at: &mut [f32; 2], p: usvg::tiny_skia_path::Point| {
        sum += f64::from((p.x - at[0]).hypot(p.y - at[1]));
        *at = [p.x, p.y];
    };
    for segment in data.segments() {
        match segment {
            PathSegment::MoveTo(p) => (at, start) = ([p.x, p.y], [p.x, p.y]),
            PathSegment::LineTo(p) => go(&mut at, p),
            PathSegment::QuadTo(c, p) => [c, p].into_iter().for_each(|p| go(&mut at, p)),
            PathSegment::CubicTo(c, d, p) => [c, d, p].into_iter().for_each(|p| go(&mut at, p)),
            PathSegment::Close => go(&mut at, usvg::tiny_skia_path::Point::from_xy(start[0], start[1])),
        }
    }
    sum
}

/// The boxes of all that a group draws; a shape with a line round it counts twice.
fn parts(group: &Group, out: &mut Vec<PageRect>) {
    for child in group.children() {
        match child {
            Node::Group(inner) => parts(inner, out),
            Node::Path(path) => {
                let r = path.abs_stroke_bounding_box();
                let [x, y, w, h] = [r.x(), r.y(), r.width(), r.height()].map(f64::from);
                let times = usize::from(path.fill().is_some()) + usize::from(path.stroke().is_some());
                out.extend(std::iter::repeat_n(PageRect::new(x, y, w, h), times));
            }
            Node::Image(_) | Node::Text(_) => {}
        }
    }
}
