/** Checks of single fields; `_check.py` says the same in Python. Each returns the value or throws an Error for a reader. */

import type { Nested } from "./types.ts";

export const LIMIT = 1e6; // far beyond what a lesson needs, and products of twenty such factors stay finite

export function refuse(name: string, value: unknown, wanted: string): never {
  let shown = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  if (shown.length > 60) shown = `${shown.slice(0, 57)}...`;
  throw new Error(`${name} is ${shown}; it must be ${wanted}`);
}

/** The fields of `state`, over the defaults; fields that do not exist are refused. */
export function known<S extends object>(state: unknown, defaults: S): S {
  if (typeof state !== "object" || state === null || Array.isArray(state)) refuse("the state", state, "an object of fields");
  for (const name of Object.keys(state)) {
    if (!Object.hasOwn(defaults, name)) {
      throw new Error(`there is no field ${JSON.stringify(name.slice(0, 60))}; the fields are ${Object.keys(defaults).join(", ")}`);
    }
  }
  return { ...defaults, ...state };
}

export function number(name: string, value: unknown, low = -LIMIT, high = LIMIT): number {
  // The negation also catches NaN and the infinities.
  if (typeof value !== "number" || !(value >= low && value <= high)) refuse(name, value, `a number from ${low} to ${high}`);
  return value;
}

export function whole(name: string, value: unknown, low: number, high: number): number {
  const ok = typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
  return ok ? value : refuse(name, value, `a whole number from ${low} to ${high}`);
}

export function oneOf<T extends string>(name: string, value: unknown, options: readonly T[]): T {
  const found = options.find((option) => option === value);
  return found ?? refuse(name, value, `one of ${options.join(", ")}`);
}

const KINDS = ["a number", "a list of numbers", "a list of rows", "a list of matrices"];

/** A number or rectangular nested lists of numbers, as deep as one of `depths`. */
export function array(name: string, value: unknown, depths: number[], low = -LIMIT, high = LIMIT): Nested {
  const wanted = depths.map((depth) => KINDS[depth]).join(" or ");
  const result = entries(name, value, wanted, low, high, 0);
  const sizes = shape(result);
  if (!depths.includes(sizes.length) || sizes.includes(0) || !rectangular(result, sizes)) {
    refuse(name, value, `${wanted}, with rows of equal length`);
  }
  return result;
}

/** Lengths of nested lists, outermost first; [] for a number. */
export function shape(value: Nested): number[] {
  if (!Array.isArray(value)) return [];
  return [value.length, ...(value.length ? shape(value[0] as Nested) : [])];
}

function entries(name: string, value: unknown, wanted: string, low: number, high: number, depth: number): Nested {
  if (Array.isArray(value) && depth < 4) {
    return value.map((entry, i) => entries(`${name}[${i}]`, entry, wanted, low, high, depth + 1));
  }
  if (typeof value !== "number") refuse(name, value, wanted);
  return number(name, value, low, high);
}

function rectangular(value: Nested, sizes: number[]): boolean {
  if (!Array.isArray(value) || !sizes.length) return !Array.isArray(value) && !sizes.length;
  return value.length === sizes[0] && value.every((entry) => rectangular(entry, sizes.slice(1)));
}
