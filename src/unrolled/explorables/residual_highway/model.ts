/** A row of blocks y = s x + F(x) and the same without the skip connections: values forwards, gradients backwards, paths. */

import * as is from "../_kit/check.ts";
import { normal } from "../_kit/random.ts";

export const MOST = 60; // blocks
export const FEW = 5; // of which the paths are listed one by one
export const RELU = ["none", "after_sum", "before_sum"] as const;

export type Shared = number | number[]; // of all blocks, or of each
export type State = {
  blocks: number;
  slopes: Shared;
  spread: number;
  seed: number;
  skip: Shared;
  inner: Shared;
  x: number;
  relu: (typeof RELU)[number];
  block: number;
};

export const SHARED = { slopes: [-10, 10], skip: [0, 1], inner: [0.01, 100] } as const;
export type SharedName = keyof typeof SHARED;
export const NAMES = Object.keys(SHARED) as SharedName[];
const DEFAULTS: State = { blocks: 20, slopes: 0.1, spread: 0, seed: 1, skip: 1, inner: 1, x: 1, relu: "none", block: 1 };

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.whole("blocks", s.blocks, 1, MOST);
  for (const name of NAMES) {
    is.array(name, s[name], [0, 1], ...SHARED[name]);
    const value = s[name];
    if (Array.isArray(value) && value.length !== s.blocks) {
      throw new Error(`${name} has length ${value.length}; it must be a number, or a list of ${s.blocks}, one for each block`);
    }
  }
  is.number("spread", s.spread, 0, 2);
  is.whole("seed", s.seed, 0, 9999);
  is.number("x", s.x, -100, 100);
  is.oneOf("relu", s.relu, RELU);
  is.whole("block", s.block, 1, s.blocks);
  return s;
}

/** One network: its values, and the gradients of the last one. */
type Row = { y: number[]; h: number[]; factor: number[]; gradient: number[]; grad_l1: number[]; grad_l2: number[] };
type Plain = { [K in keyof Row as `plain_${K}`]: Row[K] };
export type Result = Row & Plain & {
  r: number[];
  s: number[];
  l1: number[];
  l2: number[];
  F: number[];
  gradient_F: number[];
  skip_alone: number[];
  paths: number[];
  path_sum: number[];
  path_term: number[] | null;
};

export const each = (value: Shared, count: number): number[] => (Array.isArray(value) ? value : Array<number>(count).fill(value));
const open = (z: number): number => (z > 0 ? 1 : 0); // the slope of a ReLU
const relu = (z: number): number => (z > 0 ? z : 0);

export function compute(state: State): Result {
  const { blocks, spread } = state;
  const noise = normal(state.seed);
  const r = each(state.slopes, blocks).map((slope) => slope + spread * noise());
  const s = each(state.skip, blocks);
  const l1 = each(state.inner, blocks);
  const l2 = r.map((slope, k) => slope / l1[k]);
  const bent = state.relu !== "none";

  function row(skips: number[] | null): Row & { F: number[]; gradient_F: number[]; past: number[]; through: number[] } {
    const ending = bent && (skips === null || state.relu === "before_sum"); // the branch ends with a ReLU
    const closing = bent && skips !== null && state.relu === "after_sum";
    const y = [state.x];
    const [h, F, past, through, last]: number[][] = [[], [], [], [], []];
    for (let k = 0; k < blocks; k++) {
      const before = bent ? relu(y[k]) : y[k];
      const product = r[k] * before;
      const skipped = skips ? skips[k] * y[k] : 0;
      h.push(l1[k] * before);
      F.push(ending ? relu(product) : product);
      const total = skipped + F[k];
      y.push(closing ? relu(total) : total);
      const gate = closing ? open(total) : 1;
      last.push(ending ? open(product) : 1);
      past.push(skips ? gate * skips[k] : 0);
      through.push(gate * last[k] * r[k] * (bent ? open(y[k]) : 1));
    }
    const factor = past.map((p, k) => p + through[k]);
    const gradient = backwards(factor);
    const gradient_F = gradient.slice(1).map((g, k) => (closing && !open(y[k + 1]) ? 0 : g));
    const atProduct = gradient_F.map((g, k) => g * last[k]);
    return {
      y, h, F, factor, gradient, gradient_F, past, through,
      grad_l1: atProduct.map((g, k) => g * l2[k] * (bent ? relu(y[k]) : y[k])),
      grad_l2: atProduct.map((g, k) => g * h[k]),
    };
  }

  const { past, through, ...found } = row(s);
  const { F: _F, gradient_F: _dF, past: _past, through: _through, ...without } = row(null);
  const plain = Object.fromEntries(Object.entries(without).map(([name, values]) => [`plain_${name}`, values])) as Plain;
  return { r, s, l1, l2, ...found, ...plain, skip_alone: backwards(past), ...expand(past, through) };
}

/** Products of the factors from each place to the end. */
function backwards(factors: number[]): number[] {
  const products = [1];
  for (const factor of [...factors].reverse()) products.push(products[products.length - 1] * factor);
  return products.reverse();
}

/** The product of all (past + through), multiplied out: by the number of branches taken, and term by term if they are few. */
function expand(past: number[], through: number[]): Pick<Result, "paths" | "path_sum" | "path_term"> {
  const count = past.length;
  let [paths, path_sum] = [[1], [1]];
  for (let k = 0; k < count; k++) {
    const next = (all: number[], by: [number, number]): number[] =>
      Array.from({ length: k + 2 }, (_, m) => (all[m] ?? 0) * by[0] + (all[m - 1] ?? 0) * by[1]);
    [paths, path_sum] = [next(paths, [1, 1]), next(path_sum, [past[k], through[k]])];
  }
  const one = (number: number): number => past.reduce((product, p, k) => product * ((number >> k) & 1 ? through[k] : p), 1);
  return { paths, path_sum, path_term: count <= FEW ? Array.from({ length: 2 ** count }, (_, number) => one(number)) : null };
}

/** Another number of blocks: lists are cut or continued, and the chosen block stays in the row. */
export function resized(s: State, blocks: number): State {
  const fit = (value: Shared): Shared =>
    Array.isArray(value) ? Array.from({ length: blocks }, (_, k) => value[Math.min(k, value.length - 1)]) : value;
  return { ...s, blocks, slopes: fit(s.slopes), skip: fit(s.skip), inner: fit(s.inner), block: Math.min(s.block, blocks) };
}
