//! The tree of aligned grids: containers whose cells are trays or containers, with a street before, between and after
//! all columns and rows.
//!
//! Sizes and positions (in `sizes`) come from the number of tracks that each street has. Routing needs only the shape,
//! so streets can become as wide as their traffic later.
//!
//! *Invariant*: every position of a street is a multiple of `PITCH`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::level::Level;
use super::measure::{MARGIN, PHASE, PITCH, SUMMARY_LINE, line_width, street_width};
use super::template::{Proto, Template};
use crate::geom::{GRect, Gu};
use crate::layout::ContainerKind;
use crate::model::{EnvironmentIx, PlacementIx, RegionIx};

/// What stands in a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Slot {
    #[default]
    Empty,
    Cell(usize),
    Grid(usize),
}

/// How a row is built.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Row {
    /// Cells as deep as they are.
    Plain,
    /// An avenue with the zones `lo..=hi`, each `band` deep; the nameplates are in front.
    Avenue { lo: usize, hi: usize, band: Gu },
}

/// The text along the front edge of a container.
#[derive(Clone, Debug)]
pub(super) struct Caption {
    pub text: String,
    pub size: Gu,
    pub width: Gu,
    pub depth: Gu,
}

/// Where the children of a row stand across it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Align {
    /// At the front edge of the row.
    Front,
    /// In the middle.
    Middle,
    /// At the back edge.
    Back,
}

/// Through which slots wires may go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Open {
    /// Those where nothing stands.
    Empty,
    /// In trials, where cells change seats: the seats that nobody has.
    FreeSeats,
}

/// A container.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    /// What is drawn; `None` for a container that only holds others together.
    pub kind: Option<ContainerKind>,
    /// Region and environment of the zone bands in it.
    pub place: Option<(RegionIx, Option<EnvironmentIx>)>,
    /// The grid whose lattice this one copies.
    pub copy_of: Option<usize>,
    pub nc: usize,
    pub nr: usize,
    pub(super) slots: Vec<Slot>,
    pub rows: Vec<Row>,
    /// Depth of the nameplates in each row, one for all trays that fill it, so that their edges line up.
    pub lips: Vec<Gu>,
    /// The class of each row: cells only change places within a class.
    pub classes: Vec<usize>,
    pub parent: Option<(usize, usize, usize)>,
    pub pad: Gu,
    /// Strip at the left end of avenues for the names of zones.
    pub left: Gu,
    pub caption: Option<Caption>,
    /// Lines of text instead of children.
    pub summary: Vec<String>,
    pub align: Align,
    /// Whether its tracks along x are moved by half a pitch, and whether they may run straight on through the sides of all
    /// containers round it.
    pub odd: bool,
    pub runs_out: bool,
    /// Whether what stands in it shares its columns; see [`super::joined`].
    pub joined: bool,
    /// Through which of its slots wires may go.
    pub open: Open,
    /// Tracks of the streets along y, before each column and after the last; then those of the passage through each column.
    pub vt: Vec<u16>,
    /// Tracks of the streets along x, before each row and after the last; then those of the passage through each row.
    pub ht: Vec<u16>,
    /// Least width of the streets along y, for texts and circles that lie in them.
    pub least_v: Vec<Gu>,
    /// Least depth of the streets along x, for circles that lie in them.
    pub least_h: Vec<Gu>,
    /// Least widths of columns, depths of rows and of their nameplates, so that copies look as their originals.
    pub least_col: Vec<Gu>,
    pub least_row: Vec<Gu>,
    pub least_lip: Vec<Gu>,
    /// Further width of each inner street along y, so that a plate fills its slot.
    pub(super) spread: Gu,
    /// Further depth of each street along x, so that rows stand level with what they have to do with.
    pub(super) apart: Vec<Gu>,
    /// Further depth of each street along x behind its tracks, for names of outlines round the trays there.
    pub(super) for_names: Vec<Gu>,
    /// y of the tracks of streets along x that were moved to where they go straight on, by street; see [`super::level`].
    pub(super) tracks: Vec<Vec<Gu>>,
    /// From the edge of a street to its first track.
    pub margin: Gu,
    pub col_w: Vec<Gu>,
    pub row_d: Vec<Gu>,
    pub(super) vx: Vec<Gu>,
    pub(super) hy: Vec<Gu>,
    /// Left edges of the streets along y when no street has a track.
    pub(super) least_vx: Vec<Gu>,
    pub rect: GRect,
}

