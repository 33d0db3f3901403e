/** The image from above, with the patch that the unit sees, and the frame of the patch that it would see without a border. */

import { attr, el, svg, uid } from "../_kit/dom.ts";
import { grab } from "../_kit/plot.ts";
import type { Result, Run } from "./model.ts";

const MARGIN = 0.12; // of the longer side, around the image
const GRID = 40; // pixels a side, up to which they are drawn

export type Plane = { node: HTMLElement; set(r: Result, label: string): void };

/** `point(row, column)` is called with a place in the image while one drags there. */
export function plane(point: (row: number, column: number) => void): Plane {
  const id = uid("rows");
  const rows = svg("path");
  const image = svg("rect", { class: "arithmetic-image", x: 0, y: 0 });
  const grid = svg("path", { class: "arithmetic-grid" });
  const seen = svg("path", { class: "arithmetic-seen", "clip-path": `url(#${id})` });
  const frame = svg("rect", { class: "arithmetic-frame" });
  const drawing = svg("svg", { class: "arithmetic-plane", role: "img" }, svg("clipPath", { id }, rows), image, seen, grid, frame);
  const node = el("div", { class: "arithmetic-above" }, el("p", { class: "u-mute" }, "the image from above"), drawing);
  let shape = [1, 1];
  const at = (event: PointerEvent): void => {
    const box = drawing.getBoundingClientRect();
    const [high, wide] = shape;
    const edge = MARGIN * Math.max(high, wide);
    const scale = Math.min(box.width / (wide + 2 * edge), box.height / (high + 2 * edge)); // the drawing keeps its proportions
    const from = (side: number, middle: number, length: number): number => (side - middle) / scale + length / 2;
    point(from(event.clientY, box.top + box.height / 2, high), from(event.clientX, box.left + box.width / 2, wide));
  };
  grab(drawing, at);
  drawing.addEventListener("pointerdown", (event) => event.button === 0 && at(event)); // a click will do

  return {
    node,
    set(r, label) {
      const [high, wide] = (shape = r.sizes[0]);
      const edge = MARGIN * Math.max(high, wide);
      attr(drawing, "viewBox", `${-edge} ${-edge} ${wide + 2 * edge} ${high + 2 * edge}`);
      attr(drawing, "aria-label", label);
      attr(image, "width", wide);
      attr(image, "height", high);
      const few = Math.max(high, wide) <= GRID;
      attr(grid, "d", few ? `${Array.from({ length: wide - 1 }, (_, i) => `M${i + 1} 0v${high}`).join("")}${Array.from({ length: high - 1 }, (_, i) => `M0 ${i + 1}h${wide}`).join("")}` : "");
      const [down, across] = r.reach.map(([pixels]) => pixels);
      const empty = !r.seen || !down.length || !across.length;
      attr(seen, "visibility", empty ? "hidden" : null);
      attr(frame, "visibility", r.span ? null : "hidden");
      if (!empty) {
        attr(rows, "d", down.map(([a, b]: Run) => `M0 ${a}h${wide}v${b - a + 1}h${-wide}z`).join(""));
        attr(seen, "d", across.map(([a, b]: Run) => `M${a} 0h${b - a + 1}v${high}h${a - b - 1}z`).join(""));
      }
      if (r.span) {
        const [[top, bottom], [left, right]] = r.span;
        for (const [name, value] of Object.entries({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 })) attr(frame, name, value);
      }
    },
  };
}
