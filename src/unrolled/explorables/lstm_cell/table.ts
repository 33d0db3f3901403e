/** Every value and every gradient of every step. The names are those of `compute()`. */

import { el, only, output, subscripted } from "../_kit/dom.ts";
import { sub } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { GATES, MOST_STEPS, type State, isPerStep } from "./state.ts";

type Row = { title: string; key: keyof Result; start: number; kind: string; k?: number };

const LETTERS = ["f", "i", "g", "o"] as const;
const SYMBOLS = { f: "f", i: "i", g: "c̃", o: "o" };

// Rows with a start have a value at t = 0. c stands in the row of steps, so only there it has its name.
const values: Row[] = [
  ...LETTERS.map((key) => ({ title: SYMBOLS[key], key, start: 1, kind: "forward" })),
  { title: "c", key: "c", start: 0, kind: "forward" },
  { title: "e", key: "e", start: 1, kind: "forward" },
  { title: "h", key: "h", start: 0, kind: "forward" },
  { title: "ŷ", key: "y", start: 1, kind: "forward" },
];
const gradients: Row[] = [
  { title: "∂L/∂ŷ", key: "dL_dy", start: 1, kind: "gradient" },
  { title: "∂L/∂h, arriving", key: "dL_dh", start: 0, kind: "gradient" },
  { title: "∂L/∂d", key: "dL_dd", start: 1, kind: "gradient" },
  { title: "∂L/∂e", key: "dL_de", start: 1, kind: "gradient" },
  { title: "∂L/∂c, arriving", key: "dL_dc", start: 0, kind: "gradient" },
  { title: "∂L/∂a", key: "dL_da", start: 1, kind: "gradient" },
  ...LETTERS.map((name) => ({ title: `∂L/∂${SYMBOLS[name]}`, key: `dL_d${name}` as const, start: 1, kind: "gradient" })),
  ...LETTERS.map((name, k) => ({ title: `∂L/∂z_{${SYMBOLS[name]}}`, key: "dL_dz" as const, start: 1, kind: "gradient", k })),
  { title: "∂L/∂x", key: "dL_dx", start: 1, kind: "gradient" },
];

export type Table = { node: HTMLElement; draw(s: State, r: Result, write?: (value: number) => string): void };

export const everyValue = (): Table => table(values);
export const everyGradient = (): Table => table(gradients);

function table(kinds: Row[]): Table {
  const heads = Array.from({ length: MOST_STEPS + 1 }, (_, t) => el("th", { scope: "col" }, String(t)));
  const head = el("tr", {}, el("th", { scope: "col" }, "t"));
  const rows = kinds.map(({ title, key, start, kind, k }) => {
    const before = start ? el("td") : null;
    const cells = Array.from({ length: MOST_STEPS + 1 - start }, (_, i) =>
      output(el("td", { class: `u-${kind}-text` }), key === "c" ? null : `${key}[${i}${k === undefined ? "" : `,${k}`}]`),
    );
    return { key, k, before, cells, head: el("th", { scope: "row" }, ...subscripted(title)), node: el("tr") };
  });
  const node = el("table", { class: "u-table" }, el("thead", {}, head), el("tbody", {}, ...rows.map((row) => row.node)));
  let length = 0;
  return {
    node,
    draw(_, r, write) {
      if (length !== r.c.length) {
        length = r.c.length;
        only(head, head.firstElementChild, ...heads.slice(0, length));
        for (const { node, head, before, cells } of rows) only(node, head, before, ...cells.slice(0, length - (before ? 1 : 0)).map((cell) => cell.node));
      }
      for (const { key, k, node, cells } of rows) {
        const found = r[key];
        node.hidden = found === null;
        found?.forEach((value, i) => {
          const one = k === undefined ? (value as number) : (value as number[])[k];
          cells[i].set(one, write?.(one));
        });
      }
    },
  };
}

/** What training would change: the gradients of weights and biases, summed over the steps that share them. */
export function everyWeight(): Table {
  const body = el("tbody");
  const head = el("tr", {}, ...["gate", "wₓ", "wₕ", "b"].map((name) => el("th", { scope: "col" }, name)));
  const node = el("table", { class: "u-table u-gradient-text" }, el("thead", {}, head), body);
  const biases = GATES.map((_, k) => output(el("td"), `dL_dbias[${k}]`));
  const rows = GATES.map((gate, k) => ({
    gate,
    shared: [0, 1].map((j) => output(el("td"), `dL_d${gate}[${j}]`)),
    own: Array.from({ length: MOST_STEPS }, (_, t) => [0, 1].map((j) => output(el("td"), `dL_d${gate}[${t},${j}]`))),
    heads: Array.from({ length: MOST_STEPS + 1 }, (_, t) => el("th", { scope: "row" }, t ? `${gate}${sub(t)}` : gate)),
    nodes: Array.from({ length: MOST_STEPS + 1 }, () => el("tr")),
    bias: biases[k],
  }));
  return {
    node,
    draw(s, r, write) {
      const trs = rows.flatMap(({ gate, shared, own, heads, nodes, bias }, k) => {
        const found = r[`dL_d${gate}`];
        const perStep = isPerStep(s[gate]);
        bias.set(r.dL_dbias[k], write?.(r.dL_dbias[k]));
        const pairs = perStep ? (found as number[][]) : [found as number[]];
        return pairs.map((pair, t) => {
          const cells = perStep ? own[t] : shared;
          pair.forEach((value, j) => cells[j].set(value, write?.(value)));
          const last = t === pairs.length - 1 ? bias.node : null; // the bias is shared either way
          return only(nodes[perStep ? t + 1 : 0], heads[perStep ? t + 1 : 0], ...cells.map((cell) => cell.node), last);
        });
      });
      only(body, ...trs);
    },
  };
}
