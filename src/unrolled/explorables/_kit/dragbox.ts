/** A box of a grid of numbers: one types into it, drags it sideways, or steps it with the arrow keys. */

import { type NumberControl, numberControl } from "./control.ts";
import { editable } from "./numbers.ts";

const [SHORT, DENOMINATORS] = [5, [3, 6, 7, 9, 12, 16, 25, 32, 64, 128, 256]];
const START = 6; // px before a press becomes a drag
const PIXELS = 4; // of dragging per step

export type DragBox = { node: HTMLElement; box: HTMLInputElement; set(value: number): void };

export type DragBoxOptions = {
  input: string; // data-input
  name: string; // what is heard
  limits: [number, number];
  messages: HTMLElement; // where complaints go
  step?: number; // of a drag
  whole?: number; // of an arrow key
  change(value: number): void;
  /** It has been touched. */
  pick?(): void;
};

export function dragBox({ input, name, limits, messages, step = 0.1, whole = 1, change, pick }: DragBoxOptions): DragBox {
  let current = NaN;
  const control: NumberControl = numberControl({ input, name, span: limits, limits, bare: messages, write: fraction }, (value) => {
    current = value;
    change(value);
  });
  const box = control.node.querySelector("input") as HTMLInputElement;
  const to = (value: number): void => {
    const next = Math.min(Math.max(Number(value.toFixed(6)), limits[0]), limits[1]);
    if (next !== current) change(next);
  };
  box.addEventListener("focus", () => pick?.());
  box.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!steps) return;
    event.preventDefault();
    to(current + steps * whole);
  });
  drag(box, () => current, (value) => {
    pick?.();
    to(value);
  }, step);
  return {
    node: control.node,
    box,
    set(value) {
      current = value;
      control.set(value);
    },
  };
}

/** 1/9 instead of 0.1111111111, where that is exactly it. */
export function fraction(value: number): string {
  const text = editable(value);
  const under = text.length > SHORT ? DENOMINATORS.find((n) => Math.round(value * n) / n === value) : undefined;
  return under ? `${editable(Math.round(value * under))}/${under}` : text;
}

/** A box that is not being typed into can be dragged sideways; a press without a drag puts the cursor into it. */
function drag(box: HTMLInputElement, get: () => number, set: (value: number) => void, step: number): void {
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
    if (start.moved) set(start.value + Math.trunc(along / PIXELS) * step);
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
