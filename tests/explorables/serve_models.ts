/** Answers JSON lines {name, call, args} with {value} or {error}: the front end's pure functions, for tests in Python. */

import { createInterface } from "node:readline";
import { decode, encode } from "../../src/unrolled/explorables/_kit/link.ts";
import * as numbers from "../../src/unrolled/explorables/_kit/numbers.ts";

type Model = { check(state: unknown): object; compute(state: object): object };
type Call = { name: string; call: "check" | "compute" | "link" | "grouped" | "several"; state: unknown };

const models = new Map<string, Promise<Model>>();

function model(name: string): Promise<Model> {
  const folder = name.replaceAll("-", "_");
  const found = models.get(name) ?? (import(`../../src/unrolled/explorables/${folder}/model.ts`) as Promise<Model>);
  models.set(name, found);
  return found;
}

async function answer({ name, call, state }: Call): Promise<unknown> {
  if (call === "grouped") return numbers.grouped(state as number);
  if (call === "several") return numbers.several(state as number[], (value) => numbers.show(value, Number(name)));
  const { check, compute } = await model(name);
  if (call === "check") return check(state);
  if (call === "compute") return compute(check(state));
  // There and back: what a link to this state brings.
  return check(decode(name, typeof state === "string" ? state : encode(name, check(state), check({}))));
}

// JSON has no infinities; Python's json reads these words.
const plain = (_: string, value: unknown): unknown => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);

for await (const line of createInterface({ input: process.stdin })) {
  const result = await answer(JSON.parse(line) as Call).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: (error as Error).message }),
  );
  process.stdout.write(`${JSON.stringify(result, plain)}\n`);
}
