/** A plane with axes, drawn in real pixels so that its text keeps its size: lines, dots that can be dragged, shaded areas. */

import { attr, svg, text } from "./dom.ts";
import { show } from "./numbers.ts";

export type Range = readonly [number, number];
export type Point = { x: number; y: number };

export type PlotOptions = {
  x: Range;
  y: Range;
  xName?: string;
  yName?: string;
  /** px, for a width in px; by default 0.6 of it, between 200 and 340. */
  height?: (width: number) => number;
  /** A logarithmic y axis; what is not positive leaves a gap. */
  log?: boolean;
  /** Ticks of x at whole numbers only. */
  whole?: boolean;
  /** Which values of y have a rule, and what is written there: for a logarithm, 10⁻² instead of −2. */
  yTicks?: (range: Range, count: number) => number[];
  yTick?: (value: number) => string;
};

export type Box = readonly [left: number, top: number, right: number, bottom: number]; // px
export type Line = {
  node: SVGPathElement;
  set(xs: ArrayLike<number>, ys: ArrayLike<number>): void;
  /** How many of its segments meet a box. */
  meets(box: Box): number;
};
export type Dot = { node: SVGGElement; set(x: number, y: number, label?: string): void };
export type LineOptions = { colour: string; width?: number; dash?: string; fill?: boolean };
export type DotOptions = { colour: string; radius?: number; shape?: "dot" | "cross" | "ring"; drag?: (at: Point) => void; /** Lines that its label should not lie over. */ clear?: Line[]; /** Whether its label is below it. */ below?: boolean };

export type Plot = {
  node: SVGSVGElement;
  /** Other ranges; nothing happens if they are the same. */
  axes(x: Range, y: Range): void;
  /** `colour` is a name in the palette. A filled line is an area down to y = 0. */
  line(options: LineOptions): Line;
  /** A dot with `drag` can be taken with a finger or a mouse; give its values controls, too, for the keyboard. */
  dot(options: DotOptions): Dot;
  /** What it shows in words, for readers who hear it. */
  say(label: string): void;
  destroy(): void;
};

const EDGE = { left: 46, right: 14, top: 14, bottom: 40 }; // px
const USUAL = 640; // px, before it is known
const REACH = 22; // px around a dot that can be dragged: 44 across
const LETTER = 7; // px of a label, about
const CORNERS = [[1, -1], [-1, -1], [1, 1], [-1, 1]] as const; // of a dot, where its label may be: right or left, above or below
const SHAPES = { dot: "", ring: "", cross: "M-5-5 5 5M5-5-5 5" };

