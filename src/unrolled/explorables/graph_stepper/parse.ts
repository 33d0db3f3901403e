/** An expression, read into nodes; `parse.py` has the grammar, reads the same and complains in the same words. */

export const [LONGEST, MOST_OPERATIONS, MOST_VARIABLES] = [160, 24, 5];
const [DEEPEST, LIMIT, MOST_OPERANDS] = [24, 1e6, 4]; // of brackets, of a number, of max
const FUNCTIONS = ["exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu", "max"] as const;
const ALIASES: Record<string, string> = { ln: "log", σ: "sigmoid" };
const SIGNS: [RegExp, string][] = [[/[−–]/g, "-"], [/[·×⋅]/g, "*"], [/÷/g, "/"]];
const PIECE =
  /[ \t\r\n\u00a0]*(?:(?<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?<name>[A-Za-zσ]+[0-9]*)|(?<sign>\*\*|[-+*/^(),=;])|(?<other>[^ \t\r\n\u00a0])|$)/gu;
const VARIABLE = /^[A-Za-z][0-9]*$/;
const DUE = "a number, a variable, a function or ( is due there";

export type Op = "+" | "-" | "*" | "/" | "**" | "neg" | (typeof FUNCTIONS)[number];
/** A variable and a number have no `op`; operands are indices of earlier nodes. */
export type Node = { op: Op | ""; operands: number[]; value: number | null; name: string };
export type Program = { nodes: Node[]; variables: string[]; output: number };

type Kind = "number" | "name" | "sign" | "end";
type Token = { kind: Kind; text: string; place: number };

function fail(what: string, remedy: string): never {
  throw new Error(`expression ${what}; ${remedy}`);
}

export function parse(text: string): Program {
  const length = [...text].length;
  if (length > LONGEST) fail(`has ${length} characters`, `it may have ${LONGEST}`);
  if (!/[^ \t\r\n\u00a0]/.test(text)) fail("is empty", "it must be something like (x*y + 1)^2");
  return new Parser(SIGNS.reduce((result, [pattern, sign]) => result.replace(pattern, sign), text)).program();
}

class Parser {
  private readonly tokens: Token[];
  private at = 0;
  private depth = 0;
  private readonly made: Program = { nodes: [], variables: [], output: 0 };
  private readonly known = new Map<string, number>(); // variables and definitions
  private readonly unused = new Map<string, number>(); // places of definitions

  constructor(text: string) {
    this.tokens = tokens(text);
  }

  private get token(): Token {
    return this.tokens[this.at];
  }

  private take(...signs: string[]): Token | null {
    const token = this.token;
    if (token.kind !== "sign" || !signs.includes(token.text)) return null;
    this.at++;
    return token;
  }

  program(): Program {
    while (this.token.kind === "name" && this.tokens[this.at + 1].text === "=") this.definition();
    this.made.output = this.sum();
    if (this.token.kind !== "end") this.unexpected();
    for (const [name, place] of this.unused) fail(`defines ${name} at place ${place} and never uses it`, "use it, or leave it out");
    const operations = this.made.nodes.filter((node) => node.op).length;
    if (operations > MOST_OPERATIONS) fail(`has ${operations} operations`, `it may have ${MOST_OPERATIONS}`);
    const variables = this.made.variables.length;
    if (variables < 1 || variables > MOST_VARIABLES) fail(`has ${variables} variables`, `it may have from 1 to ${MOST_VARIABLES}`);
    return this.made;
  }

  private definition(): void {
    const { text, place } = this.token;
    this.variable(this.token);
    if (this.known.has(text)) fail(`defines ${text} at place ${place}, but ${text} is there already`, "choose another letter");
    this.at += 2;
    const index = this.sum();
    if (!this.take(";")) {
      if (this.token.kind !== "end") this.unexpected();
      fail(`ends at place ${this.token.place}`, "after a definition ; and a result are due");
    }
    if (this.known.has(text)) fail(`defines ${text} at place ${place} by itself`, "choose another letter");
    const node = this.made.nodes[index];
    if (node.op && !node.name) node.name = text;
    this.known.set(text, index);
    this.unused.set(text, place);
  }

  private unexpected(): never {
    const { kind, text, place } = this.token;
    if (kind === "number" || kind === "name" || text === "(") fail(`has “${text}” at place ${place} right after another value`, "write * between them");
    fail(`has “${text}” at place ${place}`, "an operation or the end is due there");
  }

