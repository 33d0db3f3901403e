/** What stands beside and under the layer: the outputs of many masks, the numbers of this one, the formulas. */

import { el, only, output, scroller, text } from "../_kit/dom.ts";
import { type DragBox, dragBox } from "../_kit/dragbox.ts";
import { keeper } from "../_kit/keep.ts";
import { show, sub } from "../_kit/numbers.ts";
import { plot } from "../_kit/plot.ts";
import type { Result } from "./model.ts";
import { MOST, type State } from "./state.ts";

export type Part = { node: HTMLElement | SVGSVGElement; set(s: State, r: Result): void; destroy(): void };

const BINS = 24;

/** How often which output came out, and where the test-time output is. */
export function histogram(): Part {
  const picture = plot({ x: [0, 1], y: [0, 1], xName: "output y", height: () => 190 });
  const area = picture.line({ colour: "forward", fill: true });
  const edge = picture.line({ colour: "forward", width: 1.5 });
  const [middle, test] = [picture.line({ colour: "forward", dash: "6 4" }), picture.line({ colour: "target", width: 2.5 })];
  const [meanDot, testDot, here] = [picture.dot({ colour: "forward", radius: 4 }), picture.dot({ colour: "target", radius: 5 }), picture.dot({ colour: "forward", shape: "ring", radius: 6 })];
  return {
    node: picture.node,
    set(s, r) {
      const all = [...r.samples, r.test_y, r.y];
      const [low, high] = rounded(Math.min(...all), Math.max(...all));
      const size = (high - low) / BINS;
      const counts = new Array<number>(BINS).fill(0);
      for (const y of r.samples) counts[Math.min(Math.floor((y - low) / size), BINS - 1)] += 1 / r.samples.length;
      const top = Math.max(...counts);
      const xs = counts.flatMap((_, n) => [low + n * size, low + (n + 1) * size]);
      const ys = counts.flatMap((share) => [share, share]);
      picture.axes([low, high], [0, top * 1.3]);
      area.set(xs, ys);
      edge.set(xs, ys);
      middle.set([r.mean, r.mean], [0, top * 1.02]);
      test.set([r.test_y, r.test_y], [0, top * 1.2]);
      meanDot.set(r.mean, top * 1.02, "mean");
      testDot.set(r.test_y, top * 1.2, "test time");
      here.set(r.y, 0, s.training ? "this mask" : "");
      picture.say(`Outputs of ${s.masks} masks, from ${show(Math.min(...r.samples))} to ${show(Math.max(...r.samples))}: mean ${show(r.mean)}, at test time ${show(r.test_y)}.`);
    },
    destroy: picture.destroy,
  };
}

/** A range in whole steps, so that the axis stands still while the masks change a little. */
function rounded(low: number, high: number): [number, number] {
  const step = 10 ** Math.floor(Math.log10(Math.max(high - low, 1e-3))) / 2;
  return [Math.floor(low / step - 0.2) * step, Math.ceil(high / step + 0.2) * step];
}

