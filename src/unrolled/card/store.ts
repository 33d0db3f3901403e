/* What a reader has typed, kept in this browser. A blocked, full or damaged localStorage only means that nothing is kept. */

export type Typed = Record<string, string>;

const key = (id: string): string => `unrolled:${id}`;

export function restore(id: string): Typed {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(id)) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch {
    return {};
  }
}

export function keep(id: string, typed: Typed): void {
  try {
    if (Object.values(typed).some((text) => text !== "")) localStorage.setItem(key(id), JSON.stringify(typed));
    else localStorage.removeItem(key(id));
  } catch {
    // The page works without it.
  }
}
