/** How stages, numbers and functions are called. */

import { show, sub } from "../_kit/numbers.ts";
import { type Activation, type Loss, MOST_INPUTS, MOST_LAYERS, MOST_UNITS, type State, lastStage } from "./state.ts";

export const FUNCTION: Record<Activation, string> = { identity: "", relu: "ReLU", tanh: "tanh", sigmoid: "σ" };
export const ACTIVATION_WORDS: Record<Activation, string> = { identity: "none", relu: "ReLU", tanh: "tanh", sigmoid: "σ, sigmoid" };
export const LOSS_WORDS: Record<Loss, string> = {
  half_squared: "½ Σ (a − t)²",
  squared: "Σ (a − t)²",
  mean_squared: "mean of (a − t)²",
  half_mean_squared: "½ mean of (a − t)²",
  binary: "binary cross-entropy, sum",
  mean_binary: "binary cross-entropy, mean",
  categorical: "softmax, then cross-entropy",
};

/** A number where there is little room: so many decimals, or 9e−6. */
export function tight(value: number, decimals: number): string {
  const size = Math.abs(value);
  if (size >= 1) return show(value, decimals);
  if (size >= 0.5 * 10 ** -decimals) return show(Number(value.toFixed(decimals)), decimals);
  return size ? value.toExponential(0).replaceAll("-", "−") : "0";
}

const raised = (layer: number): string => `⁽${"¹²³"[layer]}⁾`;

/** d⁽¹⁾₂, with layer and unit counted from 0. */
export const unit = (letter: string, layer: number, j: number): string => `${letter}${raised(layer)}${sub(j + 1)}`;
/** w⁽¹⁾₂₁, from 2 to 1. */
export const weight = (layer: number, i: number, j: number): string => `w${raised(layer)}${sub(i + 1)}${sub(j + 1)}`;
/** What the layer reads: x₁, or an activation of the layer before. */
export const reads = (layer: number, i: number): string => (layer ? unit("a", layer - 1, i) : `x${sub(i + 1)}`);

/** Which layer, from 0, a stage runs through, and in which direction. */
export function runs(stage: number, layers: number): { forward: number | null; backward: number | null } {
  const back = lastStage(layers) - 1 - stage;
  return {
    forward: stage > 0 && stage <= layers ? stage - 1 : null,
    backward: back >= 0 && back < layers ? back : null,
  };
}
export const forwardDone = (s: State, layer: number): boolean => s.stage > layer;
export const lossDone = (s: State): boolean => s.stage > s.weights.length;
export const backwardDone = (s: State, layer: number): boolean => s.stage >= lastStage(s.weights.length) - 1 - layer;
export const allDone = (s: State): boolean => s.stage === lastStage(s.weights.length);

export function stageName(s: State, stage = s.stage): string {
  const { forward, backward } = runs(stage, s.weights.length);
  if (forward !== null) return `Layer ${forward + 1}, forwards`;
  if (backward !== null) return `Layer ${backward + 1}, backwards`;
  return stage === 0 ? "What is given" : stage === s.weights.length + 1 ? "Loss" : "Update";
}

let known: { shape: string; names: Map<string, string> } = { shape: "", names: new Map() };

/** The places of all numbers that can be changed, and their names. */
export function places(s: State): Map<string, string> {
  const shape = `${s.x.length} ${s.weights.map((W) => W[0].length)} ${s.biases !== null}`;
  if (known.shape === shape) return known.names;
  const names = new Map<string, string>();
  s.weights.forEach((W, l) => W.forEach((row, i) => row.forEach((_, j) => names.set(`weights[${l},${i},${j}]`, weight(l, i, j)))));
  s.biases?.forEach((b, l) => b.forEach((_, j) => names.set(`biases[${l},${j}]`, unit("b", l, j))));
  s.x.forEach((_, i) => names.set(`x[${i}]`, `x${sub(i + 1)}`));
  s.target.forEach((_, k) => names.set(`target[${k}]`, `t${sub(k + 1)}`));
  known = { shape, names };
  return names;
}

/** Every weight and every unit that the largest network has, one after the other. */
export function* largest(): Generator<{ l: number; i: number; j: number }> {
  for (let l = 0; l < MOST_LAYERS; l++) {
    for (let j = 0; j < MOST_UNITS; j++) for (let i = 0; i < (l ? MOST_UNITS : MOST_INPUTS); i++) yield { l, i, j };
  }
}
