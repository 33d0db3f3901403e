/** A polynomial through points, and its losses along an axis: the degree, the number of points, or λ. */

import * as is from "../_kit/check.ts";
import { dot, evaluate, interpolate, legendre, Triangle } from "./fit.ts";
import { type Curve, CURVES, draw } from "./points.ts";

export const [DEGREES, POINTS, GIVEN] = [15, 120, 12]; // at most
export const AXES = ["degree", "points", "strength"] as const;
const COUNTS = Array.from({ length: POINTS }, (_, i) => i + 1).filter((n) => n < 20 || (n < 40 ? n % 2 === 0 : n % 5 === 0));
const STRENGTHS = [0, ...Array.from({ length: 40 }, (_, i) => 10 ** ((i - 31) / 4))];
const NONE = 1e-12; // a smaller λ is none
const ROUNDING = 1e-20; // a smaller loss is 0
const FAR = 2; // how far own points lie from 0
const APART = 0.01; // own points, at least

export type Axis = (typeof AXES)[number];
export type State = {
  degree: number; points: number; noise: number; strength: number; seed: number; curve: Curve; validation_points: number;
  lifted: number; lift: number; data: "drawn" | "given"; x: number[]; y: number[]; x_new: number[]; y_new: number[]; axis: Axis;
};

const DEFAULTS: State = {
  degree: 9, points: 12, noise: 0.3, strength: 0, seed: 75, curve: "wave", validation_points: 40,
  lifted: 0, lift: 0, data: "drawn", x: [-1, 0, 1], y: [-2, 1, 1], x_new: [2], y_new: [2], axis: "degree",
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.whole("degree", s.degree, 0, DEGREES);
  is.whole("points", s.points, 1, POINTS);
  is.number("noise", s.noise, 0, 2);
  is.number("strength", s.strength, 0, 100);
  is.whole("seed", s.seed, 0, 9999);
  is.oneOf("curve", s.curve, Object.keys(CURVES));
  is.whole("validation_points", s.validation_points, 1, POINTS);
  is.whole("lifted", s.lifted, 0, POINTS);
  is.number("lift", s.lift, -5, 5);
  is.oneOf("data", s.data, ["drawn", "given"]);
  pairs(s, "x", "y", 1, APART);
  pairs(s, "x_new", "y_new", FAR, 0);
  is.oneOf("axis", s.axis, AXES);
  return s;
}

function pairs(s: State, x: "x" | "x_new", y: "y" | "y_new", far: number, apart: number): void {
  is.array(x, s[x], [1], -far, far);
  is.array(y, s[y], [1], -100, 100);
  if (s[x].length > GIVEN) is.refuse(x, s[x], `a list of at most ${GIVEN} numbers`);
  if (s[y].length !== s[x].length) is.refuse(y, s[y], `a list of as many numbers as ${x}, ${s[x].length}`);
  const ordered = [...s[x]].sort((a, b) => a - b);
  if (ordered.some((one, i) => i > 0 && one - ordered[i - 1] < apart)) is.refuse(x, s[x], `a list of numbers at least ${apart} apart`);
}

/** The values at each of the points that are fitted, or that judge. */
export type Rows = { x: number[]; y: number[]; fitted: number[]; residual: number[]; square: number[] };

export type Result = {
  weights: number[]; losses: number[]; expected: number | null;
  norm: number; penalty: number; total: number; typical: number | null;
  along: number[]; curve_train: number[]; curve_validation: number[]; curve_expected: number[] | null; best: number; best_loss: number;
  line_x: number[]; line_fit: number[]; line_truth: number[] | null;
} & { [name in `points_${"x" | "y"}` | "fitted" | "residual" | "square" | `new_${keyof Rows}`]: number[] };

type Place = { at: number; weights: number[]; n: number };

/** Numbers from low to high, evenly. */
const even = (low: number, high: number, count: number): number[] => Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
const some = (loss: number): number => (loss > ROUNDING ? loss : 0);
const mean = (one: number[], other: number[], count = one.length): number => {
  let total = 0;
  for (let i = 0; i < count; i++) total += (one[i] - other[i]) ** 2;
  return total / count;
};