impl Grid {
    /// Whether its streets are wider than those of large plans.
    pub(super) fn is_wide(&self) -> bool {
        self.margin > MARGIN
    }

    /// An empty grid of a shape.
    pub(super) fn new(nc: usize, nr: usize) -> Self {
        Self {
            kind: None,
            place: None,
            copy_of: None,
            nc,
            nr,
            slots: vec![Slot::Empty; nc * nr],
            rows: vec![Row::Plain; nr],
            lips: vec![Gu::ZERO; nr],
            classes: vec![0; nr],
            parent: None,
            pad: Gu::ZERO,
            left: Gu::ZERO,
            caption: None,
            summary: Vec::new(),
            align: Align::Front,
            odd: false,
            runs_out: false,
            joined: false,
            open: Open::Empty,
            vt: vec![0; 2 * nc + 1],
            ht: vec![0; 2 * nr + 1],
            least_v: vec![Gu::ZERO; 2 * nc + 1],
            least_h: vec![Gu::ZERO; 2 * nr + 1],
            least_col: vec![Gu::ZERO; nc],
            least_row: vec![Gu::ZERO; nr],
            least_lip: vec![Gu::ZERO; nr],
            spread: Gu::ZERO,
            apart: vec![Gu::ZERO; nr + 1],
            for_names: vec![Gu::ZERO; nr + 1],
            tracks: vec![Vec::new(); nr + 1],
            margin: MARGIN,
            col_w: vec![Gu::ZERO; nc],
            row_d: vec![Gu::ZERO; nr],
            vx: vec![Gu::ZERO; nc + 1],
            hy: vec![Gu::ZERO; nr + 1],
            least_vx: vec![Gu::ZERO; nc + 1],
            rect: GRect::default(),
        }
    }

    /// What stands at a column and row.
    pub(super) fn slot(&self, i: usize, j: usize) -> Slot {
        self.slots[i * self.nr + j]
    }

    /// Gives every street along y so many tracks; passages keep theirs.
    pub(super) fn fill_vt(&mut self, tracks: u16) {
        self.vt[..=self.nc].fill(tracks);
    }

    /// Gives every street along x so many tracks; passages keep theirs.
    pub(super) fn fill_ht(&mut self, tracks: u16) {
        self.ht[..=self.nr].fill(tracks);
    }

    /// Left edge of a street along y.
    pub(super) fn street_x(&self, i: usize) -> Gu {
        self.rect.x + self.vx[i]
    }

    /// Back edge of a street along x.
    pub(super) fn street_y(&self, j: usize) -> Gu {
        self.rect.y + self.hy[j]
    }

    /// Width of a street along y.
    pub(super) fn street_w(&self, i: usize) -> Gu {
        let inner = i > 0 && i < self.nc;
        street_width(self.vt[i], self.margin, inner).max(self.least_v[i].round_up(PITCH))
            + if inner { self.spread } else { Gu::ZERO }
    }

    /// Depth of a street along x.
    pub(super) fn street_d(&self, j: usize) -> Gu {
        let width = street_width(self.ht[j], self.margin, j > 0 && j < self.nr).max(self.least_h[j].round_up(PITCH));
        width + self.for_names[j] + self.apart[j]
    }

    /// x of a track of a street along y. Odd rows of the parent are moved by half a pitch, so that tracks that face
    /// each other over a street of the parent never meet.
    pub(super) fn track_x(&self, i: usize, track: u16) -> Gu {
        self.street_x(i) + self.margin.round_up(PITCH) - PITCH + self.phase_x() + PITCH * i32::from(track)
    }

    /// By how much tracks along y are moved off the grid of whole pitches.
    pub(super) fn phase_x(&self) -> Gu {
        PHASE * self.parent.map_or(0, |(_, _, j)| j % 2) as i32
    }

