/** Dragging a number in a picture sideways changes it. The same value always has a slider and a box, too. */

export type Scrub = { get(): number; set(value: number): void; step?: number };

const PIXELS = 4; // of dragging per step

export function scrub(node: SVGElement, { get, set, step = 0.1 }: Scrub): void {
  let start: { x: number; value: number } | null = null;
  node.classList.add("u-scrub");
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = { x: event.clientX, value: get() };
    node.setPointerCapture(event.pointerId);
    event.preventDefault(); // no text is selected
  });
  node.addEventListener("pointermove", (event) => {
    if (!start) return;
    const steps = Math.trunc((event.clientX - start.x) / PIXELS);
    const value = Number((start.value + steps * step).toFixed(6));
    if (value !== get()) set(value);
  });
  const end = (): void => {
    start = null;
  };
  node.addEventListener("pointerup", end);
  node.addEventListener("pointercancel", end);
}
