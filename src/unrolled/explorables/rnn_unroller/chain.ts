/** The picture: states along the chain, weights between them, and on the way back the factors of the gradient. */

import { attr, only, output, svg, text, uid } from "../_kit/dom.ts";
import type { Keep } from "../_kit/keep.ts";
import { brief, several, show, sub } from "../_kit/numbers.ts";
import { at } from "../_kit/path.ts";
import type { Ruler } from "../_kit/ruler.ts";
import { scrub } from "../_kit/scrub.ts";
import type { Result } from "./model.ts";
import { LABELS, element, key, weight } from "./names.ts";
import type { Edit, Part, Shape } from "./part.ts";
import { type State, isPerStep } from "./state.ts";
import type { Columns } from "./sums.ts";

export type Chain = Part & { layout(width: number): Columns };

const LEFT = 60; // px: centre of h_0
const SUM = 90; // for the column of the sum in the table below
const ROW = 22; // per unit of a vector state
const HALF = 33; // of the width of a state, at most
const NARROW = 140; // a smaller gap has no room for long labels
const LABEL = 13; // px
const LARGE = 18; // px: numbers in a state, where they fit
const SMALL = 11; // smaller ones lose their third digit

/** Where it is narrow, a chain of so few steps is drawn smaller instead of scrolling. */
const COMPACT = { steps: 3, left: 38, first: 72, gap: 64, sum: 57, between: 22, label: 12 };

