/** A 1×1 convolution, a pooling, a loss, and the gradient’s way back, each pixel by itself. */

import { sigmoid } from "../_kit/special.ts";
import { type Matrix, type State, cut, places } from "./state.ts";

export { check } from "./state.ts";

/** An entry of the framed map that has a part in a pixel of S: that part of it, and of its gradient. */
export type Route = { i: number; j: number; row: number; column: number; share: number };

export type Result = {
  z: Matrix;
  frame: Matrix; // Z in its ring
  routes: Route[];
  s: Matrix;
  prob: Matrix | null;
  losses: Matrix | null;
  loss: number | null;
  grad_s: Matrix | null;
  grad_frame: Matrix | null;
  grad_z: Matrix | null;
  lost: number | null;
  grad_x: Matrix[] | null;
  grad_weight: number[] | null;
  grad_bias: number | null;
  new_weight: number[] | null;
  new_bias: number | null;
  z_after: Matrix | null;
  s_after: Matrix | null;
  loss_after: number | null;
  dense_weights: number;
  dense_used: number;
  dense_zeros: number;
};

const FLOOR = Math.fround(1e-12); // torch’s, of s (1 − s) in the slope
const CUT = -100; // torch’s, of a logarithm
const STEEP = 1e9; // beyond it a slope is a logarithm’s at 0, and no step can be taken

/** Equal on paper is equal here, and ties: 0.1 + 0.2 and 0.3. */
const tidy = (value: number): number => Number(value.toFixed(12)) + 0;
/** What is left of terms that cancel. */
const snap = (value: number): number => (Math.abs(value) < 1e-12 ? 0 : value);

const each = (values: Matrix, make: (value: number, i: number, j: number) => number): Matrix => values.map((row, i) => row.map((value, j) => make(value, i, j)));
const total = (values: Matrix): number => values.flat().reduce((a, b) => a + b, 0);

type Forward = Pick<Result, "z" | "frame" | "routes" | "s" | "prob" | "losses" | "loss">;

export function forward(state: State, weight: number[], bias: number | null): Forward {
  const { x, padding } = state;
  const z = each(x[0], (_, i, j) => tidy(x.reduce((sum, channel, c) => sum + weight[c] * channel[i][j], bias ?? 0)));
  const ring = state.pooling === "max" && state.padding_value === "minus_infinity" ? -Infinity : 0;
  const frame = Array.from({ length: z.length + 2 * padding }, (_, row) =>
    Array.from({ length: z[0].length + 2 * padding }, (_, column) => z[row - padding]?.[column - padding] ?? ring));
  const [rows, columns] = places(state);
  const routes: Route[] = [];
  const s = each(cut([], rows, columns), (_, i, j) => pool(state, frame, i, j, routes));
  const prob = state.loss === "with_logits" ? each(s, sigmoid) : null;
  const valued = state.loss !== "cross_entropy" || s.flat().every((p) => p >= 0 && p <= 1);
  const losses = valued ? each(s, (value, i, j) => paid(state, value, i, j)) : null;
  return { z, frame, routes, s, prob, losses, loss: losses && snap(total(losses)) };
}

function pool({ kernel, stride, pooling, ties }: State, frame: Matrix, i: number, j: number, routes: Route[]): number {
  const window: (Route & { value: number })[] = [];
  for (let row = i * stride; row < i * stride + kernel; row++)
    for (let column = j * stride; column < j * stride + kernel; column++) window.push({ i, j, row, column, share: 1 / kernel ** 2, value: frame[row][column] });
  if (pooling === "average") {
    routes.push(...window);
    return window.reduce((sum, entry) => sum + entry.value, 0) / kernel ** 2;
  }
  const most = Math.max(...window.map((entry) => entry.value));
  const best = window.filter((entry) => entry.value === most);
  const winners = ties === "split" ? best : [best[ties === "first" ? 0 : best.length - 1]];
  routes.push(...winners.map((entry) => ({ ...entry, share: 1 / winners.length })));
  return most;
}

