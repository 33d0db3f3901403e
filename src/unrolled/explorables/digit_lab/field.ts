/** The field: a digit to push around, to draw on or to cover, by mouse, finger or keys. */

import { attr, el, only, svg, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { paint } from "./maps.ts";
import type { Result } from "./model.ts";
import { BOX, corner, FARTHEST, FIELD, MARGIN, type Matrix, pixels, type State, WHITE } from "./state.ts";

export type Tool = "move" | "draw" | "cover";
type Place = [number, number]; // row, column
export type Acts = { move(right: number, down: number): void; draw(digit: Matrix): void; cover(row: number, column: number): void };
export type Field = { node: HTMLElement; set(s: State, r: Result, looked: boolean): void };

const TOOLS: Record<Tool, string> = { move: "Move", draw: "Draw", cover: "Cover" };
const HINTS: Record<Tool, string> = {
  move: "Drag the digit, or use the arrow keys.",
  draw: "Draw inside the frame. Arrow keys move the cursor, space draws, + and − change the grey level, delete empties.",
  cover: "Drag the patch, or use the arrow keys.",
};
const CELL = 10; // units of the drawing, per pixel
const ARROWS: Record<string, Place> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const EMPTY = Array.from({ length: BOX }, () => new Array<number>(BOX).fill(0));

export function field(acts: Acts): Field {
  let tool: Tool = "move";
  let state: State;
  let found: Result;
  let cursor: Place = [3, 3];
  let ink = WHITE;

  const canvas = el("canvas", { role: "img", width: FIELD, height: FIELD });
  const numbers = svg("g", { class: "lab-levels" });
  const texts = EMPTY.flat().map(() => svg("text", { "text-anchor": "middle" }));
  numbers.append(...texts);
  const frames = Object.fromEntries(["box", "seen", "patch", "cursor"].map((name) => [name, [0, 1, 2, 3].map(() => svg("rect", { class: `lab-${name}` }))]));
  const drawing = svg("svg", { viewBox: `0 0 ${FIELD * CELL} ${FIELD * CELL}`, "aria-hidden": "true" }, numbers, ...Object.values(frames).flat());
  const area = el("div", { class: "lab-field", tabindex: 0, role: "group" }, canvas, drawing);

  const buttons = (Object.keys(TOOLS) as Tool[]).map((name) => {
    const button = el("button", { type: "button", class: "u-button" }, TOOLS[name]);
    button.addEventListener("click", () => take(name));
    return button;
  });
  const pen = el("input", { type: "range", min: 0, max: WHITE, step: 1, value: ink, "aria-label": "grey level of the pen" });
  const level = el("span", { "aria-hidden": "true" });
  const wipe = el("button", { type: "button", class: "u-button" }, "Empty");
  const pens = el("div", { class: "lab-pen" }, el("span", { class: "u-mute" }, "pen"), pen, level, wipe);
  const hint = el("p", { class: "u-mute lab-small" });
  const under = el("div", { class: "lab-under" });
  pen.addEventListener("input", () => {
    ink = Number(pen.value);
    text(level, show(ink));
  });
  wipe.addEventListener("click", () => acts.draw(EMPTY));
  text(level, show(ink));

  /** A place of the field, in the digit's box; it may be outside. */
  function inBox([row, column]: Place): Place {
    const wrap = state.edges === "wrap";
    const along = (at: number, moved: number): number => (wrap ? (at - MARGIN - moved + 2 * FIELD) % FIELD : at - MARGIN - moved);
    return [along(row, state.down), along(column, state.right)];
  }
  const within = (place: Place): boolean => place.every((at) => at >= 0 && at < BOX);

  function put(place: Place, value: number): void {
    const digit = pixels(state);
    if (!within(place) || digit[place[0]][place[1]] === value) return;
    acts.draw(digit.map((row, i) => (i === place[0] ? row.map((old, j) => (j === place[1] ? value : old)) : row)));
  }

  /** Every pixel on the straight way, so that a quick stroke has no gaps. */
  function stroke(from: Place, to: Place): void {
    const steps = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]), 1);
    for (let k = 0; k <= steps; k++) put(inBox([Math.round(from[0] + ((to[0] - from[0]) * k) / steps), Math.round(from[1] + ((to[1] - from[1]) * k) / steps)]), ink);
  }

  const limit = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
  const move = (right: number, down: number): void => acts.move(limit(right, -FARTHEST, FARTHEST), limit(down, -FARTHEST, FARTHEST));
  const cover = (row: number, column: number): void => acts.cover(limit(row, 1, BOX + 1 - state.patch), limit(column, 1, BOX + 1 - state.patch));

  let held: { from: Place; right: number; down: number; last: Place } | null = null;
  const place = (event: PointerEvent): Place => {
    const box = area.getBoundingClientRect();
    return [Math.floor(((event.clientY - box.top) / box.height) * FIELD), Math.floor(((event.clientX - box.left) / box.width) * FIELD)];
  };
  function drag(at: Place): void {
    if (!held) return;
    if (tool === "move") move(held.right + at[1] - held.from[1], held.down + at[0] - held.from[0]);
    else if (tool === "draw") stroke(held.last, at);
    else {
      const [row, column] = inBox(at);
      const half = Math.floor((state.patch - 1) / 2);
      cover(row + 1 - half, column + 1 - half);
    }
    held.last = at;
  }
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const at = place(event);
    held = { from: at, right: state.right, down: state.down, last: at };
    area.setPointerCapture(event.pointerId);
    drag(at);
  });
  area.addEventListener("pointermove", (event) => {
    const at = place(event);
    if (held && (at[0] !== held.last[0] || at[1] !== held.last[1])) drag(at);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    area.addEventListener(end, () => {
      held = null;
    });
  }

  area.addEventListener("keydown", (event) => {
    const step = ARROWS[event.key];
    if (step && tool === "move") move(state.right + step[1], state.down + step[0]);
    else if (step && tool === "cover") cover(corner(state)[0] + step[0], corner(state)[1] + step[1]);
    else if (step) {
      cursor = [limit(cursor[0] + step[0], 0, BOX - 1), limit(cursor[1] + step[1], 0, BOX - 1)];
      outline();
    } else if (tool === "draw" && !drawByKey(event.key)) return;
    else if (tool !== "draw") return;
    event.preventDefault();
  });

  function drawByKey(key: string): boolean {
    const now = pixels(state)[cursor[0]][cursor[1]];
    const next = { " ": ink, Enter: ink, "+": now + 1, "-": now - 1, Delete: 0, Backspace: 0 }[key];
    if (next === undefined) return false;
    put(cursor, limit(next, 0, WHITE));
    return true;
  }

  function take(next: Tool): void {
    tool = next;
    buttons.forEach((button) => attr(button, "aria-pressed", button.textContent === TOOLS[tool] ? "true" : "false"));
    text(hint, HINTS[tool]);
    attr(area, "aria-label", `Field. ${HINTS[tool]}`);
    only(under, tool === "draw" && pens, hint);
    area.classList.toggle("lab-pulling", tool === "move");
    if (state) outline();
  }

  /** A rectangle of the digit's box, in up to four parts where it goes round the edges. */
  function lay(name: string, row: number, column: number, height: number, width: number, seen: boolean): void {
    const [top, left] = [MARGIN + state.down + row, MARGIN + state.right + column];
    const turns = state.edges === "wrap" ? [0, FIELD, -FIELD] : [0];
    const parts = turns.flatMap((y) => turns.map((x) => [top + y, left + x]))
      .filter(([y, x]) => seen && y < FIELD && x < FIELD && y + height > 0 && x + width > 0);
    frames[name].forEach((rect, i) => {
      attr(rect, "visibility", parts[i] ? null : "hidden");
      if (parts[i]) for (const [key, value] of Object.entries({ y: parts[i][0], x: parts[i][1], height, width })) attr(rect, key, value * CELL);
    });
  }

  function outline(): void {
    lay("box", 0, 0, BOX, BOX, true);
    const [row, column] = corner(state);
    lay("patch", row - 1, column - 1, state.patch, state.patch, tool === "cover" || state.shown === "covered");
    lay("cursor", cursor[0], cursor[1], 1, 1, tool === "draw");
    attr(numbers, "visibility", tool === "draw" ? null : "hidden");
    if (tool === "draw") write();
  }

  function write(): void {
    pixels(state).flat().forEach((value, k) => {
      const [row, column] = [Math.floor(k / BOX) + MARGIN + state.down, (k % BOX) + MARGIN + state.right].map((at) => (state.edges === "wrap" ? (at + FIELD) % FIELD : at));
      text(texts[k], show(value, 2));
      attr(texts[k], "x", (column + 0.5) * CELL);
      attr(texts[k], "y", (row + 0.68) * CELL);
      attr(texts[k], "class", value > WHITE / 2 ? "lab-on-light" : "lab-on-dark");
    });
  }

  take("move");
  return {
    node: el("div", {}, el("div", { class: "lab-tools" }, ...buttons), area, under),
    set(s, r, looked) {
      [state, found] = [s, r];
      paint(canvas, found.field.flat(), 1);
      outline();
      const [layer, , row, column] = [s.unit[0], ...(r.unit_place ?? [0, 0, 0])];
      const [size, start] = layer === 1 ? [3, (at: number) => at - 2] : [8, (at: number) => 2 * at - 5];
      lay("seen", start(row) - MARGIN - s.down, start(column) - MARGIN - s.right, size, size, looked && r.unit_place !== null);
      attr(canvas, "aria-label", `The field, ${FIELD} by ${FIELD} pixels, with the digit moved ${s.right} to the right and ${s.down} down.`);
    },
  };
}
