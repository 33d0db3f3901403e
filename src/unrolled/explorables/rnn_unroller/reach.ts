/** How far the gradient reaches: the norm of ∂h_T/∂h_t against t, and in words whether it vanishes or explodes. */

import { chart } from "../_kit/chart.ts";
import { el, only, output, text } from "../_kit/dom.ts";
import type { Keep } from "../_kit/keep.ts";
import { show, sub } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { slopeName } from "./names.ts";
import type { Part, Shape } from "./part.ts";
import type { State } from "./state.ts";

export function reach({ T }: Shape, keep: Keep): Part {
  const picture = keep("reach chart", () => chart("gradient", (t, last) => (t === last ? `t = ${t}` : String(t)), 1));
  const words = keep("reach words", () => el("p", { class: "rnn-verdict" }));
  const steps = keep.list("reach steps", T + 1, (t) => {
    const cell = output(el("span"), `norm_${t}`);
    return { cell, head: el("th", { scope: "col" }, String(t)), td: el("td", {}, cell.node) };
  });
  const head = keep("reach head", () => el("tr"));
  const row = keep("reach row", () => el("tr", { class: "u-gradient-text" }));
  const table = keep("reach table", () => el("table", { class: "u-table" }, el("thead", {}, head), el("tbody", {}, row)));
  only(head, keep("reach t", () => el("th", { scope: "col" }, "t")), ...steps.map((step) => step.head));
  only(row, el("th", { scope: "row" }, `‖∂h${sub(T)}/∂hₜ‖`), ...steps.map((step) => step.td));
  return {
    node: table,
    above: [words, picture.node],
    draw(_, r) {
      steps.forEach(({ cell }, t) => cell.set(r.norm[t]));
    },
    detail(s, r) {
      steps.forEach(({ cell }, t) => cell.set(r.norm[t], show(r.norm[t], 3)));
      const said = verdict(s, r);
      text(words, said);
      picture.draw(r.norm, `Norm of ∂h${sub(T)}/∂hₜ against t. ${said}`);
    },
  };
}

/** One sentence on the way from h_T back to h_0. */
export function verdict(s: State, r: Result): string {
  const T = r.z.length;
  const [end, start] = [r.norm[0], r.norm[T]];
  const zero = r.norm.lastIndexOf(0); // the step after it, on the way back, let nothing through
  if (zero >= 0) {
    const dead = r.slope[zero].every((value) => value === 0);
    const why = dead ? `: ${slopeName(s, zero + 1)} = 0` : "";
    return `✕ Cut at step ${zero + 1}${why}. Nothing up to it has any effect on h${sub(T)}.`;
  }
  const factor = (end / start) ** (1 / T);
  const each = `×\u00a0${show(factor, 3)} per step on average`;
  if (end < start / 10) return `↓ Vanishing: ${show(start, 3)} at h${sub(T)}, ${show(end, 3)} at h₀ (${each}).`;
  if (end > start * 10) return `↑ Exploding: ${show(start, 3)} at h${sub(T)}, ${show(end, 3)} at h₀ (${each}).`;
  return `→ It arrives: ${show(start, 3)} at h${sub(T)}, ${show(end, 3)} at h₀ (${each}).`;
}