/** What a pixel pays. */
function paid(state: State, s: number, i: number, j: number): number {
  const y = state.target[i][j];
  if (state.loss === "given") return state.grad[i][j] * s + 0;
  if (state.loss === "with_logits") return (1 - y) * s + Math.log1p(Math.exp(-Math.abs(s))) + Math.max(-s, 0);
  return -y * Math.max(Math.log(s), CUT) - (1 - y) * Math.max(Math.log1p(-s), CUT) + 0;
}

function slope(state: State, s: number, i: number, j: number): number {
  const y = state.target[i][j];
  if (state.loss === "given") return state.grad[i][j];
  if (state.loss === "with_logits") return sigmoid(s) - y;
  // At the ends the true slope, where there is one: −log(1 − s) begins with the slope 1.
  if (s === y && (s === 0 || s === 1)) return s === 0 ? 1 : -1;
  return (s - y) / Math.max(s * (1 - s), FLOOR);
}

const NOTHING = { grad_s: null, grad_frame: null, grad_z: null, lost: null, grad_x: null, grad_weight: null, grad_bias: null };
const NO_STEP = { new_weight: null, new_bias: null, z_after: null, s_after: null, loss_after: null };

export function compute(state: State): Result {
  const { x, weight, bias, learning_rate: rate } = state;
  const found = forward(state, weight, bias);
  const pixels = found.z.length * found.z[0].length;
  const dense = { dense_weights: x.length * pixels ** 2, dense_used: x.length * pixels, dense_zeros: x.length * pixels * (pixels - 1) };
  if (!found.losses) return { ...found, ...dense, ...NOTHING, ...NO_STEP };

  const grad_s = each(found.s, (value, i, j) => slope(state, value, i, j));
  const { grad_frame, grad_z, lost } = back(state, found, grad_s);
  const grad_x = weight.map((w) => each(grad_z, (g) => w * g + 0));
  const grad_weight = x.map((channel) => snap(total(each(channel, (value, i, j) => value * grad_z[i][j]))));
  const grad_bias = bias === null ? null : snap(total(grad_z));
  const grads = { grad_s, grad_frame, grad_z, lost, grad_x, grad_weight, grad_bias };
  if ([...grad_weight, grad_bias ?? 0].some((g) => Math.abs(g) > STEEP)) return { ...found, ...dense, ...grads, ...NO_STEP };

  const [new_weight, new_bias] = step(state, grads, rate);
  const after = forward(state, new_weight, new_bias);
  return { ...found, ...dense, ...grads, new_weight, new_bias, z_after: after.z, s_after: after.s, loss_after: after.loss };
}

/** Each window’s gradient to those who have a part in it; the ring keeps what it gets. */
function back({ padding }: State, { frame, z, routes }: Forward, grad_s: Matrix): { grad_frame: Matrix; grad_z: Matrix; lost: number } {
  const grad_frame = each(frame, () => 0);
  for (const { i, j, row, column, share } of routes) grad_frame[row][column] += share * grad_s[i][j];
  const inside = each(z, (_, i, j) => grad_frame[i + padding][j + padding]);
  const outer = each(grad_frame, (g, row, column) => (z[row - padding]?.[column - padding] === undefined ? g : 0));
  return { grad_frame: each(grad_frame, snap), grad_z: each(inside, snap), lost: snap(total(outer)) };
}

type Slopes = { grad_weight: number[]; grad_bias: number | null };

function step({ weight, bias }: State, { grad_weight, grad_bias }: Slopes, rate: number): [number[], number | null] {
  return [weight.map((w, c) => w - rate * grad_weight[c]), bias === null ? null : bias - rate * (grad_bias ?? 0)];
}

/** The loss after one step, for each of these learning rates; NaN where it has no value. */
export function losses(state: State, { grad_weight, grad_bias, new_weight }: Result, rates: number[]): number[] {
  if (!grad_weight || !new_weight) return rates.map(() => NaN);
  const slopes = { grad_weight, grad_bias };
  return rates.map((rate) => forward(state, ...step(state, slopes, rate)).loss ?? NaN);
}
