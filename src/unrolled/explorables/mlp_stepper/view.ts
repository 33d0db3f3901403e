/** A network in the middle, a bar that steps through its pass above, and what the stage computes, line by line, below. */

import { results } from "../_kit/announce.ts";
import { chart } from "../_kit/chart.ts";
import { attr, el, fold, only, output, scroller, subscripted, text } from "../_kit/dom.ts";
import { whenIdle } from "../_kit/idle.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import { at, path as parsed, put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { boxes, chosen, kinds, training } from "./controls.ts";
import { type Line, lines, rule } from "./lines.ts";
import { type Run, run } from "./model.ts";
import { picture } from "./picture.ts";
import { MOST_UPDATES, type State, lastStage } from "./state.ts";
import { tables } from "./table.ts";
import { allDone, lossDone, places, stageName } from "./words.ts";

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let shown: Run = run(state);
  let picked = "weights[0,0,0]";
  let frame = 0;
  const get = (): State => state;
  const change = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  /** A number as it is after the updates. */
  const number = (path: string): number => {
    const { field, indices } = parsed(path);
    if (field !== "weights" && field !== "biases") return at(state, path) as number;
    const [l, ...rest] = indices;
    const { W, b } = shown.pass.layers[l];
    return field === "weights" ? W[rest[0]][rest[1]] : b[rest[0]];
  };
  const edit = (path: string, value: number): void => {
    // A weight that was learnt and is changed by hand is a new start.
    const fresh = state.updates && /^(weights|biases)/.test(path);
    const { layers } = shown.pass;
    const base = fresh ? { ...state, updates: 0, weights: layers.map(({ W }) => W), biases: state.biases && layers.map(({ b }) => b) } : state;
    choose(path);
    change(put(base, path, value));
  };
  const choose = (path: string): void => {
    if (path === picked) return;
    picked = path;
    one.choose(path);
    one.set(state);
    graph.draw(state, shown, picked);
  };

  const graph = picture({ get: number, edit, pick: choose });
  const one = chosen(number, edit, choose);
  const title = el("span", { class: "u-mute" });

  const back = el("button", { type: "button", class: "u-button", "aria-label": "One stage back" }, "◀");
  const forth = el("button", { type: "button", class: "u-button mlp-forth" }, "Step ▶");
  const slider = el("input", { type: "range", "data-input": "stage", min: 0, step: 1, "aria-label": "Stage of the pass" });
  const stage = (to: number): void => change({ ...state, stage: to });
  back.addEventListener("click", () => stage(state.stage - 1));
  forth.addEventListener("click", () => (allDone(state) ? change({ ...state, updates: state.updates + 1 }) : stage(state.stage + 1)));
  slider.addEventListener("input", () => stage(Number(slider.value)));

  const name = el("b");
  const formula = el("span", { class: "mlp-rule u-mute" });
  const list = lineList();
  const total = output(el("b", { class: "u-forward-text" }), "total");
  const after = output(el("b", { class: "u-forward-text" }), "loss_after");
  const taken = output(el("b"), "taken");
  const stopped = el("span");
  const course = chart("forward", (i) => String(i));
  const parts = [training(get, change), kinds(get, change), boxes(number, edit, choose)];
  const numbers = tables();
  const scrollers = [numbers.units, numbers.weights].map((node, i) => {
    const inner = scroller(i ? "Weights" : "Units");
    inner.fill(node);
    return inner;
  });
  const folds = {
    training: fold("Many updates: learning rate and momentum", parts[0].node, el("p", { class: "mlp-taken" }, taken.node, " updates made", stopped), course.node),
    kinds: fold("Layers, activations and loss", parts[1].node),
    boxes: fold("All numbers, to type in", parts[2].node),
    table: fold("Every number of this pass, and the next weights", scrollers[0].node, scrollers[1].node, numbers.rest),
  };
  for (const part of Object.values(folds)) part.addEventListener("toggle", () => detail());
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Push numbers through a network"), title),
    el("div", { class: "mlp-bar" }, back, slider, forth),
    el("p", { class: "mlp-stage" }, name, " ", formula),
    el("div", { class: "mlp-stage-picture" }, graph.node),
    el("p", { class: "mlp-legend u-mute" }, el("span", {}, "in a unit: d | a"), el("span", { class: "u-gradient-text" }, "below: ∂L/∂d | ∂L/∂a"), el("span", { class: "u-param" }, "↔ drag a number")),
    el("div", { class: "mlp-panel" }, one.node,
      el("p", { class: "mlp-result" }, el("span", {}, "loss ", total.node), el("span", {}, "after the next update ", after.node))),
    list.node,
    ...Object.values(folds),
    spoken.node,
  );

  function draw(): void {
    const r = (shown = run(state));
    const end = lastStage(state.weights.length);
    text(title, [state.x.length, ...state.weights.map((W) => W[0].length)].join("–"));
    if (!places(state).has(picked)) picked = "weights[0,0,0]";
    graph.draw(state, r, picked);
    one.choose(picked);
    one.set(state);
    if (slider.max !== String(end)) slider.max = String(end);
    slider.value = String(state.stage);
    const words = stageName(state);
    attr(slider, "aria-valuetext", words);
    const stuck = r.taken < state.updates;
    back.disabled = state.stage === 0;
    forth.disabled = allDone(state) && (stuck || state.updates === MOST_UPDATES);
    text(forth, allDone(state) ? "Update ▶" : "Step ▶");
    text(name, words);
    write(formula, rule(state));
    list.set(lines(state, r));
    list.node.classList.toggle("mlp-broad", allDone(state) && state.momentum > 0 && r.taken > 0);
    const ahead = r.losses[r.losses.length - 1];
    total.set(r.pass.total, lossDone(state) ? show(r.pass.total) : "…");
    after.set(ahead, allDone(state) ? show(ahead) : "…");
    taken.set(r.taken, String(r.taken));
    text(stopped, stuck ? ": the next would take a weight beyond 100" : "");
    parts[0].set(state);
    parts[1].set(state);
    numbers.set(state, r, false);
    spoken.say(`${words}. ${lossDone(state) ? `The loss is ${show(r.pass.total)}.` : ""}`);
    cancelAnimationFrame(frame);
    if (Object.values(folds).some((part) => part.open)) frame = requestAnimationFrame(detail);
  }

  /** What only an open fold shows. */
  function detail(): void {
    if (folds.training.open) course.draw(shown.losses, `Loss before each update, from ${show(shown.losses[0])} to ${show(shown.losses[shown.losses.length - 1])}.`);
    if (folds.boxes.open) parts[2].set(state);
    if (folds.table.open) numbers.set(state, shown, true);
  }

  draw();
  const notYet = whenIdle(() => numbers.ahead() || graph.ahead());
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      cancelAnimationFrame(frame);
      notYet();
      graph.destroy();
      for (const inner of scrollers) inner.destroy();
      spoken.destroy();
    },
  };
};

/** A formula with subscripts, made anew only where it changes. */
function write(node: HTMLElement, formula: string): void {
  if (node.dataset.formula !== formula) node.replaceChildren(...subscripted((node.dataset.formula = formula)));
}

/** Lines of letters and numbers; elements are made once. */
function lineList(): { node: HTMLElement; set(all: Line[]): void } {
  const keep = keeper();
  const node = el("ul", { class: "mlp-lines" });
  const pair = (i: number, k: number) => keep(`${i},${k}`, () => {
    const [letters, numbers] = [el("span", { class: "mlp-letters" }), el("span")];
    return { letters, numbers, node: el("span", {}, letters, " ", numbers) };
  });
  return {
    node,
    set(all) {
      only(node, ...all.map((line, i) => {
        const item = keep(`${i}`, () => el("li"));
        line.forEach(([letters, numbers], k) => {
          const made = pair(i, k);
          text(made.letters, letters);
          text(made.numbers, `= ${numbers}`);
        });
        return only(item, ...line.map((_, k) => pair(i, k).node));
      }));
    },
  };
}
