/** Both fits side by side, and what each point costs them. */

import { el, only, output, scroller, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { MOST, type Result, type State } from "./model.ts";

const KINDS = ["line", "curve"] as const;

/** A row for each property, a column for each fit. */
export function summary(): { node: HTMLElement; set(s: State, r: Result): void } {
  const heads = { without: el("span") };
  const cells = (name: (kind: (typeof KINDS)[number]) => string) => KINDS.map((kind) => output(el("td"), name(kind)));
  const rows = {
    slope: cells((kind) => `${kind}[0]`),
    intercept: cells((kind) => `${kind}[1]`),
    crossing: cells((kind) => `${kind}_crossing`),
    without: cells((kind) => `${kind}_crossing_without`),
    wrong: cells((kind) => `${kind}_wrong`),
    total: cells((kind) => `${kind}_total`),
  };
  const row = (key: keyof typeof rows, name: string | Node): HTMLElement => el("tr", {}, el("th", { scope: "row" }, name), ...rows[key].map(({ node }) => node));
  const key = (kind: string, name: string): HTMLElement => el("th", { scope: "col" }, el("span", { class: `fit-key fit-${kind}`, "aria-hidden": "true" }), name);
  const node = el("table", { class: "u-table fit-summary" },
    el("thead", {}, el("tr", {}, el("td"), key("line", "line a x + b"), key("curve", "curve σ(a x + b)"))),
    el("tbody", {}, row("slope", "a"), row("intercept", "b"), row("crossing", "crosses one half at x ="), row("without", heads.without), row("wrong", "on the wrong side"), row("total", "sum of losses")));
  return {
    node,
    set(s, r) {
      text(heads.without, `without the point ${show([...s.zeros, ...s.ones][r.far])} at x =`);
      KINDS.forEach((kind, i) => {
        rows.slope[i].set(r[kind][0], show(r[kind][0], 6));
        rows.intercept[i].set(r[kind][1], show(r[kind][1], 6));
        const crossings = [[rows.crossing[i], r[`${kind}_crossing`]], [rows.without[i], r[`${kind}_crossing_without`]]] as const;
        for (const [cell, at] of crossings) cell.set(at ?? NaN, at === null ? "nowhere" : show(at, 6));
        rows.wrong[i].set(r[`${kind}_wrong`], String(r[`${kind}_wrong`]));
        rows.total[i].set(r[`${kind}_total`], show(r[`${kind}_total`], 6));
      });
    },
  };
}

/** Value, error and loss of each point under both. */
export function pointwise(): { node: HTMLElement; set(s: State, r: Result, shown: boolean): void; destroy(): void } {
  const columns = KINDS.flatMap((kind) => (["value", "error", "loss"] as const).map((name) => `${kind}_${name}` as const));
  const rows = Array.from({ length: 2 * MOST }, (_, i) => {
    const [x, y] = [el("th", { scope: "row" }), el("td")];
    const cells = columns.map((name) => output(el("td"), `${name}[${i}]`));
    return { x, y, cells, row: el("tr", {}, x, y, ...cells.map(({ node }) => node)) };
  });
  const body = el("tbody");
  const names = ["value", "error", "squared", "value p", "error", "cross-entropy"];
  const room = scroller("What each point costs");
  room.fill(el("table", { class: "u-table" }, el("thead", {},
    el("tr", {}, el("td", { colspan: 2 }), ...["line", "curve"].map((name) => el("th", { colspan: 3, scope: "colgroup" }, name))),
    el("tr", {}, el("th", { scope: "col" }, "x"), el("th", { scope: "col" }, "class"), ...names.map((name) => el("th", { scope: "col" }, name)))), body));
  return {
    node: room.node,
    destroy: room.destroy,
    set(s, r, shown) {
      const points = [...s.zeros, ...s.ones];
      only(body, ...points.map((_, i) => rows[i].row));
      points.forEach((x, i) => {
        if (shown) {
          text(rows[i].x, show(x));
          text(rows[i].y, i < s.zeros.length ? "0" : "1");
        }
        columns.forEach((name, c) => rows[i].cells[c].set(r[name][i], shown ? show(r[name][i]) : undefined));
      });
    },
  };
}
