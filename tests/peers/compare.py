"""Lays out the same boxes with isoplan and with other tools, and compares them: `python3 compare.py FILE...`.

isoplan draws each topology from above. Its picture gives the boxes, what holds them, and who is joined to whom; the
others lay out just that. See README.md for what the columns mean.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import drawing as drawings
import links
from geometry import Grid, Meetings, bounds, length_inside, rectangle, simple, straights
from outside import table

HERE = Path(__file__).resolve().parent
#: in page units: between boxes, between layers, between lines, from a container to what is in it
SPACING = {"node": 20, "layer": 40, "edge": 10, "padding": 20}
HOLDERS = ("region", "environment", "network")
#: name, command, and what must be there
PEERS = {
    "elk": (["node", "elk.mjs"], "node", "elkjs"),
    "dagre": (["node", "dagre.mjs"], "node", "@dagrejs/dagre"),
    "dot ortho": ([sys.executable, "dot.py", "ortho"], "dot", None),
    "dot polyline": ([sys.executable, "dot.py", "polyline"], "dot", None),
}


class Failed(Exception):
    """A tool that gave no layout, and why."""


def run(command, given, limit):
    """The output of a command and how long it took, in milliseconds."""
    start = time.perf_counter()
    # a process group of its own, so that what the command started ends with it
    process = subprocess.Popen(
        command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )
    try:
        out, error = process.communicate(given, timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise Failed(f"no answer in {limit} s") from None
    if process.returncode != 0:
        last = (error.strip().splitlines() or ["it said nothing"])
        said = next((line for line in last if "rror" in line), last[-1])
        raise Failed(f"ended with {process.returncode}: {said[:150]}")
    return out, (time.perf_counter() - start) * 1000


def isoplan(program, topology, limit):
    """The drawing of a topology from above, and how long the program ran."""
    with tempfile.TemporaryDirectory() as folder:
        name = str(Path(folder) / "out.svg")
        command = [program, "-q", "render", str(Path(topology).resolve()), "--projection", "flat", "--detail", "full", "-o", name]
        ms = run(command, "", limit)[1]
        return drawings.read(name), ms


def graph(drawing):
    """What the others are given, and isoplan's own line for each edge: (wire, points)."""
    holders = [c for c in drawing.containers if c.kind in HOLDERS]
    # larger ones first, so that the last that holds a thing is the innermost
    holders.sort(key=lambda c: -c.box[2] * c.box[3])
    containers = []
    for k, holder in enumerate(holders):
        containers.append({"id": holder.id, "parent": _innermost(holders[:k], holder.box)})
    nodes = [
        {"id": tray.id, "w": tray.box[2], "h": tray.box[3], "parent": _innermost(holders, tray.box)}
        for tray in drawing.trays.values()
    ]
    edges, lines = {}, []
    for link in links.links(drawing):
        ends = link.source, link.target
        if ends not in edges:
            edges[ends] = {"from": link.source, "to": link.target}
            lines.append((link.wire, link.line))
    return {"nodes": nodes, "containers": containers, "edges": list(edges.values()), "spacing": SPACING}, lines


def _innermost(holders, box):
    x, y, w, d = box
    found = None
    for holder in holders:
        hx, hy, hw, hd = holder.box
        if hx <= x and hy <= y and x + w <= hx + hw and y + d <= hy + hd:
            found = holder.id
    return found


def measure(given, boxes, containers, lines, wires):
    """The measures of one layout. `wires` tells which edges are drawn as one line."""
    lines = [simple([tuple(p) for p in line]) for line in lines]
    drawn = [(wire, line) for wire, line in zip(wires, lines) if len(line) > 1]
    met = Meetings(drawn)
    by_edge = met if wires == list(range(len(lines))) else Meetings([(k, l) for k, l in enumerate(lines) if len(l) > 1])
    shapes = [rectangle(*box) for box in [*boxes.values(), *containers.values()]]
    x0, y0, x1, y1 = bounds([p for shape in shapes for p in shape] + [p for line in lines for p in line])
    bends = [links.bends(line) for line in lines]
    return {
        "cross": met.crossings(),
        "pairs": by_edge.crossing_pairs(),
        "on": len(met.along),
        "bends": round(sum(bends) / max(1, len(bends)), 2),
        "most": max(bends, default=0),
        "width": x1 - x0,
        "depth": y1 - y0,
        "through": _through(given, boxes, lines),
    }


