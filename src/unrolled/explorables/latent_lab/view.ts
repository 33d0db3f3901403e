/** A plane of codes with one to drag, and the digit that is decoded; how a draw comes in, with every number. */

import { results } from "../_kit/announce.ts";
import { el, fold, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { controls } from "./controls.ts";
import { heldOut, images, pixels } from "./images.ts";
import { classOf, compute, type Result } from "./model.ts";
import { decode } from "./networks.ts";
import { atlas, codes, draws } from "./plane.ts";
import type { State } from "./state.ts";
import { steps } from "./steps.ts";

const SEEDS = 10000;
// These say what the code is; one that was put freely gives way to it.
const TIED = ["network", "digit", "source", "mu", "sigma", "seed", "epsilon"];

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let found: Result;
  const become = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => {
    const next = put(state, path, value);
    const [field] = path.split("[");
    // What is set by hand is meant to be used, and a new seed to be drawn from.
    const source = field === "mu" || field === "sigma" ? "hand" : next.source;
    become({ ...next, source, epsilon: field === "seed" ? null : next.epsilon, free: TIED.includes(field) ? null : next.free });
  };
  const drawn = (epsilon: [number, number]): void => become({ ...state, epsilon, free: null });

  const plane = codes((free) => become({ ...state, free }), (digit) => become({ ...state, digit, source: "encoder", free: null }));
  const dice = draws(drawn);
  const seen = images();
  const set = controls(change, drawn, () => found);
  const numbers = steps();
  const listing = pixels();
  const new_ = heldOut();
  const map = atlas();
  const again = el("button", { type: "button", class: "u-button" }, "New draw ε");
  again.addEventListener("click", () => become({ ...state, seed: (state.seed + 1) % SEEDS, epsilon: null, free: null }));
  const back = el("button", { type: "button", class: "u-button" }, "z back to the digit");
  back.addEventListener("click", () => become({ ...state, free: null }));
  const title = el("span", { class: "u-mute" });
  const dicing = el("div", { class: "latent-dice" }, dice.node);
  const spoken = results();
  const each = fold("Pixel by pixel", listing.node);
  const everywhere = fold("What is decoded where", map.node);
  for (const part of [each, everywhere]) part.addEventListener("toggle", () => draw());
  const penalty = el("p", { class: "latent-note" },
    "A sparse autoencoder’s loss pulls at the code. Here the pull is all there is: of all codes h the one is decoded that makes ½ ‖h − z‖² plus the penalty smallest. L1 takes λ from each coordinate and stops at 0; L2 divides each and never gets there. The plain autoencoder shows it.");
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "A digit in two numbers"), title),
    el("div", { class: "latent-stage" }, plane.node, el("div", { class: "latent-side" }, seen.node, dicing)),
    el("div", { class: "latent-panel" }, set.first.node, el("div", { class: "latent-buttons" }, again, back)),
    numbers.node,
    fold("μ and σ by hand, another loss", set.hand.node),
    fold("A penalty on the code", penalty, set.penalty.node),
    each,
    everywhere,
    fold("How good both are", new_.node),
    spoken.node,
  );

  function draw(): void {
    const r = (found = compute(state));
    const variational = state.network === "variational";
    for (const part of [plane, dice, seen, numbers, listing, new_, ...Object.values(set)]) part.set(state, r);
    if (everywhere.open) map.set(state.network, plane.range(), (z) => decode(state.network, z));
    dicing.hidden = !variational;
    again.hidden = !variational;
    back.disabled = state.free === null;
    text(title, `${state.network} autoencoder`);
    spoken.say(`A ${classOf(state.digit)}; code ${r.code.map((value) => show(value, 3)).join(", ")}; squared error ${show(r.reconstruction, 3)}${
      r.kl_total === null ? "" : `, divergence ${show(r.kl_total, 3)}`}.`);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      for (const part of [plane, dice, spoken]) part.destroy();
    },
  };
};
