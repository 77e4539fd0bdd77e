// Lays a graph out with ELK layered, lines at right angles: JSON on standard input, JSON on standard output.
//
// In:  {nodes: [{id, w, h, parent}], containers: [{id, parent}], edges: [{from, to}],
//       spacing: {node, layer, edge, padding}}
// Out: {nodes: {id: [x, y, w, h]}, containers: {id: [x, y, w, h]}, edges: [[[x, y], ...], ...], ms}
// `parent` is null or the id of a container; containers come after their parents. `ms` is the time of the layout call,
// once ELK has laid out a graph of one node: the first call makes ELK ready, too.

import { readFileSync } from "node:fs";
import ELK from "elkjs/lib/elk.bundled.js";

const { nodes, containers, edges, spacing } = JSON.parse(readFileSync(0, "utf8"));

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
  "elk.spacing.nodeNode": String(spacing.node),
  "elk.layered.spacing.nodeNodeBetweenLayers": String(spacing.layer),
  "elk.spacing.edgeEdge": String(spacing.edge),
  "elk.layered.spacing.edgeEdgeBetweenLayers": String(spacing.edge),
  "elk.spacing.edgeNode": String(spacing.edge),
  "elk.layered.spacing.edgeNodeBetweenLayers": String(spacing.edge),
};
const sides = ["top", "left", "bottom", "right"].map((side) => `${side}=${spacing.padding}`);
const padding = { "elk.padding": `[${sides.join(",")}]` };

const root = { id: "root", layoutOptions: options, children: [], edges: [] };
const byId = new Map();
for (const { id, parent } of containers) {
  const container = { id: `c:${id}`, layoutOptions: { ...options, ...padding }, children: [] };
  byId.set(id, container);
  (byId.get(parent) ?? root).children.push(container);
}
for (const { id, w, h, parent } of nodes) {
  (byId.get(parent) ?? root).children.push({ id: `n:${id}`, width: w, height: h });
}
root.edges = edges.map(({ from, to }, k) => ({ id: `e:${k}`, sources: [`n:${from}`], targets: [`n:${to}`] }));

const elk = new ELK();
await elk.layout({ id: "root", layoutOptions: options, children: [{ id: "n", width: 1, height: 1 }] });
const start = performance.now();
const laidOut = await elk.layout(root);
const ms = performance.now() - start;

const out = { nodes: {}, containers: {}, edges: [], ms };
const read = (node) => {
  for (const child of node.children ?? []) {
    const kind = child.id.startsWith("n:") ? out.nodes : out.containers;
    kind[child.id.slice(2)] = [child.x, child.y, child.width, child.height];
    read(child);
  }
};
read(laidOut);
const point = ({ x, y }) => [x, y];
for (const edge of laidOut.edges) {
  const [section] = edge.sections;
  const points = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint];
  out.edges[Number(edge.id.slice(2))] = points.map(point);
}
process.stdout.write(JSON.stringify(out));
