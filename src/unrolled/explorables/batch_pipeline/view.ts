/** Stages to put in another order, the batches that come of it, and the time line. */

import { results } from "../_kit/announce.ts";
import { choice, numberControl, type NumberControl, type NumberOptions } from "../_kit/control.ts";
import { attr, el, fold, only, output, scroller, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { grouped, show } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import { uniform } from "../_kit/random.ts";
import type { Mount } from "../_kit/types.ts";
import { cards } from "./cards.ts";
import { compute, type Result } from "./model.ts";
import { LIMITS, LISTED, LONGEST, type Numeric, resized, type Stage, type State } from "./state.ts";
import { strip } from "./strip.ts";
import { counting, padding, times } from "./tables.ts";
import { timeline } from "./timeline.ts";

const DRAWN = 12; // steps, the longest of lengths that are drawn at random

type Input = Omit<NumberOptions, "input" | "limits"> & { needs?: Stage };
const whole = (name: string, says: string, most: number): Input => ({ name, says, span: [1, most], step: 1, whole: true, kind: "given" });
const time = (name: string, says: string, most: number): Input => ({ name, says, span: [0, most], step: 0.25, kind: "given" });
const INPUTS: Record<Numeric, Input> = {
  buffer: { ...whole("shuffle holds", "elements", 40), needs: "shuffle", kind: "param" },
  batch: { ...whole("batch size", "examples", 16), kind: "param" },
  work: { ...time("map, ms", "for each call", 10), needs: "map" },
  train: time("training, ms", "for each step", 10),
  examples: whole("examples", "in the data set", LISTED),
  epochs: whole("epochs", "passes over the data", 5),
  classes: whole("classes", "stored one after the other", 10),
  read: time("read, ms", "for each example", 5),
  ahead: { ...whole("kept ready", "elements that prefetch keeps ready", 8), needs: "prefetch", kind: "param" },
  seed: { ...whole("seed", "of the shuffling", 99), span: [0, 99], needs: "shuffle" },
};
const FIRST: Numeric[] = ["buffer", "batch", "work", "train"];

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let shown: Result = compute(state);
  let frame = 0;
  const take = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => take(put(state, path, value));

  const stages = strip((order) => change("order", order));
  const batches = cards();
  const line = timeline();
  const controls = Object.fromEntries(
    (Object.keys(INPUTS) as Numeric[]).map((input) => [
      input,
      numberControl({ input, limits: [...LIMITS[input]], ...INPUTS[input] }, (value) => (input === "examples" ? take(resized(state, value)) : change(input, value))),
    ]),
  ) as Record<Numeric, NumberControl>;
  const remainder = choice({ input: "remainder", name: "Incomplete batch", words: { kept: "is kept", dropped: "is dropped" } }, (value) => change("remainder", value));

  const number = (name: keyof Result): ReturnType<typeof output> => output(el("b"), name);
  const main = {
    updates: number("updates"), updates_per_epoch: number("updates_per_epoch"), classes_mean: number("classes_mean"),
    total: number("total"), busy: number("busy"), wait: number("wait"), total_without: number("total_without"), total_last: number("total_last"),
  };
  const classes = el("span");
  const filler = el("span");

  const toggle = el("button", { type: "button", class: "u-button" });
  toggle.addEventListener("click", () => change("lengths", Array.isArray(state.lengths) ? 1 : drawn(state)));
  const boxes = lengthBoxes((path, value) => change(path, value));
  const tables = { count: counting(), pad: padding(), time: times() };
  const inner = scroller("Times of the steps");
  inner.fill(tables.time.node);
  const title = el("span", { class: "u-mute pipe-code" });
  const folds = {
    count: fold("Updates, counted", tables.count.node),
    pad: fold("Sequences of different lengths, and the filler they need", toggle, boxes.node, tables.pad.node),
    time: fold("Times, step by step", inner.node),
  };
  for (const one of Object.values(folds)) one.addEventListener("toggle", () => detail());
  const spoken = results();
  const others = (Object.keys(INPUTS) as Numeric[]).filter((input) => !FIRST.includes(input));
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Feed the loop"), title),
    stages.node,
    el("div", { class: "pipe-stage" }, batches.node),
    el("p", { class: "pipe-said" }, main.updates.node, " updates, ", main.updates_per_epoch.node, " an epoch. A batch holds ", main.classes_mean.node, classes, filler),
    el("div", { class: "pipe-line" }, line.node,
      el("p", { class: "pipe-said" }, main.total.node, " ms, of which training waits ", main.wait.node, " and is busy ", main.busy.node, ". Without prefetch it takes ", main.total_without.node, " ms, with prefetch as the last stage ", main.total_last.node, ".")),
    el("div", { class: "pipe-panel" }, ...FIRST.map((input) => controls[input].node)),
    fold("Data, epochs and times", el("div", { class: "pipe-grid" }, ...others.map((input) => controls[input].node), remainder.node)),
    ...Object.values(folds),
    spoken.node,
  );

  function draw(): void {
    const r = (shown = compute(state));
    text(title, chain(state));
    stages.draw(state);
    batches.draw(state, r);
    line.draw(state, r);
    main.updates.set(r.updates, grouped(r.updates));
    main.updates_per_epoch.set(r.updates_per_epoch, show(r.updates_per_epoch));
    main.classes_mean.set(r.classes_mean, show(r.classes_mean, 3));
    text(classes, ` of ${state.classes} ${state.classes === 1 ? "class" : "classes"} on average.`);
    text(filler, Array.isArray(state.lengths) ? ` ${show(100 * r.filler_share, 3)} % of all steps are filler.` : "");
    for (const name of ["total", "wait", "total_without", "total_last"] as const) main[name].set(r[name], show(r[name]));
    main.busy.set(r.busy, `${show(100 * r.busy, 3)} %`);
    for (const [name, control] of Object.entries(controls)) {
      const { needs } = INPUTS[name as Numeric];
      control.node.hidden = needs !== undefined && !state.order.includes(needs);
      control.set(state[name as Numeric]);
    }
    remainder.set(state.remainder);
    spoken.say(`${r.updates} updates. A batch holds ${show(r.classes_mean, 3)} of ${state.classes} classes on average. ${show(r.total)} ms, of which training waits ${show(r.wait)}.`);
    cancelAnimationFrame(frame);
    if (Object.values(folds).some((one) => one.open)) frame = requestAnimationFrame(detail);
  }

  /** What only an open fold shows. */
  function detail(): void {
    if (folds.count.open) tables.count.draw(state, shown);
    if (folds.time.open) tables.time.draw(state, shown);
    if (!folds.pad.open) return;
    const listed = Array.isArray(state.lengths);
    text(toggle, listed ? "Make all equally long" : state.examples > LISTED ? `Possible with up to ${LISTED} examples` : "Draw lengths at random");
    toggle.disabled = !listed && state.examples > LISTED;
    attr(toggle, "aria-pressed", listed ? "true" : "false");
    boxes.draw(state);
    tables.pad.draw(state, shown);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      cancelAnimationFrame(frame);
      batches.destroy();
      line.destroy();
      inner.destroy();
      spoken.destroy();
    },
  };
};

