/** A digit, its code, what is decoded from it, the loss in its parts, and the way back to mean and standard deviation. */

import { normal } from "../_kit/random.ts";
import { decode, decodeBackward, EACH, encode, HELD_OUT, IMAGES, NETWORKS, type Network, type Pair, RADIUS } from "./networks.ts";
import type { State } from "./state.ts";

export { check } from "./state.ts";

type Draw = {
  log_var: Pair;
  sigma: Pair;
  eps: Pair;
  noise: Pair;
  mu_squared: Pair;
  sigma_squared: Pair;
  kl: Pair;
  kl_total: number;
};
export type Result = { [K in keyof Draw]: Draw[K] | null } & {
  codes: Pair[]; // of all digits, of the variational network the means
  inside: number; // the share of them in the disc
  mu: Pair;
  z: Pair;
  code: Pair; // what is decoded
  image: number[][];
  decoded: number[][];
  error: number[][];
  reconstruction: number;
  distance: number | null;
  added: number;
  total: number;
  dL_dz: Pair;
  dL_dmu: Pair | null;
  dL_dsigma: Pair | null;
  held_error: number[];
  held_inside: number[];
};

const SIDE = 8;
const NOTHING = { log_var: null, sigma: null, eps: null, noise: null, mu_squared: null, sigma_squared: null, kl: null, kl_total: null };
const both = (value: (i: 0 | 1) => number): Pair => [value(0), value(1)];
const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
const rows = (values: number[]): number[][] => Array.from({ length: SIDE }, (_, i) => values.slice(SIDE * i, SIDE * (i + 1)));

// What the encoders make of the hundred digits does not change.
const encoded = Object.fromEntries(NETWORKS.map((name) => [name, IMAGES.map((image) => encode(name, image))])) as Record<Network, number[][]>;
export const CODES = Object.fromEntries(NETWORKS.map((name) => [name, encoded[name].map(([a, b]) => [a, b] as Pair)])) as Record<Network, Pair[]>;
export const classOf = (digit: number): number => Math.floor(digit / EACH);

export function compute(s: State): Result {
  const variational = s.network === "variational";
  const image = IMAGES[s.digit];
  const out = encoded[s.network][s.digit];
  const mu: Pair = s.source === "hand" ? s.mu : [out[0], out[1]];
  const drawn = variational ? draw(s, mu, [out[2], out[3]]) : null;
  const z = s.free ?? (drawn ? both((i) => mu[i] + drawn.noise[i]) : mu);
  const { code, penalty } = variational ? { code: z, penalty: 0 } : shrunk(s, z);
  const decoded = decode(s.network, code);
  const error = decoded.map((pixel, k) => (pixel - image[k]) ** 2);
  const reconstruction = sum(error);
  const distance = s.loss === "target" ? sum(code.map((value, i) => (value - s.target[i]) ** 2)) : null;
  const dL_dz = distance === null
    ? decodeBackward(s.network, decoded.map((pixel, k) => 2 * (pixel - image[k])), code, decoded)
    : both((i) => 2 * (code[i] - s.target[i]));
  const added = drawn ? s.beta * drawn.kl_total : penalty;
  const back = drawn && !s.free ? drawn : null;
  const codes = CODES[s.network];
  return {
    ...(drawn ?? NOTHING),
    codes, mu, z, code, reconstruction, distance, added, dL_dz,
    inside: codes.filter((at) => Math.hypot(...at) < RADIUS).length / codes.length,
    image: rows(image), decoded: rows(decoded), error: rows(error),
    total: (distance ?? reconstruction) + added,
    dL_dmu: back && both((i) => dL_dz[i] + s.beta * mu[i]),
    dL_dsigma: back && both((i) => dL_dz[i] * back.eps[i] + s.beta * (back.sigma[i] - 1 / back.sigma[i])),
    held_error: HELD_OUT[0], held_inside: HELD_OUT[1],
  };
}

/** The distribution, a draw from it apart from its mean, and its divergence from the standard normal one, in parts. */
function draw(s: State, mu: Pair, given: Pair): Draw {
  const sigma = s.source === "hand" ? s.sigma : both((i) => Math.exp(given[i] / 2));
  const log_var = s.source === "hand" ? both((i) => 2 * Math.log(s.sigma[i])) : given;
  const eps = s.epsilon ?? seeded(s.seed);
  const kl = both((i) => (mu[i] ** 2 + sigma[i] ** 2 - 1 - log_var[i]) / 2);
  return {
    log_var, sigma, eps, noise: both((i) => sigma[i] * eps[i]), mu_squared: both((i) => mu[i] ** 2), sigma_squared: both((i) => sigma[i] ** 2), kl,
    kl_total: sum(kl),
  };
}

/** In hundredths: one is to compute with it by hand. */
function seeded(seed: number): Pair {
  const next = normal(seed);
  return both(() => Math.floor(next() * 100 + 0.5) / 100);
}

/** The h with the smallest ½‖h − z‖² + λ Σ|h| or ½‖h − z‖² + λ Σh², and λ times its penalty. */
function shrunk({ penalty, strength }: State, z: Pair): { code: Pair; penalty: number } {
  if (penalty === "none") return { code: z, penalty: 0 };
  const code = both((i) => (penalty === "l1" ? Math.sign(z[i]) * Math.max(Math.abs(z[i]) - strength, 0) : z[i] / (1 + 2 * strength)));
  return { code, penalty: strength * sum(code.map((h) => (penalty === "l1" ? Math.abs(h) : h * h))) };
}
