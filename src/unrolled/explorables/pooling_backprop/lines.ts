/** One number of the network as it is computed: forwards, and where its gradient comes from. */

import { show, sub } from "../_kit/numbers.ts";
import type { Result, Route } from "./model.ts";
import type { State } from "./state.ts";

/** What is looked at: a pixel of a channel, a weight, the bias, a pixel of the framed map, of S or of its target. */
export type Look = { of: "x" | "w" | "b" | "z" | "s" | "y"; at: number[] };
export const key = ({ of, at }: Look): string => of + at.join();

export const within = (value: number): string => (value < 0 ? `(${show(value)})` : show(value));
export const place = (...at: number[]): string => at.map((i) => sub(i + 1)).join("");
export const pixel = (c: number, i: number, j: number): string => `(X${sub(c + 1)})${place(i, j)}`;
const sum = (terms: string[], none = "0"): string => terms.join(" + ") || none;
const added = (value: number): string => `${value < 0 ? "−" : "+"} ${show(Math.abs(value))}`;

type Lines = [forward: string, backward: string];

export function explain({ of, at }: Look, s: State, r: Result): Lines {
  const [first, second, third] = at;
  if (of === "x") return ofInput(first, second, third, s, r);
  if (of === "w") return ofWeight(first, s, r);
  if (of === "b") return ofBias(s, r);
  if (of === "z") return ofFrame(first, second, s, r);
  const [i, j] = at;
  return of === "s" ? [pooled(i, j, s, r), slope(i, j, s, r)] : [paid(i, j, s, r), slope(i, j, s, r)];
}

/** The name of an entry of the framed map. */
export function entry(row: number, column: number, s: State, r: Result): string {
  const [i, j] = [row - s.padding, column - s.padding];
  return r.z[i]?.[j] === undefined ? "the ring" : `z${place(i, j)}`;
}

/** Why S has no cross-entropy. */
export function refusal(r: Result): string {
  for (const [i, row] of r.s.entries()) {
    const j = row.findIndex((value) => !(value >= 0 && value <= 1));
    if (j >= 0) return `s${place(i, j)} = ${show(row[j])} is no probability, so the cross-entropy has no value.`;
  }
  return "";
}

function ofInput(c: number, i: number, j: number, s: State, r: Result): Lines {
  const name = pixel(c, i, j);
  const forward = `${name} = ${show(s.x[c][i][j])} counts in z${place(i, j)}, with the weight w${sub(c + 1)} = ${show(s.weight[c])}.`;
  if (!r.grad_x || !r.grad_z) return [forward, refusal(r)];
  return [forward, `∂L/∂${name} = w${sub(c + 1)} · ∂L/∂z${place(i, j)} = ${within(s.weight[c])} · ${within(r.grad_z[i][j])} = ${show(r.grad_x[c][i][j])}`];
}

function ofWeight(c: number, s: State, r: Result): Lines {
  const name = `w${sub(c + 1)}`;
  if (!r.grad_weight || !r.grad_z) return [`${name} = ${show(s.weight[c])}`, refusal(r)];
  const terms = r.grad_z.flatMap((row, i) => row.flatMap((g, j) => (g ? [`${within(g)} · ${within(s.x[c][i][j])}`] : [])));
  const gradient = `∂L/∂${name} = Σ ∂L/∂z · x = ${sum(terms)}${terms.length ? ` = ${show(r.grad_weight[c])}` : ": nothing comes back from Z."}`;
  return [gradient, updated(name, s.weight[c], r.grad_weight[c], r.new_weight?.[c], s)];
}

function ofBias(s: State, r: Result): Lines {
  if (s.bias === null || r.grad_bias === null || !r.grad_z) return [`b = ${show(s.bias ?? 0)}`, refusal(r)];
  const terms = r.grad_z.flat().filter(Boolean).map(within);
  return [`∂L/∂b = Σ ∂L/∂z = ${sum(terms)} = ${show(r.grad_bias)}`, updated("b", s.bias, r.grad_bias, r.new_bias, s)];
}

function updated(name: string, old: number, gradient: number, next: number | null | undefined, s: State): string {
  if (next === null || next === undefined) return "The slope is that of a logarithm at 0: there is no step.";
  return `${name}⁺ = ${show(old)} − ${show(s.learning_rate)} · ${within(gradient)} = ${show(next)}`;
}

