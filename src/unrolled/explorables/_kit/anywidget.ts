/** The notebook: an anywidget module whose traits are the state, in step with the kernel in both directions. */

import type { AnyModel, AnyWidget, RenderProps } from "@anywidget/types";
import { frame, onShow } from "./frame.ts";
import { same } from "./path.ts";
import type { Check, Mount } from "./types.ts";

type Model = AnyModel<Record<string, unknown>>;

export function widget<S extends object>(mount: Mount<S>, check: Check<S>): AnyWidget {
  const fields = Object.keys(check({}));
  const read = (model: Model): S => check(Object.fromEntries(fields.map((field) => [field, model.get(field)])));

  function render({ model, el }: RenderProps<Record<string, unknown>>): () => void {
    const write = (state: S): void => {
      const values = state as Record<string, unknown>;
      for (const field of fields) {
        if (!same(model.get(field), values[field])) model.set(field, values[field]);
      }
      model.save_changes();
    };
    const presets = (model.get("presets") ?? {}) as Record<string, unknown>;
    const made = frame<S>(el, { mount, check, opening: read(model), presets, changed: write });
    // One change may touch several fields, each with an event of its own: look once, when all are there.
    let pending = false;
    let over = false;
    const follow = (): void => {
      if (pending) return;
      pending = true;
      queueMicrotask(() => {
        pending = false;
        if (!over) made.set(read(model));
      });
    };
    for (const field of fields) model.on(`change:${field}`, follow);
    const unlisten = onShow(String(model.get("_explorable")), (state) => {
      if (made.take(state, "What the card sent")) made.show();
    });
    return () => {
      over = true;
      unlisten();
      for (const field of fields) model.off(`change:${field}`, follow);
      made.destroy();
    };
  }
  return { render };
}
