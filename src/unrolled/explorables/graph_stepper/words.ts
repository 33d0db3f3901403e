/** Names of nodes, and operations in letters and in numbers. */

import { show, sub } from "../_kit/numbers.ts";
import type { GraphNode, Shape } from "./model.ts";
import type { Op } from "./parse.ts";

const CALLS: Partial<Record<Op, string>> = { exp: "exp", log: "ln", sqrt: "√", sin: "sin", cos: "cos", tanh: "tanh", sigmoid: "σ", relu: "ReLU", max: "max" };
const SIGNS: Partial<Record<Op, string>> = { "+": "+", "-": "−", "*": "×", "/": "÷", "**": "^", neg: "neg" };

export const signed = (value: number): string => (value < 0 ? `(${show(value)})` : show(value));
/** A number where there is little room: three decimals, or 9e−6. */
export function tight(value: number): string {
  if (Number.isNaN(value)) return "undef";
  const size = Math.abs(value);
  if (!(size < 1e4)) return Number.isFinite(value) ? value.toExponential(0).replace("e+", "e").replaceAll("-", "−") : show(value);
  if (size >= 1) return show(value, Math.max(3, Math.ceil(Math.log10(size + 1))));
  if (size >= 5e-4) return show(Number(value.toFixed(3)), 3);
  return size ? value.toExponential(0).replaceAll("-", "−") : "0";
}

/** What stands in a node; a number among its operands stands there, too: ×32, ^2. */
export function symbol({ op, operands }: GraphNode, nodes: GraphNode[]): string {
  if (!op) return "";
  const [a, b] = operands.map((id) => nodes[id].number);
  const sign = SIGNS[op] ?? (CALLS[op] as string);
  if (op === "neg" || operands.length === 1) return sign;
  if (op === "max") return operands.some((id) => nodes[id].number !== null) ? `max ${show(Math.max(...operands.map((id) => nodes[id].number ?? -Infinity)), 3)}` : sign;
  return `${a !== null && b === null && op !== "+" && op !== "*" ? show(a, 3) : ""}${sign}${b !== null ? show(b, 3) : a !== null && (op === "+" || op === "*") ? show(a, 3) : ""}`;
}

const subscripted = (name: string): string => name.replace(/\d+/, (digits) => sub(Number(digits)));

export type Names = { of(id: number): string; output: string };

/** Variables and definitions as they are called, the output f, all others v₁, v₂, in the order of computation. */
export function names({ nodes, forward }: Shape): Names {
  const used = new Set(nodes.map(({ name }) => name));
  const output = ["f", "F", "L", "g"].find((letter) => !used.has(letter)) as string;
  const others = forward.filter((id) => !nodes[id].name && id !== nodes.length - 1);
  const letter = used.has("v") ? "u" : "v";
  return {
    output,
    of(id) {
      const { number, name } = nodes[id];
      if (number !== null) return show(number);
      return name ? subscripted(name) : id === nodes.length - 1 ? output : `${letter}${sub(others.indexOf(id) + 1)}`;
    },
  };
}

/** An operation, in whatever its operands are written. */
export function formula(op: Op, x: string[]): string {
  const [a, b] = x;
  if (op === "**") return `${a}^${b}`;
  if (op === "neg") return `−${a}`;
  const sign = { "+": "+", "-": "−", "*": "·", "/": "/" }[op as "+"];
  return sign ? `${a} ${sign} ${b}` : `${CALLS[op]}(${x.join(", ")})`;
}

/** The derivative of the result y by one operand; `n` is the exponent, where it is a number. */
export function slope(op: Op, x: string[], y: string, position: number, n: number | null): string {
  const [a, b] = x;
  switch (op) {
    case "+": return "1";
    case "-": return position ? "−1" : "1";
    case "*": return x[1 - position];
    case "/": return position ? `−${a} / ${b}²` : `1 / ${b}`;
    case "**":
      if (position) return `${y} · ln ${a}`;
      if (n === null) return `${b} · ${a}^(${b} − 1)`;
      return n === 2 ? `2 · ${a}` : n === 1 ? "1" : `${show(n)} · ${a}^${signed(n - 1)}`;
    case "neg": return "−1";
    case "exp": return y;
    case "log": return `1 / ${a}`;
    case "sqrt": return `1 / (2 · ${y})`;
    case "sin": return `cos ${a}`;
    case "cos": return `−sin ${a}`;
    case "tanh": return `1 − ${y}²`;
    case "sigmoid": return `${y} (1 − ${y})`;
    case "relu": return `ReLU′(${a})`;
    case "max": return `1 if ${x[position]} is the largest, else 0`;
  }
}
