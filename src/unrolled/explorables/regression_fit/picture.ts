/** Points to drag, along x and from class to class; the line, the curve, and where each crosses one half. */

import { attr } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { type Dot, plot, type Range } from "../_kit/plot.ts";
import { sigmoid } from "../_kit/special.ts";
import { type Fit, MOST, type Result, type State } from "./model.ts";

export type Class = "zeros" | "ones";
export type Moved = { from: Class; index: number; to: Class; x: number };
export type Picture = {
  node: Element;
  set(s: State, r: Result): void;
  /** Fit the width to the points; else it only grows, so that the plane holds still under a finger. */
  settle(): void;
  destroy(): void;
};

const POINTS = 181; // of the curve
const HEIGHT: Range = [-0.45, 1.5];

export function picture(move: (moved: Moved) => boolean): Picture {
  const plane = plot({ x: [0, 32], y: HEIGHT, xName: "x", height: (width) => Math.min(Math.max(0.6 * width, 250), 340), yTicks: () => [0, 0.5, 1] });
  const half = plane.line({ colour: "edge", width: 1.5, dash: "2 4" });
  const shifts = [plane.line({ colour: "gradient", width: 3 }), plane.line({ colour: "gradient", width: 3 })];
  const line = plane.line({ colour: "ink", width: 2, dash: "9 5" });
  const curve = plane.line({ colour: "forward", width: 2.5 });
  const wrong = Array.from({ length: 2 * MOST }, () => halo(plane.dot({ colour: "wrong", shape: "ring", radius: 11 })));
  // The curve's label is below, so that both can be read.
  const crossings = (["ink", "forward"] as const).map((colour, i) => ({ before: plane.dot({ colour, shape: "ring", radius: 4 }), now: plane.dot({ colour, radius: 5, below: i === 1 }) }));
  // A mark stays with its point when the point changes its class.
  const holders: Record<Class, number[]> = { zeros: [], ones: [] };
  const marks = Array.from({ length: 2 * MOST }, (_, mark) => plane.dot({ colour: "target", shape: "ring", radius: 7, drag: ({ x, y }) => drag(mark, x, y) }));
  let xs: Range | null = null;

  function drag(mark: number, x: number, y: number): void {
    const from = holders.ones.includes(mark) ? "ones" : "zeros";
    const index = holders[from].indexOf(mark);
    const to = y > 0.5 ? "ones" : "zeros";
    const width = xs ? xs[1] - xs[0] : 1;
    const step = width > 100 ? 1 : 0.1;
    const held = { from, index, to, x: Number((Math.round(x / step) * step).toFixed(1)) } as const;
    if (from !== to) {
      // Before the state changes, so that it is drawn with the right marks.
      holders[from].splice(index, 1);
      holders[to].push(mark);
      if (move(held)) return;
      holders[to].pop();
      holders[from].splice(index, 0, mark);
    }
    move({ ...held, to: from });
  }

  function assign(s: State): void {
    if (holders.zeros.length === s.zeros.length && holders.ones.length === s.ones.length) return;
    const free = Array.from({ length: 2 * MOST }, (_, i) => i);
    holders.zeros = free.splice(0, s.zeros.length);
    holders.ones = free.splice(0, s.ones.length);
  }

  function widen(s: State): Range {
    const all = [...s.zeros, ...s.ones, ...(xs ? [xs[0] + margin(xs), xs[1] - margin(xs)] : [])];
    const [low, high] = [Math.min(...all), Math.max(...all)];
    if (xs && low >= xs[0] + margin(xs) && high <= xs[1] - margin(xs)) return xs;
    const room = Math.max(0.06 * (high - low), 1);
    if (!xs) return [low - room, high + room];
    return [low < xs[0] + margin(xs) ? low - 3 * room : xs[0], high > xs[1] - margin(xs) ? high + 3 * room : xs[1]]; // in strides, not with every step
  }

  return {
    node: plane.node,
    destroy: plane.destroy,
    settle() {
      xs = null;
    },
    set(s, r) {
      assign(s);
      xs = widen(s);
      plane.axes(xs, HEIGHT);
      const [low, high] = xs;
      const x = Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
      half.set(xs, [0.5, 0.5]);
      line.set(xs, xs.map((at) => along(r.line, at)));
      curve.set(x, x.map((at) => sigmoid(along(r.curve, at))));
      (["line", "curve"] as const).forEach((kind, i) => {
        const [now, before] = [r[`${kind}_crossing`], r[`${kind}_crossing_without`]];
        const both = now !== null && before !== null;
        const inside = (at: number | null): number => (at !== null && at >= low && at <= high ? at : NaN);
        shifts[i].set(both ? [before, now] : [], both ? [0.5, 0.5] : []);
        crossings[i].now.set(inside(now), 0.5, now === null ? "" : `${kind} ${show(now, 3)}`);
        crossings[i].before.set(inside(before), 0.5);
      });
      for (const mark of marks) mark.set(NaN, 0);
      for (const ring of wrong) ring.set(NaN, 0);
      (["zeros", "ones"] as const).forEach((name, y) =>
        s[name].forEach((at, i) => {
          const all = i + y * s.zeros.length;
          const mark = marks[holders[name][i]];
          attr(mark.node.querySelectorAll("circle")[1], "fill", y ? "var(--u-target)" : "var(--u-bg)");
          mark.set(at, y);
          const off = (values: number[]): boolean => values[all] >= 0.5 - 1e-9 !== (y === 1);
          if (!off(r.line_value) && !off(r.curve_value)) return;
          wrong[all].set(at, y);
          attr(wrong[all].node.querySelector("circle")!, "stroke-dasharray", off(r.curve_value) ? null : "4 3");
        }));
      attr(plane.node, "aria-label", `Points of class 0 at ${s.zeros.map((at) => show(at)).join(", ")}, of class 1 at ${s.ones.map((at) => show(at)).join(", ")}. ${words(r)}`);
    },
  };
}

const along = ([slope, intercept]: Fit, x: number): number => slope * x + intercept;
const margin = (range: Range): number => 0.02 * (range[1] - range[0]);

/** A ring around a point, in front of nothing. */
function halo(dot: Dot): Dot {
  attr(dot.node.querySelector("circle")!, "fill", "none");
  return dot;
}

export function words(r: Result): string {
  const said = (kind: "line" | "curve"): string => {
    const [at, wrong] = [r[`${kind}_crossing`], r[`${kind}_wrong`]];
    return `${at === null ? "crosses one half nowhere" : `crosses one half at ${show(at)}`} and has ${wrong} ${wrong === 1 ? "point" : "points"} on the wrong side`;
  };
  return `The line ${said("line")}; the curve ${said("curve")}.`;
}
