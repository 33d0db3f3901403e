/** The numbers behind the pictures: one output product by product, the kernel's sums, the equations for its top row. */

import { numberControl } from "../_kit/control.ts";
import { el, type Output, only, output, scroller, text } from "../_kit/dom.ts";
import { fraction } from "../_kit/dragbox.ts";
import { keeper } from "../_kit/keep.ts";
import { brief, several, show } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import type { State } from "./state.ts";

export type Part = { node: HTMLElement; set(s: State, r: Result): void; destroy(): void };

const within = (value: number): string => (value < 0 ? `(${brief(value)})` : brief(value));
const added = (value: number): string => `${value < 0 ? "−" : "+"} ${show(Math.abs(value))}`;
const signed = (values: number[]): string => values.map((value, i) => (i ? added(value) : show(value))).join(" ");

/** weight · pixel for every weight, a row of the kernel per line, then the sum. */
export function products(): Part {
  const keep = keeper();
  const body = el("tbody");
  const around = scroller("The products");
  around.fill(el("table", { class: "u-table kernel-products" }, body));
  const value = output(el("b", { class: "u-forward-text" }), "value");
  const total = output(el("b"), "total");
  const [place, sum, rest] = [el("span"), el("span"), el("span")];
  const node = el("div", { class: "kernel-said" }, el("p", {}, place, value.node), around.node, el("p", {}, sum, total.node, rest));

  return {
    node,
    set(s, r) {
      text(place, `Row ${r.row}, column ${r.column} of the result: `);
      value.set(r.value, show(r.value));
      const rows = s.kernel.map((weights, u) => {
        const cells = weights.map((weight, v) => {
          const { cell, factor, pixel } = keep(`${u},${v}`, () => {
            const [factor, pixel] = [el("span", { class: "kernel-weight" }), el("span")];
            return { cell: output(el("td", {}, v ? "+ " : "", factor, " · ", pixel), `products[${u},${v}]`), factor, pixel };
          });
          cell.set(r.products[u][v]);
          const written = fraction(weight);
          text(factor, written.length > 6 ? within(weight) : weight < 0 ? `(${written})` : written);
          text(pixel, within(r.window[u][v]));
          return cell.node;
        });
        const end = keep(`total ${u}`, () => output(el("td"), `row_totals[${u}]`));
        end.set(r.row_totals[u], `= ${show(r.row_totals[u])}`);
        return only(keep(`row ${u}`, () => el("tr")), ...cells, end.node);
      });
      only(body, ...rows);
      text(sum, rows.length > 1 ? `${signed(r.row_totals)} = ` : "Together ");
      total.set(r.total, show(r.total));
      text(rest, `${s.bias ? `, with the bias ${show(r.total)} ${added(s.bias)} = ${show(r.z)}` : ""}${s.activation === "relu" ? `; ReLU makes it ${show(r.value)}` : ""}`);
    },
    destroy: () => around.destroy(),
  };
}

/** What three kinds of walls become of these weights. */
export function sums(): Part {
  const keep = keeper();
  const node = el("div");
  const row = (name: string, values: number[], words: string, answers: number[]): HTMLElement => {
    const [said, last] = keep(`${name} line`, () => [el("span"), el("span")]);
    text(said, `${words} `);
    text(last, values.every((value) => Math.abs(value) < 1e-9) ? ": it is not seen." : ".");
    const parts = answers.map((value, i) => {
      const one = keep(`${name},${i}`, () => output(el("b"), `${name}[${i}]`));
      one.set(value, brief(value));
      return [i ? keep(`${name} comma ${i}`, () => el("span", {}, ", ")) : said, one.node];
    });
    return only(keep(name, () => el("p")), ...parts.flat(), last);
  };
  const whole = output(el("b"), "weight_sum");
  const even = el("p", {}, "All weights add up to ", whole.node, ": that is what an even wall of 1 becomes.");
  const note = el("p", { class: "u-mute kernel-note" }, "The edges are between 1, on the left or above, and 0; the window moves over them step by step.");
  return {
    node,
    set(_, r) {
      whole.set(r.weight_sum, brief(r.weight_sum));
      only(node, even,
        row("upright", r.column_sums, `The columns add up to ${several(r.column_sums)}: an upright edge becomes`, r.upright),
        row("lying", r.row_sums, `The rows add up to ${several(r.row_sums)}: a lying edge becomes`, r.lying), note);
    },
    destroy: () => undefined,
  };
}

const UNKNOWNS = ["x", "y", "z"];
const PLACES = [0, 1, 2];

/** Three outputs, three equations, three weights. */
export function solver(change: (path: string, value: unknown) => void): Part {
  const messages = el("div");
  const wanted = PLACES.map((k) => numberControl(
    { input: `wanted[${k}]`, name: `output ${k + 1} is to be`, span: [-1, 1], bare: messages },
    (value) => change(`wanted[${k}]`, value)));
  const numbers = (name: string, tag: "b" | "span"): Output<HTMLElement>[] => PLACES.map((k) => output(el(tag), name.replace("k", String(k))));
  const [known, right, now] = [numbers("known[k]", "span"), numbers("right[k]", "b"), numbers("y[0,k]", "b")];
  const left = PLACES.map(() => el("span"));
  const lines = el("div", { class: "kernel-equations" }, ...PLACES.map((k) => el("div", {},
    el("span", {}, `output ${k + 1} is to be`), wanted[k].node,
    el("span", {}, left[k], known[k].node, " = ", right[k].node),
    el("span", { class: "u-mute" }, "it is ", now[k].node))));
  const solution = PLACES.map((k) => output(el("b", { class: "kernel-weight" }), `solution[${k}]`));
  const answer = el("p", { class: "kernel-answer" }, "So ", ...solution.map((one) => one.node));
  const none = el("p", { class: "kernel-answer" });
  const button = el("button", { type: "button", class: "u-button" }, "Put them into the kernel");
  let solved: number[] | null = null;
  button.addEventListener("click", () => solved && change("kernel[0]", solved));

  const note = el("p", { class: "u-mute kernel-note" },
    "The kernel’s top row is x, y, z, and the first three outputs of the top row are given. Each is an equation: the pixels under x, y, z on the left; on the right what is left of the output once the other weights and the bias are taken off.");
  const node = el("div");

  return {
    node,
    set(s, r) {
      solved = r.solution;
      only(node, note, r.equations && lines, messages, ...(solved ? [answer, button] : [none]));
      text(none, r.equations ? "These equations do not decide: their determinant is 0." : "This needs a kernel three weights wide, and three places for it in the top row.");
      PLACES.forEach((k) => {
        wanted[k].set(s.wanted[k]);
        if (!r.equations || !r.known || !r.right) return;
        text(left[k], `${r.equations[k].map((pixel, v) => `${v ? added(pixel) : show(pixel)}${UNKNOWNS[v]}`).join(" ")} = ${show(s.wanted[k])} − `);
        known[k].set(r.known[k], within(r.known[k]));
        right[k].set(r.right[k], show(r.right[k]));
        const off = Math.abs(r.y[0][k] - s.wanted[k]) > 1e-9 * Math.max(1, Math.abs(s.wanted[k]));
        now[k].set(r.y[0][k], `${show(r.y[0][k])} ${off ? "✗" : "✓"}`);
        now[k].node.classList.toggle("kernel-off", off);
        if (r.solution) solution[k].set(r.solution[k], `${UNKNOWNS[k]} = ${show(r.solution[k])}${k < 2 ? ", " : ""}`);
      });
    },
    destroy: () => undefined,
  };
}
