/** All numbers of the cell but the forget gate's bias, which stands in front. */

import { type NumberOptions, choice, numberControl } from "../_kit/control.ts";
import { attr, el, text } from "../_kit/dom.ts";
import { sub } from "../_kit/numbers.ts";
import { at } from "../_kit/path.ts";
import { GATES, LIMIT, MOST_STEPS, type State, isPerStep, withSteps, withWeights } from "./state.ts";

type Get = () => State;
type Change = (next: State) => void;
type Edit = (path: string, value: number) => void;
type Part = { node: HTMLElement; set(s: State): void };

const GIVEN = { limits: [-LIMIT, LIMIT] as [number, number], kind: "given" as const };
const PARAM = { limits: [-LIMIT, LIMIT] as [number, number], kind: "param" as const };

/** A number whose place in the state may change: with own weights, that of the step in view. */
function placed(path: (s: State) => string, options: Omit<NumberOptions, "input">, get: Get, edit: Edit): Part {
  const control = numberControl({ ...options, input: path(get()) }, (value) => edit(path(get()), value));
  const inputs = control.node.querySelectorAll("input");
  return {
    node: control.node,
    set(s) {
      const place = path(s);
      for (const input of inputs) attr(input, "data-input", place);
      control.set(at(s, place) as number);
    },
  };
}

export function weights(get: Get, edit: Edit): Part {
  const groups = GATES.map((gate) => {
    const own = el("span", { class: "u-mute" });
    const place = (j: number) => (s: State) => (isPerStep(s[gate]) ? `${gate}[${s.step - 1},${j}]` : `${gate}[${j}]`);
    const numbers = [
      placed(place(0), { ...PARAM, name: "wₓ", says: `${gate}, weight of x`, span: [-3, 3] }, get, edit),
      placed(place(1), { ...PARAM, name: "wₕ", says: `${gate}, weight of h`, span: [-3, 3] }, get, edit),
    ];
    if (gate !== "forget") numbers.push(placed(() => `${gate}_bias`, { ...PARAM, name: "b", says: `${gate}, bias`, span: [-6, 6] }, get, edit));
    const title = el("p", { class: "lstm-title" }, el("b", {}, gate), " ", own);
    return { gate, own, numbers, node: el("div", { role: "group", "aria-label": gate }, title, ...numbers.map((n) => n.node)) };
  });
  return {
    node: el("div", { class: "lstm-groups" }, ...groups.map((group) => group.node)),
    set(s) {
      for (const { gate, own, numbers } of groups) {
        text(own, isPerStep(s[gate]) ? `w of step ${s.step}` : gate === "forget" ? "bias: above" : "");
        for (const number of numbers) number.set(s);
      }
    },
  };
}

export function given(get: Get, edit: Edit): Part {
  const starts = [["c0", "c₀"], ["h0", "h₀"]].map(([input, name]) => placed(() => input, { ...GIVEN, name, says: "start", span: [-2, 2] }, get, edit));
  const inputs = Array.from({ length: MOST_STEPS }, (_, t) => numberControl({ ...GIVEN, input: `x[${t}]`, name: `x${sub(t + 1)}`, says: "input", span: [-2, 2] }, (value) => edit(`x[${t}]`, value)));
  const V = placed((s) => (Array.isArray(s.V) ? `V[${s.step - 1}]` : "V"), { ...PARAM, name: "V", says: "weight of the output", span: [-3, 3] }, get, edit);
  return {
    node: el("div", { class: "u-controls" }, ...starts.map((one) => one.node), ...inputs.map((one) => one.node), V.node),
    set(s) {
      for (const one of starts) one.set(s);
      inputs.forEach((one, t) => {
        one.node.hidden = t >= s.x.length;
        if (t < s.x.length) one.set(s.x[t]);
      });
      V.node.hidden = s.V === null;
      if (s.V !== null) V.set(s);
    },
  };
}

export function kinds(get: Get, change: Change): Part {
  const steps = numberControl({ input: "steps", name: "T", says: "number of steps", span: [1, MOST_STEPS], limits: [1, MOST_STEPS], step: 1, whole: true, kind: "given" },
    (T) => change(withSteps(get(), T)));
  const own = choice({ input: "weights", name: "Weights", words: { shared: "shared by all steps", own: "one per step" } }, (v) => change(withWeights(get(), v === "own")));
  const set = (name: "candidate_activation" | "cell_activation") => (value: string): void => change({ ...get(), [name]: value });
  const candidate = choice({ input: "candidate_activation", name: "Candidate", words: { tanh: "tanh", sigmoid: "σ" } }, set("candidate_activation"));
  const cell = choice({ input: "cell_activation", name: "On the cell state", words: { tanh: "tanh", sigmoid: "σ", identity: "nothing" } }, set("cell_activation"));
  const output = choice({ input: "read", name: "Output ŷ", words: { none: "none", h: "σ(V h)", c: "σ(V c)" } }, (read) => {
    const s = get();
    if (read === "none") change({ ...s, V: null });
    else change({ ...s, read: read as "h", V: s.V ?? (isPerStep(s.forget) ? s.x.map(() => 1) : 1) });
  });
  return {
    node: el("div", { class: "u-controls lstm-kinds" }, ...[steps, own, candidate, cell, output].map((one) => one.node)),
    set(s) {
      steps.set(s.x.length);
      own.set(GATES.some((gate) => isPerStep(s[gate])) ? "own" : "shared");
      candidate.set(s.candidate_activation);
      cell.set(s.cell_activation);
      output.set(s.V === null ? "none" : s.read);
    },
  };
}

/** The gradients that arrive at the last step. */
export function arriving(get: Get, edit: Edit): Part {
  const all = (["y", "h", "c"] as const).map((of) => ({ of, control: placed(() => `grad_${of}`, { ...GIVEN, name: "", says: "given gradient", span: [-2, 2] }, get, edit) }));
  return {
    node: el("div", { class: "u-controls" }, ...all.map(({ control }) => control.node)),
    set(s) {
      for (const { of, control } of all) {
        const name = of === "y" ? "ŷ" : of;
        text(control.node.querySelector(".u-name") as Element, `∂L/∂${name}${sub(s.x.length)}`);
        control.node.hidden = of === "y" && s.V === null;
        control.set(s);
      }
    },
  };
}
