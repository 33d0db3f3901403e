/** The stages in their order: chips to drag, or to choose and move by buttons and arrow keys. */

import { attr, el, only, text } from "../_kit/dom.ts";
import { STAGES, type Stage, type State } from "./state.ts";

export type Strip = { node: HTMLElement; draw(s: State): void };

/** What a chip says below its name. */
function detail(stage: Stage, s: State): string {
  if (stage === "shuffle") return `holds ${s.buffer}`;
  if (stage === "map") return `${s.work} ms`;
  if (stage === "batch") return `of ${s.batch}`;
  if (stage === "repeat") return s.epochs === 1 ? "once" : `${s.epochs} times`;
  return `${s.ahead} ready`;
}

export function strip(change: (order: Stage[]) => void): Strip {
  let state: State | null = null;
  let chosen: Stage = "prefetch";
  const chips = Object.fromEntries(
    STAGES.map((stage) => {
      const small = el("small");
      const node = el("button", { type: "button", class: "pipe-chip", "data-input": "order" }, el("b", {}, stage), small);
      node.addEventListener("click", () => choose(stage));
      node.addEventListener("keydown", (event) => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        choose(stage);
        move(stage, by);
      });
      node.addEventListener("pointerdown", (event) => event.button === 0 && drag(stage));
      return [stage, { node, small, arrow: el("span", { class: "pipe-arrow", "aria-hidden": "true" }, "→") }];
    }),
  ) as Record<Stage, { node: HTMLButtonElement; small: HTMLElement; arrow: HTMLElement }>;
  const ends = [el("span", { class: "pipe-end" }), el("span", { class: "pipe-end" }, "training")];
  const first = el("span", { class: "pipe-arrow", "aria-hidden": "true" }, "→");
  const row = el("div", { class: "pipe-strip", role: "group", "aria-label": "Stages, in their order" });
  const button = (words: string, act: () => void): HTMLButtonElement => {
    const made = el("button", { type: "button", class: "u-button" }, words);
    made.addEventListener("click", act);
    return made;
  };
  const earlier = button("◀ earlier", () => move(chosen, -1));
  const later = button("later ▶", () => move(chosen, 1));
  const out = button("", () => {
    const order = (state as State).order;
    change(order.includes(chosen) ? order.filter((stage) => stage !== chosen) : [...order, chosen]);
  });
  const tools = el("div", { class: "pipe-tools" }, earlier, later, out);

  function choose(stage: Stage): void {
    chosen = stage;
    if (state) draw(state);
  }

  function move(stage: Stage, by: number): void {
    const order = [...(state as State).order];
    const [from, to] = [order.indexOf(stage), order.indexOf(stage) + by];
    if (from < 0 || to < 0 || to >= order.length) return;
    [order[from], order[to]] = [order[to], order[from]];
    change(order);
    chips[stage].node.focus();
  }

  /** Past the middle of a neighbour the two change places. The window listens: a chip that is put elsewhere would lose the pointer. */
  function drag(stage: Stage): void {
    const stop = new AbortController();
    const follow = (event: PointerEvent): void => {
      const order = (state as State).order;
      const from = order.indexOf(stage);
      for (const by of [-1, 1]) {
        const neighbour = order[from + by];
        if (from < 0 || !neighbour) continue;
        const [own, box] = [chips[stage].node, chips[neighbour].node].map((chip) => chip.getBoundingClientRect());
        const sameLine = Math.abs(own.top - box.top) < own.height;
        const past = (event.clientX - (box.left + box.right) / 2) * by > 0;
        if (sameLine && past) {
          chosen = stage;
          move(stage, by);
          return;
        }
      }
    };
    const end = (): void => stop.abort();
    window.addEventListener("pointermove", follow, { signal: stop.signal });
    for (const name of ["pointerup", "pointercancel"] as const) window.addEventListener(name, end, { signal: stop.signal });
  }

  function draw(s: State): void {
    state = s;
    text(ends[0], `${s.examples} examples`);
    const left = STAGES.filter((stage) => !s.order.includes(stage));
    only(row, ends[0], first, ...s.order.flatMap((stage) => [chips[stage].node, chips[stage].arrow]), ends[1], ...left.map((stage) => chips[stage].node));
    for (const stage of STAGES) {
      const used = s.order.includes(stage);
      const { node, small } = chips[stage];
      text(small, used ? detail(stage, s) : "left out");
      node.classList.toggle("pipe-out", !used);
      attr(node, "aria-pressed", stage === chosen ? "true" : "false");
    }
    const at = s.order.indexOf(chosen);
    earlier.disabled = at <= 0;
    later.disabled = at < 0 || at === s.order.length - 1;
    out.disabled = chosen === "batch";
    text(out, at < 0 ? "put in" : "take out");
    attr(out, "aria-label", `${at < 0 ? "put in" : "take out"} ${chosen}`);
  }
  return { node: el("div", { class: "pipe-order" }, row, tools), draw };
}
