/** Layers and shapes in words. */

import { grouped } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { isWindow, type Kind, type State } from "./state.ts";

export const WORDS: Record<Kind, string> = {
  conv: "convolution", pool: "pooling", transposed: "transposed convolution", linear: "fully connected", global: "global pooling", norm: "batch norm",
};
const SHORT: Record<Kind, string> = { conv: "conv", pool: "pool", transposed: "transposed", linear: "fully connected", global: "global pool", norm: "batch norm" };

/** Height × width × channels, as exams write it; a vector where rows and columns are gone. */
export const times = (numbers: number[]): string => numbers.map(grouped).join(" × ");

/** Whether layer i has left no rows and columns. */
export const isFlat = (s: State, i: number): boolean => s.kind.slice(0, i).some((kind) => kind === "linear" || kind === "global");

export const shapeOf = (s: State, r: Result, i: number): string => times(isFlat(s, i) ? [r.maps[i]] : [...r.sizes[i], r.maps[i]]);

export function nameOf(s: State, i: number): string {
  const kind = s.kind[i];
  if (!isWindow(kind)) return SHORT[kind];
  return `${SHORT[kind]} ${s.axes === 2 ? times([s.kernel[i], s.kernel_width[i] || s.kernel[i]]) : s.kernel[i]}`;
}
