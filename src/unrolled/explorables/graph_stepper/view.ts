/** An expression above, its graph in the middle, a bar that steps through it, and what the step computes below. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, numberControl } from "../_kit/control.ts";
import { attr, el, fold, only, output, scroller, text, uid } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { second } from "./curvature.ts";
import { EXAMPLES } from "./examples.ts";
import { type Line, lines, title } from "./lines.ts";
import { LIMIT, type Run, type State, lastStep, run, shapeOf } from "./model.ts";
import { parse } from "./parse.ts";
import { picture } from "./picture.ts";
import { atEnd, progress } from "./progress.ts";
import { tables } from "./tables.ts";
import { names } from "./words.ts";

const PATIENCE = 900; // ms, before a text on its way to an expression is complained about

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let shown: Run = run(state);
  let frame = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const keep = keeper();
  const change = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  const value = (i: number, to: number): void => change(put(state, `values[${i}]`, to));

  /** Another expression: variables that stay keep their values, and who had come to the end is there again. */
  const become = (expression: string, values?: number[]): void => {
    const [before, now] = [parse(state.expression).variables, parse(expression).variables];
    const old = atEnd(state.step, shapeOf(state.expression));
    const last = lastStep(shapeOf(expression));
    const kept = now.map((name) => (before.includes(name) ? state.values[before.indexOf(name)] : 1));
    change({ expression, values: values ?? kept, step: old ? last : Math.min(state.step, last) });
  };

  const id = uid("graph");
  const box = el("input", { type: "text", class: "u-box graph-text", "data-input": "expression", "aria-label": "Expression", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const message = el("p", { class: "u-message", id, role: "alert", hidden: true });
  const complain = (words: string): void => {
    clearTimeout(waiting);
    text(message, words);
    message.hidden = words === "";
    attr(box, "aria-invalid", words ? "true" : null);
    attr(box, "aria-describedby", words ? id : null);
  };
  const typed = (final: boolean): void => {
    try {
      parse(box.value);
      complain("");
      if (box.value !== state.expression) become(box.value);
    } catch (error) {
      const words = `The ${(error as Error).message}.`;
      if (final) complain(words);
      else {
        clearTimeout(waiting);
        waiting = setTimeout(() => complain(words), PATIENCE);
      }
    }
  };
  box.addEventListener("input", () => typed(false));
  box.addEventListener("change", () => typed(true));
  box.addEventListener("keydown", (event) => event.key === "Enter" && typed(true));
  const examples = choice({ input: "example", name: "or take", words: { "": "your own", ...Object.fromEntries(Object.keys(EXAMPLES).map((name) => [name, name])) } }, (name) => {
    const example = EXAMPLES[name];
    if (example) become(example.expression, example.values);
  });

  const graph = picture((i) => state.values[i], value);
  const room = scroller("The graph");
  room.fill(graph.node as unknown as HTMLElement);
  graph.watch(room.node);
  const back = el("button", { type: "button", class: "u-button", "aria-label": "One step back" }, "◀");
  const forth = el("button", { type: "button", class: "u-button graph-forth" }, "Step ▶");
  const slider = el("input", { type: "range", "data-input": "step", min: 0, step: 1, "aria-label": "Step of the pass" });
  const step = (to: number): void => change({ ...state, step: to });
  back.addEventListener("click", () => step(state.step - 1));
  forth.addEventListener("click", () => step(atEnd(state.step, shown.shape) ? 0 : state.step + 1));
  slider.addEventListener("input", () => step(Number(slider.value)));

  const name = el("b");
  const list = el("ul", { class: "graph-lines" });
  const sliders = el("div", { class: "u-controls graph-variables" });
  const control = (i: number, letter: string): Control<number> => keep(`slider ${i} ${letter}`, () =>
    numberControl({ input: `values[${i}]`, name: letter, span: [-4, 4], limits: [-LIMIT, LIMIT], kind: "given" }, (to) => value(i, to)));
  const f = output(el("b", { class: "u-forward-text" }), "f");
  const fName = el("span");
  const result = el("p", { class: "graph-result" });
  const partial = (i: number) => keep(`partial ${i}`, () => {
    const [letters, number] = [el("span"), output(el("b", { class: "u-gradient-text" }), `partial[${i}]`)];
    return { letters, number, node: el("span", {}, letters, number.node) };
  });
  const all = tables();
  const scrollers = [all.nodes, all.edges, all.second].map((node, i) => {
    const inner = scroller(["Nodes", "Edges", "Second derivatives"][i]);
    inner.fill(node);
    return inner;
  });
  const folds = [
    fold("Every node", scrollers[0].node),
    fold("Every edge: local derivatives, and what is passed back", scrollers[1].node),
    fold("Second derivatives: minimum, maximum or saddle", scrollers[2].node),
  ];
  for (const one of folds) one.addEventListener("toggle", () => detail());
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Walk a graph forwards and back"), el("span", { class: "u-mute" }, "type an expression, drag a value")),
    el("div", { class: "graph-input" }, box, examples.node, message),
    el("div", { class: "graph-bar" }, back, slider, forth),
    el("div", { class: "graph-said" }, name, list),
    el("div", { class: "graph-stage" }, room.node),
    el("div", { class: "graph-panel" }, sliders, result),
    ...folds,
    spoken.node,
  );

  function draw(): void {
    const r = (shown = run(state));
    const { shape } = r;
    const at = progress(state.step, r);
    const called = names(shape);
    if (box.value !== state.expression && document.activeElement !== box) box.value = state.expression;
    examples.set(Object.keys(EXAMPLES).find((one) => EXAMPLES[one].expression === state.expression) ?? "");
    graph.draw(state, r, at, called);
    const last = lastStep(shape);
    if (slider.max !== String(last)) slider.max = String(last);
    slider.value = String(state.step);
    back.disabled = state.step === 0;
    text(forth, state.step === last ? "Again ↺" : "Step ▶");
    const words = title(state, r, at, called);
    text(name, words);
    attr(slider, "aria-valuetext", words);
    write(lines(state, r, at, called));
    only(sliders, ...shape.variables.map((id, i) => {
      const one = control(i, called.of(id));
      one.set(state.values[i]);
      return one.node;
    }));
    const output = shape.nodes.length - 1;
    text(fName, `${called.of(output)} = `);
    f.set(r.value[output], at.computed[output] ? show(r.value[output]) : "…");
    only(result, keep("f", () => el("span", {}, fName, f.node)), ...shape.variables.map((id, i) => {
      const { letters, number, node } = partial(i);
      text(letters, `∂${called.output}/∂${called.of(id)} = `);
      number.set(r.gradient[id], at.complete[id] ? show(r.gradient[id]) : "…");
      return node;
    }));
    all.set(r, second(shape, state.values), called, false);
    spoken.say(`${words}. ${at.node === null ? "" : show(at.backward ? at.sums[at.node] : r.value[at.node])}`);
    cancelAnimationFrame(frame);
    if (folds.some((one) => one.open)) frame = requestAnimationFrame(detail);
  }

  /** What only an open fold shows. */
  function detail(): void {
    if (folds.some((one) => one.open)) all.set(shown, second(shown.shape, state.values), names(shown.shape), true);
  }

  function write(found: Line[]): void {
    only(list, ...found.map((line, i) => {
      const item = keep(`line ${i}`, () => el("li"));
      return only(item, ...line.map(([letters, numbers], k) => {
        const made = keep(`part ${i},${k}`, () => {
          const [left, right] = [el("span", { class: "u-mute" }), el("span")];
          return { left, right, node: el("span", {}, left, " ", right) };
        });
        text(made.left, letters);
        text(made.right, `= ${numbers}`);
        return made.node;
      }));
    }));
  }

  draw();
  return {
    set(next) {
      state = next;
      complain("");
      box.value = state.expression;
      draw();
    },
    destroy() {
      cancelAnimationFrame(frame);
      clearTimeout(waiting);
      graph.destroy();
      for (const inner of [room, ...scrollers]) inner.destroy();
      spoken.destroy();
    },
  };
};