export function compute(s: State): Result {
  const given = s.data === "given";
  const [x, y, x_new, y_new] = data(s);
  const n = given ? x.length : s.points;
  const strength = s.strength >= NONE ? s.strength : 0;
  const places = even(-1, 1, 101);
  const truth = places.map(CURVES[s.curve]);
  const [basis, basisNew, basisLine] = [x, x_new, places].map((at) => legendre(at, DEGREES));
  const losses = ({ weights, n: count }: Place): { train: number; validation: number; expected: number | null } => {
    const train = some(mean(evaluate(weights, basis, count), y, count));
    const validation = some(mean(evaluate(weights, basisNew), y_new));
    return { train, validation, expected: given ? null : some(mean(evaluate(weights, basisLine), truth) + s.noise ** 2) };
  };
  const weights = fit(basis, y, n, s.degree + 1, strength);
  const here = losses({ at: 0, weights, n });
  const axis = along(s, basis, y, n, strength);
  const curves = axis.map(losses);
  const least = Math.min(...curves.map((one) => one.validation));
  const best = curves.findIndex((one) => one.validation <= least * (1 + 1e-9));
  const rows = (at: number[], target: number[], table: number[][]): Rows => {
    const fitted = evaluate(weights, table, at.length);
    const residual = fitted.map((value, i) => target[i] - value);
    return { x: at, y: target, fitted, residual, square: residual.map((r) => r * r) };
  };
  const old = rows(x.slice(0, n), y.slice(0, n), basis);
  const fresh = rows(x_new, y_new, basisNew);
  const norm = dot(weights, weights);
  const line_x = given ? even(-FAR, FAR, 201) : even(-1, 1, 201);
  const fits = s.curve === "line" && s.degree >= 1;
  return {
    points_x: old.x, points_y: old.y, fitted: old.fitted, residual: old.residual, square: old.square,
    new_x: fresh.x, new_y: fresh.y, new_fitted: fresh.fitted, new_residual: fresh.residual, new_square: fresh.square,
    weights, losses: [here.train, here.validation, here.validation - here.train], expected: here.expected,
    norm, penalty: strength * norm, total: here.train + strength * norm,
    typical: given || strength || !fits || s.lifted ? null : s.noise ** 2 * Math.max(0, 1 - (s.degree + 1) / n),
    along: axis.map(({ at }) => at), best: axis[best].at, best_loss: curves[best].validation,
    curve_train: curves.map((one) => one.train),
    curve_validation: curves.map((one) => one.validation),
    curve_expected: given ? null : curves.map((one) => one.expected as number),
    line_x, line_fit: evaluate(weights, legendre(line_x, s.degree)), line_truth: given ? null : line_x.map(CURVES[s.curve]),
  };
}

/** All points there are on the axis to fit, and those to judge by. */
function data(s: State): [number[], number[], number[], number[]] {
  if (s.data === "given") return [s.x, s.y, s.x_new, s.y_new];
  const [x, y] = draw(s.curve, s.noise, 4 * s.seed, POINTS, true);
  if (s.lifted) y[s.lifted - 1] += s.lift;
  return [x, y, ...draw(s.curve, s.noise, 4 * s.seed + 2, s.validation_points, false)];
}

function triangle(basis: number[][], y: number[], n: number, size: number): Triangle {
  const made = new Triangle(size);
  for (let i = 0; i < n; i++) made.add(basis, i, y[i]);
  return made;
}

/** λ belongs to the mean of the squares, the triangle to their sum. */
const penalised = (made: Triangle, n: number, strength: number): Triangle => (strength ? made.penalised(n * strength) : made);

function fit(basis: number[][], y: number[], n: number, size: number, strength: number): number[] {
  if (!strength && n < size) return interpolate(basis, y.slice(0, n), size)[n - 1];
  return penalised(triangle(basis, y, n, size), n, strength).solve();
}

/** Each place on the axis with its weights, and how many points they were fitted to. */
function along(s: State, basis: number[][], y: number[], n: number, strength: number): Place[] {
  const size = s.degree + 1;
  if (s.axis === "degree") {
    const full = penalised(triangle(basis, y, n, DEGREES + 1), n, strength);
    const through = (k: number): number[] => interpolate(basis, y.slice(0, n), k)[n - 1];
    return Array.from({ length: DEGREES + 1 }, (_, at) => ({ at, n, weights: !strength && n <= at ? through(at + 1) : full.solve(at + 1) }));
  }
  if (s.axis === "points") {
    const passing = interpolate(basis, y.slice(0, s.degree), size);
    const growing = new Triangle(size);
    const found: Place[] = [];
    for (let k = 1; k <= y.length; k++) {
      growing.add(basis, k - 1, y[k - 1]);
      if (COUNTS.includes(k)) found.push({ at: k, n: k, weights: !strength && k <= s.degree ? passing[k - 1] : penalised(growing, k, strength).solve() });
    }
    return found;
  }
  const plain = triangle(basis, y, n, size);
  return STRENGTHS.map((at) => ({ at, n, weights: at ? penalised(plain, n, at).solve() : fit(basis, y, n, size, 0) }));
}
