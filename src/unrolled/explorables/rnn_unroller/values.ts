/** All values in a table: what the picture shows, for those who would rather read. */

import { el, only, output, text } from "../_kit/dom.ts";
import { show, sub } from "../_kit/numbers.ts";
import { LABELS, key } from "./names.ts";
import type { Keep, Part, Shape } from "./part.ts";

export function values({ T, H, O, vector }: Shape, keep: Keep): Part {
  const steps = Array.from({ length: T }, (_, i) => i + 1);
  const slopeHead: HTMLElement[] = [];
  const rows: HTMLElement[] = [];

  const line = (row: string, head: HTMLElement, kind: string, cells: (Node | string)[]) => {
    const tds = cells.map((cell, t) => keep(`values ${row} ${t}`, () => el("td", { class: kind }, cell)));
    rows.push(only(keep(`values ${row}`, () => el("tr")), head, ...tds));
  };
  const made = (kind: string, t: number, i: number) => keep(`values of ${kind} ${t} ${i}`, () => output(el("span"), key(kind, t, i, vector)));
  const name = (letter: string, i: number, size: number) => el("th", { scope: "row" }, size > 1 ? `${letter}ₜ,${sub(i + 1)}` : `${letter}ₜ`);
  const block = (letter: string, size: number) =>
    Array.from({ length: size }, (_, i) => {
      const cells = steps.map((t) => made(letter, t, i));
      line(`${letter}${i}`, name(letter, i, size), "", ["", ...cells.map((cell) => cell.node)]);
      return cells;
    });

  const z = block("z", H);
  const slope = Array.from({ length: H }, (_, i) => {
    const head = el("th", { scope: "row" });
    slopeHead.push(head);
    const cells = steps.map((t) => made("slope", t, i));
    line(`slope${i}`, head, "", ["", ...cells.map((cell) => cell.node)]);
    return cells;
  });
  const h = Array.from({ length: H }, (_, i) => {
    const cells = [0, ...steps].map((t) => keep(`values of h ${t} ${i}`, () => el("span")));
    line(`h${i}`, name("h", i, H), "u-forward-text", cells);
    return cells;
  });
  const y = O ? block("y", O) : [];
  const head = keep("values head", () => el("tr"));
  only(head, ...["t", 0, ...steps].map((t) => keep(`values head ${t}`, () => el("th", { scope: "col" }, String(t)))));
  const node = keep("values", () => el("table", { class: "u-table" }, el("thead", {}, head), el("tbody", {}, ...rows)));

  return {
    node,
    draw(s, r) {
      slopeHead.forEach((head, i) => text(head, `${LABELS[s.activation]}′(zₜ${H > 1 ? `,${sub(i + 1)}` : ""})`));
      const fill = (block: typeof z, values: number[][]) =>
        block.forEach((cells, i) => cells.forEach((cell, t) => cell.set(values[t][i], show(values[t][i]))));
      fill(z, r.z);
      fill(slope, r.slope);
      if (r.y) fill(y, r.y);
      h.forEach((cells, i) => cells.forEach((cell, t) => text(cell, show(r.h[t][i]))));
    },
  };
}
