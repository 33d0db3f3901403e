/** A size of the weights to slide and what it does to signals and gradients; or units that start equal. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, type NumberControl, type NumberOptions, numberControl } from "../_kit/control.ts";
import { el, fold, only, text } from "../_kit/dom.ts";
import { whenIdle } from "../_kit/idle.ts";
import { show } from "../_kit/numbers.ts";
import { at, put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import type { State } from "./model.ts";
import { measure, pass, type Sent } from "./signals.ts";
import { sizes, spread } from "./sizes.ts";
import { fitted, LAST, RANGES } from "./state.ts";
import { train } from "./symmetry.ts";
import { advice, gradientTable, signalTable } from "./table.ts";
import { units } from "./units.ts";

type Input = { path: string; name: string; span: [number, number]; step: number } & Partial<NumberOptions>;
const whole = { step: 1, whole: true };
const GRABS: Input[] = [
  { path: "factor", name: "factor g", span: [0, 3], step: 0.05 },
  { path: "bound", name: "bound α", span: [0, 0.6], step: 0.005 },
  { path: "constant", name: "all weights", span: [-2, 2], step: 0.05 },
];
const SHAPE: Input[] = [{ path: "depth", name: "depth", span: [1, 20], ...whole }, { path: "width", name: "width", span: [1, 100], ...whole }];
const MORE: Input[] = [
  { path: "inputs", name: "inputs", span: [1, 100], ...whole },
  { path: "mean", name: "their mean", span: [-3, 3], step: 0.1 },
  { path: "deviation", name: "their std", span: [0.1, 3], step: 0.1 },
  { path: "samples", name: "samples", span: [1, 64], ...whole },
];
const SEED: Input = { path: "seed", name: "seed", says: "of the random numbers", span: [0, 99], ...whole };
const UNITS: Input[] = [
  { path: "learning_rate", name: "rate η", says: "learning rate", span: [0, 0.5], step: 0.01, kind: "param" },
  { path: "units", name: "units", span: [2, 4], ...whole },
  { path: "x[0]", name: "x₁", span: [-5, 5], step: 0.1 },
  { path: "x[1]", name: "x₂", span: [-5, 5], step: 0.1 },
  { path: "target", name: "target y", span: [-5, 5], step: 0.1 },
];
const LAW: Record<State["rule"], (s: State) => string> = {
  scaled: () => "normal, std g / √fan-in", xavier: () => "normal, std √(2 / (fan-in + fan-out))", kaiming: () => "normal, std √(2 / fan-in)",
  uniform: (s) => `uniform within ±${show(s.bound)}`, constant: (s) => `all ${show(s.constant)}`,
};

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  const change = (path: string, value: unknown): void => {
    state = fitted(put(state, path, value), path);
    draw();
    host.change(state);
  };

  const controls: { path: string; made: NumberControl }[] = [];
  const number = ({ path, ...options }: Input): HTMLElement => {
    const limits = RANGES[path.split("[")[0] as keyof typeof RANGES];
    const made = numberControl({ input: path, limits: [...limits], kind: "given", ...options }, (value) => change(path, value));
    controls.push({ path, made });
    return made.node;
  };
  const words = (input: keyof State, name: string, list: Record<string, string>): Control<string> => choice({ input, name, words: list }, (value) => change(input, value));
  const choices = {
    show: words("show", "Show", { signals: "signals", symmetry: "symmetry" }),
    activation: words("activation", "activation", { linear: "none", tanh: "tanh", relu: "ReLU", sigmoid: "sigmoid" }),
    rule: words("rule", "weights", { scaled: "g / √fan-in", xavier: "Xavier", kaiming: "Kaiming", uniform: "uniform", constant: "all equal" }),
    start: words("start", "start", { equal: "all equal", incoming: "incoming equal", random: "random" }),
    biases: words("biases", "biases", { zero: "zero", centred: "centre z" }),
  };

  const charts = [sizes(), spread()];
  const grabs = GRABS.map((input) => number({ ...input, kind: "param" }));
  const [said, note] = [el("p", { class: "signal-said" }), el("p", { class: "u-mute" })];
  const swatch = (kind: string, name: string): HTMLElement => el("span", {}, el("i", { class: `signal-swatch signal-${kind}`, "aria-hidden": "true" }), name);
  const tables = [signalTable(), gradientTable(), advice()];
  const titles = ["Signals, layer by layer", "Gradients, layer by layer", "How large the first layer’s weights should be"];
  const folds = titles.map((words, i) => fold(words, tables[i].node));
  for (const one of folds) one.addEventListener("toggle", () => draw());
  const centre = number({ path: "centre", name: "centre of z", span: [-5, 5], step: 0.1 });
  const signals = el("div", {},
    el("div", { class: "signal-plot" }, charts[0].node),
    el("p", { class: "signal-legend" }, el("span", { class: "u-mute" }, "Root mean square of"), swatch("forward", "the signal"), swatch("gradient", "the gradient"), swatch("dashed", "by theory"), note),
    said,
    el("p", { class: "signal-caption u-mute" }, "The activations of each layer: the wider, the more units have that value"),
    el("div", { class: "signal-plot" }, charts[1].node),
    el("div", { class: "signal-panel" }, ...SHAPE.map(number)),
    ...folds,
    fold("Inputs, biases, seed", el("div", { class: "signal-settings" }, ...[...MORE, SEED].map(number), choices.biases.node, centre),
      el("p", { class: "u-mute" }, "Centred: each unit has the bias that makes the mean of its z over the samples what you set. A single sample then has exactly this z.")));

  const plane = units();
  const next = el("button", { type: "button", class: "u-button" }, "Next update");
  next.addEventListener("click", () => change("updates", Math.min(state.updates + 1, LAST)));
  const symmetry = el("div", {}, plane.node,
    el("div", { class: "signal-run" }, number({ path: "updates", name: "updates", span: [0, LAST], ...whole }), next),
    el("div", { class: "signal-panel" }, ...[...UNITS, SEED].map(number)));

  const spoken = results();
  const [name, title] = [el("b"), el("span", { class: "u-mute" })];
  const grab = el("div", { class: "signal-grab" }, ...grabs);
  const body = el("div");
  root.append(
    el("div", { class: "u-head" }, name, title),
    el("div", { class: "signal-top" }, choices.show.node, choices.activation.node, choices.rule.node, choices.start.node),
    grab, body, spoken.node,
  );

  function draw(): void {
    const s = state;
    const through = s.show === "signals";
    text(name, through ? "Send a signal through the layers" : "Do equal units stay equal?");
    text(title, through ? `weights ${LAW[s.rule](s)}` : "two inputs, a linear output, no biases");
    only(body, through ? signals : symmetry); // what is not shown has no numbers either
    choices.rule.node.hidden = !through;
    choices.start.node.hidden = through;
    const held = through ? s.rule : s.start === "random" ? "" : "constant";
    ["scaled", "uniform", "constant"].forEach((rule, i) => (grabs[i].hidden = rule !== held));
    grab.hidden = grabs.every((one) => one.hidden);
    const spokenWords = through ? drawSignals(s) : drawUnits(s);
    for (const { path, made } of controls) made.set(at(s, path) as number);
    for (const [key, control] of Object.entries(choices)) control.set(String(s[key as keyof State]));
    spoken.say(spokenWords);
  }

  function drawSignals(s: State): string {
    const passed = pass(s);
    const r = measure(s, passed);
    for (const chart of charts) chart.set(r, passed, s);
    tables.forEach((table, i) => table.set(r, s, folds[i].open));
    text(note, noted(r, s));
    centre.hidden = s.biases === "zero";
    const layer = s.depth === 1 ? "layer 1" : `layer ${s.depth}`;
    const found = `Signal: from ${show(r.signal_rms[0], 3)} to ${show(r.signal_rms[s.depth], 3)} in ${layer}. Gradient: ±1 there, ${show(r.grad_rms[0], 3)} at the inputs.${judged(r, s)}`;
    text(said, found);
    charts[0].say(`Root mean square of signals and gradients, layer by layer, on a logarithmic axis. ${found}`);
    charts[1].say(`How the activations of each layer are spread: their standard deviation is ${show(r.signal_std[1], 3)} in layer 1 and ${show(r.signal_std[s.depth], 3)} in ${layer}.`);
    return found;
  }

  function drawUnits(s: State): string {
    plane.set(train(s), s);
    next.disabled = s.updates === LAST;
    return plane.said();
  }

  draw();
  let rounds = 8; // the browser compiles what has run a few times: before the first move, not during it
  const stop = whenIdle(() => {
    measure(state, pass(state));
    return --rounds > 0;
  });
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      stop();
      for (const part of [...charts, ...tables, plane, spoken]) part.destroy();
    },
  };
};

function noted(r: Sent, s: State): string {
  if (!r.theory_rms) return s.rule === "constant" ? "The theory asks for random weights." : s.biases === "centred" ? "The theory asks for zero biases." : "The theory has no sigmoid.";
  return s.activation === "tanh" ? "The theory takes tanh z for z: small signals." : "";
}

/** What has become of the gradient's size; and the slopes, which have a part in it. */
function judged(r: Sent, s: State): string {
  const back = r.grad_rms[0];
  const mean = r.slope_mean.reduce((sum, slope) => sum + slope, 0) / s.depth;
  const fate = back === 0 ? " None arrives." : back < 0.1 ? " It vanishes." : back > 10 ? " It explodes." : "";
  return `${fate} Mean slope of the activation: ${show(mean, 2)}.`;
}
