/** Second derivatives, by numbers with two small parts whose product counts but whose squares do not; and eigenvalues. */

import { sigmoid } from "../_kit/special.ts";
import type { Shape } from "./model.ts";
import type { Op } from "./parse.ts";
import { power } from "./rules.ts";

/** v + a ε₁ + b ε₂ + c ε₁ε₂ with ε₁² = ε₂² = 0: c becomes the second derivative. */
type Hyper = [v: number, a: number, b: number, c: number];

const SWEEPS = 30;

const plus = (x: Hyper, y: Hyper, sign = 1): Hyper => [x[0] + sign * y[0], x[1] + sign * y[1], x[2] + sign * y[2], x[3] + sign * y[3]];
const times = (x: Hyper, y: Hyper): Hyper => [x[0] * y[0], x[1] * y[0] + x[0] * y[1], x[2] * y[0] + x[0] * y[2], x[3] * y[0] + x[1] * y[2] + x[2] * y[1] + x[0] * y[3]];
/** A product in which 0 counts even beside infinity: what does not move, as behind a gate that is shut, moves nothing. */
const moved = (slope: number, part: number): number => (part === 0 ? 0 : slope * part);
/** A function of one number, by its value and its first two derivatives there. */
const through = ([, a, b, c]: Hyper, f: number, slope: number, bend: number): Hyper =>
  [f, moved(slope, a), moved(slope, b), moved(slope, c) + moved(bend, a * b)];

function unary(op: Op, x: Hyper): Hyper {
  const [v] = x;
  switch (op) {
    case "neg": return through(x, -v, -1, 0);
    case "exp": return through(x, Math.exp(v), Math.exp(v), Math.exp(v));
    case "log": return through(x, Math.log(v), 1 / v, -1 / (v * v));
    case "sqrt": return through(x, Math.sqrt(v), 0.5 / Math.sqrt(v), -0.25 / (v * Math.sqrt(v)));
    case "sin": return through(x, Math.sin(v), Math.cos(v), -Math.sin(v));
    case "cos": return through(x, Math.cos(v), -Math.sin(v), -Math.cos(v));
    case "tanh": return through(x, Math.tanh(v), 1 - Math.tanh(v) ** 2, -2 * Math.tanh(v) * (1 - Math.tanh(v) ** 2));
    case "sigmoid": return through(x, sigmoid(v), sigmoid(v) * sigmoid(-v), sigmoid(v) * sigmoid(-v) * (sigmoid(-v) - sigmoid(v)));
    default: return v <= 0 ? [0, 0, 0, 0] : x; // relu
  }
}

function raised(x: Hyper, n: Hyper, constant: boolean): Hyper {
  const [v, k] = [x[0], n[0]];
  if (constant) return through(x, power(v, k), k === 0 ? 0 : k * power(v, k - 1), k === 0 || k === 1 ? 0 : k * (k - 1) * power(v, k - 2));
  return unary("exp", times(n, unary("log", x)));
}

function largest(all: Hyper[]): Hyper {
  const top = Math.max(...all.map(([v]) => v));
  const winners = all.filter(([v]) => v === top);
  return winners.reduce((sum, one) => plus(sum, one), [0, 0, 0, 0] as Hyper).map((part) => part / winners.length) as Hyper;
}

export function second(shape: Shape, values: number[]): { hessian: number[][]; eigenvalues: number[] } {
  const hessian = values.map(() => values.map(() => 0));
  const place = new Map(shape.variables.map((id, k) => [id, k]));
  values.forEach((_, i) => values.slice(i).forEach((_, offset) => {
    const j = i + offset;
    const at: Hyper[] = [];
    for (const { id, op, operands, number } of shape.nodes) {
      const k = place.get(id);
      const x = operands.map((one) => at[one]);
      if (!op) at.push(k === undefined ? [number as number, 0, 0, 0] : [values[k], k === i ? 1 : 0, k === j ? 1 : 0, 0]);
      else if (op === "+" || op === "-") at.push(plus(x[0], x[1], op === "+" ? 1 : -1));
      else if (op === "*") at.push(times(x[0], x[1]));
      else if (op === "/") at.push(times(x[0], raised(x[1], [-1, 0, 0, 0], true)));
      else if (op === "**") at.push(raised(x[0], x[1], shape.nodes[operands[1]].constant));
      else at.push(op === "max" ? largest(x) : unary(op, x[0]));
    }
    // A variable exponent over 0 or less: no second derivative exists there.
    const edgy = shape.nodes.some(({ op, operands: [base, exponent] }) => op === "**" && !shape.nodes[exponent].constant && at[base][0] <= 0);
    hessian[i][j] = hessian[j][i] = edgy ? NaN : at[at.length - 1][3];
  }));
  return { hessian, eigenvalues: eigenvalues(hessian) };
}

/** Of a symmetric matrix, in ascending order, by rotating its entries beside the diagonal away (Jacobi). */
function eigenvalues(matrix: number[][]): number[] {
  if (!matrix.flat().every(Number.isFinite)) return matrix.map(() => NaN);
  const m = matrix.map((row) => [...row]);
  const n = m.length;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (m[p][q] === 0) continue;
        const half = (m[q][q] - m[p][p]) / (2 * m[p][q]);
        const t = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) [m[k][p], m[k][q]] = [c * m[k][p] - s * m[k][q], s * m[k][p] + c * m[k][q]];
        for (let k = 0; k < n; k++) [m[p][k], m[q][k]] = [c * m[p][k] - s * m[q][k], s * m[p][k] + c * m[q][k]];
      }
    }
  }
  return m.map((row, i) => row[i]).sort((a, b) => a - b);
}
