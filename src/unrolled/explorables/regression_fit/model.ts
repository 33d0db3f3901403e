/** A least-squares line and a logistic curve through two classes on a line. */

import * as is from "../_kit/check.ts";
import { sigmoid } from "../_kit/special.ts";

export const MOST = 8; // points of a class
export const EDGE = 1000; // of x
export const PENALTIES = [0.001, 100] as const;
const HALF = 0.5 - 1e-9; // from here on a point is put into class 1; a rounding does not matter
const ROUNDING = 1e-12; // an error or a weight below it is what is left of a sum that cancels
const NEWTON = 60; // steps; ten are plenty where the start is not bad
const HALVINGS = 40;
const SLACK = 1e-12; // relative; a step that raises the loss by less is within its rounding
const NEAR = 1e-9; // a crossing nearer to 0 is what is left of two numbers that cancel
const FLAT = 1e-9; // rise over the points; below it a fit crosses one half nowhere

export type State = { zeros: number[]; ones: number[]; penalty: number };
const DEFAULTS: State = { zeros: [1, 2, 3, 4], ones: [5, 6, 7, 30], penalty: 1 };

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  for (const name of ["zeros", "ones"] as const) {
    is.array(name, s[name], [1], -EDGE, EDGE);
    if (s[name].length > MOST) is.refuse(name, s[name], `a list of 1 to ${MOST} numbers`);
  }
  is.number("penalty", s.penalty, ...PENALTIES);
  return s;
}

export type Fit = [slope: number, intercept: number];
type Kind = "line" | "curve";
export type Result = { line: Fit; curve: Fit; far: number } & Record<`${Kind}_${"crossing" | "crossing_without"}`, number | null> &
  Record<`${Kind}_${"value" | "error" | "loss"}`, number[]> & Record<`${Kind}_${"total" | "wrong"}`, number>;

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: number[]): number => sum(values) / values.length;
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const entropy = (z: number, y: number): number => softplus(y === 1 ? -z : z);

export function compute(s: State): Result {
  const x = [...s.zeros, ...s.ones];
  const y = x.map((_, i) => (i < s.zeros.length ? 0 : 1));
  const far = farthest(x);
  const [line, curve] = [lineThrough(x, y), curveThrough(x, y, s.penalty)];
  const alone = y.filter((one) => one === y[far]).length === 1;
  const rest = (values: number[]): number[] => values.filter((_, i) => i !== far);
  const [u, v] = [rest(x), rest(y)];
  const lineValue = x.map((at) => line[0] * at + line[1]);
  const errors = lineValue.map((value, i) => (Math.abs(value - y[i]) < ROUNDING ? 0 : value - y[i]));
  const scores = x.map((at) => curve[0] * at + curve[1]);
  const chances = scores.map(sigmoid);
  return {
    line,
    curve,
    far,
    ...judged("line", lineValue, errors, errors.map((error) => error ** 2), y),
    ...judged("curve", chances, chances.map((p, i) => p - y[i]), scores.map((z, i) => entropy(z, y[i])), y),
    line_crossing: crossing(line, 0.5, x),
    curve_crossing: crossing(curve, 0, x),
    line_crossing_without: alone ? null : crossing(lineThrough(u, v), 0.5, u),
    curve_crossing_without: alone ? null : crossing(curveThrough(u, v, s.penalty), 0, u),
  } as Result;
}

function judged(kind: Kind, value: number[], error: number[], loss: number[], y: number[]): Partial<Result> {
  return {
    [`${kind}_value`]: value,
    [`${kind}_error`]: error,
    [`${kind}_loss`]: loss,
    [`${kind}_total`]: sum(loss),
    [`${kind}_wrong`]: value.filter((one, i) => one >= HALF !== (y[i] === 1)).length,
  };
}

/** Level where all points lie at one x. */
function lineThrough(x: number[], y: number[]): Fit {
  const [middle, level] = [mean(x), mean(y)];
  const spread = sum(x.map((at) => (at - middle) ** 2));
  const slope = spread > 0 ? sum(x.map((at, i) => (at - middle) * (y[i] - level))) / spread : 0;
  return settled([slope, level - slope * middle]);
}

/** Newton's steps from zero on centred points, halved until they descend. */
function curveThrough(x: number[], y: number[], penalty: number): Fit {
  const middle = mean(x);
  const u = x.map((at) => at - middle);
  const objective = (weight: number, bias: number): number => sum(u.map((at, i) => entropy(weight * at + bias, y[i]))) + 0.5 * penalty * weight ** 2;
  let [weight, bias] = [0, 0];
  let before = objective(weight, bias);
  for (let n = 0; n < NEWTON; n++) {
    let [down, sideways] = [penalty * weight, 0];
    let [a, b, c] = [penalty, 0, 0];
    u.forEach((at, i) => {
      const p = sigmoid(weight * at + bias);
      const bend = p * (1 - p);
      down += (p - y[i]) * at;
      sideways += p - y[i];
      a += bend * at * at;
      b += bend * at;
      c += bend;
    });
    const size = a * c - b * b;
    let step = [(c * down - b * sideways) / size, (a * sideways - b * down) / size];
    let after = before;
    for (let halving = 0; halving < HALVINGS; halving++) {
      after = objective(weight - step[0], bias - step[1]);
      if (after <= before + SLACK * (1 + before)) break;
      step = step.map((part) => part / 2);
    }
    [weight, bias, before] = [weight - step[0], bias - step[1], after];
  }
  return settled([weight, bias - weight * middle]);
}

/** Without what is left of a sum that cancels. */
const settled = (fit: Fit): Fit => fit.map((one) => (Math.abs(one) < ROUNDING ? 0 : one)) as Fit;

/** Where slope · x + intercept is `level`; null if it is as good as level. */
function crossing([slope, intercept]: Fit, level: number, x: number[]): number | null {
  if (Math.abs(slope) * (Math.max(...x) - Math.min(...x)) < FLAT) return null;
  const found = (level - intercept) / slope;
  return Math.abs(found) > NEAR ? found : 0;
}

/** The point with the greatest distance from the mean, the first of equals. */
function farthest(x: number[]): number {
  const away = x.map((at) => Math.abs(at - mean(x)));
  return away.reduce((far, one, i) => (one > away[far] + FLAT ? i : far), 0);
}
