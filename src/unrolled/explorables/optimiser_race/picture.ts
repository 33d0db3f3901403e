/** The plane with its contours, the paths and the runners; below it the loss at every step. */

import { attr, svg } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { type Dot, type Line, plot, type Point, type Range, ticks } from "../_kit/plot.ts";
import { type Contours, contours } from "./contours.ts";
import type { Result, State } from "./model.ts";
import { RACERS, type Racer } from "./racers.ts";
import { type Pair, value } from "./surfaces.ts";
import { BIBS, DASHES, goal } from "./words.ts";

const DOTTED = 80; // steps of the chosen path that are marked one by one
const HORIZONS = [5, 10, 20, 50, 100, 200];
const DEEPEST = -12; // decades of loss; what is below is zero for all that one sees
const HIGHEST = 2; // decades above the start, for who diverges

/** Half of the picture's width and height: the start is in it. */
export const half = ({ reach, start }: State): Pair => [Math.max(reach[0], 1.1 * Math.abs(start[0])), Math.max(reach[1], 1.1 * Math.abs(start[1]))];

/** The surface in the picture, computed anew only when it changes. */
export type Terrain = (s: State) => Contours;

export function terrain(): Terrain {
  let last: { key: string; found: Contours } | null = null;
  return (s) => {
    const [across, up] = half(s);
    const key = [s.surface, s.a, s.b, s.x, s.y, across, up].join(" ");
    if (last?.key !== key) last = { key, found: contours((w1, w2) => value(s, w1, w2), [-across, across], [-up, up]) };
    return last.found;
  };
}

export function plane(shape: Terrain, drag: (at: Point) => void): { node: Element; set(r: Result, s: State): void; say(words: string): void; destroy(): void } {
  const picture = plot({ x: [-1, 1], y: [-1, 1], xName: "w₁", yName: "w₂", height: (width) => Math.min(Math.max(0.56 * width, 250), 400) });
  const heights = picture.line({ colour: "edge", width: 1 });
  attr(heights.node, "stroke-opacity", 0.45);
  const lowest = picture.line({ colour: "target", width: 2, dash: "1 5" });
  const paths = RACERS.map(() => picture.line({ colour: "mute" }));
  const runners = RACERS.map((racer, i) => runner(racer, paths[i], picture.dot({ colour: "mute", shape: "ring", radius: 9 })));
  const marks = picture.line({ colour: "param", width: 5 });
  attr(marks.node, "stroke-linecap", "round");
  const bottom = picture.dot({ colour: "target", shape: "cross" });
  const start = picture.dot({ colour: "ink", radius: 7, clear: paths, drag: (at) => { touched = true; drag(at); } });
  let drawn: Contours | null = null;
  let touched = false;

  return {
    node: picture.node,
    say: picture.say,
    destroy: picture.destroy,
    set(r, s) {
      const [across, up] = half(s);
      const found = shape(s);
      if (found !== drawn) {
        drawn = found;
        picture.axes([-across, across], [-up, up]);
        heights.set(found.xs, found.ys);
        const low = goal(s, [across, up]);
        bottom.set(...(low.length === 1 ? low[0] : ([NaN, NaN] as const)));
        lowest.set(low.length === 2 ? low.map(([w1]) => w1) : [], low.length === 2 ? low.map(([, w2]) => w2) : []);
      }
      runners.forEach((one, i) => one.set(r.path[i], r.last[i], s, [across, up]));
      const chosen = RACERS.indexOf(s.optimiser);
      const points = s.steps <= DOTTED ? r.path[chosen].slice(0, r.last[chosen] + 1).flatMap((point) => [point, point, [NaN, NaN]]) : [];
      marks.set(points.map(([w1]) => w1), points.map(([, w2]) => w2));
      start.set(...s.start, touched ? "" : "start: drag me");
    },
  };
}

