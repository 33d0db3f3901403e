/** The losses: value and slope of one prediction q against one target t. */

import { sigmoid } from "../_kit/special.ts";

export const FAMILIES = {
  number: ["squared", "half_squared", "absolute", "huber", "smooth_l1"],
  class: ["binary_cross_entropy", "cross_entropy", "hinge", "sigmoid_squared"],
  angle: ["angle_squared", "angle_arc", "angle_circular"],
} as const;
export type Family = keyof typeof FAMILIES;
export type Loss = (typeof FAMILIES)[Family][number];
export const LOSSES: Loss[] = Object.values(FAMILIES).flat();
export const familyOf = (loss: Loss): Family => (Object.keys(FAMILIES) as Family[]).find((family) => (FAMILIES[family] as readonly Loss[]).includes(loss))!;

export const OUTPUTS = ["identity", "sigmoid", "tanh"] as const;
export type Output = (typeof OUTPUTS)[number];
export type Settings = { output: Output; delta: number; penalty: number; others: number[] };
export type Pair = [value: number, slope: number];

const DEGREE = Math.PI / 180;
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const clip = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);

/** What the loss of a number sees of q, and its slope. */
export function squash(output: Output, q: number): Pair {
  if (output === "sigmoid") return [sigmoid(q), sigmoid(q) * sigmoid(-q)];
  if (output === "tanh") return [Math.tanh(q), 4 * sigmoid(2 * q) * sigmoid(-2 * q)];
  return [q, 1];
}

/** Where an output activation ends. */
export const BOUNDS = { identity: [-Infinity, Infinity], sigmoid: [0, 1], tanh: [-1, 1] } as const;

/** Losses of a difference d, and their slopes. */
export function ofDifference(loss: Loss, delta: number, d: number): Pair {
  const size = Math.abs(d);
  const bent = Math.min(size, delta);
  switch (loss) {
    case "squared": return [d * d, 2 * d];
    case "half_squared": return [(d * d) / 2, d];
    case "absolute": return [size, Math.sign(d)];
    case "huber": return [bent * (size - bent / 2), clip(d, -delta, delta)];
    default: return [(bent * (size - bent / 2)) / delta, clip(d / delta, -1, 1)];
  }
}

/** The way from target to prediction in degrees, the shorter one. */
export const arc = (q: number, t: number): number => q - t - 360 * Math.floor((q - t + 180) / 360);

/** Of the class whose score is q: against all others, or against two. */
export function probability(loss: Loss, s: Settings, q: number): number {
  if (loss !== "cross_entropy") return sigmoid(q);
  const highest = Math.max(q, ...s.others);
  const powers = [q, ...s.others].map((score) => Math.exp(score - highest));
  return powers[0] / powers.reduce((a, b) => a + b);
}

export function valueAndSlope(loss: Loss, s: Settings, q: number, t: number): Pair {
  switch (loss) {
    case "binary_cross_entropy": return [t * softplus(-q) + (1 - t) * softplus(q), sigmoid(q) - t];
    case "cross_entropy": return crossEntropy(s, q, t);
    case "hinge": {
      const [yes, no] = [1 - q, 1 + q];
      return [t * Math.max(yes, 0) + (1 - t) * Math.max(no, 0), (no >= 0 ? 1 - t : 0) - (yes >= 0 ? t : 0)];
    }
    case "sigmoid_squared": return [(sigmoid(q) - t) ** 2, 2 * (sigmoid(q) - t) * sigmoid(q) * sigmoid(-q)];
    case "angle_squared": return [(q - t) ** 2, 2 * (q - t)];
    case "angle_arc": return [arc(q, t) ** 2, 2 * arc(q, t)];
    case "angle_circular": {
      const turn = q / 360 - t / 360;
      return [4 * Math.sin(Math.PI * turn) ** 2, 2 * DEGREE * Math.sin(2 * Math.PI * turn)];
    }
    default: {
      const [y, bend] = squash(s.output, q);
      const [value, slope] = ofDifference(loss, s.delta, y - t);
      if (s.output !== "identity") return [value, slope * bend];
      const above = Math.max(q, 0);
      return [value + s.penalty * above * above, slope + 2 * s.penalty * above];
    }
  }
}

function crossEntropy(s: Settings, q: number, t: number): Pair {
  const scores = [q, ...s.others];
  const highest = Math.max(...scores);
  const total = scores.reduce((sum, score) => sum + Math.exp(score - highest), 0);
  const right = t * (q - highest) + (1 - t) * (s.others[0] - highest);
  return [Math.log(total) - right, probability("cross_entropy", s, q) - t];
}
