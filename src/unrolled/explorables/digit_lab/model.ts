/** Three networks on a digit that is moved and covered: their maps and answers, and what each patch takes away. */

import { ACCURACY, KERNEL, type Layers, layers, type Maps, NETWORKS, nudged, ringed, softmax, WEIGHTS } from "./networks.ts";
import { BOX, corner, FIELD, type Matrix, MARGIN, pixels, type State, WHITE } from "./state.ts";

export { check } from "./state.ts";

export const STAGES = ["map1", "pool1", "map2", "pool2"] as const;
export type Stage = (typeof STAGES)[number];
const STEPS = [1, 2, 2, 4]; // pixels from one place to the next
const ROUNDINGS = 1e-12; // what is smaller is no difference: scores are of the size of 10
export type Cube = number[][][];

export type Unit = {
  unit_place: number[]; // map, row, column, from 1
  unit_numbers: Matrix; // all of its map
  unit_window: Cube;
  unit_weights: Cube;
  unit_products: Cube;
  unit_sums: number[]; // of the products of each map below
  unit_bias: number;
  unit_z: number;
  unit_value: number;
};
type Never<T> = { [K in keyof T]: null };

export type Result = Record<Stage, Cube | null> & Record<`apart_${Stage}`, number | null> & (Unit | Never<Unit>) & {
  field: Matrix;
  hidden1: number[] | null;
  hidden2: number[] | null;
  scores: number[];
  probabilities: number[];
  answers: number[]; // of each network
  watched: number[]; // each network's probability of the watched class
  watched_centred: number[]; // the same before the move
  apart_scores: number;
  whole: number;
  left: number;
  drop: number;
  heat: Matrix;
  heat_highest: number;
  heat_lowest: number;
  accuracy: Matrix;
  scales: Record<Stage, number>; // the largest value of each stage before the move, so that pictures do not flicker
};

export function compute(s: State): Result {
  const wrap = s.edges === "wrap";
  const box = pixels(s);
  const seen = s.shown === "covered" ? covered(s, box, ...corner(s)) : box;
  const field = placed(seen, s);
  const centre = placed(seen, { ...s, right: 0, down: 0 });
  const moved = NETWORKS.map((name) => layers(name, field, wrap));
  const before = unmoved(centre, wrap);
  const [p, p0] = [moved, before].map((every) => every.map(({ scores }) => softmax(scores)));
  const k = NETWORKS.indexOf(s.network);
  const [mine, still] = [moved[k], before[k]];
  const stages = <T>(value: (stage: Stage, i: number) => T): Record<Stage, T> => Object.fromEntries(STAGES.map((stage, i) => [stage, value(stage, i)])) as Record<Stage, T>;
  const gaps = stages((stage, i) => apart(s, mine[stage], still[stage], STEPS[i], wrap));
  return {
    field: rows(field, FIELD),
    ...stages((stage) => cube(mine[stage])),
    ...(Object.fromEntries(STAGES.map((stage) => [`apart_${stage}`, gaps[stage]])) as Record<`apart_${Stage}`, number | null>),
    hidden1: mine.hidden1 ? [...mine.hidden1] : null,
    hidden2: mine.hidden2 ? [...mine.hidden2] : null,
    scores: [...mine.scores],
    probabilities: [...p[k]],
    answers: moved.map(({ scores }) => scores.indexOf(Math.max(...scores))),
    watched: p.map((one) => one[s.watch]),
    watched_centred: p0.map((one) => one[s.watch]),
    apart_scores: largest(mine.scores.map((score, i) => score - still.scores[i])),
    ...occlusion(s, box, seen === box ? mine : layers(s.network, placed(box, s), wrap), wrap),
    ...oneUnit(s, field, mine, wrap),
    accuracy: ACCURACY,
    scales: stages((stage) => Math.max(1e-9, ...(still[stage]?.values ?? []))),
  };
}

let known: { field: Float64Array; wrap: boolean; found: Layers[] } | undefined;

/** What the networks make of the digit in the middle; worked out once while it is moved about. */
function unmoved(field: Float64Array, wrap: boolean): Layers[] {
  if (!known || known.wrap !== wrap || known.field.some((value, i) => value !== field[i])) {
    known = { field, wrap, found: NETWORKS.map((name) => layers(name, field, wrap)) };
  }
  return known.found;
}

/** Where a pixel of the box lies in the field, row after row; null if it has left it. */
function at({ right, down, edges }: Pick<State, "right" | "down" | "edges">, i: number, j: number): number | null {
  let [row, column] = [MARGIN + down + i, MARGIN + right + j];
  if (edges === "wrap") [row, column] = [(row + FIELD) % FIELD, (column + FIELD) % FIELD];
  return row < 0 || column < 0 || row >= FIELD || column >= FIELD ? null : row * FIELD + column;
}

/** The box in the field, so far from its middle, from 0 to 1. */
function placed(box: Matrix, place: Parameters<typeof at>[0]): Float64Array {
  const field = new Float64Array(FIELD * FIELD);
  box.forEach((levels, i) => levels.forEach((level, j) => {
    const k = at(place, i, j);
    if (k !== null) field[k] = level / WHITE;
  }));
  return field;
}

