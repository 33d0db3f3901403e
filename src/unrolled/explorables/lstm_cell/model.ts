/** The cell over time, forwards and backwards: every node's value and its gradient. */

import { sigmoid } from "../_kit/special.ts";
import { type Activation, GATES, type Pair, type State, isPerStep, pairAt } from "./state.ts";

export { check } from "./state.ts";
export type { State } from "./state.ts";

type Weights = { [Name in (typeof GATES)[number] as `dL_d${Name}`]: Pair | Pair[] };
type Back = {
  dL_df: number[]; // (T,) like the values
  dL_di: number[];
  dL_dg: number[];
  dL_do: number[];
  dL_dz: number[][];
  dL_da: number[]; // a is c_t with all that becomes of it: dL_dc is what comes back from later steps alone
  dL_de: number[];
  dL_dd: number[]; // d is h_t in the same sense
  dL_dy: number[] | null;
  dL_dc: number[]; // (T + 1,)
  dL_dh: number[];
  dL_dx: number[];
  dL_dbias: number[];
} & Weights;
export type Result = Forward & Back & Reach;
type Forward = {
  f: number[]; // (T,); g is the candidate
  i: number[];
  g: number[];
  o: number[];
  z: number[][]; // (T, 4), the sums of f, i, g and o
  e: number[];
  y: number[] | null;
  c: number[]; // (T + 1,), the start first
  h: number[];
};
type Reach = { plain: number[]; reach_cell: number[]; reach_direct: number[]; reach_plain: number[] };

const VALUE: Record<Activation, (z: number) => number> = { tanh: Math.tanh, sigmoid, identity: (z) => z };
// By the value, as one does by hand.
const SLOPE: Record<Activation, (y: number) => number> = { tanh: (y) => 1 - y * y, sigmoid: (y) => y * (1 - y), identity: () => 1 };

export const V = (s: State, t: number): number => (Array.isArray(s.V) ? s.V[t] : (s.V ?? 0));

export function compute(s: State): Result {
  const r = forward(s);
  // dc_T/dc_t is what a loss of 1 at c_T sends back, on all ways.
  const { dL_da, dL_dc } = backward({ ...s, grad_y: 0, grad_h: 0, grad_c: 1 }, r);
  const reach_cell = [dL_dc[0], ...dL_da].map(Math.abs);
  const reach_direct = [1];
  for (const f of [...r.f].reverse()) reach_direct.unshift(f * reach_direct[0]);
  return { ...r, ...backward(s, r), reach_cell, reach_direct, ...plain(s) };
}

function forward(s: State): Forward {
  const r: Forward = { f: [], i: [], g: [], o: [], z: [], e: [], y: s.V === null ? null : [], c: [s.c0], h: [s.h0] };
  s.x.forEach((x, t) => {
    const z = GATES.map((gate) => {
      const [ofX, ofH] = pairAt(s[gate], t);
      return ofX * x + ofH * r.h[t] + s[`${gate}_bias`];
    });
    const [f, i, g, o] = [sigmoid(z[0]), sigmoid(z[1]), VALUE[s.candidate_activation](z[2]), sigmoid(z[3])];
    const a = f * r.c[t] + i * g;
    const e = VALUE[s.cell_activation](a);
    const d = o * e;
    for (const [name, value] of Object.entries({ f, i, g, o, e, c: a, h: d })) r[name as "f"].push(value);
    r.z.push(z);
    r.y?.push(sigmoid(V(s, t) * (s.read === "h" ? d : a)));
  });
  return r;
}

function backward(s: State, { f, i, g, o, e, y, c, h }: Forward): Back {
  const T = s.x.length;
  const zeros = (): number[] => Array<number>(T).fill(0);
  const b: Omit<Back, keyof Weights> = {
    dL_df: zeros(), dL_di: zeros(), dL_dg: zeros(), dL_do: zeros(), dL_dz: [], dL_da: zeros(), dL_de: zeros(), dL_dd: zeros(),
    dL_dy: y && zeros(), dL_dc: [...zeros(), s.grad_c], dL_dh: [...zeros(), s.grad_h], dL_dx: zeros(), dL_dbias: [0, 0, 0, 0],
  };
  if (b.dL_dy) b.dL_dy[T - 1] = s.grad_y;
  for (let t = T - 1; t >= 0; t--) {
    const ofOutput = b.dL_dy && y ? b.dL_dy[t] * y[t] * (1 - y[t]) * V(s, t) : 0;
    b.dL_dd[t] = b.dL_dh[t + 1] + (s.read === "h" ? ofOutput : 0);
    b.dL_de[t] = b.dL_dd[t] * o[t];
    b.dL_do[t] = b.dL_dd[t] * e[t];
    b.dL_da[t] = b.dL_de[t] * SLOPE[s.cell_activation](e[t]) + b.dL_dc[t + 1] + (s.read === "c" ? ofOutput : 0);
    b.dL_dc[t] = b.dL_da[t] * f[t];
    b.dL_df[t] = b.dL_da[t] * c[t];
    b.dL_di[t] = b.dL_da[t] * g[t];
    b.dL_dg[t] = b.dL_da[t] * i[t];
    const slopes = [f[t] * (1 - f[t]), i[t] * (1 - i[t]), SLOPE[s.candidate_activation](g[t]), o[t] * (1 - o[t])];
    const z = [b.dL_df[t], b.dL_di[t], b.dL_dg[t], b.dL_do[t]].map((gradient, k) => gradient * slopes[k]);
    b.dL_dz.unshift(z);
    GATES.forEach((gate, k) => {
      const [ofX, ofH] = pairAt(s[gate], t);
      b.dL_dx[t] += z[k] * ofX;
      b.dL_dh[t] += z[k] * ofH;
      b.dL_dbias[k] += z[k];
    });
  }
  const weights = GATES.map((gate, k) => {
    const each = b.dL_dz.map((z, t) => [z[k] * s.x[t], z[k] * h[t]]);
    return [`dL_d${gate}`, isPerStep(s[gate]) ? each : each.reduce((sum, pair) => sum.map((v, j) => v + pair[j]))];
  });
  return { ...b, ...(Object.fromEntries(weights) as Weights) };
}

/** The candidate alone, handed on as h: a cell without gates. */
function plain(s: State): Pick<Reach, "plain" | "reach_plain"> {
  const h = [s.h0];
  s.x.forEach((x, t) => {
    const [ofX, ofH] = pairAt(s.candidate, t);
    h.push(VALUE[s.candidate_activation](ofX * x + ofH * h[t] + s.candidate_bias));
  });
  const reach = [1];
  for (let t = s.x.length; t > 0; t--) reach.unshift(reach[0] * SLOPE[s.candidate_activation](h[t]) * pairAt(s.candidate, t - 1)[1]);
  return { plain: h, reach_plain: reach.map(Math.abs) };
}
