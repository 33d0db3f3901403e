/** What stands in the folds: every line, the loss after a step, the same convolution as a dense layer. */

import { el, only, output, scroller, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { brief, show, sub } from "../_kit/numbers.ts";
import { plot } from "../_kit/plot.ts";
import { place, refusal } from "./lines.ts";
import { losses, type Result } from "./model.ts";
import type { State } from "./state.ts";
import { stageLines } from "./trace.ts";

export type Part = { node: HTMLElement; set(s: State, r: Result): void; destroy(): void };

export const STAGES = [
  { sign: "Z", word: "convolve" }, { sign: "S", word: "pool" }, { sign: "L", word: "compare" },
  { sign: "∂S", word: "loss’s slope" }, { sign: "∂Z", word: "unpool" }, { sign: "∂w", word: "add up" }, { sign: "w⁺", word: "step" },
];

/** What happens at a stage, in one sentence. */
export function rule(s: State, r: Result): string {
  const { stage, pooling, padding, ties } = s;
  if (stage >= 3 && !r.losses) return `${refusal(r)} Put a sigmoid before it, or change a number.`;
  if (stage === 1) return "The 1×1 filter weighs the channels of each pixel and adds them up.";
  if (stage === 2 && pooling === "average") return `Each window gives its mean${padding ? "; the zeros of the ring count" : ""}.`;
  if (stage === 2) return `Each window gives its largest entry${padding ? `; the ring counts as ${s.padding_value === "zero" ? "0" : "−∞"}` : ""}.`;
  if (stage === 3) return s.loss === "given" ? "The gradient that arrives at S is given: L is Σ of it times S." : "Each pixel pays minus the logarithm of what was given to the truth.";
  if (stage === 4) return "How L changes with each pixel of S.";
  if (stage === 5 && pooling === "average") return "Each window shares its gradient out evenly.";
  if (stage === 5) return `Each window hands its gradient to its winner${ties === "split" ? ", in equal parts where several tie" : `; where several tie, to the ${ties}`}.${padding ? ` In the ring ${show(r.lost ?? 0)} is lost.` : ""}`;
  if (stage === 6) return "A weight was used at every pixel: its gradient is a sum. A pixel gets the weight times what arrives at Z.";
  return "Each weight moves against its gradient.";
}

const HEADS = ["Z = Σ w X", "S, window by window", "L, pixel by pixel", "∂L/∂S", "∂L/∂Z", "∂L/∂w and ∂L/∂X", "The step"];

/** The whole computation as text. */
export function everyLine(): Part {
  const keep = keeper();
  const node = el("div", { class: "pool-all" });
  const lost = output(el("b"), "lost");
  const swallowed = el("p", {}, "Lost in the ring, over all windows: ", lost.node);
  return {
    node,
    set(s, r) {
      lost.set(r.lost ?? NaN, r.lost === null ? "–" : show(r.lost));
      const blocks = HEADS.slice(0, s.stage).map((head, n) => {
        const [block, list] = keep(head, () => {
          const list = el("ul", { class: "pool-lines-list" });
          return [el("div", {}, el("p", { class: "pool-title" }, el("b", {}, head)), list), list];
        });
        const found = stageLines(n + 1, s, r);
        only(list, ...found.map((line, i) => {
          const item = keep(`${n},${i}`, () => el("li"));
          text(item, line);
          return item;
        }));
        return found.length ? block : null;
      });
      only(node, ...blocks, s.stage >= 5 && swallowed);
    },
    destroy: () => undefined,
  };
}

const SPANS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02];
const POINTS = 61;

