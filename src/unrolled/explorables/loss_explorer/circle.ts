/** The circle on which prediction and target are directions; its seam is at 0° = 360°. */

import { attr, svg, text } from "../_kit/dom.ts";
import { grab } from "../_kit/plot.ts";
import { show } from "../_kit/numbers.ts";
import type { Result, State } from "./model.ts";

const HALF = 125; // of the picture, in its units
const RADIUS = 84;

export type Circle = { node: SVGSVGElement; set(s: State, r: Result): void };

/** Degrees counter-clockwise from the right, as (cos θ, sin θ) has it. */
const place = (degrees: number, radius: number): [number, number] => {
  const angle = (degrees * Math.PI) / 180;
  return [HALF + radius * Math.cos(angle), HALF - radius * Math.sin(angle)];
};
const written = (degrees: number, radius: number): string => place(degrees, radius).map((x) => x.toFixed(1)).join(" ");

export function circle(drag: (field: "predictions" | "targets", i: number, value: number) => void): Circle {
  const names = [0, 90, 180, 270].map((degrees) => {
    const [x, y] = place(degrees, RADIUS + 20);
    return svg("text", { x, y: y + 4, "text-anchor": "middle", class: "u-tick" }, `${degrees}°`);
  });
  const [inner, outer] = [place(0, RADIUS - 10), place(0, RADIUS + 8)];
  const seam = svg("line", { x1: inner[0], y1: inner[1], x2: outer[0], y2: outer[1], stroke: "var(--u-wrong)", "stroke-width": 3 });
  const short = svg("path", { fill: "none", stroke: "var(--u-gradient)", "stroke-width": 5, "stroke-opacity": 0.75 });
  const counted = svg("path", { fill: "none", stroke: "var(--u-wrong)", "stroke-width": 1.8, "stroke-dasharray": "5 4" });
  const hands = { targets: hand("target", "targets"), predictions: hand("forward", "predictions") };
  const words = svg("text", { x: HALF, y: HALF + 30, "text-anchor": "middle", class: "u-tick" });
  const node = svg("svg", { viewBox: `0 0 ${2 * HALF} ${2 * HALF}`, class: "loss-circle", role: "img" },
    svg("circle", { cx: HALF, cy: HALF, r: RADIUS, fill: "none", stroke: "var(--u-edge)" }), ...names, seam, counted, short, words, hands.targets.node, hands.predictions.node);

  function hand(colour: string, field: "predictions" | "targets"): { node: SVGGElement; set(degrees: number): void } {
    const line = svg("line", { x1: HALF, y1: HALF, stroke: `var(--u-${colour})`, "stroke-width": 2 });
    const reach = svg("circle", { r: 22, fill: "transparent" });
    const dot = svg("circle", { r: 7, fill: `var(--u-${colour})`, stroke: "var(--u-bg)", "stroke-width": 2 });
    const tip = svg("g", {}, reach, dot);
    grab(tip, (event) => {
      const box = node.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left - box.width / 2, box.top + box.height / 2 - event.clientY];
      drag(field, 0, (Math.round((Math.atan2(y, x) * 180) / Math.PI) + 360) % 360);
    });
    return {
      node: svg("g", {}, line, tip),
      set(degrees) {
        const [x, y] = place(degrees, RADIUS);
        attr(line, "x2", x.toFixed(1));
        attr(line, "y2", y.toFixed(1));
        attr(tip, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      },
    };
  }

  return {
    node,
    set(s, r) {
      const [q, t, way] = [s.predictions[0], s.targets[0], r.arc?.[0] ?? 0];
      hands.predictions.set(q);
      hands.targets.set(t);
      attr(short, "d", bow(t, way, RADIUS));
      attr(counted, "d", s.loss === "angle_squared" ? bow(t, q - t, RADIUS - 15) : "");
      text(words, `${show(Math.abs(way))}° apart`);
      attr(node, "aria-label", `A circle: the prediction at ${show(q)}°, the target at ${show(t)}°, ${show(Math.abs(way))}° apart. The numbers differ by ${show(Math.abs(q - t))}.`);
    },
  };
}

/** The way of `by` degrees from `from` on. */
function bow(from: number, by: number, radius: number): string {
  if (by === 0) return "";
  const part = Math.sign(by) * Math.min(Math.abs(by), 359.9); // both ends of a full turn are one
  return `M${written(from, radius)}A${radius} ${radius} 0 ${Math.abs(part) > 180 ? 1 : 0} ${part > 0 ? 0 : 1} ${written(from + part, radius)}`;
}
