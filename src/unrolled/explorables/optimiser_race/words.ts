/** What readers see: names, formulas with their numbers, and how each surface opens. */

import { show } from "../_kit/numbers.ts";
import type { State } from "./model.ts";
import type { Racer } from "./racers.ts";
import type { Pair, Surface } from "./surfaces.ts";

export const NAMES: Record<Racer, string> = { sgd: "SGD", momentum: "momentum", nesterov: "Nesterov", rmsprop: "RMSProp", adam: "Adam" };
export const BIBS: Record<Racer, string> = { sgd: "S", momentum: "M", nesterov: "N", rmsprop: "R", adam: "A" };
export const DASHES: Record<Racer, string> = { sgd: "2 3", momentum: "9 3", nesterov: "9 3 2 3", rmsprop: "5 3", adam: "14 4" };

export const SURFACE_WORDS: Record<Surface, string> = {
  ravine: "a ravine", gutter: "a gutter", saddle: "a saddle", rosenbrock: "Rosenbrock's banana", two_valleys: "two valleys", neuron: "a sigmoid neuron",
};

/** What comes with a surface when one chooses it. */
export const OPENINGS: Record<Surface, Partial<State>> = {
  ravine: { a: 1, b: 25, start: [-10, 1], reach: [12, 2.5], learning_rate: 0.05 },
  gutter: { a: 0.5, b: 10, start: [5, 1], reach: [6, 1.5], learning_rate: 0.19 },
  saddle: { a: 1, b: 2, start: [1, 0.01], reach: [1.5, 1.2], learning_rate: 0.1 },
  rosenbrock: { a: 1, b: 10, start: [-1.5, 2], reach: [2, 3], learning_rate: 0.01 },
  two_valleys: { a: 0.3, b: 1, start: [1.8, 0.8], reach: [2, 1.2], learning_rate: 0.05 },
  neuron: { x: 3.5, y: 0.5, start: [-2, -2], reach: [3, 3], learning_rate: 0.1 },
};

export function formula(s: State): string {
  const [a, b, x] = [s.a, s.b, s.x].map((value) => (value === 1 ? "" : `${show(value)} `));
  switch (s.surface) {
    case "ravine": return `½ (${a}w₁² + ${b}w₂²)`;
    case "gutter": return `${a}w₁ + ½ ${b && `· ${b}`}w₂²`;
    case "saddle": return `½ (${a}w₁² − ${b}w₂²)`;
    case "rosenbrock": return `(${show(s.a)} − w₁)² + ${b}(w₂ − w₁²)²`;
    case "two_valleys": return `(w₁² − 1)² + ${a}w₁ + ½ ${b && `· ${b}`}w₂²`;
    case "neuron": return `cross-entropy of σ(${x}w₁ + w₂) and ${show(s.y)}`;
  }
}

/** Where it is lowest: nowhere, a point, or the two ends of a line. */
export function goal(s: State, half: Pair): Pair[] {
  if (s.surface === "ravine") return [[0, 0]];
  if (s.surface === "rosenbrock") return [[s.a, s.a * s.a]];
  if (s.surface !== "neuron" || s.y <= 0 || s.y >= 1) return [];
  const sum = Math.log(s.y / (1 - s.y));
  return ([-half[0], half[0]] as const).map((w1): Pair => [w1, sum - s.x * w1]);
}
