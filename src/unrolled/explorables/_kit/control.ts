/** Controls: a slider with a box that takes what a person types, and a list of words. */

import { attr, el, uid } from "./dom.ts";
import { parse } from "./expression.ts";
import { editable, grouped } from "./numbers.ts";

export type Control<T> = { node: HTMLElement; set(value: T): void };

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
};

// What one has typed on the way to a number; not worth a message before one stops.
const UNFINISHED = /^$|[-−+*/^(.,e√]$/i;
const PATIENCE = 900; // ms

export function numberControl(options: NumberOptions, change: (value: number) => void): Control<number> {
  const { input, name, span, step = 0.1, limits = [-1e6, 1e6], whole = false } = options;
  const label = options.says ? `${name}, ${options.says}` : name;
  const id = uid();
  const range = el("input", { type: "range", "data-input": input, "aria-label": `${label}, slider`, step, min: span[0], max: span[1] });
  const box = el("input", {
    type: "text", class: "u-box", "data-input": input, "aria-label": label, autocomplete: "off", spellcheck: "false",
    inputmode: "text", autocapitalize: "off",
  });
  const message = el("span", { class: "u-message", id, role: "alert", hidden: true });
  const title = el("span", { class: `u-name u-${options.kind ?? "param"}`, "aria-hidden": "true" }, name);
  const node = el("div", { class: options.stacked ? "u-control u-stacked" : "u-control" }, title, range, box, message);
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
    const [low, high] = [Math.min(span[0], value), Math.max(span[1], value)];
    if (Number(range.min) !== low) range.min = String(low);
    if (Number(range.max) !== high) range.max = String(high);
    range.value = String(value);
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
    current = Number(range.value);
    box.value = editable(current);
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
      box.value = editable(value);
      slide(value);
      complain("");
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
