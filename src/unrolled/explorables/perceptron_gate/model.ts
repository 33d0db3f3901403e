/** A perceptron that learns a gate, and a network that computes one; pure, without a page. */

import { type Ran, run } from "./network.ts";
import { type Trained, train } from "./rule.ts";
import type { State } from "./state.ts";

export { check, type State } from "./state.ts";
export type Result = Trained & Ran;

export const compute = (s: State): Result => ({ ...train(s), ...run(s) });
