// Lays a graph out with dagre: JSON on standard input, JSON on standard output, both as in elk.mjs.
//
// Containers are a compound graph. dagre draws a line through the points that it gives for an edge.

import { readFileSync } from "node:fs";
import dagre from "@dagrejs/dagre";

const { nodes, containers, edges, spacing } = JSON.parse(readFileSync(0, "utf8"));

const graph = new dagre.graphlib.Graph({ compound: true, multigraph: true });
graph.setGraph({ rankdir: "LR", nodesep: spacing.node, ranksep: spacing.layer, edgesep: spacing.edge });
graph.setDefaultEdgeLabel(() => ({}));
for (const { id, parent } of containers) {
  graph.setNode(`c:${id}`, {});
  if (parent !== null) graph.setParent(`c:${id}`, `c:${parent}`);
}
for (const { id, w, h, parent } of nodes) {
  graph.setNode(`n:${id}`, { width: w, height: h });
  if (parent !== null) graph.setParent(`n:${id}`, `c:${parent}`);
}
edges.forEach(({ from, to }, k) => graph.setEdge(`n:${from}`, `n:${to}`, {}, String(k)));

const start = performance.now();
dagre.layout(graph);
const ms = performance.now() - start;

const out = { nodes: {}, containers: {}, edges: [], ms };
// dagre gives the middle of a box
const box = ({ x, y, width, height }) => [x - width / 2, y - height / 2, width, height];
for (const { id } of nodes) out.nodes[id] = box(graph.node(`n:${id}`));
for (const { id } of containers) out.containers[id] = box(graph.node(`c:${id}`));
for (const edge of graph.edges()) {
  out.edges[Number(edge.name)] = graph.edge(edge).points.map(({ x, y }) => [x, y]);
}
process.stdout.write(JSON.stringify(out));
