/** The view: puts the parts together, and draws them again when a number changes. */

import { results } from "../_kit/announce.ts";
import { shape } from "../_kit/check.ts";
import { el, fold, only, scroller, subscripted, text } from "../_kit/dom.ts";
import { whenIdle } from "../_kit/idle.ts";
import { keeper } from "../_kit/keep.ts";
import { several, show, sub } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import { ruler } from "../_kit/ruler.ts";
import type { Mount, Nested } from "../_kit/types.ts";
import { type Chain, chain } from "./chain.ts";
import { type Controls, controls } from "./controls.ts";
import { type Result, compute } from "./model.ts";
import { formula, target, weight } from "./names.ts";
import type { Part, Shape } from "./part.ts";
import { paths } from "./paths.ts";
import { reach } from "./reach.ts";
import { settings } from "./settings.ts";
import { MOST_STEPS, type State, isPerStep, isVector } from "./state.ts";
import { type Sums, sums } from "./sums.ts";
import { values } from "./values.ts";

const FEW = 9; // numbers: so many are in sight where there is room, more wait in a fold
const WIDE = 560; // px
const BOLD = 700;

type Built = { picture: Chain; table: Sums; numbers: Controls; parts: Part[] };

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let built: Built | null = null;
  let kind = "";
  let family = ""; // of shapes that differ only in the number of steps
  let keep = keeper(); // making elements is what costs: those of a step stay when there are more or fewer steps
  let shown: Result | null = null;
  let frame = 0;
  let rest = (): void => {}; // stops what is done in idle time
  // Asking for these again at every change would lay out the page.
  let width = 700; // px
  let measure = ruler(root, BOLD);

  const title = el("span", { class: "u-mute rnn-formula" });
  const stage = scroller("The chain of states");
  const result = [el("span", { class: "u-forward-text" }), el("span", { class: "u-gradient-text" })];
  const main = el("div", { class: "rnn-first" });
  const cell = settings(() => state, change);
  const numbers = fold("The other numbers");
  const more = fold("More about the cell", cell.more);
  const moreSays = el("span", { class: "u-mute" });
  more.firstElementChild?.append(moreSays);
  const folds = { paths: fold("Every path, factor by factor"), reach: fold("How far the gradient reaches"), values: fold("Every value") };
  const inFolds = Object.values(folds).map((one, i) => {
    const inner = scroller(one.firstElementChild?.textContent ?? "");
    one.addEventListener("toggle", () => detail(i));
    return { fold: one, inner, drawn: null as Result | null };
  });
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Unroll the cell"), title),
    stage.node,
    el("div", { class: "rnn-panel" }, el("div", { class: "rnn-lead" }, main, el("p", { class: "rnn-result" }, ...result)), cell.main),
    numbers, more, folds.paths, folds.reach, folds.values,
    spoken.node,
  );

  function change(next: State): void {
    state = next;
    draw();
    host.change(state);
  }

  const edit = (path: string, value: unknown): void => change(put(state, path, value));

  function build(size: Shape): Built {
    const get = (): State => state;
    const picture = chain(state, size, keep, (words) => measure(words), get, edit);
    const table = sums(state, size, keep);
    const made = controls(state, size, keep, edit);
    const parts = [paths(state, size, keep), reach(size, keep), values(size, keep)];
    stage.fill(picture.node, table.node);
    only(main, made.main);
    if (numbers.lastElementChild) only(numbers.lastElementChild, made.rest);
    parts.forEach(({ node, above = [] }: Part, i) => {
      const { fold, inner } = inFolds[i];
      inner.fill(node);
      only(fold.lastElementChild as Element, ...above, inner.node);
    });
    return { picture, table, numbers: made, parts };
  }

  function layout(): void {
    if (built) built.table.layout(built.picture.layout(width));
  }

  function draw(): void {
    const size = sizes(state);
    const steps = (value: Nested): unknown => (isPerStep(value) ? ["own", ...shape(value).slice(1)] : shape(value));
    const alike = JSON.stringify([{ ...size, T: 0 }, steps(state.V), steps(state.W), steps(state.U ?? 0), shape(state.b), shape(state.h0), shape(state.c)]);
    const now = `${size.T} ${alike}`;
    if (now !== kind || !built) {
      if (alike !== family) keep = keeper();
      family = alike;
      kind = now;
      built = build(size);
      layout();
    }
    const r = (shown = compute(state));
    built.picture.draw(state, r);
    built.table.draw(state, r);
    built.numbers.set(state);
    for (const part of built.parts) part.draw(state, r);
    cell.set(state);
    if (title.dataset.formula !== formula(state)) title.replaceChildren(...subscripted((title.dataset.formula = formula(state))));
    text(moreSays, cell.says(state));
    const said = summary(state, r);
    result.forEach((node, i) => text(node, said[i]));
    spoken.say(said.join("; "));
    later();
  }

  /**
   * An open fold can wait for the next frame, where of several changes the last counts; a closed one, until all is calm.
   * Then the elements of longer chains are made, too.
   */
  function later(): void {
    cancelAnimationFrame(frame);
    rest();
    const open = inFolds.flatMap(({ fold }, i) => (fold.open ? [i] : []));
    if (open.length) frame = requestAnimationFrame(() => open.forEach(detail)); // asking for a frame takes a millisecond
    rest = whenIdle(() => inFolds.some((_, i) => detail(i)) || keep.ahead(MOST_STEPS - state.length));
  }

  /** Whether there was anything to draw. */
  function detail(i: number): boolean {
    if (!shown || inFolds[i].drawn === shown) return false;
    inFolds[i].drawn = shown;
    built?.parts[i].detail?.(state, shown);
    return true;
  }

  const observer = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width;
    measure = ruler(root, BOLD);
    layout();
    if (shown) built?.picture.draw(state, shown);
  });
  width = stage.node.clientWidth || width;
  draw();
  observer.observe(stage.node);
  numbers.open = root.clientWidth >= WIDE && (built as Built | null)!.numbers.count <= FEW;

  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      observer.disconnect();
      cancelAnimationFrame(frame);
      rest();
      for (const one of [stage, ...inFolds.map(({ inner }) => inner)]) one.destroy();
      spoken.destroy();
    },
  };
};

function sizes(s: State): Shape {
  const vector = isVector(s);
  const U = shape(s.U ?? 0);
  return { T: s.length, H: vector ? (shape(s.V).at(-1) as number) : 1, D: shape(s.x)[1] ?? 1, O: s.U === null ? 0 : (U.length > 1 ? (U.at(-2) as number) : 1), vector };
}

/** The consequence in sight, and what a screen reader hears after a change: a state and a gradient. */
function summary(s: State, r: Result): string[] {
  const T = s.length;
  const gradient = isVector(s)
    ? `‖∂h${sub(T)}/∂h₀‖ = ${show(r.norm[0])}`
    : `${target(s, 1)}/∂${weight(s, "V", T)} = ${show(isPerStep(s.V) ? r.dV_steps[T - 1][0][0] : (r.dV as number[][])[0][0])}`;
  return [`h${sub(T)} = ${several(r.h[T])}`, gradient];
}
