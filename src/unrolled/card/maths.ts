/* Formulas that are shown later than the page: typeset by the KaTeX that rendered the page, once it is loaded. */

export type Katex = { render(tex: string, element: HTMLElement, options: Record<string, unknown>): void };

/** Typeset every formula below `root` that is still TeX. Without KaTeX, the TeX stays readable. */
export function typeset(root: ParentNode, katex: Katex | null): void {
  if (!katex) return;
  for (const span of root.querySelectorAll<HTMLElement>(".u-tex")) {
    const tex = span.textContent ?? "";
    span.classList.remove("u-tex");
    katex.render(tex, span, { displayMode: span.hasAttribute("data-display"), throwOnError: false });
  }
}

/** Let the keyboard scroll what is wider than the card, and nothing else. */
export function makeReachable(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>(".katex-display, table, .u-steps p")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

const pending = new Map<string, Promise<void>>();

/** Run a classic script of the site once; `path` is below _static/unrolled/. (fetch and modules do not work on file://.) */
export function loadScript(path: string): Promise<void> {
  const loading =
    pending.get(path) ??
    new Promise<void>((resolve, reject) => {
      const root = document.documentElement.dataset["content_root"] ?? "./";
      const script = document.createElement("script");
      script.src = `${root}_static/unrolled/${path}`;
      script.onload = () => resolve();
      script.onerror = () => {
        pending.delete(path); // the next press tries again
        script.remove();
        reject(new Error(`${script.src} could not be loaded`));
      };
      document.head.append(script);
    });
  pending.set(path, loading);
  return loading;
}

export async function siteKatex(): Promise<Katex | null> {
  const page = globalThis as { katex?: Katex };
  if (!page.katex) await loadScript("katex.js").catch(() => undefined);
  return page.katex ?? null;
}

type Source = { katex: string; css: string };
type Page = { unrolledKatex?: Promise<Katex | null> };

/** KaTeX of a live notebook: asked of the kernel once per page, whatever the number of cards. */
export function liveKatex(ask: () => Promise<Source | null>): Promise<Katex | null> {
  const page = globalThis as Page;
  page.unrolledKatex ??= ask().then(async (source) => {
    if (!source) {
      delete page.unrolledKatex; // no kernel answered; a later card asks again
      return null;
    }
    const url = URL.createObjectURL(new Blob([source.katex], { type: "text/javascript" }));
    const module = (await import(/* @vite-ignore */ url)) as { default: Katex };
    URL.revokeObjectURL(url);
    const style = document.createElement("style");
    style.textContent = source.css;
    document.head.append(style);
    return module.default;
  });
  return page.unrolledKatex;
}
