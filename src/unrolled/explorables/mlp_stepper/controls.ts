/** Shape and kind of the network, the settings of its updates, and all its numbers as matrices to type into. */

import { type Control, choice, numberControl } from "../_kit/control.ts";
import { el, only } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { editable } from "../_kit/numbers.ts";
import { ACTIVATIONS, type Activation, LIMIT, LOSSES, type Loss, MOST_INPUTS, MOST_LAYERS, MOST_UNITS, MOST_UPDATES, type State, wantsShares, withActivation, withLoss, withSizes } from "./state.ts";
import { ACTIVATION_WORDS, LOSS_WORDS, places } from "./words.ts";

type Get = () => State;
type Change = (next: State) => void;
export type Part = { node: HTMLElement; set(s: State): void };

/** What a box shows of a learnt number. */
const rounded = (digits: number) => (value: number): string => editable(Number(value.toPrecision(digits)));
const pick = <K extends string>(words: Record<K, string>, keys: readonly K[]): Record<string, string> => Object.fromEntries(keys.map((key) => [key, words[key]]));

export function kinds(get: Get, change: Change): Part {
  const sizes = (s: State): number[] => [s.x.length, ...s.weights.map((W) => W[0].length)];
  const whole = (input: string, name: string, most: number, to: (n: number) => State): Control<number> =>
    numberControl({ input, name, span: [1, most], limits: [1, most], step: 1, whole: true, kind: "given" }, (n) => change(to(n)));
  const inputs = whole("inputs", "inputs", MOST_INPUTS, (n) => withSizes(get(), [n, ...sizes(get()).slice(1)]));
  const layers = whole("layers", "layers", MOST_LAYERS, (n) => {
    const now = sizes(get());
    const outputs = now[now.length - 1];
    return withSizes(get(), [...Array.from({ length: n }, (_, l) => (l < now.length - 1 ? now[l] : 2)), outputs]);
  });
  const each = Array.from({ length: MOST_LAYERS }, (_, l) => ({
    units: whole(`units_${l + 1}`, `units of layer ${l + 1}`, MOST_UNITS, (n) => withSizes(get(), sizes(get()).map((size, k) => (k === l + 1 ? n : size)))),
    activation: choice({ input: `activations[${l}]`, name: `activation of layer ${l + 1}`, words: pick(ACTIVATION_WORDS, ACTIVATIONS) }, (name) => change(withActivation(get(), l, name as Activation))),
  }));
  let kept: number[][] | null = null; // biases that were switched off
  const biases = choice({ input: "biases", name: "biases", words: { none: "none", own: "one per unit" } }, (value) => {
    const s = get();
    if (s.biases) kept = s.biases;
    const fits = kept?.length === s.weights.length && kept.every((b, l) => b.length === s.weights[l][0].length);
    change({ ...s, biases: value === "none" ? null : fits ? kept : s.weights.map((W) => W[0].map(() => 0)) });
  });
  const loss = choice({ input: "loss", name: "loss", words: pick(LOSS_WORDS, LOSSES) }, (name) => change(withLoss(get(), name as Loss)));
  const penalty = numberControl({ input: "penalty", name: "penalty λ", span: [0, 0.5], limits: [0, 10], step: 0.01 }, (value) => change({ ...get(), penalty: value }));
  const all = [inputs, layers, ...each.flatMap(({ units, activation }) => [units, activation]), biases, loss, penalty];
  return {
    node: el("div", { class: "mlp-settings" }, ...all.map(({ node }) => node)),
    set(s) {
      inputs.set(s.x.length);
      layers.set(s.weights.length);
      each.forEach(({ units, activation }, l) => {
        units.node.hidden = activation.node.hidden = l >= s.weights.length;
        if (l >= s.weights.length) return;
        units.set(s.weights[l][0].length);
        activation.set(s.activations[l]);
      });
      biases.set(s.biases ? "own" : "none");
      loss.set(s.loss);
      penalty.set(s.penalty);
    },
  };
}

