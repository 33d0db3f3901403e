/** The numbers that can be changed, and where each of them goes: V first, the rest below. */

import { shape } from "../_kit/check.ts";
import { type Control, choice, numberControl } from "../_kit/control.ts";
import { el, only } from "../_kit/dom.ts";
import type { Keep } from "../_kit/keep.ts";
import { sub } from "../_kit/numbers.ts";
import { at } from "../_kit/path.ts";
import type { Nested } from "../_kit/types.ts";
import type { Edit, Shape } from "./part.ts";
import { type State, isPerStep } from "./state.ts";

export type Field = "V" | "W" | "U" | "b" | "h0" | "c" | "x";
export type Controls = { main: HTMLElement; rest: HTMLElement; count: number; set(s: State): void };

type Kind = { says: string; span: [number, number]; step: number; kind: "param" | "given" };
const KINDS: Record<Field, Kind> = {
  V: { says: "recurrent weight", span: [-2, 2], step: 0.05, kind: "param" },
  W: { says: "input weight", span: [-3, 3], step: 0.1, kind: "param" },
  b: { says: "bias", span: [-2, 2], step: 0.1, kind: "param" },
  h0: { says: "start state", span: [-4, 4], step: 0.1, kind: "given" },
  x: { says: "input", span: [-3, 3], step: 0.1, kind: "given" },
  U: { says: "output weight", span: [-3, 3], step: 0.1, kind: "param" },
  c: { says: "output bias", span: [-2, 2], step: 0.1, kind: "param" },
};

export function controls(s: State, { T, vector }: Shape, keep: Keep, edit: Edit): Controls {
  const all: { path: string; control: Control<number> }[] = [];

  function made(field: Field, indices: number[], stacked: boolean) {
    const path = indices.length ? `${field}[${indices.join()}]` : field;
    const make = () => numberControl({ ...KINDS[field], input: path, ...named(s, field, indices), stacked }, (value) => edit(path, value));
    return { path, control: keep(`control ${path}`, make) };
  }

  function one(field: Field, indices: number[], stacked = false): HTMLElement {
    const { path, control } = made(field, indices, stacked);
    control.forget(); // nonsense does not outlive the shape
    all.push({ path, control });
    return control.node;
  }

  /** What every step has is in a list, so that it is made ahead for longer sequences. */
  for (const field of (Object.keys(KINDS) as Field[]).filter((field) => ofSteps(s, field))) {
    const [first] = s[field] as Nested[];
    keep.list(`controls ${field}`, T, (t) => places(first).map((place) => made(field, [t, ...place], shape(first).length === 2)));
  }

  /** A matrix as it is written, slider under number. */
  function grid(field: Field, value: Nested, before: number[]): HTMLElement {
    const title = `${field}${before.length ? sub(before[0] + 1) : ""}`;
    const rows = (value as Nested[][]).map((row, i) =>
      only(keep(`row ${title} ${i}`, () => el("div", { class: "rnn-row" })), ...row.map((_, j) => one(field, [...before, i, j], true))),
    );
    const matrix = keep(`matrix ${title}`, () => el("div", { class: "rnn-matrix", role: "group", "aria-label": `${title}, ${KINDS[field].says}` }));
    return only(matrix, ...rows);
  }

  /** One matrix for every step: a list says which one is in view. */
  function stepwise(field: Field, value: Nested[]): HTMLElement {
    const grids = value.map((matrix, t) => grid(field, matrix, [t]));
    const show = (t: number): void => grids.forEach((node, i) => (node.hidden = i !== t));
    const words = Object.fromEntries(value.map((_, t) => [String(t), `step ${t + 1}`]));
    const list = choice({ input: `${field}-step`, name: `${field} of`, words }, (t) => show(Number(t)));
    list.set(String(value.length - 1));
    show(value.length - 1);
    return el("div", {}, list.node, ...grids);
  }

  function block(field: Field): HTMLElement[] {
    const value = s[field] as Nested;
    const sizes = shape(value);
    if (sizes.length === 0) return [one(field, [])];
    if (field !== "x" && sizes.length === 3) return [stepwise(field, value as Nested[])];
    if (field !== "x" && sizes.length === 2) return [grid(field, value, [])];
    return (value as Nested[]).flatMap((entry, i) => (Array.isArray(entry) ? entry.map((_, j) => one(field, [i, j])) : [one(field, [i])]));
  }

  // With one number per step the last one stands in front: it always matters to h_T.
  const lastFirst = !vector && isPerStep(s.V);
  const main = only(keep("controls main", () => el("div", { class: "rnn-main" })), ...(lastFirst ? [one("V", [T - 1])] : block("V")));
  const weights = lastFirst ? Array.from({ length: T - 1 }, (_, t) => one("V", [t])) : [];
  const output = s.U === null ? [] : [...block("U"), ...block("c")];
  const rest = only(keep("controls rest", () => el("div", { class: "u-controls" })), ...weights, ...block("W"), ...block("h0"), ...block("x"), ...block("b"), ...output);
  return {
    main,
    rest,
    count: all.length,
    set(s) {
      for (const { path, control } of all) control.set(at(s, path) as number);
    },
  };
}

const ofSteps = (s: State, field: Field): boolean => field === "x" || ("VWU".includes(field) && isPerStep(s[field] ?? 0));

/** The indices of all numbers in a nested list. */
const places = (value: Nested): number[][] => (Array.isArray(value) ? value.flatMap((entry, i) => places(entry).map((place) => [i, ...place])) : [[]]);

/** x₂,₁ for the eyes; for the ears also what it is. */
function named(s: State, field: Field, indices: number[]): { name: string; says: string } {
  const { says } = KINDS[field];
  const numbers = indices.map((i) => i + 1);
  const letter = field === "h0" ? "h₀" : field;
  if (!numbers.length) return { name: letter, says };
  const steps = ofSteps(s, field);
  const rest = steps ? numbers.slice(1) : numbers;
  const place = [steps ? `step ${numbers[0]}` : "", rest.length === 2 ? `row ${rest[0]}, column ${rest[1]}` : rest.length ? `entry ${rest[0]}` : ""];
  const separator = field === "h0" ? "," : "";
  return { name: `${letter}${separator}${numbers.map(sub).join(",")}`, says: [says, ...place.filter(Boolean)].join(", ") };
}
