/** One turn with every value: the last step of the discriminator in it, then the generator's; with samples, each of them. */

import { el, only, output, type Output, scroller, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import type { Turn } from "./model.ts";
import type { State } from "./state.ts";

const DIGITS = 6;
export type Ledger = { node: HTMLElement; set(found: Turn | null, s: State, shown: boolean): void; destroy(): void };

type Line = { key: keyof Turn; name: string; how(s: State): string };
const D_STEP: Line[] = [
  { key: "d_before", name: "before", how: (s) => (s.d_steps > 1 ? "the last step of the turn" : "") },
  { key: "d_real", name: "real", how: (s) => `mean of (1 − D(x)) · ${features(s)}` },
  { key: "d_fake", name: "generated", how: (s) => `mean of D(x) · ${features(s)}` },
  { key: "d_gradient", name: "∂V", how: () => "real − generated" },
  { key: "d_after", name: "after", how: (s) => `before + ${show(s.d_rate)} · ∂V` },
];
const G_STEP: Line[] = [
  { key: "g_before", name: "before", how: () => "" },
  { key: "g_gradient", name: "∂loss", how: push },
  { key: "g_after", name: "after", how: (s) => `before − ${show(s.g_rate)} · ∂loss` },
];

const features = (s: State): string => (s.discriminator === "linear" ? "(x, 1)" : "(x², x, 1)");

function push(s: State): string {
  const along = s.discriminator === "linear" ? "w" : "(2 v x + w)";
  return `−mean of ${s.loss === "minimax" ? "D(x)" : "(1 − D(x))"} · ${along}${s.learns === "both" ? " · (1, z)" : "; b stays"}`;
}

export function ledger(): Ledger {
  const logs = [output(el("b"), "log_real"), output(el("b"), "log_fake")];
  const sum = el("p", {}, "Before it, V = mean ln D(x) + mean ln(1 − D(a + b z)) = ", logs[0].node, " + ", logs[1].node, ".");
  const steps = [block(D_STEP, ["v", "w", "c"], "D climbs V", (s, i) => i > 0 || s.discriminator === "quadratic"), block(G_STEP, ["a", "b"], "G descends its loss", (s, i) => i < 1 || s.learns === "both")];
  const waits = el("p", { class: "u-mute" }, "The generator waits in this turn: the gradient is what it would follow.");
  const none = el("p", { class: "u-mute" }, "Nobody has moved yet. Go to a later turn.");
  const each = samples();
  const body = el("div", { class: "gan-ledger" }, sum, steps[0].node, steps[1].node, waits, each.node);
  return {
    node: el("div", {}, none, body),
    destroy() {
      for (const part of [...steps, each]) part.destroy();
    },
    set(found, s, shown) {
      none.hidden = found !== null;
      body.hidden = found === null;
      if (!found) return;
      logs.forEach((log, i) => {
        const value = i ? found.log_fake : found.log_real;
        log.set(value, shown ? (i ? `(${show(value, DIGITS)})` : show(value, DIGITS)) : undefined);
      });
      for (const step of steps) step.set(found, s, shown);
      waits.hidden = found.g_after !== null;
      each.set(found, shown);
    },
  };
}

function block(lines: Line[], columns: string[], title: string, has: (s: State, i: number) => boolean): { node: HTMLElement; set(found: Turn, s: State, shown: boolean): void; destroy(): void } {
  const rows = lines.map((line) => {
    const how = el("td", { class: "u-mute" });
    const cells = columns.map((_, i) => output<HTMLElement>(el("td", { class: line.key.endsWith("gradient") ? "u-gradient-text" : null }), `${line.key}[${i}]`));
    const node = el("tr", {}, el("th", { scope: "row" }, line.name), how, ...cells.map((cell) => cell.node));
    if (line.key.endsWith("after")) node.classList.add("u-total");
    return { line, how, cells, node };
  });
  const heads = columns.map((name) => el("th", { scope: "col" }, name));
  const head = el("tr", {}, el("th", { scope: "col" }, title), el("td"), ...heads);
  const room = scroller(title);
  room.fill(el("table", { class: "u-table gan-step" }, el("thead", {}, head), el("tbody", {}, ...rows.map(({ node }) => node))));
  return {
    node: room.node,
    destroy: room.destroy,
    set(found, s, shown) {
      heads.forEach((one, i) => (one.hidden = !has(s, i)));
      for (const { line, how, cells, node } of rows) {
        const values = found[line.key] as number[] | null;
        node.hidden = values === null;
        if (shown) text(how, line.how(s));
        cells.forEach((cell, i) => {
          cell.node.hidden = !has(s, i);
          cell.set(values?.[i] ?? NaN, shown && values ? show(values[i], DIGITS) : undefined);
        });
      }
    },
  };
}

const SAMPLE = ["x_real", "D_real", "x_fake", "D_fake", "D_after"] as const;

/** The samples of both sides, side by side. */
function samples(): { node: HTMLElement; set(found: Turn, shown: boolean): void; destroy(): void } {
  const keep = keeper();
  const heads = ["x, real", "D(x)", "x, generated", "D(x)", "D(x) after D’s step"].map((name) => el("th", { scope: "col" }, name));
  const body = el("tbody");
  const room = scroller("The samples");
  room.fill(el("table", { class: "u-table gan-samples" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "sample"), ...heads)), body));
  const make = (i: number): { node: HTMLElement; cells: Output<HTMLElement>[] } => {
    const cells = SAMPLE.map((key) => output(el("td"), `${key}[${i}]`));
    return { cells, node: el("tr", {}, el("th", { scope: "row" }, String(i + 1)), ...cells.map((cell) => cell.node)) };
  };
  return {
    node: room.node,
    destroy: room.destroy,
    set(found, shown) {
      const count = found.x_real?.length ?? 0;
      room.node.hidden = count === 0;
      const rows = keep.list("rows", count, make);
      rows.forEach(({ cells }, i) => cells.forEach((cell, c) => {
        const value = found[SAMPLE[c]]?.[i] ?? NaN;
        cell.set(value, shown ? show(value, DIGITS) : undefined);
      }));
      only(body, ...rows.map(({ node }) => node));
    },
  };
}
