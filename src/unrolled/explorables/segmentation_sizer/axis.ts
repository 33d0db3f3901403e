/** One axis of an image on its way down the encoder and up the decoder. */

import { SIDE, type State } from "./state.ts";

export const FARTHEST = 256; // pixels, when a larger image is looked for that comes back
export const SIDES = 320; // square images that are tried
export type Stop = "" | "encoder" | "dense" | "decoder" | "skip";
/** A layer of the decoder: what it makes, what it has to meet, output padding, and its size once mended. */
export type Step = { raw: number; target: number; extra: number; after: number };
export type Axis = { down: number[]; middle: number; up: Step[]; stop: Stop };
/** Kernel, stride, padding. */
export type Window = [number, number, number];

/** Sizes in the encoder, as far as the layers fit. */
export function descend(s: State, size: number): number[] {
  const sizes = [size];
  for (let i = 0; i < s.kind.length; i++) {
    const [k, step, p] = [s.kernel[i], s.stride[i], s.padding[i]];
    const room = sizes[i] + 2 * p - k;
    if (room < 0 || (s.kind[i] === "pool" && p > k >> 1)) break;
    sizes.push(Math.floor(room / step) + 1);
  }
  return sizes;
}

/** Side of the map that the fully connected layer was built for; 0 if there is none. */
export function built(s: State): number {
  return descend(s, s.built_for)[s.kind.length] ?? 0;
}

/** Layers of the encoder that the decoder takes back, in its order. */
export function mirrored(s: State): number[] {
  if (s.decoder === "none") return [];
  if (s.decoder === "scale") return [0];
  const layers = s.kind.map((_, i) => i).reverse();
  return s.decoder === "mirror" ? layers : layers.filter((i) => s.stride[i] > 1);
}

/** The transposed convolution that takes back layer i. */
export function window(s: State, i: number): Window | null {
  const step = s.stride[i];
  if (s.decoder === "mirror") return [s.kernel[i], step, s.padding[i]];
  if (s.decoder !== "double") return null;
  const kernel = 2 * step - (step % 2); // as many times as large, to the pixel
  return [kernel, step, (kernel - step) / 2];
}

export function factor(s: State, i: number): number {
  return s.decoder === "scale" ? s.scale : s.stride[i];
}

export const transposed = ([kernel, stride, padding]: Window, size: number): number => (size - 1) * stride - 2 * padding + kernel;

function climb(s: State, i: number, size: number, target: number, meets: boolean, mend: State["mend"]): Step {
  const w = window(s, i);
  const raw = w ? transposed(w, size) : size * factor(s, i);
  const short = target - raw;
  const extra = w && mend === "output_padding" && short > 0 && short < w[1] ? short : 0;
  let after = raw + extra;
  if (after < 1) return { raw: 0, target, extra: 0, after: 0 };
  if (meets && mend === "crop") after = Math.min(after, target);
  if (meets && mend === "pad") after = target;
  return { raw: Math.max(raw, 0), target, extra, after };
}

/** `passes`: the fully connected layer takes what arrives, whatever its shape. */
export function follow(s: State, size: number, mend: State["mend"], passes = false): Axis {
  const down = descend(s, size);
  const up: Step[] = [];
  if (down.length <= s.kind.length) return { down, middle: 0, up, stop: "encoder" };
  let middle = down[down.length - 1];
  if (s.middle === "dense" || s.middle === "adaptive") {
    const side = built(s);
    if (!side || !(passes || s.middle === "adaptive" || middle === side)) return { down, middle: 0, up, stop: "dense" };
    middle = s.decoder === "none" ? 1 : side;
  }
  const order = mirrored(s);
  for (const [k, i] of order.entries()) {
    const final = k === order.length - 1;
    const step = climb(s, i, k ? up[k - 1].after : middle, final ? size : down[i], final || s.skip === "concat", mend);
    up.push(step);
    if (!step.after) return { down, middle, up, stop: "decoder" };
    const meets = mend === "crop" || step.after === step.target; // or both are cropped
    if (!final && s.skip === "concat" && !meets) return { down, middle, up, stop: "skip" };
  }
  return { down, middle, up, stop: "" };
}

/** The side of what comes out, behind the last convolution; 0 if nothing does. */
export function end(s: State, { middle, up, stop }: Axis): number {
  if (stop) return 0;
  const side = up.length ? up[up.length - 1].after : middle;
  return s.fine && s.fine_kernel % 2 === 0 ? side + 1 : side; // an even kernel, padded by its half, makes one more
}

/** Square images: 0 stops, 1 gets through, 2 comes back as it was (without a decoder: gets through). */
function fate(s: State, side: number, mend: State["mend"]): number {
  const found = follow(s, side, mend);
  if (found.stop) return 0;
  return s.decoder === "none" || end(s, found) === side ? 2 : 1;
}

export type Sides = { works: number[]; padded(side: number): number };

let known: { key: string; sides: Sides } | null = null;

/** What becomes of each side. It does not depend on the image, so dragging its size computes it once. */
export function sides(s: State): Sides {
  const key = JSON.stringify({ ...s, height: 0, width: 0 });
  if (known?.key === key) return known.sides;
  const all = Array.from({ length: SIDES }, (_, i) => i + 1);
  let padded = (side: number): number => side;
  let works: number[];
  if (s.mend === "input") {
    const fates = Array.from({ length: SIDE + FARTHEST }, (_, side) => (side ? fate(s, side, "none") : 0));
    padded = (side) => {
      const next = fates.indexOf(2, side);
      return next < 0 || next >= side + FARTHEST ? side : next;
    };
    works = all.map((side) => fates[padded(side)]);
  } else works = all.map((side) => fate(s, side, s.mend));
  known = { key, sides: { works, padded } };
  return known.sides;
}
