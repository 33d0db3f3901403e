/** The stack from the side: a bar of units per map, the input below, and the cone that one unit looks down. */

import { attr, el, only, svg } from "../_kit/dom.ts";
import type { Result, Run } from "./model.ts";
import { type Place, places } from "./place.ts";
import { MOST_LAYERS, type State } from "./state.ts";

export const ROW = 50; // px per map, as high as its button
const BAR = 16; // px
const FINE = 5; // px per unit, from which units are drawn one by one
const EDGE = 10; // px on either side
const USUAL = 440; // px: its width until it is in a page

export type Tower = { node: HTMLElement; set(s: State, r: Result): void; destroy(): void };

/** `grab(layer, unit)` is called while a unit is dragged. */
export function tower(grab: (layer: number, unit: number) => void): Tower {
  const [cone, outside, rest, seen, chosen] = ["cone", "outside", "units", "seen", "chosen"].map((name) => svg("path", { class: `arithmetic-${name}` }));
  const lines = Array.from({ length: MOST_LAYERS }, () => svg("line", { class: "arithmetic-broken", x1: 0 }));
  const broken = svg("g");
  const drawing = svg("svg", { class: "arithmetic-tower u-grab", "aria-hidden": "true" }, outside, cone, rest, seen, chosen, broken);
  const node = el("div", {}, drawing);
  let width = USUAL;
  let drawn: [State, Result, Place[]] | null = null;
  let [low, scale] = [0, 1];

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    if (drawn) set(drawn[0], drawn[1]);
  });
  observer.observe(node);

  const across = (place: number): number => EDGE + (place - low) * scale;
  const middle = (i: number, count: number): number => (count - i + 0.5) * ROW; // the input is at the bottom

  function set(s: State, r: Result): void {
    const spots = places(s, r);
    drawn = [s, r, spots];
    const axis = s.axes - 1;
    const count = s.kind.length;
    attr(drawing, "viewBox", `0 0 ${width} ${(count + 1) * ROW}`);
    attr(drawing, "height", (count + 1) * ROW);
    const size = (i: number): number => r.sizes[i][axis];
    // What a map and the padding around it take up, in pixels of the input.
    const ends = spots.map(({ at, step }, i) => {
      const ring = i < r.fits && s.kind[i] !== "transposed" ? r.windows[i][axis].padding : 0;
      return [at - (ring + 0.5) * step, at + (size(i) + ring - 0.5) * step] as const;
    });
    low = Math.min(...ends.map(([left]) => left));
    scale = (width - 2 * EDGE) / (Math.max(...ends.map(([, right]) => right)) - low);

    /** Boxes of neighbouring units of map i, one by one where there is room. */
    const boxes = (i: number, [first, last]: Run): string => {
      const { at, step } = spots[i];
      const y = middle(i, count) - BAR / 2;
      const unit = step * scale;
      const box = (from: number, wide: number): string => `M${from.toFixed(1)} ${y}h${wide.toFixed(1)}v${BAR}h${(-wide).toFixed(1)}z`;
      if (unit < FINE) return box(across(at + (first - 0.5) * step), (last - first + 1) * unit);
      let path = "";
      for (let k = first; k <= last; k++) path += box(across(at + (k - 0.5) * step) + 0.5, unit - 1);
      return path;
    };
    const edge = (i: number, unit: number, side: number): number => across(spots[i].at + (unit + side / 2) * spots[i].step);

    attr(rest, "d", spots.map((_, i) => boxes(i, [0, size(i) - 1])).join(""));
    let padded = "";
    spots.forEach((_, i) => {
      const ring = i < r.fits && s.kind[i] !== "transposed" ? r.windows[i][axis].padding : 0;
      if (ring) padded += boxes(i, [-ring, -1]) + boxes(i, [size(i), size(i) + ring - 1]);
    });
    attr(outside, "d", padded);

    const reach = r.reach[axis] ?? [];
    attr(seen, "d", reach.slice(0, -1).map((runs, i) => runs.map((run) => boxes(i, run)).join("")).join(""));
    attr(chosen, "d", reach.length ? boxes(r.layer, reach[r.layer][0]) : "");
    let sides = "";
    for (let i = 1; i < reach.length; i++) {
      const [top, below] = [reach[i], reach[i - 1]];
      if (!top.length) continue;
      const [first, last] = [top[0][0], top[top.length - 1][1]];
      let [from, to] = below.length ? [below[0][0], below[below.length - 1][1]] : [0, -1];
      if (s.kind[i - 1] !== "transposed") {
        // Into the padding, too: the window reaches that far, and finds nothing.
        const { kernel, stride, padding, dilation } = r.windows[i - 1][axis];
        [from, to] = [first * stride - padding, last * stride - padding + dilation * (kernel - 1)];
      }
      if (to < from) continue;
      const [high, deep] = [middle(i, count) + BAR / 2, middle(i - 1, count) - BAR / 2];
      sides += `M${edge(i, first, -1).toFixed(1)} ${high}L${edge(i, last, 1).toFixed(1)} ${high}L${edge(i - 1, to, 1).toFixed(1)} ${deep}L${edge(i - 1, from, -1).toFixed(1)} ${deep}z`;
    }
    attr(cone, "d", sides);
    only(broken, ...lines.slice(0, count - r.fits));
    lines.slice(0, count - r.fits).forEach((line, i) => {
      for (const [name, value] of Object.entries({ x2: width, y1: middle(count - i, count), y2: middle(count - i, count) })) attr(line, name, value);
    });
  }

  let held: number | null = null; // the layer whose unit is dragged
  const pull = (event: PointerEvent): void => {
    if (!drawn || held === null) return;
    const [s, r, spots] = drawn;
    const { at, step } = spots[held];
    const place = low + (event.clientX - drawing.getBoundingClientRect().left - EDGE) / scale;
    const last = r.sizes[held][s.axes - 1] - 1;
    grab(held, Math.min(Math.max(Math.round((place - at) / step), 0), last));
  };
  drawing.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !drawn) return;
    const [s, r] = drawn;
    const row = Math.floor((event.clientY - drawing.getBoundingClientRect().top) / ROW);
    const layer = s.kind.length - row;
    if (layer < 1 || layer > r.fits) return;
    held = layer;
    drawing.setPointerCapture(event.pointerId);
    event.preventDefault();
    pull(event);
  });
  drawing.addEventListener("pointermove", pull);
  const end = (): void => {
    held = null;
  };
  drawing.addEventListener("pointerup", end);
  drawing.addEventListener("pointercancel", end);

  return { node, set, destroy: () => observer.disconnect() };
}
