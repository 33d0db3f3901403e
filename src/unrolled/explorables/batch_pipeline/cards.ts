/** The batches in the order of the updates, each with its examples: the stronger the colour, the later their class was stored. */

import { attr, el, only, output, text } from "../_kit/dom.ts";
import { whenIdle } from "../_kit/idle.ts";
import { keeper } from "../_kit/keep.ts";
import { grouped } from "../_kit/numbers.ts";
import { BATCHES, CELLS, PER_BATCH, type Result } from "./model.ts";
import { classOf, type State } from "./state.ts";

const FULL = 46; // per cent of the colour: text on it stays legible

export function cards(): { node: HTMLElement; draw(s: State, r: Result): void; destroy(): void } {
  const keep = keeper();
  const node = el("div", { class: "pipe-cards" });
  const legend = el("p", { class: "u-mute pipe-legend" });
  const more = el("p", { class: "u-mute pipe-more" });

  const cell = (k: number) => {
    const [span, length] = [el("span"), el("small")];
    const node = el("div", { class: "pipe-cell" }, span, length);
    let [looks, kind] = ["", ""];
    return {
      node,
      number: output(span, `member[${k}]`),
      epoch: output(node, `epoch_of[${k}]`), // its border and the card's head show it
      length,
      /** Colour, share of the row that is no filler, width of the row: in per cent. */
      dress(shade: number, full: number, wide: number, later: boolean) {
        const style = `--shade: ${shade}%; --full: ${full}%; width: ${wide}%`;
        if (style !== looks) attr(node, "style", (looks = style));
        const name = later ? "pipe-cell pipe-later" : "pipe-cell";
        if (name !== kind) attr(node, "class", (kind = name));
      },
    };
  };
  const card = (b: number) => {
    const [name, note] = [el("b", {}, String(b + 1)), el("small")];
    const [cells, rest] = [el("div", { class: "pipe-cells" }), el("small", { class: "u-mute" })];
    return { note, cells, rest, node: el("div", { class: "pipe-card" }, el("div", { class: "pipe-card-head" }, name, note), cells, rest) };
  };

  // Larger batches and more of them find their elements made.
  let made = 0;
  const destroy = whenIdle(() => {
    made += 8;
    keep.list("cells", Math.min(made, CELLS), cell);
    keep.list("cards", Math.min(made, BATCHES), card);
    return made < CELLS;
  });

  return {
    destroy,
    node: el("div", {}, node, more, legend),
    draw(s, r) {
      const listed = Array.isArray(s.lengths) ? s.lengths : null;
      const longest = listed ? Math.max(...listed) : 1;
      node.classList.toggle("pipe-long", listed !== null);
      const cells = keep.list("cells", r.member.length, cell);
      let at = 0;
      const used: HTMLElement[] = [];
      for (const [b, size] of r.size.entries()) {
        if (at >= CELLS) break;
        const own = keep.list("cards", b + 1, card)[b];
        const many = Math.min(size, PER_BATCH, CELLS - at);
        const mine = cells.slice(at, at + many);
        only(own.cells, ...mine.map((one) => one.node));
        const epochs = [...new Set(r.epoch_of.slice(at, at + many))].sort((a, b) => a - b);
        text(own.note, s.epochs > 1 ? `epoch ${epochs.join(" + ")}` : "");
        own.node.classList.toggle("pipe-mixed", epochs.length > 1);
        text(own.rest, size > many ? `and ${size - many} more` : size < s.batch ? `${size} of ${s.batch}` : "");
        mine.forEach((one, i) => {
          const id = r.member[at + i];
          one.number.set(id, String(id));
          one.epoch.set(r.epoch_of[at + i]);
          const steps = listed ? listed[id - 1] : 1;
          const shade = Math.round(4 + (FULL - 4) * (s.classes > 1 ? classOf(s, id - 1) / (s.classes - 1) : 0.5));
          one.dress(shade, (100 * steps) / (listed ? r.longest[b] : 1), listed ? (100 * r.longest[b]) / longest : 100, r.epoch_of[at + i] % 2 === 0);
          text(one.length, listed ? String(steps) : "");
        });
        at += many;
        used.push(own.node);
      }
      only(node, ...used);
      text(legend, `Examples, numbered as stored${listed ? " (their lengths; striped: filler)" : ""}${s.classes > 1 ? ", in stronger blue from class to class" : ""}${s.epochs > 1 ? "; dashed in every second epoch" : ""}.`);
      const rest = r.updates - used.length;
      text(more, r.updates === 0 ? "No batch is ever full: nothing is trained." : rest > 0 ? `and ${grouped(rest)} more ${rest === 1 ? "batch" : "batches"}` : "");
      attr(more, "hidden", r.updates > 0 && rest <= 0);
    },
  };
}
