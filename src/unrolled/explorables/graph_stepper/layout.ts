/** Nodes in levels, operands before results, and edges that go round the nodes in between (after Sugiyama). */

import type { Shape } from "./model.ts";

/** `along` counts levels, `across` places in a level; the way of an edge leads from its source over points to its target. */
export type Spot = { along: number; across: number };
export type Way = { source: number; target: number; position: number; spots: Spot[]; twin: number };
export type Layout = { spots: Map<number, Spot>; ways: Way[]; levels: number; breadth: number };

type Item = { id: number; level: number; across: number; wide: number; before: Item[]; after: Item[] };

const THIN = 0.55; // of a node's breadth: what an edge takes that passes by
const ROUNDS = 12;

const mean = (items: Item[]): number => items.reduce((sum, one) => sum + one.across, 0) / items.length;

export function layout({ nodes }: Shape): Layout {
  const seen = nodes.filter(({ number }) => number === null);
  const joined = seen.flatMap(({ id, operands }) => operands.map((source, position) => ({ source, target: id, position })).filter(({ source }) => nodes[source].number === null));
  const level = levels(seen.map(({ id }) => id), joined);
  const items = new Map(seen.map(({ id }): [number, Item] => [id, { id, level: level.get(id) as number, across: 0, wide: 1, before: [], after: [] }]));
  const rows: Item[][] = Array.from({ length: Math.max(...level.values()) + 1 }, () => []);
  for (const item of items.values()) rows[item.level].push(item);
  const join = (a: Item, b: Item): void => {
    a.after.push(b);
    b.before.push(a);
  };
  const ways = joined.map(({ source, target, position }) => {
    const [from, to] = [items.get(source) as Item, items.get(target) as Item];
    const passes = Array.from({ length: to.level - from.level - 1 }, (_, k): Item => ({ id: -1, level: from.level + 1 + k, across: 0, wide: THIN, before: [], after: [] }));
    for (const item of passes) rows[item.level].push(item);
    const chain = [from, ...passes, to];
    chain.slice(1).forEach((item, k) => join(chain[k], item));
    return { source, target, position, chain };
  });
  for (const row of rows) spread(row.map((item, i) => [item, i]));
  for (let round = 0; round < ROUNDS; round++) {
    const [order, side] = round % 2 ? [[...rows].reverse(), "after" as const] : [rows, "before" as const];
    for (const row of order) {
      const wanted = row.map((item): [Item, number] => [item, item[side].length ? mean(item[side]) : item.across]);
      wanted.sort((a, b) => a[1] - b[1]);
      spread(round < ROUNDS - 2 ? wanted : wanted.map(([item]) => [item, mean([...item.before, ...item.after].length ? [...item.before, ...item.after] : [item])]));
      row.splice(0, row.length, ...wanted.map(([item]) => item));
    }
  }
  const all = rows.flat();
  const least = Math.min(...all.map(({ across, wide }) => across - wide / 2));
  const most = Math.max(...all.map(({ across, wide }) => across + wide / 2));
  const spot = ({ level, across }: Item): Spot => ({ along: level, across: across - least });
  return {
    spots: new Map([...items].map(([id, item]) => [id, spot(item)])),
    ways: ways.map(({ source, target, position, chain }, i) => {
      const twins = ways.filter((way) => way.source === source && way.target === target);
      return { source, target, position, spots: chain.map(spot), twin: twins.length > 1 ? twins.indexOf(ways[i]) - (twins.length - 1) / 2 : 0 };
    }),
    levels: rows.length,
    breadth: most - least,
  };
}

/** One more than the highest operand; what has no operands stands just before its first use. */
function levels(ids: number[], joined: { source: number; target: number }[]): Map<number, number> {
  const level = new Map<number, number>();
  for (const id of ids) {
    const operands = joined.filter(({ target }) => target === id).map(({ source }) => level.get(source) as number);
    level.set(id, operands.length ? 1 + Math.max(...operands) : 0);
  }
  for (const id of ids) {
    if (joined.some(({ target }) => target === id)) continue;
    const users = joined.filter(({ source }) => source === id).map(({ target }) => level.get(target) as number);
    if (users.length) level.set(id, Math.min(...users) - 1);
  }
  return level;
}

/** As near as can be to where each wants to be, in this order and without overlap. */
function spread(wanted: [Item, number][]): void {
  const places: number[] = [];
  wanted.forEach(([item, place], i) => {
    const before = wanted[i - 1]?.[0];
    places.push(before ? Math.max(place, places[i - 1] + (before.wide + item.wide) / 2) : place);
  });
  const shift = wanted.reduce((sum, [, place], i) => sum + place - places[i], 0) / wanted.length;
  wanted.forEach(([item], i) => {
    item.across = places[i] + shift;
  });
}