export function plot(options: PlotOptions): Plot {
  const { xName = "", yName = "", height = (width: number) => Math.min(Math.max(0.6 * width, 200), 340), log = false, whole = false } = options;
  const [level, unlevel] = log ? [Math.log10, (l: number): number => 10 ** l] : [(y: number): number => y, (l: number): number => l];
  const { yTicks = (range: Range, count: number) => ticks(range, count, log ? 1 : 0), yTick = (value: number) => show(value, 3).replace(/^1·/, "") } = options;
  let [xs, ys] = [options.x, options.y];
  let [width, tall] = [USUAL, height(USUAL)];
  const grid = svg("g");
  const content = svg("svg", { overflow: "hidden" }); // cuts off what leaves the plane
  const dots = svg("g");
  const names = [svg("text", { class: "u-tick", "text-anchor": "end" }, xName), svg("text", { class: "u-tick" }, yName)];
  const node = svg("svg", { class: "u-plot", role: "img" }, grid, content, dots, ...names);
  const placed: (() => void)[] = [];

  const across = (x: number): number => EDGE.left + ((x - xs[0]) / (xs[1] - xs[0])) * (width - EDGE.left - EDGE.right);
  const down = (y: number): number => tall - EDGE.bottom - ((level(y) - level(ys[0])) / (level(ys[1]) - level(ys[0]))) * (tall - EDGE.top - EDGE.bottom);
  const back = (event: PointerEvent): Point => {
    const box = node.getBoundingClientRect();
    const part = (event.clientX - box.left - EDGE.left) / (width - EDGE.left - EDGE.right);
    const rise = (tall - EDGE.bottom - (event.clientY - box.top)) / (tall - EDGE.top - EDGE.bottom);
    return { x: xs[0] + clamp(part) * (xs[1] - xs[0]), y: unlevel(level(ys[0]) + clamp(rise) * (level(ys[1]) - level(ys[0]))) };
  };

  function frame(): void {
    attr(node, "viewBox", `0 0 ${width} ${tall}`);
    attr(node, "height", tall);
    const area = { x: EDGE.left, y: EDGE.top, width: width - EDGE.left - EDGE.right, height: tall - EDGE.top - EDGE.bottom };
    for (const [name, value] of Object.entries(area)) attr(content, name, value);
    attr(content, "viewBox", `${area.x} ${area.y} ${area.width} ${area.height}`);
    grid.replaceChildren(
      ...ticks(xs, Math.max(2, Math.floor(area.width / 70)), whole ? 1 : 0).map((x) => rule(across(x), true, x, x === 0)),
      ...yTicks([level(ys[0]), level(ys[1])], Math.max(2, Math.floor(area.height / 44)))
        .map(unlevel)
        .map((y) => rule(down(y), false, y, y === 0)),
    );
    for (const [name, value] of Object.entries({ x: width - EDGE.right, y: tall - 6 })) attr(names[0], name, value);
    for (const [name, value] of Object.entries({ x: 4, y: EDGE.top - 2 })) attr(names[1], name, value);
    for (const place of placed) place();
  }

  function rule(at: number, upright: boolean, value: number, axis: boolean): SVGGElement {
    const [low, high] = upright ? [EDGE.top, tall - EDGE.bottom] : [EDGE.left, width - EDGE.right];
    const ends = upright ? { x1: at, x2: at, y1: low, y2: high } : { x1: low, x2: high, y1: at, y2: at };
    const label = upright ? { x: at, y: tall - EDGE.bottom + 18, "text-anchor": "middle" } : { x: EDGE.left - 8, y: at + 4, "text-anchor": "end" };
    return svg("g", {}, svg("line", { ...ends, class: axis ? "u-rule u-axis" : "u-rule" }), svg("text", { ...label, class: "u-tick" }, upright ? show(value, 3).replace(/^1·/, "") : yTick(value)));
  }

  /** The corner of a dot where a label covers the least of some lines. */
  function free(x: number, y: number, long: number, lines: Line[]): readonly [number, number] {
    const covered = CORNERS.map(([aside, upright]) => {
      const [left, top] = [aside > 0 ? x + 12 : x - 12 - long, upright < 0 ? y - 22 : y + 8];
      const box: Box = [left, top, left + long, top + 16];
      const inside = box[0] >= EDGE.left && box[1] >= EDGE.top && box[2] <= width - EDGE.right && box[3] <= tall - EDGE.bottom;
      return inside ? lines.reduce((many, line) => many + line.meets(box), 0) : Infinity;
    });
    return CORNERS[covered.indexOf(Math.min(...covered))];
  }

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    [width, tall] = [now, height(now)];
    frame();
  });
  observer.observe(node);
  frame();

  return {
    node,
    axes(x, y) {
      if (x[0] === xs[0] && x[1] === xs[1] && y[0] === ys[0] && y[1] === ys[1]) return;
      [xs, ys] = [x, y];
      frame();
    },
    line({ colour, width: thick = 2, dash, fill = false }) {
      const path = svg("path", { fill: fill ? `var(--u-${colour})` : "none", stroke: fill ? "none" : `var(--u-${colour})` });
      attr(path, "stroke-width", thick);
      attr(path, "stroke-dasharray", dash);
      if (fill) attr(path, "fill-opacity", 0.16);
      content.append(path);
      let data: [ArrayLike<number>, ArrayLike<number>] = [[], []];
      const place = (): void => attr(path, "d", trace(data[0], data[1], across, down, fill));
      placed.push(place);
      return {
        node: path,
        set(x, y) {
          data = [x, y];
          place();
        },
        meets(box) {
          const [us, vs] = [Array.from(data[0], across), Array.from(data[1], down)];
          return us.filter((u, i) => i > 0 && enters(us[i - 1], vs[i - 1], u, vs[i], box)).length;
        },
      };
    },
    dot({ colour, radius = 6, shape = "dot", drag, clear, below = false }) {
      const mark = shape === "cross" ? svg("path", { d: SHAPES.cross, fill: "none" }) : svg("circle", { r: radius });
      attr(mark, "stroke", shape === "dot" ? "var(--u-bg)" : `var(--u-${colour})`);
      attr(mark, "stroke-width", 2);
      if (shape !== "cross") attr(mark, "fill", shape === "dot" ? `var(--u-${colour})` : "var(--u-bg)");
      const label = svg("text", { class: "u-tick u-label", x: 12, y: -10 });
      const group = svg("g", {}, mark, label);
      if (drag) {
        group.prepend(svg("circle", { r: REACH, fill: "transparent" }));
        grab(group, (event) => drag(back(event)));
      }
      dots.append(group);
      let data: Point = { x: NaN, y: NaN };
      const place = (): void => {
        const seen = Number.isFinite(data.x) && Number.isFinite(down(data.y));
        attr(group, "visibility", seen ? null : "hidden");
        if (!seen) return;
        const [x, y] = [across(data.x), Math.min(Math.max(down(data.y), 2), tall - EDGE.bottom)];
        attr(group, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
        const [aside, upright] = clear && label.textContent ? free(x, y, LETTER * label.textContent.length, clear) : [x > width - 120 ? -1 : 1, below ? 1 : -1];
        attr(label, "text-anchor", aside < 0 ? "end" : null);
        attr(label, "x", 12 * aside);
        attr(label, "y", upright < 0 ? -10 : 20);
      };
      placed.push(place);
      return {
        node: group,
        set(x, y, words = "") {
          data = { x, y };
          text(label, words);
          place();
        },
      };
    },
    say: (label) => attr(node, "aria-label", label),
    destroy: () => observer.disconnect(),
  };
}

