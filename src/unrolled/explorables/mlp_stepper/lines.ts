/** The stage in view, line by line: in letters, then in numbers. */

import { show, sub } from "../_kit/numbers.ts";
import { type Run, factorOf } from "./model.ts";
import { type State, isBinary } from "./state.ts";
import { FUNCTION, reads, runs, unit, weight } from "./words.ts";

/** Letters and numbers, one or two pairs of them in a line. */
export type Line = [letters: string, numbers: string][];

const FINE = 6; // digits of an update
const signed = (value: number, digits = 4): string => (value < 0 ? `(${show(value, digits)})` : show(value, digits));
const product = (...factors: number[]): string => factors.map((v, i) => (i ? signed(v) : show(v))).join(" · ");
const sum = (parts: string[]): string => parts.map((part, i) => (i && part.startsWith("−") ? `(${part})` : part)).join(" + ");
const equal = (how: string, value: number, digits = 4): string => (how === show(value, digits) ? how : `${how} = ${show(value, digits)}`);

export function lines(s: State, r: Run): Line[] {
  const { forward, backward } = runs(s.stage, s.weights.length);
  if (forward !== null) return forwards(s, r, forward);
  if (backward !== null) return backwards(s, r, backward);
  if (s.stage === 0) return given(s);
  return s.stage === s.weights.length + 1 ? lossLines(s, r) : updates(s, r);
}

const given = (s: State): Line[] => [
  s.x.map((v, i): [string, string] => [`x${sub(i + 1)}`, show(v)]),
  s.target.map((v, k): [string, string] => [`t${sub(k + 1)}`, show(v)]),
];

function forwards(s: State, r: Run, l: number): Line[] {
  const { reads, W, b, d, a } = r.pass.layers[l];
  const name = FUNCTION[s.activations[l]];
  return d.map((value, j) => {
    const terms = [...reads.map((v, i) => product(W[i][j], v)), ...(s.biases ? [show(b[j])] : [])];
    return [
      [unit("d", l, j), equal(sum(terms), value)],
      [unit("a", l, j), name ? `${name}(${show(value)}) = ${show(a[j])}` : show(a[j])],
    ];
  });
}

function lossLines(s: State, r: Run): Line[] {
  const { p, loss, total, norm, layers } = r.pass;
  const y = layers[layers.length - 1].a;
  const powers = y.map((v) => `e^${signed(v)}`);
  const shares = (p ?? []).map((v, k): Line => [[`p${sub(k + 1)}`, `${powers[k]} / (${powers.join(" + ")}) = ${show(v)}`]]);
  const end: Line = [[s.penalty ? "loss without the penalty" : "L", equal(lossSum(s, y, p), loss)]];
  const penalty: Line[] = s.penalty ? [[["L", `${show(loss)} + λ‖w‖² = ${show(loss)} + ${show(s.penalty)} · ${show(norm)} = ${show(total)}`]]] : [];
  return [...shares, end, ...penalty];
}

function lossSum(s: State, y: number[], p: number[] | null): string {
  const t = s.target;
  if (p) {
    const terms = p.flatMap((v, k) => (t[k] ? [`${t[k] === 1 ? "" : `${show(t[k])} `}ln ${show(v)}`] : []));
    return terms.length > 1 ? `−(${terms.join(" + ")})` : terms.length ? `−${terms[0]}` : "0";
  }
  const terms = y.map((v, k) => {
    if (!isBinary(s.loss)) return `(${show(v)} − ${signed(t[k])})²`;
    return [[t[k], v], [1 - t[k], 1 - v]].flatMap(([by, of]) => (by ? [`${by === 1 ? "" : `${show(by)} `}ln ${show(of)}`] : [])).join(" + ");
  });
  const mean = s.loss.includes("mean") && y.length > 1 ? `1/${y.length} · ` : "";
  const half = s.loss.startsWith("half") ? (mean ? "½ · " : "½ ") : "";
  const inside = terms.join(" + ");
  if (isBinary(s.loss)) return `−${mean}${inside.includes(" + ") || mean ? `(${inside})` : inside}`;
  return half || mean ? `${half}${mean}${y.length > 1 ? `(${inside})` : inside}` : inside;
}

