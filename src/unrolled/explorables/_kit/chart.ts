/** A small line chart over whole numbers; its y axis turns logarithmic where the values span decades. */

import { attr, svg, text } from "./dom.ts";
import { show } from "./numbers.ts";

export type Chart = { node: SVGSVGElement; draw(values: number[], label: string): void };

const USUAL = 640; // px: its width until it is in a page
const H = 210;
const BOX = { left: 64, right: 20, top: 14, bottom: 34 };
const ZERO = 20; // px below a logarithmic axis, where zeros are
const WIDE = 50; // max/min from which the axis is logarithmic
const NAME = 50; // px from one name below to the next, at least

type Axis = { ticks: number[]; place(value: number): number; logarithmic: boolean };

/** As wide as its column. `colour` is a name in the palette, `xName` labels the ticks below: t, or an epoch. */
export function chart(colour: string, xName: (i: number, last: number) => string, guide?: number): Chart {
  const node = svg("svg", { class: "u-chart", role: "img" });
  const grid = svg("g");
  const line = svg("polyline", { fill: "none", stroke: `var(--u-${colour})`, "stroke-width": 2 });
  const marks = svg("g");
  const below = svg("g");
  node.append(grid, line, marks, below);
  let width = USUAL;
  let drawn: Parameters<Chart["draw"]> | null = null;
  new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (now === 0 || now === width) return; // 0 in a closed fold
    width = now;
    if (drawn) draw(...drawn);
  }).observe(node);

  function draw(values: number[], label: string): void {
    drawn = [values, label];
    attr(node, "aria-label", label);
    attr(node, "viewBox", `0 0 ${width} ${H}`);
    const axis = scale(values, guide);
    const room = width - BOX.left - BOX.right;
    const last = values.length - 1;
    const step = room / Math.max(last, 1);
    const x = (i: number): number => BOX.left + i * step;
    resize(grid, axis.ticks.length, () => svg("g", {}, svg("line"), svg("text")));
    axis.ticks.forEach((tick, i) => drawTick(grid.children[i], tick, axis, width, guide));
    resize(marks, values.length, () => svg("path", { class: "u-mark" }));
    resize(below, values.length, () => svg("text", { y: H - 10, "text-anchor": "middle", class: "u-tick" }));
    const every = Math.ceil(NAME / step);
    values.forEach((value, i) => {
      const zero = axis.logarithmic && value === 0;
      const y = axis.place(value);
      // A full dot is a value, a cross a true zero, which no logarithmic axis has.
      const shape = zero ? "m-5-5 10 10m0-10-10 10" : "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0";
      attr(marks.children[i], "d", `M${x(i).toFixed(1)} ${y.toFixed(1)}${shape}`);
      attr(marks.children[i], "stroke", `var(--u-${colour})`);
      attr(marks.children[i], "fill", zero ? "none" : `var(--u-${colour})`);
      attr(below.children[i], "x", x(i).toFixed(1));
      text(below.children[i], (last - i) % every ? "" : xName(i, last));
    });
    attr(line, "points", values.map((value, i) => `${x(i).toFixed(1)},${axis.place(value).toFixed(1)}`).join(" "));
  }
  return { node, draw };
}

function scale(values: number[], guide?: number): Axis {
  const finite = values.filter(Number.isFinite);
  const all = guide === undefined ? finite : [...finite, guide];
  const positive = all.filter((value) => value > 0);
  const [least, most] = [Math.min(...positive), Math.max(...positive)];
  const logarithmic = all.every((value) => value >= 0) && positive.length > 0 && most / least > WIDE;
  const zeros = logarithmic && values.includes(0);
  const bottom = H - BOX.bottom - (zeros ? ZERO : 0);
  let [low, high] = logarithmic
    ? [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))]
    : [Math.min(0, ...all), Math.max(0, ...all) || 1];
  const size = logarithmic ? Math.ceil((high - low) / 5) : nice((high - low) / 4);
  low = Math.floor(low / size) * size;
  high = Math.ceil(high / size) * size;
  const count = Math.round((high - low) / size);
  const ticks = Array.from({ length: count + 1 }, (_, i) => low + i * size);
  const at = (level: number): number => bottom - ((level - low) / (high - low || 1)) * (bottom - BOX.top);
  const place = (value: number): number => {
    if (value === Infinity) return BOX.top - 6;
    if (!Number.isFinite(value) || (logarithmic && value === 0)) return H - BOX.bottom;
    return at(logarithmic ? Math.log10(value) : value);
  };
  return { logarithmic, place, ticks: logarithmic ? [...ticks.map((e) => 10 ** e), ...(zeros ? [0] : [])] : ticks };
}

/** 1, 2 or 5 times a power of ten, at least `size`. */
function nice(size: number): number {
  const unit = 10 ** Math.floor(Math.log10(size));
  return unit * ([1, 2, 5].find((factor) => factor * unit >= size) ?? 10);
}

function drawTick(group: Element, tick: number, axis: Axis, width: number, guide?: number): void {
  const y = axis.place(tick).toFixed(1);
  const [rule, label] = group.children;
  for (const [name, value] of Object.entries({ x1: BOX.left - 8, x2: width - BOX.right + 8, y1: y, y2: y })) attr(rule, name, value);
  attr(rule, "class", tick === guide ? "u-rule u-guide" : "u-rule");
  for (const [name, value] of Object.entries({ x: BOX.left - 14, y: Number(y) + 5, "text-anchor": "end", class: "u-tick" })) attr(label, name, value);
  text(label, show(tick, 3).replace(/^1·/, ""));
}

function resize(group: Element, count: number, make: () => Element): void {
  while (group.children.length > count) group.lastElementChild?.remove();
  while (group.children.length < count) group.append(make());
}
