/** A stack of layers from the side: grab a unit, and what it sees lights up; every size and count follows from the sliders. */

import { results } from "../_kit/announce.ts";
import { numberControl } from "../_kit/control.ts";
import { attr, el, fold, only, scroller, text } from "../_kit/dom.ts";
import { grouped } from "../_kit/numbers.ts";
import type { Mount } from "../_kit/types.ts";
import { lines } from "./lines.ts";
import { compute, type Result } from "./model.ts";
import { isFlat, nameOf, shapeOf } from "./names.ts";
import { inputPanel, layerPanel, type Panel } from "./panel.ts";
import { plane } from "./plane.ts";
import { LAST_PLACE, MOST_LAYERS, removed, repeated, type State } from "./state.ts";
import { costs, fields, sight } from "./tables.ts";
import { tower } from "./tower.ts";

const MOST_LINES = 8;
const TIMES = "\u00a0×\u00a0";

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let shown: Result = compute(state);
  const get = (): State => state;
  const change = (next: State): void => {
    state = next;
    draw();
    host.change(state);
  };

  const side = tower((layer, unit) => change({ ...state, layer, column: unit }));
  const above = plane((row, column) => {
    const { jump, start, field, layer, sizes } = shown;
    if (!shown.unit || !field[layer][0]) return;
    const [r, c] = [row, column].map((place, a) => nearest((place - 0.5 - start[layer][a] - (field[layer][a] - 1) / 2) / jump[layer][a], sizes[layer][a]));
    change({ ...state, row: r, column: c });
  });
  const chips = Array.from({ length: MOST_LAYERS + 1 }, (_, i) => {
    const [name, shape] = [el("b"), el("span", { class: "u-mute" })];
    const node = el(i ? "button" : "div", { class: "arithmetic-chip", ...(i && { type: "button" }) }, name, shape);
    if (i) node.addEventListener("click", () => change({ ...state, layer: i }));
    return { node, name, shape };
  });
  const stack = el("div", { class: "arithmetic-stack", role: "group", "aria-label": "Layers, the last one first" });
  const stage = el("div", { class: "arithmetic-stage" }, el("div", { class: "arithmetic-side" }, stack, side.node), above.node);

  const said = el("p", { class: "arithmetic-said" });
  const eyes = sight();
  const place = (name: "row" | "column", title: string) => numberControl(
    { input: name, name: title, says: "of the unit", span: [0, 15], limits: [0, LAST_PLACE], step: 1, whole: true, kind: "given" },
    (value) => change({ ...state, [name]: value }));
  const [row, column, position] = [place("row", "unit’s row"), place("column", "unit’s column"), place("column", "unit’s place")];
  const unit = el("div", { class: "arithmetic-unit" });

  const input = inputPanel(get, change);
  const panels = new Map<number, Panel>();
  const panel = (i: number): Panel => {
    const made = panels.get(i) ?? layerPanel(i, get, change);
    panels.set(i, made);
    return made;
  };
  const again = el("button", { type: "button", class: "u-button" }, "Repeat layer");
  const remove = el("button", { type: "button", class: "u-button" }, "Remove layer");
  again.addEventListener("click", () => change(repeated(state, shown.layer - 1)));
  remove.addEventListener("click", () => change(removed(state, shown.layer - 1)));
  const buttons = el("div", { class: "arithmetic-buttons" }, again, remove);
  const controls = el("div", { class: "arithmetic-panel" });
  const more = el("div", { class: "arithmetic-panel" });

  const list = Array.from({ length: MOST_LINES }, () => {
    const [name, words] = [el("dt", { class: "u-mute" }), el("dd")];
    return { name, words };
  });
  const worked = el("dl", { class: "arithmetic-lines" });
  const tables = [costs(), fields()];
  const scrollers = tables.map((table, i) => {
    const inner = scroller(["Sizes and costs", "Receptive fields"][i]);
    inner.fill(table.node);
    return inner;
  });
  const title = el("span", { class: "u-mute" });
  const total = fold("", scrollers[0].node);
  const folds = [
    total,
    fold("Receptive field, layer by layer", scrollers[1].node, el("p", { class: "u-mute arithmetic-note" },
      "Without a border, rows before columns. The field grows by (kernel − 1) · dilation · jump; the jump, from one unit to the next, is multiplied by the stride; the first pixel of unit 0 moves by padding · jump to the left.")),
    fold("Not square, dilation, groups, bias", more),
  ];
  const spoken = results();
  tables.forEach((table, i) => folds[i].addEventListener("toggle", () => folds[i].open && table.set(state, shown, true)));
  root.append(
    el("div", { class: "u-head arithmetic-head" }, el("b", {}, "Grab a unit"), title),
    stage,
    unit,
    controls,
    worked,
    ...folds,
    spoken.node,
  );

  function draw(): void {
    const r = (shown = compute(state));
    const count = state.kind.length;
    text(title, `${shapeOf(state, r, 0)} → ${r.fits === count ? shapeOf(state, r, count) : `stops at layer ${r.fits + 1}`}`);
    only(stack, ...chips.slice(0, count + 1).map(({ node }) => node).reverse());
    chips.slice(0, count + 1).forEach(({ node, name, shape }, i) => {
      text(name, i ? `${i} ${nameOf(state, i - 1)}` : "input");
      text(shape, i <= r.fits ? shapeOf(state, r, i) : "✗ does not fit");
      node.classList.toggle("arithmetic-off", i > r.fits);
      if (i) attr(node, "aria-pressed", String(i === r.layer));
    });
    side.set(state, r);
    const words = said_(state, r);
    text(said, words);
    above.node.hidden = state.axes === 1;
    if (state.axes === 2) above.set(r, words);
    eyes.set(state, r, true);
    const movers = isFlat(state, r.layer) ? [] : state.axes === 2 ? [row, column] : [position];
    only(unit, said, ...(r.unit ? [eyes.node, ...movers.map((control) => control.node)] : []));
    movers.forEach((control, a) => {
      if (!r.unit) return;
      control.within(0, r.sizes[r.layer][a] - 1);
      control.set(r.unit[a]);
    });

    const { main, more: rest, set } = panel(r.layer - 1);
    only(controls, main, input.main, buttons);
    only(more, rest, input.more);
    set(state);
    input.set(state);
    again.disabled = count === MOST_LAYERS;
    remove.disabled = count === 1;
    const all = lines(state, r);
    worked.hidden = !all.length;
    only(worked, ...list.slice(0, all.length).flatMap(({ name, words: numbers }) => [name, numbers]));
    all.forEach((line, i) => {
      text(list[i].name, line.name);
      text(list[i].words, line.words);
    });
    text(total.children[0], `All layers: ${grouped(r.total_parameters)} parameters, ${grouped(r.total_multiply_adds)} multiply-adds`);
    tables.forEach((table, i) => table.set(state, r, folds[i].open));
    spoken.say(words);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      for (const part of [side, spoken, ...scrollers]) part.destroy();
    },
  };
};

const nearest = (unit: number, many: number): number => Math.min(Math.max(Math.round(unit), 0), many - 1);

function said_(s: State, r: Result): string {
  if (!r.seen || !r.unit) return `Layer ${r.fits + 1} does not fit: ${r.problem}.`;
  const flat = isFlat(s, r.layer);
  const where = s.axes === 2 ? `(${r.unit.join(", ")})` : String(r.unit[0]);
  if (r.seen.some(([, , many]) => !many)) return `Unit ${where} of layer ${r.layer} sees nothing but padding.`;
  const wide = r.seen.map(([first, last]) => last - first + 1);
  const gaps = r.seen.some(([, , many], a) => many < wide[a]) ? ", with gaps" : "";
  const cut = r.span?.some(([first, last], a) => last - first + 1 > wide[a]);
  const free = cut && r.span ? ` The border cuts it off: elsewhere it is ${r.span.map(([first, last]) => last - first + 1).join(TIMES)}.` : "";
  return `${flat ? "Every unit" : `Unit ${where}`} of layer ${r.layer} sees ${wide.join(TIMES)} pixels${gaps}.${free}`;
}
