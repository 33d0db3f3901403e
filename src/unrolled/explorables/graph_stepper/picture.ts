/** The graph: an operation, its value and below it the derivative of the output by it in each node, local derivatives on the edges. */

import { attr, only, svg, text, uid } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import { scrub } from "../_kit/scrub.ts";
import { type Layout, type Spot, type Way, layout } from "./layout.ts";
import { LIMIT, type Run, type Shape, type State } from "./model.ts";
import type { Progress } from "./progress.ts";
import { type Names, symbol, tight } from "./words.ts";

export type Picture = { node: SVGSVGElement; draw(s: State, r: Run, at: Progress, names: Names): void; /** What says how wide it may be. */ watch(element: Element): void; destroy(): void };
type Point = [x: number, y: number];

// px
const [BOX, HIGH, SIGN] = [80, 46, 30];
const [EDGE, ABOVE, LEAST] = [10, 24, 42]; // around; for a name; between levels
const [SIDE, DOWN, FAR, LEVEL] = [BOX + 8, HIGH + 34, 90, HIGH + 46]; // places beside and below each other; the most between levels; levels below each other
const TWIN = 26; // between two edges that join the same nodes

export function picture(get: (i: number) => number, edit: (i: number, value: number) => void): Picture {
  let width = 726;
  let drawn: Parameters<Picture["draw"]> | null = null;
  let shape: Shape | null = null;
  let [arranged, ways]: [string, Way[]] = ["", []];
  const keep = keeper();
  const groups = Array.from({ length: 3 }, () => svg("g"));
  const tips = { forward: uid("graph"), gradient: uid("graph") };
  const markers = Object.entries(tips).map(([colour, id]) =>
    svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" },
      svg("path", { d: "M0 0 8 4 0 8", fill: `var(--u-${colour})` })));
  const node = svg("svg", { class: "graph-picture", role: "img" }, svg("defs", {}, ...markers), ...groups);

  const label = (kind: string, x: number, y: number): SVGTextElement => svg("text", { class: kind, x, y, "text-anchor": "middle" });
  const operation = (k: number) => keep(`node ${k}`, () => {
    const frame = svg("rect", { class: "graph-box", x: -BOX / 2, y: -HIGH / 2, width: BOX, height: HIGH, rx: 8 });
    const rule = svg("line", { class: "u-rule", x1: SIGN - BOX / 2, x2: SIGN - BOX / 2, y1: 5 - HIGH / 2, y2: HIGH / 2 - 5 });
    const middle = SIGN / 2;
    const [sign, value, grad] = [label("graph-sign", middle - BOX / 2, 5), label("graph-value", middle, -3), label("graph-grad", middle, 16)];
    const name = label("graph-name", 0, -HIGH / 2 - 6);
    return { sign, value, grad, name, node: svg("g", {}, frame, rule, sign, value, grad, name) };
  });
  const variable = (i: number) => keep(`variable ${i}`, () => {
    const made = operation(1000 + i); // apart from the operations
    made.node.classList.add("graph-leaf");
    scrub(made.value, { get: () => get(i), set: (value) => edit(i, Math.min(Math.max(value, -LIMIT), LIMIT)) });
    return made;
  });
  const edge = (k: number) => keep(`edge ${k}`, () => ({ path: svg("path", { class: "graph-edge" }), local: label("graph-local", 0, 0) }));
  const box = (id: number): ReturnType<typeof operation> => {
    const i = (shape as Shape).variables.indexOf(id);
    return i >= 0 ? variable(i) : operation(id);
  };

  /** Everything in its place: for another expression, another width. */
  function arrange(expression: string): void {
    const now = `${width} ${expression}`;
    if (now === arranged) return;
    arranged = now;
    const found = layout(shape as Shape);
    ways = found.ways;
    const { point, wide, high, down } = scale(found, width);
    attr(node, "viewBox", `0 0 ${wide} ${high}`);
    attr(node, "width", wide);
    attr(node, "height", high);
    const boxes = [...found.spots].map(([id, spot]) => {
      const made = box(id);
      const [x, y] = point(spot);
      attr(made.node, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      attr(made.name, "x", down ? 4 - BOX / 2 : 0); // beside where edges end
      attr(made.name, "text-anchor", down ? "start" : "middle");
      return made.node;
    });
    const edges = ways.map((way, k) => {
      const made = edge(k);
      const { d, middle } = route(way.spots.map(point), way.twin * TWIN, down);
      attr(made.path, "d", d);
      attr(made.local, "x", middle[0].toFixed(1));
      attr(made.local, "y", (middle[1] + 4).toFixed(1));
      return made;
    });
    only(groups[0], ...edges.map(({ path }) => path));
    only(groups[1], ...boxes);
    only(groups[2], ...edges.map(({ local }) => local));
  }

  function draw(s: State, r: Run, at: Progress, names: Names): void {
    drawn = [s, r, at, names];
    shape = r.shape;
    arrange(s.expression);
    const { nodes } = shape;
    for (const one of nodes) {
      if (one.number !== null) continue;
      const { id } = one;
      const { sign, value, grad, name, node: group } = box(id);
      const inside = one.op ? symbol(one, nodes) : names.of(id);
      text(sign, inside);
      sign.classList.toggle("graph-long", inside.length === 3);
      sign.classList.toggle("graph-longer", inside.length > 3);
      text(name, one.op ? names.of(id) : "");
      text(value, at.computed[id] ? tight(r.value[id]) : "");
      text(grad, at.reached[id] ? `${tight(at.sums[id])}${at.complete[id] ? "" : " + …"}` : "");
      grad.classList.toggle("graph-part", !at.complete[id]);
      group.classList.toggle("graph-now", at.node === id);
      group.classList.toggle("graph-back", at.node === id && at.backward);
      group.classList.toggle("graph-todo", !at.computed[id]);
    }
    ways.forEach(({ source, target, position }, k) => {
      const { path, local } = edge(k);
      const found = r.edges.find((one) => one.target === target && one.position === position);
      const done = at.passed[target] && !nodes[source].constant;
      text(local, done && found ? tight(found.local) : "");
      const now = at.node === target && (at.backward ? done : true);
      attr(path, "class", `graph-edge${now ? " graph-now" : ""}${now && at.backward ? " graph-back" : ""}`);
      attr(path, "marker-end", now && at.backward ? null : `url(#${tips.forward})`);
      attr(path, "marker-start", now && at.backward ? `url(#${tips.gradient})` : null);
    });
    attr(node, "aria-label", describe(r, at, names));
  }

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    if (drawn) draw(...drawn);
  });
  return { node, draw, watch: (element) => observer.observe(element), destroy: () => observer.disconnect() };
}

