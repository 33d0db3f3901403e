/** The ten probabilities of the chosen network, and what all three answer. */

import { attr, el, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import type { Part } from "./maps.ts";
import { ACCURACY, NETWORKS, type Network } from "./networks.ts";
import { BOX } from "./state.ts";

export const NAMES: Record<Network, string> = { perceptron: "perceptron", lenet: "small LeNet", maximum: "global-max CNN" };
const INSIDE: Record<Network, string> = {
  perceptron: "three layers, each fully connected",
  lenet: "two convolutions, a weight for each place of their maps",
  maximum: "two convolutions, then the maximum of each map",
};
const CLASSES = Array.from({ length: 10 }, (_, digit) => digit);

/** 0.97, and what is nearly 0 or 1 not as if it were. */
export const share = (p: number): string => (p > 0 && p < 0.005 ? "< 0.01" : p < 1 && p > 0.995 ? "> 0.99" : p.toFixed(2));

export function bars(watch: (digit: number) => void): Part {
  const rows = CLASSES.map((digit) => {
    const bar = el("i");
    const [p, score] = [output(el("b"), `probabilities[${digit}]`), output(el("span", { class: "u-mute" }), `scores[${digit}]`)];
    const node = el("div", { class: "lab-bar" }, el("span", {}, String(digit)), el("span", { class: "lab-track" }, bar), p.node, score.node);
    node.addEventListener("click", () => watch(digit));
    return { node, bar, p, score };
  });
  const head = el("div", { class: "lab-bar lab-bar-head u-mute" }, el("span", {}, "class"), el("span"), el("span", {}, "probability"), el("span", {}, "score"));
  return {
    node: el("div", { class: "lab-bars" }, head, ...rows.map(({ node }) => node)),
    set(s, r) {
      rows.forEach(({ node, bar, p, score }, digit) => {
        attr(bar, "style", `transform:scaleX(${r.probabilities[digit].toFixed(4)})`);
        p.set(r.probabilities[digit], share(r.probabilities[digit]));
        score.set(r.scores[digit], show(r.scores[digit], 3));
        node.classList.toggle("lab-watched", digit === s.watch);
      });
    },
  };
}

export function networks(choose: (name: Network) => void): Part {
  const chips = NETWORKS.map((name, i) => {
    const answer = output(el("b"), `answers[${i}]`);
    const [now, before] = [output(el("span"), `watched[${i}]`), output(el("span"), `watched_centred[${i}]`)];
    const watched = el("span");
    const small = el("small", {}, watched, now.node, ", unmoved ", before.node);
    const node = el("button", { type: "button", class: "lab-chip", title: INSIDE[name] }, el("span", {}, NAMES[name]), el("span", {}, "says ", answer.node), small);
    node.addEventListener("click", () => choose(name));
    return { node, name, answer, now, before, watched };
  });
  return {
    node: el("div", { class: "lab-chips", role: "group", "aria-label": "Network" }, ...chips.map(({ node }) => node)),
    set(s, r) {
      chips.forEach(({ node, name, answer, now, before, watched }, i) => {
        attr(node, "aria-pressed", name === s.network ? "true" : "false");
        answer.set(r.answers[i], String(r.answers[i]));
        text(watched, `${s.watch} has `);
        now.set(r.watched[i], share(r.watched[i]));
        before.set(r.watched_centred[i], share(r.watched_centred[i]));
      });
    },
  };
}

/** On digits that training never saw. */
export function accuracy(): HTMLElement {
  const row = (name: string, ...cells: Node[]): HTMLElement => el("tr", {}, el("th", { scope: "row" }, name), ...cells);
  const head = el("tr", {}, el("th", { scope: "col" }, "moved by"), ...ACCURACY[0].map((_, k) => el("th", { scope: "col" }, `${k} px`)));
  const body = NETWORKS.map((name, i) =>
    row(NAMES[name], ...ACCURACY[i].map((part, k) => {
      const cell = output(el("td"), `accuracy[${i},${k}]`);
      cell.set(part, (100 * part).toFixed(1));
      return cell.node;
    })));
  return el("div", {},
    el("p", { class: "lab-note" }, "Each network learned 1200 digits, all in the middle of the field. These are the other 597, moved up, down, left and right; what is right, in per cent."),
    el("table", { class: "u-table" }, el("thead", {}, head), el("tbody", {}, ...body)),
    el("p", { class: "lab-note" }, `The ten digits to pick are of the 597, the first of each class, and have ${BOX} × ${BOX} pixels. Sizes and length of training were settled in a few trial runs that looked at these 597, too, so they are new to the weights but not to whoever chose. The seed is 0; with others the figures differ by a few per cent.`));
}
