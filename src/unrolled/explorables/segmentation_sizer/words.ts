/** The network in words. */

import { grouped } from "../_kit/numbers.ts";
import { factor, transposed, window } from "./axis.ts";
import type { Result } from "./model.ts";
import type { State } from "./state.ts";

export const WORDS = {
  middle: { none: "nothing", conv: "1 × 1 convolution", dense: "fully connected", adaptive: "adaptive pooling first" },
  decoder: { none: "none: a classifier", double: "transposed", mirror: "transposed, mirrored", resize: "upsample, then 3 × 3", scale: "one upsampling" },
  skip: { none: "none", concat: "concatenated" },
  mend: { none: "nothing", crop: "cropping", pad: "padding the map", output_padding: "output padding", input: "padding the image" },
} as const;

export const times = (pair: number[]): string => pair.map(grouped).join(" × ");
const paced = (stride: number): string => (stride > 1 ? `, stride ${stride}` : "");

export const downName = (s: State, i: number): string => `${s.kind[i]} ${s.kernel[i]}${paced(s.stride[i])}`;

export function upName(s: State, i: number): string {
  const w = window(s, i);
  if (w) return `transposed ${w[0]}${paced(w[1])}`;
  return `upsample × ${factor(s, i)}`;
}

/** How the decoder's layer k and its counterpart meet: a mark, and by how much they do not or did not. */
export function meeting(s: State, r: Result, k: number): { ok: boolean; words: string } {
  const [raw, up, target] = [r.raw[k], r.up[k], r.target[k]];
  const by = (from: number[], to: number[]): string => times(to.map((one, a) => Math.abs(one - from[a])));
  const joined = s.skip !== "none" && k < r.order.length - 1;
  if (joined && s.mend === "crop" && !raw.every((one, a) => one === target[a])) return { ok: true, words: `cropped by ${by(raw, target)}` };
  const ok = up.every((one, a) => one === target[a]);
  if (!ok) return { ok, words: `${by(up, target)} ${up.every((one, a) => one <= target[a]) ? "missing" : up.every((one, a) => one >= target[a]) ? "too many" : "off"}` };
  if (up.every((one, a) => one === raw[a])) return { ok, words: "" };
  return { ok, words: `${s.mend === "output_padding" ? "output padding" : raw.every((one, a) => one >= up[a]) ? "cropped by" : "padded by"} ${by(raw, up)}` };
}

/** Why the image stops, or what comes out. */
export function verdict(s: State, r: Result): string {
  if (r.stop === 1) return `The image stops in the encoder: layer ${r.fits + 1} does not fit on ${times(r.down[r.fits])}.`;
  if (r.stop === 2) {
    if (!r.built_side) return `The fully connected layer cannot be built: the encoder leaves nothing of ${s.built_for} × ${s.built_for}.`;
    return `The fully connected layer stops the image: it has weights for ${grouped(r.dense_expected)} inputs, and ${grouped(r.dense_inputs)} arrive.`;
  }
  if (r.stop === 3) return "The image stops in the decoder: its padding cuts off all there is.";
  if (r.stop === 4) {
    const k = r.steps - 1;
    return `The skip connection stops the image: ${times(r.target[k])} from the encoder, ${times(r.up[k])} from the decoder.`;
  }
  const scores = `${grouped(r.out_maps)} ${r.out_maps === 1 ? "score" : "scores"}`;
  if (s.decoder === "none") return r.out.every((side) => side === 1) ? `The image gets through: ${scores}.` : `The image gets through: ${times(r.out)} places with ${scores} each.`;
  const image = [s.height, s.width];
  if (r.out.every((side, a) => side === image[a])) {
    const last = r.order.length - 1;
    const made = s.mend === "pad" && last >= 0 ? counted(r.up[last].map((side, a) => Math.max(side - r.raw[last][a], 0))) : "";
    const padded = r.padded.some((side, a) => side !== image[a]) ? ` The image was padded to ${times(r.padded)}, and the result cut.` : "";
    return `Every pixel gets ${scores}${made && `, but ${made} are padding`}.${padded}`;
  }
  const lost = image.map((side, a) => side - r.out[a]);
  const said = counted(lost);
  const how = lost.every((one) => one >= 0) ? `${said} of the image get no label` : lost.every((one) => one <= 0) ? `${said} too many` : `${said} off`;
  return `Out come ${times(r.out)} places with ${scores} each: ${how}.`;
}

const counted = (sizes: number[]): string =>
  ["row", "column"].flatMap((name, a) => (sizes[a] ? [`${Math.abs(sizes[a])} ${name}${Math.abs(sizes[a]) === 1 ? "" : "s"}`] : [])).join(" and ");

/** A size of the encoder worked out, along one axis. */
export function shrinking(s: State, i: number, before: number, after: number): string {
  const [k, step, p] = [s.kernel[i], s.stride[i], s.padding[i]];
  const room = `${before}${p ? ` + 2 · ${p}` : ""} − ${k}`;
  return step > 1 ? `⌊(${room}) / ${step}⌋ + 1 = ${after}` : `${room} + 1 = ${after}`;
}

export function growing(s: State, i: number, before: number, raw: number, extra: number): string {
  const w = window(s, i);
  if (!w) return `${before} · ${factor(s, i)} = ${raw}`;
  const [k, step, p] = w;
  return `(${before} − 1) · ${step}${p ? ` − 2 · ${p}` : ""} + ${k}${extra ? ` + ${extra}` : ""} = ${transposed(w, before) + extra}`;
}
