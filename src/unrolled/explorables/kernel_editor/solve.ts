/** The top row of a kernel as three unknowns: three outputs are three linear equations. */

import { correlate } from "./model.ts";
import type { Matrix, State } from "./state.ts";

const SINGULAR = 1e-9; // of the product of the rows' lengths

/** All null unless the kernel is three weights wide and the output has three places in its first row. */
export type TopRow = {
  equations: Matrix | null; // (3, 3): the pixels under x, y, z
  known: number[] | null; // (3,): what the other rows and the bias contribute
  right: number[] | null; // (3,): wanted - known
  solution: number[] | null; // (3,): null, too, where the equations do not decide
};

export function topRow(s: State, padded: Matrix, columns: number): TopRow {
  if (s.kernel[0].length !== 3 || columns < 3) return { equations: null, known: null, right: null, solution: null };
  const hidden = [[0, 0, 0], ...s.kernel.slice(1)];
  const starts = [0, 1, 2].map((place) => place * s.stride);
  const equations = starts.map((left) => padded[0].slice(left, left + 3));
  const known = starts.map((left) => correlate(padded, hidden, 0, left) + s.bias);
  const right = s.wanted.map((value, place) => value - known[place]);
  return { equations, known, right, solution: cramer(equations, right) };
}

function cramer(rows: Matrix, right: number[]): number[] | null {
  const size = determinant(rows);
  const scale = rows.reduce((product, row) => product * Math.hypot(...row), 1);
  if (!(Math.abs(size) > SINGULAR * scale)) return null;
  return [0, 1, 2].map((unknown) => determinant(rows.map((row, place) => row.map((pixel, v) => (v === unknown ? right[place] : pixel)))) / size);
}

const determinant = ([[a, b, c], [d, e, f], [g, h, i]]: Matrix): number => a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
