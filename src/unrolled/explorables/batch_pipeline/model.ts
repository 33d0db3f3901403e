/** What comes of a pipeline: who meets in the batches, how many updates there are, and how long it takes. */

import { type Element, run } from "./run.ts";
import { classOf, type Stage, type State } from "./state.ts";

export { check } from "./state.ts";
export const [BATCHES, PER_BATCH, CELLS] = [24, 12, 120]; // at most, whose examples are shown one by one
export const [STEPS, AHEAD] = [16, 64]; // of training and of the background, on the time line

export type Result = {
  updates: number;
  updates_per_epoch: number;
  last: number;
  unused: number;
  straddling: number;
  classes_mean: number;
  size: number[];
  member: number[];
  epoch_of: number[];
  longest: number[];
  filler: number[];
  cells: number;
  filler_total: number;
  filler_share: number;
  filler_sorted: number;
  total: number;
  wait: number;
  busy: number;
  total_without: number;
  total_last: number;
  ready: number[];
  end: number[];
  ahead_start: number[];
  ahead_end: number[];
};

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
const most = (values: number[]): number => values.reduce((best, value) => Math.max(best, value), 0);

export function compute(s: State): Result {
  const found = run(s, s.order);
  const total = found.end[found.end.length - 1] ?? 0;
  const plain = s.order.filter((stage) => stage !== "prefetch");
  const until = (stages: Stage[]): number => (stages.join() === s.order.join() ? total : (run(s, stages).end.pop() ?? 0));
  const trained = s.train * found.end.length;
  const { batches } = found;
  const example = (code: number): number => Math.floor(code / s.epochs);
  const several = (batch: Element, of: (code: number) => number): number => new Set(batch.map(of)).size;
  const cut = batches.slice(0, BATCHES).flatMap((batch) => batch.slice(0, PER_BATCH)).slice(0, CELLS);

  const steps = (i: number): number => (Array.isArray(s.lengths) ? s.lengths[i] : s.lengths);
  const rows = batches.map((batch) => batch.map((code) => steps(example(code))));
  const longest = rows.map(most);
  const filler = rows.map((row, b) => longest[b] * row.length - sum(row));
  const [cells, filler_total] = [sum(rows.map((row, b) => longest[b] * row.length)), sum(filler)];
  const ranked = Array.from({ length: s.examples }, (_, i) => steps(i)).sort((a, b) => a - b);
  let filler_sorted = 0;
  for (let i = 0; i < s.examples; i += s.batch) {
    const chunk = ranked.slice(i, i + s.batch);
    if (s.remainder === "kept" || chunk.length === s.batch) filler_sorted += s.epochs * (most(chunk) * chunk.length - sum(chunk));
  }
  return {
    updates: batches.length,
    updates_per_epoch: batches.length / s.epochs,
    last: batches[batches.length - 1]?.length ?? 0,
    unused: s.examples * s.epochs - sum(batches.map((batch) => batch.length)),
    straddling: batches.filter((batch) => several(batch, (code) => code % s.epochs) > 1).length,
    classes_mean: batches.length ? sum(batches.map((batch) => several(batch, (code) => classOf(s, example(code))))) / batches.length : 0,
    size: batches.slice(0, BATCHES).map((batch) => batch.length),
    member: cut.map((code) => example(code) + 1),
    epoch_of: cut.map((code) => (code % s.epochs) + 1),
    longest: longest.slice(0, BATCHES),
    filler: filler.slice(0, BATCHES),
    cells,
    filler_total,
    filler_share: cells ? filler_total / cells : 0,
    filler_sorted,
    total,
    wait: total - trained,
    busy: total ? trained / total : 0,
    total_without: until(plain),
    total_last: until([...plain, "prefetch"]),
    ready: found.ready.slice(0, STEPS),
    end: found.end.slice(0, STEPS),
    ahead_start: found.ahead.slice(0, AHEAD).map(([start]) => start),
    ahead_end: found.ahead.slice(0, AHEAD).map(([, end]) => end),
  };
}
