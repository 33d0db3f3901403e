/** A kernel that moves over a picture: every output, one of them product by product, and what sums of weights say. */

import { type TopRow, topRow } from "./solve.ts";
import { type Matrix, type State, pixels, places } from "./state.ts";

export { check } from "./state.ts";

export type Result = TopRow & {
  y: Matrix;
  row: number; // the place that is looked at, where the state's does not exist the nearest
  column: number;
  window: Matrix;
  products: Matrix;
  row_totals: number[];
  total: number;
  z: number; // with the bias
  value: number;
  highest: number;
  lowest: number;
  weight_sum: number;
  column_sums: number[];
  row_sums: number[];
  upright: number[]; // the kernel on an edge from 1 to 0 that 0, 1, … of its columns have reached
  lying: number[];
};

export const compute = (s: State): Result => evaluate(s, pixels(s));

/** The same on any picture: a reader's own is not part of the state. */
export function evaluate(s: State, picture: Matrix): Result {
  const { kernel, stride, bias } = s;
  const padded = ringed(picture, s.padding);
  const activate = s.activation === "relu" ? (z: number) => Math.max(z, 0) : (z: number) => z;
  const [rows, columns] = places(s, picture);
  const y = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => activate(correlate(padded, kernel, i * stride, j * stride) + bias)));
  const [row, column] = [Math.min(s.row, rows), Math.min(s.column, columns)];
  const [top, left] = [(row - 1) * stride, (column - 1) * stride];
  const window = kernel.map((weights, u) => weights.map((_, v) => padded[top + u][left + v]));
  const products = kernel.map((weights, u) => weights.map((weight, v) => weight * window[u][v]));
  const row_totals = products.map(sum);
  const total = sum(row_totals);
  const row_sums = kernel.map(sum);
  const column_sums = kernel[0].map((_, v) => sum(kernel.map((weights) => weights[v])));
  const all = y.flat();
  return {
    y, row, column, window, products, row_totals, total, z: total + bias, value: activate(total + bias),
    highest: all.reduce((a, b) => Math.max(a, b)), lowest: all.reduce((a, b) => Math.min(a, b)),
    weight_sum: sum(row_sums), column_sums, row_sums, upright: running(column_sums), lying: running(row_sums),
    ...topRow(s, padded, columns),
  };
}

export function correlate(padded: Matrix, kernel: Matrix, top: number, left: number): number {
  let result = 0;
  for (let u = 0; u < kernel.length; u++) for (let v = 0; v < kernel[u].length; v++) result += kernel[u][v] * padded[top + u][left + v];
  return result;
}

/** With a ring of zeros around it. */
export function ringed(picture: Matrix, padding: number): Matrix {
  const side = new Array<number>(padding).fill(0);
  const edge = Array.from({ length: padding }, () => new Array<number>(picture[0].length + 2 * padding).fill(0));
  return [...edge, ...picture.map((row) => [...side, ...row, ...side]), ...edge];
}

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
const running = (steps: number[]): number[] => steps.reduce((all, step) => [...all, all[all.length - 1] + step], [0]);
