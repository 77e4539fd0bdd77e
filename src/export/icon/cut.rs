//! What parts of an icon are cut off at: clipping paths, masks that are plain shapes, and the edge of the icon.

use usvg::tiny_skia_path::{Path, PathSegment, Transform};
use usvg::{ClipPath, FillRule, Group, Mask, MaskType, Node, Paint};

use super::IconError;
use crate::geom::{PageRect, Pt};
use crate::scene::{Clip, Segment};

/// How much further than its content a rectangle may end and still count as round it.
const SLACK: f64 = 0.02;

/// An outline beyond which nothing is seen.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    clip: Clip,
    /// The box, when it is nothing but a box.
    rect: Option<PageRect>,
}

impl Cut {
    /// Cuts at a box.
    pub(super) fn at(rect: PageRect) -> Self {
        let corners = [(rect.x, rect.y), (rect.x1(), rect.y), (rect.x1(), rect.y1()), (rect.x, rect.y1())];
        let mut segments: Vec<Segment> = corners.iter().map(|&(x, y)| Segment::Line(Pt::new(x, y))).collect();
        segments[0] = Segment::Move(Pt::new(rect.x, rect.y));
        segments.push(Segment::Close);
        Self { clip: Clip { segments, even_odd: false }, rect: Some(rect) }
    }

    /// What a group is cut off at; `to` leads from its plane to the box of the icon.
    pub(super) fn of(group: &Group, to: Transform) -> Result<Vec<Self>, IconError> {
        let mut out = Vec::new();
        let mut clip = group.clip_path();
        while let Some(path) = clip {
            out.push(Self::of_clip(path, to)?);
            clip = path.clip_path();
        }
        let mut mask = group.mask();
        while let Some(shape) = mask {
            out.extend(Self::of_mask(shape, to)?);
            mask = shape.mask();
        }
        Ok(out)
    }

    fn of_clip(clip: &ClipPath, to: Transform) -> Result<Self, IconError> {
        let mut parts = Vec::new();
        collect(clip.root(), to.pre_concat(clip.transform()), &mut |path, to| {
            let rule = path.fill().map_or(FillRule::NonZero, usvg::Fill::rule);
            parts.push((segments(path.data(), to), rule == FillRule::EvenOdd));
            Ok(())
        })?;
        Self::joined(parts)
    }

    /// A mask that shows all of what lies in plain shapes is the same as a clipping path.
    fn of_mask(mask: &Mask, to: Transform) -> Result<[Self; 2], IconError> {
        let mut parts = Vec::new();
        collect(mask.root(), to, &mut |path, to| {
            let plain = path.fill().filter(|fill| path.stroke().is_none() && fill.opacity().get() >= 1.0);
            let fill = plain.filter(|fill| match fill.paint() {
                Paint::Color(c) => mask.kind() == MaskType::Alpha || [c.red, c.green, c.blue] == [255; 3],
                _ => false,
            });
            let fill = fill.ok_or_else(|| IconError::new("it fades away under a mask"))?;
            parts.push((segments(path.data(), to), fill.rule() == FillRule::EvenOdd));
            Ok(())
        })?;
        let r = mask.rect();
        let corners = [(r.left(), r.top()), (r.right(), r.top()), (r.right(), r.bottom()), (r.left(), r.bottom())];
        let points = corners.map(|(x, y)| moved(to, x, y));
        let mut edge: Vec<Segment> = points.iter().map(|p| Segment::Line(*p)).collect();
        edge[0] = Segment::Move(points[0]);
        edge.push(Segment::Close);
        Ok([Self::joined(parts)?, Self::joined(vec![(edge, false)])?])
    }

    /// Several outlines as one, which must not overlap.
    fn joined(parts: Vec<(Vec<Segment>, bool)>) -> Result<Self, IconError> {
        let boxes: Vec<PageRect> = parts.iter().filter_map(|(segments, _)| around(segments)).collect();
        if boxes.is_empty() {
            return Err(IconError::new("all of it is cut off"));
        }
        let overlap = boxes.iter().enumerate().any(|(i, one)| boxes[..i].iter().any(|other| one.overlaps(other)));
        let mixed = parts.iter().any(|(_, even_odd)| *even_odd != parts[0].1);
        if overlap || mixed || boxes.len() > 100 {
            return Err(IconError::new("it is cut off at shapes that overlap"));
        }
        let even_odd = parts[0].1;
        let segments: Vec<Segment> = parts.into_iter().flat_map(|(segments, _)| segments).collect();
        let rect = plain_box(&segments);
        Ok(Self { clip: Clip { segments, even_odd }, rect })
    }

