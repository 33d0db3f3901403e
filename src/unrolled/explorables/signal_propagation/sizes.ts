/** How large signals and gradients are, layer by layer, and how the signals are spread. */

import { attr } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { type Line, plot, type Range } from "../_kit/plot.ts";
import type { Passed, Sent } from "./signals.ts";
import type { Activation, State } from "./state.ts";

const USUAL: Range = [-2, 1]; // decades that are always in the picture
const BINS = 27;
const WIDEST = 0.44; // half of a layer's place
// Where the values of each activation are, for z of size 1; what is beyond is in the bin at the edge.
const SPANS: Record<Activation, Range> = { tanh: [-1.08, 1.08], sigmoid: [-0.04, 1.04], relu: [-0.1, 3.1], linear: [-3.1, 3.1] };

export type Chart = { node: Element; set(r: Sent, p: Passed, s: State): void; say(words: string): void; destroy(): void };

/** Root mean squares on a logarithmic axis; dashed what the theory says. */
export function sizes(): Chart {
  const chart = plot({
    x: [0, 10], y: USUAL, xName: "layer", whole: true, height: (width) => Math.min(Math.max(0.36 * width, 210), 270),
    yTicks: powers, yTick: (y) => show(10 ** y, 3).replace(/^1·/, ""),
  });
  const pair = (colour: string): { drawn: Line; dots: Line; theory: Line } => {
    const theory = chart.line({ colour, width: 1.5, dash: "6 5" });
    const dots = chart.line({ colour, width: 7 });
    attr(dots.node, "stroke-linecap", "round");
    return { theory, dots, drawn: chart.line({ colour, width: 2 }) };
  };
  const [signal, gradient] = [pair("forward"), pair("gradient")];
  const last = chart.dot({ colour: "forward", radius: 6 });
  const first = chart.dot({ colour: "gradient", radius: 6, shape: "ring" });
  for (const label of first.node.querySelectorAll("text")) attr(label, "y", 22); // the line rises from it
  const put = ({ drawn, dots, theory }: ReturnType<typeof pair>, values: number[], predicted: number[] | null): void => {
    const xs = values.map((_, l) => l);
    const ys = values.map(Math.log10);
    drawn.set(xs, ys);
    dots.set(xs.flatMap((x) => [x, x, x]), ys.flatMap((y) => [y, y, NaN]));
    theory.set(predicted ? xs : [], predicted?.map(Math.log10) ?? []);
  };
  return {
    node: chart.node,
    say: chart.say,
    destroy: chart.destroy,
    set(r, _, s) {
      const all = [r.signal_rms, r.grad_rms, r.theory_rms ?? [], r.theory_grad_rms ?? []].flat().filter((value) => value > 0).map(Math.log10);
      chart.axes([0, s.depth], [Math.min(USUAL[0], Math.floor(Math.min(...all))), Math.max(USUAL[1], Math.ceil(Math.max(...all)))]);
      put(signal, r.signal_rms, r.theory_rms);
      put(gradient, r.grad_rms, r.theory_grad_rms);
      const label = (value: number): string => show(value, 3);
      last.set(s.depth, Math.log10(r.signal_rms[s.depth]), label(r.signal_rms[s.depth]));
      first.set(0, Math.log10(r.grad_rms[0]), label(r.grad_rms[0]));
    },
  };
}

/** Whole decades, five of them at most. */
function powers([low, high]: Range): number[] {
  const every = Math.ceil((high - low) / 4);
  const from = Math.ceil(low / every);
  return Array.from({ length: Math.floor(high / every) - from + 1 }, (_, i) => (from + i) * every);
}

/** The activations of each layer: the wider, the more of them. */
export function spread(): Chart {
  const chart = plot({ x: [0.5, 10.5], y: SPANS.tanh, xName: "layer", whole: true, height: () => 190 });
  const shapes = chart.line({ colour: "forward", width: 0 });
  attr(shapes.node, "fill", "var(--u-forward)");
  attr(shapes.node, "fill-opacity", 0.6);
  return {
    node: chart.node,
    say: chart.say,
    destroy: chart.destroy,
    set(r, { signals }, s) {
      const grows = s.activation === "relu" || s.activation === "linear";
      const size = grows ? 2 ** Math.max(Math.ceil(Math.log2(r.net_std[0])), 0) : 1;
      const [low, high] = SPANS[s.activation].map((edge) => edge * size);
      chart.axes([0.5, s.depth + 0.5], [low, high]);
      const [xs, ys]: [number[], number[]] = [[], []];
      const step = (high - low) / BINS;
      for (let l = 1; l <= s.depth; l++) {
        const counts = new Float64Array(BINS);
        const values = signals[l];
        for (let k = 0; k < values.length; k++) counts[Math.min(Math.max(Math.floor((values[k] - low) / step), 0), BINS - 1)]++;
        const most = Math.max(...counts);
        const edge = (sign: number) => (b: number): void => {
          const x = l + (sign * WIDEST * counts[b]) / most;
          xs.push(x, x);
          ys.push(low + (sign > 0 ? b : b + 1) * step, low + (sign > 0 ? b + 1 : b) * step);
        };
        const bins = Array.from(counts, (_, b) => b);
        bins.forEach(edge(1));
        bins.reverse().forEach(edge(-1));
        xs.push(NaN);
        ys.push(NaN);
      }
      shapes.set(xs, ys);
    },
  };
}
