/** Which stacks are possible. A layer that does not fit is one of them: to see where a size runs out is the point. `state.py` has the same rules. */

import * as is from "../_kit/check.ts";
import { perLayer, relisted, words } from "../_kit/lists.ts";

export const KINDS = ["conv", "pool", "transposed", "linear", "global", "norm"] as const;
export type Kind = (typeof KINDS)[number];

export const MOST_LAYERS = 8;
export const LAST_PLACE = 4095; // of a unit; maps with more are not computed
export const SIDE = 512;
export const CHANNELS = 16384;
/** One number per layer; in a state that comes from outside one number may stand for all of them. */
export const LISTS = {
  filters: [1, CHANNELS], kernel: [1, 256], kernel_width: [0, 256], stride: [1, 16], padding: [0, 128], dilation: [1, 16],
  groups: [1, CHANNELS], bias: [0, 1], output_padding: [0, 15],
} as const;
export type List = keyof typeof LISTS;
const NAMES = Object.keys(LISTS) as List[];
const ALL = ["kind", ...NAMES] as const;

export type State = { axes: number; size: number; width: number; channels: number; kind: Kind[] } & Record<List, number[]> & {
  layer: number; // that is looked at, from 1; where there is none, the last
  row: number; // of the unit, from 0; −1 is the middle
  column: number;
};

type Loose = Record<string, unknown>;
const DEFAULTS: Loose = {
  axes: 2, size: 16, width: 0, channels: 3, kind: ["conv", "conv", "conv"], filters: 8, kernel: 3, kernel_width: 0, stride: 1, padding: 0,
  dilation: 1, groups: 1, bias: 1, output_padding: 0, layer: MOST_LAYERS, row: -1, column: -1,
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.whole("axes", s.axes, 1, 2);
  is.whole("size", s.size, 1, SIDE);
  is.whole("width", s.width, 0, SIDE);
  is.whole("channels", s.channels, 1, CHANNELS);
  const kinds = (s.kind = words("kind", s.kind, KINDS, MOST_LAYERS));
  for (const name of NAMES) s[name] = perLayer(name, s[name], kinds.length, LISTS[name]);
  is.whole("layer", s.layer, 1, MOST_LAYERS);
  is.whole("row", s.row, -1, LAST_PLACE);
  is.whole("column", s.column, -1, LAST_PLACE);
  return s as State;
}

/** The same stack with layer i twice, or without it. */
export function repeated(s: State, i: number): State {
  return { ...relisted(s, ALL, (list) => list.splice(i, 0, list[i])), layer: i + 2 };
}

export function removed(s: State, i: number): State {
  return { ...relisted(s, ALL, (list) => list.splice(i, 1)), layer: Math.max(i, 1) };
}

// What a layer of another kind begins with.
const USUAL: Partial<Record<Kind, Partial<Record<List, number>>>> = {
  conv: { kernel: 3, stride: 1, padding: 0 }, pool: { kernel: 2, stride: 2, padding: 0 }, transposed: { kernel: 2, stride: 2, padding: 0 },
};

export function turned(s: State, i: number, kind: Kind): State {
  const next = relisted(s, ALL, () => undefined);
  next.kind[i] = kind;
  const start = USUAL[kind] && { ...USUAL[kind], kernel_width: 0, dilation: 1, groups: 1, output_padding: 0 };
  for (const [name, value] of Object.entries(start ?? {})) next[name as List][i] = value;
  return next;
}

export const isWindow = (kind: Kind): boolean => kind === "conv" || kind === "pool" || kind === "transposed";
export const hasFilters = (kind: Kind): boolean => kind === "conv" || kind === "transposed" || kind === "linear";
