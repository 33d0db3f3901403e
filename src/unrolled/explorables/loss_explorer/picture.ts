/** The curve of the loss with the points on it, the slope at the first, the relatives, and a descent. */

import { attr, svg } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { plot, type Range } from "../_kit/plot.ts";
import { FAMILIES, type Family, familyOf, type Loss, valueAndSlope } from "./losses.ts";
import { LIMITS, MOST, type Result, type State } from "./model.ts";
import { DASHES, dragged, full, WORDS } from "./words.ts";

const POINTS = 181; // of a curve
const WIDTHS = [4, 6, 10, 15, 20, 30, 50, 100, 200, 440];
const FARTHEST = 60; // of a descent; one that runs away does not take the picture along
const LONGEST = 5; // losses of a family
const TANGENT = 0.09; // of the width, to either side
const RADIAN = 180 / Math.PI;

export type Picture = {
  node: Element;
  set(s: State, r: Result, rolling: boolean): void;
  /** Find a new width; else it only grows, so that the plane holds still under a finger. */
  settle(): void;
  destroy(): void;
};

export function picture(drag: (field: "predictions" | "targets", i: number, value: number) => void): Picture {
  const view = plot({ x: [-4, 4], y: [0, 1], yName: "loss", yTick: (y) => (Math.abs(y) >= 1e4 ? `${show(y / 1000)}k` : show(y, 3)), height: (width) => Math.min(Math.max(0.5 * width, 220), 290) });
  let width = WIDTHS[0];
  let family: Family = "number";
  let drawn = ""; // what the curves were drawn for
  let highest = 0; // of the chosen curve
  const xName = view.node.querySelectorAll(":scope > text")[0];
  const snapped = (x: number): number => {
    const step = family === "angle" ? 1 : width <= 6 ? 0.05 : width <= 30 ? 0.25 : 1;
    const [low, high] = LIMITS[family];
    return Math.min(Math.max(Number((Math.round(x / step) * step).toFixed(2)), low), high);
  };
  const relatives = Array.from({ length: LONGEST }, () => view.line({ colour: "mute", width: 1.5 }));
  const bound = view.line({ colour: "wrong", dash: "6 5", width: 1.5 });
  const rest = Array.from({ length: MOST - 1 }, () => view.line({ colour: "forward", width: 1 }));
  const curve = view.line({ colour: "forward", width: 2.5 });
  const tangent = view.line({ colour: "gradient", width: 3 });
  const path = view.line({ colour: "param", width: 1.5 });
  const steps = view.line({ colour: "param", width: 7 });
  attr(steps.node, "stroke-linecap", "round");
  const targets = Array.from({ length: MOST }, (_, i) => view.dot({ colour: "target", radius: 6, shape: "ring", drag: ({ x }) => drag("targets", i, snapped(x)) }));
  const dots = Array.from({ length: MOST }, (_, i) => view.dot({ colour: "forward", radius: i ? 5 : 7, drag: ({ x }) => drag("predictions", i, snapped(x)) }));
  const end = view.dot({ colour: "param", radius: 5, shape: "ring" });

  /** They stay as they are while a prediction moves. */
  function curves(s: State, xs: Range): void {
    const key = JSON.stringify([s.loss, s.targets, s.output, s.delta, s.penalty, s.others, xs]);
    if (key === drawn) return;
    drawn = key;
    const q = Array.from({ length: POINTS }, (_, i) => xs[0] + ((xs[1] - xs[0]) * i) / (POINTS - 1));
    const along = (loss: Loss, t: number): number[] => q.map((at) => scale(loss, s.loss) * valueAndSlope(loss, s, at, t)[0]);
    const main = along(s.loss, s.targets[0]);
    highest = Math.max(...main);
    curve.set(q, main);
    relatives.forEach((line, i) => {
      const loss = FAMILIES[family][i];
      const other = loss !== undefined && loss !== s.loss;
      line.set(other ? q : [], other ? along(loss, s.targets[0]) : []);
      attr(line.node, "stroke-dasharray", DASHES[i]);
    });
    rest.forEach((line, i) => {
      const t = s.targets[i + 1];
      const other = t !== undefined && t !== s.targets[0];
      line.set(other ? q : [], other ? along(s.loss, t) : []);
    });
  }

  return {
    node: view.node,
    destroy: view.destroy,
    settle() {
      width = WIDTHS[0];
    },
    set(s, r, rolling) {
      family = familyOf(s.loss);
      const bare = family === "number" && s.output === "identity";
      const walked = rolling ? r.path.slice(0, r.last + 1) : [];
      const shown = [...s.predictions, ...(bare ? s.targets : []), ...walked.filter((x) => Math.abs(x) < FARTHEST)];
      const largest = Math.max(...shown.map(Math.abs));
      width = WIDTHS.find((one) => one >= width && one >= largest * (width >= largest ? 1 : 1.1)) ?? 440;
      const xs: Range = family === "angle" ? [0, 360] : [-width, width];
      curves(s, xs);
      const top = nice(Math.max(1.15 * Math.max(...r.loss), 0.35 * highest));
      view.axes(xs, [-0.07 * top, 1.08 * top]); // no rule where the axis has its name
      xName.textContent = { "ŷ": "prediction ŷ", z: "z", "θ̂": "predicted degrees θ̂" }[dragged(s)] ?? "";
      const floor = r.floor?.[0] ?? 0;
      bound.set(floor > 0 ? xs : [], floor > 0 ? [floor, floor] : []);
      const reach = TANGENT * (xs[1] - xs[0]);
      const [at, high, slope] = [s.predictions[0], r.loss[0], r.slope[0]];
      const away = Math.min(reach, reach * 2.2 / Math.max(Math.hypot(1, (slope * (xs[1] - xs[0])) / top), 1e-9)); // steep ones are not longer
      tangent.set([at - away, at + away], [high - slope * away, high + slope * away]);
      dots.forEach((dot, i) => dot.set(s.predictions[i] ?? NaN, r.loss[i] ?? NaN, s.predictions.length > 1 || !i ? full(r.loss[i] ?? 0, 3) : ""));
      const aims = bare || family === "angle";
      targets.forEach((dot, i) => dot.set(aims ? (s.targets[i] ?? NaN) : NaN, 0, i || rolling ? "" : "target"));
      const wrapped = walked.map((x) => (family === "angle" ? x - 360 * Math.floor(x / 360) : x));
      steps.set(wrapped.flatMap((x) => [x, x, NaN]), wrapped.flatMap((_, t) => [r.path_loss[t], r.path_loss[t], NaN]));
      path.set(family === "angle" ? [] : wrapped, r.path_loss);
      const inside = rolling && wrapped.length > 0 && wrapped[r.last] >= xs[0] && wrapped[r.last] <= xs[1];
      end.set(inside ? wrapped[r.last] : NaN, r.path_loss[r.last], inside ? `step ${r.last}` : "");
      attr(view.node, "aria-label", `${WORDS[s.loss]} over ${dragged(s)}: ${s.predictions.map((x, i) => `at ${show(x)} it is ${show(r.loss[i])}`).join(", ")}; the slope at the first point is ${show(slope)}.`);
    },
  };
}

/** Losses of angles in one unit: a radian's square is to the circle what a degree's is to 360. */
function scale(loss: Loss, chosen: Loss): number {
  if (familyOf(loss) !== "angle" || (loss === "angle_circular") === (chosen === "angle_circular")) return 1;
  return loss === "angle_circular" ? RADIAN ** 2 : RADIAN ** -2;
}

/** 1, 2, 5 times a power of ten, at least `size`: the axis does not twitch while one drags. */
function nice(size: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(size, 1e-3)));
  return unit * ([1, 2, 5].find((factor) => factor * unit >= size) ?? 10);
}

/** How a relative is drawn, for the table. */
export function swatch(i: number): { node: SVGSVGElement; choose(chosen: boolean): void } {
  const line = svg("line", { x1: 1, x2: 35, y1: 6, y2: 6 });
  return {
    node: svg("svg", { width: 36, height: 12, "aria-hidden": "true" }, line),
    choose(chosen) {
      attr(line, "stroke", chosen ? "var(--u-forward)" : "var(--u-mute)");
      attr(line, "stroke-width", chosen ? 3 : 1.5);
      attr(line, "stroke-dasharray", chosen ? null : DASHES[i]);
    },
  };
}
