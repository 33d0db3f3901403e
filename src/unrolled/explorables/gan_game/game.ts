/** The game: what each player sees of the other, and their steps in turn. */

import { normal } from "../_kit/random.ts";
import { sigmoid } from "../_kit/special.ts";
import type { State, Three } from "./state.ts";

export type Two = [number, number];
/** The discriminator's logit is v x² + w x + c; the generator makes a + b z. */
export type Players = { v: number; w: number; c: number; a: number; b: number };
export type Draws = { real: number[]; noise: number[]; weight: number[] };
export type Run = { after: Players[]; held: Three[]; gone: boolean };

const FAR = 1e3; // a player whose numbers are larger than this has left the game
const THIN = 1e-6; // a generated distribution is at least as wide, where its density is needed
// The exact expectation over N(0, 1): the trapezoidal rule, with weights that sum to 1.
const NODES = Array.from({ length: 49 }, (_, i) => (i - 24) / 4);
const HEIGHTS = NODES.map((z) => Math.exp((-z * z) / 2));
const AREA = HEIGHTS.reduce((sum, height) => sum + height, 0);
const EXACT: Draws = { real: NODES, noise: NODES, weight: HEIGHTS.map((height) => height / AREA) };

export function draws({ samples, seed }: State): Draws {
  if (!samples) return EXACT;
  const next = normal(seed);
  const some = (): number[] => Array.from({ length: samples }, next);
  return { real: some(), noise: some(), weight: Array<number>(samples).fill(1 / samples) };
}

export const logit = (p: Players, x: number): number => (p.v * x + p.w) * x + p.c;
export const probability = (p: Players, x: number): number => sigmoid(logit(p, x));
export const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
export const weightsOf = ({ v, w, c }: Players): Three => [v, w, c];

/** E ln D(x) and E ln(1 − D(G(z))), the two parts of the value. */
export function logs(s: State, p: Players, d: Draws): Two {
  let [real, fake] = [0, 0];
  for (let i = 0; i < d.weight.length; i++) {
    real -= d.weight[i] * softplus(-logit(p, s.real_mean + s.real_deviation * d.real[i]));
    fake -= d.weight[i] * softplus(logit(p, p.a + p.b * d.noise[i]));
  }
  return [real, fake];
}

/** The two parts of ∂V/∂(v, w, c): it is the first minus the second. */
export function towardsReal(s: State, p: Players, d: Draws): { real: Three; fake: Three } {
  const square = s.discriminator === "quadratic";
  return { real: share(p, s.real_mean, s.real_deviation, d.real, d.weight, -1, square), fake: share(p, p.a, p.b, d.noise, d.weight, 1, square) };
}

/** The mean of D(x), or with the sign −1 of 1 − D(x), times x², x and 1. A thousand steps are made of this: no arrays, one `exp`. */
function share({ v, w, c }: Players, mean: number, spread: number, draw: number[], weight: number[], sign: 1 | -1, square: boolean): Three {
  let [second, first, all] = [0, 0, 0];
  for (let i = 0; i < weight.length; i++) {
    const x = mean + spread * draw[i];
    const t = sign * ((v * x + w) * x + c);
    const e = Math.exp(-Math.abs(t));
    const part = ((t >= 0 ? 1 : e) / (1 + e)) * weight[i];
    second += part * x * x;
    first += part * x;
    all += part;
  }
  return [square ? second : 0, first, all];
}

/** The gradients of the generator's a and b: of V, and of −E ln D(G(z)). */
export function pushes(p: Players, d: Draws): { minimax: Two; other: Two } {
  const found = { minimax: [0, 0] as Two, other: [0, 0] as Two };
  for (let i = 0; i < d.weight.length; i++) {
    const z = d.noise[i];
    const x = p.a + p.b * z;
    const t = logit(p, x);
    const along = d.weight[i] * (2 * p.v * x + p.w);
    const [taken, left] = [sigmoid(t) * along, sigmoid(-t) * along];
    found.minimax[0] -= taken;
    found.minimax[1] -= taken * z;
    found.other[0] -= left;
    found.other[1] -= left * z;
  }
  return found;
}

/** The gradient that the generator follows; that of b is 0 if it stays. */
export function chosen(s: State, p: Players, d: Draws): Two {
  const [a, b] = pushes(p, d)[s.loss === "minimax" ? "minimax" : "other"];
  return [a, s.learns === "both" ? b : 0];
}

/** `ahead` turns of the discriminator alone, then rounds of both. */
export function run(s: State): Run {
  const d = draws(s);
  const [v, w, c] = s.weights;
  let p: Players = { v: s.discriminator === "linear" ? 0 : v, w, c, a: s.mean, b: s.deviation };
  const found: Run = { after: [p], held: [weightsOf(p)], gone: false };
  for (let turn = 0; turn < s.ahead + s.rounds; turn++) {
    const waits = turn < s.ahead;
    let before = p;
    for (let k = waits ? 1 : s.d_steps; k > 0; k--) {
      before = p;
      const { real, fake } = towardsReal(s, p, d);
      p = { v: p.v + s.d_rate * (real[0] - fake[0]), w: p.w + s.d_rate * (real[1] - fake[1]), c: p.c + s.d_rate * (real[2] - fake[2]), a: p.a, b: p.b };
    }
    if (!waits) {
      const [a, b] = chosen(s, p, d);
      p = { v: p.v, w: p.w, c: p.c, a: p.a - s.g_rate * a, b: p.b - s.g_rate * b }; // all of one shape
    }
    // The negation catches NaN, too.
    if (![p.v, p.w, p.c, p.a, p.b].every((value) => Math.abs(value) <= FAR)) return { ...found, gone: true };
    found.after.push(p);
    found.held.push(weightsOf(before));
  }
  return found;
}

/** The best v, w and c: the logit is the logarithm of the ratio of the two densities. */
export function optimum(s: State, { a, b }: Players): Three {
  const [mean, variance] = [s.real_mean, s.real_deviation ** 2];
  const wide = Math.max(Math.abs(b), THIN);
  const own = wide * wide;
  return [(1 / own - 1 / variance) / 2, mean / variance - a / own, ((a * a) / own - (mean * mean) / variance) / 2 + Math.log(wide / s.real_deviation)];
}

/** The exact value with the best discriminator: −ln 4 + 2 JSD, at most 0. */
export function best(s: State, { a, b }: Players): number {
  const wide = Math.max(Math.abs(b), THIN);
  const shift = Math.log(wide / s.real_deviation);
  let sum = 0;
  // Distances in standard deviations: v x² + w x + c would cancel for a narrow one.
  NODES.forEach((z, i) => {
    const own = (s.real_mean + s.real_deviation * z - a) / wide;
    const theirs = (a + wide * z - s.real_mean) / s.real_deviation;
    sum -= EXACT.weight[i] * (softplus(-((own * own - z * z) / 2 + shift)) + softplus((z * z - theirs * theirs) / 2 + shift));
  });
  return sum;
}
