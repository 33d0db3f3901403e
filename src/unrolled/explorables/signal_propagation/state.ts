/** What can be set, its checks, and how sizes give way to each other. */

import * as is from "../_kit/check.ts";

export const DEPTH = 20;
export const WIDTH = 500;
const INPUTS = 1000;
const WEIGHTS = 250000; // in all layers together, so that a move is computed in a few milliseconds
export const LAST = 20; // updates
export const SHOWS = ["signals", "symmetry"] as const;
export const ACTIVATIONS = ["linear", "tanh", "relu", "sigmoid"] as const;
export const RULES = ["scaled", "xavier", "kaiming", "uniform", "constant"] as const;
export const BIASES = ["zero", "centred"] as const;
export const STARTS = ["equal", "incoming", "random"] as const;

export type Activation = (typeof ACTIVATIONS)[number];
export type State = {
  show: (typeof SHOWS)[number];
  activation: Activation;
  rule: (typeof RULES)[number];
  factor: number;
  bound: number;
  constant: number;
  depth: number;
  width: number;
  inputs: number;
  mean: number;
  deviation: number;
  samples: number;
  biases: (typeof BIASES)[number];
  centre: number;
  seed: number;
  start: (typeof STARTS)[number];
  x: number[];
  target: number;
  units: number;
  learning_rate: number;
  updates: number;
};

const DEFAULTS: State = {
  show: "signals", activation: "tanh", rule: "scaled", factor: 1, bound: 0.1, constant: 0.5, depth: 10, width: 40, inputs: 40, mean: 0, deviation: 1,
  samples: 15, biases: "zero", centre: 1, seed: 1, start: "equal", x: [1, 2], target: 1, units: 3, learning_rate: 0.05, updates: 0,
};

export const RANGES = {
  factor: [0, 10], bound: [0, 10], constant: [-10, 10], mean: [-100, 100], deviation: [0.01, 100], centre: [-20, 20], target: [-5, 5], learning_rate: [0, 1],
  depth: [1, DEPTH], width: [1, WIDTH], inputs: [1, INPUTS], samples: [1, 64], seed: [0, 999], units: [2, 4], updates: [0, LAST], x: [-5, 5],
} as const satisfies Partial<Record<keyof State, readonly [number, number]>>;
const NUMBERS = ["factor", "bound", "constant", "mean", "deviation", "centre", "target", "learning_rate"] as const;
const WHOLES = ["width", "inputs", "depth", "samples", "seed", "units", "updates"] as const;

/** How many layers there can be. */
export const deepest = (inputs: number, width: number): number => Math.min(1 + Math.floor((WEIGHTS - inputs * width) / width ** 2), DEPTH);

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.oneOf("show", s.show, SHOWS);
  is.oneOf("activation", s.activation, ACTIVATIONS);
  is.oneOf("rule", s.rule, RULES);
  is.oneOf("biases", s.biases, BIASES);
  is.oneOf("start", s.start, STARTS);
  for (const name of NUMBERS) is.number(name, s[name], RANGES[name][0], RANGES[name][1]);
  for (const name of WHOLES) is.whole(name, s[name], RANGES[name][0], RANGES[name][1]);
  few("inputs", s.inputs, Math.floor(WEIGHTS / s.width));
  few("depth", s.depth, deepest(s.inputs, s.width));
  if ((is.array("x", s.x, [1], ...RANGES.x) as number[]).length !== 2) is.refuse("x", s.x, "a list of 2 numbers");
  return s;
}

function few(name: string, given: number, most: number): void {
  if (given > most) is.refuse(name, given, `at most ${most} at this width: ${WEIGHTS} weights in all`);
}

/** Let what was not changed give way, where there would be too many weights. */
export function fitted({ ...s }: State, changed: string): State {
  if (changed === "inputs") s.width = Math.min(s.width, Math.floor(WEIGHTS / s.inputs));
  else s.inputs = Math.min(s.inputs, Math.floor(WEIGHTS / s.width));
  if (changed === "depth") while (deepest(s.inputs, s.width) < s.depth) s.width--;
  else s.depth = Math.min(s.depth, deepest(s.inputs, s.width));
  return s;
}
