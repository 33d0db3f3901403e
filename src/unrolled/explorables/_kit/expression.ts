/*
 * The number that a student writes: `1/3`, `2 ln 2`, `-0,5`, `1e-3`, `√2`, `e^-1`, `50 %`.
 *
 * From loose to tight: + −, then × ÷ and the product without a sign, then the sign of a factor, then ^ (from the right).
 * A product without a sign is read like ×, from the left: `1/2 ln 2` is (1/2) · ln 2. What people read in two ways is refused
 * with the two ways to write it: `1/2π`, `ln 1/2`, `ln 2π`, `log 2`, `1,234`.
 */

const LONGEST = 200;
const CONSTANTS: Record<string, number> = { e: Math.E, pi: Math.PI, π: Math.PI };
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const FUNCTIONS: Record<string, (x: number) => number> = {
  ln: Math.log, log2: Math.log2, log10: Math.log10, exp: Math.exp, sqrt: Math.sqrt, "√": Math.sqrt, abs: Math.abs,
  tanh: Math.tanh, sigmoid, σ: sigmoid, relu: (x) => Math.max(0, x),
};
const SIGNS: [RegExp, string][] = [[/[−–—‐‑﹣－]/g, "-"], [/[×·⋅∙•∗]/g, "*"], [/[÷∕⁄:]/g, "/"]];
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
const PIECE =
  /(\s*)(?:(\d*[.,]?\d[\d.,]*(?:e[+-]?\d+)?)|(log(?:2|10)(?![\d.,])|[a-z]+|[πσ√])|([⁰¹²³⁴-⁹⁻⁺]+|\*\*|.))/suiy;
const ONE_NUMBER = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;
const TWO_READINGS = /^[1-9]\d{0,2},\d{3}$/; // 1,234: a decimal comma or a thousands separator?

type Token = { kind: "number" | "name" | "sign" | "end"; text: string; at: number; spaced: boolean };

function fail(message: string): never {
  throw new Error(message);
}

function tokens(typed: string): Token[] {
  const found: Token[] = [];
  const text = SIGNS.reduce((result, [pattern, sign]) => result.replace(pattern, sign), typed); // places stay the same
  PIECE.lastIndex = 0;
  for (let match = PIECE.exec(text); match; match = PIECE.exec(text)) {
    const [whole, space, number, name, sign] = match as unknown as [string, string, string?, string?, string?];
    const at = match.index + whole.length - (number ?? name ?? sign ?? "").length;
    const kind = number ? "number" : name ? "name" : "sign";
    found.push({ kind, text: (number ?? name?.toLowerCase() ?? sign) as string, at, spaced: space !== "" });
  }
  found.push({ kind: "end", text: "", at: text.length, spaced: false });
  return found;
}

function readNumber(text: string): number {
  if (!ONE_NUMBER.test(text)) fail(`“${text}” is not one number: it may have one comma or point, and no thousands separators.`);
  const [point, none] = [text.replace(",", "."), text.replace(",", "")];
  if (TWO_READINGS.test(text)) fail(`“${text}” can be read in two ways. Write ${point} or ${none}.`);
  return finite(Number(point), `“${text}”`);
}

function finite(value: number, what: string): number {
  if (Number.isNaN(value)) fail(`${what} is not a real number.`);
  if (!Number.isFinite(value)) fail(`${what} is infinite, or too large for a number here.`);
  return value;
}

