/** Which states are possible, and how the shapes of V, W, U, b, h0, c and x fit together. `state.py` has the same rules. */

import * as check_ from "../_kit/check.ts";
import type { Nested } from "../_kit/types.ts";

export const ACTIVATIONS = ["relu", "tanh", "sigmoid"] as const;
export const OUTPUTS = ["identity", ...ACTIVATIONS] as const;
export const MOST_STEPS = 20;
export const MOST_UNITS = 3; // of the state, of an input and of an output
const WEIGHTS = ["V", "W", "U"] as const;

export type Activation = (typeof OUTPUTS)[number];

/** How deep V, W, U are nested says what they are: number, number per step, matrix, matrix per step. */
export type State = {
  V: Nested;
  W: Nested;
  b: Nested;
  h0: Nested;
  x: Nested[];
  activation: (typeof ACTIVATIONS)[number];
  slope_at_zero: number;
  length: number;
  unit: number;
  U: Nested | null;
  c: Nested;
  output_activation: Activation;
};

export const DEFAULTS: State = {
  V: 1, W: 2, b: 0, h0: -3, x: [1, 2, 0], activation: "relu", slope_at_zero: 0, length: 3, unit: 0,
  U: null, c: 0, output_activation: "identity",
};

export const isVector = (s: State): boolean => check_.shape(s.V).length >= 2;
export const isPerStep = (weight: Nested): boolean => check_.shape(weight).length % 2 === 1;

export function check(state: unknown): State {
  const s = check_.known(state, DEFAULTS);
  const { array } = check_;
  s.V = array("V", s.V, [0, 1, 2, 3]);
  s.W = array("W", s.W, [0, 1, 2, 3]);
  if (s.U !== null) s.U = array("U", s.U, [0, 1, 2, 3]);
  for (const name of ["b", "h0", "c"] as const) s[name] = array(name, s[name], [0, 1]);
  s.x = array("x", s.x, [1, 2]) as Nested[];
  check_.oneOf("activation", s.activation, ACTIVATIONS);
  check_.oneOf("output_activation", s.output_activation, OUTPUTS);
  check_.number("slope_at_zero", s.slope_at_zero, 0, 1);
  const steps = s.x.length;
  if (steps > MOST_STEPS) throw new Error(`x has ${steps} steps; it must have from 1 to ${MOST_STEPS}`);
  const hidden = checkShapes(s, steps);
  check_.whole("unit", s.unit, 0, hidden - 1);
  if (!Object.hasOwn(state as object, "length")) s.length = steps;
  check_.whole("length", s.length, 1, MOST_STEPS);
  return resized(s);
}

/** Refuse shapes that do not fit; the size of the state. */
function checkShapes(s: State, steps: number): number {
  const shapes = { V: check_.shape(s.V), W: check_.shape(s.W), U: check_.shape(s.U ?? 0), x: check_.shape(s.x) };
  const vector = isVector(s);
  const hidden = vector ? (shapes.V.at(-1) as number) : 1;
  const inputs = shapes.x[1] ?? 1;
  const outputs = shapes.U.at(-2) ?? 1;
  for (const [name, size] of [["V", hidden], ["x", inputs], ["U", shapes.U.length >= 2 ? outputs : 1]] as const) {
    if (size > MOST_UNITS) throw new Error(`${name} has shape ${written(shapes[name])}; a step has at most ${MOST_UNITS} of each`);
  }
  const matrices = { V: [hidden, hidden], W: [hidden, inputs], U: [outputs, hidden] };
  const where = `for H = ${hidden}, D = ${inputs} and T = ${steps}`;
  for (const name of WEIGHTS) {
    const one = vector ? matrices[name] : [];
    if (s[name] !== null) fit(name, shapes[name], [one, [steps, ...one]], where);
  }
  for (const [name, size] of [["b", hidden], ["h0", hidden], ["c", outputs]] as const) {
    fit(name, check_.shape(s[name]), vector ? [[], [size]] : [[]], where);
  }
  if (!vector) fit("x", shapes.x, [[steps]], where);
  return hidden;
}

function fit(name: string, shape: number[], possible: number[][], where: string): void {
  if (possible.some((sizes) => sizes.join() === shape.join() && sizes.length === shape.length)) return;
  throw new Error(`${name} has shape ${written(shape)}; ${where} it must be ${possible.map(written).join(" or ")}`);
}

const written = (shape: number[]): string => (shape.length ? `(${shape.join(", ")})` : "a number");

/** Cut what is one per step to `length`, or continue x by zeros and weights as they end. */
function resized(s: State): State {
  const { length } = s;
  if (length === s.x.length) return s;
  const zero: Nested = Array.isArray(s.x[0]) ? s.x[0].map(() => 0) : 0;
  const cut = (list: Nested[], more: Nested) => [...list, ...Array<Nested>(length).fill(more)].slice(0, length);
  s.x = cut(s.x, zero);
  for (const name of WEIGHTS) {
    const weight = s[name];
    if (weight !== null && isPerStep(weight)) s[name] = cut(weight as Nested[], (weight as Nested[]).at(-1) as Nested);
  }
  return s;
}
