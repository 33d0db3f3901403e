/** A threshold to drag, the table it makes, and every metric of it; or the four counts, typed in. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, type NumberControl, type NumberOptions, numberControl } from "../_kit/control.ts";
import { attr, el, fold, output, text } from "../_kit/dom.ts";
import { grouped, show } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { FIRST, metrics, MORE, single, written } from "./metrics.ts";
import { compute, COUNT, EXAMPLES, FIELDS, type Result, sample, type State, thresholdFor } from "./model.ts";
import { areas, curve, histogram, PRECISION, ROC } from "./picture.ts";

const SAID = { tp: "true positives", fn: "false negatives", fp: "false positives", tn: "true negatives" };
const PLACES = { tp: [0, 0], fn: [0, 1], fp: [1, 0], tn: [1, 1] }; // row and column in the table
const CLASSES = ["positive", "negative"];

type Field = "threshold" | "positives" | "negatives" | "separation" | "spread" | "seed";

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let last: Result;
  const take = (part: Partial<State>): void => {
    state = { ...state, ...part };
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => take(put(state, path, value));
  /** The counts as they are now, to go on from by hand. */
  const typed = (part: Partial<State> = {}): void => {
    const [tp, fn, fp, tn] = last.counts;
    take({ source: "counts", tp, fn, fp, tn, ...part });
  };

  const scores = histogram((threshold) => change("threshold", threshold));
  const boxes = areas((row, right) => {
    const [tp, fn, fp, tn] = last.counts;
    const n = row === "positive" ? tp + fn : fp + tn;
    const hits = Math.round(right * n);
    typed(row === "positive" ? { tp: hits, fn: n - hits } : { tn: hits, fp: n - hits });
  });
  /** Along a curve: to the threshold that calls so large a share of a class positive; or that share of the counts. */
  const along = (row: "positive" | "negative") => (share: number): void => {
    if (state.source === "scores") return change("threshold", thresholdFor(sample(state)[row], share));
    const [tp, fn, fp, tn] = last.counts;
    if (row === "positive") typed({ tp: Math.round(share * (tp + fn)), fn: tp + fn - Math.round(share * (tp + fn)) });
    else typed({ fp: Math.round(share * (fp + tn)), tn: fp + tn - Math.round(share * (fp + tn)) });
  };
  const [roc, precision] = [curve(ROC, along("negative")), curve(PRECISION, along("positive"))];

  const controls = new Map<Field, NumberControl>();
  const number = (input: Field, name: string, limits: [number, number], options: Partial<NumberOptions>): HTMLElement => {
    const made = numberControl({ input, name, limits, span: limits, step: 1, kind: "given", ...options }, (value) => change(input, options.whole ? Math.max(Math.round(value), limits[0]) : value));
    controls.set(input, made);
    return made.node;
  };
  const source = choice({ input: "source", name: "Counts", words: { scores: "from a threshold", counts: "typed in" } }, (value) => (value === "counts" ? typed() : change("source", value)));
  const bars = choice({ input: "bars", name: "Height", words: { shares: "share of the class", counts: "count" } }, (value) => change("bars", value));

  const message = el("div", {});
  const cells = FIELDS.map((name) => {
    const control = numberControl({ input: name, name: name.toUpperCase(), says: SAID[name], span: [0, 1000], limits: [0, COUNT], step: 1, whole: true, bare: message }, (value) => typed({ [name]: value }));
    const right = name[0] === "t" ? "ok" : "wrong";
    return { name, control, node: el("td", { class: `confusion-cell confusion-${right}` }, el("span", { "aria-hidden": "true" }, name.toUpperCase()), control.node) };
  });
  const sums = Array.from({ length: 5 }, () => el("td", { class: "confusion-sum" })); // of rows, of columns, of all
  const cell = (row: number, column: number): Node => (cells.find(({ name }) => PLACES[name][0] === row && PLACES[name][1] === column) as { node: Node }).node;
  const matrix = el("table", { class: "confusion-matrix" },
    el("thead", {}, el("tr", {}, el("td"), ...CLASSES.map((word) => el("th", { scope: "col" }, `called ${word}`)), el("th", { scope: "col" }, "all"))),
    el("tbody", {},
      ...CLASSES.map((word, row) => el("tr", {}, el("th", { scope: "row" }, word), cell(row, 0), cell(row, 1), sums[row])),
      el("tr", {}, el("th", { scope: "row" }, "all"), sums[2], sums[3], sums[4])));

  const counts = FIELDS.map((_, i) => output(el("b"), `counts[${i}]`));
  const total = output(el("b"), "total");
  const lazy = output(el("b"), "lazy");
  const verdict = el("span");
  const [first, more] = [metrics(FIRST), metrics(MORE)];
  const mccNumbers = el("span");
  const mcc = single("mcc", "Matthews' correlation (TP · TN − FP · FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN)) = ", mccNumbers, " =");
  const square = single("mcc_squared", "its square");
  const weights = (["positive", "negative"] as const).map((word) => single(`weight_${word}`, `class weight of a ${word}, N / (2 n) =`));
  const auc = output(el("b"), "auc");
  const average = output(el("b"), "average_precision");
  const about = [auc, average].map((out, i) => el("span", {}, i ? "average precision " : "area under it ", out.node));
  const alone = ["the area below is the balanced accuracy", "dashed: guessing"].map((words) => el("span", {}, words));
  const captions = about.map((words, i) => el("p", { class: "confusion-caption" }, words, alone[i]));
  const title = el("span", { class: "u-mute" });
  const key = el("p", { class: "confusion-key" });
  const spoken = results();
  const scoreOnly: HTMLElement[] = [];
  const forScores = (node: HTMLElement): HTMLElement => {
    scoreOnly.push(node);
    return node;
  };
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Draw the line, count the errors"), title),
    el("div", { class: "confusion-source" }, source.node),
    el("div", { class: "confusion-body" },
      el("div", {}, scores.node, boxes.node, key,
        forScores(el("div", { class: "confusion-main" }, number("threshold", "threshold", [-10, 15], { span: [-4, 8], step: 0.05, kind: "param" }))),
        matrix, message),
      el("div", {}, ...[roc, precision].flatMap((picture, i) => [picture.node, captions[i]]))),
    el("p", { class: "confusion-said" }, counts[0].node, " found, ", counts[1].node, " missed, ", counts[2].node, " false alarms, ", counts[3].node, " left alone: ", total.node, " in all. ",
      "Always naming the frequent class: accuracy ", lazy.node, verdict),
    forScores(el("div", { class: "confusion-panel" },
      number("positives", "positives", [1, EXAMPLES], { step: 0.05, logarithmic: true, whole: true }),
      number("negatives", "negatives", [1, EXAMPLES], { step: 0.05, logarithmic: true, whole: true }))),
    first.node,
    forScores(fold("More about the scores", el("div", { class: "confusion-panel" },
      number("separation", "distance", [0, 5], { step: 0.05, says: "between the means of the scores" }),
      number("spread", "spread", [0.2, 2], { step: 0.05, says: "of the positives' scores; that of the negatives is 1" }),
      number("seed", "seed", [0, 9999], { span: [0, 199], whole: true }), bars.node))),
    fold("More metrics, and class weights", more.node, el("div", { class: "confusion-more" }, mcc.node, square.node, ...weights.map(({ node }) => node))),
    spoken.node,
  );

  function draw(): void {
    const [s, r] = [state, (last = compute(state))];
    const drawn = s.source === "scores";
    const [tp, fn, fp, tn] = r.counts;
    text(title, `${grouped(tp + fn)} positive, ${grouped(fp + tn)} negative`);
    attr(scores.node, "hidden", !drawn);
    attr(boxes.node, "hidden", drawn);
    (drawn ? scores : boxes).set(r, s);
    text(key, drawn ? "Above the line the positives, below it the negatives. Right of the threshold all are called positive." : "Every example has the same area: left the positives, right the negatives. Drag where they are split.");
    for (const picture of [roc, precision]) picture.set(r, s);
    cells.forEach(({ control }, i) => control.set(r.counts[i]));
    [tp + fn, fp + tn, tp + fp, fn + tn, r.total].forEach((sum, i) => text(sums[i], grouped(sum)));
    counts.forEach((out, i) => out.set(r.counts[i], grouped(r.counts[i])));
    total.set(r.total, grouped(r.total));
    lazy.set(r.lazy ?? NaN, r.lazy === null ? "0/0" : show(r.lazy));
    text(verdict, judged(r));
    first.set(r);
    more.set(r);
    const c = written(r);
    text(mccNumbers, `(${c.tp} · ${c.tn} − ${c.fp} · ${c.fn}) / √(${[tp + fp, tp + fn, tn + fp, tn + fn].map(grouped).join(" · ")})`);
    mcc.set(r.mcc);
    square.set(r.mcc_squared);
    weights[0].set(r.weight_positive);
    weights[1].set(r.weight_negative);
    if (r.auc !== null && r.average_precision !== null) {
      auc.set(r.auc, show(r.auc));
      average.set(r.average_precision, show(r.average_precision));
    }
    for (const node of [...scoreOnly, ...about]) node.hidden = !drawn;
    for (const node of alone) node.hidden = drawn;
    for (const [field, control] of controls) control.set(s[field]);
    source.set(s.source);
    (bars as Control<string>).set(s.bars);
    const words = `${FIELDS.map((name, i) => `${r.counts[i]} ${SAID[name]}`).join(", ")}. Accuracy ${said(r.accuracy)}, precision ${said(r.precision)}, recall ${said(r.recall)}.`;
    (drawn ? scores : boxes).say(words);
    roc.say(`ROC curve, at a false-positive rate of ${said(r.false_positive_rate)} a recall of ${said(r.recall)}.`);
    precision.say(`Precision-recall curve, at a recall of ${said(r.recall)} a precision of ${said(r.precision)}.`);
    spoken.say(words);
  }

  draw();
  return {
    set(next) {
      state = next;
      for (const { control } of cells) control.forget();
      draw();
    },
    destroy() {
      for (const part of [scores, boxes, roc, precision, spoken]) part.destroy();
    },
  };
};

const said = (value: number | null): string => (value === null ? "that is undefined" : show(value, 3));

function judged(r: Result): string {
  if (r.lazy === null || r.accuracy === null) return ".";
  if (r.accuracy === r.lazy) return ", as much as this classifier has.";
  return r.accuracy < r.lazy ? ", more than this classifier has." : ", less than this classifier has.";
}
