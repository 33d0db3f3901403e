/** The curve with a dot to drag along it, and the two factors of its slope. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, numberControl } from "../_kit/control.ts";
import { el, fold, output, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { put } from "../_kit/path.ts";
import { plot, type Range } from "../_kit/plot.ts";
import type { Mount } from "../_kit/types.ts";
import { ACTIVATIONS, type Activation, END, type Result, type State, compute } from "./model.ts";

const WORDS: Record<Activation, string> = {
  identity: "nothing", sigmoid: "σ, sigmoid", tanh: "tanh", relu: "ReLU", leaky_relu: "leaky ReLU", elu: "ELU", gelu: "GELU", silu: "SiLU", softplus: "softplus",
};
const SIGNS: Record<Activation, string> = { ...WORDS, identity: "", sigmoid: "σ" };
const STEP = 0.05;

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  const change = (path: string, value: unknown): void => {
    state = put(state, path, value);
    draw();
    host.change(state);
  };

  const picture = plot({ x: [-END, END], y: [-1, 1], xName: "z" });
  const curve = picture.line({ colour: "forward", width: 2.5 });
  const slope = picture.line({ colour: "gradient", dash: "6 4" });
  const onSlope = picture.dot({ colour: "gradient", shape: "ring", radius: 5 });
  const onCurve = picture.dot({
    colour: "forward", radius: 7,
    drag: ({ x }) => change("z", Number((Math.round(x / STEP) * STEP).toFixed(2))),
  });

  const words = (none: string): Record<string, string> => Object.fromEntries(ACTIVATIONS.map((name) => [name, name === "identity" ? none : WORDS[name]]));
  const number = (input: keyof State, name: string, span: Range, step: number): Control<number> =>
    numberControl({ input, name, span: [...span], limits: [...span], step, kind: input === "z" ? "given" : "param" }, (value) => change(input, value));
  const controls = {
    z: number("z", "z", [-END, END], STEP),
    activation: choice({ input: "activation", name: "f", words: words("none") }, (value) => change("activation", value)),
    outer_activation: choice({ input: "outer_activation", name: "then g", words: words("nothing") }, (value) => change("outer_activation", value)),
    negative_slope: number("negative_slope", "slope below 0", [0, 1], 0.01),
    alpha: number("alpha", "α", [0, 4], 0.1),
  };

  const title = el("span", { class: "u-mute" });
  const outputs = {
    y: output(el("b", { class: "u-forward-text" }), "y"),
    slope_total: output(el("b", { class: "u-gradient-text" }), "slope_total"),
  };
  const cells = Object.fromEntries((["a", "slope_f", "slope_g"] as const).map((name) => [name, output(el("td", {}), name)]));
  const product = el("td", {});
  const value = el("td", {});
  const row = (name: string, ...found: Node[]): HTMLElement => el("tr", {}, el("th", { scope: "row" }, name), ...found);
  const head = el("tr", {}, el("td"), el("th", { scope: "col" }, "value"), el("th", { scope: "col" }, "slope there"));
  const table = el("table", { class: "u-table" }, el("thead", {}, head), el("tbody", {},
    row("f at z", cells.a.node, cells.slope_f.node),
    row("g at f(z)", value, cells.slope_g.node),
    row("g(f(z)), the product", el("td"), product),
  ));
  const spoken = results();
  root.append(
    el("div", { class: "u-head" }, el("b", {}, "Bend a number"), title),
    el("div", { class: "activation-stage" }, picture.node,
      el("p", { class: "activation-said" }, "value ", outputs.y.node, ", slope ", outputs.slope_total.node)),
    el("div", { class: "activation-panel" }, ...Object.values(controls).map((control) => control.node)),
    fold("The chain rule, factor by factor", table),
    spoken.node,
  );

  function draw(): void {
    const r = compute(state);
    const formula = said(state);
    text(title, `y = ${formula}`);
    picture.axes([-END, END], range(r));
    curve.set(r.curve_z, r.curve_y);
    slope.set(r.curve_z, r.curve_slope);
    onCurve.set(state.z, r.y, show(r.y, 3));
    onSlope.set(state.z, r.slope_total, show(r.slope_total, 3));
    outputs.y.set(r.y, show(r.y));
    outputs.slope_total.set(r.slope_total, show(r.slope_total));
    for (const name of ["a", "slope_f", "slope_g"] as const) cells[name].set(r[name], show(r[name]));
    text(value, show(r.y));
    text(product, `${show(r.slope_g)} · ${show(r.slope_f)} = ${show(r.slope_total)}`);
    const used = [state.activation, state.outer_activation];
    controls.negative_slope.node.hidden = !used.includes("leaky_relu");
    controls.alpha.node.hidden = !used.includes("elu");
    for (const [name, control] of Object.entries(controls)) (control as Control<unknown>).set(state[name as keyof State]);
    const words = `At z = ${show(state.z)} the value is ${show(r.y)} and the slope ${show(r.slope_total)}.`;
    picture.say(`${formula} and its slope, for z from −8 to 8. ${words}`);
    spoken.say(words);
  }

  draw();
  return {
    set(next) {
      state = next;
      draw();
    },
    destroy() {
      picture.destroy();
      spoken.destroy();
    },
  };
};

function said(s: State): string {
  const inner = s.activation === "identity" ? "z" : `${SIGNS[s.activation]}(z)`;
  return s.outer_activation === "identity" ? inner : `${SIGNS[s.outer_activation]}(${inner})`;
}

/** Room for both curves, in whole numbers, so that the plane does not twitch while one drags. */
function range(r: Result): Range {
  const low = Math.min(-0.2, ...r.curve_y, ...r.curve_slope);
  const high = Math.max(1.1, ...r.curve_y, ...r.curve_slope);
  return [low < -0.2 ? Math.floor(low) : -0.2, high > 1.3 ? Math.ceil(high) : 1.3];
}
