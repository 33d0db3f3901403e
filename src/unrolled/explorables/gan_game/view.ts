/** The game: a start to drag, a time line, both players' distributions and functions, and every number of a turn. */

import { results } from "../_kit/announce.ts";
import { type Control, choice, type NumberControl, type NumberOptions, numberControl } from "../_kit/control.ts";
import { attr, el, fold, output, type Output, text } from "../_kit/dom.ts";
import { whenIdle } from "../_kit/idle.ts";
import { show } from "../_kit/numbers.ts";
import { at, put, same } from "../_kit/path.ts";
import type { Mount } from "../_kit/types.ts";
import { orbit, slopeChart, swatch, valueChart } from "./charts.ts";
import { type Run, run } from "./game.ts";
import { ledger } from "./ledger.ts";
import { course, type Course, look, MARKS, type Now, turn } from "./model.ts";
import { span, stage } from "./stage.ts";
import { END, LIMITS, type State } from "./state.ts";
import { EQUILIBRIUM, said, SCENES } from "./words.ts";

const [PER_TURN, LONGEST] = [40, 9000]; // ms, while it plays
const EDGE = 0.04; // of the picture, that the start stays away from
const POINTS = 200; // of a curve over the turns

type Input = { path: string; name: string; span: [number, number]; step: number } & Partial<NumberOptions>;
const whole = { step: 1, whole: true };
const PACE: Input[] = [
  { path: "d_rate", name: "rate of D", says: "learning rate", span: [0, 1], step: 0.05 },
  { path: "g_rate", name: "rate of G", says: "learning rate", span: [0, 1], step: 0.01 },
  { path: "d_steps", name: "steps of D", says: "in each round", span: [1, 5], ...whole },
  { path: "ahead", name: "D ahead", says: "steps of the discriminator before the first round", span: [0, 1000], ...whole },
];
const WORLD: Input[] = [
  { path: "real_mean", name: "μ, real", span: [-5, 5], step: 0.1, kind: "given" },
  { path: "real_deviation", name: "σ, real", span: [0.1, 3], step: 0.05, kind: "given" },
  { path: "mean", name: "a, start", span: [-5, 5], step: 0.1 },
  { path: "deviation", name: "b, start", span: [0.1, 3], step: 0.05 },
  { path: "weights[0]", name: "v, start", span: [-3, 3], step: 0.1 },
  { path: "weights[1]", name: "w, start", span: [-3, 3], step: 0.1 },
  { path: "weights[2]", name: "c, start", span: [-3, 3], step: 0.1 },
  { path: "rounds", name: "rounds", span: [0, 400], ...whole, kind: "given" },
  { path: "samples", name: "samples", says: "0 for exact expectations", span: [0, 8], ...whole, kind: "given" },
  { path: "seed", name: "seed", says: "of the samples", span: [0, 99], ...whole, kind: "given" },
];
type Shown = "now_value" | "now_best" | "now_mean" | "now_spread" | "now_slope" | "now_slope_other" | "seen_real" | "seen_fake";
const NUMBERS: [string, [Shown, string][]][] = [
  ["value V", [["now_value", "now"], ["now_best", "best D"]]],
  ["generated", [["now_mean", "mean a"], ["now_spread", "spread b"]]],
  ["mean of D", [["seen_real", "real"], ["seen_fake", "generated"]]],
  ["slope for a", [["now_slope", "minimax"], ["now_slope_other", "non-saturating"]]],
];

