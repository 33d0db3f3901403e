/** The network as a graph: weights on the edges that can be dragged, values in the units, gradients below and beside them. */

import { attr, only, svg, text } from "../_kit/dom.ts";
import { keeper } from "../_kit/keep.ts";
import { brief, show, sub } from "../_kit/numbers.ts";
import { scrub } from "../_kit/scrub.ts";
import { HIGH, INPUT, type Layout, LOSS, type Point, SHARE, SMALL, UNIT, WIDE, layout } from "./layout.ts";
import type { Run } from "./model.ts";
import { LIMIT, type State, wantsShares } from "./state.ts";
import { FUNCTION, backwardDone, forwardDone, largest, lossDone, runs, stageName, tight } from "./words.ts";

export type Numbers = { get(path: string): number; edit(path: string, value: number): void; pick(path: string): void };
export type Picture = { node: SVGSVGElement; draw(s: State, r: Run, picked: string): void; /** Make one more element of larger networks; false if there is none to make. */ ahead(): boolean; destroy(): void };

const [THIN, THICK] = [1, 3.2]; // px, of an edge with a weight of 0 and with the largest
const ABOVE = -HIGH / 2 - 7;

export function picture(numbers: Numbers): Picture {
  let width = 726;
  let drawn: [State, Run, string] | null = null;
  let shape = "";
  let write = brief; // with as many digits as there is room for
  const boxed = (value: number): string => tight(value, 3);
  const keep = keeper();
  const groups = Array.from({ length: 3 }, () => svg("g"));
  const node = svg("svg", { class: "mlp-picture", role: "img" }, ...groups);

  const label = (kind: string, at: Record<string, string | number> = {}): SVGTextElement => svg("text", { class: kind, "text-anchor": "middle", ...at });
  /** A number that can be dragged. */
  function held(path: () => string, kind: string, at: Record<string, string | number> = {}): SVGTextElement {
    const made = label(kind, at);
    const limit = (value: number): number => {
      const shares = path().startsWith("target") && drawn && wantsShares(drawn[0].loss);
      return Math.min(Math.max(value, shares ? 0 : -LIMIT), shares ? 1 : LIMIT);
    };
    made.addEventListener("pointerdown", () => numbers.pick(path()));
    scrub(made, { get: () => numbers.get(path()), set: (value) => numbers.edit(path(), limit(value)) });
    return made;
  }
  const box = (w: number, kind: string): SVGRectElement => svg("rect", { class: `mlp-box ${kind}`, x: -w / 2, y: -HIGH / 2, width: w, height: HIGH, rx: 8 });

  const edge = (l: number, i: number, j: number) => keep(`edge ${l},${i},${j}`, () => {
    const path = `weights[${l},${i},${j}]`;
    return { path, line: svg("line", { class: "mlp-edge" }), weight: held(() => path, "mlp-weight"), gradient: label("mlp-grad") };
  });
  const unit = (l: number, j: number) => keep(`unit ${l},${j}`, () => {
    const path = `biases[${l},${j}]`;
    const frame = box(0, "mlp-unit");
    const made = { path, frame, rule: svg("line", { class: "u-rule", y1: 4 - HIGH / 2, y2: HIGH / 2 - 4 }), d: label("mlp-value mlp-net", { y: -3 }), a: label("mlp-value", { y: -3 }), delta: label("mlp-grad", { y: 15 }), back: label("mlp-grad", { y: 15 }), bias: held(() => path, "mlp-weight mlp-out", { y: ABOVE }), name: label("mlp-name mlp-out", { y: ABOVE }) };
    return { ...made, node: svg("g", {}, frame, made.rule, made.d, made.a, made.delta, made.back, made.bias, made.name) };
  });
  const small = (name: "x" | "p" | "t", k: number, path: string | null) => keep(`${name} ${k}`, () => {
    const value = path ? held(() => path, "mlp-value mlp-given", { y: -3 }) : label("mlp-value", { y: -3 });
    const below = label(name === "x" ? "mlp-grad" : "mlp-name", { y: 15 });
    const title = label("mlp-name", { y: ABOVE });
    return { value, below, title, path, node: svg("g", {}, box({ x: INPUT, p: SHARE, t: SMALL }[name], `mlp-${name}`), value, below, title) };
  });
  const head = (l: number) => keep(`head ${l}`, () => label("mlp-name"));
  const link = (k: number) => keep(`link ${k}`, () => svg("polyline", { class: "mlp-edge mlp-link" }));
  const result = { value: label("mlp-value mlp-loss-value", { y: -3 }), node: svg("g", {}, box(LOSS, "mlp-loss")) };
  result.node.append(result.value, label("mlp-name", { y: 15 }));
  text(result.node.lastChild as Element, "loss L");

  const sizes = (s: State): number[] => [s.x.length, ...s.weights.map((W) => W[0].length)];
  const move = (element: Element, { x, y }: Point): void => attr(element, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  const place = (element: Element, { x, y }: Point, dy = 4): void => {
    attr(element, "x", x.toFixed(1));
    attr(element, "y", (y + dy).toFixed(1));
  };
  const ends = (line: Element, from: Point, to: Point): void => {
    for (const [name, v] of [["x1", from.x], ["y1", from.y], ["x2", to.x], ["y2", to.y]] as const) attr(line, name, v.toFixed(1));
  };

  /** Put everything in its place: for another shape, another width. */
  function arrange(s: State): void {
    const soft = s.loss === "categorical";
    const now = `${sizes(s)} ${soft} ${width}`;
    if (now === shape) return;
    shape = now;
    const at = layout(sizes(s), soft, width);
    attr(node, "viewBox", `0 0 ${width} ${at.height}`);
    attr(node, "height", at.height);
    node.classList.toggle("mlp-tight", at.unit < UNIT);
    write = at.unit >= WIDE ? brief : at.unit >= UNIT ? boxed : (value) => tight(value, 2);
    const edges = at.edges.flatMap((rows, l) => rows.flatMap((row, i) => row.map((where, j) => ({ where, ...edge(l, i, j) }))));
    for (const { where, line, weight, gradient } of edges) {
      ends(line, where.from, where.to);
      place(weight, where.weight);
      place(gradient, where.gradient);
    }
    const links = at.targets.map((target, k) => {
      const line = link(k); // behind the boxes
      attr(line, "points", [at.units[at.units.length - 1][k], target, at.loss].map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "));
      return line;
    });
    const nodes = at.units.slice(1).flatMap((column, l) => column.map((where, j) => {
      const made = unit(l, j);
      move(made.node, where);
      sizeUnit(made, at);
      return made.node;
    }));
    const smalls = ([["x", at.units[0]], ["p", at.shares], ["t", at.targets]] as const).flatMap(([name, all]) => all.map((where, k) => {
      const made = small(name, k, name === "x" ? `x[${k}]` : name === "t" ? `target[${k}]` : null);
      move(made.node, where);
      return made.node;
    }));
    const heads = at.heads.slice(1).map((where, l) => {
      const made = head(l);
      place(made, where, 0);
      return made;
    });
    move(result.node, at.loss);
    only(groups[0], ...edges.map(({ line }) => line), ...links);
    only(groups[1], ...edges.flatMap(({ weight, gradient }) => [weight, gradient]));
    only(groups[2], ...heads, ...nodes, ...smalls, result.node);
  }

  function sizeUnit({ frame, d, a, delta, back, bias, name }: ReturnType<typeof unit>, at: Layout): void {
    attr(frame, "x", (-at.unit / 2).toFixed(1));
    attr(frame, "width", at.unit.toFixed(1));
    for (const [one, x] of [[d, -at.unit / 4], [delta, -at.unit / 4], [a, at.unit / 4], [back, at.unit / 4]] as const) attr(one, "x", x.toFixed(1));
    // On either side of where edges end.
    const [left, right] = at.upright ? [-7, 7] : [4 - at.unit / 2, at.unit / 2 - 4];
    for (const [one, x, anchor] of [[bias, left, at.upright ? "end" : "start"], [name, right, at.upright ? "start" : "end"]] as const) {
      attr(one, "x", x.toFixed(1));
      attr(one, "text-anchor", anchor);
    }
  }

  function draw(s: State, r: Run, picked: string): void {
    drawn = [s, r, picked];
    arrange(s);
    const { forward, backward } = runs(s.stage, s.weights.length);
    const most = Math.max(...r.pass.layers.flatMap(({ W }) => W.flat().map(Math.abs))) || 1;
    r.pass.layers.forEach(({ reads, W, b, d, a, dL_dW, dL_da, dL_dd }, l) => {
      const [there, back] = [forwardDone(s, l), backwardDone(s, l)];
      W.forEach((row, i) => row.forEach((w, j) => {
        const { path, line, weight, gradient } = edge(l, i, j);
        text(weight, write(w));
        text(gradient, back ? write(dL_dW[i][j]) : "");
        const width = THIN + (THICK - THIN) * (Math.abs(w) / most);
        const idle = forwardDone(s, l - 1) && reads[i] === 0 ? " mlp-idle" : "";
        attr(line, "class", `mlp-edge${forward === l ? " mlp-now" : backward === l ? " mlp-now mlp-back" : ""}${idle}`);
        attr(line, "stroke-width", width.toFixed(1));
        attr(line, "stroke-dasharray", w < 0 ? "6 4" : null);
        weight.classList.toggle("mlp-picked", path === picked);
      }));
      a.forEach((value, j) => {
        const made = unit(l, j);
        const inside = write === brief ? boxed : write;
        text(made.d, there ? inside(d[j]) : "");
        text(made.a, there ? inside(value) : "");
        text(made.delta, back ? inside(dL_dd[j]) : "");
        text(made.back, back ? inside(dL_da[j]) : "");
        text(made.bias, s.biases ? `b ${write(b[j])}` : "");
        made.bias.classList.toggle("mlp-picked", made.path === picked);
        text(made.name, FUNCTION[s.activations[l]] || "a = d");
        const dead = there && s.activations[l] === "relu" && d[j] <= 0;
        attr(made.node, "class", `${dead ? "mlp-dead" : ""}${forward === l ? " mlp-now" : backward === l ? " mlp-now mlp-back" : ""}`);
      });
      text(head(l), `layer ${l + 1}`);
    });
    s.x.forEach((v, i) => {
      const { value, below, title } = small("x", i, `x[${i}]`);
      text(value, boxed(v));
      text(below, backwardDone(s, 0) ? boxed(r.pass.dL_dx[i]) : "");
      text(title, `x${sub(i + 1)}`);
      value.classList.toggle("mlp-picked", picked === `x[${i}]`);
    });
    s.target.forEach((v, k) => {
      const { value, below } = small("t", k, `target[${k}]`);
      text(value, boxed(v));
      text(below, `t${sub(k + 1)}`);
      value.classList.toggle("mlp-picked", picked === `target[${k}]`);
    });
    r.pass.p?.forEach((v, k) => {
      const { value, below } = small("p", k, null);
      text(value, lossDone(s) ? boxed(v) : "");
      text(below, `p${sub(k + 1)}`);
    });
    text(result.value, lossDone(s) ? boxed(r.pass.total) : "");
    result.node.classList.toggle("mlp-now", s.stage === s.weights.length + 1);
    attr(node, "aria-label", describe(s, r));
  }

  const observer = new ResizeObserver(([entry]) => {
    const now = Math.round(entry.contentRect.width);
    if (!now || now === width) return;
    width = now;
    if (drawn) draw(...drawn);
  });
  observer.observe(node);
  const more = largest();
  const ahead = (): boolean => {
    const { done, value } = more.next();
    if (done) return false;
    edge(value.l, value.i, value.j);
    unit(value.l, value.j);
    return true;
  };
  return { node, draw, ahead, destroy: () => observer.disconnect() };
}

function describe(s: State, r: Run): string {
  const layers = r.pass.layers.map(({ a }, l) => (forwardDone(s, l) ? `layer ${l + 1}: ${a.map(brief).join(", ")}` : "")).filter(Boolean);
  const loss = lossDone(s) ? ` The loss is ${show(r.pass.total)}.` : "";
  return `Network of ${s.x.length} inputs and layers of ${s.weights.map((W) => W[0].length).join(", ")} units. ${stageName(s)}. Activations of ${layers.join("; ") || "no layer yet"}.${loss}`;
}
