"""What must never be in a drawing, looked for from outside: each function returns what it found.

The codes are those of docs/layout.md. Tolerances are in page units (px): a tenth of a pixel is rounding, not a fault.
"""

import math
from collections import namedtuple

from geometry import Grid, Meetings, bounds, hull, length_inside, rectangle, shared_area, simple, straights

#: what is wrong, in words; where on the page; how much (px, px² or degrees)
Finding = namedtuple("Finding", "code what where amount")

TRAYS = 0.3  # px² that two trays may share
BLOCKS = 0.5  # px² that two blocks may share
EDGE = 0.6  # px of a tray's edge that a wire may touch
LENGTH = 0.5  # px of a wire that may lie on another, under a block or on a text
SHORT = 6.0  # px: shorter straights have no direction to speak of
ANGLE = 1.0  # degrees off the axes

SLABS = ("region", "environment", "network", "band")


def _at(drawing, polygon):
    """The middle of a polygon, on the page, rounded."""
    x, y = (sum(v) / len(polygon) for v in zip(*polygon))
    x, y = drawing.view.page((x, y))
    return round(x, 1), round(y, 1)


def _grid(polygons):
    return Grid(bounds(polygon) for polygon in polygons)


def _wire_parts(drawing):
    """All straight parts of wires: (wire, from, to)."""
    return [(wire, a, b) for wire in drawing.wires for line in wire.lines for a, b in straights(simple(line))]


def trays_overlap(drawing):
    """H1: two trays share ground."""
    trays = list(drawing.trays.values())
    shapes = [rectangle(*tray.box) for tray in trays]
    for a, b in _grid(shapes).pairs():
        shared = shared_area(shapes[a], shapes[b]) * drawing.view.area
        if shared > TRAYS:
            yield Finding("H1", f"tray {trays[a].id} overlaps tray {trays[b].id}", _at(drawing, shapes[a]), shared)


def blocks_overlap(drawing):
    """H2: one block is before another on the page."""
    shapes = [block.outline for block in drawing.blocks]
    for a, b in _grid(shapes).pairs():
        shared = shared_area(shapes[a], shapes[b]) * drawing.view.area
        if shared > BLOCKS:
            what = f"a block of {drawing.blocks[a].tray} and one of {drawing.blocks[b].tray} hide each other"
            yield Finding("H2", what, _at(drawing, shapes[a]), shared)


def wires_through_trays(drawing):
    """H3: a wire enters a tray that it does not end at."""
    trays = list(drawing.trays.values())
    shapes = [rectangle(t.box[0] + EDGE, t.box[1] + EDGE, t.box[2] - 2 * EDGE, t.box[3] - 2 * EDGE) for t in trays]
    grid = _grid(shapes)
    found = {}
    for wire, a, b in _wire_parts(drawing):
        for k in grid.near(bounds([a, b])):
            if trays[k].id in wire.sources or trays[k].id in wire.targets:
                continue
            inside = length_inside(a, b, shapes[k])
            if inside > 0:
                key = wire.number, k
                found[key] = found.get(key, 0) + inside * drawing.view.length
    for (number, k), inside in found.items():
        yield Finding("H3", f"wire {number} runs through tray {trays[k].id}", _at(drawing, shapes[k]), inside)


def wires_hidden(drawing, own=False):
    """H4: a block stands before a wire that does not end at its tray. With `own`: before a wire that does."""
    shapes = [block.outline for block in drawing.blocks]
    grid = _grid(shapes)
    found = {}
    for wire, a, b in _wire_parts(drawing):
        for k in grid.near(bounds([a, b])):
            if own == (drawing.blocks[k].tray in wire.sources + wire.targets):
                key = wire.number, k
                found[key] = found.get(key, 0) + length_inside(a, b, shapes[k]) * drawing.view.length
    for (number, k), hidden in found.items():
        if hidden > LENGTH:
            what = f"a block of {drawing.blocks[k].tray} hides a part of wire {number}"
            yield Finding("H4", what, _at(drawing, shapes[k]), hidden)


