/** The cell unrolled: states forward, and backpropagation through time path by path. `cell.py` adds in the same order. */

import type { Nested } from "../_kit/types.ts";
import { type Activation, type State, isPerStep } from "./state.ts";

export { check, isPerStep, isVector } from "./state.ts";
export type { State } from "./state.ts";

export type Vector = number[];
export type Matrix = number[][];

/** One set of weights per step, whatever the state says: V (T, H, H), W (T, H, D), b and h0 (H), x (T, D), U (T, O, H), c (O). */
export type Cell = { V: Matrix[]; W: Matrix[]; b: Vector; h0: Vector; x: Matrix; U: Matrix[] | null; c: Vector };

export type Result = {
  cell: Cell;
  z: Matrix; // (T, H)
  h: Matrix; // (T + 1, H), h_0 first
  slope: Matrix; // (T, H)
  y: Matrix | null; // (T, O)
  J: Matrix[]; // (T, H, H): dh_t/dh_(t-1)
  g: Matrix; // (T, H): dh_T[unit]/dz_t
  dV_steps: Matrix[]; // (T, H, H): what the path that leaves at step t contributes
  dW_steps: Matrix[]; // (T, H, D)
  dV: Matrix[] | Matrix; // one sum, or one for every step
  dW: Matrix[] | Matrix;
  dx: Matrix; // (T, D)
  norm: Vector; // (T + 1): Frobenius norm of dh_T/dh_t
};

const FORWARD: Record<Activation, (z: number) => number> = {
  identity: (z) => z,
  relu: (z) => Math.max(0, z),
  tanh: Math.tanh,
  sigmoid: (z) => {
    const e = Math.exp(-Math.abs(z)); // never overflows
    return (z >= 0 ? 1 : e) / (1 + e);
  },
};

export function cellOf(s: State): Cell {
  const steps = s.x.length;
  const weight = (value: Nested): Matrix[] => {
    const one = (w: Nested): Matrix => (Array.isArray(w) ? (w as Matrix) : [[w]]);
    if (isPerStep(value)) return (value as Nested[]).map(one);
    return Array<Matrix>(steps).fill(one(value));
  };
  const vector = (value: Nested, size: number): Vector => (Array.isArray(value) ? (value as Vector) : Array<number>(size).fill(value));
  const V = weight(s.V);
  const U = s.U === null ? null : weight(s.U);
  const hidden = V[0].length;
  const x = s.x.map((x_t) => vector(x_t, 1));
  return { V, W: weight(s.W), b: vector(s.b, hidden), h0: vector(s.h0, hidden), x, U, c: vector(s.c, U?.[0]?.length ?? 1) };
}

function dot(row: Vector, vector: Vector): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i] * vector[i];
  return sum;
}

function slope(activation: Activation, z: number, slopeAtZero: number): number {
  if (activation === "relu") return z > 0 ? 1 : z === 0 ? slopeAtZero : 0;
  const value = FORWARD[activation](z);
  return activation === "tanh" ? 1 - value ** 2 : value * (1 - value);
}

const outer = (left: Vector, right: Vector): Matrix => left.map((a) => right.map((b) => a * b));
const plus = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((v, j) => v + b[i][j]));
const columns = (m: Matrix): Matrix => m[0].map((_, j) => m.map((row) => row[j]));

export function compute(s: State): Result {
  const cell = cellOf(s);
  const { V, W, b, x, U, c } = cell;
  const h: Matrix = [cell.h0];
  const z = x.map((x_t, t) => {
    const z_t = b.map((b_i, i) => dot(V[t][i], h[t]) + dot(W[t][i], x_t) + b_i);
    h.push(z_t.map(FORWARD[s.activation]));
    return z_t;
  });
  const y = U && U.map((U_t, t) => U_t.map((row, o) => FORWARD[s.output_activation](dot(row, h[t + 1]) + c[o])));
  const slopes = z.map((z_t) => z_t.map((z_i) => slope(s.activation, z_i, s.slope_at_zero)));
  return { cell, z, h, slope: slopes, y, ...backward(s, cell, h, slopes) };
}

function backward(s: State, { V, W, x }: Cell, h: Matrix, slopes: Matrix) {
  const J = V.map((V_t, t) => V_t.map((row, i) => row.map((v) => slopes[t][i] * v)));
  let M: Matrix = h[0].map((_, i, { length }) => Array.from({ length }, (_, j) => Number(i === j)));
  const arriving = [M]; // dh_T/dh_t, from T back to 0
  for (let t = J.length - 1; t >= 0; t--) {
    const by = columns(J[t]);
    arriving.unshift((M = M.map((row) => by.map((column) => dot(row, column)))));
  }
  const g = slopes.map((r, t) => r.map((r_i, i) => arriving[t + 1][s.unit][i] * r_i));
  const dV_steps = g.map((g_t, t) => outer(g_t, h[t]));
  const dW_steps = g.map((g_t, t) => outer(g_t, x[t]));
  const dx = g.map((g_t, t) => columns(W[t]).map((column) => dot(g_t, column)));
  const norm = arriving.map((m) => Math.sqrt(dot(m.flat(), m.flat())));
  const dV = isPerStep(s.V) ? dV_steps : dV_steps.reduce(plus);
  const dW = isPerStep(s.W) ? dW_steps : dW_steps.reduce(plus);
  return { J, g, dV_steps, dW_steps, dV, dW, dx, norm };
}
