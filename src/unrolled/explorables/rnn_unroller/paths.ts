/** Every path of the gradient written out: the same factors lead to V, to W and to the input of a step. */

import { el, output, text } from "../_kit/dom.ts";
import { several, show, sub } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { LABELS, element, key, target, weight } from "./names.ts";
import { type Part, type Shape, matrixOutput } from "./part.ts";
import { type State, isPerStep } from "./state.ts";

const three = (value: number): string => show(value, 3);

/** A factor: its name above its value; struck out with a cross where it is zero. */
function factor(kind: string) {
  const name = el("span", { class: "rnn-chip-name" });
  const value = el("span", { class: "rnn-chip-value" });
  const node = el("span", { class: `rnn-chip u-${kind}-text` }, name, value);
  return {
    node,
    set(symbol: string, shown: string, dead: boolean, weakest: boolean): void {
      text(name, symbol);
      text(value, shown);
      node.classList.toggle("rnn-zero", dead);
      node.classList.toggle("rnn-weak", weakest);
    },
  };
}

const ONE = "one path each";
const LONG = 6; // steps: longer paths stand last, or what they lead to would be out of sight

export function paths(s: State, { T, H, D, vector }: Shape, open: () => boolean): Part {
  const heads = ["path", "", "", "", ""].map((word, i) => el("th", { scope: "col", class: i === 1 ? "rnn-path" : "" }, word));
  const rows = Array.from({ length: T }, (_, i) => row(i + 1));
  const total = isPerStep(s.W) ? null : matrixOutput("dh_T/dW", H, D, vector);
  const sum = isPerStep(s.V) ? null : matrixOutput(null, H, H, vector);
  const sums = [el("td", { class: "u-gradient-text" }, sum?.node ?? ONE), el("td", { class: "u-gradient-text" }, total?.node ?? ONE), el("td", { class: "u-mute" }, ONE)];
  const foot = el("tr", { class: "u-total" }, el("th", { scope: "row" }, "sum"), ...order(el("td"), sums));
  const note = el("p", { class: "u-mute rnn-note" });
  const table = el("table", { class: "u-table rnn-paths" }, el("thead", {}, el("tr", {}, heads[0], ...order(heads[1], heads.slice(2)))), el("tbody", {}, ...rows.map((one) => one.node), foot));
  const node = el("div", {}, note, table);

  function order(path: Node, ends: Node[]): Node[] {
    return T > LONG ? [...ends, path] : [path, ...ends];
  }

  function row(t: number) {
    const slopes = Array.from({ length: T - t + 1 }, () => factor("forward"));
    const weights = Array.from({ length: T - t }, () => factor("param"));
    const chips = slopes.flatMap((slope, i) => [weights[i - 1]?.node, slope.node]).filter(Boolean);
    const last = [factor("forward"), factor("given"), factor("param")];
    const dV = matrixOutput(null, H, H, vector);
    const dW = matrixOutput(`dh_T/dW@${t}`, H, D, vector);
    const dx = Array.from({ length: D }, (_, d) => output(el("span"), key("dh_T/dx", t, d, vector)));
    const ends = [dV.node, dW.node, el("span", {}, ...dx.map((one) => one.node))];
    const cells = ends.map((end, i) => el("td", {}, last[i].node, el("span", { class: "rnn-end u-gradient-text" }, "= ", end)));
    const path = el("td", { class: "rnn-path" }, ...chips);
    return { node: el("tr", {}, el("th", { scope: "row" }, `t = ${t}`), ...order(path, cells)), slopes, weights, last, dV, dW, dx };
  }

  function drawFactors(s: State, r: Result): void {
    // Formatting is what costs: each factor is written once, however many paths it is on.
    const slope = r.slope.map((values, i) => ({ name: element("r", i + 1, 0, 1), shown: several(values, three), dead: values.every((v) => v === 0), size: Math.max(...values.map(Math.abs)) }));
    const V = r.cell.V.map((matrix, i) => ({ name: weight(s, "V", i + 1), shown: vector ? "" : three(matrix[0][0]), dead: matrix.flat().every((v) => v === 0) }));
    rows.forEach((one, i) => {
      const t = i + 1;
      const on = slope.slice(i);
      const least = Math.min(...on.map((f) => f.size));
      const weakest = least > 0 && least < 0.5 ? on.map((f) => f.size).lastIndexOf(least) : -1;
      one.slopes.forEach((chip, k) => {
        const f = slope[T - 1 - k];
        chip.set(f.name, f.shown, f.dead, T - 1 - k === i + weakest);
      });
      one.weights.forEach((chip, k) => chip.set(V[T - 1 - k].name, V[T - 1 - k].shown, V[T - 1 - k].dead, false));
      const ends: [string, number[]][] = [[`h${sub(i)}`, r.h[i]], [`x${sub(t)}`, r.cell.x[i]], [weight(s, "W", t), r.cell.W[i].flat()]];
      ends.forEach(([name, values], n) => {
        const shown = n === 2 && vector ? "" : several(values, three);
        one.last[n].set(name, shown, values.every((v) => v === 0), false);
      });
      one.dV.set(r.dV_steps[i], three);
    });
  }

  return {
    node,
    draw(s, r) {
      rows.forEach((one, i) => {
        one.dW.set(r.dW_steps[i], three);
        one.dx.forEach((cell, d) => cell.set(r.dx[i][d], `${d ? ", " : D > 1 ? "(" : ""}${three(r.dx[i][d])}${D > 1 && d === D - 1 ? ")" : ""}`));
      });
      total?.set(r.dW as number[][], three);
      if (!open()) return;
      const of = target(s, H);
      const by = [`∂zₜ, factor by factor`, isPerStep(s.V) ? "∂Vₜ" : "∂V", isPerStep(s.W) ? "∂Wₜ" : "∂W", "∂xₜ"];
      by.forEach((name, i) => text(heads[i + 1], `${of}/${name}`));
      sum?.set(r.dV as number[][], three);
      text(note, `rₜ = ${LABELS[s.activation]}′(zₜ). ✕ marks a factor that is zero and cuts the path, ▾ the one that shrinks it most.`);
      drawFactors(s, r);
    },
  };
}
