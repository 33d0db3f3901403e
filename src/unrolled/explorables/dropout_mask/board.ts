/** The layer with its mask: what is dropped is hatched, and a press tosses it back. */

import { attr, el, output, type Output, svg, uid } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { type Cell, type Layout, layout } from "./layout.ts";
import type { Result } from "./model.ts";
import type { State } from "./state.ts";

export type Board = { node: HTMLElement; set(s: State, r: Result): void; destroy(): void };

const USUAL = 696; // px, until it is in a page
const ROOM = 26; // px a number of a cell takes

type Drawn = { cell: Cell; node: SVGElement; fill: SVGRectElement; number: Output<SVGTextElement> | null };

export function board(toggle: (coin: number) => void, over: (coin: number) => void): Board {
  const hatch = uid("hatch");
  const pattern = svg("pattern", { id: hatch, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 6, height: 6, fill: "var(--u-soft)" }), svg("line", { x1: 0, y1: 0, x2: 0, y2: 6, stroke: "var(--u-edge)", "stroke-width": 2 }));
  const content = svg("g");
  const cursor = svg("rect", { class: "drop-cursor", rx: 5 });
  const picture = svg("svg", { class: "drop-picture", role: "img" }, svg("defs", {}, pattern), content, cursor);
  const node = el("div", { class: "drop-board", tabindex: 0, role: "group", "aria-label": "Mask; the arrow keys move, the space bar keeps or drops" }, picture);
  let width = USUAL;
  let shape = "";
  let place: Layout;
  let cells: Drawn[] = [];
  let lines: SVGPathElement[] = [];
  let last: [State, Result] | null = null;
  let at = 0;

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    if (last) draw(...last);
  });
  observer.observe(picture);
  picture.addEventListener("click", (event) => {
    const coin = Number((event.target as Element).closest<SVGElement>("[data-coin]")?.dataset.coin ?? -1);
    if (coin < 0 || !last?.[0].training) return;
    at = coin;
    toggle(coin);
  });
  node.addEventListener("keydown", (event) => {
    if (!last) return;
    const [along, across] = place.steps;
    const step = { ArrowLeft: -along, ArrowRight: along, ArrowUp: -across, ArrowDown: across }[event.key];
    const press = event.key === " " || event.key === "Enter";
    if (step === undefined && !press) return;
    event.preventDefault();
    if (press && last[0].training) return toggle(at);
    const next = at + (step ?? 0);
    if (next >= 0 && next < last[1].mask.length) at = next;
    mark();
    over(at);
  });

  /** Elements anew, for another layer or another width. */
  function build(s: State): void {
    place = layout(s, width);
    at = 0;
    cells = place.cells.map((cell) => {
      const box = { x: cell.x.toFixed(1), y: cell.y.toFixed(1), width: cell.width.toFixed(1), height: cell.height.toFixed(1), rx: cell.kind === "unit" ? 8 : 2 };
      const fill = svg("rect", { ...box, class: `drop-${cell.kind}` });
      const coin = cell.coin < 0 ? null : cell.coin;
      if (cell.value === null || (cell.kind === "entry" && cell.width < ROOM)) {
        attr(fill, "data-coin", coin);
        return { cell, node: fill, fill, number: null };
      }
      const outline = cell.kind === "bar" && svg("rect", { x: box.x, width: box.width, class: "drop-before" });
      const words = svg("text", { x: (cell.x + cell.width / 2).toFixed(1), y: (cell.y + cell.height / 2 + 5).toFixed(1), class: cell.kind === "entry" ? "drop-small" : "drop-number" });
      const number = output(words, null); // under its name it is in the table
      const group = svg("g", { "data-coin": coin }, fill, outline, words);
      return { cell, node: group, fill, number };
    });
    lines = place.lines.map(({ path }) => svg("path", { d: path, fill: "none", class: "drop-line" }));
    const labels = place.labels.map(({ x, y, text: words }) => svg("text", { x: x.toFixed(1), y, class: "u-tick", "text-anchor": s.what === "outputs" ? "middle" : null }, words));
    content.replaceChildren(...lines, ...cells.map((one) => one.node), ...labels);
    attr(picture, "viewBox", `0 0 ${width} ${place.height}`);
    attr(picture, "height", place.height);
  }

  function mark(): void {
    const box = cells.filter((one) => one.cell.coin === at).map((one) => one.cell);
    if (!box.length) return;
    const [x, y] = [Math.min(...box.map((one) => one.x)), Math.min(...box.map((one) => one.y))];
    const [right, below] = [Math.max(...box.map((one) => one.x + one.width)), Math.max(...box.map((one) => one.y + one.height))];
    for (const [name, value] of Object.entries({ x: x - 3, y: y - 3, width: right - x + 6, height: below - y + 6 })) attr(cursor, name, value.toFixed(1));
  }

  function draw(s: State, r: Result): void {
    last = [s, r];
    const now = `${s.what} ${s.values.length} ${s.inputs} ${s.channels} ${s.size} ${s.probs.length} ${s.label} ${width}`;
    if (now !== shape) build(s);
    shape = now;
    const values = s.training ? r.train_values : r.test_values;
    const most = Math.max(...values.map(Math.abs), 1e-9);
    const tallest = Math.max(...s.probs) * Math.max(r.factor, 1) || 1;
    for (const { cell, node: group, fill, number } of cells) {
      const dropped = s.training && cell.coin >= 0 && !r.mask[cell.coin];
      group.classList.toggle("drop-off", dropped);
      attr(fill, "style", dropped ? `fill: url(#${hatch})` : null);
      if (cell.value === null) continue;
      const value = values[cell.value];
      if (cell.kind === "entry" || cell.kind === "unit") attr(fill, "fill-opacity", dropped ? 1 : (0.06 + (0.5 * Math.abs(value)) / most).toFixed(3));
      if (cell.kind === "bar") bar(cell, group, s.probs[cell.value], dropped ? s.probs[cell.value] : value, tallest);
      number?.set(value, show(value, cell.width < 40 ? 2 : 3));
    }
    place.lines.forEach(({ unit }, n) => {
      attr(lines[n], "stroke-width", (0.6 + 3 * Math.min(1, Math.abs(values[unit] * s.out[unit]) / (Math.max(...values.map((v, j) => Math.abs(v * s.out[j]))) || 1))).toFixed(2));
      attr(lines[n], "visibility", values[unit] === 0 ? "hidden" : null);
    });
    mark();
    attr(picture, "aria-label", s.training ? `The layer with its mask: ${r.kept} of ${r.mask.length} are kept.` : "The layer at test time: nothing is dropped.");
  }

  function bar(cell: Cell, group: SVGElement, before: number, after: number, tallest: number): void {
    const [fill, outline, words] = group.children;
    const high = (value: number): number => (value / tallest) * cell.height;
    const base = cell.y + cell.height;
    for (const [rect, value] of [[fill, after], [outline, before]] as const) {
      attr(rect, "y", (base - high(value)).toFixed(1));
      attr(rect, "height", high(value).toFixed(1));
    }
    attr(words, "y", (base - high(Math.max(after, before)) - 7).toFixed(1));
  }

  return { node, set: draw, destroy: () => observer.disconnect() };
}