    /// Whether something with this box is seen as a whole.
    fn holds(&self, what: &PageRect) -> bool {
        self.rect.is_some_and(|rect| {
            let rect = rect.grown(SLACK);
            rect.x <= what.x && rect.y <= what.y && rect.x1() >= what.x1() && rect.y1() >= what.y1()
        })
    }

    /// What is left to cut at for something with this box; the error when it would take two outlines at once.
    pub(super) fn needed(cuts: &[Self], what: &PageRect) -> Result<Option<Clip>, IconError> {
        let mut left: Vec<&Self> = cuts.iter().filter(|cut| !cut.holds(what)).collect();
        left.dedup_by(|a, b| a.clip == b.clip);
        let boxes: Option<Vec<PageRect>> = left.iter().map(|cut| cut.rect).collect();
        match (left.as_slice(), boxes) {
            ([], _) => Ok(None),
            ([one], _) => Ok(Some(one.clip.clone())),
            (_, Some(boxes)) => {
                let inner = boxes.into_iter().reduce(|a, b| {
                    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
                    PageRect::new(x, y, (a.x1().min(b.x1()) - x).max(0.0), (a.y1().min(b.y1()) - y).max(0.0))
                });
                Ok(inner.map(|rect| Self::at(rect).clip))
            }
            _ => Err(IconError::new("parts of it are cut off at two outlines at once")),
        }
    }
}

/// Calls a function for each path of a group that is seen.
fn collect(
    group: &Group,
    to: Transform,
    with: &mut dyn FnMut(&usvg::Path, Transform) -> Result<(), IconError>,
) -> Result<(), IconError> {
    for child in group.children() {
        match child {
            Node::Path(path) if path.is_visible() => with(path, to)?,
            Node::Path(_) => {}
            Node::Group(inner) => {
                if inner.clip_path().is_some() || inner.mask().is_some() || !inner.filters().is_empty() {
                    return Err(IconError::new("what it is cut off at is cut off itself"));
                }
                if inner.opacity().get() < 1.0 {
                    return Err(IconError::new("it fades away under a mask"));
                }
                collect(inner, to.pre_concat(inner.transform()), with)?;
            }
            Node::Image(_) | Node::Text(_) => {
                return Err(IconError::new("it is cut off at something that is no shape"));
            }
        }
    }
    Ok(())
}

/// A point led elsewhere.
pub(super) fn moved(to: Transform, x: f32, y: f32) -> Pt {
    let [x, y, sx, kx, ky, sy, tx, ty] = [x, y, to.sx, to.kx, to.ky, to.sy, to.tx, to.ty].map(f64::from);
    Pt::new(sx * x + kx * y + tx, ky * x + sy * y + ty)
}

/// The steps of a path led elsewhere.
pub(super) fn segments(path: &Path, to: Transform) -> Vec<Segment> {
    let at = |p: usvg::tiny_skia_path::Point| moved(to, p.x, p.y);
    path.segments()
        .map(|segment| match segment {
            PathSegment::MoveTo(p) => Segment::Move(at(p)),
            PathSegment::LineTo(p) => Segment::Line(at(p)),
            PathSegment::QuadTo(c, p) => Segment::Quad(at(c), at(p)),
            PathSegment::CubicTo(c, d, p) => Segment::Cubic(at(c), at(d), at(p)),
            PathSegment::Close => Segment::Close,
        })
        .collect()
}

/// The box round all points.
pub(super) fn around(segments: &[Segment]) -> Option<PageRect> {
    PageRect::around(segments.iter().flat_map(|segment| match *segment {
        Segment::Move(p) | Segment::Line(p) => vec![p],
        Segment::Quad(c, p) => vec![c, p],
        Segment::Cubic(c, d, p) => vec![c, d, p],
        Segment::Close => Vec::new(),
    }))
}

/// The box that an outline is, if it is one with upright sides.
fn plain_box(segments: &[Segment]) -> Option<PageRect> {
    let rect = around(segments)?;
    let mut corners = Vec::new();
    for segment in segments {
        match segment {
            Segment::Move(p) | Segment::Line(p) => corners.push(*p),
            Segment::Close => {}
            Segment::Quad(..) | Segment::Cubic(..) => return None,
        }
    }
    let near = |a: f64, b: f64| (a - b).abs() < 1e-3;
    let is_corner = |p: &Pt| (near(p.x, rect.x) || near(p.x, rect.x1())) && (near(p.y, rect.y) || near(p.y, rect.y1()));
    // from corner to corner one coordinate changes
    let straight = corners.windows(2).all(|pair| near(pair[0].x, pair[1].x) || near(pair[0].y, pair[1].y));
    let is_box = matches!(corners.len(), 4 | 5) && corners.iter().all(is_corner) && straight;
    is_box.then_some(rect)
}
