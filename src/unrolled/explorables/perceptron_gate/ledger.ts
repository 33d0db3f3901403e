/** The last update in words, the last updates in a table, and the end of each epoch. */

import { el, only, output, type Output, scroller, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { corners } from "./rule.ts";
import type { State } from "./state.ts";

const WINDOW = 12; // rows
const NAMES = ["w₁", "w₂", "b"];

export type Part = { node: HTMLElement; set(r: Result, s: State, shown: boolean): void; destroy(): void };

/** −0.2 in parentheses where it follows a sign. */
export const signed = (value: number): string => (value < 0 ? `(${show(value)})` : show(value));
const pair = (x: number[]): string => `(${x.map((v) => show(v)).join(", ")})`;

export function lastUpdate(): Part {
  const head = el("p", { class: "u-mute" });
  const lines = [0, 1, 2, 3, 4].map(() => el("li"));
  return {
    node: el("div", { class: "gate-update" }, head, el("ul", {}, ...lines)),
    destroy: () => undefined,
    set(r, s) {
      const write = (...words: string[]): void => lines.forEach((line, i) => text(line, words[i] ?? ""));
      const i = Math.max(s.steps - 1, 0);
      const x = corners(s.inputs)[r.example[i]];
      const [w, next, error] = [r.path[i], r.path[i + 1], r.error[i]];
      text(head, `${s.steps ? "Just seen" : "Coming"}: example ${i + 1}, in epoch ${Math.floor(i / 4) + 1}, x = ${pair(x)} with target t = ${s.targets[r.example[i]]}`);
      const sum = `z = ${show(w[0])} · ${signed(x[0])} + ${signed(w[1])} · ${signed(x[1])} + ${signed(w[2])} = ${show(r.net[i])}, so y = ${r.output[i]}`;
      if (!error) return write(sum, "t − y = 0: nothing moves");
      const rate = `${show(s.learning_rate)} · ${signed(error)}`;
      const moved = [0, 1].map((k) => `${NAMES[k]} ← ${show(w[k])} + ${rate} · ${signed(x[k])} = ${show(next[k])}`);
      const bias = s.bias_rule === "fixed" ? `b stays ${show(w[2])}` : `b ← ${show(w[2])} + ${rate} = ${show(next[2])}`;
      write(sum, `t − y = ${show(error)}; w moves by η (t − y) x`, ...moved, bias);
    },
  };
}

type Row = { node: HTMLElement; words: HTMLElement[]; numbers: Output[] };

/** A table of the last rows, each made when it is first needed. */
function table(name: string, columns: string[], count: (s: State) => number, make: (i: number) => Row, fill: (row: Row, i: number, r: Result, s: State, shown: boolean) => void): Part {
  const body = el("tbody");
  const keep = keeper();
  const heads = columns.map((column) => el("th", { scope: "col" }, column));
  const room = scroller(name);
  room.fill(el("table", { class: "u-table gate-ledger" }, el("thead", {}, el("tr", {}, ...heads)), body));
  return {
    node: room.node,
    destroy: room.destroy,
    set(r, s, shown) {
      const end = count(s);
      const first = Math.max(end - WINDOW + 1, 0);
      const rows = Array.from({ length: end - first + 1 }, (_, i) => keep(String(first + i), () => make(first + i)));
      rows.forEach((row, i) => fill(row, first + i, r, s, shown));
      only(body, ...rows.map((row) => row.node));
    },
  };
}

const cells = (count: number): HTMLElement[] => Array.from({ length: count }, () => el("td"));
const path = (t: number): Output[] => [0, 1, 2].map((k) => output(el("td", { class: "gate-weight" }), `path[${t},${k}]`));
const write = (numbers: Output[], values: number[], shown: boolean): void => numbers.forEach((one, k) => one.set(values[k], shown ? show(values[k]) : undefined));

/** Row i is example i; row 0 the start. */
export const updates = (): Part =>
  table("The last updates", ["example", "epoch", "x", "t", "z", "y", "t − y", ...NAMES], (s) => s.steps,
    (i) => {
      const words = cells(3);
      const numbers = i ? ["net", "output", "error"].map((name) => output(el("td"), `${name}[${i - 1}]`)) : [];
      const blank = i ? [] : cells(3);
      const after = path(i);
      const node = el("tr", i && i % 4 === 0 ? { class: "gate-end" } : {}, el("th", { scope: "row" }, i ? String(i) : "start"), ...words, ...[...numbers, ...blank.map((cell) => ({ node: cell }))].map((one) => one.node), ...after.map((one) => one.node));
      return { node, words, numbers: [...numbers, ...after] };
    },
    ({ words, numbers }, i, r, s, shown) => {
      const corner = i ? r.example[i - 1] : 0;
      if (shown && i) [String(Math.ceil(i / 4)), pair(corners(s.inputs)[corner]), String(s.targets[corner])].forEach((word, k) => text(words[k], word));
      write(numbers, [...(i ? [r.net[i - 1], r.output[i - 1], r.error[i - 1]] : []), ...r.path[i]], shown);
    });

/** Row e is the end of epoch e. */
export const epochs = (): Part =>
  table("Epoch by epoch", ["epoch", "errors", ...NAMES], (s) => Math.floor(s.steps / 4),
    (e) => {
      const errors = e ? [output(el("td"), `errors[${e - 1}]`)] : [];
      const after = path(4 * e);
      const node = el("tr", {}, el("th", { scope: "row" }, e ? String(e) : "start"), e ? errors[0].node : el("td"), ...after.map((one) => one.node));
      return { node, words: [], numbers: [...errors, ...after] };
    },
    ({ numbers }, e, r, _, shown) => write(numbers, [...(e ? [r.errors[e - 1]] : []), ...r.path[4 * e]], shown));
