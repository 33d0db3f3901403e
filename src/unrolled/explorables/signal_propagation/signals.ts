/** Signals forward and gradients backward through the layers, as drawn and as predicted. */

import { normal, type Random, uniform } from "../_kit/random.ts";
import { sigmoid } from "../_kit/special.ts";
import type { Activation, State } from "./state.ts";

const PRODUCTS = 3e5; // of a weight and a signal, in one pass
const FEWEST = 4; // samples in the largest network
const APART = 1000; // between the seeds of weights, inputs and gradients
const DUST = 1e-9; // a mean or deviation below this share of the values is what rounding left

type Values = Float64Array;
type Kind = "normal" | "uniform";

/** All of it: (samples, units) of each layer. */
export type Passed = { samples: number; widths: number[]; signals: Values[]; nets: Values[]; slopes: Values[]; grads: Values[] };

export type Sent = {
  signal_mean: number[]; signal_std: number[]; signal_rms: number[];
  net_mean: number[]; net_std: number[]; slope_mean: number[];
  grad_mean: number[]; grad_std: number[]; grad_rms: number[]; grad_factor: number[];
  weight_std: number[];
  theory_net_std: number[] | null; theory_rms: number[] | null; theory_grad_rms: number[] | null;
  samples_used: number;
  rules: number[]; keeping_std: number; keeping_bound: number;
};

// Value, and slope by z and that value.
export const FUNCTIONS: Record<Activation, [(z: number) => number, (z: number, a: number) => number]> = {
  linear: [(z) => z, () => 1],
  tanh: [Math.tanh, (_, a) => 1 - a * a],
  relu: [(z) => (z > 0 ? z : 0), (z) => (z > 0 ? 1 : 0)],
  sigmoid: [sigmoid, (z, a) => a * sigmoid(-z)],
};

type Stream = { next: Random; values: Values; made: number };
const streams = new Map<string, Stream>();

/** The first `count` random numbers of a seed; they are kept, because most moves ask for the same again. */
export function numbers(kind: Kind, seed: number, count: number): Values {
  const key = `${kind} ${seed}`;
  const stream = streams.get(key) ?? { next: kind === "normal" ? normal(seed) : uniform(seed), values: new Float64Array(0), made: 0 };
  streams.delete(key);
  streams.set(key, stream); // the youngest is the last
  if (streams.size > 8) streams.delete([...streams.keys()][0]);
  if (stream.values.length < count) {
    const longer = new Float64Array(Math.ceil(count * 1.25));
    longer.set(stream.values);
    stream.values = longer;
  }
  for (; stream.made < count; stream.made++) {
    const value = stream.next();
    stream.values[stream.made] = kind === "normal" ? value : 2 * value - 1;
  }
  return stream.values.subarray(0, count);
}

export function variance(s: State, fanIn: number, fanOut: number): number {
  switch (s.rule) {
    case "scaled": return s.factor ** 2 / fanIn;
    case "xavier": return 2 / (fanIn + fanOut);
    case "kaiming": return 2 / fanIn;
    case "uniform": return s.bound ** 2 / 3;
    case "constant": return 0;
  }
}

export function pass(s: State): Passed {
  const widths = [s.inputs, ...Array<number>(s.depth).fill(s.width)];
  const total = s.width * (s.inputs + (s.depth - 1) * s.width);
  const samples = Math.min(s.samples, Math.max(Math.floor(PRODUCTS / total), FEWEST));
  const kind = s.rule === "uniform" ? "uniform" : "normal";
  const stream = s.rule === "constant" ? null : numbers(kind, s.seed, total);
  const layers = widths.slice(1).map((m, l) => {
    const n = widths[l];
    const start = l && s.width * (s.inputs + (l - 1) * s.width);
    const scale = s.rule === "constant" ? s.constant : s.rule === "uniform" ? s.bound : Math.sqrt(variance(s, n, m));
    return { n, m, scale, unit: stream?.subarray(start, start + n * m) ?? new Float64Array(n * m).fill(1) };
  });
  const [value, slope] = FUNCTIONS[s.activation];
  const signals = [numbers("normal", s.seed + APART, samples * s.inputs).map((u) => s.mean + s.deviation * u)];
  const nets: Values[] = [];
  const slopes: Values[] = [];
  for (const { n, m, scale, unit } of layers) {
    const from = signals[signals.length - 1];
    const net = new Float64Array(samples * m);
    for (let t = 0; t < samples; t++) {
      for (let i = 0; i < m; i++) {
        const w = i * n;
        const a = t * n;
        let sum = 0;
        let other = 0; // two, because each addition waits for the one before
        for (let j = 1; j < n; j += 2) {
          sum += unit[w + j - 1] * from[a + j - 1];
          other += unit[w + j] * from[a + j];
        }
        if (n % 2) sum += unit[w + n - 1] * from[a + n - 1];
        net[t * m + i] = scale * (sum + other);
      }
    }
    if (s.biases === "centred") centre(net, m, samples, s.centre);
    const [a, slopesHere] = [new Float64Array(net.length), new Float64Array(net.length)];
    for (let k = 0; k < net.length; k++) {
      a[k] = value(net[k]);
      slopesHere[k] = slope(net[k], a[k]);
    }
    nets.push(net);
    signals.push(a);
    slopes.push(slopesHere);
  }
  // Of random sign: equal ones would add up what weights and slopes have in common.
  const coins = numbers("uniform", s.seed + 2 * APART, samples * s.width);
  const grads = [coins.map((coin) => (coin < 0 === coins[0] < 0 ? 1 : -1))];
  for (let l = layers.length - 1; l >= 0; l--) {
    const { n, m, scale, unit } = layers[l];
    const grad = new Float64Array(samples * n);
    for (let t = 0; t < samples; t++) {
      for (let i = 0; i < m; i++) {
        const at = scale * grads[0][t * m + i] * slopes[l][t * m + i];
        if (at) for (let j = 0, w = i * n, g = t * n; j < n; j++) grad[g++] += at * unit[w++];
      }
    }
    grads.unshift(grad);
  }
  return { samples, widths, signals, nets, slopes, grads };
}

