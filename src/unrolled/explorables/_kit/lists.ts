/** Fields with one entry per layer, which may come as one number for all layers. `_lists.py` says the same in Python. */

import { oneOf, refuse, whole } from "./check.ts";

/** The words of 1 to `most` layers. */
export function words<T extends string>(name: string, value: unknown, options: readonly T[], most: number): T[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > most) refuse(name, value, `a list of 1 to ${most} of ${options.join(", ")}`);
  return (value as unknown[]).map((word, i) => oneOf(`${name}[${i}]`, word, options));
}

/** A whole number for each of `layers`. */
export function perLayer(name: string, value: unknown, layers: number, [low, high]: readonly [number, number]): number[] {
  if (!Array.isArray(value)) return Array<number>(layers).fill(whole(name, value, low, high));
  if (value.length !== layers) refuse(name, value, `a number for all layers, or a list of ${layers}`);
  return value.map((entry, i) => whole(`${name}[${i}]`, entry, low, high));
}

/** A copy of `state` whose lists have been copied and changed. */
export function relisted<S extends object>(state: S, names: readonly (keyof S)[], act: (list: unknown[]) => void): S {
  const next = { ...state };
  for (const name of names) {
    const list = [...(state[name] as unknown[])];
    act(list);
    next[name] = list as S[keyof S];
  }
  return next;
}
