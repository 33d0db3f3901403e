/** A digit in a field to move, draw on and cover; what three networks make of it. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, numberControl } from "../_kit/control.ts";
import { attr, el, fold, text } from "../_kit/dom.ts";
import { put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { accuracy, bars, NAMES, networks, share } from "./answers.ts";
import { field } from "./field.ts";
import { maps, paint } from "./maps.ts";
import { compute } from "./model.ts";
import { NETWORKS } from "./networks.ts";
import { occlusion } from "./occlusion.ts";
import { BOX, DIGITS, FARTHEST, type State, WHITE } from "./state.ts";
import { unit } from "./unit.ts";

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  const become = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => become(put(state, path, value));

  const ground = field({
    move: (right, down) => (right !== state.right || down !== state.down) && become({ ...state, right, down }),
    draw: (digit) => become({ ...state, digit }),
    cover: (row, column) => (row !== state.row || column !== state.column) && become({ ...state, row, column }),
  });
  const answer = bars((digit) => change("watch", digit));
  const every = networks((name) => change("network", name));
  const inside = maps((...at) => {
    looking.open = true;
    become({ ...state, unit: at });
  });
  const heat = occlusion(change, (row, column) => become({ ...state, row, column }));
  const one = unit(change);
  const parts = [answer, every, inside, heat, one.products, one.numbers];

  const thumbs = Object.entries(DIGITS).map(([name, digit]) => {
    const canvas = el("canvas", { width: BOX, height: BOX, "aria-hidden": "true" });
    paint(canvas, digit.flat(), WHITE);
    const number = Number(name.slice(-1));
    const node = el("button", { type: "button", class: "lab-thumb", "aria-label": `Handwritten ${number}` }, canvas);
    node.addEventListener("click", () => become({ ...state, digit: name, watch: number }));
    return { node, name };
  });

  const shift = (input: "right" | "down"): Control<number> =>
    numberControl({ input, name: input, says: "pixels that the digit is moved", span: [-FARTHEST, FARTHEST], limits: [-FARTHEST, FARTHEST], step: 1, whole: true, kind: "given" }, (value) => change(input, value));
  const digits = Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [digit, String(digit)]));
  const controls = {
    right: shift("right"),
    down: shift("down"),
    watch: choice({ input: "watch", name: "Class to watch", words: digits }, (value) => change("watch", Number(value))),
    edges: choice({ input: "edges", name: "At the edges", words: { end: "the field ends", wrap: "it wraps around" } }, (value) => change("edges", value)),
  };

  const title = el("span", { class: "u-mute" });
  const looking = fold("One unit, product by product", one.controls, one.products.node);
  const listing = fold("All numbers of its map", one.numbers.node);
  for (const part of [looking, listing]) part.addEventListener("toggle", () => draw());
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Move a digit, hide a part of it"), title),
    el("div", { class: "lab-stage" }, ground.node, el("div", {}, answer.node, every.node)),
    el("div", { class: "lab-thumbs", role: "group", "aria-label": "Handwritten digits to pick" }, ...thumbs.map(({ node }) => node)),
    el("div", { class: "lab-panel" }, ...Object.values(controls).map(({ node }) => node)),
    el("div", { class: "lab-inside" }, inside.node, heat.node),
    fold("The patch: place and measure", heat.controls),
    looking,
    listing,
    fold("How often each network is right", accuracy()),
    spoken.node,
  );

  function draw(): void {
    const r = compute(state);
    ground.set(state, r, looking.open);
    for (const part of parts) part.set(state, r);
    for (const [name, control] of Object.entries(controls)) {
      (control as Control<unknown>).set(name === "watch" ? String(state.watch) : state[name as keyof State]);
    }
    for (const { node, name } of thumbs) attr(node, "aria-pressed", state.digit === name ? "true" : "false");
    const k = NETWORKS.indexOf(state.network);
    text(title, `${NAMES[state.network]} says ${r.answers[k]}`);
    spoken.say(NETWORKS.map((name, i) => `${NAMES[name]} says ${r.answers[i]}, with probability ${share(r.watched[i])} for ${state.watch}.`).join(" "));
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      one.numbers.destroy();
      spoken.destroy();
    },
  };
};