function backwards(s: State, r: Run, l: number): Line[] {
  const { layers, p } = r.pass;
  const { W, a, d, slope, dL_da, dL_dd, dL_dW } = layers[l];
  const behind = layers[l + 1];
  const name = FUNCTION[s.activations[l]];
  const units = d.map((_, j): Line => {
    const from: [string, string] = behind
      ? [`∂L/∂${unit("a", l, j)}`, equal(sum(behind.dL_dd.map((delta, k) => product(behind.W[j][k], delta))), dL_da[j])]
      : [`∂L/∂${unit("a", l, j)}`, equal(ofLoss(s, a[j], p?.[j], s.target[j]), dL_da[j])];
    const through = name ? `${show(dL_da[j])} · ${name}′(${show(d[j])}) = ${show(dL_da[j])} · ${show(slope[j])} = ${show(dL_dd[j])}` : show(dL_dd[j]);
    return [from, [`∂L/∂${unit("d", l, j)}`, through]];
  });
  const weights = layers[l].reads.flatMap((value, i) => dL_dd.map((delta, j): Line => {
    const shrink = s.penalty ? ` + 2 · ${product(s.penalty, W[i][j])}` : "";
    return [[`∂L/∂${weight(l, i, j)}`, `${product(value, delta)}${shrink} = ${show(dL_dW[i][j])}`]];
  }));
  return [...units, ...weights, ...(s.biases ? dL_dd.map((delta, j): Line => [[`∂L/∂${unit("b", l, j)}`, show(delta)]]) : [])];
}

/** The slope of the loss at one output, in numbers. */
function ofLoss(s: State, a: number, p: number | undefined, t: number): string {
  if (p !== undefined) {
    const all = s.target.reduce((total, v) => total + v, 0);
    return `${show(p)}${all === 1 ? "" : ` · ${show(all)}`} − ${signed(t)}`;
  }
  const factor = factorOf(s.loss, s.target.length) * (isBinary(s.loss) ? 1 : 2);
  const difference = `${show(a)} − ${signed(t)}`;
  const scaled = factor === 1 ? difference : `${show(factor)} · (${difference})`;
  if (!isBinary(s.loss)) return scaled;
  return `${factor === 1 ? `(${difference})` : scaled} / (${show(a)} · (1 − ${show(a)}))`;
}

function updates(s: State, r: Run): Line[] {
  const { pass, before, velocity, next } = r;
  const line = (name: string, now: number, g: number, old: number | undefined, u: number, then: number): Line => {
    const step: [string, string] = [name, `${show(now, FINE)} − ${show(s.learning_rate)} · ${signed(u, FINE)} = ${show(then, FINE)}`];
    if (old === undefined || s.momentum === 0) return [step];
    return [["u", `${show(s.momentum)} · ${signed(old, FINE)} + ${signed(g, FINE)} = ${show(u, FINE)}`], step];
  };
  return pass.layers.flatMap(({ W, b, dL_dW, dL_db }, l) => {
    const weights = W.flatMap((row, i) => row.map((w, j) => line(weight(l, i, j), w, dL_dW[i][j], before?.[l].W[i][j], velocity[l].W[i][j], next[l].W[i][j])));
    const biases = s.biases ? b.map((v, j) => line(unit("b", l, j), v, dL_db[j], before?.[l].b[j], velocity[l].b[j], next[l].b[j])) : [];
    return [...weights, ...biases];
  });
}

/** What the stage does, in one line of letters. */
export function rule(s: State): string {
  const { forward, backward } = runs(s.stage, s.weights.length);
  if (forward !== null) return `d_j = Σ_i w_{ij} ${forward ? "a_i" : "x_i"}${s.biases ? " + b_j" : ""},  a_j = ${FUNCTION[s.activations[forward]] || ""}${FUNCTION[s.activations[forward]] ? "(d_j)" : "d_j"}`;
  if (backward !== null) {
    const slopes = backward === s.weights.length - 1 ? "from the loss" : "∂L/∂a_j = Σ_k w_{jk} ∂L/∂d_k";
    return `${slopes},  ∂L/∂d_j = ∂L/∂a_j f′(d_j),  ∂L/∂w_{ij} = ${reads(backward, 0)[0]}_i ∂L/∂d_j`;
  }
  if (s.stage === 0) return "drag a number, or step";
  if (s.stage === s.weights.length + 1) return s.loss === "categorical" ? "p_k = e^{a_k} / Σ e^a,  L = −Σ t_k ln p_k" : "how far from the target";
  return s.momentum ? "u ← β u + ∂L/∂w,  w ← w − η u" : "w ← w − η ∂L/∂w";
}
