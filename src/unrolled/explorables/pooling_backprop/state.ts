/** The network’s numbers, and which sizes fit together; `state.py` has the same rules. */

import * as is from "../_kit/check.ts";

export type Matrix = number[][];
export const POOLINGS = ["max", "average"] as const;
export const RINGS = ["zero", "minus_infinity"] as const;
export const TIES = ["first", "last", "split"] as const;
export const LOSSES = ["cross_entropy", "with_logits", "given"] as const;
export const STAGES = 7;
export const [CHANNELS, SIDE, KERNEL, MOST, RATE] = [4, 5, 3, 100, 10];

export type State = {
  x: Matrix[]; // channel, row, column
  weight: number[];
  bias: number | null; // null: the layer has none
  pooling: (typeof POOLINGS)[number];
  kernel: number;
  stride: number;
  padding: number;
  padding_value: (typeof RINGS)[number];
  ties: (typeof TIES)[number];
  loss: (typeof LOSSES)[number];
  target: Matrix; // like S
  grad: Matrix; // that arrives at S, where the loss is given
  learning_rate: number;
  stage: number; // how far one has computed: Z, S, L, ∂S, ∂Z, ∂w, step
};

const DEFAULTS: State = {
  x: [[[1, -0.5], [2, -2]], [[-2, 1], [-1.5, 1]], [[1, 0], [0, 0]]],
  weight: [1, 1, 1],
  bias: null,
  pooling: "max",
  kernel: 2,
  stride: 2,
  padding: 1,
  padding_value: "zero",
  ties: "first",
  loss: "cross_entropy",
  target: [[0, 1], [1, 0]],
  grad: [[1, 1], [1, 1]],
  learning_rate: 1,
  stage: STAGES,
};

type Sizes = Pick<State, "x" | "kernel" | "stride" | "padding">;

/** Rows and columns of S. */
export const places = ({ x, kernel, stride, padding }: Sizes): [number, number] =>
  [x[0].length, x[0][0].length].map((side) => Math.floor((side + 2 * padding - kernel) / stride) + 1) as [number, number];

/** Of this size: cut off, or continued with `fill`. */
export const cut = (values: Matrix, rows: number, columns: number, fill = 0): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => values[i]?.[j] ?? fill));

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  const given = state as object;
  is.array("x", s.x, [3], -MOST, MOST);
  const [channels, ...sides] = is.shape(s.x);
  if (channels > CHANNELS || Math.max(...sides) > SIDE) is.refuse("x", s.x, `of 1 to ${CHANNELS} channels with 1 to ${SIDE} rows and columns`);
  if (!("weight" in given)) s.weight = s.x.map((_, c) => DEFAULTS.weight[c] ?? 1);
  is.array("weight", s.weight, [1], -MOST, MOST);
  if (s.weight.length !== channels) is.refuse("weight", s.weight, `one number for each channel of x, ${channels} in all`);
  if (s.bias !== null) is.number("bias", s.bias, -MOST, MOST);
  is.oneOf("pooling", s.pooling, POOLINGS);
  is.whole("kernel", s.kernel, 1, KERNEL);
  is.whole("stride", s.stride, 1, KERNEL);
  is.whole("padding", s.padding, 0, 1);
  if (s.padding > s.kernel / 2) is.refuse("padding", s.padding, "at most half of the kernel, 0 here");
  const room = Math.min(...sides) + 2 * s.padding;
  if (s.kernel > room) is.refuse("kernel", s.kernel, `no larger than the padded map, ${room} here`);
  is.oneOf("padding_value", s.padding_value, RINGS);
  is.oneOf("ties", s.ties, TIES);
  is.oneOf("loss", s.loss, LOSSES);
  const [rows, columns] = places(s);
  for (const [name, low, high, fill] of [["target", 0, 1, 0], ["grad", -MOST, MOST, 1]] as const) {
    if (!(name in given)) s[name] = cut(DEFAULTS[name], rows, columns, fill);
    is.array(name, s[name], [2], low, high);
    if (is.shape(s[name]).join() !== `${rows},${columns}`) is.refuse(name, s[name], `as large as the pooled map, ${rows} by ${columns}`);
  }
  is.number("learning_rate", s.learning_rate, 0, RATE);
  is.whole("stage", s.stage, 1, STAGES);
  return s;
}

/** The nearest state whose sizes fit together. */
export function fitted(s: State): State {
  const side = Math.min(s.x[0].length, s.x[0][0].length);
  const padding = Math.min(s.padding, Math.floor(s.kernel / 2));
  const kernel = Math.min(s.kernel, side + 2 * padding);
  const sizes = { ...s, kernel, padding: Math.min(padding, Math.floor(kernel / 2)) };
  const [rows, columns] = places(sizes);
  return { ...sizes, target: cut(s.target, rows, columns), grad: cut(s.grad, rows, columns, 1) };
}

/** Another number of channels, rows and columns; what is new is 0, and its weight 1. */
export function resized(s: State, channels: number, rows: number, columns: number): State {
  const x = Array.from({ length: channels }, (_, c) => cut(s.x[c] ?? [], rows, columns));
  return fitted({ ...s, x, weight: x.map((_, c) => s.weight[c] ?? 1) });
}