export function chain(s: State, { T, H, O, vector }: Shape, keep: Keep, wide: Ruler, get: () => State, edit: Edit): Chain {
  const high = 50 + ROW * (H - 1);
  const above = O ? 44 : 0;
  const middle = above + 36 + high / 2;
  const bottom = middle + high / 2;
  const height = bottom + 76;
  const ids = keep("chain arrows", () => ({ forward: uid("u-arrow"), gradient: uid("u-arrow") }));
  const label = (kind: string, y: number, x = 0, anchor = "middle") => svg("text", { class: `rnn-${kind}`, x, y, "text-anchor": anchor });
  const arrow = (colour: "forward" | "gradient", d = "") => svg("path", { class: `rnn-arrow rnn-${colour}`, d, "marker-end": `url(#${ids[colour]})` });

  const node = keep("chain", () => svg("svg", { class: "rnn-chain", role: "img", style: `height: ${height}px` }));
  const tips = Object.entries(ids).map(([colour, id]) =>
    keep(`chain tip ${colour}`, () => {
      const tip = svg("path", { d: "M0 0 8 4 0 8", fill: `var(--u-${colour})` });
      // The tip's size does not follow the line's width, which says how much of the gradient is left.
      return svg("defs", {}, svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 11, markerHeight: 11, markerUnits: "userSpaceOnUse", orient: "auto" }, tip));
    }),
  );
  const steps = keep.list("chain steps", T + 1, step);
  only(node, ...tips, ...steps.map((one) => one.group));
  const mark = vector && H > 1 ? keep("chain mark", () => svg("circle", { class: "rnn-mark", r: 5 })) : null; // where the gradients start
  if (mark) {
    for (const { values } of steps) for (const value of values) attr(value.node, "class", "rnn-value"); // of what was the last step
    steps[T].group.append(mark);
  }
  let gap = 160;
  let half = HALF;
  let compact = false;

  /** Dragging the label changes the number that it shows. */
  function grab(label: SVGElement, path: string, step = 0.1): void {
    scrub(label, { get: () => at(get(), path) as number, set: (value) => edit(path, value), step });
  }

  function step(t: number) {
    const group = svg("g");
    const box = svg("rect", { class: "rnn-state", y: middle - high / 2, height: high });
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

  function layout(width: number): Columns {
    const columns = arrange(width);
    compact = columns.compact;
    const left = columns.first + columns.step / 2 - gap; // of h_1, less a gap
    half = compact ? Math.min(HALF, Math.floor((gap - COMPACT.between) / 2)) : HALF;
    node.style.width = `${columns.first + columns.step * T + columns.sum}px`;
    node.classList.toggle("rnn-compact", compact);
    const end = half + (compact ? 3 : 4);
    steps.forEach(({ group, box, link }, t) => {
      attr(group, "transform", `translate(${left + gap * t} 0)`);
      for (const [name, value] of Object.entries({ x: -half, width: 2 * half, rx: Math.min(25, half) })) attr(box, name, value);
      if (!link) return;
      attr(link.forward, "d", `M${end - gap} ${middle - 7}H${-end}`);
      attr(link.back, "d", `M${-end} ${middle + 13}H${end - gap}`);
      for (const label of [link.V, link.factor]) attr(label, "x", -gap / 2);
      // Between states that are close there is room only above and below their round ends.
      const close = gap < NARROW;
      attr(link.V, "y", close && !vector ? middle - 27 : middle - 15);
      attr(link.factor, "y", close ? bottom + 12 : middle + 32);
    });
    if (mark) attr(mark, "cx", half + 2);
    return columns;
  }

  /** Chooses the gap between states, and the columns below it. */
  function arrange(width: number): Columns {
    const matrix = 74 * H + 10; // of contributions such as −2.7·10⁻¹¹
    const sum = isPerStep(s.V) ? 16 : vector ? Math.max(SUM, matrix) : SUM;
    const least = vector ? Math.max(116, matrix) : 116;
    const room = Math.floor((width - LEFT - sum) / (T + 0.5));
    if (room < least && T <= COMPACT.steps) {
      const close = 66 * H + 8; // the same matrix with less around it
      const sum = isPerStep(s.V) ? 8 : vector ? close : COMPACT.sum;
      const first = width - close - sum;
      if (T === 1 && vector && first >= COMPACT.first) {
        gap = first + close / 2 - COMPACT.left; // a single step's states may be closer than its matrix is wide
        return { first, step: close, sum, compact: true };
      }
      gap = Math.floor((width - COMPACT.left - sum) / (T + 0.5));
      if (gap >= (vector ? close : COMPACT.gap)) return { first: COMPACT.left + gap / 2, step: gap, sum, compact: true };
    }
    gap = Math.min(220, Math.max(least, room));
    return { first: LEFT + gap / 2, step: gap, sum, compact: false };
  }

  /** The numbers of a state have one size, at which all of them are inside. */
  function write(h: number[], values: (typeof steps)[number]["values"], marked: boolean): void {
    const inside = 2 * half - (marked ? 16 : 10);
    const size = (shown: string[]): number => Math.min(LARGE, Math.floor((2 * inside) / Math.max(...shown.map(wide))) / 2);
    let shown = h.map(brief);
    if (size(shown) < SMALL) shown = h.map((value) => show(value, 2));
    const px = `${size(shown)}px`;
    values.forEach((value, i) => {
      value.set(h[i], shown[i]);
      const { style } = value.node;
      if (style.fontSize !== px) style.fontSize = px;
    });
  }

  function draw(s: State, r: Result): void {
    const most = Math.max(...r.h.flat().map(Math.abs));
    steps.forEach(({ box, values, name, link }, t) => {
      write(r.h[t], values, mark !== null && t === T);
      const dead = t > 0 && r.slope[t - 1].every((slope) => slope === 0);
      box.classList.toggle("rnn-dead", dead);
      attr(box, "fill-opacity", most ? (0.16 * Math.max(...r.h[t].map(Math.abs))) / most : 0);
      const z = t && !vector && gap >= NARROW ? ` = ${LABELS[s.activation]}(${brief(r.z[t - 1][0])})` : "";
      text(name, `h${sub(t)}${z}`);
      if (link) drawLink(s, r, t, link);
    });
    if (mark) {
      attr(mark, "cy", middle + ROW * (s.unit - (H - 1) / 2));
      steps[T].values.forEach((value, i) => value.node.setAttribute("class", `rnn-value ${i === s.unit ? "rnn-unit" : "rnn-other"}`));
    }
    attr(node, "aria-label", describe(r));
  }

  function drawLink(s: State, r: Result, t: number, link: NonNullable<(typeof steps)[number]["link"]>): void {
    const J = r.J[t - 1];
    const left = r.norm[t - 1]; // what is left of the gradient after this step
    attr(link.back, "stroke-width", left === 0 ? 1.2 : Math.min(4, Math.max(1, 2 + Math.log10(left) / 2)).toFixed(1));
    link.back.classList.toggle("rnn-cut", J.every((row) => row.every((value) => value === 0)));
    const factor = vector ? Math.hypot(...J.flat()) : J[0][0];
    const sign = vector ? `‖J${sub(t)}‖` : "×";
    text(link.factor, fitting(gap - 14, `${sign} ${brief(factor)}`, `${sign} ${show(factor, 2)}`, show(factor, 2)));
    const number = (name: "V" | "W"): string => {
      const value = brief(r.cell[name][t - 1][0][0]);
      return vector ? weight(s, name, t) : gap < NARROW && isPerStep(s[name]) ? value : named(weight(s, name, t), value, name === "V" ? 20 : 4);
    };
    text(link.V, number("V"));
    text(link.W, number("W"));
    text(link.x, vector ? `x${sub(t)} = ${several(r.cell.x[t - 1])}` : named(`x${sub(t)}`, brief(r.cell.x[t - 1][0])));
    if (link.y && r.y) text(link.y, `y${sub(t)} = ${several(r.y[t - 1])}`);
  }

  /** The first that is no wider than `room`, or the last: a number that stands alone is told by its place. */
  function fitting(room: number, ...labels: string[]): string {
    const size = compact ? COMPACT.label : LABEL;
    return labels.find((label) => wide(label) * size <= room) ?? (labels.at(-1) as string);
  }

  const named = (name: string, value: string, around = 4): string => fitting(gap - around, `${name} = ${value}`, value);

  /** The picture in words: all states, and where the gradient is cut. */
  function describe(r: Result): string {
    const states = r.h.map((h, t) => `h${sub(t)} = ${several(h)}`).join(", ");
    const cut = r.J.flatMap((J, t) => (J.flat().every((value) => value === 0) ? [`step ${t + 1}`] : []));
    const back = cut.length ? `the gradient is cut at ${cut.join(", ")}` : `‖∂${element("h", T, 0, 1)}/∂h₀‖ = ${brief(r.norm[0])}`;
    return `The cell unrolled: ${states}; on the way back ${back}.`;
  }

  return { node, draw, layout };
}
