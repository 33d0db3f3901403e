/** Which numbers hang together, and the lines of a whole stage. */

import { explain, key, type Look } from "./lines.ts";
import type { Result } from "./model.ts";
import type { State } from "./state.ts";

/** What it is computed from, and what is computed from it. */
export function related(look: Look, s: State, r: Result): string[] {
  const { of, at } = look;
  const framed = (i: number, j: number): string => `z${i + s.padding},${j + s.padding}`;
  const found = [key(look)];
  if (of === "x") found.push(framed(at[1], at[2]), `w${at[0]}`);
  if (of === "w") s.x[at[0]].forEach((row, i) => row.forEach((_, j) => found.push(`x${at[0]},${i},${j}`)));
  if (of === "w" || of === "b") r.grad_z?.forEach((row, i) => row.forEach((g, j) => g && found.push(framed(i, j))));
  if (of === "z") {
    const [i, j] = [at[0] - s.padding, at[1] - s.padding];
    if (r.z[i]?.[j] !== undefined) s.x.forEach((_, c) => found.push(`x${c},${i},${j}`));
    for (const route of r.routes) if (route.row === at[0] && route.column === at[1]) found.push(`s${route.i},${route.j}`);
  }
  if (of === "s" || of === "y") {
    found.push(`s${at}`, `y${at}`);
    for (let row = 0; row < s.kernel; row++) for (let column = 0; column < s.kernel; column++) found.push(`z${at[0] * s.stride + row},${at[1] * s.stride + column}`);
  }
  return found;
}

/** All lines of one stage. */
export function stageLines(stage: number, s: State, r: Result): string[] {
  const some = (of: Look["of"], rows: number, columns: number, back: 0 | 1, shift = 0): string[] =>
    Array.from({ length: rows * columns }, (_, n) => explain({ of, at: [Math.floor(n / columns) + shift, (n % columns) + shift] }, s, r)[back]);
  const [z, pooled] = [[r.z.length, r.z[0].length], [r.s.length, r.s[0].length]];
  if (stage === 1) return some("z", z[0], z[1], 0, s.padding);
  if (stage === 2) return some("s", pooled[0], pooled[1], 0);
  if (!r.losses) return [];
  if (stage === 3) return some("y", pooled[0], pooled[1], 0);
  if (stage === 4) return some("s", pooled[0], pooled[1], 1);
  if (stage === 5) return some("z", z[0], z[1], 1, s.padding);
  const weights: Look[] = [...s.weight.map((_, c): Look => ({ of: "w", at: [c] })), ...(s.bias === null ? [] : [{ of: "b" as const, at: [] }])];
  if (stage === 7) return weights.map((look) => explain(look, s, r)[1]);
  const pixels = s.x.flatMap((channel, c) => channel.flatMap((row, i) => row.map((_, j) => explain({ of: "x", at: [c, i, j] }, s, r)[1])));
  return [...weights.map((look) => explain(look, s, r)[0]), ...pixels];
}
