/** Every node of one step as a line to check by hand: in letters, then in numbers. */

import { show, sub } from "../_kit/numbers.ts";
import { V, type Result } from "./model.ts";
import { type Activation, GATES, type Gate, type State, pairAt } from "./state.ts";

export type Line = { letters: string; numbers: string };
/** `main` are the two that matter most: of the states, or of what comes back along the cell state. */
export type Lines = { forward: Line[]; backward: Line[]; main: Line[] };

export const LETTER: Record<Gate, string> = { forget: "f", input: "i", candidate: "g", output: "o" };
export const SYMBOL: Record<Gate, string> = { ...LETTER, candidate: "c̃" };
export const NAME: Record<Activation, string> = { tanh: "tanh", sigmoid: "σ", identity: "" };

const signed = (value: number): string => (value < 0 ? `(${show(value)})` : show(value));
const product = (...factors: number[]): string => factors.map((v, i) => (i ? signed(v) : show(v))).join(" · ");
const sum = (...parts: string[]): string => parts.map((part, i) => (i && part.startsWith("−") ? `(${part})` : part)).join(" + ");
export const applied = (name: string, inside: string): string => (name ? `${name}(${inside})` : inside);

/** The slope at a node, by its value: e(1 − e) for σ, 1 − e² for tanh. */
function slope(activation: Activation, letter: string, y: number): { letters: string; numbers: string } {
  if (activation === "identity") return { letters: "1", numbers: "1" };
  if (activation === "sigmoid") return { letters: `${letter}(1 − ${letter})`, numbers: `${show(y)} · (1 − ${show(y)})` };
  return { letters: `(1 − ${letter}²)`, numbers: `(1 − ${signed(y)}²)` };
}

export function lines(s: State, r: Result): Lines {
  const t = s.step - 1;
  const [now, before] = [sub(s.step), sub(t)];
  const line = (letters: string, numbers: string, value: number): Line => ({ letters, numbers: numbers === show(value) ? numbers : `${numbers} = ${show(value)}` });
  const given = (letters: string, value: number): Line => ({ letters, numbers: show(value) });
  const activation = (gate: Gate): Activation => (gate === "candidate" ? s.candidate_activation : "sigmoid");
  const values = { f: r.f[t], i: r.i[t], g: r.g[t], o: r.o[t] };
  const [c0, h0, c, h, e] = [r.c[t], r.h[t], r.c[s.step], r.h[s.step], r.e[t]];
  const shown = s.read === "h" ? h : c;

  const gates = GATES.map((gate, k) => {
    const [ofX, ofH] = pairAt(s[gate], t);
    const letter = LETTER[gate] as "f";
    const name = NAME[activation(gate)];
    const symbol = SYMBOL[gate];
    const inside = sum(product(ofX, s.x[t]), product(ofH, h0), show(s[`${gate}_bias`]));
    return line(`${symbol} = ${name}(wₓ x${now} + wₕ h${before} + b)`, `${name}(${inside}) = ${name}(${show(r.z[t][k])})`, values[letter]);
  });
  const toC = line(`c${now} = a = f c${before} + i c̃`, sum(product(values.f, c0), product(values.i, values.g)), c);
  const toH = line(`h${now} = d = o e`, product(values.o, e), h);
  const forward = [
    ...gates,
    toC,
    line(`e = ${applied(NAME[s.cell_activation], "a")}`, applied(NAME[s.cell_activation], show(c)), e),
    toH,
  ];
  if (r.y) forward.push(line(`ŷ${now} = σ(V ${s.read}${now})`, `σ(${product(V(s, t), shown)})`, r.y[t]));

  const ofOutput = (): [string, string] => {
    const y = r.y?.[t] ?? 0;
    return [" + ∂L/∂ŷ · ŷ(1 − ŷ) · V", ` + ${signed(r.dL_dy?.[t] ?? 0)} · ${slope("sigmoid", "ŷ", y).numbers} · ${signed(V(s, t))}`];
  };
  const none: [string, string] = ["", ""];
  const [toD, toA] = [r.y && s.read === "h" ? ofOutput() : none, r.y && s.read === "c" ? ofOutput() : none];
  const atE = slope(s.cell_activation, "e", e);
  const [da, dd] = [r.dL_da[t], r.dL_dd[t]];
  const atGates = GATES.map((gate, k) => {
    const letter = LETTER[gate] as "f";
    const symbol = SYMBOL[gate];
    const at = slope(activation(gate), symbol, values[letter]);
    return line(`∂L/∂z_{${symbol}} = ∂L/∂${symbol} · ${at.letters}`, `${show(r[`dL_d${letter}`][t])} · ${at.numbers}`, r.dL_dz[t][k]);
  });
  const from = s.step === s.x.length ? "given" : `from step ${s.step + 1}`;
  const weighted = (j: 0 | 1): string => sum(...GATES.map((gate, k) => product(r.dL_dz[t][k], pairAt(s[gate], t)[j])));
  const fromA = line(`∂L/∂a = ∂L/∂c${now} + ∂L/∂e · ${atE.letters}${toA[0]}`, `${show(r.dL_dc[s.step])} + ${signed(r.dL_de[t])} · ${atE.numbers}${toA[1]}`, da);
  const fromC = line(`∂L/∂c${before} = ∂L/∂a · f`, product(da, values.f), r.dL_dc[t]);
  const backward = [
    ...(r.y ? [given(`∂L/∂ŷ${now}`, r.dL_dy?.[t] ?? 0)] : []),
    given(`∂L/∂h${now}, ${from}`, r.dL_dh[s.step]),
    given(`∂L/∂c${now}, ${from}`, r.dL_dc[s.step]),
    line(`∂L/∂d = ∂L/∂h${now}${toD[0]}`, `${show(r.dL_dh[s.step])}${toD[1]}`, dd),
    line("∂L/∂e = ∂L/∂d · o", product(dd, values.o), r.dL_de[t]),
    line("∂L/∂o = ∂L/∂d · e", product(dd, e), r.dL_do[t]),
    fromA,
    fromC,
    line("∂L/∂c̃ = ∂L/∂a · i", product(da, values.i), r.dL_dg[t]),
    line("∂L/∂i = ∂L/∂a · c̃", product(da, values.g), r.dL_di[t]),
    line(`∂L/∂f = ∂L/∂a · c${before}`, product(da, c0), r.dL_df[t]),
    ...atGates,
    line(`∂L/∂h${before} = Σ ∂L/∂z · wₕ`, weighted(1), r.dL_dh[t]),
    line(`∂L/∂x${now} = Σ ∂L/∂z · wₓ`, weighted(0), r.dL_dx[t]),
  ];
  return { forward, backward, main: s.direction === "forward" ? [toC, toH] : [{ letters: "L", numbers: loss(s) }, fromA, fromC] };
}

/** The loss in words of the last step's states: `c₃`, or `0.5 h₁ + (−0.3) c₁`. */
export function loss(s: State): string {
  const last = sub(s.x.length);
  const parts = ([["ŷ", s.V === null ? 0 : s.grad_y], ["h", s.grad_h], ["c", s.grad_c]] as const).filter(([, by]) => by !== 0);
  return parts.map(([name, by], i) => `${by === 1 ? "" : `${i ? signed(by) : show(by)} `}${name}${last}`).join(" + ") || "0";
}
