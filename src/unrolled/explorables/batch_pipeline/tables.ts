/** What one checks by hand: updates counted, filler added up, times step by step. */

import { el, only, output, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { grouped, show } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import type { State } from "./state.ts";

type Table = { node: HTMLElement; draw(s: State, r: Result): void };

const head = (...titles: string[]): HTMLElement => el("thead", {}, el("tr", {}, ...titles.map((title) => el("th", { scope: "col" }, title))));

/** A line for each number of the whole run. */
function facts(rows: [key: keyof Result, words: string, write?: (value: number) => string][]): Table {
  const made = rows.map(([key, words, write = grouped]) => ({ key, write, cell: output(el("td"), key), words }));
  const node = el("table", { class: "u-table" }, el("tbody", {}, ...made.map(({ words, cell }) => el("tr", {}, el("th", { scope: "row" }, words), cell.node))));
  return {
    node,
    draw: (_, r) => made.forEach(({ key, cell, write }) => cell.set(r[key] as number, write(r[key] as number))),
  };
}

export function counting(): Table {
  const lines = [el("p"), el("p")];
  const table = facts([
    ["last", "examples in the last batch"],
    ["unused", "examples that no batch used"],
    ["straddling", "batches with examples of two epochs"],
  ]);
  return {
    node: el("div", {}, ...lines, table.node),
    draw(s, r) {
      const through = s.order.includes("repeat") && s.order.indexOf("repeat") < s.order.indexOf("batch");
      const stream = through ? s.examples * s.epochs : s.examples;
      const [full, rest] = [Math.floor(stream / s.batch), stream % s.batch];
      const each = full + (rest && s.remainder === "kept" ? 1 : 0);
      const over = rest ? ` and ${rest} over, ${s.remainder}` : "";
      const what = through ? `${s.epochs} · ${s.examples} = ${grouped(stream)}` : String(s.examples);
      text(lines[0], `${what} = ${full} · ${s.batch}${rest ? ` + ${rest}` : ""}: ${full} full ${full === 1 ? "batch" : "batches"}${over}.`);
      text(lines[1], through ? `Repeated before batching: ${grouped(each)} updates in all, and batches do not end where an epoch ends.` : `${grouped(each)} ${each === 1 ? "update" : "updates"} an epoch, ${s.epochs} · ${each} = ${grouped(s.epochs * each)} in all.`);
      table.draw(s, r);
    },
  };
}

export function padding(): Table {
  const keep = keeper();
  const body = el("tbody");
  const each = el("table", { class: "u-table" }, head("batch", "examples", "longest", "filler"), body);
  const all = facts([
    ["cells", "steps of all batches"],
    ["filler_total", "of these filler"],
    ["filler_share", "that is", (value) => `${show(100 * value, 3)} %`],
    ["filler_sorted", "filler if the data came sorted by length"],
  ]);
  return {
    node: el("div", { class: "pipe-two" }, each, all.node),
    draw(s, r) {
      const rows = keep.list("rows", r.size.length, (b) => {
        const cells = (["size", "longest", "filler"] as const).map((key) => ({ key, cell: output(el("td"), `${key}[${b}]`) }));
        return { cells, node: el("tr", {}, el("th", { scope: "row" }, String(b + 1)), ...cells.map(({ cell }) => cell.node)) };
      });
      only(body, ...rows.map((row) => row.node));
      rows.forEach(({ cells }, b) => {
        for (const { key, cell } of cells) cell.set(r[key][b], String(r[key][b]));
      });
      all.draw(s, r);
    },
  };
}

export function times(): Table {
  const keep = keeper();
  const [bodies, lines] = [[el("tbody"), el("tbody")], [el("p"), el("p"), el("p")]];
  const steps = el("table", { class: "u-table" }, head("step", "waits", "begins", "ends"), bodies[0]);
  const ahead = el("table", { class: "u-table" }, head("background", "begins", "ends"), bodies[1]);
  const row = (name: string, ...keys: (keyof Result)[]) => (i: number) => {
    const wait = name === "steps" ? el("td") : null;
    const cells = keys.map((key) => output(el("td"), `${key}[${i}]`));
    return { wait, cells, node: el("tr", {}, el("th", { scope: "row" }, String(i + 1)), wait, ...cells.map((cell) => cell.node)) };
  };
  return {
    node: el("div", {}, ...lines, el("div", { class: "pipe-two" }, steps, ahead)),
    draw(s, r) {
      const early = s.order.includes("map") && s.order.indexOf("map") < s.order.indexOf("batch");
      const map = s.order.includes("map") ? s.work : 0;
      const load = s.batch * (s.read + (early ? map : 0)) + (early ? 0 : map);
      const parts = early ? `${s.batch} · (${show(s.read)} + ${show(map)})` : `${s.batch} · ${show(s.read)} + ${show(map)}`;
      text(lines[0], `A full batch takes ${parts} = ${show(load)} ms to make, and ${show(s.train)} ms to train on.`);
      const n = r.updates;
      const close = (one: number, other: number): boolean => Math.abs(one - other) < 1e-6;
      const [plain, overlapped] = [n * (load + s.train), load + (n - 1) * Math.max(load, s.train) + s.train];
      text(lines[1], close(plain, r.total_without) ? `Without prefetch: ${n} · (${show(load)} + ${show(s.train)}) = ${show(plain)} ms.` : "");
      text(lines[2], n > 0 && close(overlapped, r.total_last) ? `With prefetch last: ${show(load)} + ${n - 1} · max(${show(load)}, ${show(s.train)}) + ${show(s.train)} = ${show(overlapped)} ms.` : "");
      const made = keep.list("steps", r.end.length, row("steps", "ready", "end"));
      only(bodies[0], ...made.map((one) => one.node));
      made.forEach(({ wait, cells }, i) => {
        if (wait) text(wait, show(r.ready[i] - (i ? r.end[i - 1] : 0)));
        cells[0].set(r.ready[i], show(r.ready[i]));
        cells[1].set(r.end[i], show(r.end[i]));
      });
      const behind = keep.list("ahead", r.ahead_end.length, row("ahead", "ahead_start", "ahead_end"));
      ahead.hidden = !behind.length;
      only(bodies[1], ...behind.map((one) => one.node));
      behind.forEach(({ cells }, i) => {
        cells[0].set(r.ahead_start[i], show(r.ahead_start[i]));
        cells[1].set(r.ahead_end[i], show(r.ahead_end[i]));
      });
    },
  };
}