export function training(get: Get, change: Change): Part {
  const make = (input: "learning_rate" | "momentum" | "updates", name: string, span: [number, number], most: number, step: number): Control<number> =>
    numberControl({ input, name, span, limits: [0, most], step, whole: input === "updates", kind: input === "updates" ? "given" : "param" }, (value) => change({ ...get(), [input]: value }));
  const controls = {
    updates: make("updates", "updates made", [0, MOST_UPDATES], MOST_UPDATES, 1),
    learning_rate: make("learning_rate", "learning rate η", [0, 1], 10, 0.01),
    momentum: make("momentum", "momentum β", [0, 1], 1, 0.05),
  };
  return {
    node: el("div", { class: "mlp-settings" }, ...Object.values(controls).map(({ node }) => node)),
    set(s) {
      for (const name of ["updates", "learning_rate", "momentum"] as const) controls[name].set(s[name]);
    },
  };
}

/** A box for every number; `get` knows it after the updates. */
export function boxes(get: (path: string) => number, edit: (path: string, value: number) => void, choose: (path: string) => void): Part {
  const keep = keeper();
  const messages = el("div", { class: "mlp-messages" });
  const grids = el("div", { class: "mlp-grids" });
  const box = (path: string, name: string) => keep(path, () => {
    const control = numberControl({ input: path, name, span: [-3, 3], limits: [-LIMIT, LIMIT], bare: messages, write: rounded(4) }, (value) => edit(path, value));
    control.node.addEventListener("focusin", () => choose(path));
    return control;
  });
  const grid = (title: string, columns: number, cells: HTMLElement[]): HTMLElement => {
    const made = keep(`grid ${title}`, () => ({ node: el("div", { class: "mlp-matrix", role: "group", "aria-label": title }, el("p", { class: "u-mute" }, title), el("div")) })).node;
    const inside = only(made.lastElementChild as HTMLElement, ...cells);
    inside.style.setProperty("--columns", String(columns));
    return made;
  };
  let shape: Map<string, string> | null = null;
  return {
    node: el("div", {}, grids, messages),
    set(s) {
      const all = places(s);
      const node = (path: string): HTMLElement => box(path, all.get(path) as string).node;
      if (all !== shape) {
        shape = all;
        only(grids,
          grid("x", 1, s.x.map((_, i) => node(`x[${i}]`))),
          ...s.weights.flatMap((W, l) => [
            grid(`w of layer ${l + 1}: row from, column to`, W[0].length, W.flatMap((row, i) => row.map((_, j) => node(`weights[${l},${i},${j}]`)))),
            s.biases && grid(`b of layer ${l + 1}`, W[0].length, W[0].map((_, j) => node(`biases[${l},${j}]`))),
          ]),
          grid("t, the target", 1, s.target.map((_, k) => node(`target[${k}]`))));
      }
      const shares = wantsShares(s.loss);
      for (const [path, name] of all) {
        const control = box(path, name);
        if (path.startsWith("target")) control.within(shares ? 0 : -LIMIT, shares ? 1 : LIMIT);
        control.set(get(path));
      }
    },
  };
}

/** One number at a time, with a slider: the one that was touched last. */
export function chosen(get: (path: string) => number, edit: (path: string, value: number) => void, choose: (path: string) => void): Part & { choose(path: string): void } {
  const select = el("select", { class: "u-select", "aria-label": "Number to change" });
  select.addEventListener("change", () => choose(select.value));
  const keep = keeper();
  const node = el("div", { class: "mlp-chosen" }, select);
  let shape: Map<string, string> | null = null;
  let path = "";
  return {
    node,
    choose(next) {
      path = next;
    },
    set(s) {
      const all = places(s);
      if (all !== shape) {
        shape = all;
        only(select, ...[...all].map(([value, name]) => keep(`option ${value}`, () => el("option", { value }, name))));
      }
      if (select.value !== path) select.value = path;
      const name = all.get(path) as string;
      const kind = /^[wb]/.test(path) ? "param" : "given";
      const shares = path.startsWith("target") && wantsShares(s.loss);
      const control = keep(`${path} ${shares}`, () =>
        numberControl({ input: path, name: "", says: name, span: shares ? [0, 1] : [-3, 3], limits: shares ? [0, 1] : [-LIMIT, LIMIT], kind, write: rounded(6) }, (value) => edit(path, value)));
      only(node, select, control.node);
      control.set(get(path));
    },
  };
}
