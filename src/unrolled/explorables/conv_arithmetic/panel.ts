/** The controls of one layer, and of the input. */

import { choice, type Control, numberControl, type NumberControl, type NumberOptions } from "../_kit/control.ts";
import { el } from "../_kit/dom.ts";
import { put } from "../_kit/path.ts";
import { WORDS } from "./names.ts";
import { CHANNELS, hasFilters, isWindow, type Kind, type List, LISTS, SIDE, type State, turned } from "./state.ts";

type Change = (next: State) => void;
/** `main` stands in sight, `more` in a fold. */
export type Panel = { main: HTMLElement; more: HTMLElement; set(s: State): void };

const SPANS: Record<Exclude<List, "bias">, [string, number, number]> = {
  kernel: ["kernel", 1, 11], stride: ["stride", 1, 4], padding: ["padding", 0, 5], filters: ["filters", 1, 256],
  kernel_width: ["kernel’s width", 0, 11], dilation: ["dilation", 1, 4], groups: ["groups", 1, 8], output_padding: ["output padding", 0, 3],
};
const MAIN = ["kernel", "stride", "padding", "filters"] as const;
const MORE = ["kernel_width", "dilation", "groups", "output_padding"] as const;

const whole = (options: NumberOptions, change: (value: number) => void): NumberControl => numberControl({ step: 1, whole: true, ...options }, change);

/** Layer i, counted from 0. */
export function layerPanel(i: number, get: () => State, change: Change): Panel {
  const number = (name: keyof typeof SPANS, called?: string): NumberControl => {
    const [title, low, high] = SPANS[name];
    return whole({ input: `${name}[${i}]`, name: called ?? title, says: `layer ${i + 1}`, span: [low, high], limits: [...LISTS[name]] }, (value) =>
      change(put(get(), `${name}[${i}]`, value)));
  };
  const kind = choice({ input: `kind[${i}]`, name: `Layer ${i + 1}`, words: WORDS }, (value) => change(turned(get(), i, value as Kind)));
  const bias = choice({ input: `bias[${i}]`, name: "bias", words: { 1: "one per filter", 0: "none" } }, (value) => change(put(get(), `bias[${i}]`, Number(value))));
  const controls = [...MAIN, ...MORE].map((name) => [name, number(name)] as const);
  const units = number("filters", "units"); // the same of a fully connected layer
  const nodes = controls.map(([, control]) => control.node);
  return {
    main: el("div", { class: "arithmetic-group" }, kind.node, ...nodes.slice(0, MAIN.length), units.node),
    more: el("div", { class: "arithmetic-group" }, bias.node, ...nodes.slice(MAIN.length)),
    set(s) {
      const one = s.kind[i];
      kind.set(one);
      bias.set(String(s.bias[i]));
      bias.node.hidden = !hasFilters(one);
      units.set(s.filters[i]);
      units.node.hidden = one !== "linear";
      for (const [name, control] of controls) {
        control.set(s[name][i]);
        control.node.hidden = !used(name, one, s.axes);
      }
    },
  };
}

function used(name: List, kind: Kind, axes: number): boolean {
  if (name === "filters") return kind === "conv" || kind === "transposed";
  if (!isWindow(kind)) return false;
  if (name === "groups") return kind !== "pool";
  if (name === "kernel_width") return axes === 2;
  return name !== "output_padding" || kind === "transposed";
}

export function inputPanel(get: () => State, change: Change): Panel {
  const field = (name: "size" | "width" | "channels", title: string, low: number, high: number, most: number): NumberControl =>
    whole({ input: name, name: title, says: "input", span: [low, high], limits: [low, most], kind: "given" }, (value) => change(put(get(), name, value)));
  const size = field("size", "size", 1, 256, SIDE);
  const channels = field("channels", "channels", 1, 16, CHANNELS);
  const width = field("width", "width", 0, 256, SIDE);
  const axes: Control<string> = choice({ input: "axes", name: "Input", words: { 2: "image", 1: "sequence" } }, (value) => change(put(get(), "axes", Number(value))));
  return {
    main: el("div", { class: "arithmetic-group" }, axes.node, size.node, channels.node),
    more: el("div", { class: "arithmetic-group" }, width.node),
    set(s) {
      size.set(s.size);
      channels.set(s.channels);
      width.set(s.width);
      width.node.hidden = s.axes === 1;
      axes.set(String(s.axes));
    },
  };
}
