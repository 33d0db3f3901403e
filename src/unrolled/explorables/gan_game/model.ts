/** A game from its first turn to its last, and what there is to see at one moment. */

import { best, chosen, draws, logs, optimum, type Players, probability, pushes, type Run, run, towardsReal, type Two, weightsOf } from "./game.ts";
import type { State, Three } from "./state.ts";

export { check } from "./state.ts";

export const MARKS = [10, 100, 1000] as const; // steps of the discriminator ahead, after which the slopes are told

/** The moment's turn: the last step of the discriminator in it, then the generator's, which may wait. */
export type Turn = {
  log_real: number;
  log_fake: number;
  d_before: Three;
  d_real: Three;
  d_fake: Three;
  d_gradient: Three;
  d_after: Three;
  g_before: Two;
  g_gradient: Two;
  g_after: Two | null;
  x_real: number[] | null; // the samples, where there are some
  x_fake: number[] | null;
  D_real: number[] | null;
  D_fake: number[] | null;
  D_after: number[] | null;
};
export type Now = {
  total: number;
  gone: boolean;
  moment: number;
  now_mean: number;
  now_spread: number;
  now_value: number;
  now_best: number;
  now_slope: number;
  now_slope_other: number;
  seen_real: number;
  seen_fake: number;
  optimum: Three;
} & { [K in `${"after" | "other"}_${(typeof MARKS)[number]}`]: number | null };
/** What was measured along the way, after some of the turns. */
export type Course = { turns: number[]; value: number[]; best: number[]; slope: number[]; slope_other: number[] };

const NONE: { [K in keyof Turn]: null } = {
  log_real: null, log_fake: null, d_before: null, d_real: null, d_fake: null, d_gradient: null, d_after: null, g_before: null, g_gradient: null,
  g_after: null, x_real: null, x_fake: null, D_real: null, D_fake: null, D_after: null,
};

export function compute(s: State): object {
  const played = run(s);
  const { turns: _, ...all } = course(s, played, 1);
  return {
    ...all,
    mean: played.after.map(({ a }) => a),
    spread: played.after.map(({ b }) => b),
    weights: played.after.map(weightsOf),
    ...look(s, played),
    ...(turn(s, played) ?? NONE),
  };
}

/** Value and slopes after every `every`-th turn, and after the last. */
export function course(s: State, { after }: Run, every: number): Course {
  const d = draws(s);
  const found: Course = { turns: [], value: [], best: [], slope: [], slope_other: [] };
  const last = after.length - 1;
  let known: { p: Players; value: number } | null = null;
  for (let t = 0; t <= last; t = t < last ? Math.min(t + every, last) : t + 1) {
    const p = after[t];
    // The best value stays as it is for as long as the generator waits.
    if (known?.p.a !== p.a || known.p.b !== p.b) known = { p, value: best(s, p) };
    const { minimax, other } = pushes(p, d);
    const [real, fake] = logs(s, p, d);
    found.turns.push(t);
    found.value.push(real + fake);
    found.best.push(known.value);
    found.slope.push(minimax[0]);
    found.slope_other.push(other[0]);
  }
  return found;
}

/** The moment: where both are, and what they have come to. */
export function look(s: State, { after, gone }: Run): Now {
  const d = draws(s);
  const total = after.length - 1;
  const moment = Math.min(s.moment, total);
  const p = after[moment];
  const { minimax, other } = pushes(p, d);
  const [real, fake] = logs(s, p, d);
  let [seen_real, seen_fake] = [0, 0];
  d.weight.forEach((weight, i) => {
    seen_real += weight * probability(p, s.real_mean + s.real_deviation * d.real[i]);
    seen_fake += weight * probability(p, p.a + p.b * d.noise[i]);
  });
  const [ten, hundred, thousand] = MARKS.map((mark) => (mark <= Math.min(s.ahead, total) ? pushes(after[mark], d) : null));
  return {
    total, gone, moment, now_mean: p.a, now_spread: p.b, now_value: real + fake, now_best: best(s, p), now_slope: minimax[0], now_slope_other: other[0],
    seen_real, seen_fake, optimum: optimum(s, p),
    after_10: ten?.minimax[0] ?? null, after_100: hundred?.minimax[0] ?? null, after_1000: thousand?.minimax[0] ?? null,
    other_10: ten?.other[0] ?? null, other_100: hundred?.other[0] ?? null, other_1000: thousand?.other[0] ?? null,
  };
}

export function turn(s: State, { after, held }: Run): Turn | null {
  const t = Math.min(s.moment, after.length - 1);
  if (t === 0) return null;
  const d = draws(s);
  const [v, w, c] = held[t];
  const [last, now] = [after[t - 1], after[t]];
  const before: Players = { ...last, v, w, c };
  const meets: Players = { ...now, a: last.a, b: last.b }; // what the generator's step is taken by
  const { real, fake } = towardsReal(s, before, d);
  const [log_real, log_fake] = logs(s, before, d);
  const few = s.samples > 0;
  const [x, made] = [d.real.map((z) => s.real_mean + s.real_deviation * z), d.noise.map((z) => last.a + last.b * z)];
  const seen = (p: Players, xs: number[]): number[] | null => (few ? xs.map((one) => probability(p, one)) : null);
  return {
    log_real, log_fake, d_before: held[t], d_real: real, d_fake: fake, d_gradient: real.map((part, i) => part - fake[i]) as Three, d_after: weightsOf(now),
    g_before: [last.a, last.b], g_gradient: chosen(s, meets, d), g_after: t <= s.ahead ? null : [now.a, now.b],
    x_real: few ? x : null, x_fake: few ? made : null, D_real: seen(before, x), D_fake: seen(before, made), D_after: seen(meets, made),
  };
}
