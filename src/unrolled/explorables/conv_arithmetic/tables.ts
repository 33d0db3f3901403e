/** Every number of every layer. The names are those of `compute()`. */

import { el, only, output, text } from "../_kit/dom.ts";
import { grouped } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { isFlat, nameOf } from "./names.ts";
import { MOST_LAYERS, type State } from "./state.ts";

/** Unless it is `seen`, the table's values are set and its text waits: writing numbers is what takes time. */
export type Table = { node: HTMLElement; set(s: State, r: Result, seen: boolean): void };
type Cell = { node: HTMLElement; set(values: (number | null)[], seen: boolean): void };
type Made = { cells: HTMLElement[]; set(s: State, r: Result, seen: boolean): void };

/** Numbers with a sign between them; those that are null are left out. */
function cell(names: string[], sign = " × ", none = ""): Cell {
  const numbers = names.map((name) => output(el("span"), name));
  const signs = names.map(() => el("span", {}, sign));
  const empty = el("span", { class: "u-mute" }, none);
  const node = el("td");
  return {
    node,
    set(values, seen) {
      const shown = numbers.filter((_, k) => values[k] !== null && values[k] !== undefined);
      only(node, ...shown.flatMap(({ node: one }, k) => (k ? [signs[k], one] : [one])), shown.length ? null : empty);
      numbers.forEach((number, k) => {
        const value = values[k];
        if (value !== null && value !== undefined) number.set(value, seen ? grouped(value) : undefined);
      });
    },
  };
}

function table(names: string[], foot: Element | null, make: (i: number) => Made): Table {
  const rows = Array.from({ length: MOST_LAYERS + 1 }, (_, i) => {
    const name = el("th", { scope: "row" });
    const { cells, set } = make(i); // the input first
    return { name, set, node: el("tr", {}, name, ...cells) };
  });
  const body = el("tbody");
  const head = el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, name))));
  return {
    node: el("table", { class: "u-table" }, head, body),
    set(s, r, seen) {
      const used = rows.slice(0, s.kind.length + 1);
      only(body, ...used.map((row) => row.node), foot);
      used.forEach(({ name, set }, i) => {
        text(name, i ? `${i} ${nameOf(s, i - 1)}` : "input");
        set(s, r, seen);
      });
    },
  };
}

export function costs(): Table {
  const totals = (["total_parameters", "total_running", "total_multiply_adds"] as const).map((name) => ({ name, one: cell([name]) }));
  const foot = el("tr", { class: "u-total" }, el("th", { scope: "row" }, "together"), el("td"), el("td"), el("td"), ...totals.map(({ one }) => one.node));
  const made = table(["layer", "output", "weight", "biases", "parameters", "running", "multiply-adds"], foot, (i) => {
    const shape = cell([`sizes[${i},0]`, `sizes[${i},1]`, `maps[${i}]`], " × ", "does not fit");
    const weight = cell([0, 1, 2, 3].map((k) => `weights[${i - 1},${k}]`), " × ", "none");
    const counts = (["biases", "parameters", "running", "multiply_adds"] as const).map((name) => ({ name, one: cell([`${name}[${i - 1}]`]) }));
    return {
      cells: [shape, weight, ...counts.map(({ one }) => one)].map(({ node }) => (i || node === shape.node ? node : el("td"))),
      set(s, r, seen) {
        const fits = i <= r.fits;
        const sides = [0, 1].map((a) => (a < s.axes && !isFlat(s, i) ? r.sizes[i][a] : null));
        shape.set(fits ? [...sides, r.maps[i]] : [], seen);
        if (!i) return;
        weight.set(fits ? r.weights[i - 1].map((side) => side || null) : [], seen);
        for (const { name, one } of counts) one.set(fits ? [r[name][i - 1]] : [], seen);
      },
    };
  });
  return {
    node: made.node,
    set(s, r, seen) {
      made.set(s, r, seen);
      for (const { name, one } of totals) one.set([r[name]], seen);
    },
  };
}

export function fields(): Table {
  return table(["layer", "field", "jump", "start"], null, (i) => {
    const cells = (["field", "jump", "start"] as const).map((name) => ({ name, one: cell([`${name}[${i},0]`, `${name}[${i},1]`], name === "field" ? " × " : ", ", "no single one") }));
    return {
      cells: cells.map(({ one }) => one.node),
      set(_, r, seen) {
        for (const { name, one } of cells) one.set(r.field[i][0] ? r[name][i] : [], seen);
      },
    };
  });
}

/** What the unit sees, axis by axis. */
export function sight(): Table {
  const rows = [0, 1].map((a) => {
    const name = el("th", { scope: "row" });
    const [unit, many] = [cell([`unit[${a}]`]), cell([`seen[${a},2]`])];
    const ends = cell([`seen[${a},0]`, `seen[${a},1]`], " to ", "nothing");
    const free = cell([`span[${a},0]`, `span[${a},1]`], " to ", "no single one");
    return { name, unit, ends, many, free, node: el("tr", {}, name, ...[unit, ends, many, free].map((one) => one.node)) };
  });
  const body = el("tbody");
  const head = el("thead", {}, el("tr", {}, ...["", "unit", "sees", "pixels", "without a border"].map((name) => (name ? el("th", { scope: "col" }, name) : el("td")))));
  return {
    node: el("table", { class: "u-table arithmetic-sight" }, head, body),
    set(s, r, seen) {
      only(body, ...rows.slice(0, s.axes).map((row) => row.node));
      rows.slice(0, s.axes).forEach(({ name, unit, ends, many, free }, a) => {
        text(name, s.axes === 2 ? ["row", "column"][a] : "place");
        const sight = r.seen?.[a];
        unit.set(r.unit ? [r.unit[a]] : [], seen);
        ends.set(sight && sight[2] ? sight.slice(0, 2) : [], seen);
        many.set(sight ? [sight[2]] : [], seen);
        free.set(r.span?.[a] ?? [], seen);
      });
    },
  };
}
