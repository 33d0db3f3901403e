/** How far a gradient reaches: through the LSTM, along its cell state alone, and through a cell without gates. */

import { el, only, output, svg, text } from "../_kit/dom.ts";
import { show, sub } from "../_kit/numbers.ts";
import { plot } from "../_kit/plot.ts";
import type { Result } from "./model.ts";
import { MOST_STEPS } from "./state.ts";

const KINDS = [
  { key: "reach_cell", title: "LSTM, all ways", colour: "gradient", width: 3 },
  { key: "reach_direct", title: "product of f alone", colour: "gradient", dash: "6 4" },
  { key: "reach_plain", title: "plain cell", colour: "mute", dash: "2 4" },
] as const;
const FLOOR = 1e-12; // far below it a curve is as good as gone

export function reach() {
  const picture = plot({ x: [0, 6], y: [0.1, 1], xName: "t", log: true, whole: true, height: (width) => Math.min(Math.max(0.45 * width, 190), 260) });
  const curves = KINDS.map((kind) => picture.line(kind));
  const said = el("p", { class: "lstm-verdict" });
  const heads = Array.from({ length: MOST_STEPS + 1 }, (_, t) => el("th", { scope: "col" }, String(t)));
  const head = el("tr", {}, el("th", { scope: "col" }, "t"));
  const rows = KINDS.map(({ key, title, colour, ...line }) => {
    const dash = "dash" in line ? line.dash : null;
    const stroke = { stroke: `var(--u-${colour})`, "stroke-width": dash ? 2 : 3, "stroke-dasharray": dash };
    const sample = svg("svg", { width: 34, height: 10, "aria-hidden": "true" }, svg("path", { d: "M0 5H34", ...stroke }));
    const name = el("th", { scope: "row" }, sample, ` ${title}`);
    const cells = Array.from({ length: MOST_STEPS + 1 }, (_, t) => output(el("td"), `${key}[${t}]`));
    return { key, name, cells, node: el("tr") };
  });
  const table = el("table", { class: "u-table" }, el("thead", {}, head), el("tbody", {}, ...rows.map((row) => row.node)));
  let length = 0;

  return {
    said,
    picture: picture.node,
    table,
    draw(r: Result): void {
      if (length !== r.c.length) {
        length = r.c.length;
        only(head, head.firstElementChild, ...heads.slice(0, length));
        for (const { node, name, cells } of rows) only(node, name, ...cells.slice(0, length).map((cell) => cell.node));
      }
      for (const { key, cells } of rows) r[key].forEach((value, t) => cells[t].set(value));
    },
    detail(r: Result): void {
      const T = r.c.length - 1;
      const all = KINDS.flatMap(({ key }) => r[key]).filter((value) => value > FLOOR);
      const [low, high] = [Math.floor(Math.log10(Math.min(...all))), Math.ceil(Math.log10(Math.max(...all)) - 1e-9)];
      picture.axes([0, T], [10 ** Math.min(low, -1), 10 ** high]);
      KINDS.forEach(({ key }, i) => curves[i].set(r[key].map((_, t) => t), r[key]));
      for (const { key, cells } of rows) r[key].forEach((value, t) => cells[t].set(value, show(value, 3)));
      const words = verdict(r);
      text(said, words);
      picture.say(`Sizes of gradients against t, from 0 to ${T}. ${words}`);
    },
    destroy: picture.destroy,
  };
}

/** One sentence that compares what arrives at the start. */
export function verdict(r: Result): string {
  const T = sub(r.c.length - 1);
  return `∂c${T}/∂c₀ is ${show(r.reach_cell[0], 3)} in size; the forget gates alone would make it ${show(r.reach_direct[0], 3)}. In a plain cell, the candidate without gates, ∂h${T}/∂h₀ is ${show(r.reach_plain[0], 3)}.`;
}
