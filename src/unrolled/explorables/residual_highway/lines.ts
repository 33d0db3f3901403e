/** The chosen block as lines to check by hand: in letters, then in numbers. */

import { el, only, subscripted, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import type { Result, State } from "./model.ts";

type Line = [letters: string, numbers: string, value: number];
type Lines = { forward: Line[]; backward: Line[]; without: Line[] };

const MOST_LINES = 8;
const signed = (value: number): string => (value < 0 ? `(${show(value)})` : show(value));
const times = (...factors: number[]): string => factors.map((factor, i) => (i ? signed(factor) : show(factor))).join(" · ");
const open = (value: number): string => (value > 0 ? "1" : "0"); // the slope of a ReLU whose output this is

export function lines(s: State, r: Result): Lines {
  const k = s.block - 1;
  const [x, y, last] = [k ? `y_{${k}}` : "x", `y_{${k + 1}}`, `y_{${s.blocks}}`];
  const [any, before, after] = [s.relu !== "none", s.relu === "before_sum", s.relu === "after_sum"];
  const bent = (formula: string, is: boolean): string => (is ? `ReLU(${formula})` : formula);
  const by = (what: string): string => `∂${last}/∂${what}`;
  const from = s.block === s.blocks ? "the end itself" : `from block ${s.block + 1}`;

  const slope = "ReLU′(l₁ x)".replace("x", x);
  const inside = any ? [` · ${slope}`, ` · ${open(r.y[k])}`] : ["", ""];
  const branch = [`${before ? "ReLU′(l₂ h) · " : ""}r${inside[0]}`, `${before ? `${open(r.F[k])} · ` : ""}${signed(r.r[k])}${inside[1]}`];
  const sum = [`s + ${branch[0]}`, `${show(r.s[k])} + ${branch[1]}`];
  const factor = after ? [`ReLU′(s ${x} + F) · (${sum[0]})`, `${open(r.y[k + 1])} · (${sum[1]})`] : sum;
  const atProduct = before && r.F[k] <= 0 ? 0 : r.gradient_F[k];

  const alone = any ? [`ReLU′(l₂ h) · r · ${slope}`, `${open(r.plain_y[k + 1])} · ${signed(r.r[k])} · ${open(r.plain_y[k])}`] : ["r", ""];
  const arriving = any && r.plain_y[k + 1] <= 0 ? 0 : r.plain_gradient[k + 1];
  const input = (value: number): number => (any ? Math.max(value, 0) : value);
  const [at, bentX] = [before ? `${by("F")} · ReLU′(l₂ h)` : by("F"), bent(x, any)];
  return {
    forward: [
      [`h = ${bent(`l₁ ${x}`, any)}`, bent(times(r.l1[k], r.y[k]), any), r.h[k]],
      [`F = ${bent("l₂ h", before)}`, bent(times(r.l2[k], r.h[k]), before), r.F[k]],
      [`${y} = ${bent(`s ${x} + F`, after)}`, bent(`${times(r.s[k], r.y[k])} + ${signed(r.F[k])}`, after), r.y[k + 1]],
    ],
    backward: [
      [`${by(y)}, ${from}`, "", r.gradient[k + 1]],
      [`∂${y}/∂${x} = ${factor[0]}`, factor[1], r.factor[k]],
      [`${by(x)} = ${by(y)} · ∂${y}/∂${x}`, times(r.gradient[k + 1], r.factor[k]), r.gradient[k]],
      [by("F"), "", r.gradient_F[k]],
      [`${by("l₁")} = ${at} · l₂ ${bentX}`, times(atProduct, r.l2[k], input(r.y[k])), r.grad_l1[k]],
      [`${by("l₂")} = ${at} · h`, times(atProduct, r.h[k]), r.grad_l2[k]],
    ],
    without: [
      [`h = ${bent(`l₁ ${x}`, any)}`, bent(times(r.l1[k], r.plain_y[k]), any), r.plain_h[k]],
      [`${y} = ${bent("l₂ h", any)}`, bent(times(r.l2[k], r.plain_h[k]), any), r.plain_y[k + 1]],
      [`${by(y)}, ${from}`, "", r.plain_gradient[k + 1]],
      [`∂${y}/∂${x} = ${alone[0]}`, alone[1], r.plain_factor[k]],
      [`${by(x)} = ${by(y)} · ∂${y}/∂${x}`, times(r.plain_gradient[k + 1], r.plain_factor[k]), r.plain_gradient[k]],
      [`${by("l₁")}`, times(arriving, r.l2[k], input(r.plain_y[k])), r.plain_grad_l1[k]],
      [`${by("l₂")}`, times(arriving, r.plain_h[k]), r.plain_grad_l2[k]],
    ],
  };
}

/** Elements for a list of lines, made once. */
export function lineList(): { node: HTMLElement; set(all: Line[]): void } {
  const made = Array.from({ length: MOST_LINES }, () => {
    const [letters, numbers] = [el("span", { class: "residual-letters" }), el("span")];
    return { letters, numbers, node: el("li", {}, letters, numbers) };
  });
  const node = el("ul", { class: "residual-lines" });
  return {
    node,
    set(all) {
      only(node, ...made.slice(0, all.length).map((one) => one.node));
      all.forEach(([letters, numbers, value], i) => {
        const one = made[i];
        if (one.letters.dataset.formula !== letters) one.letters.replaceChildren(...subscripted((one.letters.dataset.formula = letters)));
        text(one.numbers, numbers === "" || numbers === show(value) ? `= ${show(value)}` : `= ${numbers} = ${show(value)}`);
      });
    },
  };
}
