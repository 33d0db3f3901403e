/** What is seen of the counts: the scores on both sides of the threshold, or areas; and the two curves over all thresholds. */

import { attr } from "../_kit/dom.ts";
import { grouped, show } from "../_kit/numbers.ts";
import { type Line, plot, type Plot, type Point, ticks } from "../_kit/plot.ts";
import { BINS, LOW, type Result, type State, WIDTH } from "./model.ts";

export type Picture = { node: SVGSVGElement; set(r: Result, s: State): void; say(words: string): void; destroy(): void };

const NAMES = ["TP", "FN", "FP", "TN"];
const COLOURS = ["ok", "wrong", "wrong", "ok"]; // of the four fields, in the order of `counts`
const corners = (picture: Plot): ((at: Point[], r: Result) => void) => {
  const labels = NAMES.map(() => picture.dot({ colour: "bg", radius: 0 }));
  for (const { node } of labels) node.classList.add("confusion-name");
  return (at, r) => at.forEach(({ x, y }, i) => labels[i].set(x, y, `${NAMES[i]} ${grouped(r.counts[i])}`));
};

/** Positives above the line, negatives below; what is right of the threshold is called positive. */
export function histogram(move: (threshold: number) => void): Picture {
  const picture = plot({ x: [LOW, 8], y: [-1, 1], xName: "score", yTicks: (range, count) => ticks(range, count + 2), yTick: (y) => show(Math.abs(y), 2), height: (width) => Math.min(Math.max(0.5 * width, 190), 230) });
  const areas = COLOURS.map((colour) => picture.line({ colour, fill: true }));
  for (const { node } of areas) attr(node, "fill-opacity", 0.5);
  const edge = picture.line({ colour: "ink", width: 2 });
  const label = corners(picture);
  const handle = picture.dot({ colour: "ink", radius: 8, drag: ({ x }) => move(Number(x.toFixed(2))) });

  return {
    node: picture.node, say: picture.say, destroy: picture.destroy,
    set(r, s) {
      if (!r.histogram_positive || !r.histogram_negative) return;
      const size = s.bars === "shares" ? [s.positives, s.negatives] : [1, 1];
      const [up, down] = [r.histogram_positive, r.histogram_negative].map((bins, i) => bins.map((n) => n / size[i]));
      const top = nice(1.2 * Math.max(...up, ...down));
      const end = Math.min(Math.ceil(Math.max(4, s.separation + 3.5 * s.spread)), LOW + WIDTH * BINS);
      picture.axes([LOW, end], [-top, top]);
      const below = down.map((n) => -n);
      const t = Math.min(Math.max(s.threshold, LOW), end);
      outline(areas[0], up, t, end);
      outline(areas[1], up, LOW, t);
      outline(areas[2], below, t, end);
      outline(areas[3], below, LOW, t);
      edge.set([t, t], [-top, top]);
      handle.set(t, 0);
      const [high, low] = [0.8 * top, -0.98 * top];
      label([{ x: end, y: high }, { x: LOW, y: high }, { x: end, y: low }, { x: LOW, y: low }], r);
    },
  };
}

/** The bins between two scores, as steps. */
function outline(line: Line, bins: number[], from: number, to: number): void {
  const [xs, ys]: [number[], number[]] = [[], []];
  bins.forEach((height, i) => {
    const [left, right] = [Math.max(LOW + WIDTH * i, from), Math.min(LOW + WIDTH * (i + 1), to)];
    if (left < right) {
      xs.push(left, right);
      ys.push(height, height);
    }
  });
  line.set(xs, ys);
}

/** Every example has the same area: one column for each class, split where its recall or specificity is. */
export function areas(split: (row: "positive" | "negative", right: number) => void): Picture {
  const picture = plot({ x: [0, 1], y: [0, 1.16], xName: "share of all examples", yName: "found", height: (width) => Math.min(Math.max(0.5 * width, 190), 230) });
  const fields = COLOURS.map((colour) => picture.line({ colour, width: 0 }));
  fields.forEach(({ node }, i) => {
    attr(node, "fill", `var(--u-${COLOURS[i]})`);
    attr(node, "fill-opacity", 0.5);
  });
  const edge = picture.line({ colour: "bg", width: 3 });
  const label = corners(picture);
  const handles = (["positive", "negative"] as const).map((row) => picture.dot({ colour: "ink", radius: 8, drag: ({ y }) => split(row, y) }));

  return {
    node: picture.node, say: picture.say, destroy: picture.destroy,
    set(r) {
      const [tp, fn] = r.counts;
      const share = r.total ? (tp + fn) / r.total : 0;
      const [recall, specificity] = [r.recall ?? 0, r.specificity ?? 0];
      const box = (line: Line, [left, right]: number[], [low, high]: number[]): void =>
        line.set(r.total ? [left, left, right, right] : [], [low, high, high, low]);
      box(fields[0], [0, share], [0, recall]);
      box(fields[1], [0, share], [recall, 1]);
      box(fields[2], [share, 1], [specificity, 1]);
      box(fields[3], [share, 1], [0, specificity]);
      edge.set([share, share, NaN, 0, share, NaN, share, 1], [0, 1, NaN, recall, recall, NaN, specificity, specificity]);
      handles[0].set(r.recall === null ? NaN : share / 2, recall);
      handles[1].set(r.specificity === null ? NaN : (1 + share) / 2, specificity);
      label([{ x: 0, y: 0 }, { x: 0, y: 1 }, { x: 1, y: 1 }, { x: 1, y: 0 }], r);
    },
  };
}

type Names = { x: string; y: string; from: (r: Result) => [number[] | null, number[] | null]; here: (r: Result) => [number | null, number | null]; chance: (r: Result) => [number[], number[]] };

export const ROC: Names = {
  x: "false-positive rate", y: "recall",
  // One table is one point: with the two corners, which need no classifier, the best that is known.
  from: (r) => (r.roc_x || r.recall === null || r.false_positive_rate === null ? [r.roc_x, r.roc_y] : [[0, r.false_positive_rate, 1], [0, r.recall, 1]]),
  here: (r) => [r.false_positive_rate, r.recall],
  chance: () => [[0, 1], [0, 1]],
};
export const PRECISION: Names = {
  x: "recall", y: "precision",
  from: (r) => [r.pr_x, r.pr_y],
  here: (r) => [r.recall, r.precision],
  chance: (r) => [[0, 1], new Array(2).fill((r.counts[0] + r.counts[1]) / r.total)], // the share of positives
};

/** A curve over all thresholds, the point that is chosen on it, and what guessing would reach. */
export function curve({ x, y, from, here, chance }: Names, move: (share: number) => void): Picture {
  const picture = plot({ x: [0, 1], y: [0, 1.1], xName: x, yName: y, height: (width) => Math.min(Math.max(0.7 * width, 200), 230) });
  const guess = picture.line({ colour: "mute", width: 1.5, dash: "4 4" });
  const line = picture.line({ colour: "forward", width: 2.5 });
  const point = picture.dot({ colour: "ink", radius: 8, drag: (at) => move(at.x) });
  return {
    node: picture.node, say: picture.say, destroy: picture.destroy,
    set(r) {
      const [xs, ys] = from(r);
      line.set(xs ?? [], ys ?? []);
      guess.set(...chance(r));
      const [across, up] = here(r);
      point.set(across ?? NaN, up ?? NaN);
    },
  };
}

/** A round number, at least `size`. */
function nice(size: number): number {
  const unit = 10 ** Math.floor(Math.log10(size));
  return unit * ([1, 1.2, 1.5, 2, 3, 4, 5, 6, 8].find((factor) => factor * unit >= size) ?? 10);
}
