/** One step of each optimiser, with every value on the way: the rows of `unrolled.optim`, to the bit. */

import type { State } from "./model.ts";
import type { Pair } from "./surfaces.ts";

export const RACERS = ["sgd", "momentum", "nesterov", "rmsprop", "adam"] as const;
export type Racer = (typeof RACERS)[number];

/** What a step may consist of; null where an optimiser has no such value. */
export type Row = {
  slope: Pair;
  noise_part: Pair;
  gradient: Pair;
  velocity: Pair | null;
  direction: Pair | null;
  m: Pair | null;
  v: Pair | null;
  m_correction: number | null;
  v_correction: number | null;
  m_hat: Pair | null;
  v_hat: Pair | null;
  denominator: Pair | null;
  rate: number;
  update: Pair;
  before: Pair;
  parameter: Pair;
};
/** What is carried from step to step. */
export type Memory = Pick<Row, "velocity" | "m" | "v">;

export const FORGOTTEN: Memory = { velocity: null, m: null, v: null };
const EPS = 1e-8;

const both = (f: (i: 0 | 1) => number): Pair => [f(0), f(1)];
/** Rounded as `torch.lerp` rounds. */
const lerp = (old: number, next: number, weight: number): number =>
  weight < 0.5 ? old + weight * (next - old) : next - (next - old) * (1 - weight);

/** Step number `t`, from 1 on. */
export function step(racer: Racer, s: State, t: number, before: Pair, memory: Memory, slope: Pair, noise_part: Pair): Row {
  const g = both((i) => slope[i] + noise_part[i]);
  const rate = s.learning_rate / t ** s.decay;
  const row: Row = {
    slope, noise_part, gradient: g, ...FORGOTTEN, direction: null, m_correction: null, v_correction: null, m_hat: null, v_hat: null,
    denominator: null, rate, update: g, before, parameter: before,
  };
  let along = g;
  if (racer === "adam") {
    const { m, v } = memory;
    const newM = (row.m = both((i) => lerp(m?.[i] ?? 0, g[i], 1 - s.beta1)));
    const newV = (row.v = both((i) => s.beta2 * (v?.[i] ?? 0) + (1 - s.beta2) * (g[i] * g[i])));
    const [mc, vc] = [(row.m_correction = 1 - s.beta1 ** t), (row.v_correction = 1 - s.beta2 ** t)];
    const mHat = (row.m_hat = both((i) => newM[i] / mc));
    const vHat = (row.v_hat = both((i) => newV[i] / vc));
    const denominator = (row.denominator = both((i) => Math.sqrt(vHat[i]) + EPS));
    along = both((i) => mHat[i] / denominator[i]);
  } else if (racer === "rmsprop") {
    const { v } = memory;
    const newV = (row.v = both((i) => s.alpha * (v?.[i] ?? 0) + (1 - s.alpha) * (g[i] * g[i])));
    const denominator = (row.denominator = both((i) => Math.sqrt(newV[i]) + EPS));
    along = row.direction = both((i) => g[i] / denominator[i]);
  } else if (racer !== "sgd" && s.momentum > 0) {
    const { velocity } = memory; // none before the first step: it begins as the gradient itself
    const now = (along = row.velocity = both((i) => (velocity ? s.momentum * velocity[i] + g[i] : g[i])));
    if (racer === "nesterov") along = row.direction = both((i) => g[i] + s.momentum * now[i]);
  }
  const update = (row.update = both((i) => rate * along[i]));
  row.parameter = both((i) => before[i] - update[i]);
  return row;
}
