/** A picture, the kernel in the middle, and what it makes of the picture; the place that is looked at, product by product. */

import { results } from "../_kit/announce.ts";
import { choice, type Control, type NumberOptions, numberControl } from "../_kit/control.ts";
import { attr, el, fold, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { put, same } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { KERNELS, nameOf } from "./kernels.ts";
import { evaluate, type Result, ringed } from "./model.ts";
import { type Own, read } from "./own.ts";
import { products, solver, sums } from "./parts.ts";
import { pointing, raster, type Scale } from "./raster.ts";
import { type Activation, fitted, KERNEL_SIDE, LAST_PLACE, type Matrix, MOST, PICTURES, pixels, resized, type State } from "./state.ts";
import { grid } from "./weights.ts";

const EDITABLE = 8; // pixels a side, of a picture that is offered as boxes
const PICTURE_NAMES = Object.fromEntries(Object.keys(PICTURES).map((name) => [name, name.replace("digit_", "handwritten ")]));
const NUMBERS = "numbers"; // in the list of pictures; not a name of one
const OWN = "own";

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let own: Own | null = null; // not part of the state: it stays on this page
  let over: [number, number] | null = null; // row and column under the mouse, not kept
  let picked: [number, number] = [0, 0];
  let found: Result;
  let gone = false;
  let reading: File | null = null; // the last one chosen

  const picture = (): Matrix => own?.pixels ?? pixels(state);
  const become = (next: State): void => {
    state = fitted(next, own?.pixels ?? pixels(next));
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => become(put(state, path, value));

  const before = raster("param");
  const after = raster("forward");
  const weights = grid({ input: "kernel", says: "weight", change, pick: pickWeight });
  const slider = el("input", { type: "range", min: -3, max: 3, step: 0.1, "aria-label": "the marked weight" });
  slider.addEventListener("input", () => change(`kernel[${picked}]`, Number(slider.value)));

  const caption = (name: string): { node: HTMLElement; set(size: Matrix, scale: Scale): void } => {
    const [size, low, high] = [el("span", { class: "u-mute" }), el("span"), el("span")];
    const bar = el("span", { class: "kernel-scale", "aria-hidden": "true" }, low, el("i"), high);
    return {
      node: el("div", { class: "kernel-caption" }, el("p", {}, el("b", {}, name), " ", size), bar),
      set(values, { most, signed }) {
        text(size, `${values.length} × ${values[0].length}`);
        text(low, signed ? show(-most, 3) : "0");
        text(high, show(most, 3));
      },
    };
  };
  const captions = { before: caption("picture"), after: caption("result") };
  const [highest, lowest] = [output(el("b"), "highest"), output(el("b"), "lowest")];
  const column = (...children: HTMLElement[]): HTMLElement => el("div", { class: "kernel-column" }, ...children);
  const kernelSize = el("span", { class: "u-mute" });
  const marked = el("p", { class: "u-mute kernel-small", "aria-hidden": "true" });
  const stage = el("div", { class: "kernel-stage" },
    column(captions.before.node, before.node),
    el("div", { class: "kernel-middle" }, el("p", {}, el("b", { class: "kernel-weight" }, "kernel"), " ", kernelSize), weights.node, slider, marked),
    column(captions.after.node, after.node, el("p", { class: "u-mute kernel-small" }, "highest ", highest.node, ", lowest ", lowest.node)));

  const files = el("input", { type: "file", accept: "image/*", hidden: true });
  const choose = el("button", { type: "button", class: "u-button" }, "Your own picture…");
  const told = el("p", { class: "kernel-told", role: "status", hidden: true });
  choose.addEventListener("click", () => files.click());
  files.addEventListener("change", () => void take(files.files?.[0]));
  const extra = [el("option", { value: NUMBERS }, "numbers"), el("option", { value: OWN })];
  const pictures = choice({ input: "picture", name: "picture", words: PICTURE_NAMES }, (name) => {
    if (name === NUMBERS || name === OWN) return;
    own = null;
    change("picture", name);
  });
  const named = Object.fromEntries([["", "your own weights"], ...Object.keys(KERNELS).map((name) => [name, name])]) as Record<string, string>;
  const start = choice({ input: "start", name: "kernel", words: named }, (name) => name && change("kernel", KERNELS[name]));

  const number = (options: Omit<NumberOptions, "name"> & { name: string }, act?: (value: number) => void): Control<number> =>
    numberControl({ limits: options.span, kind: "given", ...options }, act ?? ((value) => change(options.input, value)));
  const whole = { step: 1, whole: true };
  const side: [number, number] = [1, KERNEL_SIDE];
  const rows = number({ input: "kernel_rows", name: "kernel’s rows", span: side, ...whole }, (n) => become(resized(state, n, state.kernel[0].length)));
  const columns = number({ input: "kernel_columns", name: "kernel’s columns", span: side, ...whole }, (n) => become(resized(state, state.kernel.length, n)));
  const settings = {
    stride: number({ input: "stride", name: "stride", span: [1, 4], ...whole }),
    padding: number({ input: "padding", name: "padding, zeros", span: [0, 3], ...whole }),
    bias: number({ input: "bias", name: "bias", span: [-10, 10], limits: [-MOST, MOST], kind: "param" }),
    row: number({ input: "row", name: "result’s row", span: [1, 28], limits: [1, LAST_PLACE], ...whole }),
    column: number({ input: "column", name: "result’s column", span: [1, 28], limits: [1, LAST_PLACE], ...whole }),
  };
  const activation = choice({ input: "activation", name: "then", words: { identity: "nothing", relu: "ReLU" } }, (value) => change("activation", value));

  const paper = grid({
    input: "picture", says: "pixel",
    change: (path, value) => become(put({ ...state, picture: pixels(state) }, path, value)),
  });
  const painting = fold("The picture’s numbers", paper.node);
  const parts = [products(), sums(), solver(change)];
  const spoken = results();
  const title = el("span", { class: "u-mute" }, "drag a weight, point at the result");
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Move a kernel over a picture"), title),
    stage,
    parts[0].node,
    el("div", { class: "kernel-panel" }, pictures.node, start.node, choose, files),
    told,
    fold("Size, stride, padding, bias, ReLU", el("div", { class: "kernel-settings" }, rows.node, columns.node, settings.stride.node, settings.padding.node, settings.bias.node, activation.node, settings.row.node, settings.column.node)),
    fold("What three sums of the weights say", parts[1].node),
    fold("Solve for the kernel’s top row", parts[2].node),
    painting,
    spoken.node,
  );

  const shape = (values: Matrix, ring = 0): [number, number] => [values.length + 2 * ring, values[0].length + 2 * ring];
  const clamp = (place: number, last: number): number => Math.min(Math.max(Math.floor(place) + 1, 1), last);
  const nearest = ([row, column]: [number, number]): [number, number] => [clamp(row, found.y.length), clamp(column, found.y[0].length)];
  // The window whose middle is nearest to this place of the padded picture.
  const middle = ([row, column]: [number, number]): [number, number] =>
    nearest([(row - state.kernel.length / 2) / state.stride + 0.5, (column - state.kernel[0].length / 2) / state.stride + 0.5]);
  for (const [area, size, place] of [[after.node, () => shape(found.y), nearest], [before.node, () => shape(picture(), state.padding), middle]] as const) {
    pointing(area, size, (at) => look(at && place(at)), (at) => stay(place(at)));
  }
  attr(after.node, "tabindex", 0);
  attr(after.node, "role", "group");
  attr(after.node, "aria-label", "Result; the arrow keys move the window");
  after.node.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    stay(nearest([found.row - 1 + step[0], found.column - 1 + step[1]]));
  });

  function look(at: [number, number] | null): void {
    if (same(at, over)) return;
    over = at;
    draw();
  }

  function stay([row, column]: [number, number]): void {
    over = null;
    if (row !== state.row || column !== state.column) become({ ...state, row, column });
  }

  function pickWeight(...at: [number, number]): void {
    picked = at;
    drawPicked();
  }

  function drawPicked(): void {
    const [row, column] = (picked = [Math.min(picked[0], state.kernel.length - 1), Math.min(picked[1], state.kernel[0].length - 1)]);
    const weight = state.kernel[row][column];
    weights.mark(row, column);
    attr(slider, "data-input", `kernel[${row},${column}]`);
    text(marked, `row ${row + 1}, column ${column + 1}`);
    attr(slider, "aria-label", `weight in row ${row + 1}, column ${column + 1}, slider`);
    attr(slider, "min", Math.min(-3, Math.floor(weight)));
    attr(slider, "max", Math.max(3, Math.ceil(weight)));
    slider.value = String(weight);
  }

  function tell(words: string): void {
    text(told, words);
    told.hidden = words === "";
  }

  async function take(file: File | undefined): Promise<void> {
    files.value = ""; // so that the same file can be chosen again
    if (!file) return;
    reading = file;
    try {
      const seen = await read(file);
      if (gone || reading !== file) return;
      own = seen;
      tell("Your picture stays on this page: a link takes the kernel along, not the picture.");
      become(state);
    } catch (error) {
      tell((error as Error).message);
    }
  }

  function draw(): void {
    const values = picture();
    const looked = over ? { ...state, row: over[0], column: over[1] } : state;
    const r = (found = evaluate(looked, values));
    const most = Math.max(...values.map((row) => Math.max(...row.map(Math.abs)))) || 1;
    const paperScale = { most: own ? 255 : most, signed: values.some((row) => row.some((value) => value < 0)) };
    const scale = { most: Math.max(paperScale.most, r.highest, -r.lowest), signed: r.lowest < 0 };
    const words = `At row ${r.row}, column ${r.column} the products add up to ${show(r.total)}; the result is ${show(r.value)}.`;
    before.set(ringed(values, state.padding), { scale: paperScale, ring: state.padding, label: `The picture, ${shape(values).join(" by ")} pixels.` });
    after.set(r.y, { scale, label: `The result, ${shape(r.y).join(" by ")}, from ${show(r.lowest)} to ${show(r.highest)}. ${words}` });
    before.frame((r.row - 1) * state.stride, (r.column - 1) * state.stride, state.kernel.length, state.kernel[0].length);
    after.frame(r.row - 1, r.column - 1, 1, 1);
    captions.before.set(values, paperScale);
    captions.after.set(r.y, scale);
    highest.set(r.highest, show(r.highest, 3));
    lowest.set(r.lowest, show(r.lowest, 3));
    weights.set(state.kernel);
    text(kernelSize, shape(state.kernel).join(" × "));
    drawPicked();
    for (const part of parts) part.set(looked, r);
    drawControls(values);
    spoken.say(words);
  }

  function drawControls(values: Matrix): void {
    rows.set(state.kernel.length);
    columns.set(state.kernel[0].length);
    for (const [name, control] of Object.entries(settings)) control.set(state[name as keyof typeof settings]);
    activation.set(state.activation as Activation);
    start.set(nameOf(state.kernel));
    const current = own ? OWN : typeof state.picture === "string" ? state.picture : NUMBERS;
    extra.forEach((option) => (option.value === current ? pictures.select.append(option) : option.remove()));
    if (own) text(extra[1], own.name);
    pictures.set(current);
    painting.hidden = own !== null || Math.max(...shape(values)) > EDITABLE;
    if (!painting.hidden) paper.set(values);
  }

  draw();
  return {
    set(next) {
      own = null;
      over = null;
      tell("");
      state = next;
      draw();
    },
    destroy() {
      gone = true;
      for (const part of [before, after, spoken, ...parts]) part.destroy();
    },
  };
};