/** The path through finite points; a gap where there is none. */
function trace(xs: ArrayLike<number>, ys: ArrayLike<number>, across: (x: number) => number, down: (y: number) => number, fill: boolean): string {
  let path = "";
  let pen = "M";
  for (let i = 0; i < xs.length; i++) {
    const at = down(ys[i]);
    if (!Number.isFinite(at)) {
      pen = "M";
      continue;
    }
    // Far outside the plane is as good as just outside it; numbers of a thousand digits are not.
    const y = Math.min(Math.max(at, -1e4), 1e4);
    path += `${pen}${across(xs[i]).toFixed(1)} ${y.toFixed(1)}`;
    pen = "L";
  }
  if (!fill || !path) return path;
  const ground = Math.min(down(0), 1e4).toFixed(1);
  return `${path}L${across(xs[xs.length - 1]).toFixed(1)} ${ground}L${across(xs[0]).toFixed(1)} ${ground}Z`;
}

/** Whether a segment has a point in a box: what is left of it when all four sides have cut it. */
function enters(x: number, y: number, toX: number, toY: number, [left, top, right, bottom]: Box): boolean {
  let [from, to] = [0, 1];
  for (const [step, room] of [[x - toX, x - left], [toX - x, right - x], [y - toY, y - top], [toY - y, bottom - y]]) {
    if (step === 0 && room < 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from <= to; // false, too, where an end is no number
}

/** Round values in a range, about `count` of them, at least `least` apart. */
export function ticks([low, high]: Range, count: number, least = 0): number[] {
  const rough = Math.max((high - low) / count, least);
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * ([1, 2, 5].find((factor) => factor * unit >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const many = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: many }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Let a mark be taken with a finger or a mouse. */
export function grab(node: SVGElement, move: (event: PointerEvent) => void): void {
  let held = false;
  node.classList.add("u-grab");
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = true;
    node.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  node.addEventListener("pointermove", (event) => held && move(event));
  const end = (): void => {
    held = false;
  };
  node.addEventListener("pointerup", end);
  node.addEventListener("pointercancel", end);
}

const clamp = (part: number): number => Math.min(Math.max(part, 0), 1);