  private nested(): void {
    if (++this.depth > DEEPEST) fail(`is nested too deeply at place ${this.token.place}`, "give its parts names");
  }

  private sum(): number {
    this.nested();
    let left = this.product();
    for (let sign = this.take("+", "-"); sign; sign = this.take("+", "-")) left = this.make(sign.text as Op, left, this.product());
    this.depth--;
    return left;
  }

  private product(): number {
    let left = this.sign();
    for (let sign = this.take("*", "/"); sign; sign = this.take("*", "/")) left = this.make(sign.text as Op, left, this.sign());
    return left;
  }

  private sign(): number {
    if (!this.take("-")) return this.power();
    this.nested();
    const index = this.sign();
    this.depth--;
    const { value } = this.made.nodes[index];
    return value === null ? this.make("neg", index) : this.add({ op: "", operands: [], value: -value, name: "" }); // the number itself may have a name
  }

  private power(): number {
    const base = this.atom();
    if (!this.take("^", "**")) return base;
    this.nested();
    const exponent = this.sign();
    this.depth--;
    return this.make("**", base, exponent);
  }

  private atom(): number {
    const token = this.token;
    const { kind, text, place } = token;
    this.at++;
    if (kind === "number") {
      if (!(Number(text) <= LIMIT)) fail(`has “${text}” at place ${place}`, "a number may be up to 1000000");
      return this.add({ op: "", operands: [], value: Number(text), name: "" });
    }
    if (kind === "name") {
      const name = ALIASES[text] ?? text;
      const found = FUNCTIONS.find((one) => one === name);
      return found ? this.call(token, found) : this.leaf(token);
    }
    if (kind === "sign" && text === "(") {
      const index = this.sum();
      this.close(token);
      return index;
    }
    this.at--;
    return kind === "end" ? fail(`ends at place ${place}`, DUE) : fail(`has “${text}” at place ${place}`, DUE);
  }

  private close(bracket: Token): void {
    if (this.take(")")) return;
    if (this.token.kind === "end" || [";", "=", ","].includes(this.token.text)) fail(`has no ) for the ( at place ${bracket.place}`, "close it");
    this.unexpected();
  }

  private call({ text, place }: Token, name: (typeof FUNCTIONS)[number]): number {
    const bracket = this.take("(");
    if (!bracket) return fail(`has “${text}” at place ${place} without a bracket`, `write ${text}(…)`);
    const operands = [this.sum()];
    while (this.take(",")) operands.push(this.sum());
    this.close(bracket);
    const [low, high] = name === "max" ? [2, MOST_OPERANDS] : [1, 1];
    if (operands.length < low || operands.length > high) {
      fail(`gives ${text} at place ${place} ${operands.length} values`, `it takes ${name === "max" ? `from ${low} to ${high}` : "one"}`);
    }
    return this.make(name, ...operands);
  }

  private variable({ text, place }: Token): void {
    if (text === "e") fail(`has “e” at place ${place}`, "for a power of e write exp(…)");
    if (VARIABLE.test(text)) return;
    fail(`has “${text}” at place ${place}`, `a variable is one letter, with a number behind it if need be (x, w1), a function one of ${FUNCTIONS.join(", ")}`);
  }

  private leaf(token: Token): number {
    this.variable(token);
    this.unused.delete(token.text);
    const found = this.known.get(token.text);
    if (found !== undefined) return found;
    const made = this.add({ op: "", operands: [], value: null, name: token.text });
    this.known.set(token.text, made);
    this.made.variables.push(token.text);
    return made;
  }

  private make = (op: Op, ...operands: number[]): number => this.add({ op, operands, value: null, name: "" });
  private add = (node: Node): number => this.made.nodes.push(node) - 1;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  let [at, place] = [0, 1]; // in UTF-16, and as a reader counts
  for (const match of text.matchAll(PIECE)) {
    const kind = (["number", "name", "sign", "other"] as const).find((one) => match.groups?.[one] !== undefined);
    if (!kind) continue;
    const piece = match.groups?.[kind] as string;
    const start = match.index + match[0].length - piece.length;
    place += [...text.slice(at, start)].length;
    at = start;
    if (kind === "other") fail(`has “${piece}” at place ${place}`, "it may have numbers, variables, functions and + - * / ^ ( ) , = ;");
    found.push({ kind, text: piece, place });
  }
  const end: Token = { kind: "end", text: "", place: [...text].length + 1 };
  return [...found, end, end];
}
