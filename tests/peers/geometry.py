"""Plain geometry on lists of (x, y) points: hulls, clipping, crossings, and a grid that finds what is near.

Nothing here knows what a tray or a wire is. Used by outside.py, links.py and compare.py.
"""

import math
from collections import defaultdict


def area(polygon):
    """The area of a polygon, whichever way round it goes."""
    twice = 0.0
    for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1]):
        twice += ax * by - bx * ay
    return abs(twice) / 2


def hull(points):
    """The convex hull, counterclockwise (Andrew's monotone chain)."""
    points = sorted(set(points))
    if len(points) < 3:
        return points

    def half(of):
        out = []
        for p in of:
            while len(out) >= 2 and _turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return half(points) + half(points[::-1])


def _turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def bounds(points):
    """The least box round points: x0, y0, x1, y1."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def rectangle(x, y, w, d):
    """The corners of a box."""
    return [(x, y), (x + w, y), (x + w, y + d), (x, y + d)]


def shared_area(a, b):
    """The area that two convex polygons share; `a` is cut along each side of `b` (Sutherland and Hodgman)."""
    b = hull(b)
    for p, q in zip(b, b[1:] + b[:1]):
        out = []
        for s, e in zip(a, a[1:] + a[:1]):
            ts, te = _turn(p, q, s), _turn(p, q, e)
            if ts >= 0:
                out.append(s)
            if (ts > 0 > te) or (ts < 0 < te):
                k = ts / (ts - te)
                out.append((s[0] + (e[0] - s[0]) * k, s[1] + (e[1] - s[1]) * k))
        a = out
        if len(a) < 3:
            return 0.0
    return area(a)


def length_inside(a, b, convex):
    """How much of the line from a to b lies inside a convex polygon that goes counterclockwise (Cyrus and Beck)."""
    low, high = 0.0, 1.0
    for p, q in zip(convex, convex[1:] + convex[:1]):
        ta, tb = _turn(p, q, a), _turn(p, q, b)
        if ta <= 0 and tb <= 0:
            return 0.0
        if ta < 0:
            low = max(low, ta / (ta - tb))
        elif tb < 0:
            high = min(high, ta / (ta - tb))
    return max(0.0, high - low) * math.dist(a, b)


def meet(p, q, r, s, slack=0.05):
    """How two straight lines meet: ("cross", point, t, u), ("along", length, middle), or None.

    Lines that are parallel and less than five slacks apart count as lying on each other. `t` and `u` tell where the
    crossing is on each line, in units of length from its middle to its end: less than 1 is inside.
    """
    dx, dy, ex, ey = q[0] - p[0], q[1] - p[1], s[0] - r[0], s[1] - r[1]
    one, two = math.hypot(dx, dy), math.hypot(ex, ey)
    if one < 1e-9 or two < 1e-9:
        return None
    turn = dx * ey - dy * ex
    gx, gy = r[0] - p[0], r[1] - p[1]
    if abs(turn) <= 2e-3 * one * two:
        if max(abs(dx * gy - dy * gx), abs(dx * (s[1] - p[1]) - dy * (s[0] - p[0]))) > 5 * slack * one:
            return None
        along = sorted([(dx * gx + dy * gy) / one, (dx * (s[0] - p[0]) + dy * (s[1] - p[1])) / one])
        low, high = max(0.0, along[0]), min(one, along[1])
        if high <= low:
            return None
        middle = (low + high) / 2 / one
        return "along", high - low, (p[0] + dx * middle, p[1] + dy * middle)
    t, u = (gx * ey - gy * ex) / turn, (gx * dy - gy * dx) / turn
    if not (-slack <= t * one <= one + slack and -slack <= u * two <= two + slack):
        return None
    return "cross", (p[0] + dx * t, p[1] + dy * t), abs(2 * t - 1), abs(2 * u - 1)


class Grid:
    """Things by the squares that their boxes touch, so that only near ones are compared."""

    def __init__(self, boxes=()):
        """A grid of things that are numbered from 0, with these boxes: x0, y0, x1, y1."""
        boxes = list(boxes)
        long = sum(x1 - x0 + y1 - y0 for x0, y0, x1, y1 in boxes) / max(1, len(boxes))
        # so that a thing touches a few squares, not thousands
        self.size = max(100.0, long / 6)
        self.cells = defaultdict(list)
        for k, box in enumerate(boxes):
            for square in self._squares(box):
                self.cells[square].append(k)

    def _squares(self, box):
        x0, y0, x1, y1 = (math.floor(v / self.size) for v in box)
        return ((x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1))

    def near(self, box):
        """All things in the squares that a box touches, each once."""
        return sorted({thing for square in self._squares(box) for thing in self.cells.get(square, ())})

    def pairs(self):
        """All pairs of things that share a square, each once."""
        seen = set()
        for things in self.cells.values():
            for i, a in enumerate(things):
                for b in things[i + 1:]:
                    if (a, b) not in seen:
                        seen.add((a, b))
                        yield a, b


def straights(line):
    """The straight parts of a line that have a length."""
    return [(a, b) for a, b in zip(line, line[1:]) if math.dist(a, b) > 1e-6]


def simple(line, slack=0.05):
    """The line without points that are not corners: doubled ones, and ones on the straight between their neighbours."""
    out = []
    for p in line:
        if out and math.dist(out[-1], p) <= slack:
            continue
        while len(out) >= 2 and _is_straight(out[-2], out[-1], p, slack):
            out.pop()
        out.append(p)
    return out


def _is_straight(a, b, c, slack):
    ahead = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) > 0
    return ahead and abs(_turn(a, b, c)) <= slack * math.dist(a, c)


class Meetings:
    """Where lines of different owners meet. Lines are (owner, points); owners are compared with `==` and `<`."""

    def __init__(self, lines, least=0.5):
        #: distinct points where lines of different owners cross or touch, but for those where both end
        self.points = set()
        #: pairs of owners that cross inside straights of both, and where
        self.pairs = defaultdict(set)
        #: pairs of owners that lie on each other for more than `least`: how far, and a point
        self.along = {}
        self._ends = {(owner, _key(p)) for owner, line in lines for p in (line[0], line[-1])}
        parts = [(owner, a, b) for owner, line in lines for a, b in straights(line)]
        # a little larger, for lines that all but touch
        boxes = [bounds([a, b]) for _, a, b in parts]
        grid = Grid((x0 - 0.1, y0 - 0.1, x1 + 0.1, y1 + 0.1) for x0, y0, x1, y1 in boxes)
        for square, things in grid.cells.items():
            for i, k in enumerate(things):
                for n in things[i + 1:]:
                    if parts[k][0] != parts[n][0]:
                        self._look(grid.size, square, parts[k], parts[n], least)

    def _look(self, size, square, one, two, least):
        found = meet(one[1], one[2], two[1], two[2])
        if not found:
            return
        pair = (one[0], two[0]) if one[0] < two[0] else (two[0], one[0])
        if found[0] == "along":
            if found[1] > least and self.along.get(pair, [0])[0] < found[1]:
                self.along[pair] = [found[1], found[2]]
            return
        _, at, t, u = found
        key = _key(at)
        # a crossing belongs to one square alone
        is_here = (math.floor(at[0] / size), math.floor(at[1] / size)) == square
        if not is_here or all((owner, key) in self._ends for owner in pair):
            return
        self.points.add(key)
        if t < 0.99999 and u < 0.99999:
            self.pairs[pair].add(key)

    def crossings(self):
        """How many points there are; those that rounding has split count once."""
        kept = set()
        for x, y in sorted(self.points):
            near = ((round(x + dx, 1), round(y + dy, 1)) for dx in (-0.1, 0, 0.1) for dy in (-0.1, 0, 0.1))
            if not any(p in kept for p in near):
                kept.add((x, y))
        return len(kept)

    def crossing_pairs(self):
        """How many crossings there are when each pair of owners counts for itself."""
        return sum(len(points) for points in self.pairs.values())


def _key(p):
    return round(p[0], 1), round(p[1], 1)
