/** Which networks are possible. A network that an image does not get through is one of them. `state.py` has the same rules. */

import * as is from "../_kit/check.ts";
import { perLayer, relisted, words } from "../_kit/lists.ts";

export const KINDS = ["conv", "pool"] as const;
export const CHOICES = {
  middle: ["none", "conv", "dense", "adaptive"],
  decoder: ["none", "double", "mirror", "resize", "scale"],
  skip: ["none", "concat"],
  mend: ["none", "crop", "pad", "output_padding", "input"],
} as const;
export const MOST_LAYERS = 6;
export const SIDE = 512;
const CHANNELS = 16384;
/** One number per layer of the encoder; in a state that comes from outside one number may stand for all of them. */
export const LISTS = { filters: [1, CHANNELS], kernel: [1, 64], stride: [1, 8], padding: [0, 32] } as const;
export const NUMBERS = {
  height: [1, SIDE], width: [1, SIDE], channels: [1, CHANNELS], built_for: [1, SIDE], code: [1, CHANNELS], up_filters: [1, CHANNELS],
  scale: [1, 64], classes: [1, CHANNELS], fine: [0, CHANNELS], fine_kernel: [1, 15],
} as const;

export type List = keyof typeof LISTS;
export type Choice = keyof typeof CHOICES;
export type State = { kind: (typeof KINDS)[number][] } & Record<List, number[]> & Record<keyof typeof NUMBERS, number> & {
  [name in Choice]: (typeof CHOICES)[name][number];
};

const LIST_NAMES = Object.keys(LISTS) as List[];
const ALL = ["kind", ...LIST_NAMES] as const;

const DEFAULTS: Record<string, unknown> = {
  kind: ["conv", "conv", "conv", "conv"], filters: 32, kernel: 4, stride: 2, padding: 1, height: 100, width: 100, channels: 3, middle: "none", built_for: 64,
  code: 40, decoder: "double", up_filters: 20, scale: 4, skip: "none", mend: "none", classes: 5, fine: 0, fine_kernel: 1,
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  const kinds = (s.kind = words("kind", s.kind, KINDS, MOST_LAYERS));
  for (const name of LIST_NAMES) s[name] = perLayer(name, s[name], kinds.length, LISTS[name]);
  for (const [name, [low, high]] of Object.entries(NUMBERS)) is.whole(name, s[name], low, high);
  for (const [name, options] of Object.entries(CHOICES)) is.oneOf(name, s[name], options);
  return s as State;
}

/** The same encoder with its last layer twice, or without it. */
export const longer = (s: State): State => relisted(s, ALL, (list) => list.push(list.at(-1)));
export const shorter = (s: State): State => relisted(s, ALL, (list) => list.pop());