/** Value by value: what the mask makes of it. Units and classes can be changed here. */
export function numbers(change: (path: string, value: number) => void): Part {
  const keep = keeper();
  const messages = el("div");
  const head = el("tr");
  const body = el("tbody");
  const maps = el("div", { class: "drop-maps" });
  const table = el("table", { class: "u-table drop-table" }, el("thead", {}, head), body);
  const around = scroller("The numbers of this mask");
  around.fill(table);
  const boxed = (path: string, name: string, limits: [number, number]): DragBox =>
    keep(path, () => dragBox({ input: path, name, limits, messages, step: limits[1] === 1 ? 0.05 : 0.1, change: (value) => change(path, value) }));
  const cell = (name: string): { node: HTMLTableCellElement; set(value: number, shown?: string): void } => keep(`cell ${name}`, () => output(el("td"), name));
  /** The entries after dropout, map by map. */
  function grids(s: State, r: Result): HTMLElement[] {
    return Array.from({ length: s.channels }, (_, c) => {
      const rows = Array.from({ length: s.size }, (__, i) => only(keep(`map ${c},${i}`, () => el("tr")), ...Array.from({ length: s.size }, (___, j) => {
        const n = (c * s.size + i) * s.size + j;
        const one = cell(`train_values[${n}]`);
        one.set(r.train_values[n], show(r.train_values[n], 3));
        one.node.classList.toggle("u-dead", !r.mask[s.what === "maps" ? c : n]);
        return one.node;
      })));
      const inner = keep(`map ${c} body`, () => el("tbody"));
      only(inner, ...rows);
      return keep(`map ${c}`, () => el("div", {}, el("p", { class: "u-mute" }, `map ${c + 1}`), el("table", { class: "u-table" }, inner)));
    });
  }

  return {
    node: el("div", {}, around.node, messages, maps),
    set(s, r) {
      const dense = s.what === "units" || s.what === "weights";
      const mapped = s.what === "maps" || s.what === "entries";
      around.node.hidden = mapped;
      only(maps, ...(mapped ? grids(s, r) : []));
      if (mapped) {
        only(body);
        return;
      }
      const field = dense ? "values" : "probs";
      only(head, ...["", dense ? "value" : "softmax", s.what === "weights" ? "weights kept" : "mask", "training", "test time", dense && "output weight", dense && "brings"]
        .filter((words): words is string => words !== false)
        .map((words) => keep(`head ${words}`, () => el(words ? "th" : "td", words ? { scope: "col" } : {}, words))));
      only(body, ...s[field].map((value, j) => {
        const name = dense ? `a${sub(j + 1)}` : `y${sub(j + 1)}`;
        const box = boxed(`${field}[${j}]`, name, dense ? [-MOST, MOST] : [0, 1]);
        const weight = dense ? boxed(`out[${j}]`, `v${sub(j + 1)}`, [-MOST, MOST]) : null;
        box.set(value);
        weight?.set(s.out[j]);
        const kept = s.what === "weights" ? r.mask.slice(j * s.inputs, (j + 1) * s.inputs).filter(Boolean).length : r.mask[j];
        const mask = s.what === "weights" ? cell(`weights kept ${j}`) : cell(`mask[${j}]`);
        mask.set(kept, s.what === "weights" ? `${kept} of ${s.inputs}` : show(kept));
        const [train, test] = [cell(`train_values[${j}]`), cell(`test_values[${j}]`)];
        train.set(r.train_values[j], show(r.train_values[j]));
        test.set(r.test_values[j], show(r.test_values[j]));
        const brings = keep(`brings ${j}`, () => el("td"));
        if (dense) text(brings, show(r.train_values[j] * s.out[j]));
        return only(keep(`${field} row ${j}`, () => el("tr")), keep(`${field} name ${j}`, () => el("th", { scope: "row" }, name)),
          keep(`${field} box ${j}`, () => el("td", {}, box.node)), mask.node, train.node, test.node,
          weight && keep(`out box ${j}`, () => el("td", {}, weight.node)), dense && brings);
      }));
    },
    destroy: around.destroy,
  };
}

/** Mean and spread without drawing a mask. */
export function theory(): Part {
  const named = Object.fromEntries((["factor", "test_factor", "full", "sum", "expected", "deviation", "ensemble"] as const).map((name) => [name, output(el("b"), name)]));
  const [scale, spread, all, number, gap] = [el("span"), el("span"), el("p"), el("span"), el("span")];
  const bold = (name: string): Element => named[name].node;
  all.append(number, " together, each as probable as it is: the mean of y is ", bold("ensemble"), gap);
  const node = el("div", { class: "drop-theory" },
    el("p", {}, "What is kept is multiplied by ", bold("factor"), " in training, everything by ", bold("test_factor"), " at test time. ", scale),
    el("p", {}, "Without dropout the parts add up to ", bold("full"), ", with this mask to ", bold("sum"), ", on average over all masks to ", bold("expected"), "."),
    el("p", {}, "Spread of the sum, tosses being independent: ", spread, bold("deviation"), "."), all);
  return {
    node,
    set(s, r) {
      for (const name of ["factor", "test_factor", "full", "sum", "expected", "deviation"] as const) named[name].set(r[name], show(r[name]));
      const inverted = s.scaling === "train";
      text(scale, inverted ? "So the mean is that of the whole layer, and test time needs nothing." : "So test time has to be brought down to the mean of training.");
      const squares = r.terms.reduce((sum, term) => sum + term * term, 0);
      text(spread, `${show(r.factor)} · √(p (1 − p) Σ t²) = ${show(r.factor)} · √(${show(s.rate)} · ${show(1 - s.rate)} · ${show(squares)}) = `);
      all.hidden = r.ensemble === null;
      if (r.ensemble === null) return;
      text(number, `All ${2 ** r.mask.length} masks`);
      named.ensemble.set(r.ensemble, show(r.ensemble, 6));
      const off = r.ensemble - r.test_y;
      text(gap, Math.abs(off) < 1e-9 ? ". The test-time output is exactly that." : `. The test-time output ${show(r.test_y, 6)} is only near it: behind another non-linearity the average is approximate.`);
    },
    destroy: () => undefined,
  };
}
