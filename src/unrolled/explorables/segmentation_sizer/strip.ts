/** All sides of a square image in a row, with bars for those that get through; one drags the image's height and width along it. */

import { attr, el, svg, text } from "../_kit/dom.ts";
import { SIDES } from "./axis.ts";
import type { Result } from "./model.ts";
import type { State } from "./state.ts";

const H = 104;
const [TOP, BOTTOM] = [34, 66]; // of the bars, px
const EDGE = 12;
const TICK = 64; // sides from one number to the next
const USUAL = 700; // px: its width until it is in a page

export type Strip = { node: HTMLElement; set(s: State, r: Result): void; destroy(): void };

/** `resize(sides)` is called with the sides that are dragged: height, width, or both along the bars. */
export function strip(resize: (sides: Partial<Pick<State, "height" | "width">>) => void): Strip {
  const [ground, through, back] = ["ground", "through", "back"].map((name) => svg("path", { class: `size-${name}` }));
  const ticks = Array.from({ length: SIDES / TICK }, (_, i) => svg("text", { class: "u-tick", "text-anchor": "middle", y: H - 4 }, String((i + 1) * TICK)));
  const handle = (d: string, y: number): { node: SVGGElement; word: SVGTextElement } => {
    const word = svg("text", { class: "size-word", y });
    return { node: svg("g", {}, svg("path", { d, class: "size-handle" }), word), word };
  };
  const height = handle(`M0 ${TOP - 2}l-9 -14h18z`, 15);
  const width = handle(`M0 ${BOTTOM + 2}l-9 14h18z`, 82);
  const drawing = svg("svg", { class: "size-strip", role: "img", height: H }, ground, through, back, ...ticks, height.node, width.node);
  const node = el("div", { class: "size-sides" }, drawing);
  let wide = USUAL;
  let drawn: [State, Result] | null = null;
  let works: number[] = [];
  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === wide) return;
    wide = now;
    works = [];
    if (drawn) set(...drawn);
  });
  observer.observe(node);
  const across = (side: number): number => EDGE + ((Math.min(side, SIDES) - 0.5) / SIDES) * (wide - 2 * EDGE);

  function bars(): void {
    const one = (wide - 2 * EDGE) / SIDES;
    const path = (code: number, top: number): string => {
      let d = "";
      for (let i = 0; i < SIDES; i++) {
        if (works[i] !== code) continue;
        let many = 1;
        while (works[i + many] === code) many++;
        d += `M${(EDGE + i * one).toFixed(1)} ${top}h${Math.max(many * one - (code === 2 ? 0.4 : 0), 1).toFixed(1)}V${BOTTOM}H${(EDGE + i * one).toFixed(1)}z`;
        i += many - 1;
      }
      return d;
    };
    attr(drawing, "viewBox", `0 0 ${wide} ${H}`);
    attr(ground, "d", `M${EDGE} ${BOTTOM}H${wide - EDGE}`);
    attr(through, "d", path(1, BOTTOM - 9));
    attr(back, "d", path(2, TOP));
    ticks.forEach((tick, i) => attr(tick, "x", across((i + 1) * TICK).toFixed(1)));
  }

  function set(s: State, r: Result): void {
    drawn = [s, r];
    if (r.works !== works) {
      works = r.works;
      bars();
    }
    for (const [{ node: group, word }, name] of [[height, "height"], [width, "width"]] as const) {
      const x = across(s[name]);
      attr(group, "transform", `translate(${x.toFixed(1)})`);
      text(word, `${name} ${s[name]}`);
      const right = x > wide - 110;
      attr(word, "x", right ? -14 : 14);
      attr(word, "text-anchor", right ? "end" : "start");
    }
    const count = works.filter((code) => code === 2).length;
    attr(drawing, "aria-label", `Of the square images of side 1 to ${SIDES}, ${count} ${s.decoder === "none" ? "get through" : "come back with their size"}.`);
  }

  let held: ("height" | "width")[] = [];
  const pull = (event: PointerEvent): void => {
    if (!held.length) return;
    const part = (event.clientX - drawing.getBoundingClientRect().left - EDGE) / (wide - 2 * EDGE);
    const side = Math.min(Math.max(Math.ceil(part * SIDES), 1), SIDES);
    resize(Object.fromEntries(held.map((name) => [name, side])));
  };
  drawing.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const y = event.clientY - drawing.getBoundingClientRect().top;
    held = y < TOP ? ["height"] : y > BOTTOM ? ["width"] : ["height", "width"];
    drawing.setPointerCapture(event.pointerId);
    event.preventDefault();
    pull(event);
  });
  drawing.addEventListener("pointermove", pull);
  const drop = (): void => {
    held = [];
  };
  drawing.addEventListener("pointerup", drop);
  drawing.addEventListener("pointercancel", drop);
  return { node, set, destroy: () => observer.disconnect() };
}
