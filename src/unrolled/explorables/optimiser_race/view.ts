/** The race: a start to drag, a learning rate to slide, and the numbers of one runner's last step. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, type NumberOptions, numberControl } from "../_kit/control.ts";
import { attr, el, fold, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { at, put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { ledger } from "./ledger.ts";
import { compute, LIMITS, type Result, type State } from "./model.ts";
import { half, lossChart, plane, terrain } from "./picture.ts";
import { RACERS } from "./racers.ts";
import type { Surface } from "./surfaces.ts";
import { BIBS, formula, NAMES, OPENINGS, SURFACE_WORDS } from "./words.ts";

const PER_STEP = 70; // ms, while it plays
const LONGEST = 6000; // ms
const EDGE = 0.9; // of the picture: the start stays inside

type Input = { path: string; name: string; span: [number, number]; step: number } & Partial<NumberOptions>;
const FIRST: Input[] = [{ path: "learning_rate", name: "learning rate", span: [0.001, 10], step: 0.01, logarithmic: true }];
const SETTINGS: Input[] = [
  { path: "momentum", name: "momentum", says: "share of the old velocity that is kept", span: [0, 0.99], step: 0.01 },
  { path: "alpha", name: "α", says: "share of the old mean square that RMSProp keeps", span: [0, 0.999], step: 0.001 },
  { path: "beta1", name: "β₁", says: "of Adam", span: [0, 0.99], step: 0.01 },
  { path: "beta2", name: "β₂", says: "of Adam", span: [0, 0.999], step: 0.001 },
  { path: "noise", name: "noise σ", says: "of one example's gradient", span: [0, 5], step: 0.1, kind: "given" },
  { path: "batch", name: "batch B", says: "examples per step", span: [1, 64], step: 1, whole: true, kind: "given" },
  { path: "decay", name: "decay p", says: "the learning rate of step t is η / t to the power of p", span: [0, 2], step: 0.05 },
  { path: "seed", name: "seed", says: "of the noise", span: [0, 99], step: 1, whole: true, kind: "given" },
];
const PLACE: Input[] = [
  { path: "a", name: "a", span: [0, 10], step: 0.1, kind: "given" },
  { path: "b", name: "b", span: [0, 100], step: 0.5, kind: "given" },
  { path: "x", name: "x", says: "input of the neuron", span: [-5, 5], step: 0.1, kind: "given" },
  { path: "y", name: "y", says: "target of the neuron", span: [0, 1], step: 0.01, kind: "given" },
  { path: "start[0]", name: "start w₁", span: [-12, 12], step: 0.05 },
  { path: "start[1]", name: "start w₂", span: [-12, 12], step: 0.05 },
];

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let playing = 0; // handle of the next frame
  let moment = 0; // the step that is shown while it plays
  const take = (next: State): void => {
    stop();
    state = next;
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => take(put(state, path, value));

  const shape = terrain();
  const picture = plane(shape, ({ x, y }) => {
    const edge = half(state);
    change("start", [x, y].map((w, i) => Number(Math.min(Math.max(w, -EDGE * edge[i]), EDGE * edge[i]).toPrecision(2))));
  });
  const chart = lossChart(shape);
  const controls = new Map<string, Control<number>>();
  const number = ({ path, ...options }: Input): HTMLElement => {
    const [field] = path.split("[");
    const made = numberControl({ input: path, limits: [...LIMITS[field as keyof typeof LIMITS]], ...options }, (value) => change(path, value));
    controls.set(path, made);
    return made.node;
  };
  const surface = choice({ input: "surface", name: "Surface", words: SURFACE_WORDS }, (name) =>
    take({ ...state, surface: name as Surface, ...OPENINGS[name as Surface] }));
  const button = el("button", { type: "button", class: "u-button" }, "▶ Play");
  button.addEventListener("click", () => (playing ? change("steps", moment) : play()));

  const chips = RACERS.map((racer, i) => {
    const loss = output(el("span"), `final[${i}]`);
    const small = el("small", {}, loss.node);
    const node = el("button", { type: "button", class: "race-chip" }, el("span", { class: "race-bib", "aria-hidden": "true" }, BIBS[racer]), el("span", {}, NAMES[racer]), small);
    node.addEventListener("click", () => change("optimiser", racer));
    return { node, loss, racer };
  });
  const factors = [0, 1].map((i) => output(el("b"), `factor[${i}]`));
  const leader = el("span");
  const verdict = el("span");
  const law = el("span", {}, "Plain SGD multiplies w₁ by ", factors[0].node, " and w₂ by ", factors[1].node, verdict);
  const noise = output(el("b"), "noise_of_mean");
  const numbers = ledger();
  const title = el("span", { class: "u-mute" });
  const step = fold("", numbers.node);
  step.addEventListener("toggle", () => draw());
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Race downhill"), title),
    el("div", { class: "race-surface" }, surface.node),
    el("div", { class: "race-stage" }, picture.node),
    el("div", { class: "race-main" }, ...FIRST.map(number),
      el("div", { class: "race-run" }, number({ path: "steps", name: "steps", span: [1, 200], step: 1, whole: true, kind: "given" }), button)),
    el("div", { class: "race-chips", role: "group", "aria-label": "Whose path is highlighted" }, ...chips.map(({ node }) => node)),
    el("p", { class: "race-said" }, leader, " ", law),
    el("div", { class: "race-stage" }, chart.node),
    step,
    fold("Memory, noise and decay", el("div", { class: "race-panel" }, ...SETTINGS.map(number)),
      el("p", { class: "u-mute" }, "A mini-batch's gradient has the noise σ/√B = ", noise.node, ". Step t has the learning rate η / tᵖ.")),
    fold("The surface and the start", el("div", { class: "race-panel" }, ...PLACE.map(number))),
    spoken.node,
  );

  /** The state, or an earlier moment of it while it plays. */
  function draw(steps = state.steps): void {
    const s = steps === state.steps ? state : { ...state, steps };
    const r = compute(s);
    text(title, `f = ${formula(s)}`);
    surface.set(s.surface);
    picture.set(r, s);
    chart.set(r, s, state.steps);
    chips.forEach(({ node, loss, racer }, i) => {
      const out = r.last[i] < s.steps;
      attr(node, "aria-pressed", String(racer === s.optimiser));
      node.classList.toggle("race-out", out);
      loss.set(r.final[i], out ? `out: step ${r.last[i] + 1}` : `loss ${show(r.final[i], 3)}`);
    });
    law.hidden = r.factor === null;
    r.factor?.forEach((factor, i) => factors[i].set(factor, show(factor)));
    if (r.factor) text(verdict, judged(r.factor, s));
    noise.set(r.noise_of_mean, show(r.noise_of_mean));
    numbers.set(r, s, step.open);
    text(step.children[0], `Step ${r.ledger_step} of ${NAMES[s.optimiser]}, line by line`);
    const words = said(r, s);
    text(leader, words);
    controls.get("steps")?.set(steps);
    if (playing) return;
    for (const [path, control] of controls) control.set(at(s, path) as number);
    const neuron = s.surface === "neuron";
    for (const name of ["a", "b", "x", "y"]) (controls.get(name) as Control<number>).node.hidden = "xy".includes(name) !== neuron;
    picture.say(`Paths of five optimisers on ${SURFACE_WORDS[s.surface]} from ${s.start.map((w) => show(w)).join(", ")}. ${words}`);
    spoken.say(words);
  }

  function play(): void {
    const total = Math.min(state.steps * PER_STEP, LONGEST);
    const begin = performance.now();
    text(button, "■ Stop");
    const frame = (time: number): void => {
      moment = Math.min(Math.max(Math.ceil((state.steps * (time - begin)) / total), 1), state.steps);
      if (moment === state.steps) stop();
      else playing = requestAnimationFrame(frame);
      draw(moment);
    };
    playing = requestAnimationFrame(frame);
  }

  function stop(): void {
    cancelAnimationFrame(playing);
    playing = 0;
    text(button, "▶ Play");
  }

  draw();
  return {
    set(next) {
      stop();
      state = next;
      draw();
    },
    destroy() {
      stop();
      for (const part of [picture, chart, numbers, spoken]) part.destroy();
    },
  };
};

/** What the factors of plain descent mean; a schedule changes them from step to step. */
function judged(factor: number[], s: State): string {
  const when = s.decay ? " in the first step" : " at every step";
  if (s.surface === "saddle") return `${when}.`;
  if (factor.some((one) => Math.abs(one) > 1)) return `${when}: it diverges.`;
  return factor.some((one) => one < 0) ? `${when}: it swings and comes nearer.` : `${when}: it comes nearer without a swing.`;
}

function said(r: Result, s: State): string {
  const inside = RACERS.filter((_, i) => r.last[i] === s.steps);
  if (!inside.length) return `After ${s.steps} steps all five are gone from the plane.`;
  const loss = (racer: (typeof RACERS)[number]): number => r.final[RACERS.indexOf(racer)];
  const best = inside.reduce((one, other) => (loss(other) < loss(one) ? other : one));
  const gone = RACERS.filter((racer) => !inside.includes(racer)).map((racer) => NAMES[racer]);
  const out = gone.length ? ` Gone from the plane: ${gone.join(", ")}.` : "";
  return `After ${s.steps === 1 ? "1 step" : `${s.steps} steps`} ${NAMES[best]} is lowest.${out}`;
}
