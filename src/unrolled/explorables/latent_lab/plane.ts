/** The plane of codes, and the plane of draws beside it. */

import { attr, svg, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { type Line, plot, type Point, type Range } from "../_kit/plot.ts";
import { CODES, classOf, type Result } from "./model.ts";
import { NETWORKS, type Pair, RADIUS } from "./networks.ts";
import { FAR, LIMITS, type State } from "./state.ts";

export type Plane = { node: Element; set(s: State, r: Result): void; destroy(): void };

const FRAME = 6; // px: what is left, right, above and below a plot differs by so much; circles are to be round
const MARGIN = 0.6; // around the codes
const ROUND = Array.from({ length: 73 }, (_, k): Pair => [Math.cos((k * Math.PI) / 36), Math.sin((k * Math.PI) / 36)]);
const REACH = 3.2; // of a draw, in standard deviations
const HIT = 11; // px around a numeral

const hundredths = (value: number, most: number): number => Number(Math.min(Math.max(value, -most), most).toFixed(2));

/** Ellipses with half axes `axes` times each of the scales. */
function ellipses(line: Line, middle: Pair, axes: Pair, scales: number[]): void {
  const points = scales.flatMap((scale) => [...ROUND.map(([x, y]): Pair => [middle[0] + scale * axes[0] * x, middle[1] + scale * axes[1] * y]), [NaN, NaN] as Pair]);
  line.set(points.map(([x]) => x), points.map(([, y]) => y));
}

export function codes(put: (z: Pair) => void, pick: (digit: number) => void): Plane & { range(): [Range, Range] } {
  const picture = plot({ x: [-1, 1], y: [-1, 1], xName: "z₁", yName: "z₂", height: (width) => width - FRAME });
  const prior = picture.line({ colour: "target", width: 2 });
  const spread = picture.line({ colour: "param", width: 1.5 });
  const way = picture.line({ colour: "gradient", width: 2, dash: "4 3" });
  const numerals = CODES.plain.map((_, digit) => {
    const dot = picture.dot({ colour: "mute", radius: 0 });
    const numeral = svg("text", { class: "latent-numeral", y: 5 }, String(classOf(digit)));
    dot.node.append(svg("circle", { r: HIT, fill: "transparent" }), numeral);
    dot.node.addEventListener("click", () => pick(digit));
    return { dot, numeral };
  });
  const goal = picture.dot({ colour: "target", shape: "cross" });
  const mean = picture.dot({ colour: "param", shape: "ring", radius: 5 });
  const shrunk = picture.dot({ colour: "gradient", shape: "ring", radius: 7 });
  let touched = false;
  const handle = picture.dot({
    colour: "forward", radius: 8,
    drag: ({ x, y }) => {
      touched = true;
      put([hundredths(x, FAR), hundredths(y, FAR)]);
    },
  });
  let shown: Pair[] | null = null;
  let chosen = -1;
  let ranges: [Range, Range] = [[-1, 1], [-1, 1]];

  return {
    node: picture.node,
    range: () => ranges,
    set(s, r) {
      ranges = holding(square([...r.codes, [RADIUS, RADIUS], [-RADIUS, -RADIUS]]), [r.mu, r.z]);
      picture.axes(...ranges);
      if (shown !== r.codes) {
        shown = r.codes;
        ellipses(prior, [0, 0], [RADIUS, RADIUS], [1]);
        numerals.forEach(({ dot }, digit) => dot.set(...r.codes[digit]));
      }
      if (chosen !== s.digit) {
        chosen = s.digit;
        numerals.forEach(({ numeral }, digit) => {
          attr(numeral, "class", classOf(digit) !== classOf(chosen) ? "latent-numeral" : digit === chosen ? "latent-numeral latent-chosen" : "latent-numeral latent-own");
        });
      }
      ellipses(spread, r.mu, r.sigma ?? [0, 0], r.sigma ? [1, 2] : []);
      const drawn: Pair[] = s.network === "plain" ? [r.z, r.code] : s.free ? [] : [r.mu, r.z];
      way.set(drawn.map(([x]) => x), drawn.map(([, y]) => y));
      mean.set(...(r.sigma ? r.mu : ([NaN, NaN] as const)), "");
      goal.set(...(s.loss === "target" ? s.target : ([NaN, NaN] as const)), "t");
      shrunk.set(...(s.network === "plain" && s.penalty !== "none" ? r.code : ([NaN, NaN] as const)), "h");
      handle.set(...r.z, touched ? "z" : "z: drag me");
      picture.say(`The codes of a hundred digits, each a numeral, in the plane of the ${s.network} autoencoder; a circle of radius ${RADIUS} holds 95 % of the prior. `
        + `A ${classOf(s.digit)} is chosen; the code z is ${r.z.map((value) => show(value, 3)).join(", ")}.`);
    },
    destroy: picture.destroy,
  };
}

/** The same whole numbers across and up, with all points inside. */
function square(points: Pair[]): [Range, Range] {
  const span = ([0, 1] as const).map((axis) => {
    const values = points.map((point) => point[axis]);
    return [Math.min(...values) - MARGIN, Math.max(...values) + MARGIN];
  });
  const side = Math.ceil(Math.max(...span.map(([low, high]) => high - low)));
  return span.map(([low, high]): Range => {
    const start = Math.round(2 * ((low + high - side) / 2)) / 2;
    return [start, start + side];
  }) as [Range, Range];
}

/** The square, doubled until it holds these points too: while one drags it is to stay what it is. */
function holding([across, up]: [Range, Range], points: Pair[]): [Range, Range] {
  const inside = points.every(([x, y]) => x > across[0] && x < across[1] && y > up[0] && y < up[1]);
  if (inside) return [across, up];
  const wider = ([low, high]: Range): Range => [low - (high - low) / 2, high + (high - low) / 2];
  return holding([wider(across), wider(up)], points);
}

/** Where the randomness comes in: a draw from the standard normal distribution, to be dragged. */
export function draws(put: (epsilon: Pair) => void): Plane {
  const ends: Range = [-REACH, REACH];
  const picture = plot({ x: ends, y: ends, xName: "ε₁", yName: "ε₂", height: (width) => width - FRAME });
  const rings = picture.line({ colour: "target", width: 1.5 });
  ellipses(rings, [0, 0], [1, 1], [1, 2]);
  const way = picture.line({ colour: "gradient", width: 2, dash: "4 3" });
  const [least, most] = LIMITS.epsilon;
  const handle = picture.dot({ colour: "ink", radius: 7, drag: ({ x, y }: Point) => put([hundredths(x, most), hundredths(y, -least)]) });
  return {
    node: picture.node,
    set(_, r) {
      const eps = r.eps ?? [NaN, NaN];
      way.set([0, eps[0]], [0, eps[1]]);
      handle.set(...(eps as Pair), "ε");
      picture.say(`The draw ε: ${eps.map((value) => show(value, 3)).join(", ")}, with circles at one and two standard deviations.`);
    },
    destroy: picture.destroy,
  };
}

/** What is decoded all over the plane, in small. */
export function atlas(): { node: HTMLElement; set(network: State["network"], ranges: [Range, Range], decode: (z: Pair) => number[]): void } {
  const [tiles, side, apart] = [10, 8, 10]; // an image, and the same with a gap beside it
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = tiles * apart;
  canvas.className = "latent-atlas";
  attr(canvas, "role", "img");
  const words = document.createElement("p");
  words.className = "latent-note";
  const node = document.createElement("div");
  node.append(canvas, words);
  let drawn = "";
  return {
    node,
    set(network, [across, up], decode) {
      const key = [network, ...across, ...up].join(" ");
      const context = canvas.getContext("2d");
      if (key === drawn || !context) return;
      drawn = key;
      const image = context.createImageData(canvas.width, canvas.height);
      const middle = ([low, high]: Range, k: number): number => low + ((k + 0.5) * (high - low)) / tiles;
      for (let row = 0; row < tiles; row++) {
        for (let column = 0; column < tiles; column++) {
          decode([middle(across, column), middle(up, tiles - 1 - row)]).forEach((level, k) => {
            const at = 4 * ((row * apart + 1 + Math.floor(k / side)) * canvas.width + column * apart + 1 + (k % side));
            image.data.fill(Math.round(255 * level), at, at + 3);
            image.data[at + 3] = 255;
          });
        }
      }
      context.putImageData(image, 0, 0);
      const [x, y] = [across, up].map(([low, high]) => `${show(low, 3)} to ${show(high, 3)}`);
      attr(canvas, "aria-label", `What the ${NETWORKS.find((name) => name === network)} autoencoder decodes from ${tiles} by ${tiles} places of the plane, z₁ from ${x}, z₂ from ${y}.`);
      text(words, `Each small image is decoded from its own place in the plane above: z₁ from ${x}, z₂ from ${y}.`);
    },
  };
}
