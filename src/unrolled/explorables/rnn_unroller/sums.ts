/** Under the picture: ∂h_T/∂V as the sum of what each path contributes, and what cuts a path. */

import { el, only, text } from "../_kit/dom.ts";
import type { Keep } from "../_kit/keep.ts";
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

export function sums(s: State, { T, H, vector }: Shape, keep: Keep): Sums {
  const perStep = isPerStep(s.V);
  const { node, title, total, rows, first, last } = keep("sums", frame);
  const columns = keep.list("sums columns", T + 2, () => el("col"));
  const parts = keep.list("sums steps", T, step);
  only(rows[0], ...columns.slice(0, T + (total ? 2 : 1)));
  (["head", "dead", "cell"] as const).forEach((kind, i) => only(rows[i + 1], first[i], ...parts.map((part) => part[kind]), last[i]));

  /** All but the steps. */
  function frame() {
    const title = el("th", { scope: "col" });
    const total = perStep ? null : matrixOutput("dh_T/dV", H, H, vector);
    const rows = [el("colgroup"), el("tr"), el("tr"), el("tr", { class: "u-gradient-text" })];
    const node = el("table", { class: "u-table rnn-sums" }, rows[0], el("thead", {}, rows[1]), el("tbody", {}, rows[2], rows[3]));
    const first = [title, el("th", { scope: "row" }, "cut by"), el("th", { scope: "row" }, "contribution")];
    const last = total ? [el("th", { scope: "col" }, "sum"), el("td"), el("td", {}, el("b", {}, total.node))] : [];
    return { node, title, total, rows, first, last };
  }

  function step(i: number) {
    const matrix = matrixOutput(`dh_T/dV@${i + 1}`, H, H, vector);
    const own = perStep ? perStepOutput(matrix.node, "dh_T/dV", i, H, vector) : null;
    return { matrix, own, head: el("th", { scope: "col" }, `t = ${i + 1}`), dead: el("td"), cell: el("td", {}, matrix.node) };
  }

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
        part.matrix.set(r.dV_steps[i], short);
        part.own?.set(r.dV_steps[i]);
        drawCuts(part.dead, cuts(s, r, i + 1, `h${sub(i)}`, r.h[i]));
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