/** The value of what was typed; an Error in plain words where it is not one finite number. */
export function parse(typed: string): number {
  const trimmed = typed.trim();
  if (trimmed === "") fail("Nothing is typed here yet. Write a number, for example 1/3 or -0.5.");
  if (trimmed.length > LONGEST) fail(`This is ${trimmed.length} characters long; a number here may have up to ${LONGEST}.`);
  const equals = trimmed.search(/[=≈]/);
  if (equals >= 0) fail(`Leave out “${trimmed[equals]}” (character ${equals + 1}) and what is before it: only the value belongs here.`);
  const all = tokens(trimmed);
  let position = 0;
  let bare = ""; // the function whose argument, without parentheses, has just been read
  const here = (): Token => all[position] as Token;
  const take = (...signs: string[]): string | null =>
    here().kind === "sign" && signs.includes(here().text) ? (all[position++] as Token).text : null;
  const startsFactor = (): boolean => here().kind === "name" || here().text === "(";

  function unexpected(wanted: string): never {
    const { kind, text, at } = here();
    if (kind === "end") fail(`${wanted} is missing at the end.`);
    if (kind === "name") return unknown(text, at);
    if (text === "∞") fail("“∞” is not a finite number.");
    if (kind === "number") fail(`A sign is missing before “${text}” (character ${at + 1}). Write one number, without spaces in it.`);
    if (!"+-*/^()%".includes(text)) fail(`“${text}” (character ${at + 1}) cannot be read here. Write a number, for example 1/3 or -0.5.`);
    fail(`${wanted} is missing before “${text}” (character ${at + 1}).`);
  }

  function unknown(name: string, at: number): never {
    const short = name.length > 20 ? `${name.slice(0, 20)}…` : name;
    if (name === "log") fail("“log” has more than one base. Write ln for the natural logarithm, log2 or log10 for the others.");
    if (["inf", "infinity", "nan"].includes(name)) fail(`“${name}” is not a finite number.`);
    if (name === "x") fail(`For a product write × or * (character ${at + 1}).`);
    fail(`“${short}” (character ${at + 1}) is not known here. Write a number; ln, exp, sqrt, tanh, sigmoid, e and π may be used.`);
  }

  function sum(): number {
    let value = product();
    for (let sign = take("+", "-"); sign; sign = take("+", "-")) {
      const next = product();
      value = finite(sign === "+" ? value + next : value - next, "The sum");
    }
    return value;
  }

  function product(): number {
    let value = signed();
    for (let divided = false; ; ) {
      const before = bare;
      const sign = take("*", "/");
      if (!sign && !startsFactor()) return value;
      if (!sign && divided && !here().spaced)
        fail(`Does “${here().text}” (character ${here().at + 1}) belong to the denominator? Use parentheses: 1/(2π) or (1/2)π.`);
      const clear = before === "√" ? sign : sign && here().text in FUNCTIONS;
      if (before && !clear) fail(`It is not clear where the argument of ${before} ends. Use parentheses: ${before}(…).`);
      const next = signed();
      if (sign === "/" && next === 0) fail("This divides by zero.");
      divided = sign === "/" || (divided && !sign);
      value = finite(sign === "/" ? value / next : value * next, sign === "/" ? "The quotient" : "The product");
    }
  }

  function signed(): number {
    const sign = take("+", "-");
    return sign ? (sign === "-" ? -1 : 1) * signed() : power();
  }

  function power(): number {
    let base = atom();
    while (take("%")) base /= 100;
    const raised = here().text;
    if (take("^", "**")) return finite(base ** signed(), "The power");
    if (here().kind !== "sign" || !SUPERSCRIPTS.includes(raised[0] as string)) return base;
    position += 1;
    const exponent = [...raised].map((c) => "0123456789-+"[SUPERSCRIPTS.indexOf(c)]).join("");
    return finite(base ** readNumber(exponent), "The power");
  }

  function atom(): number {
    const token = here();
    bare = "";
    if (token.kind === "end" || (token.kind === "sign" && token.text !== "(")) return unexpected("A number");
    position += 1;
    if (token.kind === "number") return readNumber(token.text);
    if (token.text === "(") return group();
    if (Object.hasOwn(CONSTANTS, token.text)) return CONSTANTS[token.text] as number;
    if (!Object.hasOwn(FUNCTIONS, token.text)) return unknown(token.text, token.at);
    const apply = FUNCTIONS[token.text] as (x: number) => number;
    const enclosed = take("(");
    const value = finite(apply(enclosed ? group() : signed()), `This value of ${token.text}`);
    bare = enclosed ? "" : token.text;
    return value;
  }

  function group(): number {
    const value = sum();
    if (!take(")")) unexpected("“)”");
    bare = "";
    return value;
  }

  const value = sum();
  if (here().text === ")") fail(`“)” (character ${here().at + 1}) has no “(” before it.`);
  if (here().kind !== "end") unexpected("A sign");
  return value + 0; // -0 becomes 0
}
