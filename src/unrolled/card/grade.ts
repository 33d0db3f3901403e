/*
 * Judging a submission, without DOM. `gradeValue` does what unrolled/bank/grade.py does: a test compares them.
 */

import { parse } from "../explorables/_kit/expression.ts";

export type Value = number | boolean | string | string[] | null;
export type Answer = {
  name: string;
  tex: string;
  kind: "number" | "truth" | "choice" | "choices";
  digits: "exact" | number;
  options?: string[];
};
export type Mistake = { text: string; values: Value[] };
export type Verdict = "right" | "imprecise" | "wrong" | "unanswered" | "invalid";
export type Result = { name: string; verdict: Verdict; message?: string };
export type Graded = { results: Result[]; slips: { text: string; names: string[] }[]; allRight: boolean };

const EXACT = 1e-9; // relative, and absolute
const NEAR_ZERO = 1e-6; // absolute, where a few digits of zero are wanted
const ZERO = 1e-12; // a right value below this is zero with rounding errors
const SLACK = 1 + 1e-9; // 0.1 + 0.2 style errors must not decide a grade

/** One unit in the given significant digit of a value. */
function unit(value: number, digits: number): number {
  const exponent = Number(value.toExponential(16).split("e")[1]); // exact, unlike log10
  return Number(`1e${exponent - digits + 1}`);
}

function tolerance(right: number, digits: Answer["digits"]): number {
  if (digits === "exact") return EXACT * Math.max(1, Math.abs(right));
  return Math.abs(right) < ZERO ? NEAR_ZERO : unit(right, digits) * SLACK;
}

/** Whether `value` is `right` with fewer digits than wanted; an exact integer is no matter of rounding. */
function isRounding(value: number, right: number, wanted: Answer["digits"]): boolean {
  if (Math.abs(right) < ZERO || (wanted === "exact" && Number.isInteger(right))) return false;
  const [first, end] = wanted === "exact" ? [2, 16] : [1, wanted];
  for (let digits = first; digits < end; digits++) {
    const short = Number(value.toExponential(digits - 1)) === value;
    if (short && Math.abs(value - right) <= (unit(right, digits) / 2) * SLACK) return true;
  }
  return false;
}

function sameSet(left: Value, right: Value): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return false;
  return left.every((option) => right.includes(option)) && right.every((option) => left.includes(option));
}

/** Judge one value; null is no answer. */
export function gradeValue(value: Value, right: Value, answer: Pick<Answer, "kind" | "digits">): Verdict {
  if (value === null) return "unanswered";
  if (Array.isArray(value) || Array.isArray(right)) return sameSet(value, right) ? "right" : "wrong";
  if (answer.kind !== "number") return value === right ? "right" : "wrong";
  if (!Number.isFinite(value) || !Number.isFinite(right)) return "wrong";
  const [number, wanted] = [value as number, right as number];
  if (Math.abs(number - wanted) <= tolerance(wanted, answer.digits)) return "right";
  return isRounding(number, wanted, answer.digits) ? "imprecise" : "wrong";
}

/** The value of what a field holds; throws where it is no number. */
function read(text: string, answer: Answer): Value {
  if (text.trim() === "") return null;
  if (answer.kind === "truth") return text === "true";
  if (answer.kind === "choices") return text.split("\n");
  return answer.kind === "number" ? parse(text) : text;
}

/**
 * Judge a whole submission: typed texts against values, both in the order of the answers.
 *
 * A wrong value that is a known mistake's is explained by it. If several mistakes lead to it, the one that explains most
 * of the wrong values is named.
 */
export function gradeAll(answers: Answer[], typed: string[], right: Value[], mistakes: Mistake[]): Graded {
  const values: Value[] = [];
  const results = answers.map((answer, i): Result => {
    try {
      values[i] = read(typed[i] ?? "", answer);
    } catch (error) {
      values[i] = null;
      return { name: answer.name, verdict: "invalid", message: (error as Error).message };
    }
    return { name: answer.name, verdict: gradeValue(values[i], right[i] ?? null, answer) };
  });
  for (const [i, result] of results.entries()) {
    // 0.3 is 0.291 with one digit, but where a known mistake leads to exactly 0.3 it is that mistake.
    const slips = mistakes.map((mistake) => mistake.values[i] ?? null).filter((slip) => slip !== null);
    const exact = { kind: answers[i]!.kind, digits: "exact" } as const;
    const slipped = slips.some((slip) => gradeValue(values[i] ?? null, slip, exact) === "right");
    if (result.verdict === "imprecise" && slipped) result.verdict = "wrong";
  }
  let open = answers.map((_, i) => i).filter((i) => results[i]?.verdict === "wrong");
  const explains = (mistake: Mistake): number[] =>
    open.filter((i) => {
      const [slip, answer] = [mistake.values[i] ?? null, answers[i]];
      return slip !== null && answer !== undefined && gradeValue(values[i] ?? null, slip, answer) === "right";
    });
  const slips: Graded["slips"] = [];
  while (open.length > 0) {
    const found = mistakes.map((mistake) => ({ text: mistake.text, at: explains(mistake) }));
    const best = found.reduce((a, b) => (b.at.length > a.at.length ? b : a), { text: "", at: [] as number[] });
    if (best.at.length === 0) break;
    slips.push({ text: best.text, names: best.at.map((i) => answers[i]?.name ?? "") });
    open = open.filter((i) => !best.at.includes(i));
  }
  return { results, slips, allRight: results.every((result) => result.verdict === "right") };
}
