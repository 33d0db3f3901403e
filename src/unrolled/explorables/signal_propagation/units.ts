/** Hidden units in the plane of their incoming weights, and their numbers side by side. */

import { el, only, output, scroller, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import { plot } from "../_kit/plot.ts";
import type { State } from "./state.ts";
import type { Trained } from "./symmetry.ts";

const MOST = 4;
const RADII = [17, 13, 9, 5]; // px: units on the same place are seen as rings around each other
const DASHES = ["none", "8 4", "4 4", "1 5"];
const ROWS: [string, string, (r: Trained, i: number) => number][] = [
  ["w₁, from x₁", "incoming,0", (r, i) => r.incoming[i][0]],
  ["w₂, from x₂", "incoming,1", (r, i) => r.incoming[i][1]],
  ["z", "unit_net", (r, i) => r.unit_net[i]],
  ["value h", "unit_value", (r, i) => r.unit_value[i]],
  ["v, to the output", "outgoing", (r, i) => r.outgoing[i]],
  ["∂L/∂w₁", "grad_incoming,0", (r, i) => r.grad_incoming[i][0]],
  ["∂L/∂w₂", "grad_incoming,1", (r, i) => r.grad_incoming[i][1]],
  ["∂L/∂v", "grad_outgoing", (r, i) => r.grad_outgoing[i]],
];

export type Units = { node: HTMLElement; set(r: Trained, s: State): void; said(): string; destroy(): void };

export function units(): Units {
  const picture = plot({ x: [-1, 1], y: [-1, 1], xName: "w₁", yName: "w₂", height: (width) => Math.max(width - 6, 200) });
  const trails = DASHES.map((dash) => picture.line({ colour: "param", width: 1.5, dash }));
  const starts = picture.line({ colour: "mute", width: 7 });
  starts.node.setAttribute("stroke-linecap", "round");
  const marks = RADII.map((radius) => picture.dot({ colour: "param", radius, shape: "ring" }));
  marks.forEach(({ node: { children: [ring, name] } }, i) => {
    ring.setAttribute("fill", "none");
    name.setAttribute("y", String(-RADII[i] - 3)); // clear of the ring
  });
  const heads = RADII.map((_, i) => el("th", { scope: "col" }, `unit ${i + 1}`));
  const head = el("tr", {}, el("td"));
  const rows = ROWS.map(([title, key, get], k) => {
    const [name, index] = key.split(",");
    const kind = k === 2 || k === 3 ? "u-forward-text" : k > 4 ? "u-gradient-text" : "signal-weight";
    const cells = RADII.map((_, i) => output(el("td", { class: kind }), `${name}[${i}${index ? `,${index}` : ""}]`));
    return { node: el("tr"), head: el("th", { scope: "row" }, title), cells, get };
  });
  const room = scroller("The units' numbers");
  room.fill(el("table", { class: "u-table signal-units" }, el("thead", {}, head), el("tbody", {}, ...rows.map((row) => row.node))));
  const [value, loss, distinct] = ["output", "loss", "distinct"].map((name) => output(el("b"), name));
  const [verdict, of] = [el("span"), el("span")];
  const said = el("p", { class: "signal-said" }, "Different units: ", distinct.node, of, verdict);
  const node = el("div", {},
    el("div", { class: "signal-stage" }, picture.node, el("div", {}, room.node,
      el("p", { class: "signal-result" }, "ŷ = ", value.node, ", L = ½ (ŷ − y)² = ", loss.node))),
    said);
  let count = 0;
  return {
    node,
    said: () => said.textContent ?? "",
    destroy() {
      picture.destroy();
      room.destroy();
    },
    set(r, s) {
      if (count !== s.units) {
        count = s.units;
        only(head, head.firstElementChild, ...heads.slice(0, count));
        for (const row of rows) only(row.node, row.head, ...row.cells.slice(0, count).map((cell) => cell.node));
      }
      const edge = reach(r);
      picture.axes([-edge, edge], [-edge, edge]);
      for (let i = 0; i < MOST; i++) {
        const there = i < count;
        trails[i].set(there ? r.path.map((all) => all[i][0]) : [], there ? r.path.map((all) => all[i][1]) : []);
        const [w1, w2] = there ? r.incoming[i] : [NaN, NaN];
        marks[i].set(w1, w2, there ? label(r, i) : "");
      }
      const from = s.updates ? r.path[0] : [];
      starts.set(from.flatMap(([w1]) => [w1, w1, w1]), from.flatMap(([, w2]) => [w2, w2, NaN]));
      for (const { cells, get } of rows) for (let i = 0; i < count; i++) cells[i].set(get(r, i), show(get(r, i)));
      value.set(r.output, show(r.output));
      loss.set(r.loss, show(r.loss));
      distinct.set(r.distinct, String(r.distinct));
      text(of, ` of ${count}. `);
      text(verdict, judged(r));
      picture.say(`Hidden units in the plane of their two incoming weights. ${said.textContent}`);
    },
  };
}

/** In round numbers, so that the plane does not twitch. */
function reach(r: Trained): number {
  const most = Math.max(...r.path.flat(2).map(Math.abs), 0.8);
  const step = 10 ** Math.floor(Math.log10(most)) / 2;
  return Math.ceil((1.15 * most) / step) * step;
}

const together = (a: number[], b: number[]): boolean => Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])) <= 1e-9;

/** Who is where, said once for each place. */
function label(r: Trained, i: number): string {
  const here = r.incoming.flatMap((w, k) => (together(w, r.incoming[i]) ? [k + 1] : []));
  return here[0] === i + 1 ? here.join(", ") : "";
}

function judged(r: Trained): string {
  const still = [...r.grad_incoming.flat(), ...r.grad_outgoing].every((slope) => slope === 0);
  const apart = r.distinct > 1;
  if (still && r.loss > 0) return "All gradients are 0: no update will ever move a weight.";
  if (!apart) return "Same weights, same value, same gradients: an update leaves them the same.";
  return r.distinct === r.incoming.length ? "Each has gradients of its own." : "Some are copies of each other.";
}
