/** The operations: values and local derivatives. At kinks and ties torch's conventions. */

import { sigmoid } from "../_kit/special.ts";
import type { Op } from "./parse.ts";

/** As C has it: 1 to any power is 1, and so is −1 to an infinite one. */
export const power = (x: number, n: number): number => (x === 1 || (x === -1 && Math.abs(n) === Infinity) ? 1 : x ** n);

export const VALUE: Record<Op, (...x: number[]) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "**": power,
  neg: (a) => -a,
  exp: Math.exp,
  log: Math.log,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tanh: Math.tanh,
  sigmoid,
  relu: (a) => Math.max(a, 0),
  max: Math.max,
};

/** The derivative of the result y by the operand at `position`. */
export function local(op: Op, x: number[], y: number, position: number): number {
  const [a, b] = x;
  switch (op) {
    case "+": return 1;
    case "-": return position ? -1 : 1;
    case "*": return x[1 - position];
    case "/": return position ? -y / b : 1 / b;
    case "**":
      if (position) return a === 0 && b >= 0 ? 0 : y * Math.log(a);
      return b === 0 ? 0 : b * power(a, b - 1);
    case "neg": return -1;
    case "exp": return y;
    case "log": return 1 / a;
    case "sqrt": return 0.5 / y;
    case "sin": return Math.cos(a);
    case "cos": return -Math.sin(a);
    case "tanh": return 1 - y * y;
    case "sigmoid": return y * (1 - y);
    case "relu": return a <= 0 ? 0 : 1;
    case "max": {
      const winners = x.filter((one) => one === y).length;
      return x[position] === y ? 1 / winners : winners ? 0 : NaN; // equals share
    }
  }
}
