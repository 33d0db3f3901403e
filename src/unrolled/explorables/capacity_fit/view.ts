/** A polynomial and its losses: slide the degree, drag a point, or drag along the curves. */

import { results } from "../_kit/announce.ts";
import { choice, type NumberControl, type NumberOptions, numberControl } from "../_kit/control.ts";
import { el, fold, output, subscripted, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { type Axis, compute, DEGREES, POINTS, type Result, type State } from "./model.ts";
import { own } from "./own.ts";
import { curves, plane } from "./picture.ts";
import { lazy, table } from "./tables.ts";

const AXIS_WORDS: Record<Axis, string> = { degree: "the degree", points: "the number of points", strength: "λ" };
const BELOW: Record<Axis, string> = { degree: "degree →", points: "points →", strength: "log₁₀ λ, at the left end λ = 0 →" };
const LEAST = 1e-8; // the left end of the slider of λ, which stands for 0
const WORSE = 1.1; // times the least validation loss: more is a difference worth a word

type Field = "degree" | "points" | "strength" | "noise" | "validation_points" | "seed" | "lifted" | "lift";

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  const take = (part: Partial<State>): void => {
    state = { ...state, ...part };
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => take(put(state, path, value));

  const picture = plane((i, y) => {
    const to = Number(y.toFixed(2));
    if (state.data === "given") return change(`y[${i}]`, to);
    const before = last.points_y[i] - (state.lifted === i + 1 ? state.lift : 0);
    take({ lifted: i + 1, lift: Number(Math.min(Math.max(to - before, -5), 5).toFixed(2)) });
  });
  const chart = curves((value) => {
    if (state.axis === "degree") change("degree", Math.min(Math.max(value, 0), DEGREES));
    else if (state.axis === "strength") change("strength", Math.min(value, 100));
    else if (state.data === "drawn") change("points", Math.min(Math.max(value, 1), POINTS));
  });

  const controls = new Map<Field, NumberControl>();
  const number = (input: Field, name: string, limits: [number, number], options: Partial<NumberOptions>, use = (value: number): number => value): HTMLElement => {
    const made = numberControl({ input, name, limits, span: limits, step: 1, ...options }, (value) => change(input, use(value)));
    controls.set(input, made);
    return made.node;
  };
  const axis = choice({ input: "axis", name: "Losses over", words: AXIS_WORDS }, (value) => change("axis", value));
  const curve = choice({ input: "curve", name: "Truth", words: { wave: "sin(3x + ½)", line: "0.8 x", step: "a step" } }, (value) => change("curve", value));
  const other = el("button", { type: "button", class: "u-button" }, "Other points");
  const back = el("button", { type: "button", class: "u-button", hidden: true }, "Put the point back");
  other.addEventListener("click", () => take({ seed: (state.seed + 1) % 10000, lifted: 0, lift: 0 }));
  back.addEventListener("click", () => take({ lifted: 0, lift: 0 }));
  const mine = own(change, take);

  const figures = ["losses[0]", "losses[1]", "losses[2]", "expected"].map((name) => output(el("b"), name));
  const words = ["training loss", "validation loss", "gap", "on all new data"];
  const looks = ["forward", "gradient", "gap", "all"];
  const chips = figures.map(({ node }, i) => el("div", { class: `capacity-chip capacity-${looks[i]}` }, el("span", {}, words[i]), node));
  const sentence = el("p", { class: "capacity-said" });
  const title = el("span", { class: "u-mute" });
  const [key, below] = ["capacity-key", "capacity-key capacity-below"].map((name) => el("p", { class: name }));
  const spoken = results();

  const weights = table("k", 0, [["weights", "w_k"]]);
  const single = (["norm", "penalty", "total", "typical"] as const).map((name) => output(el("td"), name));
  const typical = el("tr", {}, el("th", { scope: "row" }, "typical training loss, noise² (1 − weights / points)"), single[3].node);
  const sums = el("table", { class: "u-table" }, el("tbody", {}, ...["|w|²", "λ |w|²", "training loss + λ |w|²"].map((name, i) => el("tr", {}, el("th", { scope: "row" }, name), single[i].node)), typical));
  const old = table("point", 1, [["points_x", "x"], ["points_y", "y"], ["fitted", "fit"], ["residual", "y − fit"], ["square", "squared"]], (r) => show(r.losses[0]));
  const fresh = table("point", 1, [["new_x", "x"], ["new_y", "y"], ["new_fitted", "fit"], ["new_residual", "y − fit"], ["new_square", "squared"]], (r) => show(r.losses[1]));
  const along = table("", 1, [["along", ""], ["curve_train", "training"], ["curve_validation", "validation"], ["curve_expected", "all new data"]]);
  const [best, bestLoss] = [output(el("b"), "best"), output(el("b"), "best_loss")];
  const folds = [
    lazy("The weights and the penalty", (r) => {
      weights.set(r);
      (["norm", "penalty", "total", "typical"] as const).forEach((name, i) => single[i].set(r[name] ?? NaN, show(r[name] ?? NaN)));
      typical.hidden = r.typical === null;
    }, el("p", { class: "u-mute" }, ...subscripted("f(x) = Σ w_k P_k(x), with the Legendre polynomials P_0 = 1, P_1 = x, P_2 = (3x² − 1)/2, … "), "The fit makes the training loss + λ |w|² as small as it can be; where several do, w is the shortest."), el("div", { class: "capacity-tables" }, weights.node, sums)),
    lazy("Point by point", (r) => [old, fresh].forEach((one) => one.set(r)),
      el("p", {}, "Fitted: training"), old.node, el("p", { class: "capacity-next" }, "Not fitted: validation"), fresh.node),
    lazy("The curves in numbers", (r) => {
      along.head(0, { degree: "degree", points: "points", strength: "λ" }[state.axis]);
      along.set(r);
      best.set(r.best, show(r.best));
      bestLoss.set(r.best_loss, show(r.best_loss));
    }, el("p", {}, "Least validation loss: ", bestLoss.node, " at ", best.node), el("div", { class: "capacity-along" }, along.node)),
  ];
  const decades: Partial<NumberOptions> = { span: [LEAST, 100], step: 0.05, logarithmic: true };
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Fit the pattern, or the noise"), title),
    el("div", { class: "capacity-stage" },
      el("div", {}, picture.node, key),
      el("div", {}, chart.node, below)),
    el("div", { class: "capacity-panel capacity-main" },
      number("degree", "degree", [0, DEGREES], { whole: true, says: "of the polynomial" }),
      number("points", "points", [1, POINTS], { whole: true, kind: "given" }),
      number("strength", "λ", [0, 100], { ...decades, says: "strength of the penalty" }, (value) => (value <= LEAST ? 0 : value))),
    el("div", { class: "capacity-chips" }, ...chips),
    sentence,
    el("div", { class: "capacity-tools" }, axis.node, el("div", { class: "capacity-buttons" }, other, back)),
    fold("Noise, truth and validation points", el("div", { class: "capacity-panel capacity-more" },
      number("noise", "noise", [0, 2], { step: 0.01, kind: "given", says: "standard deviation" }),
      number("validation_points", "validation points", [1, POINTS], { whole: true, kind: "given" }),
      curve.node,
      number("seed", "seed", [0, 9999], { span: [0, 199], whole: true, kind: "given" }),
      number("lifted", "move point", [0, POINTS], { span: [0, 30], whole: true, kind: "given", says: "which of the points, 0 for none" }),
      number("lift", "up by", [-5, 5], { step: 0.05, kind: "given" }))),
    ...folds.map(({ node }) => node),
    fold("Points of your own", mine.node),
    spoken.node,
  );

  let last: Result;
  function draw(): void {
    const [s, r] = [state, (last = compute(state))];
    const given = s.data === "given";
    const n = r.points_x.length;
    text(title, `${s.degree + 1} ${s.degree ? "weights" : "weight"}, ${n} ${n === 1 ? "point" : "points"}`);
    picture.set(r, s);
    chart.set(r, s);
    r.losses.forEach((loss, i) => figures[i].set(loss, show(loss)));
    chips[3].hidden = r.expected === null;
    if (r.expected !== null) figures[3].set(r.expected, show(r.expected));
    text(sentence, said(r, s));
    text(below, BELOW[s.axis]);
    text(key, given ? "● fitted, · new, — the fit" : "● fitted, · validation, — the fit, ┄ the truth");
    for (const part of folds) part.set(r);
    mine.set(s);
    for (const [field, control] of controls) control.set(s[field]);
    for (const field of ["points", "noise", "validation_points", "seed", "lifted", "lift"] as const) (controls.get(field) as NumberControl).node.hidden = given;
    curve.node.hidden = other.hidden = given;
    back.hidden = given || s.lifted === 0;
    axis.set(s.axis);
    curve.set(s.curve);
    const numbers = `Training loss ${show(r.losses[0], 3)}, validation loss ${show(r.losses[1], 3)}.`;
    picture.say(`${n} points and the polynomial of degree ${s.degree} that is fitted to them.`);
    chart.say(`Training and validation loss over ${AXIS_WORDS[s.axis]}. ${numbers} ${said(r, s)}`);
    spoken.say(`${numbers} ${said(r, s)}`);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      for (const part of [picture, chart, spoken]) part.destroy();
    },
  };
};

