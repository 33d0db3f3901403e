/** Fields of a state by the names that the controls carry: `V`, `x[2]`, `V[0,1]`. */

export type Path = { field: string; indices: number[] };

export function path(name: string): Path {
  const match = /^(\w+)(?:\[(\d+(?:,\d+)*)\])?$/.exec(name);
  if (!match) throw new Error(`${name} is not the name of a field`);
  return { field: match[1], indices: match[2] ? match[2].split(",").map(Number) : [] };
}

export function at(state: object, name: string): unknown {
  const { field, indices } = path(name);
  let value = (state as Record<string, unknown>)[field];
  for (const i of indices) value = (value as unknown[])[i];
  return value;
}

/** A copy of `state` with another value there; the rest is shared. */
export function put<S extends object>(state: S, name: string, value: unknown): S {
  const { field, indices } = path(name);
  const within = (old: unknown, [i, ...rest]: number[]): unknown => {
    if (i === undefined) return value;
    const copy = [...(old as unknown[])];
    copy[i] = within(copy[i], rest);
    return copy;
  };
  return { ...state, [field]: within((state as Record<string, unknown>)[field], indices) };
}

/** Whether two states, or parts of them, say the same. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key as never], b[key as never]));
}
