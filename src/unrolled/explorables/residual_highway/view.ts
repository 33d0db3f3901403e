/** Slope and depth to slide, the gradient on its way back along the row, and the chosen block with all that flows in it. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, numberControl, type NumberControl, type NumberOptions } from "../_kit/control.ts";
import { attr, el, fold, output, scroller, svg, text } from "../_kit/dom.ts";
import { show, sub } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import { plot } from "../_kit/plot.ts";
import type { Mount } from "../_kit/types.ts";
import { block } from "./block.ts";
import { lineList, lines } from "./lines.ts";
import { compute, MOST, NAMES, type Result, resized, SHARED, type SharedName, type State } from "./model.ts";
import { paths } from "./paths.ts";
import { everyFactor, everyValue, everyWeight } from "./table.ts";

const LINES = [
  { key: "gradient", title: "with skips", colour: "gradient", width: 3 },
  { key: "skip_alone", title: "past all blocks", colour: "gradient", dash: "6 4" },
  { key: "plain_gradient", title: "without", colour: "mute", dash: "2 4" },
] as const;
const RELU_WORDS = { none: "none", after_sum: "after the sum", before_sum: "before the sum" };
const SPANS = { slopes: [-1.5, 1.5], skip: [0, 1], inner: [0.1, 3] } as const;
const LETTER: Record<SharedName, string> = { slopes: "slope r", skip: "skip s", inner: "layer l₁" };

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

  const picture = plot({ x: [0, 20], y: [0.1, 10], xName: "behind block", log: true, whole: true, height: (width) => Math.min(Math.max(0.36 * width, 190), 250) });
  const curves = [...LINES].reverse().map((line) => ({ key: line.key, line: picture.line(line), lost: picture.dot({ colour: line.colour, shape: "cross" }) }));
  const plainDot = picture.dot({ colour: "mute", shape: "ring", radius: 5 });
  attr(plainDot.node.lastElementChild as Element, "y", 22); // below its line
  const dot = picture.dot({ colour: "gradient", radius: 7, drag: ({ x }) => change("block", Math.min(Math.max(Math.round(x), 1), state.blocks)) });
  const legend = LINES.map(({ key, title, colour, ...line }) => {
    const value = output(el("b"), `${key}[0]`);
    const stroke = { stroke: `var(--u-${colour})`, "stroke-width": "width" in line ? 3 : 2, "stroke-dasharray": "dash" in line ? line.dash : null };
    const sample = svg("svg", { width: 34, height: 10, "aria-hidden": "true" }, svg("path", { d: "M0 5H34", ...stroke }));
    return { key, value, node: el("span", { class: colour === "gradient" ? "u-gradient-text" : null }, sample, ` ${title} `, value.node) };
  });

  const one = (name: SharedName): number => at(name);
  const drawing = block({
    r: () => shown.r[state.block - 1],
    setR: (value) => (Array.isArray(state.slopes) ? change(`slopes[${state.block - 1}]`, value) : change("slopes", value)),
    s: () => one("skip"),
    setS: (value) => change(where("skip"), value),
  });

  const number = (input: string, options: Omit<NumberOptions, "input">, set = (value: number) => change(input, value)): NumberControl => numberControl({ input, ...options }, set);
  const shared = Object.fromEntries(NAMES.map((name) => [name, sharedControl(name)])) as Record<SharedName, ReturnType<typeof sharedControl>>;
  const plain = {
    blocks: number("blocks", { name: "blocks", span: [1, MOST], limits: [1, MOST], step: 1, whole: true, kind: "given" }, (value) => take(resized(state, value))),
    spread: number("spread", { name: "spread", says: "of slopes drawn at random", span: [0, 1], limits: [0, 2], step: 0.05 }),
    seed: number("seed", { name: "seed", says: "of the slopes drawn at random", span: [0, 99], limits: [0, 9999], step: 1, whole: true, kind: "given" }),
    block: number("block", { name: "show block", span: [1, MOST], limits: [1, MOST], step: 1, whole: true, kind: "given" }),
    x: number("x", { name: "input x", span: [-5, 5], limits: [-100, 100], kind: "given" }),
  };
  const relu = choice({ input: "relu", name: "Last ReLU", words: RELU_WORDS }, (value) => change("relu", value));
  const own = el("button", { type: "button", class: "u-button" }, "Own numbers for each block");
  own.addEventListener("click", () => take(isOwn(state) ? alike(state) : apart(state, shown)));

  const title = el("span", { class: "u-mute" });
  const factor = el("p", { class: "residual-factor" });
  const lists = [lineList(), lineList(), lineList()];
  const tables = [everyFactor(), everyValue(), everyWeight()];
  const ways = paths();
  const labels = ["Factors and gradients", "Values", "Gradients of the weights", "Paths one by one", "Paths by length"];
  const scrollers = [...tables.map((table) => table.node), ...ways.tables].map((node, i) => {
    const inner = scroller(labels[i]);
    inner.fill(node);
    return inner;
  });
  const head = (words: string): HTMLElement => el("p", { class: "residual-gap" }, el("b", {}, words));
  const blockTitle = el("span");
  const folds = {
    lines: fold("", el("div", { class: "residual-panel" }, plain.x.node, shared.inner.node),
      head("Forwards"), lists[0].node, head("Backwards"), lists[1].node, head("The same block without skip connections"), lists[2].node),
    factors: fold("Every factor, and the product up to it", scrollers[0].node),
    paths: fold("The product multiplied out, path by path", ways.node, scrollers[3].node, scrollers[4].node),
    values: fold("Every value, and the gradients of every weight", head("Forwards"), scrollers[1].node, head("Gradients of the end"), scrollers[2].node),
  };
  folds.lines.firstElementChild?.replaceChildren(blockTitle);
  for (const each of Object.values(folds)) each.addEventListener("toggle", () => detail());
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "A way past every block"), title),
    el("div", { class: "residual-stage" }, drawing.node, factor, picture.node),
    el("p", { class: "residual-legend" }, el("span", { class: "u-mute" }, "At the input arrives"), ...legend.map((entry) => entry.node)),
    el("div", { class: "residual-panel residual-main" },
      shared.slopes.node, plain.blocks.node, shared.skip.node, plain.block.node, plain.spread.node, own, relu.node, plain.seed.node),
    ...Object.values(folds),
    spoken.node,
  );

  function at(name: SharedName): number {
    const value = state[name];
    return Array.isArray(value) ? value[state.block - 1] : value;
  }

  function where(name: SharedName): string {
    return Array.isArray(state[name]) ? `${name}[${state.block - 1}]` : name;
  }

  /** One slider for what is one number for all blocks or one for each; then it is that of the chosen block. */
  function sharedControl(name: SharedName): { node: HTMLElement; draw(): void } {
    const control = numberControl({ input: name, name: LETTER[name], span: [...SPANS[name]], limits: [...SHARED[name]], step: name === "inner" ? 0.1 : 0.01 }, (value) => change(where(name), value));
    const [word, ...inputs] = control.node.querySelectorAll(".u-name, input");
    return {
      node: control.node,
      draw() {
        const own = Array.isArray(state[name]);
        text(word, LETTER[name] + (own ? (name === "inner" ? `, ${state.block}` : sub(state.block)) : ""));
        inputs.forEach((input, i) => {
          attr(input, "data-input", where(name));
          attr(input, "aria-label", `${LETTER[name]}${own ? ` of block ${state.block}` : ""}${i ? "" : ", slider"}`);
        });
        control.set(at(name));
      },
    };
  }

  function draw(): void {
    const r = (shown = compute(state));
    const L = state.blocks;
    const k = state.block - 1;
    text(title, formula(state));
    const [low, high] = decades(r);
    picture.axes([0, L], [low, high]);
    const steps = r.y.map((_, i) => i);
    for (const { key, line, lost } of curves) {
      line.set(steps, r[key].map(Math.abs));
      lost.set(r[key][0] === 0 ? 0 : NaN, low, r[key][0] === 0 ? "0" : "");
    }
    dot.set(k + 1, Math.abs(r.gradient[k + 1]), shorter(r.gradient[k + 1]));
    plainDot.set(k + 1, Math.abs(r.plain_gradient[k + 1]), k + 1 < L ? shorter(r.plain_gradient[k + 1]) : "");
    for (const { key, value } of legend) value.set(r[key][0], show(r[key][0]));
    drawing.draw(state, r);
    text(factor, said(state, r));
    for (const control of Object.values(shared)) control.draw();
    plain.block.within(1, L);
    for (const [name, control] of Object.entries(plain)) control.set(state[name as keyof typeof plain]);
    (relu as Control<string>).set(state.relu);
    plain.seed.node.hidden = !state.spread;
    attr(own, "aria-pressed", isOwn(state) ? "true" : "false");
    text(blockTitle, `Block ${state.block} line by line`);
    const words = `Behind ${L === 1 ? "1 block" : `${L} blocks`} a gradient of 1; at the input arrives ${show(r.gradient[0])} with skip connections, ${show(r.plain_gradient[0])} without.`;
    picture.say(`Sizes of gradients behind each block, on a logarithmic axis. ${words}`);
    spoken.say(words);
    cancelAnimationFrame(frame);
    if (Object.values(folds).some((each) => each.open)) frame = requestAnimationFrame(detail);
  }

  /** What only an open fold shows. */
  function detail(): void {
    if (folds.lines.open) {
      const all = lines(state, shown);
      [all.forward, all.backward, all.without].forEach((some, i) => lists[i].set(some));
    }
    if (folds.factors.open) tables[0].draw(shown);
    if (folds.values.open) for (const table of tables.slice(1)) table.draw(shown);
    if (folds.paths.open) ways.draw(shown);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      cancelAnimationFrame(frame);
      picture.destroy();
      drawing.destroy();
      for (const inner of scrollers) inner.destroy();
      spoken.destroy();
    },
  };
};

