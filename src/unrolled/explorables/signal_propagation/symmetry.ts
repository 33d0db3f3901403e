/** Two inputs, a few hidden units, a linear output, no biases: do the units become different? */

import { FUNCTIONS, numbers } from "./signals.ts";
import type { State } from "./state.ts";

const SPREAD = 0.5; // standard deviation of the random start
const ALIKE = 1e-9; // weights that differ by less are the same
const FAR = 1e3; // training stops where a weight is larger

type Unit = { w: number[]; v: number }; // incoming and outgoing weights

export type Trained = {
  incoming: number[][]; outgoing: number[]; grad_incoming: number[][]; grad_outgoing: number[];
  unit_net: number[]; unit_value: number[]; output: number; loss: number;
  distinct: number;
  path: number[][][];
};

export function train(s: State): Trained {
  let units = first(s);
  const path = [units];
  for (let k = 0; k < s.updates; k++) {
    if (units.every(({ w, v }) => Math.max(Math.abs(w[0]), Math.abs(w[1]), Math.abs(v)) <= FAR)) {
      const { gradient } = run(s, units);
      const step = (from: number, slope: number): number => from - s.learning_rate * slope;
      units = units.map(({ w, v }, i) => ({ w: w.map((one, k) => step(one, gradient[i].w[k])), v: step(v, gradient[i].v) }));
    }
    path.push(units);
  }
  const { net, value, output, error, gradient } = run(s, units);
  const apart = (a: Unit, b: Unit): boolean => Math.max(...a.w.map((one, k) => Math.abs(one - b.w[k])), Math.abs(a.v - b.v)) > ALIKE;
  return {
    incoming: units.map(({ w }) => w), outgoing: units.map(({ v }) => v),
    grad_incoming: gradient.map(({ w }) => w), grad_outgoing: gradient.map(({ v }) => v),
    unit_net: net, unit_value: value, output, loss: error ** 2 / 2,
    distinct: units.filter((unit, i) => units.slice(0, i).every((other) => apart(unit, other))).length,
    path: path.map((all) => all.map(({ w }) => w)),
  };
}

function first(s: State): Unit[] {
  const random = numbers("normal", s.seed, 3 * s.units).map((u) => SPREAD * u);
  const constants = { equal: 3, incoming: 2, random: 0 }[s.start] * s.units;
  const at = (i: number): number => (i < constants ? s.constant : random[i]);
  return Array.from({ length: s.units }, (_, i) => ({ w: [at(2 * i), at(2 * i + 1)], v: at(2 * s.units + i) }));
}

/** Forward, and back from half the squared error. */
function run(s: State, units: Unit[]): { net: number[]; value: number[]; output: number; error: number; gradient: Unit[] } {
  const [f, slope] = FUNCTIONS[s.activation];
  const net = units.map(({ w }) => w[0] * s.x[0] + w[1] * s.x[1]);
  const value = net.map(f);
  const output = units.reduce((sum, { v }, i) => sum + v * value[i], 0);
  const error = output - s.target;
  const gradient = units.map(({ v }, i) => {
    const at = error * v * slope(net[i], value[i]);
    return { w: s.x.map((x) => at * x), v: error * value[i] };
  });
  return { net, value, output, error, gradient };
}
