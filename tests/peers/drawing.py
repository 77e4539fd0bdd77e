"""Reads an SVG that isoplan wrote into plain data, from the file alone.

All places are given on the *plane*: the ground seen from above, in page units, with the ground point (0, 0) at (0, 0).
In the flat view the plane is the page. In the other views a point of the page is led back to the ground below it, so a
straight line stays a straight line, and what meets on the page meets on the plane. `Drawing.area` and `Drawing.length`
tell how much larger areas, and lengths along the axes, are on the page.
"""

import math
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

from geometry import hull, rectangle

COS_30 = 0.8660254037844386
#: for each projection: run and rise of one ground unit along an axis, and rise of one unit of height
VIEWS = {"iso30": (COS_30, 0.5, 1.0), "a45": (COS_30, 0.6123724356957945, COS_30), "flat": None}


class View:
    """Leads from the page to the plane and back."""

    def __init__(self, root):
        self.name = root.get("data-projection")
        self.unit = float(root.get("data-unit"))
        self.origin = numbers(root.get("data-origin"))
        if VIEWS[self.name]:
            self.run, self.rise, height = VIEWS[self.name]
            self.shadow = height / (2 * self.rise)
            self.area, self.length = 2 * self.run * self.rise, math.hypot(self.run, self.rise)
        else:
            self.shadow, self.area, self.length = 0.0, 1.0, 1.0

    def plane(self, page):
        """The plane point under a page point."""
        x, y = page[0] - self.origin[0], page[1] - self.origin[1]
        if self.name == "flat":
            return x, y
        u, v = x / self.run, y / self.rise
        return (u + v) / 2, (v - u) / 2

    def page(self, plane):
        """The page point of a plane point."""
        x, y = plane
        if self.name == "flat":
            return x + self.origin[0], y + self.origin[1]
        return (x - y) * self.run + self.origin[0], (x + y) * self.rise + self.origin[1]

    def axes(self):
        """The directions of the two axes on the page, in degrees."""
        o, x, y = self.page((0, 0)), self.page((1, 0)), self.page((0, 1))
        return [math.degrees(math.atan2(p[1] - o[1], p[0] - o[0])) % 180 for p in (x, y)]


@dataclass
class Tray:
    id: str
    component: str
    environment: str
    region: str
    box: tuple  # x, y, width, depth


@dataclass
class Block:
    tray: str
    outline: list  # what it covers, as a convex polygon


@dataclass
class Container:
    kind: str
    id: str  # of the element
    name: str
    box: tuple
    border: list  # straight lines as they are drawn
    tray: str  # the tray whose floor it lies on, or ""


@dataclass
class Wire:
    number: int
    kind: str
    sources: list  # ids of trays
    targets: list
    lines: list  # lists of points; round corners are made sharp again
    page: list  # the same on the page


@dataclass
class Label:
    text: str
    place: str  # tray, badge, outline, container, wire, step
    of: str  # what it names
    tray: str  # the tray it lies on, or ""
    quad: list
    cover: list  # what it covers: the disc of a number or a count, else the quad
    em: float  # size on the page


@dataclass
class Drawing:
    view: View
    size: tuple
    trays: dict = field(default_factory=dict)
    blocks: list = field(default_factory=list)
    containers: list = field(default_factory=list)
    wires: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    panels: list = field(default_factory=list)  # id, and x, y, width, height on the page


def numbers(text):
    """All numbers in a text."""
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)]


def path(d):
    """The lines of a path, with sharp corners: control points of curves count as corners."""
    lines = []
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        v = numbers(rest)
        if command == "M":
            lines.append([(v[0], v[1])])
        elif command == "L":
            lines[-1].append((v[0], v[1]))
        elif command == "Q":
            lines[-1] += [(v[0], v[1]), (v[2], v[3])]
        elif command == "C":
            lines[-1] += list(zip(v[::2], v[1::2]))
        elif command == "Z":
            lines[-1].append(lines[-1][0])
        else:
            raise ValueError(f"a path with the command {command}")
    return lines


def read(name):
    """The drawing in a file."""
    root = ElementTree.parse(name).getroot()
    # on a sheet of paper, width and height are in millimetres
    _, _, wide, high = numbers(root.get("viewBox"))
    drawing = Drawing(View(root), (wide, high))
    _walk(root, drawing, [], "", None)
    return drawing


def _walk(node, drawing, above, tray, parent):
    """Reads an element and what is in it. `above` are the classes round it, `tray` is the tray it lies on."""
    classes = (node.get("class") or "").split()
    sort = classes[0] if classes else ""
    if sort == "panel":
        drawing.panels.append((node.get("id"), numbers(node.get("data-rect"))))
        return
    if sort == "tray":
        tray = node.get("id")
        box = _box(drawing, node)
        of = [node.get(key) or "" for key in ("data-id", "data-env", "data-region")]
        drawing.trays[tray] = Tray(tray, *of, box)
    elif sort == "solid":
        drawing.blocks.append(Block(node.get("data-tray"), _silhouette(drawing.view, node)))
    elif sort == "container":
        box = _box(drawing, node)
        border = _border(drawing.view, node)
        drawing.containers.append(Container(classes[1], node.get("id"), node.get("data-id"), box, border, tray))
    elif sort == "wire":
        drawing.wires.append(_wire(drawing.view, node))
    elif sort == "label":
        drawing.labels.append(_label(drawing.view, node, above, tray, parent))
    for child in node:
        _walk(child, drawing, above + classes, tray, node)


def _box(drawing, node):
    return tuple(v * drawing.view.unit for v in numbers(node.get("data-box")))


def _silhouette(view, node):
    """What a box covers: a point at a height is seen above the ground point that lies as far back on both axes."""
    x, y, w, d = numbers(node.get("data-box"))
    foot, height = float(node.get("data-z")), float(node.get("data-h"))
    points = []
    for z in (foot, foot + height):
        back = z * view.shadow
        points += [((px - back) * view.unit, (py - back) * view.unit) for px, py in rectangle(x, y, w, d)]
    return hull(points)


def _border(view, node):
    """The stroked lines of a container: of a slab the edge of its top, at whatever height that lies."""
    out = []
    for child in node:
        if child.tag.endswith("path") and child.get("stroke"):
            for line in path(child.get("d")):
                points = [view.plane(p) for p in line]
                out += [(a, b) for a, b in zip(points, points[1:]) if a != b]
    return out


def _wire(view, node):
    page = path(node.get("d"))
    ends = [node.get(key).split() for key in ("data-from-tray", "data-to-tray")]
    lines = [[view.plane(p) for p in line] for line in page]
    return Wire(int(node.get("data-wire")), node.get("data-kind"), *ends, lines, page)


def _label(view, node, above, tray, parent):
    of = node.get("data-for")
    place = next((c for c in ("badge", "outline", "container", "step", "tray") if c in above), "wire")
    v = numbers(node.get("data-quad"))
    cover = quad = hull([view.plane(p) for p in zip(v[::2], v[1::2])])
    if place in ("badge", "step"):
        disc = next(child for child in parent if child.tag.endswith("path"))
        cover = hull([view.plane(p) for line in path(disc.get("d")) for p in line])
    group = next(child for child in node.iter() if child.get("transform"))
    a, b = numbers(group.get("transform"))[:2]
    return Label(group.get("aria-label") or "", place, of, tray, quad, cover, math.hypot(a, b) * 1000)
