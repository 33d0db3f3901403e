/** The cell at one step, what happens over time above it, and the forget gate's bias to play with below. */

import { results } from "../_kit/announce.ts";
import { numberControl } from "../_kit/control.ts";
import { attr, el, fold, only, scroller, subscripted, text } from "../_kit/dom.ts";
import { show, sub } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { arriving, given, kinds, weights } from "./controls.ts";
import { type Line, NAME, applied, lines } from "./lines.ts";
import { type Result, compute } from "./model.ts";
import { picture } from "./picture.ts";
import { reach } from "./reach.ts";
import { LIMIT, type State } from "./state.ts";
import { steps } from "./steps.ts";
import { everyGradient, everyValue, everyWeight } from "./table.ts";

const MOST_LINES = 20;

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let shown: Result = compute(state);
  let frame = 0;
  const get = (): State => state;
  const change = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  const edit = (path: string, value: unknown): void => change(put(state, path, value));

  const title = el("span", { class: "u-mute" });
  const row = steps((step) => edit("step", step));
  const cell = picture(get, edit);
  const first = lineList(3);
  const bias = numberControl({ input: "forget_bias", name: "forget bias", span: [-6, 6], limits: [-LIMIT, LIMIT] }, (value) => edit("forget_bias", value));
  const result = [el("b", { class: "u-forward-text" }), el("b", { class: "u-gradient-text" })];
  const back = el("button", { type: "button", class: "u-button", "data-input": "direction" }, "Gradients");
  back.addEventListener("click", () => edit("direction", state.direction === "forward" ? "backward" : "forward"));

  const parts = [kinds(get, change), weights(get, edit), given(get, edit), arriving(get, edit)];
  const [forward, backward] = [lineList(MOST_LINES), lineList(MOST_LINES)];
  const tables = [everyValue(), everyGradient(), everyWeight()];
  const far = reach();
  const scrollers = [...tables.map((table) => table.node), far.table].map((node, i) => {
    const inner = scroller(["Values", "Gradients", "Gradients of the weights", "Sizes of gradients"][i]);
    inner.fill(node);
    return inner;
  });
  const head = (words: string): HTMLElement => el("p", { class: "lstm-title" }, el("b", {}, words));
  const folds = {
    numbers: fold("Weights, inputs and kind of cell", ...parts.slice(0, 3).map((part) => part.node)),
    nodes: fold("This step node by node, forwards and backwards", el("div", { class: "lstm-both" },
      el("div", {}, head("Forwards"), forward.node), el("div", {}, head("Backwards"), parts[3].node, backward.node))),
    table: fold("Every step", scrollers[0].node, head("Gradients"), scrollers[1].node, head("Gradients of the weights, summed over the steps that share them"), scrollers[2].node),
    reach: fold("How far a gradient reaches, against a plain cell", far.said, far.picture, scrollers[3].node),
  };
  for (const one of Object.values(folds)) one.addEventListener("toggle", () => detail());
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Open and shut the gates"), title),
    row.node,
    el("p", { class: "lstm-legend u-mute", "aria-hidden": "true" }, el("i", { class: "lstm-full" }), "cell state c", el("i"), "hidden state h", el("span", {}, "↕ drag a gate")),
    el("div", { class: "lstm-stage" }, cell.node, first.node),
    el("div", { class: "lstm-panel" }, bias.node, el("div", { class: "lstm-result" }, el("p", {}, ...result), back)),
    ...Object.values(folds),
    spoken.node,
  );

  function draw(): void {
    const r = (shown = compute(state));
    const T = sub(state.x.length);
    write(title, `c_t = f c_{t−1} + i c̃,  h_t = o ${applied(NAME[state.cell_activation], "c_t")}`);
    row.draw(state, r);
    cell.draw(state, r);
    bias.set(state.forget_bias);
    text(result[0], `c${T} = ${show(r.c[state.x.length])}`);
    text(result[1], `|∂c${T}/∂c₀| = ${show(r.reach_cell[0])}`);
    attr(back, "aria-pressed", state.direction === "backward" ? "true" : "false");
    first.set(lines(state, r).main);
    for (const table of tables) table.draw(state, r);
    far.draw(r);
    for (const part of parts) part.set(state);
    spoken.say(`c${T} = ${show(r.c[state.x.length])}, |∂c${T}/∂c₀| = ${show(r.reach_cell[0])}`);
    cancelAnimationFrame(frame);
    if (Object.values(folds).some((one) => one.open)) frame = requestAnimationFrame(detail);
  }

  /** What only an open fold shows. */
  function detail(): void {
    if (folds.nodes.open) {
      const all = lines(state, shown);
      forward.set(all.forward);
      backward.set(all.backward);
    }
    if (folds.table.open) for (const table of tables) table.draw(state, shown, show);
    if (folds.reach.open) far.detail(shown);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      cancelAnimationFrame(frame);
      cell.destroy();
      far.destroy();
      for (const one of scrollers) one.destroy();
      spoken.destroy();
    },
  };
};

/** A formula with subscripts, made anew only where it changes. */
function write(node: HTMLElement, formula: string): void {
  if (node.dataset.formula !== formula) node.replaceChildren(...subscripted((node.dataset.formula = formula)));
}

/** Lines of letters and numbers; elements are made once. */
function lineList(most: number): { node: HTMLElement; set(all: Line[]): void } {
  const made = Array.from({ length: most }, () => {
    const [letters, numbers] = [el("span", { class: "lstm-letters" }), el("span", { class: "lstm-numbers" })];
    return { letters, numbers, node: el("li", {}, letters, numbers) };
  });
  const node = el("ul", { class: "lstm-lines" });
  return {
    node,
    set(all) {
      only(node, ...made.slice(0, all.length).map((one) => one.node));
      all.forEach((line, i) => {
        write(made[i].letters, line.letters);
        text(made[i].numbers, `= ${line.numbers}`);
      });
    },
  };
}
