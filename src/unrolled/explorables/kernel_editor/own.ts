/** A reader's own picture: read, scaled down and made grey here; it never leaves the page. */

import { type Matrix } from "./state.ts";

export const SIDE = 64; // px at most
const LEAST = 8; // px, so that every kernel fits
const HEAVIEST = 20e6; // bytes
const CHANNELS = [0.299, 0.587, 0.114]; // how bright red, green and blue are to an eye

export type Own = { name: string; pixels: Matrix };

/** Grey values from 0 to 255. Throws an Error for the reader. */
export async function read(file: File): Promise<Own> {
  const name = file.name.length > 30 ? `${file.name.slice(0, 29)}…` : file.name;
  if (file.size > HEAVIEST) {
    throw new Error(`${name} has ${Math.round(file.size / 1e6)} MB; a picture here may have up to ${HEAVIEST / 1e6} MB. Save it smaller: ${SIDE} by ${SIDE} pixels are all that is used.`);
  }
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(`${name} cannot be read as a picture. It may be damaged, or no PNG, JPEG, WebP or GIF.`);
  });
  try {
    return { name, pixels: scaled(bitmap, name) };
  } finally {
    bitmap.close();
  }
}

function scaled(bitmap: ImageBitmap, name: string): Matrix {
  const shrink = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.round(side * shrink));
  if (Math.min(width, height) < LEAST) {
    throw new Error(`${name} has ${bitmap.width} by ${bitmap.height} pixels; the shorter side would have fewer than ${LEAST} of ${SIDE}.`);
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser does not let the page look at pixels.");
  context.fillStyle = "#fff"; // under what is transparent
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const at = (place: number): number => Math.round(CHANNELS.reduce((sum, share, channel) => sum + share * data[4 * place + channel], 0));
  return Array.from({ length: height }, (_, i) => Array.from({ length: width }, (_, j) => at(i * width + j)));
}