    /// y of a track of a street along x; see [`Plan::phases`].
    pub(super) fn track_y(&self, j: usize, track: u16) -> Gu {
        if let Some(y) = self.tracks[j].get(usize::from(track)) {
            return *y;
        }
        self.street_y(j) + self.margin.round_up(PITCH) - PITCH + PHASE * i32::from(self.odd) + PITCH * i32::from(track)
    }

    /// Where its columns and streets along y stand, and its width, from the widths of these.
    pub(super) fn lay_columns(&mut self) {
        let mut x = (self.pad + self.left).round_up(PITCH);
        for i in 0..=self.nc {
            self.vx[i] = x;
            x += self.street_w(i) + self.col_w.get(i).copied().unwrap_or_default();
        }
        let said = self.summary.iter().map(|l| line_width(l)).max().unwrap_or_default();
        self.rect.w = (x + self.pad).max(self.caption_end()).max(said + SUMMARY_LINE).round_up(PITCH);
    }

    /// Where its rows and streets along x stand, and its depth, from the depths of these.
    pub(super) fn lay_rows(&mut self) {
        // what has no edge needs no border
        let pad = if self.kind.is_some() { self.pad } else { Gu::ZERO };
        let mut y = pad.round_up(PITCH);
        for j in 0..=self.nr {
            self.hy[j] = y;
            y += self.street_d(j) + self.row_d.get(j).copied().unwrap_or_default();
        }
        let caption = self.caption.as_ref().map_or(Gu::ZERO, |c| c.depth);
        let lines = SUMMARY_LINE * self.summary.len() as i32;
        self.rect.d = (y.max(lines + SUMMARY_LINE / 2) + pad.max(caption)).round_up(PITCH);
    }

    /// Front edge of the caption's text, or nothing: no wire may leave the container before this x on its front side.
    pub(super) fn caption_end(&self) -> Gu {
        self.caption.as_ref().map_or(Gu::ZERO, |c| self.pad + c.width + PITCH * 2)
    }

    /// The least x, from the left edge, that a street along y can have with any number of tracks.
    pub(super) fn least_street_x(&self, i: usize) -> Gu {
        self.least_vx[i]
    }
}

/// The placement of an empty slot that takes part in trials as a cell.
pub(super) const NOBODY: PlacementIx = PlacementIx(u32::MAX);

/// A tray to be placed.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub placement: PlacementIx,
    /// Shared by the plans that are tried.
    pub template: Arc<Template>,
    /// Least size that the ports on its sides ask for.
    pub least_w: Gu,
    pub least_d: Gu,
    pub parent: (usize, usize, usize),
    pub rect: GRect,
    /// Depth of its nameplate.
    pub lip: Gu,
    /// For a cell in an avenue: where the first band starts, which zone that is, and how deep each is.
    pub avenue: Option<(Gu, usize, Gu)>,
}

impl Cell {
    /// The footprint of one of its solids on the ground.
    ///
    /// Solids stand in the middle of their zone, or of the tray, together with the ground that they hide.
    pub(super) fn solid(&self, proto: &Proto) -> GRect {
        let t = &self.template;
        let x = self.rect.x + (self.rect.w - t.solids_w) / 2 + proto.x;
        let (top, depth) = match (self.avenue, proto.zone) {
            (Some((y, lo, band)), Some(z)) => (y + band * z as i32 - band * lo as i32, band),
            _ => (self.rect.y, self.rect.d - self.lip),
        };
        let deep = (proto.size + proto.h) * proto.rows;
        let back = ((depth - deep) / 2).max(Gu::ZERO) + proto.h;
        GRect::new(x, top + back + (proto.size + proto.h) * proto.row, proto.size, proto.size)
    }

    /// Where wires to its side would best end, across.
    pub(super) fn middle(&self) -> Gu {
        if self.template.plate { self.rect.center().y } else { self.figure().center().y }
    }

    /// The footprint of all its solids.
    pub(super) fn figure(&self) -> GRect {
        let mut all = self.template.solids.iter().map(|p| self.solid(p));
        let first = all.next().unwrap_or(self.rect);
        all.fold(first, |a, b| a.union(&b))
    }
}

