/** What can be set, and its checks. */

import * as is from "../_kit/check.ts";
import { LAST } from "./rule.ts";

export const UNITS = 5; // hidden units at most, as many as bits
export const MOST = 10; // of weights, bias and learning rate
export const SHOWS = ["perceptron", "network"] as const;
export const INPUTS = ["binary", "bipolar"] as const;
export const BIASES = ["learned", "fixed"] as const;
export const CHAINS = ["XNOR", "XOR"] as const;

export type State = {
  show: (typeof SHOWS)[number];
  targets: number[];
  weights: number[];
  bias: number;
  learning_rate: number;
  bias_rule: (typeof BIASES)[number];
  inputs: (typeof INPUTS)[number];
  at_zero: number;
  order: number[];
  steps: number;
  bits: number[];
  chain: (typeof CHAINS)[number];
  units: number[];
};

const DEFAULTS: State = {
  show: "perceptron", targets: [0, 0, 0, 1], weights: [-0.4, 0.6], bias: 0.1, learning_rate: 0.2, bias_rule: "learned", inputs: "binary",
  at_zero: 1, order: [0, 1, 2, 3], steps: 0, bits: [1, 0], chain: "XNOR", units: [1, 1, 1, 1, 1],
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.oneOf("show", s.show, SHOWS);
  bits("targets", s.targets, 4, 4);
  if ((is.array("weights", s.weights, [1], -MOST, MOST) as number[]).length !== 2) is.refuse("weights", s.weights, "a list of 2 numbers");
  is.number("bias", s.bias, -MOST, MOST);
  is.number("learning_rate", s.learning_rate, 0, MOST);
  is.oneOf("bias_rule", s.bias_rule, BIASES);
  is.oneOf("inputs", s.inputs, INPUTS);
  is.whole("at_zero", s.at_zero, 0, 1);
  const order = is.array("order", s.order, [1], 0, 3) as number[];
  if (String([...order].sort()) !== "0,1,2,3") is.refuse("order", s.order, "the numbers 0 to 3 in some order");
  is.whole("steps", s.steps, 0, LAST);
  bits("bits", s.bits, 2, UNITS);
  is.oneOf("chain", s.chain, CHAINS);
  bits("units", s.units, UNITS, UNITS);
  return s;
}

function bits(name: string, given: unknown, fewest: number, most: number): void {
  const found = is.array(name, given, [1], 0, 1) as number[];
  if (found.length < fewest || found.length > most || !found.every(Number.isInteger)) {
    is.refuse(name, given, `a list of ${fewest === most ? most : `${fewest} to ${most}`} numbers, each 0 or 1`);
  }
}