/** Where the validation loss is least, and what that says of the place one is at. */
function said(r: Result, s: State): string {
  const least = show(r.best_loss, 3);
  const far = r.losses[1] > WORSE * r.best_loss;
  const through = r.losses[0] === 0 ? " It passes through every point." : "";
  if (s.axis === "degree") {
    const where = `Validation loss is least at degree ${r.best}: ${least}.`;
    if (!far) return `${where} Degree ${s.degree} is as good as any.${through}`;
    return s.degree < r.best
      ? `${where} Degree ${s.degree} underfits: it cannot follow the points, old or new.`
      : `${where} Degree ${s.degree} overfits: closer to its own points, farther from new ones.${through}`;
  }
  if (s.axis === "strength") {
    const where = `Validation loss is least at λ = ${show(r.best, 2)}: ${least}.`;
    if (!far) return `${where} This λ is as good as any.${through}`;
    return s.strength < r.best ? `${where} A smaller λ lets the fit follow the noise.${through}` : `${where} A larger λ flattens what it should follow.`;
  }
  const floor = s.data === "drawn" ? ` The noise alone costs noise² = ${show(s.noise ** 2, 3)} on new data, however many points there are.` : "";
  return r.points_x.length <= s.degree + 1 && !s.strength
    ? `As many weights as points or more: nothing is left of the training loss.${floor}`
    : `With more points the training loss tends to rise, the validation loss to fall.${floor}`;
}
