/** y = g(f(z)), its slope, and the curves of both. */

import * as is from "../_kit/check.ts";
import { erfc, sigmoid } from "../_kit/special.ts";

export const END = 8; // the curve runs from −END to END
const POINTS = 321;

export type State = { z: number; activation: Activation; outer_activation: Activation; negative_slope: number; alpha: number };
type Constants = Pick<State, "negative_slope" | "alpha">;
type Value = (z: number, c: Constants) => number;

const phi = (z: number): number => 0.5 * erfc(-z / Math.SQRT2); // the normal distribution, and its density
const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

// Value and slope; at a kink torch's convention, the slope of the left side.
const FUNCTIONS = {
  identity: [(z) => z, () => 1],
  sigmoid: [sigmoid, (z) => sigmoid(z) * sigmoid(-z)],
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  relu: [(z) => Math.max(z, 0), (z) => (z > 0 ? 1 : 0)],
  leaky_relu: [(z, c) => (z > 0 ? z : c.negative_slope * z), (z, c) => (z > 0 ? 1 : c.negative_slope)],
  elu: [(z, c) => (z > 0 ? z : c.alpha * Math.expm1(z)), (z, c) => (z > 0 ? 1 : c.alpha * Math.exp(z))],
  gelu: [(z) => z * phi(z), (z) => phi(z) + z * density(z)],
  silu: [(z) => z * sigmoid(z), (z) => sigmoid(z) * (1 + z * sigmoid(-z))],
  softplus: [(z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), sigmoid],
} satisfies Record<string, [Value, Value]>;

export type Activation = keyof typeof FUNCTIONS;
export const ACTIVATIONS = Object.keys(FUNCTIONS) as Activation[];

const DEFAULTS: State = { z: 1, activation: "sigmoid", outer_activation: "identity", negative_slope: 0.01, alpha: 1 };

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.number("z", s.z, -END, END);
  is.oneOf("activation", s.activation, ACTIVATIONS);
  is.oneOf("outer_activation", s.outer_activation, ACTIVATIONS);
  is.number("negative_slope", s.negative_slope, 0, 1);
  is.number("alpha", s.alpha, 0, 4);
  return s;
}

export type Result = {
  a: number;
  y: number;
  slope_f: number;
  slope_g: number;
  slope_total: number;
  curve_z: number[];
  curve_y: number[];
  curve_slope: number[];
};

export function compute(s: State): Result {
  const at = (z: number): Omit<Result, `curve_${string}`> => {
    const [f, df]: [Value, Value] = FUNCTIONS[s.activation];
    const [g, dg]: [Value, Value] = FUNCTIONS[s.outer_activation];
    const a = f(z, s);
    const [slope_f, slope_g] = [df(z, s), dg(a, s)];
    return { a, y: g(a, s), slope_f, slope_g, slope_total: slope_g * slope_f };
  };
  const curve_z = Array.from({ length: POINTS }, (_, i) => -END + (2 * END * i) / (POINTS - 1));
  const along = curve_z.map(at);
  return {
    ...at(s.z),
    curve_z,
    curve_y: along.map((point) => point.y),
    curve_slope: along.map((point) => point.slope_total),
  };
}
