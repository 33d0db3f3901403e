/** From one shape of the state to another, keeping the numbers that have a place in both. */

import { shape } from "../_kit/check.ts";
import type { Nested } from "../_kit/types.ts";
import { type State, check, isPerStep, isVector } from "./state.ts";

const WEIGHTS = ["V", "W", "U"] as const;
type Rows = number[][];

/** `size` 0 is a scalar state. */
export function withUnits(s: State, size: number): State {
  if (size === 0) return check({ ...s, ...scalars(s), unit: 0 });
  return matrices(s, size, inputs(s), Math.min(s.unit, size - 1));
}

export function withInputs(s: State, size: number): State {
  return matrices(s, isVector(s) ? (shape(s.V).at(-1) as number) : 1, size, s.unit);
}

/** One set of weights for all steps becomes one for each, or the other way round. */
export function withWeights(s: State, perStep: boolean): State {
  const next = { ...s };
  for (const name of WEIGHTS) {
    const old = s[name];
    if (old === null || isPerStep(old) === perStep) continue;
    next[name] = perStep ? Array<Nested>(s.length).fill(old) : (old as Nested[])[s.length - 1];
  }
  return check(next);
}

export function withOutput(s: State, activation: string): State {
  if (activation === "none") return check({ ...s, U: null, c: 0, output_activation: "identity" });
  const one: Nested = isVector(s) ? [Array<number>(shape(s.V).at(-1) as number).fill(1)] : 1;
  const U = s.U ?? (isPerStep(s.V) ? Array<Nested>(s.length).fill(one) : one);
  return check({ ...s, U, output_activation: activation });
}

const inputs = (s: State): number => shape(s.x)[1] ?? 1;

function matrices(s: State, H: number, D: number, unit: number): State {
  const rows = (m: Nested): Rows => (Array.isArray(m) ? (m as Rows) : [[m]]);
  const each = (weight: Nested, resize: (m: Rows) => Rows): Nested => (isPerStep(weight) ? (weight as Nested[]).map((m) => resize(rows(m))) : resize(rows(weight)));
  const grid = (height: number, width: number, at: (i: number, j: number) => number): Rows =>
    Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => at(i, j)));
  // A new unit remembers itself as the first one does, and does not look at the others yet.
  const V = each(s.V, (m) => grid(H, H, (i, j) => m[i]?.[j] ?? (i === j ? m[0][0] : 0)));
  const repeat = (height: number, width: number) => (m: Rows) => grid(height, width, (i, j) => m[i]?.[j] ?? m[0][j] ?? m[0][0]);
  const U = s.U === null ? null : each(s.U, (m) => repeat(m.length, H)(m));
  const vector = (v: Nested): Nested => (Array.isArray(v) ? Array.from({ length: H }, (_, i) => v[i] ?? v[0]) : v);
  const x = s.x.map((x_t) => Array.from({ length: D }, (_, d) => [x_t].flat()[d] ?? 0));
  return check({ ...s, V, W: each(s.W, repeat(H, D)), U, b: vector(s.b), h0: vector(s.h0), x, unit });
}

function scalars(s: State): Partial<State> {
  const first = (v: Nested): number => (Array.isArray(v) ? first(v[0]) : v);
  const one = (weight: Nested): Nested => (isPerStep(weight) ? (weight as Nested[]).map(first) : first(weight));
  return { V: one(s.V), W: one(s.W), U: s.U === null ? null : one(s.U), b: first(s.b), h0: first(s.h0), c: first(s.c), x: s.x.map(first) };
}
