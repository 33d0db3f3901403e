/** The row of steps: the cell state as a full bar, the hidden state as a hollow one. Each is a button that brings its step into view. */

import { attr, el, only, output, svg, text } from "../_kit/dom.ts";
import { brief, sub } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { MOST_STEPS, type State } from "./state.ts";

const HIGH = 64; // px
const EDGE = 4;
const MANY = 7; // steps; more have less room for their numbers

export function steps(choose: (step: number) => void): { node: HTMLElement; draw(s: State, r: Result): void } {
  const columns = Array.from({ length: MOST_STEPS + 1 }, (_, t) => {
    const zero = svg("line", { class: "u-rule", x1: 0, x2: 40 });
    const c = svg("rect", { class: "lstm-c", x: 8, width: 13 });
    const h = svg("rect", { class: "lstm-h", x: 23, width: 9 });
    const bars = svg("svg", { viewBox: `0 0 40 ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" }, zero, c, h);
    const value = output(el("b", { class: "u-forward-text" }), `c[${t}]`);
    const short = el("b", { class: "u-forward-text lstm-short" });
    const name = el("span", { class: "u-mute" });
    const node = el(t ? "button" : "div", { class: "lstm-step", ...(t && { type: "button", "data-input": "step", value: t }) }, bars, t ? el("span", { class: "u-unseen" }, `Step ${t}: c${sub(t)} = `) : null, value.node, short, name);
    if (t) node.addEventListener("click", () => choose(t));
    return { node, zero, c, h, value, short, name };
  });
  const node = el("div", { class: "lstm-steps", role: "group", "aria-label": "Steps" });

  return {
    node,
    draw(s, r) {
      only(node, ...columns.slice(0, r.c.length).map((column) => column.node));
      const many = s.x.length > MANY;
      node.classList.toggle("lstm-many", many);
      // Whole numbers: the bars do not change their scale while one drags.
      const high = Math.max(1, ...[...r.c, ...r.h].map(Math.ceil));
      const low = Math.min(0, ...[...r.c, ...r.h].map(Math.floor));
      const down = (v: number): number => EDGE + ((high - v) / (high - low)) * (HIGH - 2 * EDGE);
      columns.slice(0, r.c.length).forEach(({ node, zero, c, h, value, short, name }, t) => {
        for (const y of ["y1", "y2"]) attr(zero, y, down(0).toFixed(1));
        for (const [bar, v] of [[c, r.c[t]], [h, r.h[t]]] as const) {
          attr(bar, "y", Math.min(down(v), down(0)).toFixed(1));
          attr(bar, "height", Math.max(Math.abs(down(v) - down(0)), 1).toFixed(1));
        }
        value.set(r.c[t], brief(r.c[t]));
        text(short, brief(Number(r.c[t].toFixed(1))));
        text(name, many ? String(t) : t ? `t = ${t}` : "start");
        if (t) attr(node, "aria-pressed", t === s.step ? "true" : "false");
      });
    },
  };
}
