/** The perceptron rule on the four inputs of a gate, and where it ends. */

import type { State } from "./state.ts";

export const LAST = 200; // examples on show
const EPOCHS = 400; // in which the weights must return, if they are to be found to
const UNIT = 1e6; // counted in millionths, all sums are whole numbers: exact, ties too

export type Triple = [number, number, number]; // w₁, w₂, b
type Row = { net: number; output: number; error: number; weights: Triple };

export type Trained = {
  path: Triple[];
  example: number[];
  net: number[];
  output: number[];
  error: number[];
  errors: number[];
  now_net: number[];
  now_output: number[];
  wrong: number;
  loop_start: number | null;
  loop: Triple[] | null;
  loop_errors: number | null;
  loop_updates: number | null;
};

/** The four inputs, in the order of the truth table. */
export function corners(inputs: State["inputs"]): [number, number][] {
  const low = inputs === "binary" ? 0 : -1;
  return [[low, low], [low, 1], [1, low], [1, 1]];
}

const units = (value: number): number => Math.floor(value * UNIT + 0.5);
const shown = ([w1, w2, b]: Triple): Triple => [w1 / UNIT, w2 / UNIT, b / UNIT];

export function train(s: State): Trained {
  const inputs = corners(s.inputs);
  const rate = units(s.learning_rate);
  const net = ([x1, x2]: number[], [w1, w2, b]: Triple): number => w1 * x1 + w2 * x2 + b;
  const fires = (z: number): number => (z === 0 ? s.at_zero : Number(z > 0));
  const first: Triple = [units(s.weights[0]), units(s.weights[1]), units(s.bias)];
  let weights = first;
  const rows: Row[] = [];
  const seen = new Map([[String(weights), 0]]);
  let start: number | undefined;
  for (let epoch = 1; epoch <= EPOCHS && start === undefined; epoch++) {
    for (const place of s.order) {
      const [x1, x2] = inputs[place];
      const z = net([x1, x2], weights);
      const output = fires(z);
      const error = s.targets[place] - output;
      const step = rate * error;
      const [w1, w2, b] = weights;
      weights = [w1 + step * x1, w2 + step * x2, s.bias_rule === "learned" ? b + step : b];
      rows.push({ net: z / UNIT, output, error, weights });
    }
    start = seen.get(String(weights));
    seen.set(String(weights), epoch);
  }
  const loop = start === undefined ? [] : rows.slice(4 * start);
  for (let i = 0; rows.length < LAST; i++) rows.push(loop[i % loop.length]); // from here on they are the same again
  const count = (some: Row[]): number => some.reduce((sum, { error }) => sum + Math.abs(error), 0);
  const now = s.steps ? rows[s.steps - 1].weights : first;
  const now_net = inputs.map((x) => net(x, now));
  const now_output = now_net.map(fires);
  const run = rows.slice(0, LAST);
  const before = (i: number): Triple => (i ? loop[i - 1] : loop[loop.length - 1]).weights;
  const found = start !== undefined;
  return {
    path: [first, ...run.map((row) => row.weights)].map(shown),
    example: run.map((_, i) => s.order[i % 4]),
    net: run.map((row) => row.net),
    output: run.map((row) => row.output),
    error: run.map((row) => row.error),
    errors: Array.from({ length: LAST / 4 }, (_, i) => count(run.slice(4 * i, 4 * i + 4))),
    now_net: now_net.map((z) => z / UNIT),
    now_output,
    wrong: now_output.filter((y, i) => y !== s.targets[i]).length,
    loop_start: start ?? null,
    loop: found ? loop.map((row) => shown(row.weights)) : null,
    loop_errors: found ? count(loop) : null,
    loop_updates: found ? loop.filter((row, i) => String(row.weights) !== String(before(i))).length : null,
  };
}
