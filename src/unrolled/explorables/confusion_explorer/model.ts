/** Counts of right and wrong answers, every metric as an exact fraction of them, and the curves over all thresholds. */

import * as is from "../_kit/check.ts";
import { normal } from "../_kit/random.ts";

export const [LOW, WIDTH, BINS] = [-4, 0.25, 64]; // the histogram reaches from −4 to 12
export const [EXAMPLES, COUNT] = [10_000, 1_000_000]; // of each class, and of each field of the table; at most
const STEPS = 161; // thresholds along the curves

export type State = {
  source: "scores" | "counts"; threshold: number; positives: number; negatives: number; separation: number; spread: number; seed: number;
  tp: number; fn: number; fp: number; tn: number; bars: "shares" | "counts";
};
export const FIELDS = ["tp", "fn", "fp", "tn"] as const;

const DEFAULTS: State = {
  source: "scores", threshold: 1.5, positives: 100, negatives: 9900, separation: 2.5, spread: 1, seed: 8,
  tp: 450, fn: 50, fp: 110, tn: 390, bars: "shares",
};

export function check(state: unknown): State {
  const s = is.known(state, DEFAULTS);
  is.oneOf("source", s.source, ["scores", "counts"]);
  is.number("threshold", s.threshold, -10, 15);
  is.whole("positives", s.positives, 1, EXAMPLES);
  is.whole("negatives", s.negatives, 1, EXAMPLES);
  is.number("separation", s.separation, 0, 5);
  is.number("spread", s.spread, 0.2, 2);
  is.whole("seed", s.seed, 0, 9999);
  for (const name of FIELDS) is.whole(name, s[name], 0, COUNT);
  is.oneOf("bars", s.bars, ["shares", "counts"]);
  return s;
}

export const METRICS = ["accuracy", "precision", "recall", "specificity", "f1", "balanced_accuracy", "false_positive_rate", "negative_predictive_value", "iou"] as const;
export type Metric = (typeof METRICS)[number];
export type Fraction = [above: number, below: number];

type Curves = { histogram_positive: number[]; histogram_negative: number[]; roc_x: number[]; roc_y: number[]; pr_x: number[]; pr_y: number[]; auc: number; average_precision: number };
export type Result = {
  counts: number[]; total: number; mcc: number | null; mcc_squared: number | null; lazy: number | null;
  weight_positive: number | null; weight_negative: number | null;
} & { [name in Metric]: number | null } & { [name in `${Metric}_fraction`]: Fraction | null } & { [name in keyof Curves]: Curves[name] | null };

export function compute(s: State): Result {
  const scores = s.source === "scores" ? sample(s) : null;
  const [tp, fn, fp, tn] = scores ? count(scores, s.threshold) : FIELDS.map((name) => s[name]);
  const [positive, negative] = [tp + fn, fp + tn];
  const total = positive + negative;
  const ratios: Record<Metric, Fraction> = {
    accuracy: [tp + tn, total],
    precision: [tp, tp + fp],
    recall: [tp, positive],
    specificity: [tn, negative],
    f1: [2 * tp, 2 * tp + fp + fn],
    balanced_accuracy: [tp * negative + tn * positive, 2 * positive * negative],
    false_positive_rate: [fp, negative],
    negative_predictive_value: [tn, tn + fn],
    iou: [tp, tp + fp + fn],
  };
  const found = Object.entries(ratios).flatMap(([name, [above, below]]) => [[name, below ? above / below : null], [`${name}_fraction`, below ? reduced(above, below) : null]]);
  const below = Math.sqrt((tp + fp) * (tn + fn)) * Math.sqrt(positive * negative);
  const mcc = below ? (tp * tn - fp * fn) / below : null;
  const none: { [name in keyof Curves]: null } = { histogram_positive: null, histogram_negative: null, roc_x: null, roc_y: null, pr_x: null, pr_y: null, auc: null, average_precision: null };
  return {
    counts: [tp, fn, fp, tn], total, ...(Object.fromEntries(found) as Pick<Result, Metric | `${Metric}_fraction`>),
    mcc, mcc_squared: mcc === null ? null : mcc * mcc,
    lazy: total ? Math.max(positive, negative) / total : null,
    weight_positive: positive ? total / (2 * positive) : null,
    weight_negative: negative ? total / (2 * negative) : null,
    ...(scores?.curves ?? none),
  };
}

