/** Controls: a slider with a box that takes what a person types, and a list of words. */

import { attr, el, uid } from "./dom.ts";
import { parse } from "./expression.ts";
import { editable, grouped } from "./numbers.ts";

export type Control<T> = { node: HTMLElement; set(value: T): void };
export type NumberControl = Control<number> & {
  /** Nonsense that was typed gives way to the last number. */
  forget(): void;
  /** The value has other limits from now on, and the slider spans them. */
  within(low: number, high: number): void;
};

export type NumberOptions = {
  input: string; // data-input
  name: string; // what is seen: V, x₁
  says?: string; // what is heard besides: input of step 1
  span: [number, number]; // of the slider; it widens when a value outside is typed
  step?: number;
  limits?: [number, number]; // of the value
  whole?: boolean;
  kind?: "param" | "given"; // its colour
  stacked?: boolean; // slider under the box, for matrices
  logarithmic?: boolean; // the slider moves by factors; `span` and `step` (in decades) are positive then
  write?: (value: number) => string; // what the box holds; it has to be readable back
  bare?: HTMLElement; // the box alone, for grids of them; where its message goes
};

// What one has typed on the way to a number; not worth a message before one stops.
const UNFINISHED = /^$|[-−+*/^(.,e√]$/i;
const PATIENCE = 900; // ms

export function numberControl(options: NumberOptions, change: (value: number) => void): NumberControl {
  const { input, name, step = 0.1, whole = false, logarithmic = false, write = editable } = options;
  let { limits = [-1e6, 1e6] } = options;
  // What the slider holds: the value, or its decimal logarithm.
  const inward = (value: number): number => (logarithmic ? Math.log10(Math.max(value, options.span[0])) : value);
  const outward = (held: number): number => (logarithmic ? Number((10 ** held).toPrecision(3)) : held);
  let span = options.span.map(inward);
  const label = options.says ? `${name}, ${options.says}` : name;
  const id = uid();
  const range = el("input", { type: "range", "data-input": input, "aria-label": `${label}, slider`, step, min: span[0], max: span[1] });
  const box = el("input", {
    type: "text", class: "u-box", "data-input": input, "aria-label": label, autocomplete: "off", spellcheck: "false",
    inputmode: "text", autocapitalize: "off",
  });
  const message = el("span", { class: "u-message", id, role: "alert", hidden: true });
  const title = el("span", { class: `u-name u-${options.kind ?? "param"}`, "aria-hidden": "true" }, name);
  const node = options.bare
    ? el("div", { class: "u-bare" }, box)
    : el("div", { class: options.stacked ? "u-control u-stacked" : "u-control" }, title, range, box, message);
  options.bare?.append(message);
  let current = NaN;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function complain(text: string): void {
    clearTimeout(waiting);
    if (message.textContent !== text) message.textContent = text;
    message.hidden = text === "";
    attr(box, "aria-invalid", text ? "true" : null);
    attr(box, "aria-describedby", text ? id : null);
    title.classList.toggle("u-bad", text !== "");
  }

  /** Throws an Error for the reader. */
  function read(typed: string): number {
    const value = parse(typed);
    if (!(value >= limits[0] && value <= limits[1])) {
      throw new Error(`It has to be between ${limits.map(grouped).join(" and ")}.`);
    }
    if (whole && !Number.isInteger(value)) throw new Error("It has to be a whole number.");
    return value;
  }

  function slide(value: number): void {
    const held = inward(value);
    const [low, high] = [Math.min(span[0], held), Math.max(span[1], held)];
    if (Number(range.min) !== low) range.min = String(low);
    if (Number(range.max) !== high) range.max = String(high);
    range.value = String(held);
    if (logarithmic) attr(range, "aria-valuetext", editable(value));
  }

  function typed(final: boolean): void {
    try {
      const value = read(box.value);
      complain("");
      if (value === current) return;
      current = value;
      slide(value);
      change(value);
    } catch (error) {
      clearTimeout(waiting);
      const text = (error as Error).message;
      if (final || !UNFINISHED.test(box.value.trim())) complain(text);
      else waiting = setTimeout(() => complain(text), PATIENCE);
    }
  }

  range.addEventListener("input", () => {
    current = outward(Number(range.value));
    box.value = write(current);
    if (logarithmic) attr(range, "aria-valuetext", box.value);
    complain("");
    change(current);
  });
  box.addEventListener("input", () => typed(false));
  box.addEventListener("change", () => typed(true));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") typed(true);
  });

  return {
    node,
    set(value) {
      if (value === current) return; // keeps `1/3` as it was typed, and nonsense for as long as it is being mended
      current = value;
      box.value = write(value);
      slide(value);
      complain("");
    },
    forget() {
      if (message.hidden) return;
      box.value = write(current);
      complain("");
    },
    within(low, high) {
      if (limits[0] === low && limits[1] === high) return;
      limits = [low, high];
      span = limits.map(inward);
      if (!Number.isNaN(current)) slide(current);
    },
  };
}

export type ChoiceOptions = { input: string; name: string; words: Record<string, string> };

export function choice(options: ChoiceOptions, change: (value: string) => void): Control<string> & { select: HTMLSelectElement } {
  const id = uid();
  const select = el("select", { id, "data-input": options.input, class: "u-select" });
  for (const [value, word] of Object.entries(options.words)) select.append(el("option", { value }, word));
  select.addEventListener("change", () => change(select.value));
  const node = el("div", { class: "u-choice" }, el("label", { for: id }, options.name), select);
  return {
    node,
    select,
    set(value) {
      if (select.value !== value) select.value = value;
    },
  };
}
