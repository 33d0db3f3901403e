/** Which states are possible, and how they change. `state.py` has the same rules. */

import * as is from "../_kit/check.ts";

export const STAGES = ["shuffle", "map", "batch", "repeat", "prefetch"] as const;
export const MOST = 2000; // examples
export const LISTED = 60; // examples that may have lengths of their own
export const LONGEST = 200; // steps

export type Stage = (typeof STAGES)[number];
export type State = {
  examples: number;
  classes: number;
  lengths: number | number[];
  epochs: number;
  order: Stage[];
  buffer: number;
  batch: number;
  remainder: "kept" | "dropped";
  ahead: number;
  read: number;
  work: number;
  train: number;
  seed: number;
};

const DEFAULTS: State = {
  examples: 22, classes: 4, lengths: 1, epochs: 2, order: ["shuffle", "map", "batch", "prefetch"], buffer: 8, batch: 4,
  remainder: "kept", ahead: 1, read: 0.25, work: 1, train: 5, seed: 1,
};
export const LIMITS = {
  examples: [1, MOST], classes: [1, 10], epochs: [1, 100], buffer: [1, MOST], batch: [1, 256], ahead: [1, 16],
  read: [0, 1000], work: [0, 1000], train: [0, 1000], seed: [0, 9999],
} as const;
export type Numeric = keyof typeof LIMITS;

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.whole("examples", s.examples, ...LIMITS.examples);
  is.whole("classes", s.classes, ...LIMITS.classes);
  lengths(s.lengths, s.examples);
  is.whole("epochs", s.epochs, ...LIMITS.epochs);
  order(s.order);
  is.whole("buffer", s.buffer, ...LIMITS.buffer);
  is.whole("batch", s.batch, ...LIMITS.batch);
  is.oneOf("remainder", s.remainder, ["kept", "dropped"]);
  is.whole("ahead", s.ahead, ...LIMITS.ahead);
  for (const name of ["read", "work", "train"] as const) is.number(name, s[name], ...LIMITS[name]);
  is.whole("seed", s.seed, ...LIMITS.seed);
  return s;
}

function lengths(given: State["lengths"], examples: number): void {
  is.array("lengths", given, [0, 1], 1, LONGEST);
  if (!Array.isArray(given)) {
    is.whole("lengths", given, 1, LONGEST);
    return;
  }
  if (given.length > LISTED) throw new Error(`lengths has length ${given.length}; it must have up to ${LISTED}`);
  if (given.length !== examples) throw new Error(`lengths has length ${given.length}; it must be a number, or a list of ${examples}, one for each example`);
  given.forEach((one, i) => is.whole(`lengths[${i}]`, one, 1, LONGEST));
}

function order(given: unknown): void {
  const ok = Array.isArray(given) && given.every((stage) => STAGES.includes(stage as Stage)) && new Set(given).size === given.length && given.includes("batch");
  if (!ok) is.refuse("order", given, `a list of some of ${STAGES.join(", ")}, each once, with batch among them`);
}

/** Stored class by class; example and class count from 0. */
export const classOf = (s: State, example: number): number => Math.floor((example * s.classes) / s.examples);

/** Another number of examples: a list of lengths is cut or continued, as far as lists go. */
export function resized(s: State, examples: number): State {
  if (!Array.isArray(s.lengths)) return { ...s, examples };
  const all = s.lengths;
  const lengths = examples <= LISTED ? Array.from({ length: examples }, (_, i) => all[Math.min(i, all.length - 1)]) : Math.max(...all);
  return { ...s, examples, lengths };
}
