/** The factors of every path written out. Long chains have hundreds: they are made when they are first looked at. */

import { el, text } from "../_kit/dom.ts";
import type { Keep } from "../_kit/keep.ts";
import { several, show, sub } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { element, weight } from "./names.ts";
import type { Shape } from "./part.ts";
import type { State } from "./state.ts";

export type Chips = { slopes: Chip[]; weights: Chip[]; ends: Chip[] };
type Chip = ReturnType<typeof chip>;
type Factor = { name: string; shown: string; dead: boolean; size: number };

const three = (value: number): string => show(value, 3);
const none = (values: number[]): boolean => values.every((value) => value === 0);

/** Its name above its value; struck out, with a cross, where it is zero. */
function chip(kind: string) {
  const name = el("span", { class: "rnn-chip-name" });
  const value = el("span", { class: "rnn-chip-value" });
  const node = el("span", { class: `rnn-chip u-${kind}-text` }, name, value);
  return {
    node,
    set({ name: symbol, shown, dead }: Factor, weakest = false): void {
      text(name, symbol);
      text(value, shown);
      node.classList.toggle("rnn-zero", dead);
      node.classList.toggle("rnn-weak", weakest);
    },
  };
}

/** The three ends of a path: h, x and W. */
export const makeEnds = (): Chip[] => [chip("forward"), chip("given"), chip("param")];

/** What leads to the ends of the path that leaves the chain at step t: r_T V r_(T-1) … r_t. */
export function chipsOf(t: number, { T }: Shape, keep: Keep): Omit<Chips, "ends"> & { nodes: Node[] } {
  const steps = Array.from({ length: T - t + 1 }, (_, k) => T - k);
  const slopes = steps.map((k) => keep(`path ${t} r${k}`, () => chip("forward")));
  const weights = steps.slice(0, -1).map((k) => keep(`path ${t} V${k}`, () => chip("param")));
  return { slopes, weights, nodes: slopes.flatMap((slope, i) => (i ? [weights[i - 1].node, slope.node] : [slope.node])) };
}

export function drawChips(rows: Chips[], s: State, r: Result, { T, vector }: Shape): void {
  // Writing numbers is what costs: each factor is written once, however many paths it is on.
  const factor = (name: string, values: number[], matrix = false): Factor => ({
    name,
    shown: matrix && vector ? "" : several(values, three),
    dead: none(values),
    size: Math.max(...values.map(Math.abs)),
  });
  const slope = r.slope.map((values, i) => factor(element("r", i + 1, 0, 1), values));
  const V = r.cell.V.map((matrix, i) => factor(weight(s, "V", i + 1), matrix.flat(), true));
  rows.forEach((row, i) => {
    const on = slope.slice(i).map((one) => one.size);
    const least = Math.min(...on);
    const weakest = least > 0 && least < 0.5 ? i + on.lastIndexOf(least) : -1;
    row.slopes.forEach((one, k) => one.set(slope[T - 1 - k], T - 1 - k === weakest));
    row.weights.forEach((one, k) => one.set(V[T - 1 - k]));
    row.ends[0].set(factor(`h${sub(i)}`, r.h[i]));
    row.ends[1].set(factor(`x${sub(i + 1)}`, r.cell.x[i]));
    row.ends[2].set(factor(weight(s, "W", i + 1), r.cell.W[i].flat(), true));
  });
}
