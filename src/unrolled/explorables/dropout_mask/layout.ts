/** Where the cells of a layer are, and which coin decides about each; px. */

import type { State } from "./state.ts";

export type Box = { x: number; y: number; width: number; height: number };
/** `value` is the index in the results; a weight has none of its own. */
export type Cell = Box & { coin: number; kind: "weight" | "unit" | "entry" | "bar"; value: number | null };
export type Layout = {
  cells: Cell[];
  height: number;
  /** From a unit to the output, and where that is. */
  lines: { coin: number; unit: number; path: string }[];
  labels: { x: number; y: number; text: string }[];
  /** What an arrow key adds to the coin: along and across. */
  steps: [number, number];
};

const GAP = 4;
const UNIT = 40; // high
const FALL = 52; // from the units to the output
const BAR = 150;

export const indices = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

export function layout(s: State, width: number): Layout {
  if (s.what === "units" || s.what === "weights") return dense(s, width);
  if (s.what === "outputs") return bars(s, width);
  return featureMaps(s, width);
}

function dense(s: State, width: number): Layout {
  const units = s.values.length;
  const wide = Math.min(52, width / units);
  const high = Math.min(18, Math.max(7, Math.floor(110 / s.inputs)));
  const left = (width - wide * units) / 2;
  const top = 22;
  const floor = top + high * s.inputs + 8;
  const whole = s.what === "units";
  const cells: Cell[] = [];
  const lines: Layout["lines"] = [];
  for (const j of indices(units)) {
    const x = left + j * wide;
    for (const i of indices(s.inputs)) {
      cells.push({ x: x + GAP / 2, y: top + i * high, width: wide - GAP, height: high - 2, coin: whole ? j : j * s.inputs + i, kind: "weight", value: null });
    }
    cells.push({ x: x + 1, y: floor, width: wide - 2, height: UNIT, coin: whole ? j : -1, kind: "unit", value: j });
    const [from, to] = [x + wide / 2, width / 2];
    const [start, end] = [floor + UNIT, floor + UNIT + FALL];
    lines.push({ coin: whole ? j : -1, unit: j, path: `M${from.toFixed(1)} ${start}C${from.toFixed(1)} ${start + FALL / 2} ${to} ${start + FALL / 3} ${to} ${end}` });
  }
  const labels = [{ x: left, y: 14, text: `${s.inputs} weights of each unit` }];
  return { cells, lines, labels, height: floor + UNIT + FALL, steps: whole ? [1, 0] : [s.inputs, 1] };
}

function featureMaps(s: State, width: number): Layout {
  const rows = Math.ceil(s.channels / (width < 480 ? 4 : 6));
  const across = Math.ceil(s.channels / rows);
  const side = Math.min(124, width / across - 14);
  const one = side / s.size;
  const left = (width - across * (side + 14) + 14) / 2;
  const cells: Cell[] = [];
  const labels: Layout["labels"] = [];
  for (const c of indices(s.channels)) {
    const [x, y] = [left + (c % across) * (side + 14), 20 + Math.floor(c / across) * (side + 30)];
    labels.push({ x, y: y - 5, text: `map ${c + 1}` });
    for (const n of indices(s.size ** 2)) {
      const value = c * s.size ** 2 + n;
      cells.push({
        x: x + (n % s.size) * one, y: y + Math.floor(n / s.size) * one, width: one - 1, height: one - 1,
        coin: s.what === "maps" ? c : value, kind: "entry", value,
      });
    }
  }
  return { cells, lines: [], labels, height: 20 + rows * (side + 30), steps: s.what === "maps" ? [1, across] : [1, s.size] };
}

function bars(s: State, width: number): Layout {
  const wide = Math.min(110, width / s.probs.length);
  const left = (width - wide * s.probs.length) / 2;
  const cells = s.probs.map((_, k): Cell => ({ x: left + k * wide + 8, y: 24, width: wide - 16, height: BAR, coin: k, kind: "bar", value: k }));
  const labels = s.probs.map((_, k) => ({ x: left + k * wide + wide / 2, y: BAR + 44, text: k + 1 === s.label ? `class ${k + 1}, right` : `class ${k + 1}` }));
  return { cells, lines: [], labels, height: BAR + 54, steps: [1, 0] };
}
