/** Every number of every layer, and how large the first layer's weights should be. */

import { el, only, output, type Output, scroller, text } from "../_kit/dom.ts";
import { whenIdle } from "../_kit/idle.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import type { Sent } from "./signals.ts";
import { DEPTH, type State } from "./state.ts";

export type Part = { node: HTMLElement; set(r: Sent, s: State, shown: boolean): void; destroy(): void };

type Key = "signal_mean" | "signal_std" | "signal_rms" | "theory_rms" | "net_mean" | "net_std" | "theory_net_std" | "slope_mean" | "grad_mean" | "grad_std" | "grad_rms" | "theory_grad_rms" | "grad_factor" | "weight_std";
type Column = { key: Key; title: string; inner?: boolean; kind?: string };
// What belongs to a layer's weights has no value for the inputs.
type Group = [string, Column[]];
const FORWARD: Group[] = [
  ["weights", [{ key: "weight_std", title: "std", inner: true, kind: "weight" }]],
  ["z", [{ key: "net_mean", title: "mean", inner: true }, { key: "net_std", title: "std", inner: true }, { key: "theory_net_std", title: "theory", inner: true }]],
  ["signal a", [{ key: "signal_mean", title: "mean" }, { key: "signal_std", title: "std" }, { key: "signal_rms", title: "RMS" }, { key: "theory_rms", title: "theory" }]],
];
const BACK: Group[] = [
  ["slope", [{ key: "slope_mean", title: "mean", inner: true }]],
  ["gradient at a", [{ key: "grad_mean", title: "mean" }, { key: "grad_std", title: "std" }, { key: "grad_rms", title: "RMS" }, { key: "theory_grad_rms", title: "theory" }]],
  ["factor", [{ key: "grad_factor", title: "back", inner: true }]],
];

export const signalTable = (): Part => layers(FORWARD, "Signals, layer by layer");
export const gradientTable = (): Part => layers(BACK, "Gradients, layer by layer");

function layers(groups: Group[], name: string): Part {
  const columns = groups.flatMap(([, all]) => all);
  const firsts = new Set(groups.map(([, [first]]) => first));
  const keep = keeper();
  const body = el("tbody");
  const top = groups.map(([group, all]) => el("th", { colspan: all.length, scope: "colgroup" }, group));
  const heads = groups.flatMap(([, all]) => all.map(({ title }, i) => el("th", { scope: "col", class: i ? null : "signal-group" }, title)));
  const room = scroller(name);
  room.fill(el("table", { class: "u-table signal-table" }, el("thead", {}, el("tr", { class: "signal-groups" }, el("td"), ...top), el("tr", {}, el("th", { scope: "col" }, "layer"), ...heads)), body));
  const make = (l: number): { node: HTMLElement; cells: (Output<HTMLElement> | null)[] } => {
    const cells = columns.map((column) => (column.inner && !l ? null : output(el("td", { class: colour(column, firsts.has(column)) }), `${column.key}[${column.inner ? l - 1 : l}]`)));
    return { cells, node: el("tr", {}, el("th", { scope: "row" }, l ? String(l) : "inputs"), ...cells.map((cell) => cell?.node ?? el("td"))) };
  };
  let stop = (): void => undefined;
  return {
    node: room.node,
    destroy() {
      stop();
      room.destroy();
    },
    set(r, s, shown) {
      stop();
      stop = whenIdle(() => keep.ahead(DEPTH - s.depth)); // rows for more layers
      const rows = keep.list("rows", s.depth + 1, make);
      rows.forEach(({ cells }, l) => cells.forEach((cell, c) => {
        const { key, inner } = columns[c];
        const value = r[key]?.[inner ? l - 1 : l];
        if (value !== undefined) cell?.set(value, shown ? show(value, 3) : undefined);
        else if (shown && cell) cell.set(NaN, "–");
      }));
      only(body, ...rows.map((row) => row.node));
    },
  };
}

const colour = ({ key, kind }: Column, first: boolean): string =>
  `${first ? "signal-group " : ""}${key.startsWith("theory") ? "u-mute" : kind === "weight" ? "signal-weight" : key.startsWith("grad") ? "u-gradient-text" : "u-forward-text"}`;

/** By three rules, by these inputs, and as they are drawn here: standard deviation, and the bound of a uniform distribution. */
export function advice(): Part {
  const names = ["√(1 / n), by the inputs", "Xavier: √(2 / (n + m))", "Kaiming, for ReLU: √(2 / n)", "that keeps the variance of these inputs", "as drawn here"];
  const keys = ["rules[0]", "rules[1]", "rules[2]", "keeping_std", null];
  const rows = names.map((name, i) => ({ std: output(el("td", { class: "signal-weight" }), keys[i]), bound: output(el("td", { class: "signal-weight" }), i === 3 ? "keeping_bound" : null), name }));
  const head = el("tr", {}, ...["weights of the first layer", "std", "uniform within ±"].map((name) => el("th", { scope: "col" }, name)));
  const sizes = el("p", { class: "u-mute" });
  const [before, after] = [el("b"), el("b")];
  const node = el("div", {},
    el("table", { class: "u-table signal-rules" }, el("thead", {}, head), el("tbody", {}, ...rows.map(({ name, std, bound }) => el("tr", {}, el("th", { scope: "row" }, name), std.node, bound.node)))),
    sizes,
    el("p", {}, "Variance of the inputs ", before, ", of z in the first layer, as drawn, ", after, "."));
  return {
    node,
    destroy: () => undefined,
    set(r, s) {
      [...r.rules, r.keeping_std, r.weight_std[0]].forEach((std, i) => {
        const bound = i === 3 ? r.keeping_bound : i === 4 && s.rule === "uniform" ? s.bound : Math.sqrt(3) * std;
        rows[i].std.set(std, show(std));
        rows[i].bound.set(bound, show(bound));
      });
      text(sizes, `n = ${s.inputs} inputs, m = ${s.width} units. A uniform distribution reaches √3 standard deviations to each side.`);
      const predicted = r.theory_net_std ? `; by n Var(w) E[x²] it is ${show(r.theory_net_std[0] ** 2)}` : "";
      text(before, show(s.deviation ** 2));
      text(after, `${show(r.net_std[0] ** 2, 3)}${predicted}`);
    },
  };
}
