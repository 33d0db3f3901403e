/** Every path of the gradient: the same factors lead to V, to W and to the input of a step. */

import { el, only, output, text } from "../_kit/dom.ts";
import type { Keep } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import { type Chips, chipsOf, drawChips, makeEnds } from "./chips.ts";
import { LABELS, key, target } from "./names.ts";
import { type Part, type Shape, matrixOutput, perStepOutput } from "./part.ts";
import { type State, isPerStep } from "./state.ts";

const LONG = 6; // steps: longer paths stand last, or what they lead to would be out of sight

const three = (value: number): string => show(value, 3);

export function paths(s: State, shape: Shape, keep: Keep): Part {
  const { T, H, D, vector } = shape;
  const own = isPerStep(s.W);
  const rows = keep.list("paths", T, (i) => row(i + 1));
  let chips: Chips[] | null = null;

  const heads = keep("paths heads", () => ["path", "", "", "", ""].map((word, i) => el("th", { scope: "col", class: i === 1 ? "rnn-path" : "" }, word)));
  const totalV = isPerStep(s.V) ? null : keep("paths V", () => matrixOutput(null, H, H, vector));
  const totalW = own ? null : keep("paths W", () => matrixOutput("dh_T/dW", H, D, vector));
  const totals = [totalV, totalW, null].map((sum) => el("td", sum ? { class: "u-gradient-text" } : { class: "rnn-each u-mute" }, sum?.node ?? "one path each"));
  const note = keep("paths note", () => el("p", { class: "u-mute rnn-note" }));
  const body = keep("paths body", () => el("tbody"));
  const head = keep("paths head", () => el("thead"));
  const node = keep("paths", () => el("table", { class: "u-table rnn-paths" }, head, body));
  only(head, el("tr", {}, heads[0], ...order(heads[1], heads.slice(2))));
  for (const one of rows) only(one.node, one.head, ...order(one.path, one.cells));
  only(body, ...rows.map((one) => one.node), el("tr", { class: "u-total" }, el("th", { scope: "row" }, "sum"), ...order(el("td"), totals)));

  function order(path: Node, ends: Node[]): Node[] {
    return T > LONG ? [...ends, path] : [path, ...ends];
  }

  function row(t: number) {
    const dV = matrixOutput(null, H, H, vector);
    const dW = matrixOutput(`dh_T/dW@${t}`, H, D, vector);
    const ownW = own ? perStepOutput(dW.node, "dh_T/dW", t - 1, D, vector) : null;
    const dx = Array.from({ length: D }, (_, d) => output(el("span"), key("dh_T/dx", t, d, vector)));
    const ends = makeEnds();
    const sums = [dV.node, dW.node, el("span", {}, ...dx.map((one) => one.node))];
    const cells = sums.map((sum, n) => el("td", {}, ends[n].node, el("span", { class: "rnn-end u-gradient-text" }, "= ", sum)));
    const path = el("td", { class: "rnn-path" });
    return { node: el("tr"), head: el("th", { scope: "row" }, `t = ${t}`), path, cells, ends, dV, dW, ownW, dx };
  }

  function makeChips(): Chips[] {
    return rows.map(({ path, ends }, i) => {
      const { nodes, ...made } = chipsOf(i + 1, shape, keep);
      only(path, ...nodes);
      return { ...made, ends };
    });
  }

  return {
    node,
    above: [note],
    draw(_, r) {
      rows.forEach((one, i) => {
        one.dW.set(r.dW_steps[i]);
        one.ownW?.set(r.dW_steps[i]);
        one.dx.forEach((cell, d) => cell.set(r.dx[i][d]));
      });
      totalW?.set(r.dW as number[][]);
    },
    detail(s, r) {
      const by = ["∂zₜ, factor by factor", isPerStep(s.V) ? "∂Vₜ" : "∂V", own ? "∂Wₜ" : "∂W", "∂xₜ"];
      by.forEach((name, i) => text(heads[i + 1], `${target(s, H)}/${name}`));
      text(note, `rₜ = ${LABELS[s.activation]}′(zₜ). ✕ marks a factor that is zero and cuts the path, ▾ the one that shrinks it most.`);
      rows.forEach((one, i) => {
        one.dV.set(r.dV_steps[i], three);
        one.dW.set(r.dW_steps[i], three);
        one.dx.forEach((cell, d) => {
          const [before, after] = [d ? ", " : D > 1 ? "(" : "", D > 1 && d === D - 1 ? ")" : ""];
          cell.set(r.dx[i][d], before + three(r.dx[i][d]) + after);
        });
      });
      totalV?.set(r.dV as number[][], three);
      totalW?.set(r.dW as number[][], three);
      drawChips((chips ??= makeChips()), s, r, shape);
    },
  };
}
