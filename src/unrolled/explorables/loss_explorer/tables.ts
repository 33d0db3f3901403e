/** The numbers: the loss among its relatives, point by point, step by step. */

import { el, only, output, type Output, scroller, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { FAMILIES, familyOf } from "./losses.ts";
import { MOST, type Result, type State } from "./model.ts";
import { swatch } from "./picture.ts";
import { dragged, FORMULAS, full, SIGNS, WORDS } from "./words.ts";

export type Table = { node: HTMLElement; set(s: State, r: Result, shown: boolean): void; destroy(): void };

const STEPS = 10; // shown one by one, and the last
const head = (...names: (string | Node)[]): HTMLElement => el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, name))));

function framed(label: string, kind: string, ...parts: HTMLElement[]): { node: HTMLElement; destroy(): void } {
  const room = scroller(label);
  room.fill(el("table", { class: `u-table ${kind}` }, ...parts));
  return room;
}

/** The same points under every loss of the family. */
export function family(): Table {
  const body = el("tbody");
  const rows = [0, 1, 2, 3, 4].map((i) => {
    const mark = swatch(i);
    const [name, formula] = [el("span"), el("td", { class: "u-mute" })];
    const [mean, slope] = ["family_mean", "family_slope"].map((one) => output(el("td"), `${one}[${i}]`));
    const row = el("tr", {}, el("th", { scope: "row" }, mark.node, " ", name), formula, mean.node, slope.node);
    return { row, mark, name, formula, mean, slope };
  });
  const value = el("span");
  const room = framed("The same points under other losses", "loss-family", head("", "", value, "slope"), body);
  return {
    ...room,
    set(s, r) {
      const members = FAMILIES[familyOf(s.loss)];
      only(body, ...members.map((_, i) => rows[i].row));
      text(value, s.predictions.length > 1 ? "mean loss" : "loss");
      members.forEach((loss, i) => {
        const { row, mark, name, formula, mean, slope } = rows[i];
        text(name, WORDS[loss]);
        text(formula, FORMULAS[loss]);
        mark.choose(loss === s.loss);
        row.classList.toggle("loss-chosen", loss === s.loss);
        mean.set(r.family_mean[i], full(r.family_mean[i]));
        slope.set(r.family_slope[i], full(r.family_slope[i]));
      });
    },
  };
}

/** Each point, then sum and mean. */
export function points(): Table {
  const COLUMNS = ["output", "error", "arc", "loss", "slope", "floor"] as const;
  const names = { given: el("span"), aim: el("span"), ...Object.fromEntries(COLUMNS.map((one) => [one, el("th", { scope: "col" })])) } as Record<string, HTMLElement>;
  const rows = Array.from({ length: MOST }, (_, i) => {
    const [q, t] = [el("td"), el("td")];
    const cells = COLUMNS.map((one) => output(el("td"), `${one}[${i}]`));
    return { q, t, cells, row: el("tr", {}, el("th", { scope: "row" }, String(i + 1)), q, t, ...cells.map(({ node }) => node)) };
  });
  const body = el("tbody");
  const [total, mean] = ["total", "mean"].map((one) => output(el("b"), one));
  const room = framed("The points, one by one", "loss-points", el("thead", {}, el("tr", {}, el("td"), el("th", { scope: "col" }, names.given), el("th", { scope: "col" }, names.aim), ...COLUMNS.map((one) => names[one]))), body);
  const node = el("div", {}, room.node, el("p", { class: "loss-sums" }, "Sum of the losses ", total.node, ", mean ", mean.node, "."));
  return {
    node,
    destroy: room.destroy,
    set(s, r, shown) {
      const kind = familyOf(s.loss);
      text(names.given, dragged(s));
      text(names.aim, kind === "angle" ? "target θ" : "target y");
      text(names.output, kind === "class" ? (s.loss === "cross_entropy" ? "p₁" : "σ(z)") : SIGNS[s.output]);
      text(names.error, s.loss === "hinge" ? "margin" : kind === "class" ? "p − y" : "error");
      text(names.arc, "shorter arc");
      text(names.loss, "loss");
      text(names.slope, "slope");
      text(names.floor, "loss stays above");
      const seen = { output: kind === "class" ? s.loss !== "hinge" : r.floor !== null, error: true, arc: r.arc !== null, loss: true, slope: true, floor: r.floor !== null };
      only(body, ...s.predictions.map((_, i) => rows[i].row));
      COLUMNS.forEach((one) => { names[one].hidden = !seen[one]; });
      s.predictions.forEach((q, i) => {
        if (shown) {
          text(rows[i].q, show(q, 6));
          text(rows[i].t, show(s.targets[i], 6));
        }
        COLUMNS.forEach((one, c) => {
          const cell = rows[i].cells[c] as Output<HTMLElement>;
          const value = r[one]?.[i];
          cell.node.hidden = !seen[one];
          if (value !== undefined) cell.set(value, shown ? full(value) : undefined);
        });
      });
      total.set(r.total, shown ? full(r.total) : undefined);
      mean.set(r.mean, shown ? full(r.mean) : undefined);
    },
  };
}

/** The descent: the first steps, and where it ends. */
export function descent(): Table {
  const COLUMNS = ["path", "path_loss", "path_slope"] as const;
  const make = (): { row: HTMLElement; name: HTMLElement; cells: HTMLElement[] } => {
    const [name, cells] = [el("th", { scope: "row" }), COLUMNS.map(() => el("td"))];
    return { row: el("tr", {}, name, ...cells), name, cells };
  };
  const rows = Array.from({ length: STEPS + 1 }, make);
  const body = el("tbody");
  const given = el("span");
  const room = framed("The descent, step by step", "loss-steps", head("step", given, "loss", "slope"), body);
  return {
    ...room,
    set(s, r, shown) {
      text(given, dragged(s));
      const moments = Array.from({ length: Math.min(STEPS, r.last + 1) }, (_, t) => t);
      if (r.last >= STEPS) moments.push(r.last);
      only(body, ...moments.map((_, i) => rows[i].row));
      moments.forEach((t, i) => {
        text(rows[i].name, String(t));
        COLUMNS.forEach((one, c) => {
          const cell = rows[i].cells[c];
          cell.dataset.output = `${one}[${t}]`;
          cell.dataset.value = String(r[one][t]);
          if (shown) text(cell, full(r[one][t]));
        });
      });
    },
  };
}
