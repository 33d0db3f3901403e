/** What each place of a patch takes from the watched class: a heat map in numbers. */

import { type Control, choice, numberControl, type NumberOptions } from "../_kit/control.ts";
import { attr, el, only, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import type { Part } from "./maps.ts";
import { NAMES } from "./answers.ts";
import type { Result } from "./model.ts";
import { BOX, corner, PATCH, type State, WHITE } from "./state.ts";

type Change = (path: keyof State, value: unknown) => void;

const FAINT = { probability: 0.1, score: 1 }; // a map that has no more than this stays pale
const rounded = (drop: number): string => drop.toFixed(2).replace("-", "−").replace(/^−(0\.00)$/, "$1");
const span = (from: number, length: number): string => (length === 1 ? String(from) : `${from}–${from + length - 1}`);

export function occlusion(change: Change, place: (row: number, column: number) => void): Part & { controls: HTMLElement } {
  const cells = Array.from({ length: BOX }, (_, i) => Array.from({ length: BOX }, (_, j) => output(el("span", { class: "lab-cell" }), `heat[${i},${j}]`)));
  const grid = el("div", { class: "lab-heat", role: "img" });
  const point = (event: PointerEvent): void => {
    const box = grid.getBoundingClientRect();
    const side = Math.sqrt(grid.children.length);
    const at = (part: number): number => Math.min(Math.max(Math.ceil(part * side), 1), side);
    place(at((event.clientY - box.top) / box.height), at((event.clientX - box.left) / box.width));
  };
  let held = false;
  grid.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = true;
    grid.setPointerCapture(event.pointerId);
    point(event);
  });
  grid.addEventListener("pointermove", (event) => held && point(event));
  for (const end of ["pointerup", "pointercancel"]) grid.addEventListener(end, () => (held = false));

  const [title, covering] = [el("p", { class: "lab-small" }), el("span")];
  const numbers = (["whole", "left", "drop", "heat_highest", "heat_lowest"] as const).map((name) => [name, output(el("b"), name)] as const);
  const o = Object.fromEntries(numbers) as Record<(typeof numbers)[number][0], (typeof numbers)[number][1]>;
  const sum = el("p", { class: "lab-sum" }, covering, o.whole.node, " − ", o.left.node, " = ", o.drop.node);
  const range = el("p", { class: "lab-small u-mute" }, "Highest ", o.heat_highest.node, ", lowest ", o.heat_lowest.node);

  const number = (input: keyof State, name: string, options: Partial<NumberOptions> & { span: [number, number] }): Control<number> =>
    numberControl({ input, name, limits: options.span, step: 1, whole: true, kind: "given", ...options }, (value) => change(input, value));
  const controls = {
    patch: number("patch", "patch", { says: "side in pixels", span: [1, PATCH] }),
    cover: number("cover", "its grey", { says: "level, 0 is black", span: [0, WHITE], whole: false }),
    row: number("row", "its row", { span: [1, BOX] }),
    column: number("column", "its column", { span: [1, BOX] }),
    measure: choice({ input: "measure", name: "Measure", words: { probability: "probability", score: "score" } }, (value) => change("measure", value)),
    shown: choice({ input: "shown", name: "It is on", words: { whole: "in this map only", covered: "in all that is shown" } }, (value) => change("shown", value)),
  };

  function colour(s: State, r: Result): void {
    const most = Math.max(r.heat_highest, -r.heat_lowest, FAINT[s.measure]);
    const [row, column] = corner(s);
    r.heat.forEach((values, i) => values.forEach((value, j) => {
      const { node } = cells[i][j];
      cells[i][j].set(value, rounded(value));
      attr(node, "style", `--share:${Math.round((45 * Math.abs(value)) / most)}%`);
      node.classList.toggle("lab-against", value < 0);
      node.classList.toggle("lab-here", i + 1 === row && j + 1 === column);
    }));
  }

  return {
    node: el("div", { class: "lab-occlusion" }, title, grid, sum, range, controls.patch.node, controls.cover.node),
    controls: el("div", { class: "lab-controls" }, ...[controls.row, controls.column, controls.measure, controls.shown].map(({ node }) => node)),
    set(s, r) {
      const side = r.heat.length;
      const [row, column] = corner(s);
      attr(grid, "style", `--side:${side}`);
      only(grid, ...cells.slice(0, side).flatMap((line) => line.slice(0, side).map(({ node }) => node)));
      colour(s, r);
      const measure = `${s.measure} of ${s.watch}`;
      text(title, `A patch of ${s.patch} × ${s.patch} takes from the ${measure}`);
      text(covering, `Rows ${span(row, s.patch)}, columns ${span(column, s.patch)} of the digit: `);
      for (const name of ["whole", "left", "drop", "heat_highest", "heat_lowest"] as const) o[name].set(r[name], show(r[name], 3));
      attr(grid, "aria-label", `Heat map of ${NAMES[s.network]}: the drop in the ${measure} for each place of the patch, from ${show(r.heat_lowest, 3)} to ${show(r.heat_highest, 3)}.`);
      for (const [name, control] of Object.entries(controls)) (control as Control<unknown>).set(s[name as keyof State]);
    },
  };
}
