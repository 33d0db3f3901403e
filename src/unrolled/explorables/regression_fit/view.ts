/** Two classes on a line: drag a point, and see what the line and the curve make of it. */

import { results } from "../_kit/announce.ts";
import { type NumberControl, numberControl } from "../_kit/control.ts";
import { el, fold, only, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { at, put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { compute, EDGE, MOST, PENALTIES, type State } from "./model.ts";
import { type Class, picture, words } from "./picture.ts";
import { pointwise, summary } from "./tables.ts";

const SPAN: [number, number] = [-10, 40]; // of a point's slider

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  const take = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };

  const plane = picture(({ from, index, to, x }) => {
    if (from === to) {
      if (state[from][index] !== x) take(put(state, `${from}[${index}]`, x));
      return true;
    }
    if (state[from].length === 1 || state[to].length === MOST) return false;
    take({ ...state, [from]: state[from].filter((_, i) => i !== index), [to]: [...state[to], x] });
    return true;
  });
  const controls = new Map<string, NumberControl>();
  const point = (name: Class, i: number): HTMLElement => {
    const path = `${name}[${i}]`;
    if (!controls.has(path)) {
      const title = `${name === "ones" ? "class 1" : "class 0"}, ${i + 1}`;
      controls.set(path, numberControl({ input: path, name: title, says: "place of the point", span: [...SPAN], limits: [-EDGE, EDGE], step: 0.5, kind: "given" }, (value) => take(put(state, path, value))));
    }
    return controls.get(path)!.node;
  };
  const penalty = numberControl({ input: "penalty", name: "penalty λ", says: "of the curve's weight", span: [...PENALTIES], limits: [...PENALTIES], step: 0.05, logarithmic: true }, (value) => take({ ...state, penalty: value }));
  const front = el("div", { class: "fit-panel" });
  const rest = el("div", { class: "fit-panel fit-points" });
  const button = (label: string, change: () => void): HTMLButtonElement => {
    const made = el("button", { type: "button", class: "u-button" }, label);
    made.addEventListener("click", change);
    return made;
  };
  const buttons = (["zeros", "ones"] as const).flatMap((name, y) => [
    { node: button(`Add to class ${y}`, () => take({ ...state, [name]: [...state[name], state[name][state[name].length - 1] + 1] })), idle: () => state[name].length === MOST || state[name][state[name].length - 1] + 1 > EDGE },
    { node: button(`Take from class ${y}`, () => take({ ...state, [name]: state[name].slice(0, -1) })), idle: () => state[name].length === 1 },
  ]);

  const tables = { summary: summary(), points: pointwise() };
  const counts = (["line_wrong", "curve_wrong"] as const).map((name) => output(el("b"), name));
  const far = output(el("span", { class: "u-unseen" }), "far");
  const title = el("span", { class: "u-mute" });
  const spoken = results();
  const each = fold("What each point costs", tables.points.node);
  each.addEventListener("toggle", () => draw());
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "One point far out"), title),
    el("div", { class: "fit-stage" }, plane.node),
    el("p", { class: "fit-said" }, "On the wrong side: ", counts[0].node, " for the line, ", counts[1].node, " for the curve.", far.node),
    front,
    el("div", { class: "fit-numbers" }, tables.summary.node,
      el("p", { class: "u-mute fit-note" }, "A dashed ring: wrong for the line. A full ring: wrong for the curve. Orange: how far the outermost point has moved a crossing.")),
    fold("All points", el("p", { class: "u-mute" }, "In the picture a point can also be dragged to the other class."), rest, el("div", { class: "fit-buttons" }, ...buttons.map(({ node }) => node))),
    each,
    spoken.node,
  );

  function draw(): void {
    const r = compute(state);
    const last = state.ones.length - 1;
    only(front, point("ones", last), penalty.node); // the last of class 1 is the one to play with
    only(rest, ...state.zeros.map((_, i) => point("zeros", i)), ...state.ones.slice(0, -1).map((_, i) => point("ones", i)));
    for (const { node, idle } of buttons) node.disabled = idle();
    text(title, `${state.zeros.length + state.ones.length} points of two classes`);
    plane.set(state, r);
    tables.summary.set(state, r);
    tables.points.set(state, r, each.open);
    counts[0].set(r.line_wrong, String(r.line_wrong));
    counts[1].set(r.curve_wrong, String(r.curve_wrong));
    far.set(r.far, "");
    penalty.set(state.penalty);
    for (const [path, control] of controls) {
      const value = at(state, path) as number | undefined;
      if (value !== undefined) control.set(value);
    }
    spoken.say(`${words(r)} Sums of the losses: ${show(r.line_total)} and ${show(r.curve_total)}.`);
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
      tables.points.destroy();
      spoken.destroy();
    },
  };
};
