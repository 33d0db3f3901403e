/** The maps from left to right; every number with its gradient below it, and lines from the winners to what they won. */

import { attr, el, only, output, type Output, svg, text } from "../_kit/dom.ts";
import { type DragBox, dragBox } from "../_kit/dragbox.ts";
import { keeper } from "../_kit/keep.ts";
import { brief, sub } from "../_kit/numbers.ts";
import { entry, key, type Look, pixel, place } from "./lines.ts";
import type { Result } from "./model.ts";
import { CHANNELS, MOST, SIDE, type State } from "./state.ts";
import { related } from "./trace.ts";

export type Board = {
  channels: HTMLElement;
  flow: HTMLElement;
  /** Make one more cell of maps that may yet come; false if there is none. */
  ahead(): boolean;
  set(s: State, r: Result, look: Look): void;
};
export type BoardOptions = {
  change(path: string, value: number): void;
  /** A box has been touched: its path and what it is called. */
  pick(path: string, name: string): void;
  /** The mouse is over a number, or has left. */
  over(look: Look | null): void;
  /** A number has been pressed, or reached with the arrow keys. */
  stay(look: Look): void;
};

// px; the grids have fixed cells, so that lines know where they begin without measuring.
const [X, Z, S, HIGH, HEAD, BETWEEN] = [50, 44, 56, 62, 28, 34];

const MANY = 12; // lines; of more only those that are looked at

type Cell = { node: HTMLElement; value: Output<HTMLElement>; grad: Output<HTMLElement>; more: Output<HTMLElement> };
type BoxCell = { node: HTMLElement; box: DragBox; grad: Output<HTMLElement>; more: Output<HTMLElement> };

