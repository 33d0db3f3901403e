/** The network forwards and back, through the updates, and one update ahead. */

import { sigmoid } from "../_kit/special.ts";
import { type Activation, LIMIT, type Loss, type Matrix, type State, isBinary } from "./state.ts";

export { check } from "./state.ts";

export const VALUE: Record<Activation, (d: number) => number> = {
  identity: (d) => d,
  relu: (d) => Math.max(d, 0),
  tanh: Math.tanh,
  sigmoid,
};
// By the value, where it says enough; at a ReLU's kink torch's convention.
const SLOPE: Record<Activation, (a: number) => number> = {
  identity: () => 1,
  relu: (a) => (a > 0 ? 1 : 0),
  tanh: (a) => 1 - a * a,
  sigmoid: (a) => a * (1 - a),
};

// torch cuts the logarithms of probabilities, and the denominator of their slopes.
const LOG_FLOOR = -100;
const DENOMINATOR_FLOOR = Math.fround(1e-12);

/** Weights and biases, of each layer. */
export type Parameters = { W: Matrix; b: number[] }[];

export type Layer = {
  reads: number[]; // activations before it
  W: Matrix;
  b: number[];
  d: number[];
  a: number[];
  slope: number[];
  dL_da: number[];
  dL_dd: number[];
  dL_dW: Matrix;
  dL_db: number[];
};
export type Pass = { layers: Layer[]; p: number[] | null; loss: number; norm: number; total: number; dL_dx: number[] };

export type Run = {
  pass: Pass;
  before: Parameters | null; // the velocity of the update before, if there was one
  velocity: Parameters;
  next: Parameters;
  losses: number[]; // from the given weights to one update ahead
  taken: number;
};

export const factorOf = (loss: Loss, outputs: number): number => (loss.startsWith("half") ? 0.5 : 1) / (loss.includes("mean") ? outputs : 1);

export function run(s: State): Run {
  let now: Parameters = s.weights.map((W, l) => ({ W, b: s.biases?.[l] ?? W[0].map(() => 0) }));
  let pass = passThrough(s, now);
  let before: Parameters | null = null;
  let velocity = gradient(s, pass);
  let next = updated(s, now, velocity);
  const losses = [pass.total];
  while (losses.length <= s.updates && within(next)) {
    now = next;
    pass = passThrough(s, now);
    before = velocity;
    velocity = combine(gradient(s, pass), before, s.momentum);
    next = updated(s, now, velocity);
    losses.push(pass.total);
  }
  return { pass, before, velocity, next, losses: [...losses, passThrough(s, next).total], taken: losses.length - 1 };
}

const within = (parameters: Parameters): boolean => parameters.every(({ W, b }) => [...W.flat(), ...b].every((v) => Math.abs(v) <= LIMIT));

const gradient = (s: State, pass: Pass): Parameters => pass.layers.map(({ dL_dW, dL_db }) => ({ W: dL_dW, b: s.biases ? dL_db : dL_db.map(() => 0) }));

/** first + factor · second, number by number. */
const combine = (first: Parameters, second: Parameters, factor: number): Parameters =>
  first.map(({ W, b }, l) => ({
    W: W.map((row, i) => row.map((v, j) => v + factor * second[l].W[i][j])),
    b: b.map((v, j) => v + factor * second[l].b[j]),
  }));

const updated = (s: State, now: Parameters, velocity: Parameters): Parameters => combine(now, velocity, -s.learning_rate);

function passThrough(s: State, parameters: Parameters): Pass {
  let a = s.x;
  const layers = parameters.map(({ W, b }, l): Layer => {
    const reads = a;
    const d = b.map((bias, j) => reads.reduce((sum, v, i) => sum + v * W[i][j], 0) + bias);
    a = d.map(VALUE[s.activations[l]]);
    return { reads, W, b, d, a, slope: a.map(SLOPE[s.activations[l]]), dL_da: [], dL_dd: [], dL_dW: [], dL_db: [] };
  });
  const p = s.loss === "categorical" ? softmax(a) : null;
  const [loss, slopes] = lossOf(s, a, p);
  let grad = slopes;
  for (const layer of [...layers].reverse()) {
    const delta = grad.map((g, j) => g * layer.slope[j]);
    layer.dL_da = grad;
    layer.dL_dd = layer.dL_db = delta;
    layer.dL_dW = layer.W.map((row, i) => row.map((w, j) => layer.reads[i] * delta[j] + 2 * s.penalty * w));
    grad = layer.W.map((row) => row.reduce((sum, w, j) => sum + w * delta[j], 0));
  }
  const norm = parameters.reduce((sum, { W }) => sum + W.flat().reduce((part, w) => part + w * w, 0), 0);
  return { layers, p, loss, norm, total: loss + s.penalty * norm, dL_dx: grad };
}

function softmax(y: number[]): number[] {
  const most = Math.max(...y);
  const e = y.map((v) => Math.exp(v - most));
  const sum = e.reduce((total, v) => total + v, 0);
  return e.map((v) => v / sum);
}

/** The loss, and its slope at each output. */
function lossOf(s: State, y: number[], p: number[] | null): [number, number[]] {
  const t = s.target;
  const sum = (term: (k: number) => number): number => y.reduce((total, _, k) => total + term(k), 0);
  if (p) {
    const most = Math.max(...y);
    const rest = most + Math.log(sum((k) => Math.exp(y[k] - most)));
    const all = sum((k) => t[k]);
    return [sum((k) => t[k] * (rest - y[k])), p.map((share, k) => share * all - t[k])];
  }
  const factor = factorOf(s.loss, y.length);
  if (isBinary(s.loss)) {
    const cut = (log: number): number => Math.max(log, LOG_FLOOR);
    const terms = sum((k) => (t[k] - 1) * cut(Math.log1p(-y[k])) - t[k] * cut(Math.log(y[k])));
    return [factor * terms, y.map((v, k) => (factor * (v - t[k])) / Math.max(v * (1 - v), DENOMINATOR_FLOOR))];
  }
  return [factor * sum((k) => (y[k] - t[k]) ** 2), y.map((v, k) => 2 * factor * (v - t[k]))];
}

export type Named = Record<string, number | number[] | Matrix | null>;

/** All of it by name, as Python has it: `W1`, `dL_dd2`. */
export const compute = (s: State): Named => named(run(s));

export function named({ pass, velocity, next, losses, taken }: Run): Named {
  const layers: [string, number[] | Matrix][] = pass.layers.flatMap(({ W, b, d, a, slope, dL_da, dL_dd, dL_dW, dL_db }, l) =>
    Object.entries({
      W, b, d, a, slope, dL_da, dL_dd, dL_dW, dL_db,
      velocity_W: velocity[l].W, velocity_b: velocity[l].b, new_W: next[l].W, new_b: next[l].b,
    }).map(([name, value]): [string, number[] | Matrix] => [`${name}${l + 1}`, value]),
  );
  const { p, loss, norm, total, dL_dx } = pass;
  return { ...Object.fromEntries(layers), p, loss, norm, total, dL_dx, losses, loss_after: losses[losses.length - 1], taken };
}
