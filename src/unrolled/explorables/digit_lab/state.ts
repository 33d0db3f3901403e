/** What can be chosen, what of it is possible, and the ten digits. */

import * as is from "../_kit/check.ts";
import type { Nested } from "../_kit/types.ts";
import real from "./digits.json" with { type: "json" };
import { NETWORKS, type Network } from "./networks.ts";

export type Matrix = number[][];
export type State = {
  digit: string | Matrix; // the name of a real one, or 8 by 8 grey levels
  right: number;
  down: number;
  edges: "end" | "wrap";
  network: Network;
  watch: number; // the class that is followed
  shown: "whole" | "covered";
  patch: number;
  cover: number;
  row: number; // of the patch's upper left corner in the digit's box, from 1
  column: number;
  measure: "probability" | "score";
  unit: number[]; // layer, map, row, column, from 1
};

export const [FIELD, BOX, MARGIN, WHITE, FARTHEST, PATCH] = [16, 8, 4, 16, 8, 4];
export const UNIT_LIMITS = [2, 8, FIELD, FIELD];

export const DIGITS = Object.fromEntries(
  Object.entries(real).map(([name, rows]) => [name, rows.map((row) => [...row].map((level) => Number.parseInt(level, 17)))]),
) as Record<string, Matrix>;

const DEFAULTS: State = {
  digit: "digit_0", right: 0, down: 0, edges: "end", network: "lenet", watch: 0, shown: "whole", patch: 2, cover: 0, row: 5, column: 2,
  measure: "probability", unit: [1, 1, 8, 8],
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  if (typeof s.digit === "string") is.oneOf("digit", s.digit, Object.keys(DIGITS));
  else {
    const shape = is.shape(is.array("digit", s.digit, [2], 0, WHITE) as Nested);
    if (shape[0] !== BOX || shape[1] !== BOX) is.refuse("digit", s.digit, `of ${BOX} rows and ${BOX} columns`);
  }
  is.whole("right", s.right, -FARTHEST, FARTHEST);
  is.whole("down", s.down, -FARTHEST, FARTHEST);
  is.oneOf("edges", s.edges, ["end", "wrap"]);
  is.oneOf("network", s.network, NETWORKS);
  is.whole("watch", s.watch, 0, 9);
  is.oneOf("shown", s.shown, ["whole", "covered"]);
  is.whole("patch", s.patch, 1, PATCH);
  is.number("cover", s.cover, 0, WHITE);
  is.whole("row", s.row, 1, BOX);
  is.whole("column", s.column, 1, BOX);
  is.oneOf("measure", s.measure, ["probability", "score"]);
  is.array("unit", s.unit, [1]);
  if (s.unit.length !== UNIT_LIMITS.length) is.refuse("unit", s.unit, "a list of 4 numbers: the layer (1 or 2), then map, row and column from 1");
  UNIT_LIMITS.forEach((most, i) => is.whole(`unit[${i}]`, s.unit[i], 1, most));
  return s;
}

export const pixels = (s: State): Matrix => (typeof s.digit === "string" ? DIGITS[s.digit] : s.digit);

/** Where the patch lies: where it would stick out of the box, the nearest place at which it does not. */
export const corner = (s: State): [number, number] => [Math.min(s.row, BOX + 1 - s.patch), Math.min(s.column, BOX + 1 - s.patch)];
