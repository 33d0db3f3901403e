/** What D says along the line, and below it both distributions: the generator's start to drag, and where its slope pushes it. */

import { attr, el, svg } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { plot, type Point, type Range } from "../_kit/plot.ts";
import { type Players, draws, probability, type Run } from "./game.ts";
import type { Now } from "./model.ts";
import type { State } from "./state.ts";

const PLACES = 161;
const PEAK = 1 / Math.sqrt(2 * Math.PI);
const ROOM = 1.2; // over the higher of both curves as they begin
const LONGEST = 0.3; // of the picture, for the arrow
const HEAD = 0.012; // of the picture: a shorter arrow is none
const LEVEL = 0.3; // of the height, at which the arrow flies
const GAIN = 2.5; // length of the arrow for a slope of 1
const TOP = 1.12; // of the upper plane, so that its name is clear of the 1

export type Stage = { node: HTMLElement; set(r: Now, played: Run, s: State): void; say(words: string): void; destroy(): void };

/** The part of the line that is seen: start and real mean are in it. */
export function span({ reach, mean, real_mean }: State): Range {
  return [Math.min(reach[0], mean - 0.5, real_mean - 0.5), Math.max(reach[1], mean + 0.5, real_mean + 0.5)];
}

export function stage(drag: (x: number) => void): Stage {
  const above = plot({ x: [-1, 1], y: [0, TOP], yName: "D(x)", height: (width) => Math.min(Math.max(0.24 * width, 130), 170) });
  const half = above.line({ colour: "edge", width: 1, dash: "4 4" });
  const ideal = above.line({ colour: "mute", dash: "7 4" });
  const judge = above.line({ colour: "param", width: 2.5 });

  const below = plot({ x: [-1, 1], y: [0, 1], xName: "x", yName: "density", height: (width) => Math.min(Math.max(0.36 * width, 190), 250) });
  const areas = [below.line({ colour: "target", fill: true }), below.line({ colour: "forward", fill: true })];
  const curves = [below.line({ colour: "target", width: 2.5, dash: "8 3" }), below.line({ colour: "forward", width: 2.5 })];
  const marks = [below.line({ colour: "target", width: 2 }), below.line({ colour: "forward", width: 2 })];
  const shaft = below.line({ colour: "gradient", width: 3.5 });
  const head = below.dot({ colour: "gradient", radius: 1 });
  const tip = svg("path", { d: "M0-7 12 0 0 7Z", fill: "var(--u-gradient)" });
  head.node.append(tip);
  const now = below.dot({ colour: "forward", radius: 4.5 });
  let touched = false;
  const start = below.dot({ colour: "ink", radius: 7, clear: curves, drag: ({ x }: Point) => {
    touched = true;
    drag(x);
  } });
  start.node.classList.add("gan-start");

  return {
    node: el("div", { class: "gan-stage" }, above.node, below.node),
    say(words) {
      above.say("The discriminator along the line, and the best one there is, dashed.");
      below.say(words);
    },
    destroy() {
      above.destroy();
      below.destroy();
    },
    set(r, played, s) {
      const range = span(s);
      const wide = range[1] - range[0];
      const top = ROOM * PEAK * Math.max(1 / s.real_deviation, 1 / s.deviation);
      above.axes(range, [0, TOP]);
      below.axes(range, [0, top]);
      const p = played.after[r.moment];
      const [v, w, c] = r.optimum;
      const best: Players = { ...p, v, w, c };
      const xs = Array.from({ length: PLACES }, (_, i) => range[0] + (wide * i) / (PLACES - 1));
      half.set(range, [0.5, 0.5]);
      judge.set(xs, xs.map((x) => probability(p, x)));
      const bells = [bell(s.real_mean, s.real_deviation, range), bell(p.a, Math.max(Math.abs(p.b), wide / 4000), range)];
      const fine = [...xs, ...bells[1][0]].sort((one, other) => one - other); // a narrow distribution has a narrow gap in the best D
      ideal.set(fine, fine.map((x) => probability(best, x)));
      bells.forEach(([x, y], i) => {
        areas[i].set(x, y);
        curves[i].set(x, y);
      });
      const d = draws(s);
      const samples = s.samples ? [d.real.map((z) => s.real_mean + s.real_deviation * z), d.noise.map((z) => p.a + p.b * z)] : [[], []];
      samples.forEach((found, i) => marks[i].set(found.flatMap((x) => [x, x, x]), found.flatMap(() => [0, 0.09 * top, NaN])));

      const slope = s.loss === "minimax" ? r.now_slope : r.now_slope_other;
      const far = Math.sign(-slope) * Math.min(GAIN * Math.abs(slope), LONGEST * wide);
      const seen = Math.abs(far) > HEAD * wide;
      shaft.set(seen ? [p.a, p.a + far] : [], seen ? [LEVEL * top, LEVEL * top] : []);
      attr(tip, "transform", far < 0 ? "rotate(180)" : null);
      attr(tip, "visibility", seen ? null : "hidden");
      const inside = p.a >= range[0] && p.a <= range[1];
      head.set(inside ? p.a + (seen ? far : 0) : NaN, LEVEL * top, seen ? "" : `slope ${show(slope, 2)}`);
      now.set(inside ? p.a : NaN, LEVEL * top);
      start.set(s.mean, 0, touched ? "" : "start: drag me");
    },
  };
}

/** A density, at places that do not miss its peak however narrow it is. */
function bell(mean: number, deviation: number, [low, high]: Range): [number[], number[]] {
  const xs = [low, high];
  for (let i = -72; i <= 72; i++) {
    const x = mean + (deviation * i) / 12; // to six deviations
    if (x > low && x < high) xs.push(x);
  }
  xs.sort((a, b) => a - b);
  return [xs, xs.map((x) => (PEAK / deviation) * Math.exp(-(((x - mean) / deviation) ** 2) / 2))];
}
