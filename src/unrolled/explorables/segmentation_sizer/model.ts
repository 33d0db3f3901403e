/** An image in an encoder and a decoder: sizes, maps and parameters of every layer, and what stops it. */

import { built, end, follow, mirrored, sides, type Step, type Stop, window } from "./axis.ts";
import type { State } from "./state.ts";

export { check } from "./state.ts";

const STOPS: Stop[] = ["", "encoder", "dense", "decoder", "skip"];

type Pair = number[]; // height, width

export type Result = {
  stop: number; // 0 gets through; the others as in STOPS
  fits: number; // layers of the encoder
  steps: number; // layers of the decoder that something arrives at
  padded: Pair;
  down: Pair[];
  down_maps: number[];
  middle_size: Pair;
  middle_maps: number;
  raw: Pair[];
  target: Pair[];
  extra: Pair[];
  up: Pair[];
  up_inputs: number[];
  up_maps: number[];
  out: Pair;
  out_maps: number;
  built_side: number;
  dense_expected: number;
  dense_inputs: number;
  dense_outputs: number;
  down_parameters: number[];
  middle_parameters: number;
  up_parameters: number[];
  last_parameters: number;
  fine_parameters: number;
  total_parameters: number;
  works: number[];
  order: number[]; // which layer of the encoder each of the decoder takes back; for the view alone
};

export function compute(s: State): Result {
  const layers = s.kind.length;
  const order = mirrored(s);
  const { works, padded } = sides(s);
  const image = [s.height, s.width];
  const put = image.map(padded);
  const mend = s.mend === "input" ? "none" : s.mend;
  let axes = put.map((side) => follow(s, side, mend));

  const down_maps = [s.channels];
  s.kind.forEach((kind, i) => down_maps.push(kind === "conv" ? s.filters[i] : down_maps[i]));
  const isDense = s.middle === "dense" || s.middle === "adaptive";
  const side = isDense ? built(s) : 0;
  const arrives = axes.map(({ down }) => down[layers] ?? 0);
  const places = s.middle === "adaptive" && arrives.every(Boolean) ? side * side : arrives[0] * arrives[1];
  const dense_expected = down_maps[layers] * side * side;
  const dense_inputs = side ? down_maps[layers] * places : 0;
  const dense_outputs = side ? s.code * (s.decoder === "none" ? 1 : side * side) : 0;
  // A layer of weights counts its inputs; it cannot know how they lay in the map.
  if (s.middle === "dense" && dense_inputs) axes = put.map((one) => follow(s, one, mend, dense_inputs === dense_expected));

  const stops = axes.map((axis) => STOPS.indexOf(axis.stop)).filter(Boolean);
  const stop = stops.length ? Math.min(...stops) : 0;
  const fits = Math.min(...axes.map(({ down }) => down.length)) - 1;
  const steps = Math.min(...axes.map(({ up }) => up.length));
  const onUp = (name: keyof Step): Pair[] => order.map((_, k) => axes.map(({ up }) => (k < steps ? up[k][name] : 0)));
  const ends = axes.map((axis, a) => {
    const one = stop ? 0 : end(s, axis);
    return s.mend === "input" && order.length ? Math.min(one, image[a]) : one; // cut, as the image was padded
  });

  const conv = (inputs: number, outputs: number, kernel: number): number => outputs * (inputs * kernel * kernel + 1);
  const down_parameters = s.kind.map((kind, i) => (kind === "conv" ? conv(down_maps[i], s.filters[i], s.kernel[i]) : 0));
  const middle_parameters = s.middle === "conv" ? conv(down_maps[layers], s.code, 1) : dense_outputs * (dense_expected + 1);
  const middle_maps = s.middle === "none" ? down_maps[layers] : s.code;
  const up_maps = order.map((_, k) => (k === order.length - 1 ? s.classes : s.up_filters));
  const up_inputs = order.map((_, k) => (k ? up_maps[k - 1] + (s.skip === "concat" ? down_maps[order[k - 1]] : 0) : middle_maps));
  const up_parameters = order.map((i, k) => (s.decoder === "scale" ? 0 : conv(up_inputs[k], up_maps[k], window(s, i)?.[0] ?? 3)));
  const last_parameters = s.decoder === "scale" || !order.length ? conv(middle_maps, s.classes, 1) : 0;
  const fine_parameters = s.fine ? conv(s.classes, s.fine, s.fine_kernel) : 0;
  const sum = (all: number[]): number => all.reduce((total, one) => total + one, 0);

  return {
    stop, fits, steps, padded: put,
    down: Array.from({ length: layers + 1 }, (_, i) => axes.map(({ down }) => (i <= fits ? down[i] : 0))),
    down_maps,
    middle_size: axes.map(({ middle }) => (stop === 1 || stop === 2 ? 0 : middle)),
    middle_maps,
    raw: onUp("raw"), target: onUp("target"), extra: onUp("extra"), up: onUp("after"),
    up_inputs, up_maps,
    out: ends, out_maps: s.fine || s.classes,
    built_side: side, dense_expected, dense_inputs, dense_outputs,
    down_parameters, middle_parameters, up_parameters, last_parameters, fine_parameters,
    total_parameters: sum(down_parameters) + middle_parameters + sum(up_parameters) + last_parameters + fine_parameters,
    works, order,
  };
}
