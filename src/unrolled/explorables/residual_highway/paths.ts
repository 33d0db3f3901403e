/** The product of all factors, multiplied out: one term for each way from the end to the input. */

import { el, only, output, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { grouped, show, sub } from "../_kit/numbers.ts";
import { FEW, type Result } from "./model.ts";

const WRITTEN = 4; // blocks whose sum is written out in a line
const BAR = 120; // px

const taken = (path: number, blocks: number): number[] => Array.from({ length: blocks }, (_, k) => k + 1).filter((k) => (path >> (k - 1)) & 1);

export function paths(): { node: HTMLElement; tables: HTMLElement[]; draw(r: Result): void } {
  const keep = keeper();
  const [sum, numbers] = [el("p", { class: "residual-letters" }), el("p")];
  const count = el("p", { class: "residual-gap" });
  const head = (...titles: string[]): HTMLElement => el("thead", {}, el("tr", {}, ...titles.map((title) => el("th", { scope: "col" }, title))));
  const [terms, sums] = [el("tbody"), el("tbody")];
  const each = el("table", { class: "u-table" }, head("path", "product", "brings"), terms);
  const lengths = el("table", { class: "u-table" }, head("branches taken", "paths", "bring together", "size"), sums);
  const total = el("td", { class: "u-gradient-text" });
  const last = el("tr", { class: "u-total" }, el("th", { scope: "row" }, "all"), el("td"), total, el("td"));

  return {
    node: el("div", {}, sum, numbers, count),
    tables: [each, lengths],
    draw(r) {
      const L = r.r.length;
      const few = L <= WRITTEN;
      sum.hidden = numbers.hidden = !few;
      const plainSkips = r.s.every((s) => s === 1);
      const product = (path: number): string =>
        r.r.map((_, k) => ((path >> k) & 1 ? `r${sub(k + 1)}` : plainSkips ? "" : `s${sub(k + 1)}`)).join(" ").trim().replace(/ +/g, " ") || "1";
      const order = Array.from({ length: 2 ** Math.min(L, FEW) }, (_, path) => path).sort((a, b) => taken(a, L).length - taken(b, L).length || a - b);
      if (few) {
        const factors = r.r.map((_, k) => `(${plainSkips ? "1" : `s${sub(k + 1)}`} + r${sub(k + 1)})`).join("");
        text(sum, `${factors} = ${order.map(product).join(" + ")}`);
        text(numbers, `= ${order.map((path) => show(r.path_term?.[path] ?? 0)).map((term, i) => (i && term.startsWith("−") ? `(${term})` : term)).join(" + ")} = ${show(r.gradient[0])}`);
      }
      const all = 2 ** L;
      const many = all < 1e9 ? grouped(all) : show(all);
      text(count, `${L === 1 ? "1 block has" : `${L} blocks have`} ${many} paths: in each block a gradient takes the skip connection, or the branch. Without skip connections there is one, through all branches.${r.r.every((slope, k) => r.s[k] + slope === r.factor[k]) ? "" : " A way that a shut ReLU bars brings 0."}`);
      each.hidden = r.path_term === null;
      if (r.path_term) {
        const found = r.path_term;
        const rows = order.map((path) => keep(`${L} ${path}`, () => {
          const [product, cell] = [el("td"), output(el("td", { class: "u-gradient-text" }), `path_term[${path}]`)];
          const by = taken(path, L);
          const name = by.length ? `through ${by.length === 1 ? "block" : "blocks"} ${by.join(", ")}` : "past all blocks";
          return { product, cell, node: el("tr", {}, el("th", { scope: "row" }, name), product, cell.node) };
        }));
        only(terms, ...rows.map((row) => row.node));
        rows.forEach(({ product: cell, cell: value }, i) => {
          text(cell, product(order[i]));
          value.set(found[order[i]], show(found[order[i]]));
        });
      } else only(terms);
      const rows = keep.list("sums", L + 1, (m) => {
        const cells = [output(el("td"), `paths[${m}]`), output(el("td", { class: "u-gradient-text" }), `path_sum[${m}]`)];
        const bar = el("i", { class: "residual-bar" });
        return { cells, bar, node: el("tr", {}, el("th", { scope: "row" }, String(m)), ...cells.map((cell) => cell.node), el("td", { "aria-hidden": "true" }, bar)) };
      });
      only(sums, ...rows.map((row) => row.node), last);
      const most = Math.max(...r.path_sum.map(Math.abs)) || 1;
      rows.forEach(({ cells, bar }, m) => {
        cells[0].set(r.paths[m], r.paths[m] < 1e9 ? grouped(r.paths[m]) : show(r.paths[m]));
        cells[1].set(r.path_sum[m], show(r.path_sum[m]));
        bar.style.width = `${((BAR * Math.abs(r.path_sum[m])) / most).toFixed(1)}px`;
        bar.classList.toggle("residual-negative", r.path_sum[m] < 0);
      });
      text(total, show(r.gradient[0]));
    },
  };
}
