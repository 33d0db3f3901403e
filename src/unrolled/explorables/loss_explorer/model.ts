/** Points under a loss, the first under its relatives, too, and a descent from there. */

import * as is from "../_kit/check.ts";
import {
  arc, BOUNDS, FAMILIES, type Family, familyOf, LOSSES, type Loss, ofDifference, OUTPUTS, type Output, probability, squash, valueAndSlope,
} from "./losses.ts";

export const MOST = 4; // points
const FAR = 1e6; // where a descent is given up
type Range = readonly [number, number];
// What a prediction and a target may be.
export const LIMITS: Record<Family, Range> = { number: [-400, 400], class: [-10, 10], angle: [0, 360] };
export const TARGETS: Record<Family, Range> = { number: [-400, 400], class: [0, 1], angle: [0, 360] };
export const RANGES = { delta: [0.1, 100], penalty: [0, 10], others: [-4, 4], rate: [0.001, 1000], steps: [0, 200] } as const;
export const oneHot = (loss: Loss): boolean => loss === "cross_entropy" || loss === "hinge";

export type State = {
  loss: Loss;
  predictions: number[];
  targets: number[];
  output: Output;
  delta: number;
  penalty: number;
  others: number[];
  rate: number;
  steps: number;
};
const DEFAULTS: State = { loss: "squared", predictions: [3], targets: [1], output: "identity", delta: 1, penalty: 0, others: [0, 0], rate: 0.1, steps: 10 };

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  const family = familyOf(is.oneOf("loss", s.loss, LOSSES));
  is.array("predictions", s.predictions, [1], ...LIMITS[family]);
  is.array("targets", s.targets, [1], ...TARGETS[family]);
  is.array("others", s.others, [1], ...RANGES.others);
  if (s.predictions.length > MOST) is.refuse("predictions", s.predictions, `a list of 1 to ${MOST} numbers`);
  if (s.targets.length !== s.predictions.length) is.refuse("targets", s.targets, "a list as long as predictions");
  if (oneHot(s.loss)) s.targets.forEach((t, i) => is.whole(`targets[${i}]`, t, 0, 1));
  if (s.others.length !== 2) is.refuse("others", s.others, "a list of 2 numbers");
  is.oneOf("output", s.output, OUTPUTS);
  is.number("delta", s.delta, ...RANGES.delta);
  is.number("penalty", s.penalty, ...RANGES.penalty);
  is.number("rate", s.rate, ...RANGES.rate);
  is.whole("steps", s.steps, ...RANGES.steps);
  return s;
}

export type Result = {
  output: number[];
  error: number[];
  arc: number[] | null;
  loss: number[];
  slope: number[];
  floor: number[] | null;
  total: number;
  mean: number;
  family_mean: number[];
  family_slope: number[];
  path: number[];
  path_loss: number[];
  path_slope: number[];
  last: number;
};

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

export function compute(s: State): Result {
  const family = familyOf(s.loss);
  const points = s.predictions.map((q, i) => [q, s.targets[i]] as const);
  const found = points.map(([q, t]) => valueAndSlope(s.loss, s, q, t));
  const loss = found.map(([value]) => value);
  const relatives = FAMILIES[family].map((name) => points.map(([q, t]) => valueAndSlope(name, s, q, t)));
  const output = points.map(([q]) => seen(s, family, q));
  return {
    output,
    error: points.map(([q, t], i) => (s.loss === "hinge" ? (2 * t - 1) * q : output[i] - t)),
    arc: family === "angle" ? points.map(([q, t]) => arc(q, t)) : null,
    loss,
    slope: found.map(([, slope]) => slope),
    floor: family === "number" && s.output !== "identity" ? s.targets.map((t) => floor(s, t)) : null,
    total: sum(loss),
    mean: sum(loss) / loss.length,
    family_mean: relatives.map((one) => sum(one.map(([value]) => value)) / one.length),
    family_slope: relatives.map(([[, slope]]) => slope),
    ...descent(s),
  };
}

function seen(s: State, family: Family, q: number): number {
  if (family === "number") return squash(s.output, q)[0];
  return family === "class" && s.loss !== "hinge" ? probability(s.loss, s, q) : q;
}

/** The loss of the nearest value that the output activation may come near to. */
function floor(s: State, t: number): number {
  const [low, high] = BOUNDS[s.output];
  return ofDifference(s.loss, s.delta, Math.min(Math.max(t, low), high) - t)[0];
}

/** The first prediction goes down the slope until it has run away. */
function descent(s: State): Pick<Result, "path" | "path_loss" | "path_slope" | "last"> {
  const rows: [number, number, number][] = [];
  let q = s.predictions[0];
  let last = 0;
  for (let step = 0; step <= s.steps; step++) {
    const [value, slope] = valueAndSlope(s.loss, s, q, s.targets[0]);
    rows.push([q, value, slope]);
    const after = q - s.rate * slope;
    if (Math.abs(after) > FAR || last !== step || step === s.steps) continue;
    q = after;
    last = step + 1;
  }
  return { path: rows.map(([at]) => at), path_loss: rows.map(([, value]) => value), path_slope: rows.map(([, , slope]) => slope), last };
}
