/** One step of the chosen optimiser, a line for each value, in the order of computation. */

import { el, output, scroller, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import type { Result, State } from "./model.ts";
import type { Row } from "./racers.ts";

type Line = { key: keyof Row; name: string; how: (s: State, t: number) => string };
const DIGITS = 6;
const rest = (share: number): string => show(1 - share);

const LINES: Line[] = [
  { key: "before", name: "w", how: () => "before the step" },
  { key: "slope", name: "∂f/∂w", how: () => "slope of the surface there" },
  { key: "noise_part", name: "ξ", how: (s) => `noise, σ/√B = ${show(s.noise / Math.sqrt(s.batch))} · a random number` },
  { key: "gradient", name: "g", how: (s) => (s.noise ? "slope + noise" : "gradient, the slope there") },
  { key: "velocity", name: "u", how: (s, t) => (t === 1 ? "velocity: g, the first time" : `velocity: ${show(s.momentum)} · u before + g`) },
  { key: "m", name: "m", how: (s) => `${show(s.beta1)} · m before + ${rest(s.beta1)} · g` },
  { key: "v", name: "v", how: (s) => ((k) => `${show(k)} · v before + ${rest(k)} · g²`)(s.optimiser === "adam" ? s.beta2 : s.alpha) },
  { key: "m_correction", name: "1 − β₁ᵗ", how: (s, t) => `1 − ${show(s.beta1)}^${t}` },
  { key: "v_correction", name: "1 − β₂ᵗ", how: (s, t) => `1 − ${show(s.beta2)}^${t}` },
  { key: "m_hat", name: "m̂", how: () => "m / (1 − β₁ᵗ)" },
  { key: "v_hat", name: "v̂", how: () => "v / (1 − β₂ᵗ)" },
  { key: "denominator", name: "d", how: (s) => (s.optimiser === "adam" ? "√v̂ + 10⁻⁸" : "√v + 10⁻⁸") },
  { key: "direction", name: "r", how: (s) => (s.optimiser === "nesterov" ? `g + ${show(s.momentum)} · u` : "g / d") },
  { key: "rate", name: "η", how: (s, t) => (s.decay ? `${show(s.learning_rate)} / ${t}^${show(s.decay)}` : "learning rate") },
  { key: "update", name: "Δ", how: (s) => update(s) },
  { key: "parameter", name: "w", how: () => "w before − Δ" },
];

function update(s: State): string {
  if (s.optimiser === "adam") return "η · m̂ / d";
  if (s.optimiser === "rmsprop") return "η · r";
  if (s.optimiser === "sgd" || s.momentum === 0) return "η · g";
  return s.optimiser === "momentum" ? "η · u" : "η · r";
}

export function ledger(): { node: HTMLElement; set(r: Result, s: State, shown: boolean): void; destroy(): void } {
  const lines = LINES.map((line) => {
    const how = el("td", { class: "u-mute" });
    const single = line.key === "rate" || line.key.endsWith("_correction");
    const cells = single ? [output(el("td", { colspan: 2 }), line.key)] : [0, 1].map((i) => output(el("td"), `${line.key}[${i}]`));
    const row = el("tr", {}, el("th", { scope: "row" }, line.name), how, ...cells.map((cell) => cell.node));
    if (line.key === "parameter") row.classList.add("u-total");
    return { ...line, row, how, say: line.how, cells };
  });
  const head = el("tr", {}, el("td"), el("td"), el("th", { scope: "col" }, "for w₁"), el("th", { scope: "col" }, "for w₂"));
  const room = scroller("The step in numbers");
  room.fill(el("table", { class: "u-table race-ledger" }, el("thead", {}, head), el("tbody", {}, ...lines.map(({ row }) => row))));
  return {
    node: room.node,
    set(r, s, shown) {
      for (const { key, row, how, say, cells } of lines) {
        const found = r[key];
        row.hidden = found === null || (s.noise === 0 && (key === "slope" || key === "noise_part"));
        if (found === null) continue;
        [found].flat().forEach((value, i) => cells[i].set(value, shown ? show(value, DIGITS) : undefined));
        if (shown) text(how, say(s, r.ledger_step));
      }
    },
    destroy: room.destroy,
  };
}
