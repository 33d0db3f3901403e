/** Making elements and changing only what differs. */

type Attributes = Record<string, string | number | boolean | null | undefined>;
type Child = Node | string | null | undefined | false;

const SVG = "http://www.w3.org/2000/svg";
let ids = 0;

export const uid = (stem = "u"): string => `${stem}-${++ids}`;

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) attr(element, name, value);
  for (const child of children) if (child) element.append(child);
  return element;
}

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  return fill(document.createElementNS(SVG, tag) as SVGElementTagNameMap[K], attributes, children);
}

export function attr(element: Element, name: string, value: string | number | boolean | null | undefined): void {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Change the text in place: the text node stays, so nothing is laid out that need not be. */
export function text(node: Element, value: string): void {
  const first = node.firstChild;
  if (first instanceof Text) {
    if (first.data !== value) first.data = value;
  } else node.textContent = value;
}

/** `h_t = V h_{t−1}` with real subscripts. */
export function subscripted(formula: string): Node[] {
  return formula.split(/_(\{[^}]*\}|.)/u).map((part, i) => (i % 2 ? el("sub", {}, part.replace(/[{}]/g, "")) : document.createTextNode(part)));
}

/** Have just these children, in this order; those that stay are not taken out, so they keep their layout and the focus. */
export function only<E extends Element>(parent: E, ...children: Child[]): E {
  const wanted = children.filter((child): child is Node => child instanceof Node);
  let next = parent.firstChild;
  let same = 0; // most often a list only grows or shrinks at its end
  while (next && next === wanted[same]) {
    next = next.nextSibling;
    same++;
  }
  const rest = new Set(wanted.slice(same));
  for (let child = next; child; ) {
    const after: ChildNode | null = child.nextSibling;
    if (!rest.has(child)) {
      if (child === next) next = after;
      child.remove();
    }
    child = after;
  }
  for (const child of rest) {
    if (child === next) next = next.nextSibling;
    else parent.insertBefore(child, next);
  }
  return parent;
}

/** An element that shows a number under a name that tests and scripts can find: `data-output`, `data-value`. */
export type Output<E extends Element = Element> = {
  node: E;
  /** Without `shown` the text waits for another call: writing it is what takes time. */
  set(value: number, shown?: string): void;
};

export function output<E extends Element>(node: E, name: string | null): Output<E> {
  let last: number | undefined;
  let lastShown: string | undefined;
  if (name !== null) node.setAttribute("data-output", name);
  return {
    node,
    set(value, shown) {
      if (name !== null && !Object.is(value, last)) node.setAttribute("data-value", String((last = value)));
      if (shown !== undefined && shown !== lastShown) text(node, (lastShown = shown));
    },
  };
}

/** A part that scrolls sideways where it does not fit; then, and only then, it fades where it is cut and the keyboard can reach it. */
export function scroller(label: string): { node: HTMLElement; fill(...children: Element[]): void; destroy(): void } {
  const node = el("div", { class: "u-scroll" });
  const check = (): void => {
    const wide = node.scrollWidth > node.clientWidth + 1;
    attr(node, "tabindex", wide ? 0 : null);
    attr(node, "role", wide ? "group" : null);
    attr(node, "aria-label", wide ? `${label}, scrolls sideways` : null);
    edges();
  };
  const edges = (): void => {
    node.classList.toggle("u-cut-left", node.scrollLeft > 1);
    node.classList.toggle("u-cut-right", node.scrollLeft + node.clientWidth < node.scrollWidth - 1);
  };
  const observer = new ResizeObserver(check);
  observer.observe(node);
  node.addEventListener("scroll", edges, { passive: true });
  return {
    node,
    fill(...children) {
      if (children.length === node.children.length && children.every((child, i) => child === node.children[i])) return;
      for (const child of node.children) observer.unobserve(child);
      node.replaceChildren(...children);
      for (const child of children) observer.observe(child);
    },
    destroy: () => observer.disconnect(),
  };
}

/** A folded part of the view. */
export function fold(title: string, ...children: Child[]): HTMLDetailsElement {
  return el("details", { class: "u-fold" }, el("summary", {}, title), el("div", { class: "u-fold-body" }, ...children));
}