function covered(s: State, box: Matrix, row: number, column: number): Matrix {
  const under = (k: number, from: number): boolean => k + 1 >= from && k + 1 < from + s.patch;
  return box.map((levels, i) => (under(i, row) ? levels.map((level, j) => (under(j, column) ? s.cover : level)) : levels));
}

/** How far maps are from those before the move, moved along; null where the move is no whole number of their places. */
function apart(s: State, moved: Maps | undefined, before: Maps | undefined, step: number, wrap: boolean): number | null {
  if (!moved || !before) return null;
  if (moved.side === 1) return largest(moved.values.map((value, i) => value - before.values[i])); // one maximum has no place
  if (s.right % step || s.down % step) return null;
  const { side } = moved;
  const [right, down] = [s.right / step, s.down / step];
  let most = -1;
  for (let c = 0; c < moved.channels; c++) {
    for (let i = 0; i < side; i++) {
      for (let j = 0; j < side; j++) {
        const [row, column] = [i - down, j - right].map((k) => (wrap ? (k + 2 * side) % side : k));
        if (row < 0 || column < 0 || row >= side || column >= side) continue;
        most = Math.max(most, Math.abs(moved.values[(c * side + i) * side + j] - before.values[(c * side + row) * side + column]));
      }
    }
  }
  return most < 0 ? null : settled(most);
}

/** The network once more for each place of the patch. */
function occlusion(s: State, box: Matrix, kept: Layers, wrap: boolean): Pick<Result, "whole" | "left" | "drop" | "heat" | "heat_highest" | "heat_lowest"> {
  const measured = (scores: Float64Array): number => (s.measure === "score" ? scores : softmax(scores))[s.watch];
  const whole = measured(kept.scores);
  const side = BOX + 1 - s.patch;
  const left = square(side, (row, column) => {
    const differences: [number, number][] = [];
    for (let i = row; i < row + s.patch; i++) {
      for (let j = column; j < column + s.patch; j++) {
        const k = at(s, i, j);
        if (k !== null && s.cover !== box[i][j]) differences.push([k, (s.cover - box[i][j]) / WHITE]);
      }
    }
    return differences.length ? measured(nudged(s.network, kept, differences, wrap)) : whole;
  });
  const heat = left.map((line) => line.map((value) => whole - value));
  const [row, column] = corner(s);
  return {
    whole, left: left[row - 1][column - 1], drop: heat[row - 1][column - 1], heat,
    heat_highest: Math.max(...heat.flat()), heat_lowest: Math.min(...heat.flat()),
  };
}

/** One unit of a convolution, product by product. */
function oneUnit(s: State, field: Float64Array, mine: Layers, wrap: boolean): Unit | Never<Unit> {
  const [layer, ...place] = s.unit;
  const maps = layer === 1 ? mine.map1 : mine.map2;
  const below = layer === 1 ? { values: field, channels: 1, side: FIELD } : mine.pool1;
  if (!maps || !below) {
    return {
      unit_place: null, unit_numbers: null, unit_window: null, unit_weights: null, unit_products: null, unit_sums: null, unit_bias: null,
      unit_z: null, unit_value: null,
    };
  }
  const [map, row, column] = [maps.channels, maps.side, maps.side].map((most, i) => Math.min(place[i], most) - 1);
  const { values, side } = ringed(below, wrap);
  const kernel = WEIGHTS[s.network][layer - 1];
  const parts = <T>(value: (c: number, u: number, v: number) => T): T[][][] => Array.from({ length: below.channels }, (_, c) => square(KERNEL, (u, v) => value(c, u, v)));
  const unit_window = parts((c, u, v) => values[(c * side + row + u) * side + column + v]);
  const unit_weights = parts((c, u, v) => kernel[((map * below.channels + c) * KERNEL + u) * KERNEL + v]);
  const unit_products = parts((c, u, v) => unit_window[c][u][v] * unit_weights[c][u][v]);
  const unit_sums = unit_products.map((part) => part.flat().reduce((a, b) => a + b, 0));
  const unit_bias = layer === 1 ? 0 : WEIGHTS[s.network][2][map];
  const unit_z = unit_sums.reduce((a, b) => a + b, 0) + unit_bias;
  return {
    unit_place: [map + 1, row + 1, column + 1], unit_numbers: cube(maps)?.[map] ?? [], unit_window, unit_weights, unit_products, unit_sums,
    unit_bias, unit_z, unit_value: Math.max(unit_z, 0),
  };
}

function square<T>(side: number, value: (i: number, j: number) => T): T[][] {
  const out: T[][] = [];
  for (let i = 0; i < side; i++) {
    const row: T[] = [];
    for (let j = 0; j < side; j++) row.push(value(i, j));
    out.push(row);
  }
  return out;
}

const rows = (values: Float64Array, side: number, start = 0): Matrix => square(side, (i, j) => values[start + i * side + j]);
const settled = (most: number): number => (most > ROUNDINGS ? most : 0);
const largest = (values: Float64Array): number => settled(values.reduce((most, value) => Math.max(most, Math.abs(value)), 0));

function cube(maps: Maps | undefined): Cube | null {
  if (!maps) return null;
  const { values, channels, side } = maps;
  return Array.from({ length: channels }, (_, c) => rows(values, side, c * side * side));
}
