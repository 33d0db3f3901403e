/** All maps of the chosen network as small pictures, each stage with what the move has done to it. */

import { attr, el, only, output, svg, text } from "../_kit/dom.ts";
import { brief, show } from "../_kit/numbers.ts";
import type { Network } from "./networks.ts";
import { type Result, type Stage, STAGES } from "./model.ts";
import type { State } from "./state.ts";

export type Part = { node: HTMLElement; set(s: State, r: Result): void };

const MOST = 8; // maps in a stage
const HIDDEN = 16;

/** Grey values on a canvas of as many pixels; `most` is white. */
export function paint(canvas: HTMLCanvasElement, values: number[], most: number): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const kept = images.get(canvas);
  const image = kept?.width === canvas.width && kept.height === canvas.height ? kept : context.createImageData(canvas.width, canvas.height);
  images.set(canvas, image);
  const { data } = image;
  for (let k = 0, at = 0; k < values.length; k++, at += 4) {
    data[at] = data[at + 1] = data[at + 2] = Math.round(255 * Math.min(values[k] / most, 1));
    data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

const images = new WeakMap<HTMLCanvasElement, ImageData>(); // thirty of them at each move would be a lot to make and forget

const TITLES: Record<Stage, (network: Network) => string> = {
  map1: () => "Convolution, ReLU",
  pool1: () => "Maximum of 2 × 2",
  map2: () => "Convolution, ReLU",
  pool2: (network) => (network === "lenet" ? "Maximum of 2 × 2" : "Maximum of each"),
};

export function maps(pick: (layer: number, map: number, row: number, column: number) => void): Part {
  const stages = STAGES.map((stage) => oneStage(stage, pick));
  const units = ([1, 2] as const).map(hidden);
  const scores = output(el("b"), "apart_scores");
  const end = el("p", { class: "lab-small" }, "Largest change of a score by the move: ", scores.node);
  const node = el("div", { class: "lab-maps" });
  return {
    node,
    set(s, r) {
      const inside = s.network === "perceptron" ? units : stages;
      only(node, ...inside.map((part) => part.node), end);
      for (const part of inside) part.set(s, r);
      scores.set(r.apart_scores, show(r.apart_scores, 3));
    },
  };
}

function oneStage(stage: Stage, pick: (layer: number, map: number, row: number, column: number) => void): Part {
  const layer = { map1: 1, map2: 2, pool1: 0, pool2: 0 }[stage];
  const title = el("span");
  const gap = output(el("span"), `apart_${stage}`);
  const row = el("div", { class: "lab-row" });
  const tiles = Array.from({ length: MOST }, (_, c) => {
    const canvas = el("canvas", { role: "img" });
    const mark = svg("rect", { class: "lab-mark", width: 1, height: 1, visibility: "hidden" });
    const drawing = svg("svg", { "aria-hidden": "true" }, mark);
    const number = output(el("b", { class: "lab-maximum" }), stage === "pool2" ? `pool2[${c},0,0]` : null);
    const tile = el("div", { class: layer ? "lab-tile lab-pick" : "lab-tile" }, canvas, drawing, number.node);
    if (layer) {
      tile.addEventListener("click", (event) => {
        const box = tile.getBoundingClientRect();
        const at = (part: number): number => Math.min(Math.max(Math.ceil(part * canvas.width), 1), canvas.width);
        pick(layer, c + 1, at((event.clientY - box.top) / box.height), at((event.clientX - box.left) / box.width));
      });
    }
    return { tile, canvas, drawing, mark, number };
  });
  return {
    node: el("div", {}, el("p", { class: "lab-small lab-caption" }, title, gap.node), row),
    set(s, r) {
      const found = r[stage];
      if (!found) return;
      const side = found[0].length;
      text(title, `${TITLES[stage](s.network)}: ${found.length} of ${side} × ${side}`);
      const apart = r[`apart_${stage}`];
      gap.set(apart ?? NaN, s.right || s.down ? movement(apart, side === 1) : "");
      gap.node.className = apart === 0 ? "lab-same" : "u-mute";
      found.forEach((map, c) => {
        const { canvas, drawing, mark, number } = tiles[c];
        if (canvas.width !== side) {
          [canvas.width, canvas.height] = [side, side];
          attr(drawing, "viewBox", `0 0 ${side} ${side}`);
        }
        const values = map.flat();
        paint(canvas, values, r.scales[stage]);
        number.set(values[0], side === 1 ? show(values[0], 3) : "");
        attr(canvas, "aria-label", `${title.textContent}, number ${c + 1}, highest ${brief(Math.max(...values))}`);
        const place = s.unit[0] === layer && r.unit_place?.[0] === c + 1 ? r.unit_place : null;
        attr(mark, "visibility", place ? null : "hidden");
        if (place) for (const [name, value] of Object.entries({ y: place[1] - 1, x: place[2] - 1 })) attr(mark, name, value);
      });
      only(row, ...tiles.slice(0, found.length).map(({ tile }) => tile));
    },
  };
}

function movement(apart: number | null, single: boolean): string {
  if (apart === null) return "no whole place";
  if (apart === 0) return single ? "unchanged" : "moved exactly";
  return single ? `${show(apart, 3)} changed` : `moved, ${show(apart, 3)} off`;
}

/** The sixteen units of a layer of the perceptron, which have no place. */
function hidden(layer: 1 | 2): Part {
  const cells = Array.from({ length: HIDDEN }, (_, i) => output(el("span", { class: "lab-cell" }), `hidden${layer}[${i}]`));
  return {
    node: el("div", {}, el("p", { class: "lab-small" }, `Layer ${layer}: ${HIDDEN} units, each with a weight for every ${layer === 1 ? "pixel" : "unit before it"}, ReLU`),
      el("div", { class: "lab-units" }, ...cells.map((cell) => cell.node))),
    set(_, r) {
      const values = r[`hidden${layer}`] ?? [];
      const most = Math.max(1e-9, ...values);
      values.forEach((value, i) => {
        cells[i].set(value, brief(value));
        attr(cells[i].node, "style", `--share:${Math.round((45 * value) / most)}%`);
      });
    },
  };
}
