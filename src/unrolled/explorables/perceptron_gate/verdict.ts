/** How it ends: at rest, stuck, or in a circle whose weights are shown; above it the weights over time. */

import { el, only, output, scroller, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { plot, type Range } from "../_kit/plot.ts";
import type { Part } from "./ledger.ts";
import type { Result } from "./model.ts";
import { corners } from "./rule.ts";
import type { State } from "./state.ts";

const HORIZONS = [24, 48, 100, 200];
const DASHES = ["none", "7 4", "2 4"];
const NAMES = ["w₁", "w₂", "b"];
const STATES = 8; // of the circle that are shown; it has four in all cases that we know

/** Weights against examples seen: bold up to now, faint beyond. */
export function course(): Part & { say(words: string): void } {
  const chart = plot({ x: [0, 24], y: [-1, 1], xName: "examples seen", whole: true, height: () => 190 });
  const all = DASHES.map((dash) => chart.line({ colour: "param", width: 1.5, dash }));
  for (const line of all) line.node.setAttribute("stroke-opacity", "0.45");
  const past = DASHES.map((dash) => chart.line({ colour: "param", width: 2.5, dash }));
  const now = DASHES.map(() => chart.dot({ colour: "param", radius: 4 }));
  return {
    node: chart.node as unknown as HTMLElement,
    say: chart.say,
    destroy: chart.destroy,
    set(r, s) {
      const end = HORIZONS.find((horizon) => horizon >= s.steps) ?? s.steps;
      chart.axes([0, end], span(r, end));
      for (const k of [0, 1, 2]) {
        const [xs, ys] = stairs(r, k, end);
        all[k].set(xs, ys);
        past[k].set(xs.slice(0, 2 * s.steps + 1), ys.slice(0, 2 * s.steps + 1));
        now[k].set(s.steps, r.path[s.steps][k]);
      }
    },
  };
}

function stairs(r: Result, k: number, end: number): [number[], number[]] {
  const [xs, ys] = [[0], [r.path[0][k]]];
  for (let t = 1; t <= end; t++) {
    xs.push(t, t);
    ys.push(r.path[t - 1][k], r.path[t][k]);
  }
  return [xs, ys];
}

/** In round numbers, so that the axis does not twitch, and a little more, so that no line lies on the edge. */
function span(r: Result, end: number): Range {
  const some = r.path.slice(0, end + 1).flat();
  const [low, high] = [Math.min(...some, 0), Math.max(...some, 0)];
  const step = 10 ** Math.floor(Math.log10(Math.max(high - low, 1e-6))) / 2;
  return [(Math.floor(low / step) - 0.2) * step, (Math.max(Math.ceil(high / step), 1) + 0.2) * step];
}

export function verdict(): Part & { said(): string } {
  const lead = el("b");
  const [after, round, many, tail] = [0, 1, 2, 3].map(() => el("span"));
  const numbers = ["loop_start", "loop_updates", "loop_errors"].map((name) => output(el("b"), name));
  const [start, updates, errors] = numbers.map(({ node }) => node);
  const counted = el("span", {}, " After ", start, after, round, updates, many, errors);
  const words = el("p", {}, lead, counted, tail);
  const heads = Array.from({ length: STATES }, () => el("th", { scope: "col" }));
  const columns = heads.map((_, i) => [0, 1, 2].map((k) => output(el("td", { class: "gate-weight" }), `loop[${i},${k}]`)));
  const head = el("tr", {}, el("td"));
  const rows = NAMES.map((name) => el("tr", {}, el("th", { scope: "row" }, name)));
  const table = el("table", { class: "u-table gate-loop" }, el("thead", {}, head), el("tbody", {}, ...rows));
  const room = scroller("The weights that come back");
  room.fill(table);
  const circle = el("div", {}, el("p", { class: "u-mute" }, "The weights that come back"), room.node);
  let count = 0;
  return {
    node: el("div", { class: "gate-verdict" }, words, circle),
    said: () => words.textContent ?? "",
    destroy: room.destroy,
    set(r, s) {
      const [first, last] = judged(r, s);
      text(lead, first);
      text(tail, last);
      counted.hidden = r.loop_start === null;
      text(after, r.loop_start === 1 ? " epoch" : " epochs");
      text(round, ` every round of ${r.loop?.length} examples has `);
      text(many, r.loop_updates === 1 ? " update and " : " updates and ");
      [r.loop_start, r.loop_updates, r.loop_errors].forEach((value, i) => value !== null && numbers[i].set(value, String(value)));
      circle.hidden = !r.loop_updates;
      if (circle.hidden || !r.loop) return;
      const states = r.loop.slice(0, STATES);
      const inputs = corners(s.inputs);
      if (states.length !== count) {
        count = states.length;
        only(head, head.firstElementChild, ...heads.slice(0, count));
        rows.forEach((row, k) => only(row, row.firstElementChild, ...columns.slice(0, count).map((column) => column[k].node)));
      }
      states.forEach((state, i) => {
        text(heads[i], `after (${inputs[s.order[i % 4]].map((x) => show(x)).join(", ")})`);
        state.forEach((value, k) => columns[i][k].set(value, show(value)));
      });
    },
  };
}

function judged(r: Result, s: State): [string, string] {
  const errors = r.loop_errors === 1 ? " error" : " errors";
  if (r.loop_start === null) return ["It is still on its way", " after 400 epochs: the learning rate is small against the weights."];
  if (r.loop_errors === 0) return ["It settles.", `${errors}.`];
  if (r.loop_updates) return ["It never settles.", `${errors} and ends where it began.`];
  return ["It stands still and is wrong.", `${errors}: ${s.learning_rate < 1e-6 ? "the learning rate is zero" : "an input of zeros moves no weight, and the bias is fixed"}.`];
}
