/** The cell itself: its activation and length in sight, the rest of its kind in a fold. */

import { shape } from "../_kit/check.ts";
import { choice, numberControl } from "../_kit/control.ts";
import { el } from "../_kit/dom.ts";
import { withInputs, withOutput, withUnits, withWeights } from "./reshape.ts";
import { MOST_STEPS, type State, check, isPerStep, isVector } from "./state.ts";

export type Settings = { main: HTMLElement; more: HTMLElement; set(s: State): void; says(s: State): string };

const NAMES = { relu: "ReLU", tanh: "tanh", sigmoid: "sigmoid" };
const STATES = { "0": "a number", "1": "1 unit", "2": "2 units", "3": "3 units" };

export function settings(get: () => State, change: (next: State) => void): Settings {
  const activation = choice({ input: "activation", name: "Activation", words: NAMES }, (value) => change(check({ ...get(), activation: value })));
  const length = numberControl(
    { input: "length", name: "Steps T", says: "length of the sequence", span: [1, 20], step: 1, limits: [1, MOST_STEPS], whole: true, kind: "given" },
    (value) => change(check({ ...get(), length: value })),
  );
  const slope = numberControl(
    { input: "slope_at_zero", name: "ReLU′(0)", says: "slope at zero", span: [0, 1], limits: [0, 1], step: 0.1, kind: "given" },
    (value) => change(check({ ...get(), slope_at_zero: value })),
  );
  const units = choice({ input: "units", name: "State h", words: STATES }, (value) => change(withUnits(get(), Number(value))));
  const inputs = choice({ input: "inputs", name: "Inputs per step", words: { "1": "1", "2": "2", "3": "3" } }, (value) => change(withInputs(get(), Number(value))));
  const weights = choice({ input: "weights", name: "Weights", words: { shared: "shared", own: "one per step" } }, (value) =>
    change(withWeights(get(), value === "own")),
  );
  const unit = choice({ input: "unit", name: "Gradient of", words: { "0": "unit 1", "1": "unit 2", "2": "unit 3" } }, (value) => change(check({ ...get(), unit: Number(value) })));
  const output = choice({ input: "output_activation", name: "Output layer", words: { none: "none", identity: "linear", ...NAMES } }, (value) =>
    change(withOutput(get(), value)),
  );
  const more = el("div", { class: "u-controls rnn-more" }, ...[units, unit, inputs, weights, output, slope].map((one) => one.node));

  return {
    main: el("div", { class: "u-controls rnn-cell" }, activation.node, length.node),
    more,
    set(s) {
      const hidden = isVector(s) ? (shape(s.V).at(-1) as number) : 0;
      activation.set(s.activation);
      length.set(s.length);
      slope.set(s.slope_at_zero);
      slope.node.hidden = s.activation !== "relu";
      units.set(String(hidden));
      inputs.set(String(shape(s.x)[1] ?? 1));
      weights.set(isPerStep(s.V) ? "own" : "shared");
      unit.node.hidden = hidden < 2;
      [...unit.select.options].forEach((option, i) => (option.hidden = option.disabled = i >= hidden));
      unit.set(String(s.unit));
      output.set(s.U === null ? "none" : s.output_activation);
    },
    says(s) {
      const size = isVector(s) ? STATES[String(shape(s.V).at(-1)) as "1"] : "scalar state";
      return `${size}, ${isPerStep(s.V) ? "weights per step" : "shared weights"}${s.U === null ? "" : ", output layer"}`;
    },
  };
}