def _through(given, boxes, lines):
    """Pairs of an edge and a box that it runs through without ending there."""
    ids = list(boxes)
    shapes = [rectangle(x + 0.6, y + 0.6, w - 1.2, d - 1.2) for x, y, w, d in boxes.values()]
    grid = Grid(bounds(shape) for shape in shapes)
    found = set()
    for n, (edge, line) in enumerate(zip(given["edges"], lines)):
        for a, b in straights(line):
            for k in grid.near(bounds([a, b])):
                if ids[k] not in (edge["from"], edge["to"]) and length_inside(a, b, shapes[k]) > 0:
                    found.add((n, k))
    return len(found)


def missing(peer):
    """Why a peer can not run here, or nothing."""
    _, program, package = PEERS[peer]
    if not shutil.which(program):
        return f"`{program}` is not installed"
    if package and not (HERE / "node_modules" / package).is_dir():
        return f"`{package}` is not installed: run `npm ci` here"
    return ""


def compare(program, topology, limit):
    """A row for each tool; the first is isoplan."""
    drawing, ms = isoplan(program, topology, limit)
    given, lines = graph(drawing)
    boxes = {id: tray.box for id, tray in drawing.trays.items()}
    containers = {c.id: c.box for c in drawing.containers}
    unit = drawing.view.unit
    size = {"boxes": len(boxes), "edges": len(given["edges"])}
    wires = [wire for wire, _ in lines]
    own = measure(given, boxes, containers, [line for _, line in lines], wires)
    rows = [{"tool": "isoplan", "why": ""} | size | own | {"call ms": None, "process ms": ms}]
    for peer, (command, _, _) in PEERS.items():
        why = missing(peer)
        try:
            if why:
                raise Failed(why)
            text, ms = run(command, json.dumps(given), limit)
            out = json.loads(text)
            other = measure(given, out["nodes"], out["containers"], out["edges"], list(range(len(out["edges"]))))
            rows.append({"tool": peer, "why": ""} | size | other | {"call ms": out["ms"], "process ms": ms})
        except Failed as failed:
            rows.append({"tool": peer, "why": str(failed)})
    area = own["width"] * own["depth"]
    for row in rows:
        if "width" in row:
            row["area"] = round(row["width"] * row["depth"] / area, 2)
            row["width"], row["depth"] = round(row["width"] / unit, 1), round(row["depth"] / unit, 1)
    return rows


def shown(topology, row):
    """A row of the table."""
    name = Path(topology).name.removesuffix(".toml").removesuffix(".topology")
    keys = ["boxes", "edges", "cross", "pairs", "on", "bends", "most", "through", "width", "depth", "area"]
    cells = {"file": name, "tool": row["tool"]} | {key: row.get(key, "-") for key in keys}
    times = {key: "-" if row.get(key) is None else round(row[key]) for key in ("call ms", "process ms")}
    return cells | times


def main():
    parser = argparse.ArgumentParser(description="Compare isoplan's layout with those of other tools.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="topologies")
    parser.add_argument("--isoplan", default=str(HERE / "../../target/release/isoplan"), metavar="PATH")
    parser.add_argument("--limit", type=float, default=120, metavar="SECONDS", help="longest time for one tool")
    parser.add_argument("--json", metavar="OUT", help="write all measures to a file, too")
    options = parser.parse_args()
    program = shutil.which(options.isoplan)
    if not program:
        parser.error(f"no program at {options.isoplan}: build it with `cargo build --release`, or give --isoplan PATH")
    everything, bad = {}, 0
    for topology in options.files:
        try:
            everything[topology] = compare(str(Path(program).resolve()), topology, options.limit)
        except Failed as failed:
            print(f"{topology}: isoplan {failed}", file=sys.stderr)
            bad = 1
    rows = [(topology, row) for topology, rows in everything.items() for row in rows]
    if rows:
        print(table([shown(*row) for row in rows]))
    for topology, row in rows:
        if row["why"]:
            print(f"{Path(topology).name}: {row['tool']}: {row['why']}")
    if options.json:
        Path(options.json).write_text(json.dumps(everything, indent=1) + "\n")
    return bad


if __name__ == "__main__":
    sys.exit(main())
