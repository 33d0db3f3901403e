/** The trained networks in plain loops over flat arrays. train.py has made the weights, in hundredths. */

import found from "./weights.json" with { type: "json" };

export const NETWORKS = ["perceptron", "lenet", "maximum"] as const;
export type Network = (typeof NETWORKS)[number];
/** Channels of square maps, one after the other. */
export type Maps = { values: Float64Array; channels: number; side: number };
export type Layers = { scores: Float64Array } & Partial<Record<"z1" | "map1" | "pool1" | "z2" | "map2" | "pool2", Maps>> & Partial<Record<"first" | "hidden1" | "hidden2", Float64Array>>;

const flat = (nested: unknown): Float64Array => Float64Array.from([nested].flat(9) as number[], (hundredths) => hundredths / 100);
export const WEIGHTS = Object.fromEntries(NETWORKS.map((name) => [name, (found.weights[name] as unknown[]).map(flat)])) as Record<Network, Float64Array[]>;
/** The share of new digits that each gets right when they are moved by 0, 1, … 4 pixels. */
export const ACCURACY = NETWORKS.map((name) => found.right[name].map((right) => right / found.tested));
export const KERNEL = 3;

/** `field` is 16 by 16, from 0 to 1. */
export function layers(name: Network, field: Float64Array, wrap: boolean): Layers {
  if (name === "perceptron") {
    const [w1, b1] = WEIGHTS[name];
    return later(linear(field, w1, b1));
  }
  const [k1, k2, b2, w, b] = WEIGHTS[name];
  const z1 = convolve({ values: field, channels: 1, side: Math.sqrt(field.length) }, k1, null, wrap);
  const pool1 = pool(z1, 2);
  const z2 = convolve(pool1, k2, b2, wrap);
  const pool2 = pool(z2, last(name, z2));
  return { z1, map1: relu(z1), pool1, z2, map2: relu(z2), pool2, scores: linear(pool2.values, w, b) };
}

/** The scores where a few pixels differ by so much: only what follows from the differences is computed. */
export function nudged(name: Network, kept: Layers, differences: [number, number][], wrap: boolean): Float64Array {
  if (!kept.z1 || !kept.z2 || !kept.pool1) {
    const [w1] = WEIGHTS.perceptron;
    const z = Float64Array.from(kept.first ?? []);
    for (const [k, x] of differences) for (let i = 0; i < z.length; i++) z[i] += w1[(i * w1.length) / z.length + k] * x;
    return later(z).scores;
  }
  const [k1, k2, , w, b] = WEIGHTS[name];
  const z1 = { ...kept.z1, values: kept.z1.values.slice() };
  for (const [k, x] of differences) handOn(z1, k1, 1, k, x, wrap);
  const pool1 = pool(z1, 2);
  const z2 = { ...kept.z2, values: kept.z2.values.slice() };
  for (let k = 0; k < pool1.values.length; k++) {
    const x = pool1.values[k] - kept.pool1.values[k];
    if (x !== 0) handOn(z2, k2, pool1.channels, k, x, wrap);
  }
  return linear(pool(z2, last(name, z2)).values, w, b);
}

const last = (name: Network, { side }: Maps): number => (name === "lenet" ? 2 : side);
const relu = ({ values, channels, side }: Maps): Maps => ({ values: positive(values), channels, side });

function positive(z: Float64Array): Float64Array {
  const out = new Float64Array(z.length);
  for (let k = 0; k < z.length; k++) if (z[k] > 0) out[k] = z[k];
  return out;
}

/** The perceptron, from what its first layer has before ReLU. */
function later(first: Float64Array): Layers {
  const [, , w2, b2, w3, b3] = WEIGHTS.perceptron;
  const hidden1 = positive(first);
  const hidden2 = positive(linear(hidden1, w2, b2));
  return { first, hidden1, hidden2, scores: linear(hidden2, w3, b3) };
}

function linear(x: Float64Array, weight: Float64Array, bias: Float64Array): Float64Array {
  const out = Float64Array.from(bias);
  for (let i = 0, k = 0; i < out.length; i++) for (let j = 0; j < x.length; j++, k++) out[i] += weight[k] * x[j];
  return out;
}

/** A convolution by 3 by 3 kernels that keeps the size. Each number is handed on to the units that see it; most are 0. */
function convolve({ values: from, channels: below, side }: Maps, kernels: Float64Array, bias: Float64Array | null, wrap: boolean): Maps {
  const channels = kernels.length / (below * KERNEL * KERNEL);
  const z = { values: new Float64Array(channels * side * side), channels, side };
  if (bias) for (let o = 0; o < channels; o++) z.values.fill(bias[o], o * side * side, (o + 1) * side * side);
  for (let k = 0; k < from.length; k++) if (from[k] !== 0) handOn(z, kernels, below, k, from[k], wrap);
  return z;
}

/** Add what place `k` of the maps below gives to every unit that sees it, if it holds x. */
function handOn({ values, channels, side }: Maps, kernels: Float64Array, below: number, k: number, x: number, wrap: boolean): void {
  const area = side * side;
  const [i, j, size] = [Math.floor((k % area) / side), k % side, KERNEL * KERNEL];
  const first = Math.floor(k / area) * size;
  for (let u = 0; u < KERNEL; u++) {
    let row = i + 1 - u;
    if (row < 0 || row >= side) {
      if (!wrap) continue;
      row = (row + side) % side;
    }
    for (let v = 0; v < KERNEL; v++) {
      let column = j + 1 - v;
      if (column < 0 || column >= side) {
        if (!wrap) continue;
        column = (column + side) % side;
      }
      let weight = first + u * KERNEL + v;
      let at = row * side + column;
      for (let o = 0; o < channels; o++, weight += below * size, at += area) values[at] += kernels[weight] * x;
    }
  }
}

/** The maximum of each window, of what ReLU lets through. */
function pool({ values, channels, side }: Maps, window: number): Maps {
  const small = side / window;
  const out = new Float64Array(channels * small * small);
  for (let row = 0, k = 0; row < channels * side; row++) { // all maps below each other
    const start = Math.floor(row / window) * small;
    for (let to = start; to < start + small; to++) {
      for (let n = 0; n < window; n++, k++) if (values[k] > out[to]) out[to] = values[k];
    }
  }
  return { values: out, channels, side: small };
}

/** With a ring around every map: zeros, or what is at the opposite edge. */
export function ringed({ values, channels, side }: Maps, wrap: boolean): Maps {
  const wide = side + 2;
  const out = new Float64Array(channels * wide * wide);
  for (let k = 0; k < out.length; k++) {
    const [c, i, j] = [Math.floor(k / (wide * wide)), Math.floor(k / wide) % wide, k % wide];
    const outside = i === 0 || j === 0 || i > side || j > side;
    if (!outside || wrap) out[k] = values[(c * side + ((i + side - 1) % side)) * side + ((j + side - 1) % side)];
  }
  return { values: out, channels, side: wide };
}

export function softmax(scores: Float64Array): Float64Array {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
