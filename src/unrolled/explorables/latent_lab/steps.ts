/** The way from the encoder to the code, the divergence and the way back, for both coordinates with every number. */

import { el, only, type Output, output, text } from "../_kit/dom.ts";
import { show, sub } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import type { State } from "./state.ts";

export type Part = { node: HTMLElement; set(s: State, r: Result): void };

type Key = "mu" | "log_var" | "sigma" | "eps" | "noise" | "z" | "code" | "mu_squared" | "sigma_squared" | "kl" | "dL_dz" | "dL_dmu" | "dL_dsigma";
type Row = { key: Key; name: string; how(s: State, r: Result, i: number): string; kind?: "forward" | "gradient" | "param" };

const added = (value: number): string => `${value < 0 ? "−" : "+"} ${show(Math.abs(value))}`;
const times = (value: number): string => (value < 0 ? `(${show(value)})` : show(value));
const one = (values: number[] | null, i: number): number => values?.[i] ?? NaN;

const VARIATIONAL: Row[][] = [
  [
    { key: "mu", name: "mean μ", how: (s) => (s.source === "hand" ? "by hand" : "from the encoder"), kind: "param" },
    { key: "log_var", name: "ln σ²", how: (s) => (s.source === "hand" ? "2 ln σ" : "from the encoder"), kind: "param" },
    { key: "sigma", name: "σ", how: (s, r, i) => (s.source === "hand" ? "by hand" : `exp(½ · ${times(one(r.log_var, i))})`), kind: "param" },
    { key: "eps", name: "draw ε", how: (s) => (s.epsilon ? "chosen" : `from 𝒩(0, 1), seed ${s.seed}`) },
    { key: "noise", name: "σ ε", how: (_, r, i) => `${show(one(r.sigma, i))} · ${times(one(r.eps, i))}` },
    { key: "z", name: "z = μ + σ ε", how: (s, r, i) => (s.free ? "put by hand" : `${show(r.mu[i])} ${added(one(r.noise, i))}`), kind: "forward" },
  ],
  [
    { key: "mu_squared", name: "μ²", how: () => "" },
    { key: "sigma_squared", name: "σ²", how: () => "" },
    {
      key: "kl", name: "KL = ½ (μ² + σ² − 1 − ln σ²)",
      how: (_, r, i) => `½ (${show(one(r.mu_squared, i))} + ${show(one(r.sigma_squared, i))} − 1 ${added(-one(r.log_var, i))})`, kind: "forward",
    },
  ],
  [
    { key: "dL_dz", name: "∂L/∂z", how: (s, r, i) => slope(s, r, i), kind: "gradient" },
    { key: "dL_dmu", name: "∂L/∂μ = ∂L/∂z · 1 + β μ", how: (s, r, i) => `${show(r.dL_dz[i])} + ${show(s.beta)} · ${times(r.mu[i])}`, kind: "gradient" },
    {
      key: "dL_dsigma", name: "∂L/∂σ = ∂L/∂z · ε + β (σ − 1/σ)",
      how: (s, r, i) => `${show(r.dL_dz[i])} · ${times(one(r.eps, i))} + ${show(s.beta)} · ${times(one(r.sigma, i) - 1 / one(r.sigma, i))}`, kind: "gradient",
    },
  ],
];
const PLAIN: Row[][] = [
  [
    { key: "z", name: "code z", how: (s) => (s.free || s.source === "hand" ? "put by hand" : "from the encoder"), kind: "forward" },
    { key: "code", name: "decoded h", how: (s, r, i) => pulled(s, r, i), kind: "forward" },
  ],
  [{ key: "dL_dz", name: "∂L/∂h, without the penalty", how: (s, r, i) => slope(s, r, i), kind: "gradient" }],
];

const slope = (s: State, r: Result, i: number): string => (s.loss === "target" ? `2 (${show(r.code[i])} − ${times(s.target[i])})` : "back through the decoder");

function pulled({ penalty, strength }: State, r: Result, i: number): string {
  if (penalty === "none") return "as it is";
  if (penalty === "l2") return `${show(r.z[i])} / (1 + 2 · ${show(strength)})`;
  return Math.abs(r.z[i]) <= strength ? `|${show(r.z[i])}| ≤ λ, so` : `${show(r.z[i])} moved by ${show(strength)} towards 0`;
}

export function steps(): Part {
  const variational = blocks(VARIATIONAL, ["From encoder to code", "The divergence", "The way back"]);
  const plain = blocks(PLAIN, ["The code", "The way back"]);
  const node = el("div", { class: "latent-steps" });
  return {
    node,
    set(s, r) {
      const inside = s.network === "plain" ? plain : variational;
      only(node, ...inside.nodes);
      inside.set(s, r);
    },
  };
}

function blocks(groups: Row[][], titles: string[]): { nodes: HTMLElement[]; set(s: State, r: Result): void } {
  const all: { row: Row; cells: { how: HTMLElement; value: Output }[]; node: HTMLElement }[] = [];
  const nodes = groups.map((rows, g) => {
    const made = rows.map((row) => {
      const cells = [0, 1].map((i) => {
        const value = output(el("b", { class: row.kind && row.kind !== "param" ? `u-${row.kind}-text` : row.kind ? "u-param" : "" }), `${row.key}[${i}]`);
        const how = el("span", { class: "u-mute" });
        return { how, value, td: el("td", {}, how, " ", value.node) };
      });
      const node = el("tr", {}, el("th", { scope: "row" }, row.name), ...cells.map(({ td }) => td));
      all.push({ row, cells, node });
      return node;
    });
    const head = el("tr", {}, el("th", { scope: "col" }, titles[g]), ...[1, 2].map((i) => el("th", { scope: "col" }, `coordinate ${sub(i)}`)));
    return el("table", { class: "u-table latent-table" }, el("thead", {}, head), el("tbody", {}, ...made));
  });
  return {
    nodes,
    set(s, r) {
      for (const { row, cells } of all) {
        const values = r[row.key];
        cells.forEach(({ how, value }, i) => {
          value.set(values?.[i] ?? NaN, values ? show(values[i]) : "—");
          const words = values ? row.how(s, r, i) : "";
          const formula = /\d/.test(words) && !words.startsWith("from") && !words.startsWith("|");
          text(how, words && formula ? `${words} =` : words);
        });
      }
    },
  };
}
