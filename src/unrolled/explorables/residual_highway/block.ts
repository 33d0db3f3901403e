/** One block drawn: the skip connection straight on, the branch below it. What flows forwards stands above a line, gradients below. */

import { attr, svg, text, uid } from "../_kit/dom.ts";
import { brief, sub } from "../_kit/numbers.ts";
import { scrub } from "../_kit/scrub.ts";
import type { Result, State } from "./model.ts";

const HEIGHT = 214; // px, as everything here
const ROAD = 62; // where the skip connection runs
const BRANCH = 142;
const NARROW = 480;
const BOX = { l1: [58, 40], l2: [58, 40], inside: [46, 26], ending: [46, 26], closing: [46, 26] } as const; // width, height
const SMALL = { l1: [40, 40], l2: [40, 40], inside: [36, 24], ending: [36, 24], closing: [36, 24] } as const;

type Name = keyof typeof BOX;
type Hands = { r(): number; setR(value: number): void; s(): number; setS(value: number): void };

export function block(hands: Hands): { node: SVGSVGElement; draw(s: State, r: Result): void; destroy(): void } {
  let width = 640;
  let drawn: [State, Result] | null = null;
  const tip = uid("residual");
  const marker = svg("marker", { id: tip, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 12, markerHeight: 12, markerUnits: "userSpaceOnUse", orient: "auto" },
    svg("path", { d: "M0 0 8 4 0 8", fill: "var(--u-forward)" }));
  const line = (): SVGPathElement => svg("path", { class: "residual-line" });
  const [road, branch, rise, out] = [line(), line(), line(), line()];
  for (const path of [rise, out]) attr(path, "marker-end", `url(#${tip})`);
  const plus = svg("g", {}, svg("circle", { class: "residual-plus", r: 12 }), svg("text", { y: 6, "text-anchor": "middle" }, "+"));
  const boxes = Object.fromEntries(
    Object.keys(BOX).map((name) => {
      const layer = name.startsWith("l");
      const rect = svg("rect", { class: layer ? "residual-layer" : "residual-relu", rx: layer ? 4 : 13 });
      const title = svg("text", { class: "residual-small", "text-anchor": "middle", y: layer ? -5 : 4 }, layer ? `l${sub(Number(name[1]))}` : "ReLU");
      const value = svg("text", { class: "residual-param", "text-anchor": "middle", y: 13 });
      return [name, { node: svg("g", {}, rect, title, value), rect, value }];
    }),
  ) as Record<Name, { node: SVGGElement; rect: SVGRectElement; value: SVGTextElement }>;
  const label = (kind: string, anchor = "middle"): SVGTextElement => svg("text", { class: `residual-${kind}`, "text-anchor": anchor });
  const flows = { x: label("value"), skip: label("flow"), h: label("flow"), F: label("flow", "end"), y: label("value") };
  const backs = { x: label("grad"), skip: label("grad"), h: label("grad"), F: label("grad", "end"), y: label("grad") };
  const names = [label("small"), label("small")];
  const hand = { s: label("hand"), r: label("hand") };
  scrub(hand.s, { get: hands.s, set: (value) => hands.setS(Math.min(Math.max(value, 0), 1)), step: 0.05 });
  scrub(hand.r, { get: hands.r, set: (value) => hands.setR(Math.min(Math.max(value, -10), 10)), step: 0.05 });
  const node = svg("svg", { class: "residual-block", role: "img" }, svg("defs", {}, marker), road, branch, rise, out, plus,
    ...Object.values(boxes).map((box) => box.node), ...Object.values(flows), ...Object.values(backs), ...names, ...Object.values(hand));

  const move = (element: Element, x: number, y: number): void => attr(element, "transform", `translate(${x.toFixed(1)} ${y})`);

  function layout(relu: State["relu"]): void {
    const small = width < NARROW;
    const size = small ? SMALL : BOX;
    const [first, fork, add, last] = small ? [26, 60, width - (relu === "after_sum" ? 116 : 76), width - 26] : [58, 118, width - 190, width - 58];
    attr(node, "viewBox", `0 0 ${width} ${HEIGHT}`);
    attr(node, "height", HEIGHT);
    node.classList.toggle("residual-narrow", small);
    const parts: Name[] = relu === "none" ? ["l1", "l2"] : relu === "after_sum" ? ["l1", "inside", "l2"] : ["l1", "inside", "l2", "ending"];
    for (const name of Object.keys(boxes) as Name[]) {
      const used = parts.includes(name) || (name === "closing" && relu === "after_sum");
      attr(boxes[name].node, "display", used ? null : "none");
      const [w, h] = size[name];
      for (const [key, value] of Object.entries({ x: -w / 2, y: -h / 2, width: w, height: h })) attr(boxes[name].rect, key, value);
    }
    // What is free beside the boxes is shared: a little before the first, twice as much behind the last, where F is written.
    const room = add - fork - parts.reduce((sum, name) => sum + size[name][0], 0);
    const gap = room / (parts.length + 2);
    let at = fork + gap;
    const edges: Record<string, [number, number]> = {};
    for (const name of parts) {
      const w = size[name][0];
      edges[name] = [at, at + w];
      move(boxes[name].node, at + w / 2, BRANCH);
      at += w + gap;
    }
    move(boxes.closing.node, add + (small ? 34 : 43), ROAD);
    move(plus, add, ROAD);
    const stub = small ? 24 : 40; // half of the room that a value at an end takes
    attr(road, "d", `M${first + stub} ${ROAD}H${add - 12}`);
    attr(branch, "d", `M${fork} ${ROAD}V${BRANCH}H${add}`);
    attr(rise, "d", `M${add} ${BRANCH}V${ROAD + 14}`);
    attr(out, "d", `M${add + 12} ${ROAD}H${last - stub}`);
    const middle = (edges.l1[1] + edges.l2[0]) / 2 + (relu === "none" || small ? 0 : (size.inside[0] + gap) / 2);
    const centre = (fork + add) / 2;
    for (const [all, above] of [[flows, true], [backs, false]] as const) {
      move(all.x, first, above ? ROAD + 5 : ROAD + 25);
      move(all.y, last, above ? ROAD + 5 : ROAD + 25);
      move(all.skip, centre, above ? ROAD - 9 : ROAD + 22);
      move(all.h, middle, above ? BRANCH - 26 : BRANCH + 36);
      move(all.F, add - 7, above ? BRANCH - 26 : BRANCH + 36);
    }
    move(names[0], first, ROAD - 17);
    move(names[1], last, ROAD - 17);
    move(hand.s, centre, ROAD - 34);
    move(hand.r, (fork + add) / 2, HEIGHT - 10);
  }

  function draw(s: State, r: Result): void {
    if (drawn?.[0].relu !== s.relu) layout(s.relu);
    drawn = [s, r];
    const k = s.block - 1;
    const gradient = r.gradient[k + 1];
    attr(road, "stroke-width", r.s[k] ? (1.5 + 5 * r.s[k]).toFixed(1) : 1.5);
    attr(road, "stroke-dasharray", r.s[k] ? null : "2 6");
    const thick = (1.5 + 2.5 * Math.min(Math.abs(r.r[k]), 1.5)).toFixed(1);
    for (const path of [branch, rise]) attr(path, "stroke-width", thick);
    const past = r.gradient_F[k] * r.s[k];
    const shut = s.relu === "before_sum" && r.F[k] <= 0; // the ReLU at the end of the branch
    const atH = shut ? 0 : r.gradient_F[k] * r.l2[k];
    text(names[0], k ? `y${sub(k)}` : "x");
    text(names[1], `y${sub(k + 1)}`);
    text(boxes.l1.value, brief(r.l1[k]));
    text(boxes.l2.value, brief(r.l2[k]));
    for (const [name, value] of Object.entries({ x: r.y[k], skip: r.s[k] * r.y[k], h: r.h[k], F: r.F[k], y: r.y[k + 1] })) text(flows[name as "x"], name === "skip" ? `→ ${brief(value)}` : brief(value));
    for (const [name, value] of Object.entries({ x: r.gradient[k], skip: past, h: atH, F: r.gradient_F[k], y: gradient })) text(backs[name as "x"], name === "skip" ? `← ${brief(value)}` : brief(value));
    text(hand.s, `↔ s = ${brief(r.s[k])}`);
    text(hand.r, `↔ r = l₁ l₂ = ${brief(r.r[k])}`);
    attr(node, "aria-label", `Block ${s.block}. Forwards: ${brief(r.y[k])} goes in, ${brief(r.s[k] * r.y[k])} along the skip connection, ${brief(r.F[k])} through the branch, ${brief(r.y[k + 1])} comes out. Backwards: ${brief(gradient)} arrives, ${brief(r.gradient[k])} leaves.`);
  }

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    if (drawn) layout(drawn[0].relu);
  });
  observer.observe(node);
  return { node, draw, destroy: () => observer.disconnect() };
}
