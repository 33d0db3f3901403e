/** Tables in folds: written only while one can see them. */

import { el, fold, only, type Output, output, subscripted, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";

type Name = { [K in keyof Result]: Result[K] extends number[] | null ? K : never }[keyof Result];
type Column = [name: Name, head: string];
export type Table = { node: HTMLElement; head(i: number, words: string): void; set(r: Result): void };

/** A row for each entry, numbered from `first`; `total` is what stands below the last column. */
export function table(kind: string, first: number, columns: Column[], total?: (r: Result) => string): Table {
  const heads = columns.map(([, head]) => el("th", { scope: "col" }, ...subscripted(head)));
  const body = el("tbody");
  const sum = el("td");
  const foot = el("tr", { class: "u-total", hidden: !total }, el("th", { scope: "row", colspan: columns.length }, "mean"), sum);
  const keep = keeper();
  const make = (i: number): { node: HTMLElement; cells: Output[] } => {
    const cells = columns.map(([name]) => output(el("td"), `${name}[${i}]`));
    return { cells, node: el("tr", {}, el("th", { scope: "row" }, String(first + i)), ...cells.map(({ node }) => node)) };
  };
  return {
    node: el("div", { class: "capacity-sheet", tabindex: 0, role: "group", "aria-label": `${kind}, a table that scrolls` },
      el("table", { class: "u-table" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, kind), ...heads)), body, el("tfoot", {}, foot))),
    head: (i, words) => text(heads[i], words),
    set(r) {
      const rows = keep.list("rows", (r[columns[0][0]] as number[]).length, make);
      only(body, ...rows.map(({ node }) => node));
      rows.forEach(({ cells }, i) => columns.forEach(([name], j) => {
        const value = (r[name] as number[] | null)?.[i];
        cells[j].node.toggleAttribute("hidden", value === undefined);
        if (value !== undefined) cells[j].set(value, show(value));
      }));
      columns.forEach(([name], j) => heads[j].toggleAttribute("hidden", r[name] === null));
      if (total) text(sum, total(r));
    },
  };
}

/** A fold whose content is brought up to date when it is opened, and after each change while it is open. */
export function lazy(title: string, update: (r: Result) => void, ...children: Node[]): { node: HTMLDetailsElement; set(r: Result): void } {
  const node = fold(title, ...children);
  let waiting: Result | null = null;
  const now = (): void => {
    if (!node.open || !waiting) return;
    update(waiting);
    waiting = null;
  };
  node.addEventListener("toggle", now);
  return {
    node,
    set(r) {
      waiting = r;
      now();
    },
  };
}
