/** The points around a true curve, to three decimals so that one can copy them; as `points.py` draws them. */

import { normal, uniform } from "../_kit/random.ts";

export const CURVES = {
  wave: (x: number): number => Math.sin(3 * x + 0.5),
  line: (x: number): number => 0.8 * x,
  step: (x: number): number => (x > 0 ? 0.7 : -0.7),
};
export type Curve = keyof typeof CURVES;

const thousandths = (value: number): number => Math.floor(value * 1000 + 0.5) / 1000;

/** x uniform from −1 to 1 and y, the curve plus noise; `apart`: no x twice. More points are the same ones and then others. */
export function draw(curve: Curve, noise: number, stream: number, count: number, apart: boolean): [number[], number[]] {
  const [places, bells] = [uniform(stream), normal(stream + 1)];
  const x = apart ? new Set<number>() : null;
  const all: number[] = [];
  while (all.length < count) {
    const place = thousandths(2 * places() - 1);
    if (x?.has(place)) continue;
    x?.add(place);
    all.push(place);
  }
  return [all, all.map((place) => thousandths(CURVES[curve](place) + noise * bells()))];
}
