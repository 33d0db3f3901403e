/** A prediction to drag along its loss; beside it the slope, the relatives, and a descent. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, type NumberControl, type NumberOptions, numberControl } from "../_kit/control.ts";
import { el, fold, only, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { at, put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { circle } from "./circle.ts";
import { type Family, familyOf, type Loss } from "./losses.ts";
import { compute, LIMITS, MOST, oneHot, RANGES, type State, TARGETS } from "./model.ts";
import { picture } from "./picture.ts";
import { descent, family, points } from "./tables.ts";
import { choices, dragged, FORMULAS, full, remark } from "./words.ts";

// Where a family opens, and how far its sliders reach.
const OPENINGS: Record<Family, Partial<State>> = {
  number: { predictions: [3], targets: [1], rate: 0.1 },
  class: { predictions: [-2], targets: [1], rate: 1 },
  angle: { predictions: [350], targets: [20], rate: 0.1 },
};
type Span = readonly [number, number];
type Input = Omit<Partial<NumberOptions>, "span" | "limits"> & { name: string; span: Span; limits: Span };
const SPANS: Record<Family, Span> = { number: [-6, 6], class: [-10, 10], angle: [0, 360] };
const CIRCLE_RATE = 500; // a slope per degree is small on the unit circle

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let worn = ""; // what the points' controls are made for
  const take = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => take(put(state, path, value));
  const drag = (field: "predictions" | "targets", i: number, value: number): void => {
    if (state[field][i] !== value) change(`${field}[${i}]`, value);
  };

  const plane = picture(drag);
  const round = circle(drag);
  const tables = { family: family(), points: points(), descent: descent() };
  const controls = new Map<string, NumberControl>();
  const number = (path: string, options: Input): HTMLElement => {
    const control = numberControl({ input: path, ...options, span: [...options.span], limits: [...options.limits] }, (value) => change(path, value));
    controls.set(path, control);
    return control.node;
  };
  const loss = choice({ input: "loss", name: "Loss", words: choices }, (name) => choose(name as Loss));
  const squash: Control<string> = choice({ input: "output", name: "ŷ is", words: { identity: "z itself", sigmoid: "σ(z)", tanh: "tanh(z)" } }, (value) => {
    plane.settle();
    change("output", value);
  });
  // Controls are made for a family: their names, spans and limits are its own.
  const places = { first: el("div", { class: "loss-panel" }), more: el("div", { class: "loss-panel" }) };
  const shape = {
    delta: number("delta", { name: "δ", says: "where the parabola ends", span: [0.1, 5], step: 0.1, limits: RANGES.delta }),
    penalty: number("penalty", { name: "penalty λ", says: "above 0", span: [0, 10], step: 0.5, limits: RANGES.penalty }),
    others: [0, 1].map((i) => number(`others[${i}]`, { name: i ? "z₃" : "z₂", says: `score of class ${i + 2}`, span: [-4, 4], step: 0.1, limits: RANGES.others })),
  };
  const rolls = [
    number("rate", { name: "learning rate", span: [0.001, 1000], step: 0.05, logarithmic: true, limits: RANGES.rate }),
    number("steps", { name: "steps", span: [0, 200], step: 1, whole: true, kind: "given", limits: RANGES.steps }),
  ];
  const more = el("button", { type: "button", class: "u-button" }, "Add a point");
  const fewer = el("button", { type: "button", class: "u-button" }, "Take the last away");
  more.addEventListener("click", () => {
    const copy = (list: number[]): number[] => [...list, list[list.length - 1]];
    take({ ...state, predictions: copy(state.predictions), targets: copy(state.targets) });
  });
  fewer.addEventListener("click", () => take({ ...state, predictions: state.predictions.slice(0, -1), targets: state.targets.slice(0, -1) }));

  const title = el("span", { class: "u-mute" });
  const outputs = { loss: output(el("b", { class: "u-forward-text" }), "loss[0]"), slope: output(el("b", { class: "u-gradient-text" }), "slope[0]") };
  const words = el("span", { class: "loss-remark" });
  const lastStep = output(el("b"), "last");
  const spoken = results();
  const rolling = fold("Let it roll: gradient descent", el("div", { class: "loss-panel loss-plain" }, ...rolls), tables.descent.node,
    el("p", { class: "u-mute loss-sums" }, "Each step takes learning rate · slope from the first prediction. It got to step ", lastStep.node, "."));
  const several = fold("Several points, their sum and mean", places.more, el("div", { class: "loss-buttons" }, more, fewer), tables.points.node);
  for (const part of [rolling, several]) part.addEventListener("toggle", () => draw());
  const stage = el("div", { class: "loss-stage" }, plane.node);
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "What a miss costs"), title),
    el("div", { class: "loss-top" }, loss.node),
    stage,
    el("p", { class: "loss-said" }, "loss ", outputs.loss.node, ", slope ", outputs.slope.node, ". ", words),
    places.first,
    el("div", { class: "loss-numbers" }, tables.family.node),
    rolling,
    several,
    spoken.node,
  );

  function choose(name: Loss): void {
    const next = familyOf(name);
    const opened = next === familyOf(state.loss) ? {} : OPENINGS[next];
    // The two units of an angle's loss want different rates.
    const circles = (one: Loss): boolean => one === "angle_circular";
    const rate = circles(name) ? { rate: CIRCLE_RATE } : circles(state.loss) ? { rate: OPENINGS[next].rate } : {};
    const merged = { ...state, ...opened, ...rate, loss: name } as State;
    plane.settle();
    take(oneHot(name) ? { ...merged, targets: merged.targets.map(Math.round) } : merged);
  }

  /** Points have other names and limits in each family, and some targets are whole. */
  function outfit(next: Family): void {
    const whole = oneHot(state.loss);
    const name = dragged(state) === "ŷ" ? "prediction" : dragged(state);
    if (worn === `${next} ${name} ${whole}`) return;
    worn = `${next} ${name} ${whole}`;
    const unit = next === "angle" ? 1 : 0.05;
    for (let i = 0; i < MOST; i++) {
      const tail = i ? ` ${i + 1}` : "";
      number(`predictions[${i}]`, { name: name + tail, says: `prediction ${i + 1}`, span: SPANS[next], step: unit, limits: LIMITS[next], kind: "given" });
      number(`targets[${i}]`, { name: `target${tail}`, span: next === "class" ? [0, 1] : SPANS[next], step: whole ? 1 : unit, whole, limits: TARGETS[next], kind: "given" });
    }
  }
  const nodeOf = (path: string): HTMLElement => controls.get(path)!.node;

  function draw(): void {
    const r = compute(state);
    const now = familyOf(state.loss);
    outfit(now);
    loss.set(state.loss);
    squash.set(state.output);
    only(stage, now === "angle" && round.node, plane.node);
    const bare = state.output === "identity";
    only(places.first, nodeOf("predictions[0]"), nodeOf("targets[0]"), now === "number" && squash.node,
      (state.loss === "huber" || state.loss === "smooth_l1") && shape.delta, now === "number" && bare && shape.penalty, ...(state.loss === "cross_entropy" ? shape.others : []));
    only(places.more, ...state.predictions.slice(1).flatMap((_, i) => [nodeOf(`predictions[${i + 1}]`), nodeOf(`targets[${i + 1}]`)]));
    more.disabled = state.predictions.length === MOST;
    fewer.disabled = state.predictions.length === 1;
    text(title, FORMULAS[state.loss] + (now === "number" && bare && state.penalty ? " + λ max(0, ŷ)²" : ""));
    plane.set(state, r, rolling.open);
    if (now === "angle") round.set(state, r);
    outputs.loss.set(r.loss[0], full(r.loss[0]));
    outputs.slope.set(r.slope[0], full(r.slope[0]));
    const said = remark(state, r);
    text(words, said);
    lastStep.set(r.last, String(r.last));
    tables.family.set(state, r, true);
    tables.points.set(state, r, several.open);
    tables.descent.set(state, r, rolling.open);
    for (const [path, control] of controls) {
      const value = at(state, path) as number | undefined;
      if (value !== undefined) control.set(value);
    }
    spoken.say(`At ${dragged(state)} = ${show(state.predictions[0])} the loss is ${show(r.loss[0])} and the slope ${show(r.slope[0])}. ${said}`);
  }

  draw();
  return {
    set(next) {
      state = next;
      plane.settle();
      draw();
    },
    destroy() {
      plane.destroy();
      for (const table of Object.values(tables)) table.destroy();
      spoken.destroy();
    },
  };
};
