/** What can be chosen, and what of it is possible. */

import * as is from "../_kit/check.ts";

export const LIMITS = {
  real_mean: [-10, 10], real_deviation: [0.05, 5], mean: [-10, 10], deviation: [0.05, 5], weights: [-50, 50], d_rate: [0, 10], g_rate: [0, 10],
  d_steps: [1, 5], ahead: [0, 1000], rounds: [0, 400], samples: [0, 8], seed: [0, 9999], moment: [0, 1400], reach: [-30, 30],
} as const;
export const END = LIMITS.moment[1];

export type Three = [number, number, number];
export type State = {
  real_mean: number;
  real_deviation: number;
  mean: number; // where the generator begins
  deviation: number;
  weights: Three; // where the discriminator begins: v, w, c
  discriminator: "linear" | "quadratic";
  learns: "mean" | "both";
  loss: "minimax" | "non_saturating";
  d_rate: number;
  g_rate: number;
  d_steps: number; // in a round
  ahead: number; // steps of the discriminator before the first round
  rounds: number;
  samples: number; // 0: exact expectations
  seed: number;
  moment: number; // the turn that is shown
  reach: [number, number];
};

export const DEFAULTS: State = {
  real_mean: 1, real_deviation: 1, mean: -2, deviation: 0.5, weights: [0, 0, 0], discriminator: "quadratic", learns: "both", loss: "minimax",
  d_rate: 0.3, g_rate: 0.1, d_steps: 1, ahead: 0, rounds: 300, samples: 0, seed: 1, moment: 20, reach: [-5, 5],
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  for (const name of ["real_mean", "real_deviation", "mean", "deviation", "d_rate", "g_rate"] as const) is.number(name, s[name], ...LIMITS[name]);
  numbers("weights", s.weights, 3);
  is.oneOf("discriminator", s.discriminator, ["linear", "quadratic"]);
  is.oneOf("learns", s.learns, ["mean", "both"]);
  is.oneOf("loss", s.loss, ["minimax", "non_saturating"]);
  for (const name of ["d_steps", "ahead", "rounds", "samples", "seed", "moment"] as const) is.whole(name, s[name], LIMITS[name][0], LIMITS[name][1]);
  numbers("reach", s.reach, 2);
  if (s.reach[1] - s.reach[0] < 1) is.refuse("reach", s.reach, "two ends at least 1 apart, the lower first");
  return s;
}

function numbers(name: "weights" | "reach", value: unknown, count: number): void {
  const found = is.array(name, value, [1], ...LIMITS[name]);
  if (!Array.isArray(found) || found.length !== count) is.refuse(name, value, `a list of ${count} numbers`);
}
