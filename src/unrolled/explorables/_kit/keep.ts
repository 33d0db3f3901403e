/** Elements that outlive a change of length: they are made once, and those of longer sequences while nobody waits. */

export type Keep = {
  /** What was made under this name before, or is made now. */
  <V>(name: string, make: () => V): V;
  /** The first `length` of what every step has one of. */
  list<V>(name: string, length: number, make: (t: number) => V): V[];
  /** Make one more entry for up to `further` steps; false if there is none to make. */
  ahead(further: number): boolean;
};

type List = { entries: unknown[]; length: number; make(t: number): unknown };

export function keeper(): Keep {
  const made = new Map<string, unknown>();
  const lists = new Map<string, List>();
  const grow = ({ entries, make }: List): number => entries.push(make(entries.length));

  function keep<V>(name: string, make: () => V): V {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as V;
  }
  return Object.assign(keep, {
    list<V>(name: string, length: number, make: (t: number) => V): V[] {
      const list: List = { entries: lists.get(name)?.entries ?? [], length, make };
      lists.set(name, list);
      while (list.entries.length < length) grow(list);
      return list.entries.slice(0, length) as V[];
    },
    ahead(further: number): boolean {
      const short = [...lists.values()].find(({ entries, length }) => entries.length < length + further);
      if (short) grow(short);
      return short !== undefined;
    },
  });
}