/** The loss after one step, over the learning rate; the dot is to be dragged. */
export function descent(change: (rate: number) => void): Part {
  let span = 1;
  const picture = plot({ x: [0, 1], y: [0, 1], xName: "learning rate η", yName: "loss after the step", height: () => 220 });
  const curve = picture.line({ colour: "forward", width: 2.5 });
  const dot = picture.dot({ colour: "forward", radius: 7, drag: ({ x }) => change(Number((Math.round((x * 200) / span) * (span / 200)).toPrecision(4))) });
  const words = el("p", { class: "pool-note" });
  const keep = keeper();
  const after = el("div", { class: "pool-after" });
  return {
    node: el("div", {}, words, picture.node, after),
    set(s, r) {
      const [here] = losses(s, r, [s.learning_rate]);
      const rates = (to: number): number[] => Array.from({ length: POINTS }, (_, i) => (to * i) / (POINTS - 1));
      span = SPANS.find((to) => Number.isFinite(losses(s, r, [to / 2])[0])) ?? SPANS[SPANS.length - 1];
      const [xs, ys] = [rates(span), losses(s, r, rates(span))];
      const finite = ys.filter(Number.isFinite);
      const [low, high] = finite.length ? [Math.min(...finite), Math.max(...finite)] : [0, 1];
      const room = Math.max((high - low) / 8, 0.05);
      picture.axes([0, span], [low - room, high + room]);
      curve.set(xs, ys);
      dot.set(s.learning_rate > span ? NaN : s.learning_rate, here, Number.isFinite(here) ? show(here, 4) : "");
      text(words, r.new_weight === null ? "There is no step from here." : Number.isFinite(here)
        ? `With η = ${show(s.learning_rate)} the loss goes from ${show(r.loss ?? NaN)} to ${show(here)}.`
        : `With η = ${show(s.learning_rate)} the step leads to an S that holds no probabilities, so the loss has no value there. The curve ends where that begins.`);
      picture.say(`Loss after one step for learning rates from 0 to ${show(span)}. ${words.textContent}`);
      only(after, ...(["z", "s"] as const).map((name) => table(name, r)));
    },
    destroy: picture.destroy,
  };

  function table(name: "z" | "s", r: Result): HTMLElement | null {
    const values = r[`${name}_after`];
    if (!values) return null;
    const body = keep(name, () => el("tbody"));
    const node = keep(`${name} table`, () => el("div", {}, el("p", {}, `${name.toUpperCase()} after the step`), el("table", { class: "u-table" }, body)));
    only(body, ...values.map((row, i) => only(keep(`${name} row ${i}`, () => el("tr")), ...row.map((value, j) => {
      const one = keep(`${name} ${i},${j}`, () => output(el("td"), `${name}_after[${i},${j}]`));
      one.set(value, show(value));
      return one.node;
    }))));
    return node;
  }
}

const WIDEST = 12; // inputs of a matrix that is written out

/** The same map from a fully connected layer: its matrix. */
export function dense(): Part {
  const keep = keeper();
  const counts = { used: output(el("b"), "dense_used"), zeros: output(el("b"), "dense_zeros"), all: output(el("b"), "dense_weights") };
  const shared = el("b");
  const words = el("p", { class: "pool-note" },
    "On each pixel by itself a dense layer with ", shared, " does the same. One dense layer from all of X to all of Z needs ", counts.all.node, " weights: ",
    counts.used.node, " are the filter’s, repeated for each pixel, and ", counts.zeros.node, " are 0.");
  const head = el("tr");
  const body = el("tbody");
  const around = scroller("The dense layer’s weights");
  around.fill(el("table", { class: "u-table pool-dense" }, el("thead", {}, head), body));
  return {
    node: el("div", {}, words, around.node),
    set(s, r) {
      counts.all.set(r.dense_weights, show(r.dense_weights));
      counts.used.set(r.dense_used, show(r.dense_used));
      counts.zeros.set(r.dense_zeros, show(r.dense_zeros));
      text(shared, `${s.weight.length} shared weight${s.weight.length > 1 ? "s" : ""}`);
      around.node.hidden = r.dense_used > WIDEST;
      if (around.node.hidden) return;
      const pixels = r.z.flatMap((row, i) => row.map((_, j) => ({ i, j, name: place(i, j) })));
      const named = (key: string, tag: "th" | "td", words: string, dead = false): HTMLElement => {
        const one = keep(key, () => el(tag, tag === "th" ? { scope: key.startsWith("head") ? "col" : "row" } : {}));
        text(one, words);
        one.classList.toggle("u-dead", dead);
        one.classList.toggle("pool-w", tag === "td" && !dead);
        return one;
      };
      const inputs = s.weight.flatMap((weight, c) => pixels.map(({ name }) => ({ weight, name, label: `x${sub(c + 1)},${name}` })));
      only(head, keep("corner", () => el("td")), ...inputs.map(({ label }, n) => named(`head ${n}`, "th", label)));
      only(body, ...pixels.map(({ name }, n) => only(keep(`row ${n}`, () => el("tr")), named(`side ${n}`, "th", `z${name}`),
        ...inputs.map((input, m) => named(`${n},${m}`, "td", input.name === name ? brief(input.weight) : "0", input.name !== name)))));
    },
    destroy: around.destroy,
  };
}
