/** A state in the hash of an address: `#rnn-unroller?V=1&x=[1,2,0]&activation=relu`. Values are JSON, words go without quotes. */

import { same } from "./path.ts";

const LONGEST = 8000;

/** The hash for `state`; what is 0 or nothing by default, and still is, is left out. */
export function encode<S extends object>(key: string, state: S, defaults: S): string {
  const parts = (Object.keys(state) as (keyof S & string)[])
    .filter((field) => defaults[field] || !same(state[field], defaults[field]))
    .map((field) => `${field}=${escape_(written(state[field]))}`);
  return `#${key}?${parts.join("&")}`;
}

/** The fields that a hash names, unchecked; null if it is not a state of `key`. Throws an Error for the reader. */
export function decode(key: string, hash: string): Record<string, unknown> | null {
  const [name, query] = split(hash.replace(/^#/, ""), "?");
  if (name !== key || query === undefined) return null;
  if (query.length > LONGEST) throw new Error(`it is ${query.length} characters long`);
  const fields = Object.create(null) as Record<string, unknown>; // __proto__ is a field like any other
  for (const part of query.split("&").filter(Boolean)) {
    const [field, value] = split(part, "=");
    if (value === undefined) throw new Error(`“${field.slice(0, 40)}” has no value`);
    fields[unescape_(field)] = read(unescape_(value));
  }
  return fields;
}

const isWord = (value: string): boolean => /^[a-z_]\w*$/i.test(value) && !["null", "true", "false"].includes(value);

const written = (value: unknown): string => (typeof value === "string" && isWord(value) ? value : JSON.stringify(value));

function read(value: string): unknown {
  if (isWord(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new Error(`“${value.slice(0, 40)}” is not a value`);
  }
}

const escape_ = (value: string): string => encodeURIComponent(value).replace(/%(5B|5D|2C)/g, (code) => decodeURIComponent(code));

function unescape_(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Error(`“${value.slice(0, 40)}” is not a value`);
  }
}

function split(text: string, at: string): [string, string?] {
  const i = text.indexOf(at);
  return i < 0 ? [text] : [text.slice(0, i), text.slice(i + 1)];
}
