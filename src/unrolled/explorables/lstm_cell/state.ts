/** Which states are possible, and how they change shape. `state.py` has the same rules. */

import * as is from "../_kit/check.ts";
import type { Nested } from "../_kit/types.ts";

export const GATES = ["forget", "input", "candidate", "output"] as const;
export const ACTIVATIONS = ["tanh", "sigmoid"] as const;
export const MOST_STEPS = 10;
export const LIMIT = 100; // of every number; ten steps of such factors stay finite

export type Gate = (typeof GATES)[number];
export type Activation = (typeof ACTIVATIONS)[number] | "identity";
export type Pair = number[]; // weight of x, weight of h

export type State = {
  x: number[];
  h0: number;
  c0: number;
  /** One pair for all steps, or one for each. */
  forget: Pair | Pair[];
  input: Pair | Pair[];
  candidate: Pair | Pair[];
  output: Pair | Pair[];
  forget_bias: number;
  input_bias: number;
  candidate_bias: number;
  output_bias: number;
  candidate_activation: (typeof ACTIVATIONS)[number];
  cell_activation: Activation;
  V: number | number[] | null;
  read: "h" | "c";
  grad_y: number;
  grad_h: number;
  grad_c: number;
  step: number;
  direction: "forward" | "backward";
};

const DEFAULTS: State = {
  x: [1, 0, 0, 0, 0, 0], h0: 0, c0: 0,
  forget: [0, 0], input: [12, 0], candidate: [1, 0.9], output: [0, 0],
  forget_bias: 1, input_bias: -6, candidate_bias: 0, output_bias: 0,
  candidate_activation: "tanh", cell_activation: "tanh", V: null, read: "h",
  grad_y: 0, grad_h: 0, grad_c: 1, step: 2, direction: "forward",
};
const NUMBERS = ["h0", "c0", ...GATES.map((gate) => `${gate}_bias` as const), "grad_y", "grad_h", "grad_c"] as const;

export const isPerStep = (weights: Pair | Pair[]): weights is Pair[] => Array.isArray(weights[0]);
export const pairAt = (weights: Pair | Pair[], t: number): Pair => (isPerStep(weights) ? weights[t] : weights);

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.array("x", s.x, [1], -LIMIT, LIMIT);
  const steps = s.x.length;
  if (steps > MOST_STEPS) throw new Error(`x has ${steps} steps; it must have from 1 to ${MOST_STEPS}`);
  for (const name of NUMBERS) is.number(name, s[name], -LIMIT, LIMIT);
  for (const name of GATES) {
    is.array(name, s[name], [1, 2], -LIMIT, LIMIT);
    fit(name, s[name], [[2], [steps, 2]], "(weight of x, weight of h)");
  }
  if (s.V !== null) {
    is.array("V", s.V, [0, 1], -LIMIT, LIMIT);
    fit("V", s.V, [[], [steps]], "a number");
  }
  is.oneOf("candidate_activation", s.candidate_activation, ACTIVATIONS);
  is.oneOf("cell_activation", s.cell_activation, [...ACTIVATIONS, "identity"]);
  is.oneOf("read", s.read, ["h", "c"]);
  is.oneOf("direction", s.direction, ["forward", "backward"]);
  is.whole("step", s.step, 1, steps);
  return s;
}

function fit(name: string, value: Nested, possible: number[][], one: string): void {
  const shape = is.shape(value);
  if (possible.some((sizes) => sizes.join() === shape.join())) return;
  throw new Error(`${name} has shape (${shape.join(", ")}); it must be ${one}, or a list of ${possible[1][0]} such, one for each step`);
}

/** Other steps: what there is one of per step is cut, or goes on as it ends, and x by zeros. */
export function withSteps(s: State, steps: number): State {
  const cut = <V>(list: V[], more: V): V[] => [...list, ...Array<V>(steps).fill(more)].slice(0, steps);
  const next = { ...s, x: cut(s.x, 0), step: Math.min(s.step, steps) };
  for (const name of GATES) {
    const weights = s[name];
    if (isPerStep(weights)) next[name] = cut(weights, weights.at(-1) as Pair);
  }
  if (Array.isArray(s.V)) next.V = cut(s.V, s.V.at(-1) as number);
  return next;
}

/** A weight of its own for every step, or, for all of them, that of the step in view. */
export function withWeights(s: State, own: boolean): State {
  const next = { ...s };
  const t = s.step - 1;
  for (const name of GATES) {
    const weights = s[name];
    if (isPerStep(weights) !== own) next[name] = own ? s.x.map(() => weights as Pair) : pairAt(weights, t);
  }
  if (s.V !== null && Array.isArray(s.V) !== own) next.V = own ? s.x.map(() => s.V as number) : (s.V as number[])[t];
  return next;
}
