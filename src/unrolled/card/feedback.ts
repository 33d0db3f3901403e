/* What the card says after Check: marks at the fields, messages beside them, and the lines below. */

import type { Answer, Graded, Verdict } from "./grade.ts";

const SYMBOL: Record<Verdict, [symbol: string, word: string]> = {
  right: ["✓", "right"],
  imprecise: ["≈", "not precise enough"],
  wrong: ["✗", "wrong"],
  unanswered: ["○", "not answered"],
  invalid: ["!", "cannot be read"],
};

const EMPTY = { number: "Nothing is typed here yet. Write a number, for example 1/3 or -0.5.", other: "Nothing is chosen here yet." };

const COUNT = ["", "one", "two", "three", "four", "five", "six"];

let serial = 0;

/** Set or clear the message beside a field. */
export function setError(field: HTMLElement, message: string): void {
  const text = field.querySelector<HTMLElement>(".u-error");
  const control = field.querySelector<HTMLElement>("input[type=text], fieldset");
  if (!text || !control) return;
  text.id ||= `u-error-${++serial}`;
  text.textContent = message;
  text.hidden = message === "";
  control.removeAttribute("aria-describedby");
  control.removeAttribute("aria-invalid");
  if (message === "") return;
  control.setAttribute("aria-describedby", text.id);
  if (control.matches("input")) control.setAttribute("aria-invalid", "true");
}

/** Take back what the last check said about a field. */
export function clearField(field: HTMLElement): void {
  setError(field, "");
  delete field.dataset["verdict"];
  const mark = field.querySelector(".u-card-mark");
  if (mark) mark.textContent = "";
  for (const why of field.querySelectorAll<HTMLElement>(".u-why")) why.hidden = true;
}

/** Say why at each statement that the reader has judged or ticked; the others are left to think about. */
function showReasons(field: HTMLElement): void {
  for (const why of field.querySelectorAll<HTMLElement>(".u-why")) {
    const option = why.previousElementSibling?.querySelector<HTMLInputElement>(":scope > input");
    const chosen = option ? option.checked : field.dataset["verdict"] !== "unanswered";
    why.hidden = !chosen;
  }
}

/** What the paper's own rule gives: points for right and for wrong, none for no answer, and never less than none. */
function scored(graded: Graded, [right, wrong]: [number, number]): string {
  const count = (verdict: Verdict): number => graded.results.filter((result) => result.verdict === verdict).length;
  const points = Math.max(0, right * count("right") + wrong * count("wrong"));
  const rule = `${right} for right, ${String(wrong).replace("-", "−")} for wrong, 0 for no answer, and never below 0`;
  return `By the paper’s rule (${rule}): ${points} of ${right * graded.results.length}.`;
}

function element(tag: string, className: string, ...content: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
}

/** One line: a symbol that is read aloud as a word, the answers' labels, and what there is to say. */
function line(verdict: Verdict, fields: HTMLElement[], text: string): HTMLElement {
  const [sign, word] = SYMBOL[verdict];
  const symbol = element("span", "u-symbol", sign);
  symbol.setAttribute("role", "img");
  symbol.setAttribute("aria-label", word);
  const names = fields.map((field) => {
    const label = field.querySelector(".u-card-name")?.cloneNode(true);
    return label ?? document.createTextNode(field.dataset["answer"] ?? "");
  });
  const listed = names.flatMap((name, i) => (i === 0 ? [name] : [", ", name]));
  const item = element("li", "u-line", symbol, " ", element("span", "u-names", ...listed, text === "" ? "" : ":"), " ", text);
  item.dataset["verdict"] = verdict;
  return item;
}

/**
 * Show the judgement of a submission; returns the first field that needs the reader, if one has to be filled in.
 *
 * Where the paper gives points for leaving a statement open, an open one is an answer.
 */
export function showGraded(
  region: HTMLElement,
  fields: HTMLElement[],
  answers: Answer[],
  graded: Graded,
  scoring?: [number, number],
): HTMLElement | null {
  const of = (verdict: Verdict): HTMLElement[] => fields.filter((_, i) => graded.results[i]?.verdict === verdict);
  graded.results.forEach((result, i) => {
    const [field, kind] = [fields[i], answers[i]?.kind];
    if (!field) return;
    clearField(field);
    field.dataset["verdict"] = result.verdict;
    const mark = field.querySelector(".u-card-mark");
    if (mark) mark.textContent = SYMBOL[result.verdict][0];
    if (result.verdict === "invalid") setError(field, result.message ?? "");
    showReasons(field);
    if (result.verdict === "unanswered" && !scoring) setError(field, kind === "number" ? EMPTY.number : EMPTY.other);
  });
  const lines: HTMLElement[] = [];
  const named = new Set<string>();
  for (const slip of graded.slips) {
    for (const name of slip.names) named.add(name);
    lines.push(line("wrong", fields.filter((field) => slip.names.includes(field.dataset["answer"] ?? "")), slip.text));
  }
  const unnamed = of("wrong").filter((field) => !named.has(field.dataset["answer"] ?? ""));
  if (unnamed.length > 0) lines.push(line("wrong", unnamed, "not right yet."));
  fields.forEach((field, i) => {
    const digits = answers[i]?.digits;
    const wanted = digits === "exact" ? "the exact value, for example as a fraction" : `${COUNT[Number(digits)] ?? digits} significant digits`;
    if (graded.results[i]?.verdict === "imprecise") lines.push(line("imprecise", [field], `right as far as it goes; give ${wanted}.`));
  });
  const unread = [...of("invalid"), ...of("unanswered")];
  if (of("invalid").length > 0) lines.push(line("invalid", of("invalid"), "cannot be read: see the message at the box."));
  if (of("unanswered").length > 0) lines.push(line("unanswered", of("unanswered"), "not answered yet."));
  if (of("right").length > 0) lines.push(line("right", of("right"), graded.allRight ? "All right." : ""));
  region.replaceChildren(element("ul", "u-lines", ...lines));
  if (scoring) region.append(element("p", "u-say", scored(graded, scoring)));
  if (scoring && of("invalid").length === 0) return null;
  return fields.find((field) => unread.includes(field)) ?? null;
}

/** Show one sentence. */
export function say(region: HTMLElement, text: string, code = ""): void {
  const content = code === "" ? [text] : [text, " ", element("code", "u-python", code)];
  region.replaceChildren(element("p", "u-say", ...content));
}