/** By a bias of each unit its mean over the samples becomes `centre`. */
function centre(net: Values, m: number, samples: number, wanted: number): void {
  for (let i = 0; i < m; i++) {
    let sum = 0;
    for (let t = 0; t < samples; t++) sum += net[t * m + i] - net[i];
    const mean = net[i] + sum / samples;
    for (let t = 0; t < samples; t++) net[t * m + i] = wanted + (net[t * m + i] - mean);
  }
}

export function measure(s: State, { samples, widths, signals, nets, slopes, grads }: Passed): Sent {
  const variances = widths.slice(1).map((m, l) => variance(s, widths[l], m));
  const [signal, net, grad] = [signals, nets, grads].map((layers) => layers.map(moments));
  const grad_rms = grad.map(({ rms }) => rms);
  const [n, m] = widths;
  const keeping_std = s.deviation / Math.sqrt(n * (s.deviation ** 2 + s.mean ** 2));
  return {
    signal_mean: signal.map(({ mean }) => mean), signal_std: signal.map(({ std }) => std), signal_rms: signal.map(({ rms }) => rms),
    net_mean: net.map(({ mean }) => mean), net_std: net.map(({ std }) => std), slope_mean: slopes.map((values) => moments(values).mean),
    grad_mean: grad.map(({ mean }) => mean), grad_std: grad.map(({ std }) => std), grad_rms,
    grad_factor: grad_rms.slice(1).map((above, l) => (above ? grad_rms[l] / above : 0)),
    weight_std: variances.map(Math.sqrt),
    ...theory(s, widths, variances),
    samples_used: samples,
    rules: [1 / n, 2 / (n + m), 2 / n].map(Math.sqrt),
    keeping_std, keeping_bound: Math.sqrt(3) * keeping_std,
  };
}

/** What independent weights of mean 0 should make of the sizes; tanh is taken as z. */
function theory(s: State, widths: number[], variances: number[]): Pick<Sent, "theory_net_std" | "theory_rms" | "theory_grad_rms"> {
  if (s.rule === "constant" || s.biases === "centred" || s.activation === "sigmoid") return { theory_net_std: null, theory_rms: null, theory_grad_rms: null };
  const kept = s.activation === "relu" ? 0.5 : 1;
  const nets: number[] = [];
  const seconds = [s.mean ** 2 + s.deviation ** 2];
  variances.forEach((v, l) => {
    nets.push(widths[l] * v * seconds[l]);
    seconds.push(kept * nets[l]);
  });
  const grads = [1];
  for (let l = variances.length - 1; l >= 0; l--) grads.unshift(widths[l + 1] * variances[l] * kept * grads[0]);
  return { theory_net_std: nets.map(Math.sqrt), theory_rms: seconds.map(Math.sqrt), theory_grad_rms: grads.map(Math.sqrt) };
}

type Moments = { mean: number; std: number; rms: number };

/** Loops by index: they are in every move, and iterators over typed arrays are slow. */
function moments(values: Values): Moments {
  const count = values.length;
  const first = values[0];
  let sum = 0;
  let squares = 0;
  let spread = 0;
  for (let i = 0; i < count; i++) {
    sum += values[i] - first; // of equal values the mean is exactly that value
    squares += values[i] * values[i];
  }
  const mean = first + sum / count;
  for (let i = 0; i < count; i++) spread += (values[i] - mean) ** 2;
  const rms = Math.sqrt(squares / count);
  const std = Math.sqrt(spread / count);
  return { rms, mean: Math.abs(mean) > DUST * rms ? mean : 0, std: std > DUST * rms ? std : 0 };
}
