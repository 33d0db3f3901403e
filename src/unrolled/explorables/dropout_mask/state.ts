/** What is possible, and how many coins are tossed; `state.py` has the same rules. */

import * as is from "../_kit/check.ts";

export const WHATS = ["units", "weights", "maps", "entries", "outputs"] as const;
export const SCALINGS = ["train", "test"] as const;
export const ACTIVATIONS = ["identity", "sigmoid", "tanh"] as const;
export const [UNITS, INPUTS, CHANNELS, SIZE, CLASSES] = [20, 25, 12, 6, 6]; // at most
export const [MOST, RATE, MASKS, SEED, BATCH] = [100, 0.95, 500, 9999, 64];

export type What = (typeof WHATS)[number];
export type State = {
  what: What;
  rate: number;
  scaling: (typeof SCALINGS)[number]; // when the factor that keeps the mean is applied
  training: boolean; // what is in view: a training step, or test time
  seed: number;
  mask: number[] | null; // set by hand; null: drawn
  masks: number;
  values: number[]; // of the units
  out: number[]; // their weights in the output
  activation: (typeof ACTIVATIONS)[number]; // of the output
  inputs: number;
  channels: number;
  size: number;
  probs: number[]; // of a softmax
  label: number; // from 1
  batch: number;
};

const DEFAULTS: State = {
  what: "units",
  rate: 0.5,
  scaling: "train",
  training: true,
  seed: 1,
  mask: null,
  masks: 400,
  values: [0.9, -0.5, 0.4, 0.8, -0.7, 0.2, 0.6, -0.9],
  out: [1, 0.5, -1, 0.75, -0.5, 1, 0.25, -0.5],
  activation: "identity",
  inputs: 5,
  channels: 8,
  size: 4,
  probs: [0.5, 0.2, 0.2, 0.1],
  label: 1,
  batch: 4,
};

/** Tosses of one example, for each thing that may be dropped. */
export const coins = (s: State): Record<What, number> => ({
  units: s.values.length,
  weights: s.values.length * s.inputs,
  maps: s.channels,
  entries: s.channels * s.size ** 2,
  outputs: s.probs.length,
});

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  const given = state as object;
  is.array("values", s.values, [1], -MOST, MOST);
  const units = s.values.length;
  if (units > UNITS) is.refuse("values", s.values, `1 to ${UNITS} numbers`);
  if (!("out" in given) && "values" in given) s.out = s.values.map(() => 1 / units);
  is.array("out", s.out, [1], -MOST, MOST);
  if (s.out.length !== units) is.refuse("out", s.out, `one number for each of the ${units} units`);
  is.array("probs", s.probs, [1], 0, 1);
  if (s.probs.length > CLASSES) is.refuse("probs", s.probs, `1 to ${CLASSES} numbers`);
  is.oneOf("what", s.what, WHATS);
  is.number("rate", s.rate, 0, RATE);
  is.oneOf("scaling", s.scaling, SCALINGS);
  is.whole("seed", s.seed, 0, SEED);
  is.whole("masks", s.masks, 1, MASKS);
  is.oneOf("activation", s.activation, ACTIVATIONS);
  is.whole("inputs", s.inputs, 1, INPUTS);
  is.whole("channels", s.channels, 1, CHANNELS);
  is.whole("size", s.size, 1, SIZE);
  is.whole("label", s.label, 1, s.probs.length);
  is.whole("batch", s.batch, 1, BATCH);
  if (typeof s.training !== "boolean") is.refuse("training", s.training, "true or false");
  if (s.mask === null) return s;
  const count = coins(s)[s.what];
  const ok = Array.isArray(s.mask) && s.mask.length === count && s.mask.every((m) => m === 0 || m === 1);
  return ok ? s : is.refuse("mask", s.mask, `nothing, or ${count} numbers that are 0 or 1`);
}

/** Feature maps, channel by channel and row by row: a soft spot in each, every time in another place. */
export function maps({ channels, size }: State): number[][] {
  const [middle, width] = [(size - 1) / 2, 0.3 * size + 0.3];
  return Array.from({ length: channels }, (_, c) => Array.from({ length: size ** 2 }, (__, n) => {
    const row = Math.floor(n / size) - middle * (1 + 0.7 * Math.sin(2.4 * c));
    const column = (n % size) - middle * (1 + 0.7 * Math.cos(2.4 * c));
    return Math.round(100 * Math.exp(-(row ** 2 + column ** 2) / (2 * width ** 2))) / 100;
  }));
}

/** Other sizes, or another thing to drop: a mask that was set by hand does not fit any more. */
export const redrawn = (s: State, changes: Partial<State>): State => ({ ...s, mask: null, ...changes });