def heads_met(drawing, all_links):
    """A wire runs through the arrowhead of another. No rule forbids it, so it has no code: it is counted only."""
    unit = drawing.view.unit
    wires = _wire_parts(drawing)
    grid = _grid([[a, b] for _, a, b in wires])
    seen = set()
    for link, (a, b) in ((link, straight) for link in all_links for straight in link.heads):
        long = math.dist(a, b) or 1
        dx, dy = (b[0] - a[0]) / long * unit, (b[1] - a[1]) / long * unit
        # a head begins a little before the end of its line and has its tip beyond it
        back, tip = (b[0] - 0.08 * dx, b[1] - 0.08 * dy), (b[0] + 0.28 * dx, b[1] + 0.28 * dy)
        side = 0.155 * dy, -0.155 * dx
        head = hull([tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])])
        for k in grid.near(bounds(head)):
            wire, p, q = wires[k]
            inside = length_inside(p, q, head) * drawing.view.length
            key = link.wire, wire.number, b
            if wire.number != link.wire and inside > LENGTH and key not in seen:
                seen.add(key)
                what = f"wire {wire.number} runs through an arrowhead of wire {link.wire}"
                yield Finding("-", f"{what} ({link.source} to {link.target})", _at(drawing, [b]), inside)


def meetings(drawing):
    """Where the wires of a drawing meet."""
    lines = [(wire.number, simple(line)) for wire in drawing.wires for line in wire.lines]
    return Meetings(lines, LENGTH / drawing.view.length)


def wires_on_wires(drawing, met):
    """H5: two wires lie on each other."""
    for (a, b), (length, at) in sorted(met.along.items()):
        where = _at(drawing, [at])
        yield Finding("H5", f"wires {a} and {b} lie on each other", where, length * drawing.view.length)


def texts_met(drawing):
    """H6: a text meets another text, a wire, a block or the border of a container.

    Numbers of steps and counts of blocks lie on discs of their own, which count with them. They are meant to lie on
    something: a number on a wire or at the edge of a tray, a count on a block of its tray; no border makes them hard to
    read. A text on the floor of a tray is not held against what lies on the ground under that floor.
    """
    view = drawing.view
    labels = drawing.labels
    shapes = [label.cover for label in labels]
    found = {}

    def add(key, text, other, where, amount, least):
        if amount > least:
            what, at, so_far = found.get(key, (f"{text} meets {other}", _at(drawing, where), 0))
            found[key] = what, at, so_far + amount

    for a, b in _grid(shapes).pairs():
        shared = shared_area(shapes[a], shapes[b]) * view.area
        add(("text", a, b), _name(labels[a]), _name(labels[b]), shapes[a], shared, TRAYS)
    blocks = _grid([block.outline for block in drawing.blocks])
    wires = _wire_parts(drawing)
    wire_grid = _grid([[a, b] for _, a, b in wires])
    borders = [(c, a, b) for c in drawing.containers for a, b in c.border]
    border_grid = _grid([[a, b] for _, a, b in borders])
    for n, (label, shape) in enumerate(zip(labels, shapes)):
        box, name = bounds(shape), _name(label)
        for k in blocks.near(box):
            block = drawing.blocks[k]
            if not (label.place == "badge" and label.tray == block.tray):
                shared = shared_area(shape, block.outline) * view.area
                add(("block", n, k), name, f"a block of {block.tray}", shape, shared, BLOCKS)
        for k in wire_grid.near(box) if label.place != "step" else ():
            wire, a, b = wires[k]
            inside = length_inside(a, b, shape) * view.length
            add(("wire", n, wire.number), name, f"wire {wire.number}", shape, inside, LENGTH)
        for k in border_grid.near(box) if label.place not in ("step", "badge") else ():
            container, a, b = borders[k]
            if label.tray in ("", container.tray):
                inside = length_inside(a, b, shape) * view.length
                add(("border", n, container.id), name, f"the border of {container.id}", shape, inside, LENGTH)
    for what, where, amount in found.values():
        yield Finding("H6", what, where, amount)


def _name(label):
    return f"text `{label.text}` ({label.place} {label.of})"


