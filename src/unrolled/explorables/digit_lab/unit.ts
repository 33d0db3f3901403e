/** One unit of a convolution, product by product, and all numbers of its map. */

import { type Control, numberControl } from "../_kit/control.ts";
import { el, only, output, scroller, text } from "../_kit/dom.ts";
import { brief, show } from "../_kit/numbers.ts";
import type { Part } from "./maps.ts";
import type { Unit } from "./model.ts";
import { FIELD, UNIT_LIMITS } from "./state.ts";

const NAMES = ["layer", "map", "row", "column"];
const BELOW = 4; // maps that a unit looks at, at most
const within = (value: number): string => (value < 0 ? `(${brief(value)})` : brief(value));

export function unit(change: (path: string, value: number) => void): { controls: HTMLElement; products: Part; numbers: Part & { destroy(): void } } {
  const controls = NAMES.map((name, i): Control<number> =>
    numberControl({ input: `unit[${i}]`, name, span: [1, UNIT_LIMITS[i]], limits: [1, UNIT_LIMITS[i]], step: 1, whole: true, kind: "given" }, (value) => change(`unit[${i}]`, value)));

  const blocks = Array.from({ length: BELOW }, (_, c) => {
    const title = el("p", { class: "lab-small u-mute" });
    const cells = [0, 1, 2].map((u) => [0, 1, 2].map((v) => {
      const [pixel, weight] = [el("span"), el("span", { class: "u-param" })];
      return { pixel, weight, cell: output(el("td", {}, pixel, " · ", weight), `unit_products[${c},${u},${v}]`) };
    }));
    const sum = output(el("b"), `unit_sums[${c}]`);
    const table = el("table", { class: "u-table" }, el("tbody", {}, ...cells.map((row) => el("tr", {}, ...row.map(({ cell }) => cell.node)))));
    return { node: el("div", {}, title, table, el("p", { class: "lab-small" }, "together ", sum.node)), title, cells, sum };
  });
  const [lead, bias, z, value] = [el("span"), output(el("span", { class: "u-param" }), "unit_bias"), output(el("b"), "unit_z"), output(el("b", { class: "u-forward-text" }), "unit_value")];
  const line = el("p", { class: "lab-sum" }, lead, bias.node, " = ", z.node, "; after ReLU ", value.node);
  const none = el("p", { class: "lab-note" }, "The perceptron has no maps. Choose another network.");
  const body = el("div", { class: "lab-blocks" });
  const products = el("div");

  const cells = Array.from({ length: FIELD }, (_, i) => Array.from({ length: FIELD }, (_, j) => output(el("td"), `unit_numbers[${i},${j}]`)));
  const rows = cells.map(() => el("tr"));
  const around = scroller("The numbers of the map");
  around.fill(el("table", { class: "u-table lab-numbers" }, el("tbody", {}, ...rows)));
  const numbers = el("div");
  const fold = (node: Element): boolean => node.closest("details")?.open ?? true;

  return {
    controls: el("div", { class: "lab-controls" }, ...controls.map(({ node }) => node)),
    products: {
      node: products,
      set(s, r) {
        controls.forEach((control, i) => control.set(s.unit[i]));
        only(products, ...(r.unit_place ? [body, line] : [none]));
        if (!r.unit_place) return;
        const u: Unit = r;
        only(body, ...blocks.slice(0, u.unit_products.length).map(({ node }) => node));
        u.unit_products.forEach((part, c) => {
          const { title, cells, sum } = blocks[c];
          text(title, u.unit_products.length === 1 ? "pixel · weight" : `map ${c + 1} below · weight`);
          part.forEach((row, i) => row.forEach((product, j) => {
            cells[i][j].cell.set(product);
            text(cells[i][j].pixel, brief(u.unit_window[c][i][j]));
            text(cells[i][j].weight, within(u.unit_weights[c][i][j]));
          }));
          sum.set(u.unit_sums[c], show(u.unit_sums[c]));
        });
        const terms = u.unit_sums.map((sum, i) => (i ? `${sum < 0 ? "−" : "+"} ${show(Math.abs(sum))}` : show(sum))).join(" ");
        text(lead, `Map ${u.unit_place[0]}, row ${u.unit_place[1]}, column ${u.unit_place[2]}: ${terms} + bias `);
        bias.set(u.unit_bias, within(u.unit_bias));
        z.set(u.unit_z, show(u.unit_z));
        value.set(u.unit_value, show(u.unit_value));
      },
    },
    numbers: {
      node: numbers,
      set(_, r) {
        only(numbers, r.unit_numbers ? around.node : none.cloneNode(true));
        if (!r.unit_numbers) return;
        const open = fold(numbers);
        const values = r.unit_numbers;
        rows.forEach((row, i) => only(row, ...(i < values.length ? cells[i].slice(0, values.length).map(({ node }) => node) : [])));
        values.forEach((row, i) => row.forEach((value, j) => {
          cells[i][j].set(value, open ? brief(value) : undefined);
          cells[i][j].node.classList.toggle("lab-here", i + 1 === r.unit_place[1] && j + 1 === r.unit_place[2]);
        }));
      },
      destroy: around.destroy,
    },
  };
}