/// The first and the last of the zones that some trays cover, each by its first and last one; `None` of none.
pub(super) fn hull(zones: impl Iterator<Item = (usize, usize)>) -> Option<(usize, usize)> {
    zones.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// What a grid of cells is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Leaf {
    /// A district, by its name in a lock, with the number of rows that are avenues.
    District(String, usize),
    /// What stands before the regions.
    Front,
    /// What stands beyond them.
    Beyond,
}

/// The whole tree; the root is the last grid made.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub grids: Vec<Grid>,
    pub cells: Vec<Cell>,
    pub root: usize,
    /// The grids that hold cells, by what they are called in a lock.
    pub leaves: Vec<(usize, Leaf)>,
    /// Grids that are moved across their row until their cells stand level with those that they have to do with.
    pub level: Vec<Level>,
    /// Whether a bend costs more than usual where ways are found: for plans in which wires turn too often.
    pub dear_bends: bool,
}

impl Plan {
    /// Adds a grid and gives its index.
    pub(super) fn add_grid(&mut self, grid: Grid) -> usize {
        self.grids.push(grid);
        self.grids.len() - 1
    }

    /// Adds a tray and gives its index; it stands nowhere yet.
    pub(super) fn add_cell(&mut self, placement: PlacementIx, template: impl Into<Arc<Template>>) -> usize {
        self.cells.push(Cell {
            placement,
            template: template.into(),
            least_w: Gu::ZERO,
            least_d: Gu::ZERO,
            parent: (0, 0, 0),
            rect: GRect::default(),
            lip: Gu::ZERO,
            avenue: None,
        });
        self.cells.len() - 1
    }

    /// Puts something into a slot of a grid.
    pub(super) fn put(&mut self, grid: usize, i: usize, j: usize, what: Slot) {
        let nr = self.grids[grid].nr;
        self.grids[grid].slots[i * nr + j] = what;
        match what {
            Slot::Cell(c) => self.cells[c].parent = (grid, i, j),
            Slot::Grid(g) => self.grids[g].parent = Some((grid, i, j)),
            Slot::Empty => {}
        }
    }

    /// The cell of each placement.
    pub(super) fn by_placement(&self) -> BTreeMap<PlacementIx, usize> {
        self.cells.iter().enumerate().map(|(c, cell)| (cell.placement, c)).collect()
    }

    /// Puts cells into other slots of their grids; each cell is given with its grid, column and row.
    pub(super) fn reseat(&mut self, seats: Vec<(usize, (usize, usize, usize))>) {
        for (c, _) in &seats {
            let (g, i, j) = self.cells[*c].parent;
            let nr = self.grids[g].nr;
            self.grids[g].slots[i * nr + j] = Slot::Empty;
        }
        for (c, (g, i, j)) in seats {
            self.put(g, i, j, Slot::Cell(c));
        }
        for g in 0..self.grids.len() {
            self.span_zones(g);
        }
    }

    /// Lets the avenues of a grid span the zones of the cells in them.
    pub(super) fn span_zones(&mut self, g: usize) {
        for j in 0..self.grids[g].nr {
            let zones = (0..self.grids[g].nc).filter_map(|i| match self.grids[g].slot(i, j) {
                Slot::Cell(c) => self.cells[c].template.zones,
                _ => None,
            });
            if let Some((lo, hi)) = hull(zones) {
                self.grids[g].rows[j] = Row::Avenue { lo, hi, band: Gu::ZERO };
            }
        }
    }

    /// Grids, children before parents.
    pub(super) fn bottom_up(&self) -> Vec<usize> {
        let mut order = vec![self.root];
        let mut k = 0;
        while k < order.len() {
            for s in &self.grids[order[k]].slots {
                if let Slot::Grid(c) = s {
                    order.push(*c);
                }
            }
            k += 1;
        }
        order.reverse();
        order
    }

    /// How many drawn containers are round a grid.
    pub(super) fn level(&self, grid: usize) -> u8 {
        let mut n = 0;
        let mut at = self.grids[grid].parent;
        while let Some((p, _, _)) = at {
            n += u8::from(self.grids[p].kind.is_some());
            at = self.grids[p].parent;
        }
        n
    }
}
