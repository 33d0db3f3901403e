/** What can be chosen, and what of it is possible. */

import * as is from "../_kit/check.ts";
import { BETA, IMAGES, NETWORKS, type Network, type Pair } from "./networks.ts";

export type State = {
  network: Network;
  digit: number; // ten of each class
  source: "encoder" | "hand";
  mu: Pair; // by hand; for the plain network the code
  sigma: Pair;
  seed: number;
  epsilon: Pair | null; // in place of the seed's draw
  free: Pair | null; // a code put anywhere
  loss: "reconstruction" | "target";
  target: Pair;
  beta: number;
  penalty: "none" | "l1" | "l2"; // on the plain network's code
  strength: number;
};

export const FAR = 50; // of a code
export const LIMITS = { mu: [-10, 10], sigma: [0.001, 10], epsilon: [-9, 9], target: [-10, 10], beta: [0, 10], strength: [0, 50], seed: [0, 9999] } as const;

const DEFAULTS: State = {
  network: "variational", digit: 60, source: "encoder", mu: [0, 0], sigma: [1, 1], seed: 1, epsilon: null, free: null, loss: "reconstruction",
  target: [0, 0], beta: BETA, penalty: "none", strength: 1,
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.oneOf("network", s.network, NETWORKS);
  is.whole("digit", s.digit, 0, IMAGES.length - 1);
  is.oneOf("source", s.source, ["encoder", "hand"]);
  pair("mu", s.mu, ...LIMITS.mu);
  pair("sigma", s.sigma, ...LIMITS.sigma);
  is.whole("seed", s.seed, ...LIMITS.seed);
  if (s.epsilon !== null) pair("epsilon", s.epsilon, ...LIMITS.epsilon);
  if (s.free !== null) pair("free", s.free, -FAR, FAR);
  is.oneOf("loss", s.loss, ["reconstruction", "target"]);
  pair("target", s.target, ...LIMITS.target);
  is.number("beta", s.beta, ...LIMITS.beta);
  is.oneOf("penalty", s.penalty, ["none", "l1", "l2"]);
  is.number("strength", s.strength, ...LIMITS.strength);
  return s;
}

function pair(name: string, value: unknown, low: number, high: number): void {
  const found = is.array(name, value, [1], low, high);
  if (!Array.isArray(found) || found.length !== 2) is.refuse(name, value, "a list of 2 numbers");
}
