/** The picture: states along the chain, weights between them, and on the way back the factors of the gradient. */

import { attr, output, svg, text, uid } from "../_kit/dom.ts";
import { brief, several, sub } from "../_kit/numbers.ts";
import { at } from "../_kit/path.ts";
import { scrub } from "../_kit/scrub.ts";
import type { Result } from "./model.ts";
import { LABELS, element, key, weight } from "./names.ts";
import type { Edit, Part, Shape } from "./part.ts";
import { type State, isPerStep } from "./state.ts";

export type Chain = Part & { layout(width: number): { first: number; gap: number; sum: number } };

const LEFT = 60; // px: centre of h_0
const SUM = 76; // for the column of the sum in the table below
const ROW = 22; // per unit of a vector state
const HALF = 33; // of the width of a state
const NARROW = 140; // a smaller gap has no room for long labels

export function chain(s: State, { T, H, O, vector }: Shape, get: () => State, edit: Edit): Chain {
  const high = 50 + ROW * (H - 1);
  const above = O ? 44 : 0;
  const middle = above + 36 + high / 2;
  const bottom = middle + high / 2;
  const height = bottom + 76;
  const ids = { forward: uid("u-arrow"), gradient: uid("u-arrow") };
  const label = (kind: string, y: number, x = 0, anchor = "middle") => svg("text", { class: `rnn-${kind}`, x, y, "text-anchor": anchor });
  const arrow = (colour: "forward" | "gradient", d = "") => svg("path", { class: `rnn-arrow rnn-${colour}`, d, "marker-end": `url(#${ids[colour]})` });

  const node = svg("svg", { class: "rnn-chain", role: "img", style: `height: ${height}px` });
  for (const [colour, id] of Object.entries(ids)) {
    const tip = svg("path", { d: "M0 0 8 4 0 8", fill: `var(--u-${colour})` });
    // The tip's size does not follow the line's width, which says how much of the gradient is left.
    node.append(svg("defs", {}, svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 11, markerHeight: 11, markerUnits: "userSpaceOnUse", orient: "auto" }, tip)));
  }
  const steps = Array.from({ length: T + 1 }, (_, t) => step(t));
  node.append(...steps.map((one) => one.group));
  let gap = 160;

  /** Dragging the label changes the number that it shows. */
  function grab(label: SVGElement, path: string, step = 0.1): void {
    scrub(label, { get: () => at(get(), path) as number, set: (value) => edit(path, value), step });
  }

  function step(t: number) {
    const group = svg("g");
    const box = svg("rect", { class: "rnn-state", x: -HALF, y: middle - high / 2, width: 2 * HALF, height: high, rx: 25 });
    const values = Array.from({ length: H }, (_, i) => output(svg("text", { class: "rnn-value", y: middle + 6 + ROW * (i - (H - 1) / 2), "text-anchor": "middle" }), key("h", t, i, vector)));
    const name = label("name", above + 26);
    group.append(box, ...values.map((value) => value.node), name);
    if (t === 0) {
      if (!vector) grab(values[0].node as SVGElement, "h0");
      return { group, box, values, name, link: null };
    }
    const forward = arrow("forward");
    const back = arrow("gradient");
    const V = label("param", middle - 15);
    const factor = label("factor", middle + 32);
    const W = label("param", bottom + 32, 8, "start");
    const x = label("given", bottom + 66);
    const y = O ? label("output", 16) : null;
    group.prepend(forward, back, arrow("forward", `M0 ${bottom + 48}V${bottom + 7}`), V, factor, W, x);
    if (y) group.append(y, arrow("forward", `M0 ${above + 8}V25`));
    if (!vector) {
      grab(V, isPerStep(s.V) ? `V[${t - 1}]` : "V", 0.05);
      grab(W, isPerStep(s.W) ? `W[${t - 1}]` : "W");
      grab(x, `x[${t - 1}]`);
    }
    return { group, box, values, name, link: { forward, back, V, factor, W, x, y } };
  }

  function layout(width: number) {
    const matrix = 74 * H + 10; // of contributions such as −2.7·10⁻¹¹
    const least = vector ? Math.max(116, matrix) : 116;
    const sum = isPerStep(s.V) ? 16 : vector ? Math.max(SUM, matrix) : SUM;
    gap = Math.min(220, Math.max(least, Math.floor((width - LEFT - sum) / (T + 0.5))));
    node.style.width = `${LEFT + gap * (T + 0.5) + sum}px`;
    steps.forEach(({ group, link }, t) => {
      attr(group, "transform", `translate(${LEFT + gap * t} 0)`);
      if (!link) return;
      attr(link.forward, "d", `M${HALF + 4 - gap} ${middle - 7}H${-HALF - 4}`);
      attr(link.back, "d", `M${-HALF - 4} ${middle + 13}H${HALF + 4 - gap}`);
      for (const label of [link.V, link.factor]) attr(label, "x", -gap / 2);
    });
    return { first: LEFT + gap / 2, gap, sum };
  }

  function draw(s: State, r: Result): void {
    const most = Math.max(...r.h.flat().map(Math.abs));
    steps.forEach(({ box, values, name, link }, t) => {
      values.forEach((value, i) => {
        const shown = brief(r.h[t][i]);
        value.set(r.h[t][i], shown);
        value.node.classList.toggle("rnn-small", shown.length > 5);
        if (vector && t === T) value.node.classList.toggle("rnn-unit", i === s.unit);
      });
      const dead = t > 0 && r.slope[t - 1].every((slope) => slope === 0);
      box.classList.toggle("rnn-dead", dead);
      attr(box, "fill-opacity", most ? (0.16 * Math.max(...r.h[t].map(Math.abs))) / most : 0);
      const z = t && !vector && gap >= NARROW ? ` = ${LABELS[s.activation]}(${brief(r.z[t - 1][0])})` : "";
      text(name, `h${sub(t)}${z}`);
      if (link) drawLink(s, r, t, link);
    });
    attr(node, "aria-label", describe(r));
  }

  function drawLink(s: State, r: Result, t: number, link: NonNullable<(typeof steps)[number]["link"]>): void {
    const J = r.J[t - 1];
    const left = r.norm[t - 1]; // what is left of the gradient after this step
    attr(link.back, "stroke-width", left === 0 ? 1.2 : Math.min(4, Math.max(1, 2 + Math.log10(left) / 2)).toFixed(1));
    link.back.classList.toggle("rnn-cut", J.every((row) => row.every((value) => value === 0)));
    text(link.factor, vector ? `‖J${sub(t)}‖ ${brief(Math.hypot(...J.flat()))}` : `× ${brief(J[0][0])}`);
    const number = (name: "V" | "W"): string => {
      const value = brief(r.cell[name][t - 1][0][0]);
      return vector ? weight(s, name, t) : gap < NARROW && isPerStep(s[name]) ? value : `${weight(s, name, t)} = ${value}`;
    };
    text(link.V, number("V"));
    text(link.W, number("W"));
    text(link.x, `x${sub(t)} = ${several(r.cell.x[t - 1])}`);
    if (link.y && r.y) text(link.y, `y${sub(t)} = ${several(r.y[t - 1])}`);
  }

  /** The picture in words: all states, and where the gradient is cut. */
  function describe(r: Result): string {
    const states = r.h.map((h, t) => `h${sub(t)} = ${several(h)}`).join(", ");
    const cut = r.J.flatMap((J, t) => (J.flat().every((value) => value === 0) ? [`step ${t + 1}`] : []));
    const back = cut.length ? `the gradient is cut at ${cut.join(", ")}` : `‖∂${element("h", T, 0, 1)}/∂h₀‖ = ${brief(r.norm[0])}`;
    return `The cell unrolled: ${states}; on the way back ${back}.`;
  }

  return { node, draw, layout };
}