export function board(node: HTMLElement, { change, pick, over, stay }: BoardOptions): Board {
  const keep = keeper();
  const messages = el("div", { class: "pool-messages" });
  const channels = el("div", { class: "pool-in" });
  const [frame, pooled, wanted] = ["pool-frame", "pool-pooled", "pool-wanted"].map((name) => el("div", { class: `pool-grid ${name}` }));
  const lines = svg("svg", { class: "pool-lines", "aria-hidden": "true" });
  const [frameName, pooledName, wantedName] = [el("p"), el("p"), el("p")];
  const flow = el("div", { class: "pool-flow" },
    el("div", {}, frameName, frame), el("div", { class: "pool-right" }, pooledName, pooled, el("div", { class: "pool-on-3" }, wantedName, wanted)), lines);
  const places = new Map<string, HTMLElement>(); // what is in the page, by its look
  let found: Result | null = null;
  let marked: HTMLElement[] = [];

  const looked = (event: Event): Look | null => {
    const cell = (event.target as Element).closest<HTMLElement>("[data-look]");
    if (!cell) return null;
    const [, of, at] = /^(\w)(.*)$/.exec(cell.dataset.look ?? "") as unknown as [string, Look["of"], string];
    return { of, at: at ? at.split(",").map(Number) : [] };
  };
  node.addEventListener("pointerover", (event) => event.pointerType === "mouse" && over(looked(event)));
  node.addEventListener("pointerleave", () => over(null));
  node.addEventListener("click", (event) => {
    const look = looked(event);
    if (look) stay(look);
  });
  walk(frame, "z", () => [found?.frame.length ?? 1, found?.frame[0].length ?? 1]);
  walk(pooled, "s", () => [found?.s.length ?? 1, found?.s[0].length ?? 1]);

  /** A map that is one stop of the keyboard; arrow keys move through it. */
  function walk(grid: HTMLElement, of: "z" | "s", size: () => number[]): void {
    let at = [0, 0];
    attr(grid, "tabindex", 0);
    attr(grid, "role", "group");
    attr(grid, "aria-label", `${of === "z" ? "Z" : "S"}; the arrow keys move through it`);
    const here = (): void => stay({ of, at });
    grid.addEventListener("focus", here);
    grid.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      at = size().map((n, axis) => Math.min(Math.max(at[axis] + step[axis], 0), n - 1));
      here();
    });
    grid.addEventListener("click", (event) => {
      at = looked(event)?.at ?? at;
    });
  }

  /** A number that is computed. */
  const cell = (look: Look, value: string | null, grad: string | null, gradStage: number): Cell => keep(`${key(look)} ${value}`, () => {
    const parts = {
      value: output(el("span", { class: "pool-value" }), value),
      more: output(el("span", { class: "pool-more" }), look.of === "s" ? `prob[${look.at}]` : null),
      grad: output(el("span", { class: `pool-grad pool-on-${gradStage}` }), grad),
    };
    const node = el("div", { class: "pool-cell", "data-look": key(look) }, parts.value.node, parts.more.node, parts.grad.node);
    return { node, ...parts };
  });

  /** A number that is given; `more` is a second line under it. */
  const boxed = (look: Look, path: string, name: string, limits: [number, number], grad: string, gradStage: number, more: string | null = null): BoxCell => keep(path, () => {
    const box = dragBox({
      input: path, name, limits, messages, change: (value) => change(path, value), step: limits[1] === 1 ? 0.05 : 0.1,
      pick() {
        pick(path, name);
        stay(look);
      },
    });
    const parts = { grad: output(el("span", { class: `pool-grad pool-on-${gradStage}` }), grad), more: output(el("span", { class: "pool-next pool-on-7" }), more) };
    return { node: el("div", { class: "pool-cell", "data-look": key(look) }, box.node, parts.grad.node, more && parts.more.node), box, ...parts };
  });

  const number = (value: number | undefined): [number, string] => (value === undefined ? [NaN, ""] : [value, brief(value)]);
  const weightOf = (c: number): BoxCell => boxed({ of: "w", at: [c] }, `weight[${c}]`, `w${sub(c + 1)}`, [-MOST, MOST], `grad_weight[${c}]`, 6, `new_weight[${c}]`);

  const inputOf = (c: number, i: number, j: number): BoxCell => boxed({ of: "x", at: [c, i, j] }, `x[${c},${i},${j}]`, pixel(c, i, j), [-MOST, MOST], `grad_x[${c},${i},${j}]`, 6);
  const wantedOf = (field: "target" | "grad", i: number, j: number): BoxCell => {
    const name = `${field === "grad" ? "gradient at" : "target of"} s${place(i, j)}`;
    const one = boxed({ of: "y", at: [i, j] }, `${field}[${i},${j}]`, name, field === "target" ? [0, 1] : [-MOST, MOST], `losses[${i},${j}]`, 3);
    one.grad.node.classList.add("pool-paid");
    return one;
  };

  /** The cells of a map, row by row; put into their places only where sizes or fields are others than before. */
  function fill<C extends { node: HTMLElement }>(grid: HTMLElement, kind: string, rows: number, columns: number, width: number, make: (i: number, j: number) => C): C[] {
    const name = `${kind} ${rows} ${columns}`;
    const cells = keep(name, () => Array.from({ length: rows * columns }, (_, n) => make(Math.floor(n / columns), n % columns)));
    if (grid.dataset.holds !== name) {
      grid.dataset.holds = name;
      attr(grid, "style", `grid-template-columns: repeat(${columns}, ${width}px)`);
      only(grid, ...cells.map((one) => one.node));
      places.clear();
    }
    return cells;
  }

  function drawInput(s: State, r: Result): void {
    const [rows, columns] = [s.x[0].length, s.x[0][0].length];
    const made = s.x.map((channel, c) => {
      const { node, grid } = keep(`channel ${c}`, () => {
        const grid = el("div", { class: "pool-grid" });
        const factor = el("div", { class: "pool-weight" }, el("p", {}, `· w${sub(c + 1)}`), weightOf(c).node);
        return { grid, node: el("div", { class: "pool-channel" }, el("div", {}, el("p", {}, `X${sub(c + 1)}`), grid), factor) };
      });
      fill(grid, `x${c}`, rows, columns, X, (i, j) => inputOf(c, i, j)).forEach((one, n) => {
        const [i, j] = [Math.floor(n / columns), n % columns];
        one.box.set(channel[i][j]);
        one.grad.set(...number(r.grad_x?.[c][i][j]));
      });
      drawWeight(weightOf(c), s.weight[c], r.grad_weight?.[c], r.new_weight?.[c]);
      return node;
    });
    const bias = keep("bias row", () => {
      const one = boxed({ of: "b", at: [] }, "bias", "bias b", [-MOST, MOST], "grad_bias", 6, "new_bias");
      return { one, node: el("div", { class: "pool-channel pool-bias pool-weight" }, el("p", {}, "+ b"), one.node) };
    });
    if (s.bias !== null) drawWeight(bias.one, s.bias, r.grad_bias ?? undefined, r.new_bias ?? undefined);
    const holds = `${made.length} ${s.bias !== null}`;
    if (channels.dataset.holds === holds) return;
    channels.dataset.holds = holds;
    only(channels, ...made, s.bias !== null && bias.node, messages);
    places.clear();
  }

  function drawWeight(one: BoxCell, value: number, gradient: number | undefined, next: number | undefined): void {
    one.box.set(value);
    one.grad.set(...number(gradient));
    one.more.set(next ?? NaN, next === undefined ? "" : `→ ${brief(next)}`);
  }

  function drawFrame(s: State, r: Result): void {
    const won = new Map(r.routes.map((route) => [`${route.row},${route.column}`, route.share]));
    const [rows, columns] = [r.frame.length, r.frame[0].length];
    text(frameName, s.padding ? "Z in its ring" : "Z");
    fill(frame, `frame ${s.padding}`, rows, columns, Z, (row, column) => {
      const [i, j] = [row - s.padding, column - s.padding];
      const inside = r.z[i]?.[j] !== undefined;
      return { ...cell({ of: "z", at: [row, column] }, inside ? `z[${i},${j}]` : null, inside ? `grad_z[${i},${j}]` : `grad_frame[${row},${column}]`, 5), inside };
    }).forEach(({ node, value, grad, inside }, n) => {
      const [row, column] = [Math.floor(n / columns), n % columns];
      const share = s.pooling === "max" ? won.get(`${row},${column}`) : undefined;
      const gradient = r.grad_frame?.[row][column];
      node.classList.toggle("pool-ring", !inside);
      node.classList.toggle("pool-won", share !== undefined);
      node.classList.toggle("pool-tied", share !== undefined && share < 1);
      value.set(...number(r.frame[row][column]));
      grad.set(gradient ?? NaN, gradient === undefined || (!inside && !gradient) ? "" : brief(gradient));
    });
  }

  function drawPooled(s: State, r: Result): void {
    const [rows, columns] = [r.s.length, r.s[0].length];
    text(pooledName, s.pooling === "max" ? "S, maxima" : "S, means");
    pooled.classList.toggle("pool-two", r.prob !== null);
    fill(pooled, "s", rows, columns, S, (i, j) => cell({ of: "s", at: [i, j] }, `s[${i},${j}]`, `grad_s[${i},${j}]`, 4)).forEach((one, n) => {
      const [i, j] = [Math.floor(n / columns), n % columns];
      one.value.set(...number(r.s[i][j]));
      one.more.set(r.prob?.[i][j] ?? NaN, r.prob ? `σ ${brief(r.prob[i][j])}` : "");
      one.grad.set(...number(r.grad_s?.[i][j]));
    });
    const field = s.loss === "given" ? "grad" : "target";
    text(wantedName, field === "grad" ? "∂L/∂S, given" : "targets Y");
    fill(wanted, field, rows, columns, S, (i, j) => wantedOf(field, i, j)).forEach((one, n) => {
      const [i, j] = [Math.floor(n / columns), n % columns];
      one.box.set(s[field][i][j]);
      one.grad.set(r.losses?.[i][j] ?? NaN, r.losses ? brief(r.losses[i][j]) : "–");
    });
  }

  /** From the middle of the winner’s right side to the middle of the left side of what it won. */
  function drawLines(s: State, r: Result, look: Look): void {
    const left = r.frame[0].length * Z;
    const size = { width: left + BETWEEN + r.s[0].length * S, height: HEAD + Math.max(r.frame.length, 2 * r.s.length + 1) * HIGH };
    attr(lines, "viewBox", `0 0 ${size.width} ${size.height}`);
    for (const [name, value] of Object.entries(size)) attr(lines, name, value);
    const shown = r.routes.map((route, n) => {
      const inside = entry(route.row, route.column, s, r) !== "the ring";
      const here = (look.of === "z" && route.row === look.at[0] && route.column === look.at[1]) || ("sy".includes(look.of) && route.i === look.at[0] && route.j === look.at[1]);
      if ((s.pooling === "average" || r.routes.length > MANY) && !here) return null;
      const path = keep(`line ${n}`, () => svg("path", { fill: "none" }));
      const from = [(route.column + 0.86) * Z, HEAD + (route.row + 0.36) * HIGH];
      const to = [left + BETWEEN + route.j * S + 3, HEAD + (route.i + 0.36) * HIGH];
      const bend = (from[0] + to[0]) / 2;
      attr(path, "d", `M${from.join(" ")}C${bend} ${from[1]} ${bend} ${to[1]} ${to.join(" ")}`);
      const back = s.stage >= 5 && r.grad_s !== null;
      attr(path, "class", `${back && inside && r.grad_s?.[route.i][route.j] ? "pool-back" : back ? "pool-gone" : ""}${here ? " pool-here" : ""}`);
      return path;
    });
    only(lines, ...shown);
  }

  let next = 0;
  return {
    channels,
    flow,
    ahead() {
      const [c, i, j] = [Math.floor(next / SIDE ** 2), Math.floor(next / SIDE) % SIDE, next % SIDE];
      if (c < CHANNELS) inputOf(c, i, j);
      else wantedOf("target", i, j);
      return ++next < (CHANNELS + 1) * SIDE ** 2;
    },
    set(s, r, look) {
      found = r;
      for (let stage = 1; stage <= 7; stage++) node.classList.toggle(`pool-has-${stage}`, s.stage >= stage);
      drawInput(s, r);
      drawFrame(s, r);
      drawPooled(s, r);
      drawLines(s, r, look);
      if (!places.size) for (const one of node.querySelectorAll<HTMLElement>("[data-look]")) places.set(one.dataset.look ?? "", one);
      const cells = related(look, s, r).flatMap((name) => places.get(name) ?? []);
      for (const one of marked) if (!cells.includes(one)) one.classList.remove("pool-seen", "pool-looked");
      for (const one of cells) {
        one.classList.add("pool-seen");
        one.classList.toggle("pool-looked", one.dataset.look === key(look));
      }
      marked = cells;
    },
  };
}
