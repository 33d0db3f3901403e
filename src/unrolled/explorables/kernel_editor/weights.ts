/** A grid of numbers to type into or to drag: the weights of the kernel, the pixels of a small picture. */

import { attr, el, only } from "../_kit/dom.ts";
import { type DragBox, dragBox } from "../_kit/dragbox.ts";
import { keeper } from "../_kit/keep.ts";
import { type Matrix, MOST } from "./state.ts";

export type GridOptions = {
  input: "kernel" | "picture";
  says: string; // weight, pixel
  change(path: string, value: number): void;
  /** A cell has been touched. */
  pick?(row: number, column: number): void;
};
export type Grid = { node: HTMLElement; set(values: Matrix): void; mark(row: number, column: number): void };

export function grid({ input, says, change, pick }: GridOptions): Grid {
  const cells = el("div", { class: `kernel-grid kernel-grid-${input}` });
  const messages = el("div", { class: "kernel-messages" });
  const node = el("div", {}, cells, messages);
  const keep = keeper();
  let current: Matrix = [];
  let marked: HTMLElement | null = null;

  const cell = (row: number, column: number): DragBox => keep(`${row},${column}`, () => {
    const path = `${input}[${row},${column}]`;
    const name = `${says} in row ${row + 1}, column ${column + 1}`;
    return dragBox({ input: path, name, limits: [-MOST, MOST], messages, change: (value) => change(path, value), pick: () => pick?.(row, column) });
  });

  return {
    node,
    set(values) {
      const reshaped = values.length !== current.length || values[0].length !== current[0]?.length;
      current = values;
      const most = Math.max(...values.flat().map(Math.abs)) || 1;
      values.forEach((row, i) => row.forEach((value, j) => {
        const { set, box } = cell(i, j);
        set(value);
        attr(box, "style", `--share:${Math.round((45 * Math.abs(value)) / most)}%`);
      }));
      if (!reshaped) return;
      attr(cells, "style", `--columns:${values[0].length}`);
      only(cells, ...values.flatMap((row, i) => row.map((_, j) => cell(i, j).node)));
    },
    mark(row, column) {
      const { node: next } = cell(row, column);
      if (next === marked) return;
      marked?.classList.remove("kernel-marked");
      next.classList.add("kernel-marked");
      marked = next;
    },
  };
}
