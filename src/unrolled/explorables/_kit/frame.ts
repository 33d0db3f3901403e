/** What surrounds every view, on a page and in a notebook: notices, presets, a way back to the opening state. */

import { notice } from "./announce.ts";
import { choice, type Control } from "./control.ts";
import { el } from "./dom.ts";
import { same } from "./path.ts";
import type { Check, Mount, View } from "./types.ts";

export type Frame<S> = {
  /** Show a state that came from outside; it has been checked. */
  set(state: S): void;
  /** A link, a card or a preset asks for a state: the reader is told if it is not valid. */
  take(state: unknown, from: string): boolean;
  say(text: string): void;
  /** Bring the view in sight and give it the focus. */
  show(): void;
  destroy(): void;
};

export type FrameOptions<S> = {
  mount: Mount<S>;
  check: Check<S>;
  opening: S;
  presets: Record<string, unknown>;
  changed(state: S): void;
};

export function frame<S extends object>(parent: HTMLElement, options: FrameOptions<S>): Frame<S> {
  const { mount, check, opening, changed } = options;
  const presets = new Map(Object.entries(options.presets).map(([name, preset]) => [name, check(preset)]));
  let state = opening;
  const line = notice();
  const root = el("div", { class: "u-explorable", tabindex: -1 });
  const reset = el("button", { type: "button", class: "u-button" }, "Reset");
  const foot = el("div", { class: "u-foot" }, reset);
  let select: Control<string> | null = null;
  parent.replaceChildren(line.node, root);

  const view: View<S> = mount(root, state, {
    change(next) {
      state = next;
      line.say("");
      settle();
      changed(next);
    },
  });
  root.append(foot);

  /** The preset that is shown, if one is, and whether there is anything to go back from. */
  function settle(): void {
    reset.disabled = same(state, opening);
    select?.set([...presets].find(([, preset]) => same(preset, state))?.[0] ?? "");
  }

  function set(next: S): void {
    if (same(next, state)) return; // an echo, most often: what a view has beside its state outlives it
    state = next;
    view.set(next);
    settle();
  }

  function take(wanted: unknown, from: string): boolean {
    try {
      set(check(wanted));
    } catch (error) {
      line.say(`${from} does not fit: ${(error as Error).message}.`);
      return false;
    }
    line.say("");
    changed(state);
    return true;
  }

  reset.addEventListener("click", () => take(opening, "The opening state"));
  if (presets.size) {
    const words = Object.fromEntries([["", "your own numbers"], ...[...presets.keys()].map((name) => [name, name])]);
    select = choice({ input: "preset", name: "Numbers from", words }, (name) => name && take(presets.get(name), name));
    foot.prepend(select.node);
  }
  settle();

  return {
    set,
    take,
    say: line.say,
    show() {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      parent.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
      root.focus({ preventScroll: true });
    },
    destroy() {
      view.destroy();
      root.replaceChildren();
    },
  };
}

/** A card's “show in the explorable”; returns how to stop listening. */
export function onShow(name: string, take: (state: unknown) => void): () => void {
  const listen = (event: Event): void => {
    const { detail } = event as CustomEvent<{ name?: string; state?: unknown } | null>;
    if (event.defaultPrevented || detail?.name !== name) return;
    event.preventDefault();
    take(detail.state ?? {});
  };
  document.addEventListener("unrolled:show", listen);
  return () => document.removeEventListener("unrolled:show", listen);
}
