/** Two pictures: the points with the fit through them, and the losses over whatever is asked. */

import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import { type Dot, plot, type Range } from "../_kit/plot.ts";
import { type Axis, DEGREES, POINTS, type Result, type State } from "./model.ts";

const DRAGGED = 30; // points at most that can be taken one by one
const LEAST = -8; // decade at the left end of the axis of λ, which stands for 0
const ROOM = 2; // the picture is at most so many times as high as the loss of predicting 0, for the U to be seen

const height = (width: number): number => Math.min(Math.max(0.74 * width, 230), 300);
/** A path of short lines to nowhere: with round ends, dots. */
const marks = (x: number[], y: number[]): [number[], number[]] => [x.flatMap((at) => [at, at, at]), y.flatMap((at) => [at, at, NaN])];

export type Picture = { node: SVGSVGElement; set(r: Result, s: State): void; say(words: string): void; destroy(): void };

export function plane(lift: (i: number, y: number) => void): Picture {
  const picture = plot({ x: [-1, 1], y: [-1, 1], xName: "x", yName: "y", height });
  const truth = picture.line({ colour: "mute", width: 1.5, dash: "2 4" });
  const residuals = picture.line({ colour: "target", width: 1.5 });
  const fresh = picture.line({ colour: "gradient", width: 5 });
  const fit = picture.line({ colour: "forward", width: 2.5 });
  const fitted = picture.line({ colour: "target", width: 6 });
  for (const { node } of [fresh, fitted]) node.setAttribute("stroke-linecap", "round");
  fresh.node.setAttribute("stroke-opacity", "0.7");
  const before = picture.dot({ colour: "mute", shape: "ring", radius: 5 });
  const keep = keeper();
  let shown: Dot[] = [];

  return {
    node: picture.node, say: picture.say, destroy: picture.destroy,
    set(r, s) {
      const [x, y] = [r.points_x, r.points_y];
      const far = Math.max(1.5, ...[...y, ...r.new_y].map(Math.abs));
      const top = Math.ceil(far * 1.1 * 2) / 2;
      picture.axes([Math.min(-1, ...r.new_x) - 0.06, Math.max(1, ...r.new_x) + 0.06], [-top, top]);
      truth.set(r.line_x, r.line_truth ?? []);
      fit.set(r.line_x, r.line_fit);
      residuals.set(...between(x, y, r.fitted));
      fresh.node.setAttribute("stroke-width", s.data === "given" ? "9" : "5");
      fresh.set(...marks(r.new_x, r.new_y));
      const single = x.length <= DRAGGED;
      const [across, up] = single ? [[], []] : marks(x, y);
      fitted.set(across, up);
      const dots = keep.list("dots", single ? x.length : 0, (i) => picture.dot({ colour: "target", radius: 6, drag: (at) => lift(i, at.y) }));
      shown.slice(dots.length).forEach((dot) => dot.set(NaN, NaN));
      shown = dots;
      dots.forEach((dot, i) => dot.set(x[i], y[i]));
      const i = s.lifted - 1;
      const moved = s.data === "drawn" && s.lift !== 0 && i >= 0 && i < x.length;
      before.set(moved ? x[i] : NaN, moved ? y[i] - s.lift : NaN);
    },
  };
}

/** Upright lines from points to the fit. */
function between(x: number[], y: number[], fitted: number[]): [number[], number[]] {
  return [x.flatMap((at) => [at, at, at]), y.flatMap((at, i) => [at, fitted[i], NaN])];
}

/** Where a value of the axis is drawn: λ by its decade. */
const place = (axis: Axis, value: number): number => (axis === "strength" ? Math.max(Math.log10(value), LEAST) : value);

export function curves(move: (value: number) => void): Picture {
  const picture = plot({ x: [0, DEGREES], y: [0, 1], height, whole: true });
  const lowest = picture.line({ colour: "mute", width: 1.5, dash: "4 4" });
  const expected = picture.line({ colour: "gradient", width: 1.5, dash: "2 4" });
  const validation = picture.line({ colour: "gradient", width: 2.5 });
  const train = picture.line({ colour: "forward", width: 2.5 });
  const gap = picture.line({ colour: "ink", width: 1.5 });
  let axis: Axis = "degree";
  const drag = ({ x }: { x: number }): void => move(axis === "strength" ? strength(x) : Math.round(x));
  const onValidation = picture.dot({ colour: "gradient", shape: "ring", radius: 7, drag });
  const onTrain = picture.dot({ colour: "forward", radius: 7, drag });

  return {
    node: picture.node, say: picture.say, destroy: picture.destroy,
    set(r, s) {
      axis = s.axis;
      const top = highest(r);
      picture.axes(range(s), [0, top]);
      const across = r.along.map((value) => place(axis, value));
      train.set(across, r.curve_train);
      validation.set(across, r.curve_validation);
      expected.set(across, r.curve_expected ?? []);
      const best = place(axis, r.best);
      lowest.set(axis === "points" ? [] : [best, best], [0, top]); // degree and λ are free to be chosen
      const here = place(axis, axis === "degree" ? s.degree : axis === "points" ? r.points_x.length : s.strength);
      const [low, high] = r.losses;
      gap.set([here, here], [low, Math.min(high, 2 * top)]);
      onTrain.set(here, low);
      onValidation.set(here, Math.min(high, 0.93 * top), high > top ? `↑ ${show(high, 3)}` : ""); // stays within reach
    },
  };
}

function range(s: State): Range {
  if (s.axis === "degree") return [-0.5, DEGREES + 0.5];
  if (s.axis === "strength") return [LEAST - 0.3, 2.3];
  return s.data === "given" ? [0, s.x.length + 0.5] : [0, POINTS + 2];
}

const strength = (decade: number): number => (decade < LEAST + 0.05 ? 0 : Number((10 ** decade).toPrecision(2)));

/** Room for the validation loss where one stands, but not for every peak: those leave the picture. */
function highest(r: Result): number {
  const nothing = r.new_y.reduce((sum, y) => sum + y * y, 0) / r.new_y.length; // the loss of predicting 0
  const wanted = Math.max(Math.min(Math.max(1.5 * nothing, 1.1 * r.losses[1]), ROOM * nothing), 1.1 * r.losses[0], 1e-3);
  const unit = 10 ** Math.floor(Math.log10(wanted));
  return unit * ([1, 1.5, 2, 3, 5, 7].find((factor) => factor * unit >= wanted) ?? 10);
}
