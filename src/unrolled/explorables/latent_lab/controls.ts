/** What can be set: what everyone wants at once, the rest for folds. */

import { type Control, choice, type NumberOptions, numberControl } from "../_kit/control.ts";
import { el } from "../_kit/dom.ts";
import { at } from "../_kit/path.ts";
import type { Result } from "./model.ts";
import { IMAGES } from "./networks.ts";
import { LIMITS, type State } from "./state.ts";

type Change = (path: string, value: unknown) => void;
type Group = { node: HTMLElement; set(s: State, r: Result): void };

export function controls(change: Change, draw: (epsilon: [number, number]) => void, now: () => Result): Record<"first" | "hand" | "penalty", Group> {
  const all: { read: (s: State, r: Result) => unknown; control: Control<unknown> }[] = [];
  const add = <T>(control: Control<T>, read: (s: State, r: Result) => T): HTMLElement => {
    all.push({ control: control as Control<unknown>, read });
    return control.node;
  };
  const number = (input: string, name: string, options: Partial<NumberOptions> & { span: [number, number] }): HTMLElement => {
    const [field] = input.split("[");
    const limits = [...(LIMITS[field as keyof typeof LIMITS] ?? options.span)] as [number, number];
    return add(numberControl({ input, name, limits, step: 0.05, kind: "param", ...options }, (value) => change(input, value)), (s) => at(s, input) as number);
  };
  const list = (input: keyof State, name: string, words: Record<string, string>): HTMLElement =>
    add(choice({ input, name, words }, (value) => change(input, value)), (s) => s[input] as string);
  const epsilon = ([0, 1] as const).map((i) => {
    const set = (value: number): void => {
      const next: [number, number] = [...(now().eps ?? [0, 0])];
      next[i] = value;
      draw(next);
    };
    const made = numberControl({ input: `epsilon[${i}]`, name: i ? "ε₂" : "ε₁", says: "the draw", span: [-3, 3], limits: [...LIMITS.epsilon], step: 0.05, kind: "given" }, set);
    return add(made, (_, r) => r.eps?.[i] ?? 0);
  });
  const network = list("network", "Autoencoder", { variational: "variational", plain: "plain" });
  const digit = number("digit", "digit", { says: "ten of each class", span: [0, IMAGES.length - 1], step: 1, whole: true, kind: "given" });
  const group = (shown: (s: State) => boolean, nodes: HTMLElement[], hidden: HTMLElement[] = []): Group => {
    const from = all.splice(0);
    return {
      node: el("div", { class: "latent-controls" }, ...nodes),
      set(s, r) {
        for (const node of hidden) node.hidden = !shown(s);
        for (const { control, read } of from) control.set(read(s, r));
      },
    };
  };
  const variational = (s: State): boolean => s.network === "variational";
  const first = group(variational, [network, digit, ...epsilon], epsilon);
  const deviations = [number("sigma[0]", "σ₁", { span: [0.01, 2], step: 0.01 }), number("sigma[1]", "σ₂", { span: [0.01, 2], step: 0.01 })];
  const beta = number("beta", "β", { says: "weight of the divergence", span: [0, 2] });
  const seed = number("seed", "seed", { says: "of the draw", span: [0, 99], step: 1, whole: true, kind: "given" });
  const hand = group(variational, [
    list("source", "μ and σ", { encoder: "from the encoder", hand: "by hand, as below" }),
    list("loss", "Loss", { reconstruction: "‖x − x̂‖²", target: "(z − t)²" }),
    number("mu[0]", "μ₁", { span: [-3, 3] }), number("mu[1]", "μ₂", { span: [-3, 3] }),
    ...deviations,
    number("target[0]", "t₁", { span: [-3, 3], kind: "given" }), number("target[1]", "t₂", { span: [-3, 3], kind: "given" }),
    beta, seed,
  ], [...deviations, beta, seed]);
  const penalty = group(() => true, [
    list("penalty", "Penalty", { none: "none", l1: "L1: λ Σ |h|", l2: "L2: λ Σ h²" }),
    number("strength", "λ", { span: [0, 8] }),
  ]);
  return { first, hand, penalty };
}
