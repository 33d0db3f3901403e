/** Three rows over one time: what the background prepares, when training waits, when it works. */

import { attr, only, svg, text } from "../_kit/dom.ts";
import { whenIdle } from "../_kit/idle.ts";
import { keeper } from "../_kit/keep.ts";
import { show } from "../_kit/numbers.ts";
import { ticks } from "../_kit/plot.ts";
import { AHEAD, type Result, STEPS } from "./model.ts";
import type { State } from "./state.ts";

const ROWS = ["background", "waiting", "training"] as const;
const [TOP, ROW, BAR] = [6, 34, 26]; // px
const HEIGHT = TOP + 3 * ROW + 30;
const NARROW = 480;
const LETTER = 8; // px

type Bar = { start: number; end: number; words: string };

export function timeline(): { node: SVGSVGElement; draw(s: State, r: Result): void; destroy(): void } {
  const keep = keeper();
  let width = 640;
  let drawn: [State, Result] | null = null;
  const bars = ROWS.map(() => svg("g"));
  const grid = svg("g");
  const names = ROWS.map((name, row) => svg("text", { class: "pipe-name", y: TOP + row * ROW + BAR / 2 + 5, x: 2 }, name));
  const unit = svg("text", { class: "u-tick", "text-anchor": "end", y: HEIGHT - 2 });
  const node = svg("svg", { class: "pipe-times", role: "img", height: HEIGHT }, grid, ...bars, ...names, unit);

  const bar = (row: number) => () => {
    const rect = svg("rect", { class: `pipe-${ROWS[row]}`, y: TOP + row * ROW, height: BAR, rx: 3 });
    const label = svg("text", { class: "pipe-label", "text-anchor": "middle", y: TOP + row * ROW + BAR / 2 + 5 });
    return { rect, label, node: svg("g", {}, rect, label) };
  };
  let prepared = 0;
  const stop = whenIdle(() => {
    prepared += 8;
    ROWS.forEach((name, row) => keep.list(name, Math.min(prepared, row ? STEPS : AHEAD), bar(row)));
    return prepared < AHEAD;
  });

  function place(row: number, all: Bar[], x: (time: number) => number): void {
    const made = keep.list(ROWS[row], all.length, bar(row));
    only(bars[row], ...made.map((one) => one.node));
    all.forEach(({ start, end, words }, i) => {
      const wide = Math.max(x(end) - x(start) - 1, 1);
      attr(made[i].rect, "x", x(start).toFixed(1));
      attr(made[i].rect, "width", wide.toFixed(1));
      attr(made[i].label, "x", (x(start) + wide / 2).toFixed(1));
      text(made[i].label, wide > LETTER * words.length + 4 ? words : "");
    });
  }

  function draw(s: State, r: Result): void {
    drawn = [s, r];
    const left = width < NARROW ? 86 : 92;
    const last = r.end[r.end.length - 1] || 1;
    const x = (time: number): number => left + ((width - left - 12) * time) / last;
    attr(node, "viewBox", `0 0 ${width} ${HEIGHT}`);
    const marks = ticks([0, last], Math.max(2, Math.floor((width - left) / 70)));
    const lines = keep.list("ticks", marks.length, () => {
      const [line, label] = [svg("line", { class: "u-rule", y1: TOP - 4, y2: TOP + 3 * ROW }), svg("text", { class: "u-tick", "text-anchor": "middle", y: TOP + 3 * ROW + 14 })];
      return { line, label, node: svg("g", {}, line, label) };
    });
    only(grid, ...lines.map((one) => one.node));
    marks.forEach((mark, i) => {
      for (const end of ["x1", "x2"]) attr(lines[i].line, end, x(mark).toFixed(1));
      attr(lines[i].label, "x", x(mark).toFixed(1));
      text(lines[i].label, show(mark));
    });
    attr(unit, "x", width - 4);
    text(unit, r.updates > r.end.length ? `ms, the first ${r.end.length} steps` : "ms");
    const ahead = r.ahead_start.map((start, i) => ({ start, end: Math.min(r.ahead_end[i], last), words: String(i + 1) })).filter((bar) => bar.start < last);
    place(0, ahead, x);
    const before = (i: number): number => (i ? r.end[i - 1] : 0);
    place(1, r.ready.map((ready, i) => ({ start: before(i), end: ready, words: show(ready - before(i), 3) })).filter((bar) => bar.end > bar.start), x);
    place(2, r.ready.map((ready, i) => ({ start: ready, end: r.end[i], words: String(i + 1) })), x);
    attr(node, "aria-label", `Time line in ms of the first ${r.end.length} steps: what the background prepares, when training waits, and when it works. ${show(r.total)} ms in all, of which training waits ${show(r.wait)}.`);
  }

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    if (drawn) draw(...drawn);
  });
  observer.observe(node);
  const destroy = (): void => {
    stop();
    observer.disconnect();
  };
  return { node, draw, destroy };
}
