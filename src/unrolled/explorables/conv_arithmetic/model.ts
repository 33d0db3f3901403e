/** Sizes, weights and costs of a stack of layers, and which pixels one of its units sees. */

import { type Kind, LAST_PLACE, type State } from "./state.ts";

export { check } from "./state.ts";

/** A layer along one axis. */
export type Window = { kernel: number; stride: number; padding: number; dilation: number };
/** First and last of neighbours, both included. */
export type Run = [number, number];

export type Result = {
  fits: number; // layers before the first that does not fit
  layer: number;
  sizes: number[][]; // [layer, axis], the input first; 1 where rows and columns are gone, 0 where nothing fits
  maps: number[];
  weights: number[][]; // [layer, axis of the weight], in PyTorch's order; 0 where there is no such axis
  biases: number[];
  parameters: number[];
  running: number[];
  multiply_adds: number[];
  total_parameters: number;
  total_running: number;
  total_multiply_adds: number;
  field: number[][]; // [layer, axis], without a border; 0 behind a transposed convolution, where it depends on the unit
  jump: number[][];
  start: number[][];
  unit: number[] | null; // per axis
  seen: number[][] | null; // [axis]: first, last, how many
  span: number[][] | null; // [axis]: first and last without a border
  // for the view alone
  problem: string;
  windows: Window[][]; // [layer, axis]
  reach: Run[][][]; // [axis, layer]: what the unit depends on, from the input on
};

export function compute(s: State): Result {
  const count = s.kind.length;
  const axes = s.axes === 2 ? [0, 1] : [0];
  const none = (): number[] => axes.map(() => 0);
  const r: Result = {
    fits: count, layer: Math.min(s.layer, count), sizes: [axes.map((a) => (a && s.width ? s.width : s.size))], maps: [s.channels],
    weights: [], biases: [], parameters: [], running: [], multiply_adds: [], total_parameters: 0, total_running: 0, total_multiply_adds: 0,
    field: [axes.map(() => 1)], jump: [axes.map(() => 1)], start: [none()], unit: null, seen: null, span: null, problem: "", windows: [], reach: [],
  };
  let flat = false;
  let plain = true; // no transposed convolution so far
  for (let i = 0; i < count; i++) {
    const kind = s.kind[i];
    const below = r.sizes[i];
    const maps = r.maps[i];
    const windows = axes.map((a) => window(s, i, a, below[a]));
    if (i < r.fits) {
      r.problem = trouble(s, i, maps, flat) || windows.map((w, a) => misfit(kind, w, below[a], s.output_padding[i])).find(Boolean) || "";
      if (r.problem) r.fits = i;
    }
    const fits = i < r.fits;
    const after = fits ? windows.map((w, a) => extent(kind, w, below[a], s.output_padding[i])) : none();
    const dense = kind === "linear";
    if (dense || kind === "global") flat = true;
    r.windows.push(windows);
    r.sizes.push(after);
    r.maps.push(!fits ? 0 : dense || kind === "conv" || kind === "transposed" ? s.filters[i] : maps);
    const shape = fits ? weight(s, i, maps, below, windows) : [];
    const weights = product(shape);
    r.weights.push([...shape, ...Array<number>(axes.length + 2 - shape.length).fill(0)]);
    r.biases.push(shape.length ? s.filters[i] * s.bias[i] : 0);
    const norm = fits && kind === "norm" ? 2 * maps : 0;
    r.parameters.push(shape.length ? weights + r.biases[i] : norm);
    r.running.push(norm);
    r.multiply_adds.push(!shape.length ? 0 : dense ? weights : weights * product(kind === "transposed" ? below : after));
    plain &&= fits && kind !== "transposed";
    const [field, jump] = [r.field[i], r.jump[i]];
    r.field.push(plain ? windows.map((w, a) => field[a] + (w.kernel - 1) * w.dilation * jump[a]) : none());
    r.jump.push(plain ? windows.map((w, a) => jump[a] * w.stride) : none());
    r.start.push(plain ? windows.map((w, a) => r.start[i][a] - w.padding * jump[a]) : none());
  }
  const sum = (all: number[]): number => all.reduce((total, one) => total + one, 0);
  [r.total_parameters, r.total_running, r.total_multiply_adds] = [sum(r.parameters), sum(r.running), sum(r.multiply_adds)];
  if (r.layer <= r.fits) look(s, r, axes);
  return r;
}

function window(s: State, i: number, axis: number, below: number): Window {
  const kind = s.kind[i];
  if (kind === "norm") return { kernel: 1, stride: 1, padding: 0, dilation: 1 };
  if (kind === "linear" || kind === "global") return { kernel: Math.max(below, 1), stride: 1, padding: 0, dilation: 1 }; // all there is
  const kernel = axis && s.kernel_width[i] ? s.kernel_width[i] : s.kernel[i];
  return { kernel, stride: s.stride[i], padding: s.padding[i], dilation: s.dilation[i] };
}

