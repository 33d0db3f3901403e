/** How the quantities are written. */

import { sub } from "../_kit/numbers.ts";
import { type State, isPerStep } from "./state.ts";

export const LABELS: Record<string, string> = { relu: "ReLU", tanh: "tanh", sigmoid: "σ", identity: "" };

/** h₃, or h₃,₁ for the first unit of several. */
export const element = (name: string, t: number, i: number, size: number): string => (size > 1 ? `${name}${sub(t)},${sub(i + 1)}` : `${name}${sub(t)}`);

/** h_1, or h_1[0]: the name under which a script finds it. */
export const key = (name: string, t: number, i: number, vector: boolean): string => (vector ? `${name}_${t}[${i}]` : `${name}_${t}`);

/** V, or V₂ where every step has its own. */
export const weight = (s: State, name: "V" | "W" | "U", t: number): string => (isPerStep(s[name] ?? 0) ? `${name}${sub(t)}` : name);

export const slopeName = (s: State, t: number): string => `${LABELS[s.activation]}′(z${sub(t)})`;

/** ∂h₃, or ∂h₃,₁: what is differentiated. */
export const target = (s: State, size: number): string => `∂${element("h", s.length, s.unit, size)}`;

/** For `subscripted`. */
export function formula(s: State): string {
  const [V, W] = (["V", "W"] as const).map((name) => (isPerStep(s[name]) ? `${name}_t` : name));
  const bias = [s.b].flat(2).some((b) => b !== 0) ? " + b" : "";
  return `h_t = ${LABELS[s.activation]}(${V} h_{t−1} + ${W} x_t${bias})`;
}
