/* The card's behaviour, bound to the HTML of card/html.py: in the static page and in a live notebook. */

import type { AnyModel } from "@anywidget/types";
import { clearField, say, showGraded } from "./feedback.ts";
import { type Answer, gradeAll, type Mistake, type Value } from "./grade.ts";
import { type Katex, liveKatex, loadScript, makeReachable, siteKatex, typeset } from "./maths.ts";
import { show, type State } from "./show.ts";
import { keep, restore, type Typed } from "./store.ts";

type Instance = { values: Value[]; mistakes: Mistake[]; state: State | null; prompt?: string; hint?: string; steps?: string; figure?: string; answer?: string; fields?: string };
type Data = { id: string; explorable: string | null; answers: Answer[]; exam: Instance; scoring?: [number, number] };

/** What a page gives to a card. */
type Host = {
  variants(): Promise<Instance[]>;
  katex(): Promise<Katex | null>;
  submitted(typed: Typed): void;
};
type Bound = { typed(): Typed; fill(typed: Typed): void; unbind(): void };

const PARTS = ["prompt", "hint", "steps", "figure", "answer"] as const;

/** 0..n-1 in random order. */
function shuffled(n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

function bind(root: HTMLElement, host: Host): Bound {
  const find = <E extends HTMLElement>(selector: string): E | null => root.querySelector<E>(selector);
  const data = JSON.parse(find("script[type='application/json']")?.textContent ?? "null") as Data;
  const form = find<HTMLFormElement>("form") as HTMLFormElement;
  const region = find(".u-feedback") as HTMLElement;
  const box = find(".u-answers");
  const fieldsNow = (): HTMLElement[] => [...root.querySelectorAll<HTMLElement>("[data-answer]")];
  let fields = fieldsNow();
  const partOf = (name: string): HTMLElement | null => find(`[data-part='${name}']`);
  const contentOf = (name: string): HTMLElement | null => find(`[data-part='${name}'] .u-content`) ?? partOf(name);
  const button = (action: string): HTMLButtonElement | null => find(`[data-action='${action}']`);
  const exam = Object.fromEntries(PARTS.map((part) => [part, contentOf(part)?.innerHTML ?? ""]));
  const examFields = box?.innerHTML ?? "";
  let shown = examFields;
  const stop = new AbortController();
  let instance = data.exam;
  let queue: number[] = []; // variants still to come
  let loading = false;

  function typed(): Typed {
    const found: Typed = {};
    // Several ticked options of one answer: one on a line.
    for (const [name, value] of new FormData(form)) found[name] = name in found ? `${found[name]}\n${String(value)}` : String(value);
    return found;
  }

  function fill(texts: Typed): void {
    for (const control of form.querySelectorAll<HTMLInputElement>("input, textarea, select")) {
      const text = texts[control.name] ?? "";
      if (control.type === "radio") control.checked = control.value === text;
      else if (control.type === "checkbox") control.checked = text.split("\n").includes(control.value);
      else control.value = text;
    }
    fields.forEach(clearField);
    region.replaceChildren();
  }

  function changed(): void {
    if (instance === data.exam) keep(data.id, typed());
    host.submitted(typed());
  }

  function check(): void {
    const texts = typed();
    const graded = gradeAll(data.answers, data.answers.map(({ name }) => texts[name] ?? ""), instance.values, instance.mistakes);
    const next = showGraded(region, fields, data.answers, graded, data.scoring);
    next?.querySelector<HTMLElement>("input")?.focus();
    host.submitted(texts);
  }

  /** Show other numbers: the exam's, or a variant's. Texts that the instance does not have are the exam's. */
  function put(next: Instance): void {
    instance = next;
    for (const part of PARTS) {
      const content = contentOf(part);
      if (content) content.innerHTML = next[part] ?? exam[part] ?? "";
    }
    const wanted = next.fields ?? examFields;
    if (box && wanted !== shown) {
      box.innerHTML = shown = wanted; // other statements
      fields = fieldsNow();
    }
    if (find(".u-tex")) void host.katex().then((katex) => typeset(root, katex));
    const isExam = next === data.exam;
    for (const element of [partOf("key"), find("[data-toggle='key']")]) if (element) element.hidden = !isExam;
    const back = button("exam");
    if (back) back.hidden = isExam;
    const steps = partOf("steps");
    if (steps instanceof HTMLDetailsElement && !isExam) steps.open = false;
    fill(isExam ? restore(data.id) : {});
    host.submitted(typed());
  }

  async function renew(): Promise<void> {
    if (loading) return;
    loading = true;
    try {
      const all = await host.variants();
      if (queue.length === 0) queue = shuffled(all.length);
      if (all[queue.at(-1) as number] === instance) queue.reverse(); // not the same twice in a row
      const next = all[queue.pop() as number];
      if (!next) throw new Error("no variants");
      put(next);
      say(region, `${button("new")?.textContent} (${all.length - queue.length} of ${all.length}): the question above has changed.`);
    } catch {
      say(region, `${button("new")?.textContent} could not be loaded. The exam’s own stay.`);
    } finally {
      loading = false;
    }
  }

  function showState(): void {
    if (!data.explorable || !instance.state) return;
    const call = show(root, data.explorable, instance.state);
    if (call) say(region, "There is no such explorable on this page. In a notebook, this line opens it:", call);
  }

  const actions: Record<string, () => void> = {
    new: () => void renew(),
    exam: () => {
      put(data.exam);
      say(region, "This is the exam’s question again.");
      button("new")?.focus();
    },
    show: showState,
  };

  function toggle(part: string): void {
    const details = partOf(part);
    if (details instanceof HTMLDetailsElement) details.open = !details.open;
  }

  /** Keep a button in step with what it unfolds, however that was opened (a search in the page opens it too). */
  function toggled(details: HTMLDetailsElement): void {
    const part = details.dataset["part"] ?? "";
    find(`[data-toggle='${part}']`)?.setAttribute("aria-expanded", String(details.open));
    const own = find(".u-self");
    if (!own || part !== "steps" || !details.open) return;
    own.hidden = false; // a prose answer is compared with the solution by what the marking asks for
    const marking = partOf("marking");
    if (marking instanceof HTMLDetailsElement) marking.open = true;
  }

  const listen = { signal: stop.signal };
  form.addEventListener("submit", (event) => (event.preventDefault(), check()), listen);
  form.addEventListener("input", (event) => {
    const field = (event.target as HTMLElement).closest<HTMLElement>("[data-answer]");
    if (field) clearField(field);
    changed();
  }, listen);
  root.addEventListener("click", (event) => {
    const pressed = (event.target as HTMLElement).closest<HTMLElement>("button");
    if (pressed?.dataset["toggle"]) toggle(pressed.dataset["toggle"]);
    actions[pressed?.dataset["action"] ?? ""]?.();
  }, listen);
  for (const details of root.querySelectorAll("details")) details.addEventListener("toggle", () => toggled(details), listen);
  const resized = new ResizeObserver(() => makeReachable(root));
  resized.observe(root);
  stop.signal.addEventListener("abort", () => resized.disconnect());
  void document.fonts?.ready.then(() => makeReachable(root)); // a formula is wider in its own font
  fill(restore(data.id));
  return { typed, fill, unbind: () => stop.abort() };
}

type Registry = { unrolled?: { bank?(id: string, variants: Instance[]): void } };

/** Make the cards of a static page work: the custom element, and the place where variant scripts put their data. */
export function register(): void {
  const variants = new Map<string, Instance[]>();
  const page = globalThis as Registry;
  (page.unrolled ??= {}).bank = (id, list) => void variants.set(id, list);
  document.documentElement.classList.add("unrolled-js");
  const host = (id: string): Host => ({
    katex: siteKatex,
    submitted: () => undefined,
    async variants() {
      if (!variants.has(id)) await Promise.all([loadScript(`bank/${id}.js`), siteKatex()]);
      return variants.get(id) ?? [];
    },
  });
  class Question extends HTMLElement {
    #bound: Bound | null = null;
    connectedCallback(): void {
      this.#bound ??= bind(this, host(this.dataset["id"] ?? ""));
    }
    disconnectedCallback(): void {
      this.#bound?.unbind();
      this.#bound = null;
    }
  }
  if (!customElements.get("unrolled-question")) customElements.define("unrolled-question", Question);
}

type Model = AnyModel<{ html: string; variants: Instance[]; submission: Typed }>;
const PATIENCE = 20_000; // ms that a kernel may take to answer (it verifies the variants)

/** Ask the kernel for something; null if there is no answer. */
function request<T>(model: Model, want: string): Promise<T | null> {
  return new Promise((resolve) => {
    const done = (answer: T | null): void => {
      model.off("msg:custom", heard);
      clearTimeout(timer);
      resolve(answer);
    };
    const heard = (message: Record<string, unknown>): void => {
      if (want in message) done(message as T);
    };
    const timer = setTimeout(done, PATIENCE, null);
    model.on("msg:custom", heard);
    model.send({ want });
  });
}

/** The card as an anywidget. */
export const widget = {
  render({ model, el }: { model: Model; el: HTMLElement }): () => void {
    document.documentElement.classList.add("unrolled-js");
    const card = document.createElement("unrolled-question");
    card.innerHTML = model.get("html");
    card.dataset["id"] = (JSON.parse(card.querySelector("script")?.textContent ?? "{}") as Partial<Data>).id ?? "";
    el.append(card);
    const katex = (): Promise<Katex | null> => liveKatex(() => request(model, "katex"));
    const bound = bind(card, {
      katex,
      submitted(typed) {
        model.set("submission", typed);
        model.save_changes();
      },
      async variants() {
        if (model.get("variants").length === 0) await request(model, "variants");
        return model.get("variants");
      },
    });
    void katex().then((found) => typeset(card, found));
    const follow = (): void => {
      const wanted = model.get("submission");
      if (JSON.stringify(wanted) !== JSON.stringify(bound.typed())) bound.fill(wanted);
    };
    if (Object.keys(model.get("submission")).length > 0) follow();
    model.on("change:submission", follow);
    return () => {
      model.off("change:submission", follow);
      bound.unbind();
    };
  },
};
