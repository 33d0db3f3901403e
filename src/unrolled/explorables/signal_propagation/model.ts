/** Signals and gradients through a deep network, and units that start equal; pure, without a page. */

import { measure, pass, type Sent } from "./signals.ts";
import type { State } from "./state.ts";
import { train, type Trained } from "./symmetry.ts";

export { check, type State } from "./state.ts";
export type Result = Sent & Trained;

export const compute = (s: State): Result => ({ ...measure(s, pass(s)), ...train(s) });
