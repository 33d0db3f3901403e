/** What dropout makes of a layer: one mask, many masks, and test time. */

import { uniform } from "../_kit/random.ts";
import { sigmoid } from "../_kit/special.ts";
import { coins, maps, type State } from "./state.ts";

export { check } from "./state.ts";

export type Result = {
  coins_units: number;
  coins_weights: number;
  coins_maps: number;
  coins_entries: number;
  mask: number[];
  kept: number;
  factor: number; // of what is kept in training
  test_factor: number;
  terms: number[]; // what each coin decides about: its part of the output
  train_values: number[]; // units, map by map the entries, or classes, after dropout
  test_values: number[];
  full: number; // the sum without dropout
  sum: number; // before the activation of the output
  y: number;
  test_y: number;
  samples: number[]; // y for one mask after the other
  mean: number;
  sd: number;
  expected: number; // of the sum, over all masks
  deviation: number;
  ensemble: number | null; // the mean of y over all masks
  guess: number | null; // correlation of a dropped entry and its neighbours
  loss: number | null;
  loss_plain: number | null;
  chance: number | null;
};

const FEW = 10; // coins whose masks can all be gone through
const total = (values: number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: number[]): number => total(values) / values.length;
/** What is left of terms that cancel. */
const snap = (value: number): number => (Math.abs(value) < 1e-12 ? 0 : value);

export function compute(s: State): Result {
  const count = coins(s);
  const many = count[s.what];
  const { terms, values, groups } = layer(s);
  const keep = 1 - s.rate;
  const [factor, test_factor] = s.scaling === "train" ? [1 / keep, 1] : [1, keep];
  const activate = { identity: (v: number) => v, sigmoid, tanh: Math.tanh }[s.activation];

  // One stream: the first mask is the one in view, unless that was set by hand.
  const next = uniform(s.seed);
  const samples: number[] = [];
  const drawn: number[] = [];
  for (let n = 0; n < s.masks; n++) {
    let sum = 0;
    for (let k = 0; k < many; k++) {
      const kept = next() >= s.rate;
      if (n === 0) drawn.push(kept ? 1 : 0);
      if (kept) sum += terms[k];
    }
    samples.push(activate(snap(sum * factor)));
  }
  const mask = s.mask ?? drawn;
  const sum = snap(factor * total(terms.map((term, k) => term * mask[k])));
  const full = snap(total(terms));
  const average = snap(mean(samples));
  // A value is whole, or, where its weights are dropped, what is left of it.
  const share = groups.map((group) => mean(group.map((k) => mask[k])));
  const train_values = values.map((value, n) => value * share[n] * factor + 0);
  return {
    coins_units: count.units, coins_weights: count.weights, coins_maps: count.maps, coins_entries: count.entries,
    mask, kept: total(mask), factor, test_factor, terms, train_values, test_values: values.map((value) => value * test_factor + 0),
    full, sum, y: activate(sum), test_y: activate(full * test_factor),
    samples, mean: average, sd: snap(Math.sqrt(mean(samples.map((y) => (y - average) ** 2)))),
    expected: full * keep * factor,
    deviation: factor * Math.sqrt(s.rate * keep * total(terms.map((term) => term ** 2))),
    ensemble: many <= FEW ? snap(everyMask(s, terms, (v) => activate(snap(v * factor)))) : null,
    guess: s.what === "entries" ? guessed(s, values, mask) : null,
    ...softmax(s, train_values),
  };
}

type Layer = { terms: number[]; values: number[]; groups: number[][] };

/** What each coin decides about, the values, and for each value its coins. */
function layer(s: State): Layer {
  const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  if (s.what === "outputs") return { terms: s.probs, values: s.probs, groups: s.probs.map((_, k) => [k]) };
  if (s.what === "units") return { terms: s.values.map((a, j) => a * s.out[j]), values: s.values, groups: s.values.map((_, j) => [j]) };
  if (s.what === "weights") {
    const part = (j: number): number[] => indices(s.inputs).map(() => (s.values[j] * s.out[j]) / s.inputs);
    return { terms: s.values.flatMap((_, j) => part(j)), values: s.values, groups: s.values.map((_, j) => indices(s.inputs).map((i) => j * s.inputs + i)) };
  }
  const all = maps(s);
  const values = all.flat();
  if (s.what === "entries") return { terms: values.map((value) => value / values.length), values, groups: values.map((_, k) => [k]) };
  return { terms: all.map((map) => mean(map) / s.channels), values, groups: all.flatMap((map, c) => map.map(() => [c])) };
}

/** The mean over all masks, each as probable as it is. */
function everyMask(s: State, terms: number[], y: (sum: number) => number): number {
  const go = (k: number, sum: number, weight: number): number =>
    k === terms.length ? weight * y(sum) : go(k + 1, sum + terms[k], weight * (1 - s.rate)) + (s.rate > 0 ? go(k + 1, sum, weight * s.rate) : 0);
  return go(0, 0, 1);
}

/** How well the neighbours that are left give a dropped entry away. */
function guessed({ size }: State, values: number[], mask: number[]): number | null {
  const pairs: [number, number][] = [];
  values.forEach((value, n) => {
    if (mask[n]) return;
    const [row, column, start] = [Math.floor(n / size) % size, n % size, n - (n % size ** 2)];
    const around = [[row - 1, column], [row + 1, column], [row, column - 1], [row, column + 1]]
      .filter(([i, j]) => i >= 0 && j >= 0 && i < size && j < size)
      .map(([i, j]) => start + i * size + j)
      .filter((k) => mask[k]);
    if (around.length) pairs.push([value, mean(around.map((k) => values[k]))]);
  });
  if (pairs.length < 3) return null;
  const [a, b] = [0, 1].map((side) => pairs.map((pair) => pair[side] - mean(pairs.map((other) => other[side]))));
  const sizes = Math.sqrt(mean(a.map((v) => v * v)) * mean(b.map((v) => v * v)));
  return sizes < 1e-9 ? null : mean(a.map((v, i) => v * b[i])) / sizes;
}

/** The loss of the right class behind a dropout of the outputs. */
function softmax(s: State, left: number[]): Pick<Result, "loss" | "loss_plain" | "chance"> {
  if (s.what !== "outputs") return { loss: null, loss_plain: null, chance: null };
  const [own, before] = [left[s.label - 1], s.probs[s.label - 1]];
  return { loss: own > 0 ? -Math.log(own) : null, loss_plain: before > 0 ? -Math.log(before) : null, chance: 1 - (1 - s.rate) ** s.batch };
}
