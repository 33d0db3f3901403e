/** Where everything is: layers from left to right where there is room for the numbers on the edges, else from top to bottom. */

export type Point = { x: number; y: number };
export type Edge = { from: Point; to: Point; weight: Point; gradient: Point };
export type Layout = {
  upright: boolean;
  height: number;
  unit: number; // width of a unit
  units: Point[][]; // centres, inputs first
  edges: Edge[][][]; // of each layer, from i to j
  heads: Point[]; // of layers, inputs first, where there is room for them
  shares: Point[]; // of the softmax
  targets: Point[];
  loss: Point;
};

// px, as everything here
export const [INPUT, UNIT, HIGH, SMALL, SHARE, LOSS] = [44, 88, 44, 44, 56, 58];
export const WIDE = 108; // a unit where there is room
const [EDGE, BESIDE, TO_LOSS] = [12, 12, 18];
const [HEAD, ROW, LINE] = [50, 17, 12];
const LEAST = 86; // between layers side by side: a weight and a gradient
const [WEIGHT, GRADIENT] = [23, 26]; // from a unit to the middle of a number

/** How far along its edge a number is, so that no two of a layer's `count` · n stand in one place: their order is that of (i, j). */
const part = (count: number): number => Math.min(0.3, 1 / (count + 1));

const gap = (m: number, n: number): number => Math.max(LEAST, WEIGHT / part(n), GRADIENT / part(m));
const pairs = (sizes: number[]): [number, number][] => sizes.slice(1).map((n, l) => [sizes[l], n]);
const between = (from: Point, to: Point, share: number): Point => ({ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) });

export function layout(sizes: number[], soft: boolean, width: number): Layout {
  const gaps = pairs(sizes).map(([m, n]) => gap(m, n));
  const after = BESIDE + (soft ? SHARE + BESIDE / 2 : 0) + SMALL + TO_LOSS + LOSS + EDGE;
  const spare = width - (EDGE + INPUT + gaps.reduce((sum, one) => sum + one + UNIT, 0) + after);
  if (spare < 0) return upright(sizes, soft, width);
  const wider = Math.min(WIDE - UNIT, spare / gaps.length);
  return across(sizes, soft, UNIT + wider, gaps.map((one) => one + spare / gaps.length - wider));
}

function across(sizes: number[], soft: boolean, unit: number, gaps: number[]): Layout {
  const tallest = Math.max(...sizes);
  const pitch = tallest > 2 ? 88 : 96;
  const middle = HEAD + (HIGH + pitch * (tallest - 1)) / 2;
  let x = EDGE - INPUT / 2;
  const column = (at: number, size: number): Point[] => Array.from({ length: size }, (_, i) => ({ x: at, y: middle + pitch * (i - (size - 1) / 2) }));
  const units = sizes.map((size, l) => {
    x += l === 0 ? INPUT : gaps[l - 1] + (l === 1 ? (INPUT + unit) / 2 : unit);
    return column(x, size);
  });
  const edges = pairs(sizes).map(([m, n], l) =>
    units[l].map((start) => units[l + 1].map((end) => {
      const from = { x: start.x + (l ? unit : INPUT) / 2, y: start.y };
      const to = { x: end.x - unit / 2, y: end.y };
      return { from, to, weight: between(from, to, part(n)), gradient: between(from, to, 1 - part(m)) };
    })));
  const outputs = sizes[sizes.length - 1];
  const first = x + unit / 2 + BESIDE;
  const second = first + SMALL / 2 + (soft ? SHARE + BESIDE / 2 : 0);
  return {
    upright: false, height: 2 * middle - HEAD + LINE, unit, units, edges,
    heads: units.map(([{ x }]) => ({ x, y: 16 })),
    shares: soft ? column(first + SHARE / 2, outputs) : [],
    targets: column(second, outputs),
    loss: { x: second + SMALL / 2 + TO_LOSS + LOSS / 2, y: middle },
  };
}

function upright(sizes: number[], soft: boolean, width: number): Layout {
  const most = Math.max(...sizes);
  const unit = Math.min(WIDE, width / most - 4);
  const row = (y: number, size: number): Point[] => Array.from({ length: size }, (_, i) => ({ x: (width * (i + 0.5)) / size, y }));
  let y = HEAD / 2 + HIGH / 2;
  const units = sizes.map((size, l) => {
    // A line of numbers for each unit at either end: the weights' first, then the gradients'.
    if (l) y += HIGH + (sizes[l - 1] + size) * ROW + 2 * LINE + ROW;
    return row(y, size);
  });
  const edges = pairs(sizes).map(([, n], l) =>
    units[l].map((start, i) => units[l + 1].map((end, j) => {
      const from = { x: start.x, y: start.y + HIGH / 2 };
      const to = { x: end.x, y: end.y - HIGH / 2 };
      const line = (k: number): Point => between(from, to, (LINE + (k + 0.5) * ROW) / (to.y - from.y));
      return { from, to, weight: line(j), gradient: line(n + i) };
    })));
  const outputs = sizes[sizes.length - 1];
  const below = (): number => (y += HIGH + LINE);
  const shares = soft ? row(below(), outputs) : [];
  const targets = row(below(), outputs);
  return { upright: true, height: below() + HIGH / 2 + LINE, unit, units, edges, heads: [], shares, targets, loss: { x: width / 2, y } };
}
