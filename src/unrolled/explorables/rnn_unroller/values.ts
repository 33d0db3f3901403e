/** All values in a table: what the picture shows, for those who would rather read. */

import { el, only, output, text } from "../_kit/dom.ts";
import type { Keep } from "../_kit/keep.ts";
import { show, sub } from "../_kit/numbers.ts";
import type { Matrix, Result } from "./model.ts";
import { LABELS, key } from "./names.ts";
import type { Part, Shape } from "./part.ts";
import type { State } from "./state.ts";

type Kind = "z" | "slope" | "h" | "y";

export function values({ T, H, O, vector }: Shape, keep: Keep): Part {
  const sizes: [Kind, number][] = [["z", H], ["slope", H], ["h", H], ["y", O]];
  const rows = sizes.flatMap(([kind, size]) => Array.from({ length: size }, (_, i) => row(kind, size, i)));
  const head = keep("values head", () => ({ row: el("tr"), name: el("th", { scope: "col" }, "t") }));
  only(head.row, head.name, ...keep.list("values heads", T + 1, (t) => el("th", { scope: "col" }, String(t))));
  const node = keep("values", () => el("table", { class: "u-table" }, el("thead", {}, head.row), el("tbody", {}, ...rows.map((row) => row.node))));

  /** Of one unit. Only h has a value at t = 0, and its outputs are in the picture. */
  function row(kind: Kind, size: number, i: number) {
    const state = kind === "h";
    const made = keep(`values row ${kind} ${i}`, () => ({ node: el("tr"), head: el("th", { scope: "row" }), before: state ? null : el("td") }));
    const cells = keep.list(`values ${kind} ${i}`, state ? T + 1 : T, (t) =>
      state ? output(el("td", { class: "u-forward-text" }), null) : output(el("td"), key(kind, t + 1, i, vector)),
    );
    only(made.node, made.head, made.before, ...cells.map((cell) => cell.node));
    return { kind, i, cells, unit: size > 1 ? `,${sub(i + 1)}` : "", ...made };
  }

  function fill(r: Result, write?: (value: number) => string): void {
    for (const { kind, i, cells } of rows) {
      const values = r[kind] as Matrix;
      cells.forEach((cell, t) => cell.set(values[t][i], write?.(values[t][i])));
    }
  }

  return {
    node,
    draw: (_, r) => fill(r),
    detail(s: State, r: Result) {
      for (const { kind, head, unit } of rows) text(head, kind === "slope" ? `${LABELS[s.activation]}′(zₜ${unit})` : `${kind}ₜ${unit}`);
      fill(r, show);
    },
  };
}
