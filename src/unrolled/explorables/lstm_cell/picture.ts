/** One step of the cell: the state flows along the top, through gates that can be dragged. */

import { attr, svg, text, uid } from "../_kit/dom.ts";
import { show, sub } from "../_kit/numbers.ts";
import { at } from "../_kit/path.ts";
import { grab } from "../_kit/plot.ts";
import { scrub } from "../_kit/scrub.ts";
import { LETTER, NAME, SYMBOL } from "./lines.ts";
import type { Result } from "./model.ts";
import { GATES, LIMIT, type State } from "./state.ts";

export type Picture = { node: SVGSVGElement; draw(s: State, r: Result): void; destroy(): void };

const [HEIGHT, LOWER] = [258, 306]; // px, as everything here; with an output
const LINE = 36; // where the cell state flows
const WRITE = 84; // where candidate and input gate meet
const [TOP, BOTTOM] = [116, 212]; // of a gate
const BUS = 231; // where h and x meet
const OPEN = 160; // where the output gate meets tanh(c)
const CHIPS = { before: LINE, hidden: 132, input: 194, a: LINE, e: 104, d: 212, y: 276 };
const LEFT = ["before", "hidden", "input"]; // of the gates
const [NARROW, RADIUS, REACH] = [480, 11, 22];
const MOST = 0.995; // as far as one can drag a gate open

type Chip = keyof typeof CHIPS;

