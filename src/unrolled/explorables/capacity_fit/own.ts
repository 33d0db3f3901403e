/** Points of one's own: a box for each number, and buttons to have one more or one less. */

import { choice, type NumberControl, numberControl } from "../_kit/control.ts";
import { el, only, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { put } from "../_kit/path.ts";
import { check, GIVEN, type State } from "./model.ts";

type Pair = readonly ["x", "y"] | readonly ["x_new", "y_new"];
const FARTHEST = { x: 1, x_new: 2 };

export function own(change: (path: string, value: unknown) => void, take: (part: Partial<State>) => void): { node: HTMLElement; set(s: State): void } {
  const source = choice({ input: "data", name: "Points", words: { drawn: "drawn at random", given: "my own" } }, (value) => change("data", value));
  const lists = ([["x", "y"], ["x_new", "y_new"]] as const).map((pair) => list(pair, change, take));
  const body = el("div", { class: "capacity-own" }, ...lists.map(({ node }) => node));
  return {
    node: el("div", {}, source.node, body),
    set(s) {
      source.set(s.data);
      body.hidden = s.data === "drawn";
      if (!body.hidden) for (const one of lists) one.set(s);
    },
  };
}

function list([x, y]: Pair, change: (path: string, value: unknown) => void, take: (part: Partial<State>) => void): { node: HTMLElement; set(s: State): void } {
  const keep = keeper();
  const message = el("p", {});
  const refusal = el("p", { class: "u-message", role: "alert" });
  const rows = el("div", {});
  const title = x === "x" ? "to fit" : "to judge by";
  const more = el("button", { type: "button", class: "u-button" }, "One more");
  const less = el("button", { type: "button", class: "u-button" }, "One less");
  let state: State;
  const attempt = (path: string, value: number): void => {
    try {
      check(put(state, path, value)); // two points at one place have no polynomial
      text(refusal, "");
    } catch (error) {
      text(refusal, (error as Error).message);
      return;
    }
    change(path, value);
  };
  more.addEventListener("click", () => take({ [x]: [...state[x], room(state[x], FARTHEST[x])], [y]: [...state[y], 0] }));
  less.addEventListener("click", () => take({ [x]: state[x].slice(0, -1), [y]: state[y].slice(0, -1) }));
  const make = (i: number): { node: HTMLElement; boxes: NumberControl[] } => {
    const far = { [x]: FARTHEST[x], [y]: 100 };
    const boxes = [x, y].map((name) =>
      numberControl({ input: `${name}[${i}]`, name: `${name[0]} of point ${i + 1} ${title}`, span: [-1, 1], limits: [-far[name], far[name]], bare: message }, (value) => attempt(`${name}[${i}]`, value)));
    const label = el("span", { class: "u-mute" });
    text(label, String(i + 1));
    return { boxes, node: el("div", { class: "capacity-pair" }, label, ...boxes.map(({ node }) => node)) };
  };
  return {
    node: el("div", {}, el("p", { class: "u-mute" }, `Points ${title}: x, y`), rows, message, refusal, el("div", { class: "capacity-buttons" }, more, less)),
    set(s) {
      state = s;
      const made = keep.list("rows", s[x].length, make);
      only(rows, ...made.map(({ node }) => node));
      made.forEach(({ boxes }, i) => [s[x][i], s[y][i]].forEach((value, j) => boxes[j].set(value)));
      more.disabled = s[x].length >= GIVEN;
      less.disabled = s[x].length <= 1;
    },
  };
}

/** The middle of the widest gap between the places there are. */
function room(places: number[], far: number): number {
  const ordered = [-far, ...[...places].sort((a, b) => a - b), far];
  const gaps = ordered.slice(1).map((at, i) => at - ordered[i]);
  const i = gaps.indexOf(Math.max(...gaps));
  return Number(((ordered[i] + ordered[i + 1]) / 2).toFixed(4));
}
