/** How wide text is, without laying out the page: every character is measured once per font, on a canvas. */

export type Ruler = (text: string) => number;

const fonts = new Map<string, Map<string, number>>();
let canvas: CanvasRenderingContext2D | null = null;

const EM = 100; // px
const USUAL = 0.65; // em, where nothing can be measured

/** The width in em of text in the font of `node`. To ask for a ruler lays out what has changed; to use it does not. */
export function ruler(node: Element, weight: number): Ruler {
  const font = `${weight} ${EM}px ${(node.isConnected && getComputedStyle(node).fontFamily) || "sans-serif"}`;
  const known = fonts.get(font) ?? new Map<string, number>();
  fonts.set(font, known);
  return (text) => {
    let sum = 0;
    for (const character of text) {
      let width = known.get(character);
      if (width === undefined) known.set(character, (width = measure(font, character)));
      sum += width;
    }
    return sum;
  };
}

function measure(font: string, character: string): number {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (!canvas) return USUAL;
  canvas.font = font;
  return canvas.measureText(character).width / EM;
}
