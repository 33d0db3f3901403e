/** An image that one resizes, and the network that it has to get through: where sizes no longer meet, and what would mend it. */

import { results } from "../_kit/announce.ts";
import { el, fold, output, scroller, text } from "../_kit/dom.ts";
import { grouped } from "../_kit/numbers.ts";
import type { Mount } from "../_kit/types.ts";
import { SIDES } from "./axis.ts";
import { ladder } from "./ladder.ts";
import { compute, type Result } from "./model.ts";
import { layers, main, more } from "./panel.ts";
import type { State } from "./state.ts";
import { strip } from "./strip.ts";
import { decoder, encoder, ends } from "./tables.ts";
import { times, verdict } from "./words.ts";

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let shown: Result = compute(state);
  const get = (): State => state;
  const change = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };

  const title = el("span", { class: "u-mute" });
  const out = [0, 1].map((a) => output(el("b"), `out[${a}]`));
  const lead = el("p", { class: "size-out" }, "output ", out[0].node, " × ", out[1].node);
  const said = el("p", { class: "size-said" });
  const row = strip((sides) => change({ ...state, ...sides }));
  const legend = el("p", { class: "u-mute size-legend" });
  const picture = ladder();
  const parts = [main(get, change), layers(get, change), more(get, change)];
  const tables = [encoder(), ends(), decoder()];
  const scrollers = tables.map((table, i) => {
    const inner = scroller(["The way down", "The middle and the end", "The way up"][i]);
    inner.fill(table.node);
    return inner;
  });
  const every = fold("", ...scrollers.map(({ node }) => node));
  every.addEventListener("toggle", () => {
    if (every.open) for (const table of tables) table.set(state, shown, true);
  });
  const spoken = results();
  root.append(
    el("div", { class: "u-head size-head" }, el("b", {}, "Resize the image"), title),
    el("div", { class: "size-stage" }, row.node, legend),
    el("div", { class: "size-verdict" }, said, lead),
    picture.node,
    parts[0].node,
    fold("The encoder’s layers", parts[1].node),
    every,
    fold("Maps, and a layer behind the network", parts[2].node, el("p", { class: "u-mute size-note" },
      "Finer classes come from one more convolution behind the network, padded by half of its kernel. Its input is the scores of the classes.")),
    spoken.node,
  );

  function draw(): void {
    const r = (shown = compute(state));
    const image = [state.height, state.width];
    text(title, `${times(image)} → ${r.stop ? "stops" : times(r.out)}`);
    row.set(state, r);
    const count = r.works.filter((code) => code === 2).length;
    const what = state.decoder === "none" ? "get through" : "come back with their size";
    text(legend, `Tall: square images that ${what}, ${count} of the sides 1 to ${SIDES}. ${state.decoder === "none" ? "" : "Low: others that get through. "}Drag there for a square.`);
    const words = verdict(state, r);
    text(said, words);
    const good = !r.stop && (state.decoder === "none" || r.out.every((side, a) => side === image[a]));
    said.classList.toggle("size-off", !good);
    lead.hidden = r.stop > 0;
    out.forEach((one, a) => one.set(r.out[a], grouped(r.out[a])));
    picture.set(state, r);
    for (const part of parts) part.set(state);
    text(every.children[0], `Layer by layer: ${grouped(r.total_parameters)} parameters`);
    for (const table of tables) table.set(state, r, every.open);
    spoken.say(words);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      for (const part of [row, spoken, ...scrollers]) part.destroy();
    },
  };
};
