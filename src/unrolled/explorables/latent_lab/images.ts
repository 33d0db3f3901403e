/** The digit and what is decoded, the loss in its parts, and the same pixel by pixel. */

import { attr, el, only, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { classOf, type Result } from "./model.ts";
import { HELD_OUT, NETWORKS } from "./networks.ts";
import type { State } from "./state.ts";
import type { Part } from "./steps.ts";

const SIDE = 8;
const GRIDS = { image: "The digit x", decoded: "Decoded x̂", error: "(x − x̂)²" } as const;

function paint(canvas: HTMLCanvasElement, rows: number[][]): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(SIDE, SIDE);
  rows.flat().forEach((value, k) => {
    image.data.fill(Math.round(255 * value), 4 * k, 4 * k + 3);
    image.data[4 * k + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}

export function images(): Part {
  const [before, after] = [0, 1].map(() => el("canvas", { role: "img", width: SIDE, height: SIDE }));
  const name = el("figcaption");
  const figure = (canvas: HTMLElement, caption: HTMLElement): HTMLElement => el("figure", {}, canvas, caption);
  const outputs = (["reconstruction", "distance", "kl_total", "added", "total"] as const).map((key) => [key, output(el("b", { class: "u-forward-text" }), key)] as const);
  const o = Object.fromEntries(outputs) as Record<(typeof outputs)[number][0], (typeof outputs)[number][1]>;
  const [weight, sum] = [el("span"), el("span")];
  const lines = {
    error: el("p", {}, "‖x − x̂‖², over 64 pixels ", o.reconstruction.node),
    distance: el("p", {}, "(z − t)² ", o.distance.node),
    divergence: el("p", {}, "divergence KL ", o.kl_total.node),
    added: el("p", {}, weight, o.added.node),
    total: el("p", { class: "latent-total" }, sum, o.total.node),
  };
  const node = el("div");
  const losses = el("div", { class: "latent-losses" });
  node.append(el("div", { class: "latent-images" }, figure(before, name), figure(after, el("figcaption", {}, "decoded"))), losses);
  return {
    node,
    set(s, r) {
      paint(before, r.image);
      paint(after, r.decoded);
      text(name, `a ${classOf(s.digit)}`);
      attr(before, "aria-label", `A handwritten ${classOf(s.digit)}, 8 by 8 pixels`);
      attr(after, "aria-label", `What is decoded from ${r.code.map((value) => show(value, 3)).join(", ")}`);
      for (const [key, one] of outputs) {
        const value = r[key];
        one.set(value ?? NaN, value === null ? "" : show(value));
      }
      text(weight, s.network === "plain" ? "penalty on the code " : `β · KL = ${show(s.beta)} · ${show(r.kl_total ?? 0)} = `);
      text(sum, `loss L = ${show(r.distance ?? r.reconstruction)} + ${show(r.added)} = `);
      only(losses, lines.error, r.distance !== null && lines.distance, r.kl_total !== null && lines.divergence, lines.added, lines.total);
    },
  };
}

/** Three grids of 64 numbers. */
export function pixels(): Part {
  const grids = (Object.keys(GRIDS) as (keyof typeof GRIDS)[]).map((key) => {
    const cells = Array.from({ length: SIDE }, (_, i) => Array.from({ length: SIDE }, (_, j) => output(el("span"), `${key}[${i},${j}]`)));
    const node = el("div", {}, el("p", { class: "u-mute" }, GRIDS[key]), el("div", { class: "latent-pixels" }, ...cells.flat().map((cell) => cell.node)));
    return { key, cells, node };
  });
  const node = el("div", { class: "latent-grids" }, ...grids.map((grid) => grid.node));
  return {
    node,
    set(_, r) {
      const open = node.closest("details")?.open ?? false;
      for (const { key, cells } of grids) r[key].forEach((row, i) => row.forEach((value, j) => cells[i][j].set(value, open ? value.toFixed(2) : undefined)));
    },
  };
}

/** What both do on digits that training never saw. */
export function heldOut(): { node: HTMLElement; set(s: State, r: Result): void } {
  const inside = output(el("b"), "inside");
  const name = el("span");
  const head = el("tr", {}, el("td"), ...["mean ‖x − x̂‖²", "in the circle"].map((title) => el("th", { scope: "col" }, title)));
  const body = NETWORKS.map((network, i) => {
    const cells = ["held_error", "held_inside"].map((key, k) => {
      const cell = output(el("td"), `${key}[${i}]`);
      cell.set(HELD_OUT[k][i], k ? `${(100 * HELD_OUT[k][i]).toFixed(1)} %` : show(HELD_OUT[k][i]));
      return cell.node;
    });
    return el("tr", {}, el("th", { scope: "row" }, network), ...cells);
  });
  const node = el("div", {},
    el("p", { class: "latent-note" }, "Both learned 1200 digits with the same layers, 64 to 24 to the code and back; these are the other 597, decoded from their codes or means, and how many of these lie in the circle. It holds 95 % of the draws from the prior."),
    el("table", { class: "u-table" }, el("thead", {}, head), el("tbody", {}, ...body)),
    el("p", { class: "latent-note" }, "Of the hundred in the picture, ", name, " has ", inside.node, " in the circle. The width of the hidden layers and the length of training were settled in a few trial runs that looked at the error on these 597, too, so they are new to the weights but not to whoever chose."));
  return {
    node,
    set(s, r) {
      text(name, `the ${s.network} one`);
      inside.set(r.inside, `${Math.round(100 * r.inside)} %`);
    },
  };
}
