"""Measures SVG files of isoplan from outside: `python3 outside.py FILE.svg...`.

Knows nothing of the program but what its files say. Prints a row for each file: what must never be (H, all 0), and how
well the drawing reads. With `--list` it says what and where, too; `--json` prints it for programs. Ends with 1 when
something is not 0.
"""

import argparse
import json
import sys

import drawing as drawings
import hard
import links
from geometry import bounds

CODES = ["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H9", "HP"]
#: width and height of a sheet A1 in points
A1 = 841 / 25.4 * 72, 594 / 25.4 * 72


def soft(drawing, met):
    """How well a drawing reads."""
    all_links = links.links(drawing)
    ways = [link.line for link in all_links]
    bends = [links.bends(way) for way in ways]
    detours = [d for d in map(links.detour, ways) if d is not None]
    corners = _corners(drawing)
    x0, y0, x1, y1 = bounds(corners) if corners else (0, 0, 1, 1)
    page = [drawing.view.page(p) for p in corners + [p for b in drawing.blocks for p in b.outline]]
    px0, py0, px1, py1 = bounds(page) if page else (0, 0, 1, 1)
    ems = [label.em for label in drawing.labels]
    points = min(A1[0] / (px1 - px0), A1[1] / (py1 - py0))
    return {
        "trays": len(drawing.trays),
        "wires": len(drawing.wires),
        "links": len(ways),
        "crossings": met.crossings(),
        "bends": round(sum(bends) / max(1, len(bends)), 2),
        "most bends": max(bends, default=0),
        "detour": round(links.of_hundred(detours, 50), 3),
        "detour 95": round(links.of_hundred(detours, 95), 3),
        "density": round(sum(t.box[2] * t.box[3] for t in drawing.trays.values()) / ((x1 - x0) * (y1 - y0)), 3),
        "aspect": round((px1 - px0) / (py1 - py0), 2),
        "heads met": len(list(hard.heads_met(drawing, all_links))),
        "hidden ends": round(sum(f.amount for f in hard.wires_hidden(drawing, own=True)), 1),
        "text px": round(min(ems, default=0), 2),
        "text A1 pt": round(min(ems, default=0) * points, 2),
    }


def _corners(drawing):
    """The corners of trays, containers and wires: the ground is the least box round them."""
    out = [p for wire in drawing.wires for line in wire.lines for p in line]
    for thing in [*drawing.trays.values(), *drawing.containers]:
        x, y, w, d = thing.box
        out += [(x, y), (x + w, y + d), (x + w, y), (x, y + d)]
    return out


def measure(name):
    """All measures of a file, and what was found."""
    drawing = drawings.read(name)
    met = hard.meetings(drawing)
    found = hard.findings(drawing, met)
    row = {"file": name, "view": drawing.view.name}
    row |= {code: sum(1 for f in found if f.code == code) for code in CODES}
    # the hidden length rather than the number of places
    row["H4"] = round(sum(f.amount for f in found if f.code == "H4"), 1)
    return row | soft(drawing, met), found


def table(rows):
    """Rows with the same keys as text; numbers to the right."""
    keys = list(rows[0])
    cells = [keys] + [[str(row[key]) for key in keys] for row in rows]
    wide = [max(len(line[k]) for line in cells) for k in range(len(keys))]
    left = [isinstance(rows[0][key], str) for key in keys]
    lines = ((c.ljust(w) if l else c.rjust(w) for c, w, l in zip(line, wide, left)) for line in cells)
    return "\n".join("  ".join(line).rstrip() for line in lines)


def main():
    parser = argparse.ArgumentParser(description="Measure SVG files of isoplan from outside.")
    parser.add_argument("files", nargs="+", metavar="FILE.svg")
    parser.add_argument("--list", type=int, nargs="?", const=20, default=0, metavar="N", help="show N findings a file")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    rows, all_found = [], []
    for name in options.files:
        row, found = measure(name)
        rows.append(row)
        all_found.append(found)
    if options.json:
        every = [row | {"found": [f._asdict() for f in found]} for row, found in zip(rows, all_found)]
        print(json.dumps(every, indent=1))
    else:
        print(table(rows))
        for name, found in zip(options.files, all_found) if options.list else ():
            for f in found[:options.list]:
                print(f"{name}: {f.code} at {f.where[0]:.1f},{f.where[1]:.1f}: {f.what} ({f.amount:.2f})")
            if len(found) > options.list:
                print(f"{name}: and {len(found) - options.list} more")
    return 1 if any(all_found) else 0


if __name__ == "__main__":
    sys.exit(main())
