/** A part of the view: made for a shape of the state, drawn again for every value. */

import { el, output } from "../_kit/dom.ts";
import type { Matrix, Result } from "./model.ts";
import type { State } from "./state.ts";

export type Edit = (path: string, value: unknown) => void;

export type Part = {
  node: Element;
  /** In a fold, over `node`: it is as wide as the column, and stays where `node` scrolls sideways. */
  above?: Element[];
  /** All outputs, and what is always in sight: at once. */
  draw(s: State, r: Result): void;
  /** The words and numbers in a fold: before the next frame where it is open, soon after where it is closed. */
  detail?(s: State, r: Result): void;
};

/** Sizes and kinds: while they stay, every element of the view stays. */
export type Shape = { T: number; H: number; D: number; O: number; vector: boolean };

/** A matrix of outputs, or one number where the state is a scalar. Without a name scripts do not find it: it is there twice. */
export function matrixOutput(name: string | null, rows: number, columns: number, vector: boolean) {
  const node = el("span", { class: vector ? "u-matrix" : "u-single", style: vector ? `grid-template: repeat(${rows}, 1.45em) / repeat(${columns}, auto)` : "" });
  const cells = Array.from({ length: rows * columns }, (_, i) => {
    const index = vector ? `[${Math.floor(i / columns)},${i % columns}]` : "";
    const cell = output(el("span"), name === null ? null : name + index);
    node.append(cell.node);
    return cell;
  });
  return {
    node,
    set(values: Matrix, write?: (value: number) => string): void {
      for (let i = 0; i < cells.length; i++) {
        const value = values[Math.floor(i / columns)][i % columns];
        cells[i].set(value, write?.(value));
      }
    },
  };
}

/** Where each step has a weight of its own, its contribution is also that weight's whole gradient: one number, two names. */
export function perStepOutput(matrix: HTMLElement, name: string, t: number, columns: number, vector: boolean) {
  const outer = [...matrix.children].map((cell, n) => {
    const index = vector ? `[${t},${Math.floor(n / columns)},${n % columns}]` : `[${t}]`;
    const wrapper = el("span", { "data-output": name + index });
    cell.replaceWith(wrapper);
    wrapper.append(cell);
    return wrapper;
  });
  return {
    set(values: Matrix): void {
      outer.forEach((wrapper, n) => {
        wrapper.dataset.value = String(values[Math.floor(n / columns)][n % columns]);
      });
    },
  };
}
