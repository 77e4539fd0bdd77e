"""Finds the way of each connection in the wires of a drawing: one line from tray to tray for each.

A wire with one source and one target is that line already. A bundle is drawn as whole lines and branches that begin or
end on them. Its straights make a graph, and the way of a connection is the shortest one in it.
"""

import heapq
import math
from collections import namedtuple

from geometry import simple

#: the number of its wire, its two trays, its points from tray to tray, and the straights that lead to its arrowheads
Link = namedtuple("Link", "wire source target line heads")

#: how far from its tray a line may end, in page units: it stops under its arrowhead, and that keeps a gap
REACH = 60.0


def links(drawing):
    """All connections of a drawing."""
    out = []
    for wire in drawing.wires:
        lines = [simple(line) for line in wire.lines]
        if len(wire.sources) == 1 and len(wire.targets) == 1:
            ways = [(wire.sources[0], wire.targets[0], lines[0])]
        else:
            ways = _ways(drawing, wire, lines)
        for source, target, way in ways:
            ends = [drawing.trays[id].box if id in drawing.trays else None for id in (source, target)]
            whole = _up_to(_up_to(way, ends[1])[::-1], ends[0])[::-1]
            heads = [way[-2:]]
            # a line begins at its tray, but for one that has a head there too
            if ends[0] and distance(way[0], ends[0]) > drawing.view.unit / 5:
                heads.append(way[1::-1])
            out.append(Link(wire.number, source, target, simple(whole), heads))
    return out


def _ways(drawing, wire, lines):
    inward = len(wire.targets) == 1
    hundredth = drawing.view.unit / 100

    def key(p):
        return round(p[0] / hundredth), round(p[1] / hundredth)

    graph = _graph([[key(p) for p in line] for line in lines])
    firsts, lasts = [line[0] for line in lines], [line[-1] for line in lines]
    tips, roots = (firsts, lasts) if inward else (lasts, firsts)
    shared = drawing.trays[wire.targets[0] if inward else wire.sources[0]].box
    # where a branch joins, the graph goes on; at a tray it ends
    roots = {key(p) for p in roots if len(graph[key(p)]) == 1 and distance(p, shared) <= REACH}
    before = _search(graph, roots or {key((lasts if inward else firsts)[0])})
    out = []
    for tray in wire.sources if inward else wire.targets:
        box = drawing.trays[tray].box
        tip = min(tips, key=lambda p: distance(p, box))
        if distance(tip, box) > REACH or key(tip) not in before:
            continue
        way, at = [], key(tip)
        while at is not None:
            way.append((at[0] * hundredth, at[1] * hundredth))
            at = before[at]
        ends = (tray, wire.targets[0]) if inward else (wire.sources[0], tray)
        out.append((*ends, way if inward else way[::-1]))
    return out


def _graph(lines):
    """Neighbours of each point; a point that lies on a straight of another line divides that straight."""
    points = sorted({p for line in lines for p in line})
    graph = {p: set() for p in points}
    for line in lines:
        for a, b in zip(line, line[1:]):
            box = min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
            on = [a, b]
            if a[0] == b[0] or a[1] == b[1]:
                on = [p for p in points if box[0] <= p[0] <= box[2] and box[1] <= p[1] <= box[3]]
            on.sort(key=lambda p: abs(p[0] - a[0]) + abs(p[1] - a[1]))
            for p, q in zip(on, on[1:]):
                graph[p].add(q)
                graph[q].add(p)
    return graph


def _search(graph, roots):
    """The point before each point on the shortest way from a root."""
    before, best = dict.fromkeys(roots), dict.fromkeys(roots, 0)
    queue = [(0, root) for root in sorted(roots)]
    while queue:
        length, at = heapq.heappop(queue)
        if length > best[at]:
            continue
        for p in graph[at]:
            longer = length + math.dist(at, p)
            if longer < best.get(p, math.inf):
                best[p], before[p] = longer, at
                heapq.heappush(queue, (longer, p))
    return before


def distance(p, box):
    """How far a point is from a box."""
    x, y, w, d = box
    return math.hypot(max(x - p[0], 0, p[0] - x - w), max(y - p[1], 0, p[1] - y - d))


def _up_to(line, box):
    """The line made longer at its end, straight on, up to the edge of a box."""
    if not box or len(line) < 2 or distance(line[-1], box) == 0:
        return line
    (ax, ay), (bx, by) = line[-2:]
    x, y, w, d = box
    if abs(bx - ax) >= abs(by - ay):
        edge = x if bx > ax else x + w
        ahead = (edge - bx) * (bx - ax) > 0 and y - 1 <= by <= y + d + 1
        return line + [(edge, by)] if ahead and abs(edge - bx) <= REACH else line
    edge = y if by > ay else y + d
    ahead = (edge - by) * (by - ay) > 0 and x - 1 <= bx <= x + w + 1
    return line + [(bx, edge)] if ahead and abs(edge - by) <= REACH else line


def length(line):
    """The length of a line."""
    return sum(math.dist(a, b) for a, b in zip(line, line[1:]))


def bends(line):
    """How often a line turns."""
    return max(0, len(simple(line)) - 2)


def detour(line):
    """Its length by the distance of its ends along the axes; None for a line that ends where it begins."""
    (ax, ay), (bx, by) = line[0], line[-1]
    apart = abs(ax - bx) + abs(ay - by)
    return length(line) / apart if apart > 0.5 else None


def of_hundred(values, share):
    """The smallest value that this many of a hundred do not exceed; 1 for none."""
    values = sorted(values)
    return values[max(1, math.ceil(len(values) * share / 100)) - 1] if values else 1.0
