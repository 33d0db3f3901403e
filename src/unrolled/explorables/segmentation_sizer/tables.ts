/** Every number of every layer. The names are those of `compute()`. */

import { el, only, output, text } from "../_kit/dom.ts";
import { grouped } from "../_kit/numbers.ts";
import type { Result } from "./model.ts";
import { MOST_LAYERS, type State } from "./state.ts";
import { downName, growing, shrinking, upName } from "./words.ts";

/** Unless it is `seen`, the table's values are set and its text waits: writing numbers is what takes time. */
export type Table = { node: HTMLElement; set(s: State, r: Result, seen: boolean): void };
type Cell = { node: HTMLElement; set(values: number[], there: boolean, seen: boolean): void };

/** One number or a pair of them. */
function cell(...names: string[]): Cell {
  const numbers = names.map((name) => output(el("span"), name));
  const parts = numbers.flatMap(({ node }, k) => (k ? [el("span", {}, " × "), node] : [node]));
  const node = el("td");
  return {
    node,
    set(values, there, seen) {
      only(node, ...(there ? parts : []));
      numbers.forEach((number, k) => number.set(values[k], seen ? grouped(values[k]) : undefined));
    },
  };
}

const pair = (name: string, i: number): Cell => cell(`${name}[${i},0]`, `${name}[${i},1]`);
const head = (...names: string[]): HTMLElement => el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, name))));
const both = (work: (a: number) => string): string => [...new Set([work(0), work(1)])].join("; ");

export function encoder(): Table {
  const rows = Array.from({ length: MOST_LAYERS + 1 }, (_, i) => {
    const [name, worked] = [el("th", { scope: "row" }), el("td")];
    const [size, maps] = [pair("down", i), cell(`down_maps[${i}]`)];
    const count = i ? cell(`down_parameters[${i - 1}]`) : null;
    return { name, worked, size, maps, count, node: el("tr", {}, name, size.node, maps.node, count?.node ?? el("td"), worked) };
  });
  const body = el("tbody");
  return {
    node: el("table", { class: "u-table size-table" }, head("down", "size", "maps", "parameters", "worked out"), body),
    set(s, r, seen) {
      const used = rows.slice(0, s.kind.length + 1);
      only(body, ...used.map((row) => row.node));
      used.forEach(({ name, worked, size, maps, count }, i) => {
        text(name, i ? downName(s, i - 1) : "image");
        size.set(r.down[i], i <= r.fits, seen);
        maps.set([r.down_maps[i]], true, seen);
        count?.set([r.down_parameters[i - 1]], true, seen);
        if (seen) text(worked, !i ? "" : i <= r.fits ? both((a) => shrinking(s, i - 1, r.down[i - 1][a], r.down[i][a])) : "does not fit");
      });
    },
  };
}

export function decoder(): Table {
  const rows = Array.from({ length: MOST_LAYERS }, (_, k) => {
    const [name, worked] = [el("th", { scope: "row" }), el("td")];
    const sizes = (["raw", "target", "extra", "up"] as const).map((key) => ({ key, one: pair(key, k) }));
    const counts = (["up_inputs", "up_maps", "up_parameters"] as const).map((key) => ({ key, one: cell(`${key}[${k}]`) }));
    return { name, worked, sizes, counts, node: el("tr", {}, name, ...sizes.map(({ one }) => one.node), ...counts.map(({ one }) => one.node), worked) };
  });
  const body = el("tbody");
  const node = el("table", { class: "u-table size-table" }, head("up", "makes", "has to meet", "output padding", "becomes", "reads maps", "makes maps", "parameters", "worked out"), body);
  return {
    node,
    set(s, r, seen) {
      const used = rows.slice(0, r.order.length);
      node.hidden = !used.length;
      only(body, ...used.map((row) => row.node));
      used.forEach(({ name, worked, sizes, counts }, k) => {
        text(name, upName(s, r.order[k]));
        for (const { key, one } of sizes) one.set(r[key][k], k < r.steps, seen);
        for (const { key, one } of counts) one.set([r[key][k]], true, seen);
        const before = k ? r.up[k - 1] : r.middle_size;
        if (seen) text(worked, k < r.steps ? both((a) => growing(s, r.order[k], before[a], r.raw[k][a], r.extra[k][a])) : "nothing arrives");
      });
    },
  };
}

/** The middle, the end, and all together. */
export function ends(): Table {
  const names = ["built_side", "dense_expected", "dense_inputs", "dense_outputs", "middle_maps", "middle_parameters", "last_parameters", "fine_parameters", "out_maps", "total_parameters"] as const;
  const titles = {
    built_side: "side of the map that the fully connected layer was built for", dense_expected: "inputs that it has weights for", dense_inputs: "inputs that arrive", dense_outputs: "outputs",
    middle_maps: "maps behind the middle", middle_parameters: "parameters of the middle", last_parameters: "parameters of a 1 × 1 or fully connected last layer",
    fine_parameters: "parameters of the layer behind the network", out_maps: "maps or units at the end", total_parameters: "parameters, all together",
  };
  const rows = names.map((name) => ({ name, one: cell(name) }));
  const pairs = (["padded", "middle_size"] as const).map((name) => ({ name, one: cell(`${name}[0]`, `${name}[1]`) }));
  const line = (title: string, node: HTMLElement): HTMLElement => el("tr", {}, el("th", { scope: "row" }, title), node);
  return {
    node: el("table", { class: "u-table size-table" }, el("tbody", {},
      line("image as it goes in", pairs[0].one.node), line("size behind the middle", pairs[1].one.node), ...rows.map(({ name, one }) => line(titles[name], one.node)))),
    set(_, r, seen) {
      for (const { name, one } of pairs) {
        one.set(r[name], true, seen);
        (one.node.parentElement as HTMLElement).hidden = !r[name].every(Boolean);
      }
      for (const { name, one } of rows) {
        one.set([r[name]], true, seen);
        (one.node.parentElement as HTMLElement).hidden = !r[name]; // a layer that this network does not have
      }
    },
  };
}