function ofFrame(row: number, column: number, s: State, r: Result): Lines {
  const [i, j] = [row - s.padding, column - s.padding];
  const from = r.routes.filter((route) => route.row === row && route.column === column);
  if (r.z[i]?.[j] === undefined) return [ring(s), r.grad_frame ? swallowed(from, r.grad_frame[row][column], r) : refusal(r)];
  const terms = s.x.map((channel, c) => `${within(s.weight[c])} · ${within(channel[i][j])}`);
  const forward = `z${place(i, j)} = ${sum(terms)}${s.bias === null ? "" : ` ${added(s.bias)}`} = ${show(r.z[i][j])}`;
  if (!r.grad_z || !r.grad_s) return [forward, refusal(r)];
  const name = `∂L/∂z${place(i, j)}`;
  if (!from.length) return [forward, `${name} = 0: it wins no window, so nothing comes back.`];
  return [forward, `${name} = ${parts(from, r, r.grad_z[i][j])}, from ${from.map((route) => `s${place(route.i, route.j)}`).join(", ")}`];
}

/** What arrives from several windows, and the sum. */
function parts(from: Route[], r: Result, total: number): string {
  if (from.length === 1 && from[0].share === 1) return show(total);
  const terms = from.map(({ i, j, share }) => (share < 1 ? `1/${Math.round(1 / share)} · ` : "") + within(r.grad_s?.[i][j] ?? NaN));
  return `${terms.join(" + ")} = ${show(total)}`;
}

function ring(s: State): string {
  if (s.pooling === "average") return "The ring holds zeros, which count in the average.";
  return s.padding_value === "zero" ? "The ring holds zeros, and a zero can win." : "The ring holds −∞, which never wins.";
}

function swallowed(from: Route[], gradient: number, r: Result): string {
  if (!from.length) return "It wins no window.";
  return `It gets ${parts(from, r, gradient)} from ${from.map(({ i, j }) => `s${place(i, j)}`).join(", ")}, and that is lost: no weight is behind it.`;
}

function pooled(i: number, j: number, s: State, r: Result): string {
  const rows = r.frame.slice(i * s.stride, i * s.stride + s.kernel);
  const values = rows.flatMap((row) => row.slice(j * s.stride, j * s.stride + s.kernel));
  const name = `s${place(i, j)}`;
  if (s.pooling === "average") return `${name} = (${sum(values.map(within))}) / ${values.length} = ${show(r.s[i][j])}`;
  const equal = values.filter((value) => value === r.s[i][j]).length;
  const winners = r.routes.filter((route) => route.i === i && route.j === j);
  const names = [...new Set(winners.map(({ row, column }) => entry(row, column, s, r)))].join(", ");
  const won = equal === 1 ? `${names} wins.` : `${equal} are equal; ${winners.length > 1 ? `shared by ${names}.` : `the ${s.ties} counts, ${names}.`}`;
  return `${name} = max(${values.map((value) => show(value)).join(", ")}) = ${show(r.s[i][j])}: ${won}`;
}

/** What a pixel pays. */
export function paid(i: number, j: number, s: State, r: Result): string {
  if (!r.losses) return refusal(r);
  const [value, y] = [r.s[i][j], s.target[i][j]];
  if (s.loss === "given") return `${within(s.grad[i][j])} · s${place(i, j)} = ${within(s.grad[i][j])} · ${within(value)} = ${show(r.losses[i][j])}`;
  const p = r.prob ? r.prob[i][j] : value;
  const logs = [`${show(y)} · log ${show(p)}`, `${show(1 - y)} · log(1 − ${show(p)})`];
  const formula = y === 1 ? `−log ${show(p)}` : y === 0 ? `−log(1 − ${show(p)})` : `−${logs[0]} − ${logs[1]}`;
  const cut = !r.prob && ((value === 0 && y > 0) || (value === 1 && y < 1)) ? ", where log 0 is cut off at −100" : "";
  return `s${place(i, j)}: ${r.prob ? `σ(${show(value)}) = ${show(p)}, ` : ""}target ${show(y)} pays ${formula} = ${show(r.losses[i][j])}${cut}`;
}

function slope(i: number, j: number, s: State, r: Result): string {
  if (!r.grad_s) return refusal(r);
  const [value, y, g] = [r.s[i][j], s.target[i][j], show(r.grad_s[i][j])];
  const name = `∂L/∂s${place(i, j)}`;
  if (s.loss === "given") return `${name} = ${g}, as given`;
  if (r.prob) return `${name} = σ(s) − y = ${show(r.prob[i][j])} − ${show(y)} = ${g}`;
  if ((value === 0 && y > 0) || (value === 1 && y < 1)) return `${name} = ${g}: it would be infinite, and PyTorch cuts it off there`;
  if (y === 1) return `${name} = −1/s = −1/${show(value)} = ${g}`;
  if (y === 0) return `${name} = 1/(1 − s) = 1/(1 − ${show(value)}) = ${g}`;
  return `${name} = (s − y)/(s (1 − s)) = (${show(value)} − ${show(y)})/(${show(value)} · ${show(1 - value)}) = ${g}`;
}