/** From levels and places to px: from left to right where all levels fit, else from top to bottom. */
function scale({ levels, breadth }: Layout, width: number): { point(spot: Spot): Point; wide: number; high: number; down: boolean } {
  const room = width - 2 * EDGE - levels * BOX;
  if (levels === 1 || room / (levels - 1) >= LEAST) {
    const step = BOX + Math.min(room / Math.max(levels - 1, 1), FAR);
    const start = (width - step * (levels - 1)) / 2;
    return {
      point: ({ along, across }) => [start + along * step, ABOVE + HIGH / 2 + (across - 0.5) * DOWN],
      wide: width, high: ABOVE + (breadth - 1) * DOWN + HIGH + EDGE, down: false,
    };
  }
  const wide = Math.max(width, breadth * SIDE);
  const side = Math.min(wide / breadth, 2 * SIDE);
  const start = (wide - side * breadth) / 2;
  return {
    point: ({ along, across }) => [start + across * side, ABOVE + HIGH / 2 + along * LEVEL],
    wide, high: (levels - 1) * LEVEL + ABOVE + HIGH + EDGE, down: true,
  };
}

/** A smooth way through the points, from the edge of the first node to that of the last, and where its number stands. */
function route(points: Point[], bend: number, down: boolean): { d: string; middle: Point } {
  const half = down ? HIGH / 2 : BOX / 2;
  const moved = points.map(([x, y], i): Point => {
    const by = i === 0 ? half : i === points.length - 1 ? -half - 2 : 0;
    return down ? [x, y + by] : [x + by, y];
  });
  let d = `M${moved[0].map((v) => v.toFixed(1)).join(" ")}`;
  let middle: Point = moved[0];
  for (let i = 1; i < moved.length; i++) {
    const [[x, y], [u, v]] = [moved[i - 1], moved[i]];
    const controls = down
      ? [[x + bend, (y + v) / 2], [u + bend, (y + v) / 2], [u, v]]
      : [[(x + u) / 2, y + bend], [(x + u) / 2, v + bend], [u, v]];
    d += `C${controls.map((point) => point.map((one) => one.toFixed(1)).join(" ")).join(" ")}`;
    middle = down ? [(x + u) / 2 + 0.75 * bend, (y + v) / 2] : [(x + u) / 2, (y + v) / 2 + 0.75 * bend];
  }
  return { d, middle };
}

function describe({ shape, value }: Run, at: Progress, names: Names): string {
  const said = shape.nodes.filter(({ id, number }) => number === null && at.computed[id]).map(({ id }) => {
    const grad = at.reached[id] ? `, derivative ${show(at.sums[id])}${at.complete[id] ? "" : " so far"}` : "";
    return `${names.of(id)} ${show(value[id])}${grad}`;
  });
  return `Graph of ${shape.forward.length} operations. ${said.join("; ")}.`;
}
