/** A grid of numbers to type into or to drag: the weights of the kernel, the pixels of a small picture. */

import { type NumberControl, numberControl } from "../_kit/control.ts";
import { attr, el, only } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { editable } from "../_kit/numbers.ts";
import { type Matrix, MOST } from "./state.ts";

const [SHORT, DENOMINATORS] = [5, [3, 6, 7, 9, 12, 16, 25, 32, 64, 128, 256]];
const START = 6; // px before a press becomes a drag
const PIXELS = 4; // of dragging per step
const STEP = 0.1;

export type GridOptions = {
  input: "kernel" | "picture";
  says: string; // weight, pixel
  change(path: string, value: number): void;
  /** A cell has been touched. */
  pick?(row: number, column: number): void;
};
export type Grid = { node: HTMLElement; set(values: Matrix): void; mark(row: number, column: number): void };

type Cell = { control: NumberControl; box: HTMLInputElement };

export function grid({ input, says, change, pick }: GridOptions): Grid {
  const cells = el("div", { class: `kernel-grid kernel-grid-${input}` });
  const messages = el("div", { class: "kernel-messages" });
  const node = el("div", {}, cells, messages);
  const keep = keeper();
  let current: Matrix = [];
  let marked: HTMLElement | null = null;

  function make(row: number, column: number): Cell {
    const path = `${input}[${row},${column}]`;
    const name = `${says} in row ${row + 1}, column ${column + 1}`;
    const control = numberControl({ input: path, name, span: [-1, 1], limits: [-MOST, MOST], bare: messages, write: fraction }, (value) => change(path, value));
    const box = control.node.querySelector("input") as HTMLInputElement;
    const by = (steps: number): void => change(path, clamp(Number((current[row][column] + steps).toFixed(6))));
    box.addEventListener("focus", () => pick?.(row, column));
    box.addEventListener("keydown", (event) => {
      const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
      if (!steps) return;
      event.preventDefault();
      by(steps);
    });
    drag(box, () => current[row][column], (value) => {
      pick?.(row, column);
      change(path, clamp(value));
    });
    return { control, box };
  }
  const cell = (row: number, column: number): Cell => keep(`${row},${column}`, () => make(row, column));

  return {
    node,
    set(values) {
      const reshaped = values.length !== current.length || values[0].length !== current[0]?.length;
      current = values;
      const most = Math.max(...values.flat().map(Math.abs)) || 1;
      values.forEach((row, i) => row.forEach((value, j) => {
        const { control, box } = cell(i, j);
        control.set(value);
        attr(box, "style", `--share:${Math.round((45 * Math.abs(value)) / most)}%`);
      }));
      if (!reshaped) return;
      attr(cells, "style", `--columns:${values[0].length}`);
      only(cells, ...values.flatMap((row, i) => row.map((_, j) => cell(i, j).control.node)));
    },
    mark(row, column) {
      const { node: next } = cell(row, column).control;
      if (next === marked) return;
      marked?.classList.remove("kernel-marked");
      next.classList.add("kernel-marked");
      marked = next;
    },
  };
}

/** 1/9 instead of 0.1111111111, where that is exactly it. */
export function fraction(value: number): string {
  const text = editable(value);
  const under = text.length > SHORT ? DENOMINATORS.find((n) => Math.round(value * n) / n === value) : undefined;
  return under ? `${editable(Math.round(value * under))}/${under}` : text;
}

const clamp = (value: number): number => Math.min(Math.max(value, -MOST), MOST);

/** A box that is not being typed into can be dragged sideways; a press without a drag puts the cursor into it. */
function drag(box: HTMLInputElement, get: () => number, set: (value: number) => void): void {
  let start: { x: number; value: number; moved: boolean } | null = null;
  box.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || document.activeElement === box) return;
    start = { x: event.clientX, value: get(), moved: false };
    box.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => {
    if (!start) return;
    const along = event.clientX - start.x;
    start.moved ||= Math.abs(along) > START;
    const value = Number((start.value + Math.trunc(along / PIXELS) * STEP).toFixed(6));
    if (start.moved && value !== get()) set(value);
  });
  box.addEventListener("pointerup", () => {
    if (start && !start.moved) {
      box.focus();
      box.select();
    }
    start = null;
  });
  box.addEventListener("pointercancel", () => {
    start = null;
  });
}
