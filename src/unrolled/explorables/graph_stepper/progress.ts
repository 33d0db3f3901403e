/** How far the reader has stepped, and what is known by then. */

import { type Run, type Shape, lastStep } from "./model.ts";

export type Progress = {
  node: number | null; // the one whose turn it is
  backward: boolean;
  computed: boolean[]; // values
  reached: boolean[]; // whether anything has come back
  sums: number[]; // what has come back so far
  complete: boolean[]; // whether nothing more will
  passed: boolean[]; // which nodes have handed their derivative on
};

export const atEnd = (step: number, shape: Shape): boolean => step === lastStep(shape);

export function progress(step: number, { shape, edges }: Run): Progress {
  const { nodes, forward, backward } = shape;
  const computed = nodes.map(({ op }) => !op);
  for (const id of forward.slice(0, step)) computed[id] = true;
  const back = Math.max(step - forward.length, 0); // the first of these is the output's own 1
  const passed = nodes.map(() => false);
  for (const id of backward.slice(0, Math.max(back - 1, 0))) passed[id] = true;
  const output = nodes.length - 1;
  const sums = nodes.map((_, id) => (id === output ? 1 : 0));
  const reached = nodes.map((_, id) => id === output && back > 0);
  const complete = nodes.map(({ constant }) => back > 0 && !constant);
  for (const { source, target, passed: part } of edges) {
    if (passed[target] && !nodes[source].constant) {
      sums[source] += part;
      reached[source] = true;
    } else if (!nodes[target].constant) complete[source] = false;
  }
  const node = step === 0 ? null : back === 0 ? forward[step - 1] : back === 1 ? output : backward[back - 2];
  return { node, backward: back > 0, computed, reached, sums, complete, passed };
}
