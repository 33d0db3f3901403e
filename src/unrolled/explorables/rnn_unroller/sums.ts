/** Under the picture: ∂h_T/∂V as the sum of what each path contributes, and what cuts a path. */

import { el, text } from "../_kit/dom.ts";
import { show, sub } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { slopeName, target, weight } from "./names.ts";
import { type Part, type Shape, matrixOutput, perStepOutput } from "./part.ts";
import { type State, isPerStep } from "./state.ts";

/** Widths in px, so that each contribution stands under its state. */
export type Columns = { first: number; step: number; sum: number; compact: boolean };
export type Sums = Part & { layout(columns: Columns): void };

const none = (values: number[]): boolean => values.every((value) => value === 0);

/** The factors that are zero on the path of the gradient that leaves the chain at step t, nearest to h_T first. */
export function cuts(s: State, r: Result, t: number, last: string, lastValues: number[]): string[] {
  const found: string[] = [];
  for (let k = r.z.length; k >= t; k--) {
    if (none(r.slope[k - 1])) found.push(slopeName(s, k));
    if (k > t && none(r.cell.V[k - 1].flat())) found.push(weight(s, "V", k));
  }
  if (none(lastValues)) found.push(last);
  else if (!found.length && none(r.g[t - 1])) found.push("the product of the matrices");
  return found;
}

export function sums(s: State, { T, H, vector }: Shape): Sums {
  const perStep = isPerStep(s.V);
  const title = el("th", { scope: "col" });
  const columns = Array.from({ length: T + 2 }, () => el("col"));
  const parts = Array.from({ length: T }, (_, i) => matrixOutput(`dh_T/dV@${i + 1}`, H, H, vector));
  const own = perStep ? parts.map((part, i) => perStepOutput(part.node, "dh_T/dV", i, H, vector)) : [];
  const total = perStep ? null : matrixOutput("dh_T/dV", H, H, vector);
  const dead = parts.map(() => el("td"));
  const head = el("tr", {}, title, ...parts.map((_, i) => el("th", { scope: "col" }, `t = ${i + 1}`)), total && el("th", { scope: "col" }, "sum"));
  const node = el(
    "table", { class: "u-table rnn-sums" },
    el("colgroup", {}, ...columns.slice(0, T + (total ? 2 : 1))),
    el("thead", {}, head),
    el("tbody", {},
      el("tr", {}, el("th", { scope: "row" }, "cut by"), ...dead, total && el("td")),
      el("tr", { class: "u-gradient-text" }, el("th", { scope: "row" }, "contribution"), ...parts.map((part) => el("td", {}, part.node)), total && el("td", {}, el("b", {}, total.node))),
    ),
  );
  return {
    node,
    layout({ first, step, sum, compact }) {
      node.classList.toggle("rnn-compact", compact);
      node.style.width = `${first + step * T + (total ? sum : 0)}px`;
      columns.forEach((column, i) => {
        column.style.width = `${i === 0 ? first : i <= T ? step : sum}px`;
      });
    },
    draw(s, r) {
      text(title, `${target(s, H)}/∂V${perStep ? "ₜ" : ""} via`);
      parts.forEach((part, i) => {
        part.set(r.dV_steps[i], short);
        own[i]?.set(r.dV_steps[i]);
        drawCuts(dead[i], cuts(s, r, i + 1, `h${sub(i)}`, r.h[i]));
      });
      if (!perStep) total?.set(r.dV as number[][], short);
    },
  };
}

const short = (value: number): string => show(value, 3);

/** A zero factor is struck out, and has a cross: it is seen without colour. */
function drawCuts(cell: HTMLElement, names: string[]): void {
  const key = names.join();
  if (cell.dataset.cuts === key) return;
  cell.dataset.cuts = key;
  if (!names.length) cell.replaceChildren("—");
  else {
    const more = names.length > 1 ? el("span", { class: "u-mute" }, ` +${names.length - 1}`) : null;
    cell.replaceChildren(el("span", { class: "u-dead" }, "✕ ", el("s", {}, names[0])), ...(more ? [more] : []));
  }
}
