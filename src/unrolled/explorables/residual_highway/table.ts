/** Every block's numbers, made when they are first looked at. The names are those of `compute()`. */

import { el, only, output } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";

type Key = Exclude<keyof Result, "paths" | "path_sum" | "path_term">;
type Column = { title: string; key: Key; kind?: string; from: number };

// Of what has L + 1 entries, row k shows the entry behind block k: y_k, and what arrives there. Row 0 is the input.
const backward: Column[] = [
  { title: "r", key: "r", kind: "param", from: 1 },
  { title: "s", key: "s", kind: "param", from: 1 },
  { title: "factor s + r", key: "factor", from: 1 },
  { title: "arrives behind it", key: "gradient", kind: "gradient-text", from: 0 },
  { title: "past all blocks", key: "skip_alone", kind: "gradient-text", from: 0 },
  { title: "without: factor r", key: "plain_factor", from: 1 },
  { title: "arrives", key: "plain_gradient", from: 0 },
];
const forward: Column[] = [
  { title: "l₁", key: "l1", kind: "param", from: 1 },
  { title: "l₂", key: "l2", kind: "param", from: 1 },
  { title: "h", key: "h", kind: "forward-text", from: 1 },
  { title: "F", key: "F", kind: "forward-text", from: 1 },
  { title: "y", key: "y", kind: "forward-text", from: 0 },
  { title: "without: h", key: "plain_h", from: 1 },
  { title: "y", key: "plain_y", from: 0 },
];
const weights: Column[] = [
  { title: "by F", key: "gradient_F", kind: "gradient-text", from: 1 },
  { title: "by l₁", key: "grad_l1", kind: "gradient-text", from: 1 },
  { title: "by l₂", key: "grad_l2", kind: "gradient-text", from: 1 },
  { title: "without: by l₁", key: "plain_grad_l1", from: 1 },
  { title: "by l₂", key: "plain_grad_l2", from: 1 },
];

export type Table = { node: HTMLElement; draw(r: Result): void };

export const everyFactor = (): Table => table(backward, "input");
export const everyValue = (): Table => table(forward, "input");
export const everyWeight = (): Table => table(weights, null);

function table(columns: Column[], start: string | null): Table {
  const keep = keeper();
  const body = el("tbody");
  const head = el("tr", {}, ...["block", ...columns.map((column) => column.title)].map((title) => el("th", { scope: "col" }, title)));
  const node = el("table", { class: "u-table" }, el("thead", {}, head), body);
  const make = (row: number): { node: HTMLElement; cells: (ReturnType<typeof output> | null)[] } => {
    const cells = columns.map(({ key, kind, from }) => (row < from ? null : output(el("td", { class: kind ? `u-${kind}` : null }), `${key}[${row - from}]`)));
    const name = el("th", { scope: "row" }, row ? String(row) : (start as string));
    return { cells, node: el("tr", {}, name, ...cells.map((cell) => (cell ? cell.node : el("td")))) };
  };
  return {
    node,
    draw(r) {
      const first = start === null ? 1 : 0;
      const rows = keep.list("rows", r.r.length + 1 - first, (i) => make(i + first));
      only(body, ...rows.map((row) => row.node));
      rows.forEach(({ cells }, i) =>
        columns.forEach(({ key, from }, c) => {
          const value = r[key][i + first - from];
          cells[c]?.set(value, show(value));
        }),
      );
    },
  };
}
