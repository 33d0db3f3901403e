/** A small network from left to right and back: every number of it, stage by stage, and where each gradient came from. */

import { results } from "../_kit/announce.ts";
import { choice, type Control, type NumberOptions, numberControl } from "../_kit/control.ts";
import { attr, el, fold, output, text } from "../_kit/dom.ts";
import { whenIdle } from "../_kit/idle.ts";
import { several, show } from "../_kit/numbers.ts";
import { at, put, same } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { board } from "./board.ts";
import { explain, type Look } from "./lines.ts";
import { compute, type Result } from "./model.ts";
import { dense, descent, everyLine, rule, STAGES } from "./parts.ts";
import { CHANNELS, fitted, KERNEL, type Matrix, MOST, RATE, resized, SIDE, type State } from "./state.ts";

const REACH = 4; // of the slider, both ways, or as far as the number is

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let shown: Result = compute(state);
  let over: Look | null = null; // under the mouse
  let look = usual(state, shown);
  let marked = { path: "weight[0]", name: "w₁" };
  let frame = 0;
  const become = (next: State): void => {
    state = fitted(next);
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => become(put(state, path, value));

  const stages = STAGES.map(({ sign, word }, n) => {
    const button = el("button", { type: "button", class: "pool-stage", "data-input": "stage", "data-stage": n + 1 }, el("b", {}, sign), el("span", {}, word));
    button.addEventListener("click", () => {
      look = usual({ ...state, stage: n + 1 }, shown);
      change("stage", n + 1);
    });
    return button;
  });
  const said = el("p", { class: "pool-rule" });
  const around = el("div", { class: "pool-board" });
  const maps = board(around, {
    change,
    pick(path, name) {
      marked = { path, name };
      drawSlider();
    },
    over(next) {
      if (same(next, over)) return;
      over = next;
      drawMaps();
    },
    stay(next) {
      if (same(next, look) && over === null) return;
      [look, over] = [next, null];
      drawMaps();
      spoken.say(explain(look, state, shown).slice(0, state.stage < 4 ? 1 : 2).join(" "));
    },
  });
  const [forwards, backwards] = [el("p"), el("p", { class: "u-gradient-text" })];

  const sliderName = el("span", { class: "u-name u-param", "aria-hidden": "true" });
  const slider = el("input", { type: "range", step: 0.1 });
  slider.addEventListener("input", () => change(marked.path, Number(slider.value)));
  const number = (options: Omit<NumberOptions, "kind">, act = (value: number) => change(options.input, value)): Control<number> =>
    numberControl({ limits: options.span, kind: "given", ...options }, act);
  const list = (input: keyof State, name: string, words: Record<string, string>, act = (value: string) => change(input, value)): Control<string> => choice({ input, name, words }, act);
  const rate = number({ input: "learning_rate", name: "η", says: "learning rate", span: [0, 2], limits: [0, RATE], step: 0.05 });
  const ties = list("ties", "a tie goes to", { first: "the first, row by row", last: "the last", split: "all, in equal parts" });
  const ring = list("padding_value", "the ring holds", { zero: "0", minus_infinity: "−∞, as in PyTorch" });
  const loss = list("loss", "loss", { cross_entropy: "cross-entropy of S", with_logits: "cross-entropy of σ(S)", given: "its gradient is given" });
  const pooling = list("pooling", "pooling", { max: "maximum", average: "average" });
  const bias = choice({ input: "with_bias", name: "bias", words: { none: "none", own: "one number" } }, (value) => change("bias", value === "none" ? null : 0));
  const whole = { step: 1, whole: true };
  const side: [number, number] = [1, SIDE];
  const size = (): [number, number, number] => [state.x.length, state.x[0].length, state.x[0][0].length];
  const sized = (axis: number) => (value: number): void => {
    const next = size();
    next[axis] = value;
    become(resized(state, ...next));
  };
  const sizes = [
    number({ input: "channels", name: "channels", span: [1, CHANNELS], ...whole }, sized(0)),
    number({ input: "rows", name: "rows", span: side, ...whole }, sized(1)),
    number({ input: "columns", name: "columns", span: side, ...whole }, sized(2)),
  ];
  const windows = {
    kernel: number({ input: "kernel", name: "window", span: [1, KERNEL], ...whole }),
    stride: number({ input: "stride", name: "stride", span: [1, KERNEL], ...whole }),
    padding: number({ input: "padding", name: "ring", says: "padding", span: [0, 1], ...whole }),
  };

  const lossNow = output(el("b", { class: "u-forward-text" }), "loss");
  const lossAfter = output(el("b", { class: "u-forward-text" }), "loss_after");
  const [weights, arrow, beyond] = [el("span"), el("span", { class: "pool-on-7" }), el("span", { class: "u-mute pool-on-7 pool-beyond" })];
  const take = el("button", { type: "button", class: "u-button pool-on-7" }, "Take the step");
  take.addEventListener("click", () => {
    const { new_weight, new_bias } = shown;
    if (new_weight) become({ ...state, weight: new_weight, bias: new_bias });
  });
  const result = el("div", { class: "pool-result" }, el("p", {}, el("span", { class: "pool-on-3" }, "L = ", lossNow.node), el("span", { class: "pool-on-7" }, " → ", lossAfter.node), weights, arrow, beyond), take);

  const parts = { lines: everyLine(), descent: descent((value) => change("learning_rate", value)), dense: dense() };
  const folds = {
    lines: fold("Every line, forwards and back", parts.lines.node),
    descent: fold("The loss after a step, for every learning rate", parts.descent.node),
    dense: fold("The convolution as a fully connected layer", parts.dense.node),
  };
  for (const one of Object.values(folds)) one.addEventListener("toggle", () => detail());
  const spoken = results();
  around.append(maps.channels, el("div", { class: "pool-maps" }, maps.flow, el("div", { class: "pool-said" }, forwards, backwards)));
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Send a gradient back"), el("span", { class: "u-mute" }, "drag a number, point at a gradient")),
    el("div", { class: "pool-stages", role: "group", "aria-label": "How far to compute" }, ...stages),
    said,
    around,
    el("div", { class: "pool-panel" },
      el("div", { class: "pool-slider" }, sliderName, slider), rate.node, ties.node, ring.node, result),
    fold("Size, window, pooling, loss", el("div", { class: "pool-settings" },
      ...sizes.map((one) => one.node), ...Object.values(windows).map((one) => one.node), pooling.node, loss.node, bias.node)),
    ...Object.values(folds),
    spoken.node,
  );

  function drawSlider(): void {
    const value = at(state, marked.path) as number | undefined | null;
    if (value === undefined || value === null) {
      marked = { path: "weight[0]", name: "w₁" };
      return drawSlider();
    }
    const share = marked.path.startsWith("target");
    text(sliderName, marked.name);
    attr(slider, "data-input", marked.path);
    attr(slider, "aria-label", `${marked.name}, slider`);
    attr(slider, "step", share ? 0.05 : 0.1);
    attr(slider, "min", share ? 0 : Math.max(-MOST, Math.min(-REACH, Math.floor(value))));
    attr(slider, "max", share ? 1 : Math.min(MOST, Math.max(REACH, Math.ceil(value))));
    slider.value = String(value);
  }

  function drawMaps(): void {
    const here = over ?? look;
    maps.set(state, shown, here);
    const [forward, backward] = explain(here, state, shown);
    const early = here.of === "w" || here.of === "b"; // both lines are of the way back
    text(forwards, early && state.stage < 6 ? "It counts at every pixel." : forward);
    text(backwards, state.stage >= (early ? 7 : 4) ? backward : "");
    forwards.classList.toggle("u-gradient-text", early && state.stage >= 6);
  }

  function draw(): void {
    const r = (shown = compute(state));
    const [, rows, columns] = size();
    if (!exists(look, state, r)) look = usual(state, r);
    stages.forEach((button, n) => {
      attr(button, "aria-pressed", state.stage > n ? "true" : "false");
      attr(button, "aria-current", state.stage === n + 1 ? "step" : null);
    });
    text(said, rule(state, r));
    said.classList.toggle("pool-bad", state.stage >= 3 && r.losses === null);
    over = null;
    drawMaps();
    drawSlider();
    for (let stage = 1; stage <= STAGES.length; stage++) result.classList.toggle(`pool-has-${stage}`, state.stage >= stage);
    lossNow.set(r.loss ?? NaN, r.loss === null ? "no value" : show(r.loss, 7));
    lossAfter.set(r.loss_after ?? NaN, r.loss_after === null ? "no value" : show(r.loss_after));
    text(beyond, r.s_after && r.loss_after === null ? `S would hold ${show(r.s_after.flat().find((p) => !(p >= 0 && p <= 1)) ?? NaN)}, no probability` : "");
    text(arrow, r.new_weight ? `  w⁺ = ${several(r.new_weight)}` : "");
    text(weights, `  w = ${several(state.weight)}`);
    take.disabled = !r.new_weight || [...r.new_weight, r.new_bias ?? 0].some((w) => Math.abs(w) > MOST) || same(r.new_weight, state.weight);
    rate.set(state.learning_rate);
    ties.set(state.ties);
    ring.set(state.padding_value);
    ring.node.hidden = state.pooling === "average" || !state.padding;
    ties.node.hidden = state.pooling === "average";
    loss.set(state.loss);
    pooling.set(state.pooling);
    bias.set(state.bias === null ? "none" : "own");
    [state.x.length, rows, columns].forEach((value, axis) => sizes[axis].set(value));
    for (const name of ["kernel", "stride", "padding"] as const) windows[name].set(state[name]);
    cancelAnimationFrame(frame);
    if (Object.values(folds).some((one) => one.open)) frame = requestAnimationFrame(detail);
    spoken.say(`${rule(state, r)} ${r.loss === null || state.stage < 3 ? "" : `L = ${show(r.loss)}.`}`);
  }

  /** What only an open fold shows. */
  function detail(): void {
    for (const name of ["lines", "descent", "dense"] as const) if (folds[name].open) parts[name].set(state, shown);
  }

  draw();
  const stop = whenIdle(maps.ahead);
  return {
    set(next) {
      state = next;
      look = usual(state, compute(state));
      draw();
    },
    destroy() {
      stop();
      cancelAnimationFrame(frame);
      for (const part of Object.values(parts)) part.destroy();
      spoken.destroy();
    },
  };
};

/** What is looked at as a stage begins: the pixel in which most happens, or the first weight. */
function usual({ stage, padding }: State, r: Result): Look {
  if (stage > 5) return { of: "w", at: [0] };
  const most = (values: Matrix): [number, number] => {
    const [top] = values.flatMap((row, i) => row.map((value, j) => ({ i, j, size: Math.abs(value) }))).sort((a, b) => b.size - a.size);
    return [top.i, top.j];
  };
  if (stage === 2 || stage === 4) return { of: "s", at: most(r.s) };
  if (stage === 3) return { of: "y", at: most(r.losses ?? r.s) };
  const [i, j] = most((stage === 5 && r.grad_z) || r.z);
  return { of: "z", at: [i + padding, j + padding] };
}

/** Whether there is such a number, now that sizes may have changed. */
function exists({ of, at: place }: Look, s: State, r: Result): boolean {
  if (of === "b") return s.bias !== null;
  const sizes = { x: [s.x.length, r.z.length, r.z[0].length], w: [s.x.length], z: [r.frame.length, r.frame[0].length], s: [r.s.length, r.s[0].length], y: [r.s.length, r.s[0].length] };
  return place.every((n, axis) => n < sizes[of][axis]);
}
