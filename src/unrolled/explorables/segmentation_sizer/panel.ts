/** The controls: the image, what stands between encoder and decoder, and the encoder's layers as a grid of boxes. */

import { choice, numberControl, type NumberControl } from "../_kit/control.ts";
import { el, only } from "../_kit/dom.ts";
import { put } from "../_kit/path.ts";
import { type Choice, CHOICES, KINDS, type List, LISTS, longer, MOST_LAYERS, NUMBERS, shorter, type State } from "./state.ts";
import { WORDS } from "./words.ts";

type Get = () => State;
type Change = (next: State) => void;
type Part = { node: HTMLElement; set(s: State): void };
type Name = keyof typeof NUMBERS;

const SPANS: Record<Name, [string, number, number]> = {
  height: ["height", 1, 320], width: ["width", 1, 320], classes: ["classes", 1, 100], built_for: ["built for side", 1, 320], scale: ["scaled up by", 1, 32],
  channels: ["image’s channels", 1, 16], code: ["maps in the middle", 1, 256], up_filters: ["maps on the way up", 1, 256],
  fine: ["finer classes", 0, 100], fine_kernel: ["its kernel", 1, 9],
};

function numbers(names: Name[], get: Get, change: Change): { nodes: HTMLElement[]; set(s: State): void } {
  const made = names.map((name) => {
    const [title, low, high] = SPANS[name];
    const kind = name === "height" || name === "width" ? "given" : "param";
    const one = numberControl({ input: name, name: title, span: [low, high], limits: [...NUMBERS[name]], step: 1, whole: true, kind }, (value) => change(put(get(), name, value)));
    return { name, one };
  });
  return {
    nodes: made.map(({ one }) => one.node),
    set(s) {
      for (const { name, one } of made) {
        one.set(s[name]);
        one.node.hidden = !used(name, s);
      }
    },
  };
}

function used(name: Name, s: State): boolean {
  if (name === "built_for") return s.middle === "dense" || s.middle === "adaptive";
  if (name === "code") return s.middle !== "none";
  if (name === "scale") return s.decoder === "scale";
  if (name === "up_filters") return s.decoder !== "scale" && s.decoder !== "none";
  return name !== "fine_kernel" || s.fine > 0;
}

export function main(get: Get, change: Change): Part {
  const { nodes, set } = numbers(["height", "width", "classes", "built_for", "scale"], get, change);
  const titles: Record<Choice, string> = { middle: "in the middle", decoder: "decoder", skip: "skip connections", mend: "sizes meet by" };
  const choices = (Object.keys(CHOICES) as Choice[]).map((name) => ({
    name, one: choice({ input: name, name: titles[name], words: WORDS[name] }, (value) => change(put(get(), name, value))),
  }));
  return {
    node: el("div", { class: "size-panel" }, el("div", {}, ...nodes), el("div", {}, ...choices.map(({ one }) => one.node))),
    set(s) {
      set(s);
      for (const { name, one } of choices) one.set(s[name]);
    },
  };
}

export function more(get: Get, change: Change): Part {
  const { nodes, set } = numbers(["channels", "code", "up_filters", "fine", "fine_kernel"], get, change);
  return { node: el("div", { class: "size-panel" }, ...nodes), set };
}

const COLUMNS: [List, string][] = [["kernel", "kernel"], ["stride", "stride"], ["padding", "padding"], ["filters", "filters"]];

/** A row per layer; a pooling has no filters. */
export function layers(get: Get, change: Change): Part {
  const messages = el("div");
  const boxes = (i: number): { list: List; box: NumberControl }[] => COLUMNS.map(([list, title]) => ({
    list,
    box: numberControl({ input: `${list}[${i}]`, name: title, says: `layer ${i + 1}`, span: [...LISTS[list]], limits: [...LISTS[list]], step: 1, whole: true, bare: messages },
      (value) => change(put(get(), `${list}[${i}]`, value))),
  }));
  const rows = Array.from({ length: MOST_LAYERS }, (_, i) => {
    const kind = choice({ input: `kind[${i}]`, name: String(i + 1), words: Object.fromEntries(KINDS.map((one) => [one, one])) }, (value) => change(put(get(), `kind[${i}]`, value)));
    const cells = boxes(i);
    return { kind, cells, node: el("div", { class: "size-layer" }, kind.node, ...cells.map(({ box }) => box.node)) };
  });
  const head = el("div", { class: "size-layer size-heads u-mute", "aria-hidden": "true" }, el("span", {}, "layer"), ...COLUMNS.map(([, title]) => el("span", {}, title)));
  const [again, remove] = ["One more layer", "One layer less"].map((words) => el("button", { type: "button", class: "u-button" }, words));
  again.addEventListener("click", () => change(longer(get())));
  remove.addEventListener("click", () => change(shorter(get())));
  const list = el("div");
  return {
    node: el("div", {}, list, messages, el("div", { class: "size-buttons" }, again, remove)),
    set(s) {
      only(list, head, ...rows.slice(0, s.kind.length).map((row) => row.node));
      rows.slice(0, s.kind.length).forEach(({ kind, cells }, i) => {
        kind.set(s.kind[i]);
        for (const { list: name, box } of cells) {
          box.set(s[name][i]);
          box.node.style.visibility = name === "filters" && s.kind[i] === "pool" ? "hidden" : "";
        }
      });
      again.disabled = s.kind.length === MOST_LAYERS;
      remove.disabled = s.kind.length === 1;
    },
  };
}
