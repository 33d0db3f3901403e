/* "Show in the explorable": hand a state to an explorable of the page, or say where there is one. */

import { encode } from "../explorables/_kit/link.ts";

export type State = Record<string, unknown>;

/** The Python call that opens the explorable: `RnnUnroller(V=1, x=[1, 2, 0], activation="relu")`. */
export function python(name: string, state: State): string {
  const literal = (v: unknown): string => {
    if (Array.isArray(v)) return `[${v.map(literal).join(", ")}]`;
    if (v === null) return "None";
    return typeof v === "boolean" ? (v ? "True" : "False") : JSON.stringify(v);
  };
  const className = name.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return `${className}(${Object.entries(state).map(([field, v]) => `${field}=${literal(v)}`).join(", ")})`;
}

/** Returns the Python call if neither the page nor its site has the explorable. */
export function show(card: HTMLElement, name: string, state: State): string | null {
  const taken = !document.dispatchEvent(new CustomEvent("unrolled:show", { detail: { name, state }, cancelable: true }));
  if (taken) return null;
  const chapter = card.closest<HTMLElement>("[data-chapter-href]")?.dataset["chapterHref"];
  if (chapter === undefined) return python(name, state);
  location.assign(chapter.split("#")[0] + encode<State>(name, state, {}));
  return null;
}
