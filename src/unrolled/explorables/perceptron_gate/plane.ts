/** The four inputs as corners of a square, the line, and the side on which the perceptron fires. */

import { attr } from "../_kit/dom.ts";
import { type Dot, plot, type Point } from "../_kit/plot.ts";
import type { Result } from "./model.ts";
import { corners, type Triple } from "./rule.ts";
import type { State } from "./state.ts";

const MARGIN = 0.7; // of the square's side, around it
const ARROW = 0.42; // of its side
const GONE = [NaN, NaN] as const;

export type Plane = { node: Element; set(r: Result, s: State): void; say(words: string): void; destroy(): void };

/** `move` is told weights and bias of a line that has been dragged, `flip` which corner has been pressed. */
export function plane(move: (weights: Triple) => void, flip: (corner: number) => void): Plane {
  const picture = plot({ x: [0, 1], y: [0, 1], xName: "x₁", yName: "x₂", whole: true, height: (width) => Math.max(width - 6, 200) });
  const side = picture.line({ colour: "forward", width: 0 });
  attr(side.node, "fill", "var(--u-forward)");
  attr(side.node, "fill-opacity", 0.16);
  const line = picture.line({ colour: "param", width: 2.5 });
  const shaft = picture.line({ colour: "param", width: 2 });
  const places = [0, 1, 2, 3].map((i) => {
    const seen = picture.dot({ colour: "ink", radius: 19, shape: "ring" });
    const wrong = picture.dot({ colour: "wrong", radius: 15, shape: "ring" });
    const target = picture.dot({ colour: "target", radius: 10 });
    for (const { node } of [seen, wrong]) attr(node.children[0], "fill", "none");
    attr(seen.node.children[0], "stroke-dasharray", "3 4");
    attr(target.node.children[0], "stroke", "var(--u-target)");
    target.node.addEventListener("click", () => flip(i));
    attr(target.node, "cursor", "pointer");
    return { seen, wrong, target };
  });
  let low = 0;
  let now: Triple = [0, 0, 0];
  let anchor: Point | null = null; // the point of the line where it can be taken
  let touched = false;

  const within = (x: number): boolean => x >= low - MARGIN * (1 - low) && x <= 1 + MARGIN * (1 - low);
  const take = (weights: Triple): void => {
    touched = true;
    move(weights);
  };
  const foot = picture.dot({ colour: "param", radius: 7, drag: ({ x, y }) => {
    const [w1, w2] = now;
    anchor = { x, y };
    take([w1, w2, neat(-(w1 * x + w2 * y), unit(now))]);
  } });
  const tip = picture.dot({ colour: "param", radius: 6, shape: "ring", drag: ({ x, y }) => {
    if (!anchor) return;
    const size = Math.hypot(now[0], now[1]);
    const away = Math.hypot(x - anchor.x, y - anchor.y);
    if (!away) return;
    const [w1, w2] = [(size * (x - anchor.x)) / away, (size * (y - anchor.y)) / away].map((w) => neat(w, unit(now)));
    if (w1 || w2) take([w1, w2, neat(-(w1 * anchor.x + w2 * anchor.y), unit(now))]);
  } });

  for (const label of foot.node.querySelectorAll("text")) attr(label, "y", 8); // beside it, clear of a line that rises

  function drawLine([w1, w2, b]: Triple, s: State): void {
    now = [w1, w2, b];
    const [from, to] = [low - MARGIN * (1 - low), 1 + MARGIN * (1 - low)];
    const square: Point[] = [{ x: from, y: from }, { x: to, y: from }, { x: to, y: to }, { x: from, y: to }];
    const net = ({ x, y }: Point): number => w1 * x + w2 * y + b;
    const none = w1 === 0 && w2 === 0;
    const inside = none ? (b > 0 || (b === 0 && s.at_zero) ? square : []) : clip(square, net);
    side.set(inside.map(({ x }) => x), inside.map(({ y }) => y));
    const ends = none ? [] : crossing(square, net);
    line.set(ends.map(({ x }) => x), ends.map(({ y }) => y));
    // On the line, next to where it was held before, else next to the middle; nowhere if it is out of sight.
    const onto = (p: Point): Point => ({ x: p.x - (net(p) / (w1 * w1 + w2 * w2)) * w1, y: p.y - (net(p) / (w1 * w1 + w2 * w2)) * w2 });
    const middle = { x: (low + 1) / 2, y: (low + 1) / 2 };
    anchor = none ? null : [anchor ?? middle, middle].map(onto).find(({ x, y }) => within(x) && within(y)) ?? null;
    if (!anchor) {
      for (const dot of [foot, tip]) dot.set(...GONE);
      shaft.set([], []);
      return;
    }
    const reach = (ARROW * (1 - low)) / Math.hypot(w1, w2);
    const end = { x: anchor.x + reach * w1, y: anchor.y + reach * w2 };
    shaft.set([anchor.x, end.x], [anchor.y, end.y]);
    foot.set(anchor.x, anchor.y, touched ? "" : "drag");
    tip.set(end.x, end.y, touched ? "" : "turn");
  }

  return {
    node: picture.node,
    say: picture.say,
    destroy: picture.destroy,
    set(r, s) {
      const all = corners(s.inputs);
      if (all[0][0] !== low) anchor = null;
      low = all[0][0];
      const range = [low - MARGIN * (1 - low), 1 + MARGIN * (1 - low)] as const;
      picture.axes(range, range);
      drawLine(r.path[s.steps], s);
      const last = s.steps ? r.example[s.steps - 1] : -1;
      places.forEach(({ seen, wrong, target }, i) => {
        const put = (dot: Dot, there: boolean): void => dot.set(...(there ? all[i] : GONE));
        put(seen, i === last);
        put(wrong, r.now_output[i] !== s.targets[i]);
        put(target, true);
        attr(target.node.children[0], "fill", s.targets[i] ? "var(--u-target)" : "var(--u-bg)");
      });
    },
  };
}

/** A twentieth of the weights' power of ten: what a dragged line is rounded to. */
const unit = ([w1, w2]: Triple): number => 10 ** Math.floor(Math.log10(Math.hypot(w1, w2))) / 20;
const neat = (value: number, to: number): number => Math.min(Math.max(Number((Math.round(value / to) * to).toPrecision(6)), -10), 10);

/** The part of a polygon where `net` is not negative. */
function clip(polygon: Point[], net: (p: Point) => number): Point[] {
  return polygon.flatMap((p, i) => {
    const next = polygon[(i + 1) % polygon.length];
    const kept = net(p) >= 0 ? [p] : [];
    return net(p) >= 0 === net(next) >= 0 ? kept : [...kept, between(p, next, net)];
  });
}

const crossing = (polygon: Point[], net: (p: Point) => number): Point[] =>
  polygon.flatMap((p, i) => {
    const next = polygon[(i + 1) % polygon.length];
    return net(p) >= 0 === net(next) >= 0 ? [] : [between(p, next, net)];
  });

function between(p: Point, q: Point, net: (p: Point) => number): Point {
  const part = net(p) / (net(p) - net(q));
  return { x: p.x + part * (q.x - p.x), y: p.y + part * (q.y - p.y) };
}
