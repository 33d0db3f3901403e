/** What can be chosen, what of it is possible, and the pictures. */

import * as is from "../_kit/check.ts";
import type { Nested } from "../_kit/types.ts";
import drawn from "./pictures.json" with { type: "json" };

export type Matrix = number[][];
export type Activation = "identity" | "relu";
export type State = {
  kernel: Matrix;
  picture: string | Matrix; // the name of one that is drawn, or its numbers
  stride: number;
  padding: number;
  bias: number;
  activation: Activation;
  row: number; // of the output that is looked at, from 1
  column: number;
  wanted: number[]; // (3,): the first outputs, from which the top row is solved for
};

export const KERNEL_SIDE = 7;
export const PICTURE_SIDE = 16; // of numbers; drawn pictures may be larger
export const MOST = 1000; // of a weight, a pixel, the bias
export const LAST_PLACE = 70; // 64 pixels, 3 zeros on both sides, a kernel of one weight

export const PICTURES = Object.fromEntries(
  Object.entries(drawn).map(([name, rows]) => [name, rows.map((row) => [...row].map((level) => Number.parseInt(level, 17)))]),
) as Record<string, Matrix>;

const DEFAULTS: State = {
  kernel: [[1, 0, -1], [1, 0, -1], [1, 0, -1]], picture: "square", stride: 1, padding: 0, bias: 0, activation: "identity",
  row: 1, column: 1, wanted: [0, 0, 0],
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  matrix("kernel", s.kernel, KERNEL_SIDE);
  if (typeof s.picture === "string") is.oneOf("picture", s.picture, Object.keys(PICTURES));
  else matrix("picture", s.picture, PICTURE_SIDE);
  is.whole("stride", s.stride, 1, 4);
  is.whole("padding", s.padding, 0, 3);
  is.number("bias", s.bias, -MOST, MOST);
  is.oneOf("activation", s.activation, ["identity", "relu"]);
  is.whole("row", s.row, 1, LAST_PLACE);
  is.whole("column", s.column, 1, LAST_PLACE);
  is.array("wanted", s.wanted, [1], -is.LIMIT, is.LIMIT);
  if (s.wanted.length !== 3) is.refuse("wanted", s.wanted, "a list of 3 numbers");
  const [size, room] = [s.kernel, pixels(s)].map((one) => [one.length, one[0].length]);
  if (size.some((side, axis) => side > room[axis] + 2 * s.padding)) {
    is.refuse("kernel", s.kernel, `no larger than the picture with its padding, ${room.map((side) => side + 2 * s.padding).join(" by ")}`);
  }
  return s;
}

function matrix(name: string, value: unknown, side: number): void {
  const shape = is.shape(is.array(name, value, [2], -MOST, MOST) as Nested);
  if (Math.max(...shape) > side) is.refuse(name, value, `of 1 to ${side} rows and columns`);
}

export const pixels = (s: State): Matrix => (typeof s.picture === "string" ? PICTURES[s.picture] : s.picture);

/** The state with a kernel of another size, its middle kept. */
export function resized(s: State, rows: number, columns: number): State {
  const [down, right] = [Math.floor((rows - s.kernel.length) / 2), Math.floor((columns - s.kernel[0].length) / 2)];
  const kernel = Array.from({ length: rows }, (_, u) => Array.from({ length: columns }, (_, v) => s.kernel[u - down]?.[v - right] ?? 0));
  return { ...s, kernel };
}

/** The state with as much padding as its kernel needs, on its own picture and on the one that is shown, and a place that exists. */
export function fitted(s: State, shown: Matrix): State {
  const lack = Math.max(...[pixels(s), shown].flatMap((picture) => [s.kernel.length - picture.length, s.kernel[0].length - picture[0].length]));
  const next = { ...s, padding: Math.max(s.padding, Math.ceil(lack / 2)) };
  const [rows, columns] = places(next, shown);
  return { ...next, row: Math.min(s.row, rows), column: Math.min(s.column, columns) };
}

/** Rows and columns of the output. */
export function places(s: State, picture: Matrix): [number, number] {
  const along = (n: number, side: number): number => Math.floor((n + 2 * s.padding - side) / s.stride) + 1;
  return [along(picture.length, s.kernel.length), along(picture[0].length, s.kernel[0].length)];
}