export function picture(get: () => State, edit: (path: string, value: number) => void): Picture {
  let width = 640;
  let drawn: [State, Result] | null = null;
  const tips = { forward: uid("lstm"), gradient: uid("lstm") };
  const markers = Object.entries(tips).map(([colour, id]) =>
    svg("marker", { id, viewBox: "0 0 8 8", refX: 6, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" },
      svg("path", { d: "M0 0 8 4 0 8", fill: `var(--u-${colour})` })),
  );
  const arrows = Array.from({ length: 19 }, (_, k) => svg("path", { class: k < 4 ? "lstm-arrow lstm-main" : "lstm-arrow" }));
  const signs = ["×", "+", "×", "×"].map((sign) => svg("g", {}, svg("circle", { class: "lstm-op", r: RADIUS }), svg("text", { class: "lstm-sign", y: 5.5 }, sign)));
  const flows = [svg("text", { class: "lstm-flow", y: LINE - 9, "text-anchor": "middle" }), svg("text", { class: "lstm-flow", y: 68 }), svg("text", { class: "lstm-name", y: CHIPS.y - 15 })];
  const arriving = [svg("text", { class: "lstm-grad", y: LINE - 20, "text-anchor": "end" }), svg("text", { class: "lstm-grad", y: CHIPS.d - 20, "text-anchor": "end" })];

  const chips = Object.fromEntries(
    Object.entries(CHIPS).map(([name, y]) => {
      const [title, value, gradient] = [["lstm-name", -15], ["lstm-value", 5], ["lstm-grad", 21]].map(([kind, dy]) => svg("text", { class: kind, y: y + Number(dy), "text-anchor": LEFT.includes(name) ? null : "middle" }));
      if (!LEFT.includes(name)) for (const [key, v] of [["x", -8], ["text-anchor", "end"]] as const) attr(title, key, v); // beside the arrow
      return [name, { node: svg("g", {}, title, value, gradient), title, value, gradient }];
    }),
  ) as Record<Chip, { node: SVGGElement; title: SVGTextElement; value: SVGTextElement; gradient: SVGTextElement }>;
  const held = { before: () => "c0", hidden: () => "h0", input: () => `x[${get().step - 1}]` };
  for (const [name, path] of Object.entries(held)) {
    const free = (): boolean => name === "input" || get().step === 1; // what an earlier step made cannot be set
    scrub(chips[name as Chip].value, { get: () => at(get(), path()) as number, set: (value) => free() && edit(path(), clamp(value, LIMIT)) });
  }

  const gates = GATES.map((gate, k) => {
    const door = svg("rect", { class: "lstm-door", y: TOP, height: BOTTOM - TOP, rx: 6 });
    const fill = svg("rect", { class: "lstm-fill" });
    const zero = svg("line", { class: "u-rule", y1: (TOP + BOTTOM) / 2, y2: (TOP + BOTTOM) / 2 });
    const handle = svg("rect", { class: "lstm-handle", height: 4, rx: 2, y: -2 });
    const knob = svg("circle", { class: "lstm-handle", r: 6 });
    const reach = svg("rect", { fill: "transparent", y: -REACH, height: 2 * REACH });
    const slider = svg("g", {}, reach, handle, knob);
    const letter = svg("text", { class: "lstm-letter", y: TOP - 7, "text-anchor": "middle" }, SYMBOL[gate]);
    const value = svg("text", { class: "lstm-value", "text-anchor": "middle" });
    const gradient = svg("text", { class: "lstm-grad", y: 18, "text-anchor": "middle" });
    const words = svg("g", {}, value, gradient);
    const word = svg("text", { class: "lstm-name", y: BUS + 19, "text-anchor": "middle" }, gate);
    grab(slider, (event) => {
      const s = get();
      const level = clamp((2 * (BOTTOM - (event.clientY - node.getBoundingClientRect().top))) / (BOTTOM - TOP) - 1, MOST);
      // tanh(z) is level, or σ(z) is half of level + 1.
      const z = gate === "candidate" && s.candidate_activation === "tanh" ? Math.atanh(level) : 2 * Math.atanh(level);
      const rest = (drawn as [State, Result])[1].z[s.step - 1][k] - s[`${gate}_bias`];
      edit(`${gate}_bias`, clamp(Math.round((z - rest) * 20) / 20, LIMIT));
    });
    const group = svg("g", {}, door, zero, fill, slider, letter, words, word);
    return { gate, group, door, fill, zero, handle, knob, reach, slider, letter, words, value, gradient };
  });
  const node = svg("svg", { class: "lstm-picture", role: "img" },
    svg("defs", {}, ...markers), ...arrows, ...signs, ...flows, ...arriving, ...Object.values(chips).map((chip) => chip.node), ...gates.map((g) => g.group));

  function layout(): void {
    const [back, height] = [drawn?.[0].direction === "backward", drawn?.[1].y ? LOWER : HEIGHT];
    attr(node, "viewBox", `0 0 ${width} ${height}`);
    attr(node, "height", height);
    node.classList.toggle("lstm-narrow", width < NARROW);
    const [first, right, chip, stub] = width < NARROW ? [86, 60, 26, 54] : [150, 104, 36, 82];
    const x = [width < NARROW ? 3 : 12, ...Array.from({ length: 5 }, (_, k) => first + (k * (width - first - right)) / 4)];
    const middle = (x[2] + x[3]) / 2;
    const half = Math.min(72, x[2] - x[1] - 7) / 2;
    const move = (element: Element, at: number, y = 0): void => attr(element, "transform", `translate(${at.toFixed(1)} ${y})`);
    for (const [name, chip] of Object.entries(chips)) move(chip.node, LEFT.includes(name) ? x[0] : x[5]);
    [[x[1], LINE], [middle, LINE], [middle, WRITE], [x[5], OPEN]].forEach(([at, y], k) => move(signs[k], at, y));
    gates.forEach(({ group, door, fill, zero, handle, knob, reach, letter }, k) => {
      move(group, x[k + 1]);
      for (const rect of [door, fill, handle, reach]) for (const [name, v] of [["x", -half], ["width", 2 * half]] as const) attr(rect, name, v.toFixed(1));
      attr(knob, "cx", half.toFixed(1));
      attr(letter, "x", (k === 2 ? half - 8 : 8 - half).toFixed(1)); // beside the arrow
      for (const [name, v] of [["x1", -half], ["x2", half]] as const) attr(zero, name, v.toFixed(1));
    });
    attr(flows[0], "x", ((x[1] + middle) / 2).toFixed(1));
    attr(flows[1], "x", (middle + 8).toFixed(1));
    attr(flows[2], "x", (x[5] + 8).toFixed(1));
    for (const one of arriving) attr(one, "x", width - 4);
    const [gap, out] = [RADIUS + 3, width - 5];
    const below = back ? 26 : 12; // a chip is higher with its gradient
    const joint = stub + 6;
    const paths = [
      `M${stub} ${LINE}H${x[1] - gap}`, `M${x[1] + gap} ${LINE}H${middle - gap}`, `M${middle + gap} ${LINE}H${x[5] - chip}`, `M${x[5] + chip} ${LINE}H${out}`,
      `M${x[1]} ${TOP - 3}V${LINE + gap}`, `M${x[2]} ${TOP - 3}L${middle - 11} ${WRITE + 9}`, `M${x[3]} ${TOP - 3}L${middle + 11} ${WRITE + 9}`, `M${middle} ${WRITE - gap}V${LINE + gap}`,
      `M${x[4] + half + 3} ${OPEN}H${x[5] - gap}`, `M${x[5]} ${CHIPS.e + below}V${OPEN - gap}`, `M${x[5]} ${OPEN + gap}V${CHIPS.d - 13}`, `M${x[5] + chip} ${CHIPS.d}H${out}`,
      ...x.slice(1, 5).map((at) => `M${stub} ${CHIPS.hidden}H${joint}V${BUS}H${at}V${BOTTOM + 4}`), `M${stub} ${CHIPS.input}H${joint}V${BUS}H${x[1]}V${BOTTOM + 4}`,
      `M${x[5]} ${CHIPS.a + below}V${CHIPS.e - 13}`, `M${x[5]} ${CHIPS.d + below}V${CHIPS.y - 13}`,
    ];
    paths.forEach((d, k) => attr(arrows[k], "d", d));
  }

  function draw(s: State, r: Result): void {
    const other = drawn?.[0].direction !== s.direction || !drawn[1].y !== !r.y;
    drawn = [s, r];
    if (other) layout();
    const t = s.step - 1;
    const back = s.direction === "backward";
    const write = (v: number): string => show(v, width < NARROW ? 3 : 4);
    const put = (name: Chip, title: string, value: number, gradient: number): void => {
      const chip = chips[name];
      text(chip.title, title);
      text(chip.value, write(value));
      text(chip.gradient, back ? write(gradient) : "");
    };
    put("before", `c${sub(t)}`, r.c[t], r.dL_dc[t]);
    put("hidden", `h${sub(t)}`, r.h[t], r.dL_dh[t]);
    put("input", `x${sub(s.step)}`, s.x[t], r.dL_dx[t]);
    put("a", `c${sub(s.step)}`, r.c[s.step], r.dL_da[t]);
    put("e", NAME[s.cell_activation] || "as it is", r.e[t], r.dL_de[t]);
    put("d", `h${sub(s.step)}`, r.h[s.step], r.dL_dd[t]);
    put("y", `ŷ${sub(s.step)}`, r.y?.[t] ?? 0, r.dL_dy?.[t] ?? 0);
    for (const one of [chips.y.node, arrows[18]]) attr(one, "visibility", r.y && (one !== arrows[18] || s.read === "h") ? null : "hidden");
    for (const name of ["before", "hidden"] as const) chips[name].value.classList.toggle("u-scrub", s.step === 1);
    text(flows[2], r.y ? `σ(V ${s.read}${sub(s.step)})` : "");
    text(flows[0], write(r.f[t] * r.c[t]));
    text(flows[1], write(r.i[t] * r.g[t]));
    [r.dL_dc, r.dL_dh].forEach((gradient, k) => text(arriving[k], back ? show(gradient[s.step], 3) : ""));
    gates.forEach(({ gate, fill, zero, slider, words, value, gradient }) => {
      const letter = LETTER[gate] as "f";
      const v = r[letter][t];
      const signed = gate === "candidate" && s.candidate_activation === "tanh";
      const down = (level: number): number => BOTTOM - (signed ? (level + 1) / 2 : level) * (BOTTOM - TOP);
      attr(zero, "visibility", signed ? null : "hidden");
      attr(fill, "y", Math.min(down(v), down(0)).toFixed(1));
      attr(fill, "height", Math.abs(down(v) - down(0)).toFixed(1));
      attr(slider, "transform", `translate(0 ${down(v).toFixed(1)})`);
      // Words keep out of the handle's way.
      attr(words, "transform", `translate(0 ${down(v) > (TOP + BOTTOM) / 2 ? TOP + 22 : BOTTOM - 28})`);
      text(value, gauge(v));
      text(gradient, back ? write(r[`dL_d${letter}`][t]) : "");
    });
    node.classList.toggle("lstm-back", back);
    for (const arrow of arrows) {
      attr(arrow, "marker-end", back ? null : `url(#${tips.forward})`);
      attr(arrow, "marker-start", back ? `url(#${tips.gradient})` : null);
    }
    attr(node, "aria-label", describe(s, r));
  }

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    layout();
    if (drawn) draw(...drawn);
  });
  observer.observe(node);
  layout();
  return { node, draw, destroy: () => observer.disconnect() };
}

function describe(s: State, r: Result): string {
  const t = s.step - 1;
  const gates = GATES.map((gate) => `${gate} ${show(r[LETTER[gate] as "f"][t], 3)}`).join(", ");
  return `Step ${s.step} of the cell: ${gates}. The cell state goes from ${show(r.c[t], 3)} to ${show(r.c[s.step], 3)}, the hidden state is ${show(r.h[s.step], 3)}.`;
}

/** A gate's value in the little room it has. It comes near 0 and 1 without reaching them. */
function gauge(value: number): string {
  const rounded = Number(value.toFixed(3));
  return rounded !== value && Number.isInteger(rounded) ? `≈ ${show(rounded)}` : show(rounded, 3);
}

const clamp = (value: number, most: number): number => Math.min(Math.max(value, -most), most);