export function reduced(above: number, below: number): Fraction {
  let [a, b] = [above, below];
  while (b) [a, b] = [b, a % b];
  return [above / a, below / a];
}

type Scores = { positive: Float64Array; negative: Float64Array; curves: Curves };

const count = ({ positive, negative }: Pick<Scores, "positive" | "negative">, threshold: number): [number, number, number, number] => {
  const [tp, fp] = [positive, negative].map((all) => all.length - until(all, threshold));
  return [tp, positive.length - tp, fp, negative.length - fp];
};

/** How many of the sorted scores are not above the limit. */
function until(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Kept<V> = (key: string, make: () => V) => V;

/** What was made last, made anew when the key changes. */
function keep<V>(): Kept<V> {
  let last: { key: string; made: V } | null = null;
  return (key, make) => (last?.key === key ? last : (last = { key, made: make() })).made;
}
const keptScores = keep<Scores>();
const keptBells = [keep<Float64Array>(), keep<Float64Array>()];

/** The scores and all that does not depend on the threshold. */
export function sample(s: State): Scores {
  return keptScores([s.seed, s.positives, s.negatives, s.separation, s.spread].join(" "), () => {
    // Sorted before they are stretched and moved: that keeps their order, and can be kept while one slides.
    const [positive, negative] = [s.positives, s.negatives].map((size, i) => keptBells[i](`${s.seed} ${size}`, () => bells(2 * s.seed + i, size)));
    return judged(positive.map((z) => z * s.spread + s.separation), negative);
  });
}

function bells(stream: number, size: number): Float64Array {
  const [next, found] = [normal(stream), new Float64Array(size)];
  for (let i = 0; i < size; i++) found[i] = next();
  return found.sort();
}

function judged(positive: Float64Array, negative: Float64Array): Scores {
  const tables = Array.from({ length: STEPS }, (_, i) => count({ positive, negative }, LOW + WIDTH * BINS * (1 - i / (STEPS - 1))));
  const recall = tables.map(([tp]) => tp / positive.length);
  let [pairs, precisions] = [0, 0];
  let [below, upTo, first] = [0, 0, 0]; // negatives below the score and not above it; the first positive of this score
  positive.forEach((score, i) => {
    while (negative[below] < score) below++;
    while (negative[upTo] <= score) upTo++;
    if (score !== positive[first]) first = i;
    pairs += below + upTo;
    const found = positive.length - first;
    precisions += found / (found + negative.length - below);
  });
  return {
    positive, negative,
    curves: {
      histogram_positive: histogram(positive), histogram_negative: histogram(negative),
      roc_x: tables.map(([, , fp]) => fp / negative.length), roc_y: recall,
      pr_x: recall, pr_y: tables.map(([tp, , fp]) => (tp + fp ? tp / (tp + fp) : 1)),
      auc: pairs / (2 * positive.length * negative.length), // of all pairs the share the positive wins, ties halved
      average_precision: precisions / positive.length,
    },
  };
}

function histogram(scores: Float64Array): number[] {
  const bins: number[] = new Array(BINS).fill(0);
  for (const score of scores) bins[Math.min(Math.max(Math.floor((score - LOW) / WIDTH), 0), BINS - 1)]++;
  return bins;
}

/** The threshold above which so large a share of the scores lies, in the middle between two of them. */
export function thresholdFor(sorted: Float64Array, share: number): number {
  const n = sorted.length;
  const above = Math.round(share * n);
  const [low, high] = [sorted[Math.max(n - above - 1, 0)], sorted[Math.min(n - above, n - 1)]];
  const middle = above === 0 ? high + 0.01 : above === n ? low - 0.01 : (low + high) / 2;
  return Number(middle.toFixed(3));
}
