/** A layer and its mask, a rate to drag, and the outputs of many masks beside the one of test time. */

import { results } from "../_kit/announce.ts";
import { choice, type Control, type NumberControl, type NumberOptions, numberControl } from "../_kit/control.ts";
import { attr, el, fold, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { board } from "./board.ts";
import { compute, type Result } from "./model.ts";
import { histogram, numbers, theory } from "./parts.ts";
import { BATCH, CHANNELS, CLASSES, INPUTS, MASKS, RATE, redrawn, SEED, SIZE, type State, UNITS, type What, WHATS } from "./state.ts";

const WORDS: Record<What, string> = { units: "units", weights: "weights", maps: "feature maps", entries: "map entries", outputs: "softmax outputs" };

const DENSE = "Σ v a";
const READ: Record<What, string> = { units: DENSE, weights: DENSE, maps: "mean of the maps", entries: "mean of the maps", outputs: "sum of the outputs" };
const SIGNS = { sigmoid: "σ", tanh: "tanh" };

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let shown: Result = compute(state);
  let frame = 0;
  const become = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => become(put(state, path, value));

  const whats = WHATS.map((what) => {
    const count = what === "outputs" ? el("span") : output(el("span"), `coins_${what}`);
    const button = el("button", { type: "button", class: "drop-what", "data-input": "what", "data-what": what }, el("b", {}, WORDS[what]), "node" in count ? count.node : count);
    button.addEventListener("click", () => become(redrawn(state, { what })));
    return { what, button, count };
  });
  const layer = board(
    (coin) => {
      const mask = [...shown.mask];
      mask[coin] = 1 - mask[coin];
      become({ ...state, mask });
    },
    (coin) => spoken.say(`${state.what.replace(/s$/, "")} ${coin + 1} is ${shown.mask[coin] ? "kept" : "dropped"}`),
  );
  const [y, test, mean, sd] = ["y", "test_y", "mean", "sd"].map((name) => output(el("b", { class: name === "test_y" ? "drop-test" : "u-forward-text" }), name));
  const kept = output(el("b"), "kept");
  const [lead, many, of] = [el("span"), el("span"), el("span")];
  const said = el("p", { class: "drop-said" }, lead, kept.node, of, "y = ", y.node, "; at test time ", test.node, ". ", many, mean.node, ", spread ", sd.node, ".");
  const bits = { guess: output(el("b"), "guess"), loss: output(el("b"), "loss"), plain: output(el("b"), "loss_plain"), chance: output(el("b"), "chance") };
  const [remark, batch, right] = [el("span"), el("span"), el("span")];
  const lossLine = el("span", {}, "The loss of the right class is ", bits.loss.node, right, ", without dropout ", bits.plain.node, batch, bits.chance.node, ".");
  const guessLine = el("span", {}, " Dropped entries and the mean of the neighbours that are left: correlation ", bits.guess.node, ".");
  const more = el("p", { class: "drop-more" }, remark, guessLine, lossLine);

  const number = (options: Omit<NumberOptions, "kind">, act = (value: number) => change(options.input, value)): NumberControl =>
    numberControl({ limits: options.span, kind: "given", ...options }, act);
  const list = (input: keyof State, name: string, words: Record<string, string>): Control<string> => choice({ input, name, words }, (value) => change(input, value));
  const rate = number({ input: "rate", name: "p", says: "rate, the probability of being dropped", span: [0, RATE], step: 0.05 }, (value) => become({ ...state, mask: null, rate: value }));
  const scaling = list("scaling", "scaled", { train: "in training, by 1/(1 − p)", test: "at test time, by 1 − p" });
  const activation = list("activation", "output", { identity: "y = sum", sigmoid: "y = σ(sum)", tanh: "y = tanh(sum)" });
  const button = (words: string, act: () => void): HTMLButtonElement => {
    const node = el("button", { type: "button", class: "u-button" }, words);
    node.addEventListener("click", act);
    return node;
  };
  const toss = button("New mask", () => become({ ...state, training: true, mask: null, seed: (state.seed + 1) % (SEED + 1) }));
  const phase = button("Test time", () => change("training", !state.training));
  attr(phase, "data-input", "training");

  const whole = { step: 1, whole: true };
  const sized = (name: "inputs" | "channels" | "size") => (value: number): void => become(redrawn(state, { [name]: value }));
  const resized = (units: number): void => {
    const longer = (values: number[], fill: number): number[] => Array.from({ length: units }, (_, j) => values[j] ?? fill);
    become(redrawn(state, { values: longer(state.values, 1), out: longer(state.out, 1 / units) }));
  };
  const settings = {
    seed: number({ input: "seed", name: "seed", span: [0, 100], limits: [0, SEED], ...whole }, (value) => become({ ...state, mask: null, seed: value })),
    masks: number({ input: "masks", name: "masks drawn", span: [1, MASKS], ...whole }),
    units: number({ input: "units", name: "units", span: [1, UNITS], ...whole }, resized),
    inputs: number({ input: "inputs", name: "weights of a unit", span: [1, INPUTS], ...whole }, sized("inputs")),
    channels: number({ input: "channels", name: "feature maps", span: [1, CHANNELS], ...whole }, sized("channels")),
    size: number({ input: "size", name: "their side", span: [1, SIZE], ...whole }, sized("size")),
    label: number({ input: "label", name: "right class", span: [1, CLASSES], ...whole }),
    batch: number({ input: "batch", name: "examples in a batch", span: [1, BATCH], ...whole }),
  };

  const title = el("span", { class: "u-mute" });
  const caption = el("p", { class: "u-mute" });
  const outputs = histogram();
  const parts = { numbers: numbers(change), theory: theory() };
  const folds = {
    numbers: fold("Every number of this mask", parts.numbers.node),
    theory: fold("Mean and spread without tossing", parts.theory.node),
  };
  for (const one of Object.values(folds)) one.addEventListener("toggle", () => detail());
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Drop a part of the layer"), title),
    el("div", { class: "drop-whats", role: "group", "aria-label": "What is dropped" }, ...whats.map((one) => one.button)),
    layer.node,
    said,
    more,
    el("div", { class: "drop-panel" }, rate.node, el("div", { class: "drop-buttons" }, toss, phase), scaling.node, activation.node),
    el("div", { class: "drop-outputs" }, caption, outputs.node),
    ...Object.values(folds),
    fold("Sizes, seed, number of masks", el("div", { class: "drop-settings" }, ...Object.values(settings).map((one) => one.node))),
    spoken.node,
  );

  function draw(): void {
    const r = (shown = compute(state));
    for (const { what, button: one, count } of whats) {
      attr(one, "aria-pressed", what === state.what ? "true" : "false");
      const coins = what === "outputs" ? state.probs.length : r[`coins_${what}`];
      const words = `${coins} toss${coins === 1 ? "" : "es"}`;
      if ("node" in count) count.set(coins, words);
      else text(count, words);
    }
    text(title, `press a cell; y = ${state.activation === "identity" ? READ[state.what] : `${SIGNS[state.activation]}(${READ[state.what]})`}`);
    layer.set(state, r);
    outputs.set(state, r);
    text(caption, `How often which output comes out, of ${state.masks} mask${state.masks > 1 ? "s" : ""}`);
    text(lead, state.training ? "" : "Nothing is dropped now. In training: ");
    kept.set(r.kept, show(r.kept));
    text(of, ` of ${r.mask.length} kept${state.mask ? " by hand" : ""}: `);
    y.set(r.y, show(r.y));
    test.set(r.test_y, show(r.test_y));
    text(many, `Over ${state.masks} mask${state.masks > 1 ? "s" : ""}: mean `);
    mean.set(r.mean, show(r.mean));
    sd.set(r.sd, show(r.sd));
    drawRemark(r);
    rate.set(state.rate);
    scaling.set(state.scaling);
    activation.set(state.activation);
    attr(phase, "aria-pressed", state.training ? "false" : "true");
    settings.label.within(1, state.probs.length);
    for (const name of ["label", "batch"] as const) settings[name].node.hidden = state.what !== "outputs";
    for (const [name, control] of Object.entries(settings)) control.set(name === "units" ? state.values.length : (state[name as keyof State] as number));
    cancelAnimationFrame(frame);
    if (Object.values(folds).some((one) => one.open)) frame = requestAnimationFrame(detail);
    spoken.say(`${r.kept} of ${r.mask.length} are kept. y = ${show(r.y)}, at test time ${show(r.test_y)}; mean ${show(r.mean)}, spread ${show(r.sd)}.`);
  }

  function drawRemark(r: Result): void {
    const { what } = state;
    text(remark, {
      units: `One toss for a unit: all its ${state.inputs} weights are gone with it.`,
      weights: "One toss for each weight, DropConnect: a unit loses a part of its inputs, and the output spreads less.",
      maps: "One toss for a map, spatial dropout: no neighbour is left that could give a dropped entry away.",
      entries: "One toss for each entry of a map.",
      outputs: r.sum === 1 || !state.training ? "" : `The outputs add up to ${show(r.sum)}: they are no probabilities any more. `,
    }[what]);
    guessLine.hidden = what !== "entries";
    bits.guess.set(r.guess ?? NaN, r.guess === null ? "too few to say" : show(r.guess, 2));
    lossLine.hidden = what !== "outputs";
    if (what !== "outputs") return;
    bits.loss.set(r.loss ?? NaN, show(r.loss ?? Infinity));
    bits.plain.set(r.loss_plain ?? NaN, show(r.loss_plain ?? Infinity));
    text(right, r.loss === null ? " (Keras clips the probability at 10⁻⁷ and reads 16.12)" : "");
    text(batch, `. That the right class of at least one of ${state.batch} examples is dropped has probability `);
    bits.chance.set(r.chance ?? NaN, show(r.chance ?? NaN));
  }

  /** What only an open fold shows. */
  function detail(): void {
    for (const name of ["numbers", "theory"] as const) if (folds[name].open) parts[name].set(state, shown);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      cancelAnimationFrame(frame);
      layer.destroy();
      outputs.destroy();
      for (const part of Object.values(parts)) part.destroy();
      spoken.destroy();
    },
  };
};
