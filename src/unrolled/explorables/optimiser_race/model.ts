/** Five optimisers from one start, with the same noise. */

import * as is from "../_kit/check.ts";
import { normal } from "../_kit/random.ts";
import { FORGOTTEN, type Memory, RACERS, type Racer, type Row, step } from "./racers.ts";
import { factors, type Pair, slope, SURFACES, type Surface, value } from "./surfaces.ts";

export const STEPS = 200; // at most
export const FAR = 1e4; // a weight beyond this size is out of the race

export type State = {
  surface: Surface;
  a: number;
  b: number;
  x: number;
  y: number;
  start: Pair;
  learning_rate: number;
  decay: number;
  momentum: number;
  alpha: number;
  beta1: number;
  beta2: number;
  noise: number;
  batch: number;
  seed: number;
  steps: number;
  optimiser: Racer;
  reach: Pair;
};

const DEFAULTS: State = {
  surface: "ravine", a: 1, b: 25, x: 3.5, y: 0.5, start: [-10, 1], learning_rate: 0.05, decay: 0, momentum: 0.8, alpha: 0.9, beta1: 0.9,
  beta2: 0.999, noise: 0, batch: 1, seed: 1, steps: 60, optimiser: "momentum", reach: [12, 2.5],
};
export const LIMITS = {
  a: [0, 1e5], b: [0, 1e5], x: [-100, 100], y: [0, 1], learning_rate: [0, 10], decay: [0, 3], momentum: [0, 0.999], alpha: [0, 0.9999],
  beta1: [0, 0.9999], beta2: [0, 0.9999], noise: [0, 100], batch: [1, 4096], seed: [0, 9999], steps: [1, STEPS], start: [-1000, 1000],
  reach: [1e-3, 1000],
} as const satisfies Partial<Record<keyof State, readonly [number, number]>>;

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.oneOf("surface", s.surface, SURFACES);
  for (const name of ["a", "b", "x", "y", "learning_rate", "decay", "momentum", "alpha", "beta1", "beta2", "noise"] as const) {
    is.number(name, s[name], ...LIMITS[name]);
  }
  for (const name of ["batch", "seed", "steps"] as const) is.whole(name, s[name], LIMITS[name][0], LIMITS[name][1]);
  is.oneOf("optimiser", s.optimiser, RACERS);
  for (const name of ["start", "reach"] as const) {
    is.array(name, s[name], [1], ...LIMITS[name]);
    if (s[name].length !== 2) is.refuse(name, s[name], "a list of 2 numbers");
  }
  return s;
}

export type Result = Row & {
  path: Pair[][]; // of each racer; who is out stays where it was
  loss: number[][];
  last: number[]; // the step up to which each is in the race
  final: number[];
  factor: Pair | null;
  noise_of_mean: number;
  ledger_step: number;
};

export function compute(s: State): Result {
  const spread = s.noise / Math.sqrt(s.batch);
  const next = normal(s.seed);
  const noise = Array.from({ length: s.steps }, (): Pair => [spread * next(), spread * next()]);
  const runs = RACERS.map((racer) => run(racer, s, noise));
  const path = runs.map((found) => found.path);
  const loss = path.map((points) => points.map(([w1, w2]) => value(s, w1, w2)));
  const chosen = runs[RACERS.indexOf(s.optimiser)];
  return {
    ...chosen.row,
    ledger_step: chosen.steps,
    path,
    loss,
    last: runs.map(({ last }) => last),
    final: loss.map((values) => values[s.steps]),
    factor: factors(s),
    noise_of_mean: spread,
  };
}

type Run = { path: Pair[]; last: number; row: Row; steps: number };

/** The path, and the last step in full: the one that leaves the race, where one does. */
function run(racer: Racer, s: State, noise: Pair[]): Run {
  const path: Pair[] = [s.start];
  let memory: Memory = FORGOTTEN;
  for (let t = 1; ; t++) {
    const before = path[t - 1];
    const row = step(racer, s, t, before, memory, slope(s, before), noise[t - 1]);
    const gone = !row.parameter.every((w) => Math.abs(w) <= FAR); // the negation catches NaN, too
    if (!gone) path.push(row.parameter);
    if (!gone && t < s.steps) {
      memory = row;
      continue;
    }
    const last = path.length - 1;
    while (path.length <= s.steps) path.push(path[last]);
    return { path, last, row, steps: t };
  }
}
