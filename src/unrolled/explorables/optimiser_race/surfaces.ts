/** The losses of two weights that the optimisers race on; `surfaces.py` computes in the same order, to the bit. */

import { sigmoid } from "../_kit/special.ts";
import type { State } from "./model.ts";

export const SURFACES = ["ravine", "gutter", "saddle", "rosenbrock", "two_valleys", "neuron"] as const;
export type Surface = (typeof SURFACES)[number];
export type Pair = [number, number];
type Constants = Pick<State, "surface" | "a" | "b" | "x" | "y">;

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

export function value({ surface, a, b, x, y }: Constants, w1: number, w2: number): number {
  switch (surface) {
    case "ravine": return 0.5 * (a * w1 * w1 + b * w2 * w2);
    case "gutter": return a * w1 + 0.5 * b * w2 * w2;
    case "saddle": return 0.5 * (a * w1 * w1 - b * w2 * w2);
    case "rosenbrock": return (a - w1) ** 2 + b * (w2 - w1 * w1) ** 2;
    case "two_valleys": return (w1 * w1 - 1) ** 2 + a * w1 + 0.5 * b * w2 * w2;
    case "neuron": {
      const z = x * w1 + w2;
      return y * softplus(-z) + (1 - y) * softplus(z); // both positive: nothing cancels where the neuron is sure
    }
  }
}

export function slope({ surface, a, b, x, y }: Constants, [w1, w2]: Pair): Pair {
  switch (surface) {
    case "ravine": return [a * w1, b * w2];
    case "gutter": return [a, b * w2];
    case "saddle": return [a * w1, -(b * w2)];
    case "rosenbrock": {
      const above = w2 - w1 * w1; // the floor of the valley
      return [-2 * (a - w1) - 4 * b * w1 * above, 2 * b * above];
    }
    case "two_valleys": return [4 * w1 * (w1 * w1 - 1) + a, b * w2];
    case "neuron": {
      const error = sigmoid(x * w1 + w2) - y;
      return [error * x, error];
    }
  }
}

/** What a plain step multiplies each weight by, where the slope is proportional to it. */
export function factors({ surface, a, b, learning_rate }: State): Pair | null {
  if (surface !== "ravine" && surface !== "saddle") return null;
  return [1 - learning_rate * a, 1 - (surface === "ravine" ? 1 : -1) * learning_rate * b];
}
