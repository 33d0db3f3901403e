/** What readers see: four games to begin with, and what has become of one. */

import { show } from "../_kit/numbers.ts";
import type { Now } from "./model.ts";
import { DEFAULTS, END, type State } from "./state.ts";

export const EQUILIBRIUM = -Math.log(4);

export const SCENES: { name: string; state: State }[] = [
  { name: "they settle", state: DEFAULTS },
  {
    name: "they circle",
    state: { ...DEFAULTS, real_mean: 0, real_deviation: 0.2, mean: 1.5, deviation: 0.2, discriminator: "linear", learns: "mean", d_rate: 0.1, g_rate: 0.1, rounds: 400, moment: END, reach: [-3, 3] },
  },
  { name: "G collapses", state: { ...DEFAULTS, real_deviation: 0.5, mean: -1, deviation: 1, d_rate: 0.2, g_rate: 0.2, moment: 120, reach: [-4, 4] } },
  {
    name: "D first",
    state: { ...DEFAULTS, real_mean: 4, real_deviation: 0.5, mean: 0, deviation: 0.5, discriminator: "linear", learns: "mean", d_rate: 1, g_rate: 0.05, ahead: 1000, rounds: 200, moment: END, reach: [-2, 6] },
  },
];

const SURE = 0.02; // mean D of generated numbers, and share of the other loss's slope: the minimax loss has saturated
const NARROW = 0.05; // of the real deviation
const SETTLED = 1e-3;

export function said(r: Now, s: State): string {
  const seen = `D takes real numbers for real with probability ${show(r.seen_real, 3)}, generated ones with ${show(r.seen_fake, 3)}.`;
  return `${seen} ${judged(r, s)}`;
}

function judged(r: Now, s: State): string {
  if (r.gone && r.moment === r.total) return "The next turn leads beyond all bounds: such learning rates throw the players apart.";
  if (Math.abs(r.now_spread) < NARROW * s.real_deviation) return "G has collapsed: it makes one and the same number again and again.";
  if (!s.samples && Math.max(Math.abs(r.now_value - EQUILIBRIUM), Math.abs(r.now_best - EQUILIBRIUM)) < SETTLED) return "Both have settled: D can only guess, ½ for every number.";
  if (r.seen_fake < SURE && Math.abs(r.now_slope) < SURE * Math.abs(r.now_slope_other)) return "D is so sure that the minimax loss leaves hardly a slope for G. The non-saturating loss leaves one.";
  if (r.moment < s.ahead) return "G waits, D learns.";
  return r.moment === 0 ? "Nobody has moved yet." : "Neither is done.";
}
