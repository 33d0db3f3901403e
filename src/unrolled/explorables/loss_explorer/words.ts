/** Names, formulas, and what is to be said of a point. */

import { grouped, show } from "../_kit/numbers.ts";
import { BOUNDS, familyOf, type Loss, type Output, ofDifference } from "./losses.ts";
import type { Result, State } from "./model.ts";

export const WORDS: Record<Loss, string> = {
  squared: "squared error", half_squared: "half the squared error", absolute: "absolute error", huber: "Huber", smooth_l1: "smooth L1",
  binary_cross_entropy: "binary cross-entropy", cross_entropy: "cross-entropy, 3 classes", hinge: "hinge", sigmoid_squared: "squared error of σ",
  angle_squared: "degrees squared", angle_arc: "shorter arc squared", angle_circular: "on the unit circle",
};
export const FORMULAS: Record<Loss, string> = {
  squared: "(ŷ − y)²", half_squared: "½ (ŷ − y)²", absolute: "|ŷ − y|", huber: "½ d² up to |d| = δ, then δ (|d| − ½ δ)", smooth_l1: "Huber / δ",
  binary_cross_entropy: "−y log σ(z) − (1 − y) log(1 − σ(z))", cross_entropy: "−log of the softmax at the right class", hinge: "max(0, 1 − z) for class 1, max(0, 1 + z) for 0",
  sigmoid_squared: "(σ(z) − y)²", angle_squared: "(θ̂ − θ)²", angle_arc: "square of the shorter way round", angle_circular: "2 − 2 cos(θ̂ − θ)",
};
/** The lines of a family, in its order; the chosen one is drawn through. */
export const DASHES = ["9 4", "2 4", "12 3 2 3", "5 3", "1 3"];

export const choices: Record<Loss, string> = Object.fromEntries(
  (Object.keys(WORDS) as Loss[]).map((loss) => [loss, `${{ number: "Numbers", class: "Classes", angle: "Angles" }[familyOf(loss)]}: ${WORDS[loss]}`]),
) as Record<Loss, string>;

export const SIGNS: Record<Output, string> = { identity: "z", sigmoid: "σ(z)", tanh: "tanh(z)" };

/** Squares of degrees are large numbers, and still exact; what is left of a rounding is as good as nothing. */
export function full(value: number, digits = 6): string {
  const size = Math.abs(value);
  if (size > 0 && size < 1e-15) return "≈ 0";
  return size >= 1e5 && size < 1e9 ? grouped(Math.round(value)) : show(value, digits);
}

/** The name of what one drags. */
export function dragged(s: State): string {
  const family = familyOf(s.loss);
  if (family === "number") return s.output === "identity" ? "ŷ" : "z";
  return family === "class" ? "z" : "θ̂";
}

/** What there is to see at the first point. */
export function remark(s: State, r: Result): string {
  const family = familyOf(s.loss);
  const [q, t] = [s.predictions[0], s.targets[0]];
  if (family === "angle") return ofAngle(s, r);
  if (family === "class") return ofClass(s, r);
  if (r.floor) {
    const floor = r.floor[0];
    const [low, high] = BOUNDS[s.output];
    const near = t === low || t === high ? `The target is a bound of ${SIGNS[s.output]}: it is approached and never reached.` : "The target is within reach; where the curve is flat hardly any slope leads there.";
    const out = floor > 0 ? `The target ${show(t)} is out of reach: whatever z is, the loss stays above ${show(floor)}.` : near;
    return `${SIGNS[s.output]} = ${show(r.output[0])}. ${out}`;
  }
  const share = s.penalty * Math.max(q, 0) ** 2;
  if (s.penalty > 0) return share > 0 ? `${show(ofDifference(s.loss, s.delta, q - t)[0])} for the error, ${show(share)} for being above 0.` : "No penalty here: the prediction is not above 0.";
  return `The error is ${show(r.error[0])}.`;
}

function ofAngle(s: State, r: Result): string {
  const [error, arc] = [Math.abs(r.error[0]), Math.abs(r.arc?.[0] ?? 0)];
  const apart = `The directions are ${show(arc)}° apart`;
  if (error <= 180) return `${apart}, and so are the numbers.`;
  if (s.loss === "angle_squared") return `${apart}, the numbers ${show(error)}: this loss pays for the seam, and its slope pushes the long way round.`;
  return `${apart}; that the numbers differ by ${show(error)} does not matter to this loss.`;
}

function ofClass(s: State, r: Result): string {
  if (s.loss === "hinge") return `The margin is ${show(r.error[0])}: ${r.error[0] < 1 ? "below 1, so there is something to pay" : "1 or more, so nothing is left to pay"}.`;
  const name = s.loss === "cross_entropy" ? "Class 1 has the probability" : "σ(z) =";
  return `${name} ${show(r.output[0])}, the target is ${show(s.targets[0])}.`;
}
