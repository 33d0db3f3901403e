/** The game as a whole: its value and the slopes left for the generator, turn by turn; the two players against each other. */

import { attr, el } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { type Line, plot, type Plot, type Range } from "../_kit/plot.ts";
import type { Run } from "./game.ts";
import type { Course, Now } from "./model.ts";
import type { State } from "./state.ts";
import { EQUILIBRIUM } from "./words.ts";

const VALUES: Range = [-2.5, 0.3]; // of the value in its chart; nothing is above 0
const DECADES = [-6, 2] as const; // of the slopes, at most

/** What is drawn once for a game, and what moves with the moment. */
export type Chart = { node: Element; game(found: Course, played: Run, s: State): void; moment(r: Now, s: State): void; destroy(): void };

export function valueChart(): Chart {
  const chart = plot({ x: [0, 1], y: VALUES, xName: "turn", yName: "value V", whole: true, height: () => 210 });
  const level = chart.line({ colour: "target", width: 1.5, dash: "3 4" });
  const best = chart.line({ colour: "mute", dash: "7 4" });
  const value = chart.line({ colour: "forward" });
  const time = cursor(chart, VALUES);
  const dot = chart.dot({ colour: "forward", radius: 5 });
  return {
    node: chart.node,
    destroy: chart.destroy,
    game(found, { after }, s) {
      const end = Math.max(after.length - 1, 1);
      chart.axes([0, end], VALUES);
      level.set([0, end], [EQUILIBRIUM, EQUILIBRIUM]);
      best.set(found.turns, found.best);
      value.set(found.turns, found.value);
      time.begin(s.ahead, end);
    },
    moment(r) {
      time.set(r.moment);
      dot.set(r.moment, Math.max(r.now_value, VALUES[0]));
      attr(chart.node, "aria-label", `The value after every turn, now ${show(r.now_value)}; with the best discriminator ${show(r.now_best)}; −ln 4 at the equilibrium.`);
    },
  };
}

export function slopeChart(): Chart {
  const chart = plot({ x: [0, 1], y: [1e-3, 10], xName: "turn", yName: "slope for a", whole: true, log: true, height: () => 210, yTicks: decades });
  const other = chart.line({ colour: "gradient", dash: "6 4" });
  const minimax = chart.line({ colour: "gradient", width: 2.5 });
  const time = cursor(chart, [10 ** DECADES[0], 10 ** DECADES[1]]);
  const dot = chart.dot({ colour: "gradient", radius: 5 });
  let low = 1;
  return {
    node: chart.node,
    destroy: chart.destroy,
    game(found, { after }, s) {
      const end = Math.max(after.length - 1, 1);
      const sizes = [found.slope, found.slope_other].map((slopes) => slopes.map(Math.abs));
      const all = sizes.flat().filter((size) => size > 0).map(Math.log10);
      const [bottom, top] = [Math.max(Math.floor(Math.min(...all, 0)), DECADES[0]), Math.min(Math.ceil(Math.max(...all, 0)), DECADES[1])];
      low = 10 ** Math.min(bottom, top - 1);
      chart.axes([0, end], [low, 10 ** (top + 0.4)]); // no rule where the axis has its name
      minimax.set(found.turns, sizes[0]);
      other.set(found.turns, sizes[1]);
      time.begin(s.ahead, end);
    },
    moment(r, s) {
      const slope = Math.abs(s.loss === "minimax" ? r.now_slope : r.now_slope_other);
      time.set(r.moment);
      dot.set(r.moment, Math.max(slope, low));
      attr(chart.node, "aria-label", `Size of the slope for the generator’s mean after every turn, on a logarithmic axis. Now ${show(Math.abs(r.now_slope))} with the minimax loss, ${show(Math.abs(r.now_slope_other))} with the non-saturating one.`);
    },
  };
}

/** Whole decades, five of them at most. */
function decades([low, high]: Range): number[] {
  const every = Math.ceil((high - low) / 5);
  return Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => Math.ceil(low) + i * every);
}

/** A rule at the moment, and one where the generator begins. */
function cursor(chart: Plot, [low, high]: Range): { begin(ahead: number, end: number): void; set(moment: number): void } {
  const begins = chart.line({ colour: "edge", width: 1, dash: "2 4" });
  const rule = chart.line({ colour: "edge", width: 1.5 });
  return {
    begin: (ahead, end) => begins.set(ahead > 0 && ahead < end ? [ahead, ahead] : [], [low, high]),
    set: (moment) => rule.set([moment, moment], [low, high]),
  };
}

/** The generator's mean against the slope of D's logit at the real mean: whoever goes round in the game goes round here. */
export function orbit(): Chart {
  const plane = plot({ x: [-1, 1], y: [-1, 1], xName: "mean a", yName: "slope of the logit at μ", height: (width) => Math.min(Math.max(0.5 * width, 220), 320) });
  const all = plane.line({ colour: "mute", width: 1.2 });
  attr(all.node, "stroke-opacity", 0.5);
  const past: Line = plane.line({ colour: "param", width: 2 });
  const goal = plane.dot({ colour: "target", shape: "cross" });
  const dot = plane.dot({ colour: "param", radius: 6 });
  let path: [number[], number[]] = [[], []];
  return {
    node: plane.node,
    destroy: plane.destroy,
    game(_, { after }, s) {
      path = [after.map(({ a }) => a), after.map(({ v, w }) => w + 2 * v * s.real_mean)];
      plane.axes(around(path[0], s.real_mean), around(path[1], 0));
      all.set(...path);
      goal.set(s.real_mean, 0);
    },
    moment(r, s) {
      const [xs, ys] = path;
      past.set(xs.slice(0, r.moment + 1), ys.slice(0, r.moment + 1));
      dot.set(xs[r.moment], ys[r.moment]);
      attr(plane.node, "aria-label", `Mean of the generator against the slope of the discriminator’s logit: now at ${show(xs[r.moment], 3)} and ${show(ys[r.moment], 3)}; the equilibrium is at ${show(s.real_mean, 3)} and 0.`);
    },
  };
}

function around(values: number[], goal: number): Range {
  const [low, high] = [Math.min(...values, goal), Math.max(...values, goal)];
  const edge = Math.max(0.08 * (high - low), 0.1);
  return [low - edge, high + edge];
}

export const swatch = (kind: string, name: string): HTMLElement => el("span", {}, el("i", { class: `gan-swatch gan-${kind}`, "aria-hidden": "true" }), name);
