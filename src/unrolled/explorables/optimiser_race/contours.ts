/** Lines of equal height, by marching squares: pieces of two points with a gap after each. */

import type { Range } from "../_kit/plot.ts";

export type Contours = { xs: number[]; ys: number[]; low: number; high: number };

const CELLS = 44; // along each axis
const LEVELS = 12;
const CROWD = 2; // levels lie closer near the bottom, where the race is decided

export function contours(f: (x: number, y: number) => number, x: Range, y: Range): Contours {
  const along = ([low, high]: Range): number[] => Array.from({ length: CELLS + 1 }, (_, i) => low + ((high - low) * i) / CELLS);
  const [columns, rows] = [along(x), along(y)];
  const heights = rows.map((v) => columns.map((u) => f(u, v)));
  const all = heights.flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const levels = Array.from({ length: LEVELS }, (_, k) => low + (high - low) * ((k + 1) / (LEVELS + 1)) ** CROWD);
  const found: Contours = { xs: [], ys: [], low, high };
  for (let j = 0; j < CELLS; j++) {
    for (let i = 0; i < CELLS; i++) {
      const [a, b, c, d] = [heights[j][i], heights[j][i + 1], heights[j + 1][i + 1], heights[j + 1][i]];
      const [least, most] = [Math.min(a, b, c, d), Math.max(a, b, c, d)];
      for (const level of levels) {
        if (level > most) break;
        if (level > least) cross(found, level, [a, b, c, d], [columns[i], columns[i + 1]], [rows[j], rows[j + 1]]);
      }
    }
  }
  return found;
}

/** Where a level crosses the sides of a cell, anticlockwise from its lower left: twice, or four times at a saddle. */
function cross({ xs, ys }: Contours, level: number, corners: number[], [left, right]: Range, [bottom, top]: Range): void {
  const [across, up] = [[left, right, right, left], [bottom, bottom, top, top]];
  let ends = 0;
  for (let k = 0; k < 4; k++) {
    const next = (k + 1) % 4;
    if (corners[k] < level === corners[next] < level) continue;
    const part = (level - corners[k]) / (corners[next] - corners[k]);
    xs.push(across[k] + part * (across[next] - across[k]));
    ys.push(up[k] + part * (up[next] - up[k]));
    if (++ends % 2) continue;
    xs.push(NaN);
    ys.push(NaN);
  }
}
