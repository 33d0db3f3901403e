/** A line to drag, a gate to choose, and the perceptron rule example by example; or the network that needs no line. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, type NumberOptions, numberControl } from "../_kit/control.ts";
import { attr, el, fold, only, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { at, put, same } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { epochs, lastUpdate, updates } from "./ledger.ts";
import { compute, type Result, type State } from "./model.ts";
import { netview } from "./netview.ts";
import { plane } from "./plane.ts";
import { corners, LAST } from "./rule.ts";
import { MOST } from "./state.ts";
import { course, verdict } from "./verdict.ts";

const PER_EXAMPLE = 220; // ms, while it plays
const GATES: Record<string, number[]> = {
  AND: [0, 0, 0, 1], OR: [0, 1, 1, 1], NAND: [1, 1, 1, 0], NOR: [1, 0, 0, 0], XOR: [0, 1, 1, 0], XNOR: [1, 0, 0, 1],
};
const INPUT_WORDS = { binary: "0 and 1", bipolar: "−1 and 1" };
const CORNERS = ["00", "01", "10", "11"]; // with −1 and 1, too: 0 is the lower value
const ORDERS = permutations([0, 1, 2, 3]);

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let playing: ReturnType<typeof setTimeout> | undefined;
  let end = LAST; // where playing stops
  const become = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  const take = (part: Partial<State>): void => {
    stop();
    become({ ...state, ...part });
  };
  const change = (path: string, value: unknown): void => take(put(state, path, value));
  const flip = (i: number): void => change("targets", state.targets.map((t, k) => (k === i ? 1 - t : t)));

  const words = <T extends Record<string, string>>(input: keyof State, name: string, list: T): Control<string> => choice({ input, name, words: list }, (value) => change(input, value));
  const gate = choice({ input: "gate", name: "Gate", words: { "": "your own", ...Object.fromEntries(Object.keys(GATES).map((name) => [name, name])) } }, (name) => name && change("targets", GATES[name]));
  const showing = words("show", "Show", { perceptron: "one perceptron", network: "a network" });
  const picture = plane(([w1, w2, b]) => take({ weights: [w1, w2], bias: b, steps: 0 }), flip);

  const rows = [0, 1, 2, 3].map((i) => {
    const x = [el("td"), el("td")];
    const target = el("button", { type: "button", class: "gate-target", "data-input": `targets[${i}]` });
    target.addEventListener("click", () => flip(i));
    const [z, y] = [output(el("td"), `now_net[${i}]`), output(el("b"), `now_output[${i}]`)];
    const mark = el("span");
    return { x, target, z, y, mark, node: el("tr", {}, ...x, el("td", {}, target), z.node, el("td", {}, y.node, " ", mark)) };
  });
  const heads = ["x₁", "x₂", "target", "z", "y"].map((name) => el("th", { scope: "col" }, name));
  const truth = el("table", { class: "u-table gate-truth" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows.map((row) => row.node)));
  const weights = [0, 1, 2].map(() => el("b", { class: "gate-weight" }));
  const wrong = output(el("b"), "wrong");
  const swatch = (k: number): HTMLElement => el("i", { class: `gate-swatch gate-swatch-${k}`, "aria-hidden": "true" });
  const legend = el("p", { class: "gate-weights" }, ...["w₁", "w₂", "b"].flatMap((name, k) => [el("span", {}, swatch(k), `${name} = `, weights[k])]));

  const controls = new Map<string, Control<number>>();
  const number = (input: string, name: string, options: Partial<NumberOptions> = {}): HTMLElement => {
    const span = options.span ?? [-2, 2];
    const made = numberControl({ input, name, span, step: 0.1, ...options }, (value) => change(input, value));
    controls.set(input, made);
    return made.node;
  };
  const limits: [number, number] = [-MOST, MOST];
  const next = el("button", { type: "button", class: "u-button" }, "Next example");
  const play = el("button", { type: "button", class: "u-button" }, "▶ Play");
  next.addEventListener("click", () => take({ steps: Math.min(state.steps + 1, LAST) }));
  play.addEventListener("click", () => (playing === undefined ? begin() : stop()));
  const update = lastUpdate();
  const line = course();
  const ending = verdict();
  const [ledger, ends] = [updates(), epochs()];
  const folds = [fold("The last updates, value by value", ledger.node), fold("Epoch by epoch", ends.node)];
  for (const one of folds) one.addEventListener("toggle", () => draw());

  const orders = choice({ input: "order", name: "order", words: Object.fromEntries(ORDERS.map((order) => [order.join(""), order.map((i) => CORNERS[i]).join(", ")])) }, (key) => change("order", [...key].map(Number)));
  const settings = {
    bias_rule: words("bias_rule", "bias", { learned: "learned, too", fixed: "stays fixed" }),
    at_zero: choice({ input: "at_zero", name: "on the line", words: { 1: "fires, y = 1", 0: "does not, y = 0" } }, (value) => change("at_zero", Number(value))),
    inputs: words("inputs", "inputs", INPUT_WORDS),
  };
  const network = netview(take);
  const spoken = results();
  const [name, title] = [el("b"), el("span", { class: "u-mute" })];
  const one = el("div", {},
    el("div", { class: "gate-stage" }, picture.node,
      el("div", {}, truth, legend, el("p", {}, wrong.node, " of 4 wrong. ", el("span", { class: "u-mute" }, "Full: must fire. Shaded: fires.")))),
    el("div", { class: "gate-run" }, number("steps", "seen", { says: "examples", span: [0, LAST], limits: [0, LAST], step: 1, whole: true, kind: "given" }), next, play),
    update.node,
    el("div", { class: "gate-panel" },
      number("weights[0]", "start w₁", { limits }), number("weights[1]", "start w₂", { limits }),
      number("bias", "start b", { limits }), number("learning_rate", "rate η", { says: "learning rate", span: [0, 1], limits: [0, MOST], step: 0.01 })),
    el("div", { class: "gate-course" }, line.node),
    ending.node,
    ...folds,
    fold("Order, inputs, bias, ties", el("div", { class: "gate-settings" }, orders.node, ...Object.values(settings).map((control) => control.node)),
      el("p", { class: "u-mute" }, "A bias that is learned moves like a weight whose input is 1; one that stays fixed is minus a given threshold. All numbers are taken to six decimals and added up exactly, so that a tie is a tie.")));
  const body = el("div");
  root.append(el("div", { class: "u-head" }, name, title), el("div", { class: "gate-top" }, showing.node, gate.node, ...network.choices), body, spoken.node);

  function draw(): void {
    const r = compute(state);
    const s = state;
    const alone = s.show === "perceptron";
    only(body, alone ? one : network.node); // what is not shown has no numbers either
    gate.node.hidden = !alone;
    for (const node of network.choices) node.hidden = alone;
    showing.set(s.show);
    text(name, alone ? "Teach a perceptron a gate" : "Count with threshold units");
    text(title, alone ? `y = 1 where z = w₁x₁ + w₂x₂ + b ${s.at_zero ? "≥" : ">"} 0` : "hidden units that count, signs that alternate");
    if (alone) drawOne(r, s);
    else network.set(r, s, true);
    const said = alone ? `After ${s.steps} examples w₁ = ${show(r.path[s.steps][0])}, w₂ = ${show(r.path[s.steps][1])}, b = ${show(r.path[s.steps][2])}; ${r.wrong} of 4 wrong. ${ending.said()}` : network.said();
    picture.say(`The four inputs as corners of a square, with targets ${s.targets.join(", ")}. ${said}`);
    line.say(`Weights and bias after each example. ${said}`);
    spoken.say(said);
  }

  function drawOne(r: Result, s: State): void {
    end = r.loop_start !== null && !r.loop_updates ? 4 * r.loop_start : LAST;
    picture.set(r, s);
    gate.set(Object.keys(GATES).find((name) => same(GATES[name], s.targets)) ?? "");
    const inputs = corners(s.inputs);
    rows.forEach(({ x, target, z, y, mark, node }, i) => {
      x.forEach((cell, k) => text(cell, show(inputs[i][k])));
      text(target, String(s.targets[i]));
      attr(target, "aria-label", `target of (${inputs[i].map((v) => show(v)).join(", ")}) is ${s.targets[i]}; turn it round`);
      target.classList.toggle("gate-one", s.targets[i] === 1);
      z.set(r.now_net[i], show(r.now_net[i]));
      y.set(r.now_output[i], String(r.now_output[i]));
      const right = r.now_output[i] === s.targets[i];
      text(mark, right ? "✓" : "✗");
      mark.className = right ? "gate-right" : "gate-wrong";
      node.classList.toggle("gate-seen", s.steps > 0 && r.example[s.steps - 1] === i);
    });
    r.path[s.steps].forEach((value, k) => text(weights[k], show(value)));
    wrong.set(r.wrong, String(r.wrong));
    next.disabled = s.steps === LAST;
    update.set(r, s, true);
    line.set(r, s, true);
    ending.set(r, s, true);
    ledger.set(r, s, folds[0].open);
    ends.set(r, s, folds[1].open);
    for (const [path, control] of controls) control.set(at(s, path) as number);
    orders.set(s.order.join(""));
    settings.bias_rule.set(s.bias_rule);
    settings.inputs.set(s.inputs);
    settings.at_zero.set(String(s.at_zero));
  }

  function begin(): void {
    text(play, "■ Stop");
    if (state.steps >= end) become({ ...state, steps: 0 });
    const tick = (): void => {
      if (state.steps >= end) return stop();
      playing = setTimeout(tick, PER_EXAMPLE);
      become({ ...state, steps: state.steps + 1 });
    };
    playing = setTimeout(tick, PER_EXAMPLE);
  }

  function stop(): void {
    clearTimeout(playing);
    playing = undefined;
    text(play, "▶ Play");
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
      for (const part of [picture, line, ledger, ends, spoken]) part.destroy();
    },
  };
};

function permutations(list: number[]): number[][] {
  if (list.length < 2) return [list];
  return list.flatMap((first) => permutations(list.filter((other) => other !== first)).map((rest) => [first, ...rest]));
}
