/** Encoder on the left, decoder on the right, a row per level: what stands in one row has to meet. */

import { attr, el, only, text } from "../_kit/dom.ts";
import { grouped } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { MOST_LAYERS, type State } from "./state.ts";
import { downName, meeting, times, upName, WORDS } from "./words.ts";

const PROPORTION = 1.6; // the frame of the largest map: so many times as wide as high

type Side = { label: HTMLElement; size: HTMLElement; note: HTMLElement; frame: HTMLElement; box: HTMLElement };

function side(name: string): Side {
  const [size, note] = [el("b"), el("small")];
  const box = el("i");
  return { size, note, box, label: el("p", { class: `size-label size-${name}` }, size, note), frame: el("span", { class: "size-frame", "aria-hidden": "true" }, box) };
}

export function ladder(): { node: HTMLElement; set(s: State, r: Result): void } {
  const rows = Array.from({ length: MOST_LAYERS + 1 }, () => {
    const [down, up] = [side("down"), side("up")];
    const [mark, words] = [el("span", { class: "size-mark" }), el("span", { class: "size-words" })];
    const link = el("p", { class: "size-link" }, el("span", {}, mark, words));
    return { down, up, link, mark, words, node: el("div", { class: "size-row" }, down.label, down.frame, link, up.frame, up.label) };
  });
  const [bottom, bend] = [el("div", { class: "size-bottom" }), side("bend")];
  bottom.append(bend.frame, bend.label);
  const node = el("div", { class: "size-ladder" });

  return {
    node,
    set(s, r) {
      const layers = s.kind.length;
      const most = [0, 1].map((a) => Math.max(1, ...r.down.map((one) => one[a]), ...r.up.map((one) => one[a])));
      const room = Math.max(most[1], PROPORTION * most[0]); // pixels across the frame
      const fill = ({ size, note, frame, box }: Side, pair: number[] | null, maps: number, words: string, kind = ""): void => {
        const there = pair !== null && pair.every(Boolean);
        text(size, there ? times([...pair, maps]) : pair ? "—" : "");
        text(note, words);
        attr(frame, "class", `size-frame ${kind}`);
        attr(box, "style", there ? `width:max(3px,${((100 * pair[1]) / room).toFixed(1)}%);aspect-ratio:${pair[1]}/${pair[0]}` : "display:none");
      };
      const isBent = s.middle !== "none" || s.decoder === "none";
      only(node, ...rows.slice(0, layers + 1).map((row) => row.node), isBent ? bottom : null);
      rows.slice(0, layers + 1).forEach(({ down, up, link, mark, words }, i) => {
        fill(down, r.down[i], r.down_maps[i], i ? `↓ ${downName(s, i - 1)}` : "image");
        // The last layer of the decoder meets the image, whichever layer it takes back.
        const last = r.order.length - 1;
        const k = i ? r.order.indexOf(i) : last;
        const stands = k >= 0 && (!i || k < last);
        const met = stands && k < r.steps ? meeting(s, r, k) : null;
        const verdict = met && (!i || s.skip !== "none") ? (met.ok ? "size-ok" : "size-off") : "";
        fill(up, stands ? (met ? r.up[k] : [0, 0]) : null, r.up_maps[k], stands ? `↑ ${upName(s, r.order[k])}` : "", verdict);
        text(mark, met ? (met.ok ? "✓ " : "✗ ") : "");
        text(words, met?.words ?? "");
        attr(link, "class", `size-link ${!met ? "" : s.skip !== "none" && i ? "size-skip" : "size-facing"} ${verdict}`);
      });
      if (!isBent) return;
      const wants = r.dense_expected ? `: ${grouped(r.dense_expected)} inputs${r.stop === 2 ? ` wanted, ${grouped(r.dense_inputs)} arrive` : `, ${grouped(r.dense_outputs)} outputs`}` : "";
      const first = s.middle === "none" ? "" : `${s.middle === "adaptive" ? "adaptive pooling, fully connected" : WORDS.middle[s.middle]}${wants}`;
      const last = s.decoder === "none" ? `${first ? "; " : ""}last layer: ${grouped(s.classes)} classes` : "";
      fill(bend, r.middle_size, r.middle_maps, `${first}${last}`, r.stop === 2 ? "size-off" : "");
      if (r.stop === 2) text(bend.size, "✗ stops here");
    },
  };
}