/** A path, and a bib at its end; both stand out if the racer is the chosen one. */
function runner(racer: Racer, line: Line, bib: Dot): { set(path: Pair[], last: number, s: State, half: Pair): void } {
  const [ring] = bib.node.children;
  const letter = svg("text", { y: 4 }, BIBS[racer]);
  bib.node.classList.add("race-mark");
  bib.node.append(letter);
  return {
    set(path, last, s, [across, up]) {
      const chosen = racer === s.optimiser;
      dress(line, racer, chosen, s.noise > 0 || last < s.steps);
      attr(ring, "stroke", chosen ? "var(--u-param)" : "var(--u-mute)");
      attr(ring, "fill", chosen ? "var(--u-param)" : "var(--u-bg)");
      attr(letter, "fill", chosen ? "var(--u-bg)" : "var(--u-mute)");
      const points = path.slice(0, last + 1);
      line.set(points.map(([w1]) => w1), points.map(([, w2]) => w2));
      const [w1, w2] = path[last];
      const seen = Math.abs(w1) <= across && Math.abs(w2) <= up;
      bib.set(seen ? w1 : NaN, w2);
    },
  };
}

function dress(line: Line, racer: Racer, chosen: boolean, wild: boolean): void {
  attr(line.node, "stroke", chosen ? "var(--u-param)" : "var(--u-mute)");
  attr(line.node, "stroke-width", chosen ? 2.5 : 1.6);
  attr(line.node, "stroke-dasharray", chosen ? null : DASHES[racer]);
  attr(line.node, "stroke-opacity", wild && !chosen ? 0.4 : null); // what is thrown to and fro would hide the rest
}

/** Loss against steps; its y axis is logarithmic where the loss has its minimum at 0. */
export function lossChart(shape: Terrain): { node: Element; set(r: Result, s: State, until: number): void; destroy(): void } {
  let logarithmic = true;
  const chart = plot({
    x: [0, 10], y: [0, 1], xName: "step", yName: "loss", height: () => 210,
    yTicks: (range, count) => (logarithmic ? powers(range) : ticks(range, count)),
    yTick: (y) => show(logarithmic ? 10 ** y : y, 3).replace(/^1·/, ""),
  });
  const lines = RACERS.map(() => chart.line({ colour: "mute" }));
  const now = chart.dot({ colour: "param", radius: 5 });
  return {
    node: chart.node,
    destroy: chart.destroy,
    set(r, s, until) {
      logarithmic = s.surface === "ravine" || s.surface === "rosenbrock";
      const height = (loss: number): number => (logarithmic ? Math.log10(loss) : loss);
      const end = HORIZONS.find((horizon) => horizon >= until) ?? until;
      chart.axes([0, end], logarithmic ? decades(r) : span(r, shape(s)));
      lines.forEach((line, i) => {
        dress(line, RACERS[i], RACERS[i] === s.optimiser, s.noise > 0 || r.last[i] < s.steps);
        const losses = r.loss[i].slice(0, r.last[i] + 1);
        line.set(losses.map((_, t) => t), losses.map(height));
      });
      const chosen = RACERS.indexOf(s.optimiser);
      now.set(r.last[chosen], height(r.final[chosen]), show(r.final[chosen], 3));
      chart.node.setAttribute("aria-label", `Loss of each optimiser at steps 0 to ${s.steps}${logarithmic ? ", on a logarithmic axis" : ""}.`);
    },
  };
}

function decades(r: Result): Range {
  const logs = r.loss.flat().map(Math.log10).filter(Number.isFinite);
  const first = Number.isFinite(Math.log10(r.loss[0][0])) ? Math.log10(r.loss[0][0]) : 0;
  const low = Math.max(Math.floor(Math.min(first, ...logs)), DEEPEST);
  const high = Math.min(Math.ceil(Math.max(first, ...logs)), Math.ceil(first) + HIGHEST);
  return [Math.min(low, high - 1), high];
}

/** Whole decades, five of them at most. */
function powers([low, high]: Range): number[] {
  const every = Math.ceil((high - low) / 4);
  return Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => low + i * every);
}

/** In round numbers, so that the axis does not twitch, and no farther than the surface in the picture. */
function span(r: Result, surface: Contours): Range {
  const all = r.loss.flat();
  const low = Math.max(surface.low, Math.min(...all));
  const high = Math.max(Math.min(surface.high, Math.max(...all)), low + 1e-6);
  const unit = 10 ** Math.floor(Math.log10((high - low) / 2));
  return [Math.floor(low / unit) * unit, (Math.ceil(high / unit) + 0.3) * unit]; // no rule where the axis has its name
}
