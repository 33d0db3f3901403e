/** Which states are possible; `state.py` has the same rules. */

import * as is from "../_kit/check.ts";

export const ACTIVATIONS = ["identity", "relu", "tanh", "sigmoid"] as const;
export type Activation = (typeof ACTIVATIONS)[number];
export const LOSSES = ["half_squared", "squared", "mean_squared", "half_mean_squared", "binary", "mean_binary", "categorical"] as const;
export type Loss = (typeof LOSSES)[number];
export type Matrix = number[][];

export const [MOST_INPUTS, MOST_UNITS, MOST_LAYERS, MOST_UPDATES] = [3, 4, 3, 100];
export const LIMIT = 100; // of every number; training stops before a weight gets beyond

export type State = {
  x: number[];
  weights: Matrix[]; // of each layer: row i from value i that it reads, column j to its unit j
  biases: number[][] | null;
  activations: Activation[];
  target: number[];
  loss: Loss;
  penalty: number;
  learning_rate: number;
  momentum: number;
  updates: number;
  stage: number; // inputs, layers, loss, layers backwards, update
};

const DEFAULTS: State = {
  x: [2, 1],
  weights: [[[1, 0], [2, -1]], [[0.5], [7]]],
  biases: null,
  activations: ["relu", "relu"],
  target: [3],
  loss: "half_squared",
  penalty: 0,
  learning_rate: 0.05,
  momentum: 0,
  updates: 0,
  stage: 6,
};

export const lastStage = (layers: number): number => 2 * layers + 2;
export const isBinary = (loss: Loss): boolean => loss.endsWith("binary");
export const wantsShares = (loss: Loss): boolean => isBinary(loss) || loss === "categorical";

export function check(state: unknown): State {
  const s = { ...is.known(state, DEFAULTS) };
  s.x = is.array("x", s.x, [1], -LIMIT, LIMIT) as number[];
  fit("x", s.x, s.x.length <= MOST_INPUTS, "numbers", `from 1 to ${MOST_INPUTS}`);
  s.weights = weights(s.weights, s.x.length);
  const sizes = s.weights.map((matrix) => matrix[0].length);
  s.biases = biases(s.biases, sizes);
  s.activations = activations(s.activations, sizes.length);
  is.oneOf("loss", s.loss, LOSSES);
  if (isBinary(s.loss) && s.activations.at(-1) !== "sigmoid") {
    is.refuse("loss", s.loss, "another, or the last activation sigmoid: it takes outputs between 0 and 1");
  }
  const [low, high] = wantsShares(s.loss) ? [0, 1] : [-LIMIT, LIMIT];
  const outputs = sizes[sizes.length - 1];
  s.target = is.array("target", s.target, [1], low, high) as number[];
  fit("target", s.target, s.target.length === outputs, "numbers", `${outputs}, one for each output`);
  is.number("penalty", s.penalty, 0, 10);
  is.number("learning_rate", s.learning_rate, 0, 10);
  is.number("momentum", s.momentum, 0, 1);
  is.whole("updates", s.updates, 0, MOST_UPDATES);
  is.whole("stage", s.stage, 0, lastStage(sizes.length));
  return s;
}

function weights(value: unknown, inputs: number): Matrix[] {
  const wanted = `a list of 1 to ${MOST_LAYERS} matrices`;
  const given = list("weights", value, wanted);
  if (!given.length || given.length > MOST_LAYERS) is.refuse("weights", value, wanted);
  let rows = inputs;
  return given.map((entry, i) => {
    const name = `weights[${i}]`;
    const matrix = is.array(name, entry, [2], -LIMIT, LIMIT) as Matrix;
    fit(name, matrix, matrix.length === rows, "rows", `${rows}, one for each value that the layer reads`);
    rows = matrix[0].length;
    fit(name, matrix[0], rows <= MOST_UNITS, "columns", `from 1 to ${MOST_UNITS}, one for each unit`);
    return matrix;
  });
}

function biases(value: unknown, sizes: number[]): number[][] | null {
  if (value === null) return null;
  const wanted = `nothing, or a list of ${sizes.length} lists of numbers, one for each layer`;
  const given = list("biases", value, wanted);
  if (given.length !== sizes.length) is.refuse("biases", value, wanted);
  return given.map((entry, i) => {
    const made = is.array(`biases[${i}]`, entry, [1], -LIMIT, LIMIT) as number[];
    fit(`biases[${i}]`, made, made.length === sizes[i], "numbers", `${sizes[i]}, one for each unit`);
    return made;
  });
}

function activations(value: unknown, layers: number): Activation[] {
  const wanted = `a list of ${layers} names, one for each layer`;
  const given = list("activations", value, wanted);
  if (given.length !== layers) is.refuse("activations", value, wanted);
  return given.map((name, i) => is.oneOf(`activations[${i}]`, name, ACTIVATIONS));
}

const list = (name: string, value: unknown, wanted: string): unknown[] => (Array.isArray(value) ? value : is.refuse(name, value, wanted));

function fit(name: string, value: unknown[], ok: boolean, what: string, wanted: string): void {
  if (!ok) throw new Error(`${name} has ${value.length} ${what}; it must have ${wanted}`);
}

/** The state with `sizes` values in each column, inputs first. What stays keeps its numbers; new weights are 0.5. */
export function withSizes(s: State, sizes: number[]): State {
  const sized = <T>(values: readonly T[], length: number, filler: T): T[] => Array.from({ length }, (_, i) => values[i] ?? filler);
  const layers = sizes.length - 1;
  const [old, end] = [s.weights.length, lastStage(layers)];
  const names = s.activations;
  return {
    ...s,
    x: sized(s.x, sizes[0], 1),
    weights: Array.from({ length: layers }, (_, l) =>
      Array.from({ length: sizes[l] }, (_, i) => sized(s.weights[l]?.[i] ?? [], sizes[l + 1], 0.5))),
    biases: s.biases && Array.from({ length: layers }, (_, l) => sized(s.biases?.[l] ?? [], sizes[l + 1], 0)),
    activations: [...sized(names.slice(0, -1), layers - 1, "relu"), names[names.length - 1]],
    target: sized(s.target, sizes[layers], 0),
    stage: s.stage === lastStage(old) ? end : Math.min(s.stage, end),
  };
}

/** The state with another loss; targets and the last activation follow where they have to. */
export function withLoss(s: State, loss: Loss): State {
  const target = wantsShares(loss) ? s.target.map((t) => Math.min(Math.max(t, 0), 1)) : s.target;
  const names = isBinary(loss) ? [...s.activations.slice(0, -1), "sigmoid" as const] : s.activations;
  return { ...s, loss, target, activations: names };
}

/** The state with another activation of a layer; a loss that cannot go with it becomes half the squared error. */
export function withActivation(s: State, layer: number, name: Activation): State {
  const names = s.activations.map((one, l) => (l === layer ? name : one));
  const stuck = isBinary(s.loss) && names[names.length - 1] !== "sigmoid";
  return { ...s, activations: names, loss: stuck ? "half_squared" : s.loss };
}
