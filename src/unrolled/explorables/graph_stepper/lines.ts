/** What a step computes, in letters and in numbers. */

import { show } from "../_kit/numbers.ts";
import type { Run, State } from "./model.ts";
import type { Op } from "./parse.ts";
import type { Progress } from "./progress.ts";
import { type Names, formula, signed, slope } from "./words.ts";

export type Line = [letters: string, numbers: string][];

const equal = (how: string, value: number): string => (how === show(value) ? how : `${how} = ${show(value)}`);

/** Numbers in the place of letters; a minus gets brackets unless it comes first. */
function numbers(r: Run, id: number): string[] {
  const { op, operands } = r.shape.nodes[id];
  const bare = ["+", "-", "*", "/"].includes(op);
  return operands.map((one, i) => (i || !bare ? (operands.length > 1 || op === "neg" ? signed(r.value[one]) : show(r.value[one])) : show(r.value[one])));
}

export function described(r: Run, id: number, names: Names): string {
  const { op, operands } = r.shape.nodes[id];
  return op ? formula(op, operands.map((one) => (r.shape.nodes[one].number === null ? names.of(one) : signed(r.shape.nodes[one].number as number)))) : "";
}

export function lines(s: State, r: Run, at: Progress, names: Names): Line[] {
  const { nodes, variables, forward } = r.shape;
  if (at.node === null) return [variables.map((id, i): [string, string] => [names.of(id), show(s.values[i])])];
  const id = at.node;
  const { op } = nodes[id];
  if (!at.backward) return [[[`${names.of(id)} = ${described(r, id, names)}`, equal(formula(op as Op, numbers(r, id)), r.value[id])]]];
  if (s.step === forward.length + 1) return [[[`∂${names.output}/∂${names.of(id)}`, "1"]]];
  return ofNode(r, id, names);
}

/** One line for each operand: the local derivative, and what has come to the operand with it. */
function ofNode(r: Run, id: number, names: Names): Line[] {
  const { nodes, backward } = r.shape;
  const { op, operands } = nodes[id];
  const before = new Set(backward.slice(0, backward.indexOf(id)));
  const exponent = op === "**" ? nodes[operands[1]].number : null;
  const [letters, values] = [operands.map(names.of), operands.map((one) => signed(r.value[one]))];
  const edges = r.edges.filter((edge) => edge.target === id);
  return edges.flatMap(({ source, position, local, passed }, k): Line[] => {
    if (nodes[source].constant) return [];
    const earlier = r.edges.filter((edge) => edge.source === source && before.has(edge.target)).concat(edges.slice(0, k).filter((edge) => edge.source === source));
    const sum = earlier.reduce((total, edge) => total + edge.passed, 0);
    const by = names.of(source);
    const how = `${show(r.gradient[id])} · ${signed(local)}`;
    const derivative = slope(op as Op, letters, names.of(id), position, exponent);
    const inNumbers = slope(op as Op, values, signed(r.value[id]), position, exponent).replace(/^\((.*)\)$/, "$1");
    const plain = derivative === inNumbers ? derivative : `${derivative} = ${inNumbers}`;
    return [[
      [`∂${names.of(id)}/∂${by}`, plain.endsWith(` ${show(local)}`) || plain === show(local) ? plain : `${plain} = ${show(local)}`],
      [`∂${names.output}/∂${by}`, earlier.length ? `${show(sum)} + ${how.startsWith("−") ? `(${how})` : how} = ${show(sum + passed)}` : `${how} = ${show(passed)}`],
    ]];
  });
}

export function title(s: State, r: Run, at: Progress, names: Names): string {
  if (at.node === null) return "What is given";
  const name = names.of(at.node);
  if (!at.backward) return `Forwards: ${name}`;
  return s.step === r.shape.forward.length + 1 ? "Backwards, beginning with 1" : `Backwards through ${name} = ${described(r, at.node, names)}`;
}
