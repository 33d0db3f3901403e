/** The static page: <unrolled-explorable name state> wraps a figure; its script puts the live view in the figure's place. */

import { type Frame, frame, onShow } from "./frame.ts";
import { decode, encode } from "./link.ts";
import type { Check, Mount } from "./types.ts";

type Entry = { mount: Mount<object>; check: Check<object> };
type Page = { unrolled?: { explorables?: Record<string, Entry> } };

const TAG = "unrolled-explorable";
const DEBOUNCE = 300; // ms until the address follows the state

const page = globalThis as unknown as Page;

/** Every explorable comes in a script of its own; the first one on a page defines the element for all. */
export function register<S extends object>(name: string, mount: Mount<S>, check: Check<S>): void {
  page.unrolled ??= {};
  page.unrolled.explorables ??= {};
  page.unrolled.explorables[name] = { mount, check } as unknown as Entry;
  if (!customElements.get(TAG)) customElements.define(TAG, ExplorableElement);
  else for (const element of document.querySelectorAll<ExplorableElement>(`${TAG}[name="${name}"]`)) element.start();
}

class ExplorableElement extends HTMLElement {
  #frame: Frame<object> | null = null;
  #undo: (() => void)[] = [];

  connectedCallback(): void {
    this.start();
  }

  disconnectedCallback(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#frame?.destroy();
    this.#frame = null;
  }

  /** Put the view in the place of the figure, unless it is there or its script is not. */
  start(): void {
    const name = this.getAttribute("name") ?? "";
    const entry = page.unrolled?.explorables?.[name];
    if (!entry || this.#frame) return;
    const { mount, check } = entry;
    let opening: object;
    try {
      opening = check(json(this, "state"));
    } catch (error) {
      console.warn(`${name}: the state on the page is not valid, so the figure stays: ${(error as Error).message}`);
      return;
    }
    const key = this.#key(name);
    const write = later(DEBOUNCE, (state: object) => replaceHash(encode(key, state, check({}))));
    const presets = json(this, "presets");
    const made = (this.#frame = frame<object>(this, { mount, check, opening, presets, changed: write.soon }));
    this.classList.add("u-mounted");
    const follow = (): void => {
      this.#follow(key, made);
      write.cancel(); // the address is there already
    };
    addEventListener("hashchange", follow);
    const unlisten = onShow(name, (state) => {
      made.take(state, "What the card sent");
      made.show();
    });
    this.#undo.push(write.cancel, unlisten, () => removeEventListener("hashchange", follow));
    follow();
  }

  /** rnn-unroller, and rnn-unroller-2 for the second on the page. */
  #key(name: string): string {
    const all = [...document.querySelectorAll(`${TAG}[name="${name}"]`)];
    const index = all.indexOf(this);
    const key = index > 0 ? `${name}-${index + 1}` : name;
    if (!this.id && !document.getElementById(key)) this.id = key;
    return key;
  }

  #follow(key: string, made: Frame<object>): void {
    try {
      const fields = decode(key, location.hash);
      if (!fields) return;
      made.take(fields, "The state in the address");
    } catch (error) {
      made.say(`The state in the address does not fit: ${(error as Error).message}.`);
    }
    made.show();
  }
}

function json(element: Element, attribute: string): Record<string, unknown> {
  return JSON.parse(element.getAttribute(attribute) || "{}") as Record<string, unknown>;
}

function later<T>(delay: number, act: (value: T) => void): { soon(value: T): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => clearTimeout(timer);
  return {
    cancel,
    soon(value) {
      cancel();
      timer = setTimeout(() => act(value), delay);
    },
  };
}

function replaceHash(hash: string): void {
  try {
    history.replaceState(history.state, "", hash);
  } catch {
    // A sandboxed page may not; the address then stays as it is.
  }
}
