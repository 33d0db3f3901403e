/** What is said to everyone: a notice in sight, and a quiet result for screen readers once things have settled. */

import { el } from "./dom.ts";

const SETTLED = 700; // ms

export type Notice = { node: HTMLElement; say(text: string): void };

/** A line above the view that can be dismissed. */
export function notice(): Notice {
  const words = el("span");
  const button = el("button", { type: "button", class: "u-plain", "aria-label": "Dismiss the notice" }, "✕");
  const node = el("div", { class: "u-notice", role: "status", hidden: true }, words, button);
  button.addEventListener("click", () => {
    node.hidden = true;
  });
  return {
    node,
    say(text) {
      words.textContent = text;
      node.hidden = text === "";
    },
  };
}

/** An invisible line that screen readers read out when it changes. */
export function results(): { node: HTMLElement; say(text: string): void; destroy(): void } {
  const node = el("p", { class: "u-unseen", role: "status" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    node,
    say(text) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        node.textContent = text;
      }, SETTLED);
    },
    destroy: () => clearTimeout(timer),
  };
}
