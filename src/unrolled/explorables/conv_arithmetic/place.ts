/** Where the units of each map stand above the input, seen from the side. */

import type { Result } from "./model.ts";
import type { State } from "./state.ts";

/** Unit 0 is at `at`, in pixels of the input, and each further one `step` to the right. */
export type Place = { at: number; step: number };

/** Of the input and of every layer that fits. */
export function places(s: State, r: Result): Place[] {
  const axis = s.axes - 1;
  const found: Place[] = [{ at: 0, step: 1 }];
  for (let i = 0; i < r.fits; i++) {
    const { at, step } = found[i];
    const { kernel, stride, padding, dilation } = r.windows[i][axis];
    const middle = (dilation * (kernel - 1)) / 2 - padding; // of unit 0's window
    found.push(s.kind[i] === "transposed" ? { at: at - (step / stride) * middle, step: step / stride } : { at: at + step * middle, step: step * stride });
  }
  return found;
}