def things_outside(drawing):
    """H7: a tray is not where its region and environment are, or two containers overlap.

    A tray belongs on the slab of its region. If its environment has plates on that slab, it belongs on one of those.
    """
    slack = 0.01
    by_name = {}
    for c in drawing.containers:
        if c.kind in SLABS:
            by_name.setdefault((c.kind, c.name), []).append(c)
    for tray in drawing.trays.values():
        regions = by_name.get(("region", tray.region), [])
        plates = by_name.get(("environment", tray.environment), [])
        plates = [p for p in plates if any(_holds(r.box, p.box, slack) for r in regions)] if regions else []
        for kind, name, homes in (("region", tray.region, regions), ("environment", tray.environment, plates)):
            if homes and not any(_holds(home.box, tray.box, slack) for home in homes):
                where = _at(drawing, rectangle(*tray.box))
                yield Finding("H7", f"tray {tray.id} is not in its {kind} {name}", where, 1)
    slabs = [c for c in drawing.containers if c.kind in SLABS]
    shapes = [rectangle(*c.box) for c in slabs]
    for a, b in _grid(shapes).pairs():
        one, two = slabs[a], slabs[b]
        if _holds(one.box, two.box, slack) or _holds(two.box, one.box, slack):
            continue
        shared = shared_area(shapes[a], shapes[b]) * drawing.view.area
        if shared > TRAYS:
            what = f"{one.kind} {one.id} and {two.kind} {two.id} overlap"
            yield Finding("H7", what, _at(drawing, shapes[b]), shared)


def _holds(outer, inner, slack):
    x, y, w, d = inner
    ox, oy, ow, od = outer
    return ox - slack <= x and oy - slack <= y and x + w <= ox + ow + slack and y + d <= oy + od + slack


def wires_off_axes(drawing):
    """H9: a part of a wire runs along neither axis."""
    axes = drawing.view.axes()
    for wire in drawing.wires:
        for a, b in (part for line in wire.page for part in straights(line)):
            if math.dist(a, b) <= SHORT:
                continue
            angle = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0])) % 180
            off = min(min(abs(angle - axis), 180 - abs(angle - axis)) for axis in axes)
            if off > ANGLE:
                yield Finding("H9", f"wire {wire.number} leaves the axes", (round(a[0], 1), round(a[1], 1)), off)


def panels_met(drawing):
    """HP: a panel covers a part of the drawing or of another panel, or something lies outside the page."""
    page = drawing.view.page
    things = [(f"tray {t.id}", rectangle(*t.box)) for t in drawing.trays.values()]
    things += [(f"a block of {b.tray}", b.outline) for b in drawing.blocks]
    things += [(_name(label), label.quad) for label in drawing.labels]
    slabs = [c for c in drawing.containers if c.border]
    things += [(f"{c.kind} {c.id}", hull([p for part in c.border for p in part])) for c in slabs]
    things = [(what, [page(p) for p in shape]) for what, shape in things]
    panels = [(id, rectangle(*rect)) for id, rect in drawing.panels]
    paper = (0, 0, *drawing.size)
    for k, (id, panel) in enumerate(panels):
        for what, shape in things + panels[:k]:
            shared = shared_area(panel, shape)
            if shared > BLOCKS:
                yield Finding("HP", f"panel {id} covers {what}", (panel[0][0], panel[0][1]), shared)
        for a, b in (p for wire in drawing.wires for line in wire.page for p in straights(line)):
            inside = length_inside(a, b, hull(panel))
            if inside > LENGTH:
                yield Finding("HP", f"panel {id} covers a wire", a, inside)
    for what, shape in things + panels:
        x0, y0, x1, y1 = bounds(shape)
        out = max(paper[0] - x0, paper[1] - y0, x1 - paper[2], y1 - paper[3])
        if out > LENGTH:
            yield Finding("HP", f"{what} lies outside the page", (round(x0, 1), round(y0, 1)), out)


def findings(drawing, met):
    """Everything that must not be."""
    out = []
    for look in (trays_overlap, blocks_overlap, wires_through_trays, wires_hidden):
        out += look(drawing)
    out += wires_on_wires(drawing, met)
    for look in (texts_met, things_outside, wires_off_axes, panels_met):
        out += look(drawing)
    return out
