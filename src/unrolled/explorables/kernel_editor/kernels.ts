/** Kernels with a name, to start from. */

import { same } from "../_kit/path.ts";
import type { Matrix } from "./state.ts";

const over = (divisor: number, rows: Matrix): Matrix => rows.map((row) => row.map((weight) => weight / divisor));

export const KERNELS: Record<string, Matrix> = {
  identity: [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
  "box blur": over(9, [[1, 1, 1], [1, 1, 1], [1, 1, 1]]),
  "box blur, 2 by 2": over(4, [[1, 1], [1, 1]]),
  "Gaussian blur": over(16, [[1, 2, 1], [2, 4, 2], [1, 2, 1]]),
  "Gaussian blur, 5 by 5": over(256, [1, 4, 6, 4, 1].map((a) => [1, 4, 6, 4, 1].map((b) => a * b))),
  "vertical edges": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
  "horizontal edges": [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
  "vertical edges, mirrored": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
  "horizontal edges, mirrored": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
  "diagonal edges": [[1, 1, 0], [1, 0, -1], [0, -1, -1]],
  "Sobel, vertical edges": [[1, 0, -1], [2, 0, -2], [1, 0, -1]],
  "Sobel, horizontal edges": [[1, 2, 1], [0, 0, 0], [-1, -2, -1]],
  "left − right, 2 by 2": [[1, -1], [1, -1]],
  "above − below, 2 by 2": [[1, 1], [-1, -1]],
  Laplace: [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
  outlines: [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
  sharpen: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
  "looks for a diamond": [[-1, 1, -1], [1, -1, 1], [-1, 1, -1]],
};

/** The name of these weights, or "" where they are the reader's own. */
export const nameOf = (kernel: Matrix): string => Object.keys(KERNELS).find((name) => same(KERNELS[name], kernel)) ?? "";
