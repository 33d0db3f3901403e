/** Every node, every edge, and the second derivatives. The names are those of `compute()`. */

import { type Output, el, only, output, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import { described } from "./lines.ts";
import type { Run } from "./model.ts";
import type { Names } from "./words.ts";

export type Second = { hessian: number[][]; eigenvalues: number[] };
export type Tables = { nodes: HTMLElement; edges: HTMLElement; second: HTMLElement; set(r: Run, second: Second, names: Names, shown: boolean): void };

const FLAT = 1e-9; // a slope or a curvature below it is a rounding

export function tables(): Tables {
  const keep = keeper();
  const cell = (name: string): Output => keep(name, () => output(el("td"), name));
  const words = (name: string): HTMLElement => keep(name, () => el("td"));
  const head = (...titles: string[]): HTMLElement => el("thead", {}, el("tr", {}, ...titles.map((title) => (title ? el("th", { scope: "col" }, title) : el("td")))));
  const [nodeRows, edgeRows, hessianRows] = [el("tbody"), el("tbody"), el("tbody")];
  const by = el("th", { scope: "col" });
  const nodes = el("table", { class: "u-table graph-table" }, el("thead", {}, el("tr", {}, ...["node", "", "value"].map((title) => (title ? el("th", { scope: "col" }, title) : el("td"))), by)), nodeRows);
  const edges = el("table", { class: "u-table" }, head("from → to", "local derivative", "passed back"), edgeRows);
  const hessianHead = el("tr");
  const hessian = el("table", { class: "u-table" }, el("thead", {}, hessianHead), hessianRows);
  const verdict = el("p");
  const eigen = el("p", {}, "Eigenvalues: ");
  const values = el("span");
  eigen.append(values);

  return {
    nodes,
    edges,
    second: el("div", {}, hessian, eigen, verdict),
    set(r, { hessian, eigenvalues }, names, shown) {
      const { shape } = r;
      const write = (name: string, value: number): Element => {
        const made = cell(name);
        made.set(value, shown ? show(value, 6) : undefined);
        return made.node;
      };
      only(nodeRows, ...shape.nodes.filter(({ number }) => number === null).map(({ id }) => {
        const row = keep(`node row ${id}`, () => el("tr", {}, el("th", { scope: "row" })));
        const how = words(`how ${id}`);
        if (shown) {
          text(row.children[0], names.of(id));
          text(how, described(r, id, names));
        }
        return only(row, row.children[0], how, write(`value[${id}]`, r.value[id]), write(`gradient[${id}]`, r.gradient[id]));
      }));
      only(edgeRows, ...r.edges.flatMap(({ source, target, local, passed }, k) => {
        if (shape.nodes[source].constant) return [];
        const row = keep(`edge row ${k}`, () => el("tr", {}, el("th", { scope: "row" })));
        if (shown) text(row.children[0], `${names.of(source)} → ${names.of(target)}`);
        return [only(row, row.children[0], write(`local[${k}]`, local), write(`passed[${k}]`, passed))];
      }));
      const titles = shape.variables.map(names.of);
      only(hessianHead, words("corner"), ...titles.map((_, i) => keep(`head ${i}`, () => el("th", { scope: "col" }))));
      only(hessianRows, ...hessian.map((line, i) => {
        const row = keep(`hessian row ${i}`, () => el("tr", {}, el("th", { scope: "row" })));
        if (shown) text(row.children[0], titles[i]);
        return only(row, row.children[0], ...line.map((value, j) => write(`hessian[${i},${j}]`, value)));
      }));
      only(values, ...eigenvalues.map((value, i) => {
        const made = keep(`eigen ${i}`, () => output(el("span", { class: "graph-eigen" }), `eigenvalues[${i}]`));
        made.set(value, shown ? show(value) : undefined);
        return made.node;
      }));
      if (!shown) return;
      text(by, `∂${names.output}/∂node`);
      titles.forEach((title, i) => text(hessianHead.children[i + 1], title));
      text(verdict, judged(shape.variables.map((id) => r.gradient[id]), eigenvalues));
    },
  };
}

/** What the point is, as far as first and second derivatives tell. */
export function judged(slopes: number[], eigenvalues: number[]): string {
  if (![...slopes, ...eigenvalues].every(Number.isFinite)) return "Not all derivatives are finite here.";
  if (slopes.some((slope) => Math.abs(slope) > FLAT)) return "The gradient is not zero here, so the point is no minimum, no maximum and no saddle.";
  const [low, high] = [eigenvalues[0], eigenvalues[eigenvalues.length - 1]];
  if (low > FLAT) return "The gradient is zero and all eigenvalues are positive: a local minimum.";
  if (high < -FLAT) return "The gradient is zero and all eigenvalues are negative: a local maximum.";
  if (low < -FLAT && high > FLAT) return "The gradient is zero and the eigenvalues have both signs: a saddle point.";
  return "The gradient is zero, and so is an eigenvalue: second derivatives do not decide.";
}