const isOwn = (s: State): boolean => NAMES.some((name) => Array.isArray(s[name]));

/** Each block its own numbers; what was drawn at random stays, in four decimals. */
function apart(s: State, r: Result): State {
  return { ...s, slopes: r.r.map((slope) => Number(slope.toFixed(4))), spread: 0, skip: [...r.s], inner: [...r.l1] };
}

/** All blocks like the chosen one. */
function alike(s: State): State {
  const of = (name: SharedName): number => (Array.isArray(s[name]) ? (s[name] as number[])[s.block - 1] : (s[name] as number));
  return { ...s, slopes: of("slopes"), skip: of("skip"), inner: of("inner") };
}

function formula(s: State): string {
  const F = s.relu === "none" ? "l₂ l₁ x" : s.relu === "after_sum" ? "l₂ ReLU(l₁ x)" : "ReLU(l₂ ReLU(l₁ x))";
  return `y = ${s.relu === "after_sum" ? `ReLU(s x + ${F})` : `s x + ${F}`}`;
}

/** The factor of the chosen block in one line. */
function said(s: State, r: Result): string {
  const k = s.block - 1;
  const [skip, slope] = [show(r.s[k], 3), r.r[k] < 0 ? `(${show(r.r[k], 3)})` : show(r.r[k], 3)];
  const bent = r.factor[k] !== r.s[k] + r.r[k];
  const sum = bent ? `${show(r.factor[k])}, a ReLU is shut` : `s + r = ${skip} + ${slope} = ${show(r.factor[k])}`;
  return `Block ${s.block} multiplies the gradient by ${sum}; without its skip connection by ${show(r.plain_factor[k])}.`;
}

const shorter = (value: number): string => show(value, 3).replace(/^(−?)1·/, "$1");

/** Decades around all that is not zero, with room for a label above and below. */
function decades(r: Result): [number, number] {
  const logs = LINES.flatMap(({ key }) => r[key]).filter((value) => value !== 0).map((value) => Math.log10(Math.abs(value)));
  const [low, high] = [Math.min(...logs, -1), Math.max(...logs, 0)];
  return [10 ** Math.floor(low - 0.05), 10 ** Math.ceil(high + 0.12 * (high - low))];
}