export const mount: Mount<State> = (root, opening, host) => {
  let state = opening;
  let game: { s: State; played: Run; found: Course } | null = null; // it is the same for every moment
  let playing = 0; // handle of the next frame
  let moment = 0; // while it plays

  const take = (next: State): void => {
    stop();
    state = next;
    draw();
    host.change(state);
  };
  const change = (path: string, value: unknown): void => {
    const ended = state.moment >= played(state).played.after.length - 1;
    const next = put(state, path, value);
    // Whoever looks at the end of the game wants to see the end of the next one.
    take({ ...next, moment: ended && path !== "moment" ? END : next.moment });
  };
  const go = (t: number): void => take({ ...state, moment: t >= total() ? END : Math.max(t, 0) });
  const total = (): number => played(state).played.after.length - 1;
  const here = (): number => Math.min(state.moment, total());

  function played(s: State): { played: Run; found: Course } {
    const key = { ...s, moment: 0, reach: s.reach };
    if (!game || !same(game.s, key)) {
      const made = run(s);
      game = { s: key, played: made, found: course(s, made, Math.ceil(made.after.length / POINTS)) };
    }
    return game;
  }

  const picture = stage((x) => {
    const [low, high] = span(state);
    const edge = EDGE * (high - low);
    change("mean", Number(Math.min(Math.max(x, low + edge, LIMITS.mean[0]), high - edge, LIMITS.mean[1]).toFixed(2)));
  });
  const charts = [valueChart(), slopeChart(), orbit()];
  const controls: { path: string; made: NumberControl }[] = [];
  const number = ({ path, ...options }: Input): HTMLElement => {
    const limits = LIMITS[path.split("[")[0] as keyof typeof LIMITS];
    const made = numberControl({ input: path, limits: [...limits], ...options }, (value) => change(path, value));
    controls.push({ path, made });
    return made.node;
  };
  const words = (input: "loss" | "discriminator" | "learns", name: string, list: Record<string, string>): Control<string> => choice({ input, name, words: list }, (value) => change(input, value));
  const choices = {
    loss: words("loss", "G descends", { minimax: "V: minimax", non_saturating: "−E ln D(G)" }),
    discriminator: words("discriminator", "D’s logit", { quadratic: "quadratic", linear: "linear" }),
    learns: words("learns", "G learns", { both: "a and b", mean: "a alone" }),
  };
  const time = numberControl({ input: "moment", name: "turn", span: [0, 1], ...whole, kind: "given" }, go);
  const button = (name: string, label: string, act: () => void): HTMLButtonElement => {
    const node = el("button", { type: "button", class: "u-button", "aria-label": label }, name);
    node.addEventListener("click", act);
    return node;
  };
  const back = button("◀", "One turn back", () => go(here() - 1));
  const forth = button("▶", "One turn on", () => go(here() + 1));
  const play = el("button", { type: "button", class: "u-button gan-play" }, "▶ Play");
  play.addEventListener("click", () => (playing ? go(moment) : start()));

  const scenes = SCENES.map(({ name, state: scene }) => {
    const node = el("button", { type: "button", class: "u-button gan-scene" }, name);
    node.addEventListener("click", () => take(scene));
    return { node, scene };
  });
  const outputs = new Map<Shown, Output>();
  const numbers = el("div", { class: "gan-numbers" }, ...NUMBERS.map(([title, parts]) => el("div", {}, el("span", { class: "u-mute" }, title), ...parts.map(([key, name]) => {
    const made = output(el("b"), key);
    outputs.set(key, made);
    return el("div", {}, made.node, " ", el("small", { class: "u-mute" }, name));
  }))));
  const marks = MARKS.map((mark) => (["after", "other"] as const).map((kind) => output(el("td", { class: "u-gradient-text" }), `${kind}_${mark}`)));
  const marked = el("table", { class: "u-table gan-marks" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "slope left for a after"), ...MARKS.map((mark) => el("th", { scope: "col" }, `${mark} steps of D`)))),
    el("tbody", {}, ...["minimax", "non-saturating"].map((name, i) => el("tr", {}, el("th", { scope: "row" }, name), ...marks.map((pair) => pair[i].node)))));
  const optimum = [0, 1, 2].map((i) => output(el("b"), `optimum[${i}]`));
  const note = el("span");
  const title = el("span", { class: "u-mute" }, "V = E ln D(x) + E ln(1 − D(a + b z))");
  const verdict = el("p", { class: "gan-said" });
  const lines = ledger();
  const step = fold("", lines.node);
  const round = fold("Mean against slope: who goes round?", charts[2].node);
  for (const part of [step, round]) part.addEventListener("toggle", () => draw());
  const spoken = results();

  root.append(
    el("div", { class: "u-head" }, el("b", {}, "A game of two"), title),
    el("div", { class: "gan-scenes", role: "group", "aria-label": "Games to begin with" }, ...scenes.map(({ node }) => node)),
    picture.node,
    el("p", { class: "gan-legend" }, swatch("target", "real"), swatch("forward", "generated, a + b z"), swatch("param", "D"), swatch("mute", "the best D"), swatch("gradient", "where G is pushed")),
    el("div", { class: "gan-time" }, time.node, el("div", { class: "gan-buttons" }, back, forth, play)),
    verdict, numbers, marked,
    el("div", { class: "gan-charts" }, charts[0].node, charts[1].node),
    el("p", { class: "gan-legend" }, swatch("forward", "V"), swatch("mute", "V with the best D"), swatch("equal", `−ln 4 = ${show(EQUILIBRIUM)}`), swatch("gradient", "minimax"), swatch("other", "non-saturating")),
    el("div", { class: "gan-panel" }, ...PACE.map(number)),
    el("div", { class: "gan-choices" }, ...Object.values(choices).map(({ node }) => node)),
    step, round,
    fold("Distributions, starts and samples", el("div", { class: "gan-world" }, ...WORLD.map(number)),
      el("p", { class: "u-mute" }, "The best D has v = ", optimum[0].node, ", w = ", optimum[1].node, ", c = ", optimum[2].node, ": its logit is the logarithm of the ratio of both densities, quadratic in x, and linear where both are equally wide. ", note)),
    spoken.node,
  );

  /** The state, or another moment of it while it plays. */
  function draw(shown = state.moment): void {
    const s = shown === state.moment ? state : { ...state, moment: shown };
    const known = game;
    const { played: made, found } = played(s);
    const r = look(s, made);
    if (game !== known) {
      charts[0].game(found, made, s);
      charts[1].game(found, made, s);
    }
    if (round.open) charts[2].game(found, made, s);
    picture.set(r, made, s);
    for (const chart of round.open ? charts : charts.slice(0, 2)) chart.moment(r, s);
    for (const [key, made] of outputs) made.set(r[key], show(r[key], key.startsWith("now_slope") ? 3 : 4));
    text(verdict, said(r, s));
    time.within(0, Math.max(r.total, 1));
    time.set(r.moment);
    lines.set(turn(s, made), s, step.open);
    text(step.children[0], `${r.moment ? `Turn ${r.moment}` : "A turn"} in numbers`);
    back.disabled = r.moment === 0;
    forth.disabled = r.moment === r.total;
    if (playing) return;
    rest(s, r);
  }

  /** What stays as it is while the game plays. */
  function rest(s: State, r: Now): void {
    marked.hidden = r.after_10 === null;
    MARKS.forEach((mark, m) => (["after", "other"] as const).forEach((kind, i) => {
      const value = r[`${kind}_${mark}`];
      marks[m][i].set(value ?? NaN, value === null ? "–" : show(value, 3));
    }));
    for (const { node, scene } of scenes) attr(node, "aria-pressed", String(same({ ...scene, moment: 0 }, { ...s, moment: 0 })));
    r.optimum.forEach((value, i) => optimum[i].set(value, show(value)));
    text(note, s.samples ? `E is a mean over ${s.samples === 1 ? "1 sample" : `${s.samples} samples`} of each side, drawn once; with the best D it is exact.` : "E is exact.");
    for (const { path, made } of controls) made.set(at(s, path) as number);
    for (const [key, control] of Object.entries(choices)) control.set(String(s[key as keyof State]));
    const linear = s.discriminator === "linear";
    for (const { path, made } of controls) {
      if (path === "weights[0]") made.node.hidden = linear;
      if (path === "seed") made.node.hidden = s.samples === 0;
    }
    const where = `Real numbers around ${show(s.real_mean, 3)}; generated ones around ${show(r.now_mean, 3)}, with spread ${show(Math.abs(r.now_spread), 3)}.`;
    picture.say(where);
    spoken.say(`Turn ${r.moment} of ${r.total}. ${where} Value ${show(r.now_value, 3)}. ${said(r, s)}`);
  }

  function start(): void {
    const last = total();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return go(here() < last ? last : 0);
    const from = here() < last ? here() : 0;
    const whole = Math.min((last - from) * PER_TURN, LONGEST);
    const begin = performance.now();
    moment = from;
    text(play, "❚❚ Pause");
    const frame = (now: number): void => {
      moment = Math.min(Math.max(from + Math.floor(((last - from) * (now - begin)) / whole), from), last);
      if (moment >= last) return go(last);
      playing = requestAnimationFrame(frame);
      draw(moment);
    };
    playing = requestAnimationFrame(frame);
  }

  function stop(): void {
    cancelAnimationFrame(playing);
    playing = 0;
    text(play, "▶ Play");
  }

  draw();
  let rounds = 6; // the browser compiles what has run a few times: before the first move, not during it
  const idle = whenIdle(() => {
    run(state);
    return --rounds > 0;
  });
  return {
    set(next) {
      stop();
      state = next;
      draw();
    },
    destroy() {
      idle();
      stop();
      for (const part of [picture, ...charts, lines, spoken]) part.destroy();
    },
  };
};
