/** Two layers of threshold units that count ones, for a chain of XNOR or XOR gates. */

import type { State } from "./state.ts";

export type Ran = {
  ones: number;
  hidden: number[];
  top_net: number;
  top: number;
  chained: number[];
  sums: number[];
  outputs: number[];
  wanted: number[];
  misses: number;
  patterns: number;
  tree_layers: number;
  tree_units: number;
};

/** The output unit's weights, alternating, and its threshold. */
export function signs(n: number, chain: State["chain"]): { weights: number[]; threshold: number } {
  const turned = chain === "XNOR" && n % 2 === 0 ? -1 : 1;
  return { weights: Array.from({ length: n }, (_, k) => (k % 2 ? -turned : turned)), threshold: turned / 2 };
}

export function run({ bits, chain, units }: State): Ran {
  const n = bits.length;
  const { weights, threshold } = signs(n, chain);
  const forward = (ones: number): { hidden: number[]; net: number; y: number } => {
    const hidden = weights.map((_, k) => Number(ones >= k + 1)); // all weights from the bits are 1
    const net = hidden.reduce((sum, h, k) => sum + h * weights[k] * units[k], 0);
    return { hidden, net, y: Number(net >= threshold) };
  };
  const gate = (a: number, b: number): number => (chain === "XNOR" ? Number(a === b) : Number(a !== b));
  const counts = Array.from({ length: n + 1 }, (_, s) => s);
  const by = counts.map(forward);
  const wanted = counts.map((s) => bits.map((_, i) => Number(i < s)).reduce(gate));
  const chained: number[] = [];
  bits.reduce((a, b) => {
    chained.push(gate(a, b));
    return chained[chained.length - 1];
  });
  const ones = bits.reduce((a, b) => a + b, 0);
  const { hidden, net, y } = by[ones];
  let ways = 1; // how many patterns have s ones
  let misses = 0;
  for (const s of counts) {
    if (by[s].y !== wanted[s]) misses += ways;
    ways = (ways * (n - s)) / (s + 1);
  }
  return {
    ones, hidden, top_net: net, top: y, chained, wanted, misses,
    sums: by.map((one) => one.net),
    outputs: by.map((one) => one.y),
    patterns: 2 ** n,
    tree_layers: 2 * Math.ceil(Math.log2(n)),
    tree_units: 3 * (n - 1),
  };
}
