/** Every metric in a row: what it is, with the counts put in, as a fraction in lowest terms, as a number. */

import { el, type Output, output, text } from "../_kit/dom.ts";
import { grouped, show } from "../_kit/numbers.ts";
import type { Metric, Result } from "./model.ts";

type Counts = { tp: string; fn: string; fp: string; tn: string; all: string };
type Row = [name: Metric, word: string, symbols: string, numbers: (c: Counts, r: Result) => string];

const share = (r: Result, name: "recall" | "specificity"): string => (r[`${name}_fraction`] ?? ["0", "0"]).join("/");

export const FIRST: Row[] = [
  ["accuracy", "accuracy", "(TP + TN) / all", (c) => `(${c.tp} + ${c.tn}) / ${c.all}`],
  ["precision", "precision", "TP / (TP + FP)", (c) => `${c.tp} / (${c.tp} + ${c.fp})`],
  ["recall", "recall", "TP / (TP + FN)", (c) => `${c.tp} / (${c.tp} + ${c.fn})`],
  ["specificity", "specificity", "TN / (TN + FP)", (c) => `${c.tn} / (${c.tn} + ${c.fp})`],
  ["f1", "F₁ score", "2 TP / (2 TP + FP + FN)", (c) => `2 · ${c.tp} / (2 · ${c.tp} + ${c.fp} + ${c.fn})`],
  ["balanced_accuracy", "balanced accuracy", "(recall + specificity) / 2", (_, r) => `(${share(r, "recall")} + ${share(r, "specificity")}) / 2`],
];
export const MORE: Row[] = [
  ["false_positive_rate", "false-positive rate", "FP / (FP + TN)", (c) => `${c.fp} / (${c.fp} + ${c.tn})`],
  ["negative_predictive_value", "negative predictive value", "TN / (TN + FN)", (c) => `${c.tn} / (${c.tn} + ${c.fn})`],
  ["iou", "IoU, Jaccard index", "TP / (TP + FP + FN)", (c) => `${c.tp} / (${c.tp} + ${c.fp} + ${c.fn})`],
];

export function written(r: Result): Counts {
  const [tp, fn, fp, tn] = r.counts.map(grouped);
  return { tp, fn, fp, tn, all: grouped(r.total) };
}

export function metrics(rows: Row[]): { node: HTMLElement; set(r: Result): void } {
  const made = rows.map(([name, word, symbols, numbers]) => {
    const value = output(el("b"), name);
    const parts = [0, 1].map((i) => output(el("span"), `${name}_fraction[${i}]`));
    const fraction = el("span", { class: "confusion-fraction" }, parts[0].node, " / ", parts[1].node);
    const put = el("span");
    const bar = el("i");
    const node = el("div", { class: "confusion-metric" },
      el("span", { class: "confusion-word" }, word), el("span", { class: "u-mute" }, symbols), put, fraction,
      el("span", { class: "confusion-value" }, value.node, el("span", { class: "confusion-bar", "aria-hidden": "true" }, bar)));
    return { name, node, value, parts, fraction, put, bar, numbers };
  });
  return {
    node: el("div", { class: "confusion-metrics" }, ...made.map(({ node }) => node)),
    set(r) {
      const c = written(r);
      for (const { name, value, parts, fraction, put, bar, numbers } of made) {
        const [found, lowest] = [r[name], r[`${name}_fraction`]];
        text(put, numbers(c, r));
        fraction.hidden = lowest === null;
        parts.forEach((part, i) => part.set(lowest?.[i] ?? NaN, lowest ? grouped(lowest[i]) : ""));
        value.set(found ?? NaN, found === null ? "0/0" : show(found));
        bar.style.transform = `scaleX(${found ?? 0})`;
      }
    },
  };
}

/** A row of words and one number, which may be undefined. */
export function single(name: string, ...words: (string | Node)[]): { node: HTMLElement; out: Output<HTMLElement>; set(value: number | null): void } {
  const out = output(el("b"), name);
  return { node: el("p", {}, ...words, " ", out.node), out, set: (value) => out.set(value ?? NaN, value === null ? "0/0, undefined" : show(value)) };
}
