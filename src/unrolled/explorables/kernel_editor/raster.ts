/** Numbers as grey pixels, written into them where there is room, with a frame around the place that is looked at. */

import { attr, el, only, svg, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import type { Matrix } from "./state.ts";

const CELL = 100; // units of the drawing, per pixel of the picture
const MOST_NUMBERS = 256;
const [SMALLEST, LARGEST] = [9.5, 17]; // px: smaller numbers are left out
const OUTSIDE = 110; // of 255: how much of the padding is seen
const WIDTH = 62; // units per character, for a font of 100

export type Scale = { most: number; signed: boolean };
export type Look = { scale: Scale; ring?: number; label: string };
export type Raster = {
  node: HTMLElement;
  set(values: Matrix, look: Look): void;
  frame(row: number, column: number, rows: number, columns: number): void;
  destroy(): void;
};

/** Grey from 0 (black) to 255; where numbers may be negative, 0 is in the middle. */
const grey = (value: number, { most, signed }: Scale): number => Math.round(255 * Math.min(Math.max(signed ? 0.5 + value / most / 2 : value / most, 0), 1));

export function raster(colour: string): Raster {
  const canvas = el("canvas", { role: "img" });
  const numbers = svg("g", { class: "kernel-numbers" });
  const edge = svg("rect", { class: "kernel-edge" });
  const halo = svg("rect", { class: "kernel-halo" });
  const frame = svg("rect", { class: "kernel-frame", style: `stroke: var(--u-${colour})` });
  const drawing = svg("svg", { "aria-hidden": "true" }, numbers, edge, halo, frame);
  const node = el("div", { class: "kernel-area" }, canvas, drawing);
  const context = canvas.getContext("2d");
  const pool: SVGTextElement[] = [];
  let width = 0;
  let drawn: Parameters<Raster["set"]> | null = null;
  let size = [0, 0];

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    if (drawn) write(...drawn);
  });
  observer.observe(node);

  function reshape(rows: number, columns: number, ring: number): void {
    [canvas.height, canvas.width] = size = [rows, columns];
    attr(drawing, "viewBox", `0 0 ${columns * CELL} ${rows * CELL}`);
    attr(node, "style", `aspect-ratio:${columns}/${rows};width:${Math.min(100, (100 * columns) / rows)}%`);
    place(edge, ring, ring, rows - 2 * ring, columns - 2 * ring);
  }

  function paint(values: Matrix, { scale, ring = 0 }: Look): void {
    if (!context) return;
    const [rows, columns] = size;
    const image = context.createImageData(columns, rows);
    values.forEach((row, i) => row.forEach((value, j) => {
      const outside = i < ring || j < ring || i >= rows - ring || j >= columns - ring;
      const at = 4 * (i * columns + j);
      image.data.fill(grey(value, scale), at, at + 3);
      image.data[at + 3] = outside ? OUTSIDE : 255;
    }));
    context.putImageData(image, 0, 0);
  }

  function write(values: Matrix, { scale, ring = 0 }: Look): void {
    const [rows, columns] = size;
    const words = rows * columns <= MOST_NUMBERS ? values.flat().map((value) => show(value, 3)) : [];
    const longest = words.reduce((most, word) => Math.max(most, word.length), 1);
    const pixel = width / columns || LARGEST; // before the width is known any will do
    const font = Math.min(40, (0.94 * CELL * CELL) / (WIDTH * longest), (LARGEST * CELL) / pixel);
    const readable = width === 0 || (font / CELL) * pixel >= SMALLEST;
    attr(numbers, "visibility", readable ? null : "hidden");
    if (!readable) return;
    attr(numbers, "font-size", font.toFixed(1));
    while (pool.length < words.length) pool.push(svg("text", { "text-anchor": "middle" }));
    words.forEach((word, n) => {
      const [i, j] = [Math.floor(n / columns), n % columns];
      const outside = i < ring || j < ring || i >= rows - ring || j >= columns - ring;
      text(pool[n], word);
      attr(pool[n], "x", (j + 0.5) * CELL);
      attr(pool[n], "y", (i + 0.5) * CELL + font * 0.36);
      attr(pool[n], "class", outside ? "kernel-outside" : grey(values[i][j], scale) > 120 ? "kernel-on-light" : "kernel-on-dark");
    });
    only(numbers, ...pool.slice(0, words.length));
  }

  return {
    node,
    set(values, look) {
      drawn = [values, look];
      if (values.length !== size[0] || values[0].length !== size[1]) reshape(values.length, values[0].length, look.ring ?? 0);
      attr(edge, "visibility", look.ring ? null : "hidden");
      if (look.ring) place(edge, look.ring, look.ring, size[0] - 2 * look.ring, size[1] - 2 * look.ring);
      paint(values, look);
      write(values, look);
      attr(canvas, "aria-label", look.label);
    },
    frame(...at) {
      place(halo, ...at);
      place(frame, ...at);
    },
    destroy: () => observer.disconnect(),
  };
}

function place(rect: SVGRectElement, row: number, column: number, rows: number, columns: number): void {
  for (const [name, value] of Object.entries({ x: column, y: row, width: columns, height: rows })) attr(rect, name, value * CELL);
}

/** A mouse that is over it looks, a press or a finger stays: `row` and `column` in pixels of the picture, with fractions. */
export function pointing(area: HTMLElement, shape: () => [number, number], look: (at: [number, number] | null) => void, stay: (at: [number, number]) => void): void {
  const place = (event: PointerEvent): [number, number] => {
    const box = area.getBoundingClientRect();
    const [rows, columns] = shape();
    return [((event.clientY - box.top) / box.height) * rows, ((event.clientX - box.left) / box.width) * columns];
  };
  let held = false;
  const end = (): void => {
    held = false;
  };
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = true;
    area.setPointerCapture(event.pointerId);
    stay(place(event));
  });
  area.addEventListener("pointermove", (event) => {
    if (held) stay(place(event));
    else if (event.pointerType === "mouse") look(place(event));
  });
  area.addEventListener("pointerleave", () => look(null));
  area.addEventListener("pointerup", end);
  area.addEventListener("pointercancel", end);
}
