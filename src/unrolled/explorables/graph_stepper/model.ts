/** The graph of an expression: values forwards, derivatives backwards, in the order in which both are found. */

import * as is from "../_kit/check.ts";
import { second } from "./curvature.ts";
import { type Op, parse } from "./parse.ts";
import { local, VALUE } from "./rules.ts";

export const LIMIT = 100; // of the variables
export type State = { expression: string; values: number[]; step: number };

const DEFAULTS: State = { expression: "p = x*y; (p + 1)^2 - 3*p", values: [2, 1], step: 11 };

export function check(state: unknown): State {
  const s = { ...is.known(state, DEFAULTS) };
  if (typeof s.expression !== "string") is.refuse("expression", s.expression, "a text such as (x*y + 1)^2");
  const { variables } = parse(s.expression);
  s.values = is.array("values", s.values, [1], -LIMIT, LIMIT) as number[];
  if (s.values.length !== variables.length) {
    throw new Error(`values has ${s.values.length} numbers; it must have ${variables.length}, for ${variables.join(", ")}`);
  }
  is.whole("step", s.step, 0, lastStep(shapeOf(s.expression)));
  return s;
}

/** A node as its graph has it; `id` counts operands before results. A number and all that is made of numbers is constant. */
export type GraphNode = { id: number; op: Op | ""; operands: number[]; number: number | null; name: string; constant: boolean };
export type Shape = {
  nodes: GraphNode[];
  variables: number[]; // their nodes, in the order of the expression
  forward: number[]; // operations, in the order of computation
  backward: number[]; // operations that a variable goes into, from the output back
};

let last: { expression: string; shape: Shape } | null = null;

/** What does not depend on the values; the last one is remembered. */
export function shapeOf(expression: string): Shape {
  if (last?.expression === expression) return last.shape;
  const program = parse(expression);
  const order = topological(program.output, (id) => program.nodes[id].operands);
  const ids = new Map(order.map((old, id) => [old, id]));
  const nodes: GraphNode[] = [];
  order.forEach((old, id) => {
    const { op, operands, value, name } = program.nodes[old];
    const moved = operands.map((one) => ids.get(one) as number);
    nodes.push({ id, op, operands: moved, number: value, name, constant: op ? moved.every((one) => nodes[one].constant) : value !== null });
  });
  const forward = nodes.filter(({ op }) => op).map(({ id }) => id);
  const shape: Shape = {
    nodes,
    variables: program.variables.map((name) => nodes.findIndex((node) => !node.op && node.name === name)),
    forward,
    backward: [...forward].reverse().filter((id) => !nodes[id].constant),
  };
  last = { expression, shape };
  return shape;
}

/** Every operation once forwards; the output's own 1; every operation of variables once backwards. */
export const lastStep = ({ forward, backward }: Shape): number => forward.length + 1 + backward.length;

/** Depth first, operands in their order; each node once, after its operands. */
function topological(output: number, operands: (id: number) => number[]): number[] {
  const order: number[] = [];
  const seen = new Set([output]);
  const visit = (id: number): void => {
    for (const one of operands(id)) {
      if (seen.has(one)) continue;
      seen.add(one);
      visit(one);
    }
    order.push(id);
  };
  visit(output);
  return order;
}

export type Edge = { source: number; target: number; position: number; local: number; passed: number };
export type Run = { shape: Shape; value: number[]; gradient: number[]; edges: Edge[] };

export function run(s: State): Run {
  const shape = shapeOf(s.expression);
  const value: number[] = [];
  const given = new Map(shape.variables.map((id, i) => [id, s.values[i]]));
  for (const { id, op, operands, number } of shape.nodes) {
    value.push(op ? VALUE[op](...operands.map((one) => value[one])) : (number ?? (given.get(id) as number)));
  }
  const gradient = shape.nodes.map(() => 0);
  const edges = shape.nodes.flatMap(({ id, operands }) => operands.map((source, position): Edge => ({ source, target: id, position, local: 0, passed: 0 })));
  const into = new Map<number, Edge[]>(shape.nodes.map(({ id }) => [id, []]));
  for (const edge of edges) into.get(edge.target)?.push(edge);
  gradient[gradient.length - 1] = 1;
  for (const id of shape.backward) {
    const { op, operands } = shape.nodes[id];
    for (const edge of into.get(id) ?? []) {
      if (shape.nodes[edge.source].constant) continue;
      edge.local = local(op as Op, operands.map((one) => value[one]), value[id], edge.position);
      // A gate that is shut lets nothing pass, not even infinity.
      edge.passed = edge.local === 0 && (op === "relu" || op === "max") ? 0 : gradient[id] * edge.local;
      gradient[edge.source] += edge.passed;
    }
  }
  return { shape, value, gradient, edges };
}

/** All of it by name, as Python has it. */
export function compute(s: State): Record<string, number | number[] | number[][]> {
  const { shape, value, gradient, edges } = run(s);
  const column = (key: keyof Edge): number[] => edges.map((edge) => edge[key]);
  return {
    value, gradient, source: column("source"), target: column("target"), local: column("local"), passed: column("passed"),
    f: value[value.length - 1],
    partial: shape.variables.map((id) => gradient[id]),
    ...second(shape, s.values),
  };
}
