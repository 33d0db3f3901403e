/** Bits to press, hidden units that count them and can be cut off, and the output; then every number of ones. */

import { choice } from "../_kit/control.ts";
import { attr, el, only, output, svg, text } from "../_kit/dom.ts";
import { show } from "../_kit/numbers.ts";
import type { Part } from "./ledger.ts";
import { signs } from "./network.ts";
import { type State, UNITS } from "./state.ts";

const LETTERS = "ABCDE";
const COLUMNS = [13, 48, 85]; // per cent
const SIGNS = { XNOR: "⊙", XOR: "⊕" };
const BITS = [2, 3, 4, 5];

export function netview(change: (part: Partial<State>) => void): Part & { choices: HTMLElement[]; said(): string } {
  let state: State;
  const count = choice({ input: "n", name: "Bits", words: Object.fromEntries(BITS.map((n) => [n, String(n)])) }, (n) =>
    change({ bits: Array.from({ length: Number(n) }, (_, i) => state.bits[i] ?? 0) }));
  const chain = choice({ input: "chain", name: "joined by", words: { XNOR: "XNOR, ⊙", XOR: "XOR, ⊕" } }, (name) => change({ chain: name as State["chain"] }));
  const flip = (list: number[], i: number): number[] => list.map((bit, k) => (k === i ? 1 - bit : bit));
  const spot = (column: number, node: HTMLElement): HTMLElement => {
    node.style.left = `${COLUMNS[column]}%`;
    return node;
  };
  const places = Array.from({ length: UNITS }, (_, i) => i);
  const bits = places.map((i) => {
    const value = el("b");
    const node = spot(0, el("button", { type: "button", class: "gate-node", "data-input": `bits[${i}]` }, `${LETTERS[i]} `, value));
    node.addEventListener("click", () => change({ bits: flip(state.bits, i) }));
    return { node, value };
  });
  const hidden = places.map((i) => {
    const [rule, value] = [el("span"), output(el("b"), `hidden[${i}]`)];
    const node = spot(1, el("button", { type: "button", class: "gate-node", "data-input": `units[${i}]` }, el("span", {}, `from ${i + 1} on`), el("small", {}, rule, value.node)));
    node.addEventListener("click", () => change({ units: flip(state.units, i) }));
    return { node, rule, value };
  });
  const labels = places.map(() => {
    const node = el("span", { class: "gate-sign" });
    node.style.left = "68%";
    return node;
  });
  const sum = output(el("span"), "top_net");
  const top = output(el("b"), "top");
  const threshold = el("span");
  const out = spot(2, el("div", { class: "gate-node gate-out" }, el("span", {}, "output"), el("small", {}, sum.node, threshold, top.node)));
  out.style.top = "50%";
  const edges = places.map((i) => places.map((k) => svg("line", { x1: `${COLUMNS[0]}%`, x2: `${COLUMNS[1]}%`, class: `gate-edge gate-edge-${i}-${k}` })));
  const ends = places.map(() => svg("line", { x1: `${COLUMNS[1]}%`, x2: `${COLUMNS[2]}%`, y2: "50%", class: "gate-edge gate-edge-out" }));
  const wires = svg("svg", { "aria-hidden": "true" });
  const net = el("div", { class: "gate-net" });
  const ones = output(el("b"), "ones");
  const chained = places.slice(1).map((_, i) => output(el("b"), `chained[${i}]`));
  const links = chained.map(({ node }, i) => el("span", {}, el("span"), i ? "" : "A ", el("i"), ` ${LETTERS[i + 1]} = `, node));
  const heads = [...places, UNITS].map((s) => el("th", { scope: "col" }, String(s)));
  const head = el("tr", {}, el("th", { scope: "col" }, "ones among the bits"));
  const rows = [["sums", "sum at the output"], ["outputs", "output"], ["wanted", "wanted"]].map(([key, title]) => ({
    key: key as "sums" | "outputs" | "wanted",
    head: el("th", { scope: "row" }, title),
    node: el("tr"),
    cells: heads.map((_, s) => output(el("td"), `${key}[${s}]`)),
  }));
  const table = el("table", { class: "u-table gate-ones" }, el("thead", {}, head), el("tbody", {}, ...rows.map((row) => row.node)));
  const [misses, patterns, layers, units] = ["misses", "patterns", "tree_layers", "tree_units"].map((name) => output(el("b"), name));
  const size = el("b");
  const advice = el("span");
  const line = el("p", { class: "gate-chain" }, "From left to right: ", ...links);
  const tally = el("p", {}, "Two layers, ", size, " hidden units: wrong for ", misses.node, " of ", patterns.node, " patterns.", advice);
  const node = el("div", {},
    net,
    el("div", { class: "gate-told" },
      el("p", { class: "u-mute" }, "Press a bit to turn it round, a hidden unit to cut it off. Each hidden unit adds up all bits (", ones.node, " are 1) and fires from its number on."),
      tally, table, line,
      el("p", {}, "A tree of two-input blocks, of three units each: ", layers.node, " layers one after the other, ", units.node, " units.")));
  let drawn = 0;
  let words = "";

  function reshape(n: number): void {
    drawn = n;
    const height = (i: number): string => `${(100 * (i + 0.5)) / n}%`;
    attr(net, "style", `--rows:${n}`);
    only(wires, ...edges.slice(0, n).flatMap((row) => row.slice(0, n)), ...ends.slice(0, n));
    only(net, wires, ...[bits, hidden].flatMap((column) => column.slice(0, n).map((one) => one.node)), ...labels.slice(0, n), out);
    for (let i = 0; i < n; i++) {
      for (const one of [bits[i].node, hidden[i].node]) one.style.top = height(i);
      labels[i].style.top = `${54 + (100 * (i + 0.5) / n - 50) * 0.46}%`;
      attr(ends[i], "y1", height(i));
      for (let k = 0; k < n; k++) {
        attr(edges[i][k], "y1", height(i));
        attr(edges[i][k], "y2", height(k));
      }
    }
    only(head, head.firstElementChild, ...heads.slice(0, n + 1));
    for (const row of rows) only(row.node, row.head, ...row.cells.slice(0, n + 1).map((cell) => cell.node));
    only(line, line.firstChild, ...links.slice(0, n - 1));
  }

  return {
    node,
    choices: [count.node, chain.node],
    said: () => words,
    destroy: () => undefined,
    set(r, s) {
      state = s;
      const n = s.bits.length;
      if (n !== drawn) reshape(n);
      count.set(String(n));
      chain.set(s.chain);
      const out = signs(n, s.chain);
      s.bits.forEach((bit, i) => {
        text(bits[i].value, String(bit));
        attr(bits[i].node, "aria-pressed", String(bit === 1));
        attr(bits[i].node, "aria-label", `bit ${LETTERS[i]}`);
        const fires = r.hidden[i] === 1;
        const on = s.units[i] === 1;
        text(hidden[i].rule, `${r.ones} ${fires ? "≥" : "<"} ${i + 1}: `);
        hidden[i].value.set(r.hidden[i], String(r.hidden[i]));
        hidden[i].node.classList.toggle("gate-fires", fires);
        hidden[i].node.classList.toggle("gate-off", !on);
        attr(hidden[i].node, "aria-pressed", String(on));
        attr(hidden[i].node, "aria-label", `hidden unit from ${i + 1} on, gives ${r.hidden[i]}, ${on ? "connected" : "cut off"}`);
        text(labels[i], on ? (out.weights[i] > 0 ? "+1" : "−1") : "cut");
        attr(ends[i], "class", `gate-edge gate-edge-out${on ? (fires ? " gate-live" : "") : " gate-off"}`);
        for (let k = 0; k < n; k++) edges[i][k].classList.toggle("gate-live", bit === 1);
      });
      sum.set(r.top_net, show(r.top_net));
      text(threshold, ` ${r.top_net >= out.threshold ? "≥" : "<"} ${out.threshold > 0 ? "½" : "−½"}: `);
      top.set(r.top, String(r.top));
      node.querySelector(".gate-out")?.classList.toggle("gate-fires", r.top === 1);
      ones.set(r.ones, String(r.ones));
      r.chained.forEach((value, i) => {
        chained[i].set(value, String(value));
        text(links[i].children[1], SIGNS[s.chain]);
      });
      for (const { key, cells } of rows) r[key].forEach((value, i) => cells[i].set(value, show(value)));
      heads.forEach((cell, i) => cell.classList.toggle("gate-now", i === r.ones));
      for (const { cells } of rows) cells.forEach((cell, i) => cell.node.classList.toggle("gate-now", i === r.ones));
      r.wanted.forEach((value, i) => rows[1].cells[i].node.classList.toggle("gate-wrong", r.outputs[i] !== value));
      const connected = s.units.slice(0, n).filter(Boolean).length;
      text(size, String(connected));
      misses.set(r.misses, String(r.misses));
      patterns.set(r.patterns, String(r.patterns));
      text(advice, connected < n ? " Press a unit that is cut off to connect it again." : "");
      layers.set(r.tree_layers, String(r.tree_layers));
      units.set(r.tree_units, String(r.tree_units));
      words = `${n} bits joined by ${s.chain}: ${r.ones} of them are 1, the network gives ${r.top}, the chain ${r.chained[n - 2]}. Wrong for ${r.misses} of ${r.patterns} patterns.`;
    },
  };
}
