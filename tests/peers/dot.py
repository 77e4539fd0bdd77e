"""Lays a graph out with Graphviz dot: `python3 dot.py ortho|polyline`, JSON in and out as in elk.mjs.

Containers are clusters. dot measures in points, and its boxes in inches; a point stands for a page unit here.
"""

import json
import subprocess
import sys
import time


def main():
    splines = sys.argv[1]
    graph = json.load(sys.stdin)
    source = describe(graph, splines)
    start = time.perf_counter()
    done = subprocess.run(["dot", "-Tjson"], input=source, capture_output=True, text=True)
    ms = (time.perf_counter() - start) * 1000
    if done.returncode != 0:
        sys.exit(f"dot ended with {done.returncode}: {done.stderr.strip()[:200]}")
    json.dump(result(json.loads(done.stdout), graph) | {"ms": ms}, sys.stdout)


def describe(graph, splines):
    """The graph in the language of dot. Nodes are n0, n1, …; clusters are cluster_0, …"""
    spacing = graph["spacing"]
    number = {node["id"]: k for k, node in enumerate(graph["nodes"])}
    lines = [
        "digraph {",
        f"rankdir=LR; splines={splines}; nodesep={spacing['node'] / 72}; ranksep={spacing['layer'] / 72};",
        "node [shape=box, fixedsize=true, label=\"\"]; edge [dir=none];",
    ]

    def inside(parent):
        for k, container in enumerate(graph["containers"]):
            if container["parent"] == parent:
                lines.append(f"subgraph cluster_{k} {{ margin={spacing['padding']};")
                inside(container["id"])
                lines.append("}")
        for node in graph["nodes"]:
            if node["parent"] == parent:
                lines.append(f"n{number[node['id']]} [width={node['w'] / 72}, height={node['h'] / 72}];")

    inside(None)
    for k, edge in enumerate(graph["edges"]):
        lines.append(f"n{number[edge['from']]} -> n{number[edge['to']]} [number={k}];")
    lines.append("}")
    return "\n".join(lines)


def result(laid_out, graph):
    """Boxes and lines, with y turned downwards."""
    height = numbers(laid_out["bb"])[3]
    out = {"nodes": {}, "containers": {}, "edges": [[] for _ in graph["edges"]]}
    for thing in laid_out.get("objects", []):
        name = thing["name"]
        if name.startswith("cluster_"):
            x0, y0, x1, y1 = numbers(thing["bb"])
            out["containers"][graph["containers"][int(name[8:])]["id"]] = [x0, height - y1, x1 - x0, y1 - y0]
        else:
            node = graph["nodes"][int(name[1:])]
            x, y = numbers(thing["pos"])
            out["nodes"][node["id"]] = [x - node["w"] / 2, height - y - node["h"] / 2, node["w"], node["h"]]
    for edge in laid_out.get("edges", []):
        # straight parts are curves whose control points lie on the straight
        points = [numbers(p) for p in edge["pos"].split()]
        out["edges"][int(edge["number"])] = [[x, height - y] for x, y in points]
    return out


def numbers(text):
    return [float(v) for v in text.split(",")]


if __name__ == "__main__":
    main()
