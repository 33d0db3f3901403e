/** Every number of the pass and of the update. The names are those of `compute()`. */

import { type Output, el, only, output } from "../_kit/dom.ts";
import { type Keep, keeper } from "../_kit/keep.ts";
import { show, sub } from "../_kit/numbers.ts";
import { type Named, type Run, named } from "./model.ts";
import type { State } from "./state.ts";
import { largest, unit, weight } from "./words.ts";

export type Tables = { units: HTMLElement; weights: HTMLElement; rest: HTMLElement; set(s: State, r: Run, shown: boolean): void; /** Make one more row of larger networks; false if there is none to make. */ ahead(): boolean };

const UNIT = [["d", "d"], ["a", "a"], ["slope", "f′(d)"], ["dL_da", "∂L/∂a"], ["dL_dd", "∂L/∂d"]] as const;
const WEIGHT = [["W", "weight"], ["dL_dW", "gradient"], ["velocity_W", "velocity"], ["new_W", "next"]] as const;
const BIAS = [["b", ""], ["dL_db", ""], ["velocity_b", ""], ["new_b", ""]] as const;

export function tables(): Tables {
  const keep: Keep = keeper();
  const cell = (name: string): Output => keep(name, () => output(el("td"), name));
  const row = (title: string, names: string[]): HTMLElement => {
    const made = keep(`row ${title} ${names[0]}`, () => el("tr", {}, el("th", { scope: "row" }, title)));
    return only(made, made.firstChild as Element, ...names.map((name) => cell(name).node));
  };
  const table = (heads: readonly string[]): { node: HTMLElement; body: HTMLElement } => {
    const body = el("tbody");
    return { body, node: el("table", { class: "u-table" }, el("thead", {}, el("tr", {}, ...heads.map((head) => (head ? el("th", { scope: "col" }, head) : el("td"))))), body) };
  };
  const [units, weights, rest] = [table(["", ...UNIT.map(([, head]) => head)]), table(["", ...WEIGHT.map(([, head]) => head)]), table(["", "value"])];
  const unitRow = (l: number, j: number): HTMLElement => row(`layer ${l + 1}, unit ${j + 1}`, UNIT.map(([key]) => `${key}${l + 1}[${j}]`));
  const weightRow = (l: number, i: number, j: number): HTMLElement => row(weight(l, i, j), WEIGHT.map(([key]) => `${key}${l + 1}[${i},${j}]`));
  const biasRow = (l: number, j: number): HTMLElement => row(unit("b", l, j), BIAS.map(([key]) => `${key}${l + 1}[${j}]`));
  const more = largest();
  let shape = "";

  function arrange(s: State): void {
    const now = JSON.stringify([s.x.length, s.weights.map((W) => W[0].length), s.biases !== null, s.loss === "categorical"]);
    if (now === shape) return;
    shape = now;
    only(units.body, ...s.weights.flatMap((W, l) => W[0].map((_, j) => unitRow(l, j))));
    only(weights.body, ...s.weights.flatMap((W, l) => [...W.flatMap((line, i) => line.map((_, j) => weightRow(l, i, j))), ...(s.biases ? W[0].map((_, j) => biasRow(l, j)) : [])]));
    only(rest.body,
      ...(s.loss === "categorical" ? s.target.map((_, k) => row(`p${sub(k + 1)}, softmax`, [`p[${k}]`])) : []),
      ...s.x.map((_, i) => row(`∂L/∂x${sub(i + 1)}`, [`dL_dx[${i}]`])),
      row("loss without the penalty", ["loss"]), row("‖w‖², all weights squared", ["norm"]));
  }

  return {
    units: units.node,
    weights: weights.node,
    rest: rest.node,
    ahead() {
      const { done, value } = more.next();
      if (done) return false;
      unitRow(value.l, value.j);
      weightRow(value.l, value.i, value.j);
      biasRow(value.l, value.j);
      return true;
    },
    set(s, r, shown) {
      arrange(s);
      const found = named(r);
      const set = (name: string, value: number): void => cell(name).set(value, shown ? show(value, 6) : undefined);
      s.weights.forEach((W, l) => {
        const get = (key: string): Named[string] => found[`${key}${l + 1}`];
        for (const [key] of UNIT) (get(key) as number[]).forEach((v, j) => set(`${key}${l + 1}[${j}]`, v));
        for (const [key] of WEIGHT) W.forEach((line, i) => line.forEach((_, j) => set(`${key}${l + 1}[${i},${j}]`, (get(key) as number[][])[i][j])));
        if (s.biases) for (const [key] of BIAS) (get(key) as number[]).forEach((v, j) => set(`${key}${l + 1}[${j}]`, v));
      });
      r.pass.p?.forEach((v, k) => set(`p[${k}]`, v));
      r.pass.dL_dx.forEach((v, i) => set(`dL_dx[${i}]`, v));
      set("loss", r.pass.loss);
      set("norm", r.pass.norm);
    },
  };
}