const product = (factors: number[]): number => factors.reduce((all, one) => all * one, 1);
const covers = ({ kernel, dilation }: Window): number => dilation * (kernel - 1) + 1;

function extent(kind: Kind, w: Window, size: number, extra: number): number {
  if (kind === "transposed") return (size - 1) * w.stride - 2 * w.padding + covers(w) + extra;
  return Math.floor((size + 2 * w.padding - covers(w)) / w.stride) + 1;
}

/** Why a layer does not fit what reaches it, whatever the axis. */
function trouble(s: State, i: number, maps: number, flat: boolean): string {
  const kind = s.kind[i];
  if (flat && kind !== "linear" && kind !== "norm") return "it needs rows and columns, and the layers before it have left none";
  if (kind !== "conv" && kind !== "transposed") return "";
  const g = s.groups[i];
  const odd = [maps, s.filters[i]].find((channels) => channels % g);
  return odd === undefined ? "" : `${g} groups do not divide ${odd} channels`;
}

/** Why it does not fit along one axis. */
function misfit(kind: Kind, w: Window, size: number, extra: number): string {
  if (kind === "pool" && w.padding > w.kernel >> 1) return `a padding of ${w.padding} is more than half of the window’s ${w.kernel}`;
  if (kind === "transposed") {
    if (extra >= Math.max(w.stride, w.dilation)) return `an output padding of ${extra} is not smaller than the stride of ${w.stride}`;
  } else if (covers(w) > size + 2 * w.padding) {
    return `a window that covers ${covers(w)} does not fit into ${w.padding ? `${size} + 2 · ${w.padding} = ` : ""}${size + 2 * w.padding}`;
  }
  const after = extent(kind, w, size, extra);
  if (after < 1) return `a padding of ${w.padding} cuts off all there is`;
  return after > LAST_PLACE + 1 ? `it would make ${after} places in a row, and ${LAST_PLACE + 1} are the most here` : "";
}

function weight(s: State, i: number, maps: number, below: number[], windows: Window[]): number[] {
  const [kind, filters] = [s.kind[i], s.filters[i]];
  if (kind === "linear") return [filters, maps * product(below)];
  const sides = windows.map((w) => w.kernel);
  if (kind === "conv") return [filters, maps / s.groups[i], ...sides];
  return kind === "transposed" ? [maps, filters / s.groups[i], ...sides] : [];
}

/** Follow the unit that is looked at back to the input. */
function look(s: State, r: Result, axes: number[]): void {
  const wanted = s.axes === 2 ? [s.row, s.column] : [s.column];
  const top = r.sizes[r.layer];
  const unit = (r.unit = axes.map((a) => (wanted[a] < 0 ? top[a] >> 1 : Math.min(wanted[a], top[a] - 1))));
  r.reach = axes.map((a) => {
    const found: Run[][] = [[[unit[a], unit[a]]]];
    for (let i = r.layer - 1; i >= 0; i--) found.unshift(runs(marks(s.kind[i], r.windows[i][a], found[0], r.sizes[i][a])));
    return found;
  });
  r.seen = r.reach.map(([pixels]) => {
    const many = pixels.reduce((total, [first, last]) => total + last - first + 1, 0);
    return many ? [pixels[0][0], pixels[pixels.length - 1][1], many] : [-1, -1, 0];
  });
  const { field, jump, start } = r;
  if (field[r.layer][0]) r.span = axes.map((a) => [0, field[r.layer][a] - 1].map((end) => start[r.layer][a] + unit[a] * jump[r.layer][a] + end));
}

/** Which places of a map of `size` those units read. */
function marks(kind: Kind, { kernel, stride, padding, dilation }: Window, units: Run[], size: number): Uint8Array {
  const read = new Uint8Array(size);
  for (const [first, last] of units) {
    for (let unit = first; unit <= last; unit++) {
      for (let tap = 0; tap < kernel; tap++) {
        // A convolution puts its window at unit · stride; a transposed one stamps it there, so it is the other way round.
        const place = kind === "transposed" ? (unit + padding - tap * dilation) / stride : unit * stride - padding + tap * dilation;
        if (place >= 0 && place < size && Number.isInteger(place)) read[place] = 1;
      }
    }
  }
  return read;
}

function runs(read: Uint8Array): Run[] {
  const found: Run[] = [];
  for (let i = 0; i < read.length; i++) {
    if (!read[i]) continue;
    if (i && read[i - 1]) found[found.length - 1][1] = i;
    else found.push([i, i]);
  }
  return found;
}
