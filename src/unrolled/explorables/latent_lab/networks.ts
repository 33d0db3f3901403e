/** The trained autoencoders in plain loops. train.py has made the weights, in hundredths. */

import real from "./digits.json" with { type: "json" };
import found from "./weights.json" with { type: "json" };

export const NETWORKS = ["plain", "variational"] as const;
export type Network = (typeof NETWORKS)[number];
export type Pair = [number, number];

type Layer = { weights: number[][]; bias: number[] };
const layer = (weights: unknown, bias: unknown): Layer => ({
  weights: (weights as number[][]).map((row) => row.map((hundredths) => hundredths / 100)),
  bias: (bias as number[]).map((hundredths) => hundredths / 100),
});
const LAYERS = Object.fromEntries(NETWORKS.map((name) => {
  const all = found.weights[name] as unknown[];
  return [name, [0, 2, 4, 6].map((k) => layer(all[k], all[k + 1]))];
})) as Record<Network, Layer[]>;

export const BETA = found.beta;
/** On 597 digits that training never saw. */
export const HELD_OUT = (["error", "inside"] as const).map((key) => NETWORKS.map((name) => found.found[name][key]));
export const IMAGES = real.map((digit) => [...digit].map((level) => Number.parseInt(level, 17) / 16));
export const EACH = 10; // digits of a class, one class after the other
export const RADIUS = 2.45; // a disc that holds 95 % of the prior

const linear = (x: number[], { weights, bias }: Layer): number[] => weights.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j], bias[i]));
const relu = (z: number[]): number[] => z.map((value) => Math.max(value, 0));
const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

/** A code; of the variational network the means and the logarithms of the variances. */
export function encode(name: Network, image: number[]): number[] {
  const [first, second] = LAYERS[name];
  return linear(relu(linear(image, first)), second);
}

export function decode(name: Network, code: number[]): number[] {
  const [, , third, fourth] = LAYERS[name];
  return linear(relu(linear(code, third)), fourth).map(sigmoid);
}

/** The gradient by the code, from that by the decoded pixels. */
export function decodeBackward(name: Network, grad: number[], code: number[], decoded: number[]): Pair {
  const [, , third, fourth] = LAYERS[name];
  const z = linear(code, third);
  const inner = grad.map((g, k) => g * decoded[k] * (1 - decoded[k]));
  const hidden = z.map((value, j) => (value > 0 ? inner.reduce((sum, g, k) => sum + g * fourth.weights[k][j], 0) : 0));
  return [0, 1].map((i) => hidden.reduce((sum, g, j) => sum + g * third.weights[j][i], 0)) as Pair;
}
