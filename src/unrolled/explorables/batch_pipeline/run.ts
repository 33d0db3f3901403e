/** The pipeline as functions that ask each other for elements, and clocks that say when. */

import { uniform } from "../_kit/random.ts";
import type { Stage, State } from "./state.ts";

/** Examples, each as number · epochs + epoch: one, or a batch of them. */
export type Element = number[];
type Pull = () => Element | null; // the next element, or null when there is none any more
type Clock = { now: number };
export type Run = { batches: Element[]; ready: number[]; end: number[]; ahead: [number, number][] };

/** Train on everything that comes out of the last stage. A pull moves the clock of whoever asks, or that of the background. */
export function run(s: State, stages: readonly Stage[]): Run {
  const found: Run = { batches: [], ready: [], end: [], ahead: [] };
  const draw = uniform(s.seed);
  const loop: Clock = { now: 0 };

  function behind(count: number, clock: Clock, epoch: number): Pull {
    if (count === 0) {
      let next = 0;
      return () => {
        if (next === s.examples) return null;
        clock.now += s.read;
        return [next++ * s.epochs + epoch];
      };
    }
    const stage = stages[count - 1];
    if (stage === "repeat") {
      let again = 0;
      let pull: Pull | null = null;
      return () => {
        for (;;) {
          const element = pull?.() ?? null;
          if (element || again === s.epochs) return element;
          pull = behind(count - 1, clock, again++);
        }
      };
    }
    if (stage === "prefetch") {
      const background: Clock = { now: clock.now };
      const pull = behind(count - 1, background, epoch);
      const taken: number[] = [];
      return () => {
        // The buffer is full until one of it is taken.
        if (taken.length >= s.ahead) background.now = Math.max(background.now, taken[taken.length - s.ahead]);
        const start = background.now;
        const element = pull();
        if (!element) return null;
        found.ahead.push([start, background.now]);
        clock.now = Math.max(clock.now, background.now);
        taken.push(clock.now);
        return element;
      };
    }
    const pull = behind(count - 1, clock, epoch);
    if (stage === "map") {
      return () => {
        const element = pull();
        if (element) clock.now += s.work;
        return element;
      };
    }
    return stage === "batch" ? batched(pull) : shuffled(pull);
  }

  const batched = (pull: Pull): Pull => () => {
    const held: Element = [];
    while (held.length < s.batch) {
      const element = pull();
      if (!element) return held.length && s.remainder === "kept" ? held : null;
      held.push(...element);
    }
    return held;
  };

  function shuffled(pull: Pull): Pull {
    const held: Element[] = [];
    return () => {
      while (held.length < s.buffer) {
        const element = pull();
        if (!element) break;
        held.push(element);
      }
      if (!held.length) return null;
      const i = Math.floor(draw() * held.length);
      const chosen = held[i];
      held[i] = held[held.length - 1];
      held.pop();
      return chosen;
    };
  }

  for (let epoch = 0; epoch < (stages.includes("repeat") ? 1 : s.epochs); epoch++) {
    const pull = behind(stages.length, loop, epoch);
    for (let batch = pull(); batch; batch = pull()) {
      found.batches.push(batch);
      found.ready.push(loop.now);
      loop.now += s.train;
      found.end.push(loop.now);
    }
  }
  return found;
}