/** As one would write it. */
function chain(s: State): string {
  const calls: Record<Stage, string> = { shuffle: `.shuffle(${s.buffer})`, map: ".map(f)", batch: `.batch(${s.batch})`, repeat: `.repeat(${s.epochs})`, prefetch: `.prefetch(${s.ahead})` };
  return `data${s.order.map((stage) => (stage === "batch" && Array.isArray(s.lengths) ? `.padded_batch(${s.batch})` : calls[stage])).join("")}`;
}

function drawn(s: State): number[] {
  const draw = uniform(s.seed);
  return Array.from({ length: s.examples }, () => 1 + Math.floor(draw() * Math.min(DRAWN, LONGEST)));
}

/** A box for the length of each example, made when they are first seen. */
function lengthBoxes(change: (path: string, value: number) => void): { node: HTMLElement; draw(s: State): void } {
  const keep = keeper();
  const message = el("div");
  const grid = el("div", { class: "pipe-boxes", role: "group", "aria-label": "Lengths of the examples" });
  return {
    node: el("div", {}, grid, message),
    draw(s) {
      const lengths = Array.isArray(s.lengths) ? s.lengths : [];
      const made = keep.list("boxes", lengths.length, (i) => {
        const control = numberControl(
          { input: `lengths[${i}]`, name: `length of example ${i + 1}`, span: [1, DRAWN], limits: [1, LONGEST], step: 1, whole: true, bare: message },
          (value) => change(`lengths[${i}]`, value),
        );
        return { control, node: el("div", { class: "pipe-box" }, el("small", { "aria-hidden": "true" }, String(i + 1)), control.node) };
      });
      only(grid, ...made.map((one) => one.node));
      made.forEach(({ control }, i) => control.set(lengths[i]));
    },
  };
}
