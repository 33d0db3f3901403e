/** One layer worked out, as one would by hand. */

import { grouped } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { isFlat, times } from "./names.ts";
import { hasFilters, isWindow, type State } from "./state.ts";

export type Line = { name: string; words: string };

const minus = (value: number): string => String(value).replace("-", "−");
const product = (factors: number[]): string => factors.map(grouped).join(" · ");

export function lines(s: State, r: Result): Line[] {
  const i = r.layer - 1;
  if (i >= r.fits) return [];
  const kind = s.kind[i];
  const flat = isFlat(s, i);
  const found: Line[] = [];
  const square = [r.sizes[i], r.sizes[i + 1], r.windows[i].map((w) => w.kernel)].every(([a, b = a]) => a === b);
  const axes = square ? [0] : [0, 1];
  const titled = (name: string, a: number): string => (square ? name : `${name}, ${["rows", "columns"][a]}`);

  if (isWindow(kind)) for (const a of axes) found.push({ name: titled(s.axes === 2 ? "side" : "length", a), words: size(s, r, i, a) });
  else if (kind === "linear" && !flat) found.push({ name: "inputs", words: `${product([...r.sizes[i], r.maps[i]])} = ${grouped(r.weights[i][1])}` });
  else if (kind === "global" && !flat) found.push({ name: "output", words: `one mean or maximum per map: ${grouped(r.maps[i + 1])}` });

  if (hasFilters(kind)) {
    const shape = r.weights[i].filter(Boolean);
    found.push({ name: "weight", words: `${times(shape)} in PyTorch, ${times(keras(s, i, shape))} in Keras` });
    const inputs = kind === "linear" ? [shape[1]] : [r.maps[i] / s.groups[i], ...shape.slice(2)];
    const one = s.bias[i] ? `(${product(inputs)} + 1)` : product(inputs);
    found.push({ name: "parameters", words: `${one} · ${grouped(s.filters[i])} = ${grouped(r.parameters[i])}` });
    const places = r.sizes[kind === "transposed" ? i : i + 1];
    found.push({ name: "multiply-adds", words: kind === "linear" ? `one per weight: ${grouped(r.multiply_adds[i])}` : `${product(shape)} weights · ${product(places)} places = ${grouped(r.multiply_adds[i])}` });
  } else {
    const learned = kind === "norm" ? `2 · ${grouped(r.maps[i])} = ${grouped(r.parameters[i])}, and as many running statistics` : "none";
    found.push({ name: "parameters", words: learned });
  }
  if (!r.field[i + 1][0]) found.push({ name: "field", words: "behind a transposed convolution it depends on the unit" });
  else for (const a of axes) found.push({ name: titled("field", a), words: field(r, i, a) });
  return found;
}

function size(s: State, r: Result, i: number, a: number): string {
  const { kernel, stride, padding, dilation } = r.windows[i][a];
  const [before, after] = [r.sizes[i][a], r.sizes[i + 1][a]];
  const covers = dilation > 1 ? `(${dilation} · (${kernel} − 1) + 1)` : String(kernel);
  if (s.kind[i] === "transposed") {
    const cut = padding ? ` − 2 · ${padding}` : "";
    const more = s.output_padding[i] ? ` + ${s.output_padding[i]}` : "";
    return `(${before} − 1) · ${stride}${cut} + ${covers}${more} = ${after}`;
  }
  const room = `${before}${padding ? ` + 2 · ${padding}` : ""} − ${covers}`;
  return stride > 1 ? `⌊(${room}) / ${stride}⌋ + 1 = ${after}` : `${room} + 1 = ${after}`;
}

function field(r: Result, i: number, a: number): string {
  const { kernel, stride, padding, dilation } = r.windows[i][a];
  const [jump, start] = [r.jump[i][a], r.start[i][a]];
  const steps = product([dilation, jump].filter((factor) => factor > 1));
  return [
    `${r.field[i][a]} + (${kernel} − 1)${steps ? ` · ${steps}` : ""} = ${r.field[i + 1][a]}`,
    `jump ${jump} · ${stride} = ${r.jump[i + 1][a]}`,
    `start ${minus(start)} − ${padding} · ${jump} = ${minus(r.start[i + 1][a])}`,
  ].join("; ");
}

/** The same axes as Keras puts them: the window first. A transposed convolution ends in (out, in) there, too. */
function keras(s: State, i: number, shape: number[]): number[] {
  const [first, second, ...window] = shape;
  return s.kind[i] === "transposed" ? [...window, second, first] : [...window, second, first];
}
