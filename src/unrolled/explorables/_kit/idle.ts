/** Work that can wait, done piece by piece while the page has nothing else to do. */

const SPELL = 8; // ms at a time: whoever begins to type or to drag is not kept waiting
const PIECE = 4; // ms: with less time left no piece is begun
const LATEST = 500; // ms: on a page that is never idle a piece is done all the same
const PAUSE = 60; // ms between spells where the browser cannot say when it is idle

/** Call `piece` until it returns false; the function returned stops that. */
export function whenIdle(piece: () => boolean): () => void {
  const tells = "requestIdleCallback" in window;
  let handle = 0;
  const ask = (): void => {
    handle = tells ? requestIdleCallback(run, { timeout: LATEST }) : window.setTimeout(run, PAUSE);
  };
  function run(deadline?: IdleDeadline): void {
    const end = performance.now() + Math.min(deadline?.timeRemaining() ?? SPELL, SPELL);
    do {
      if (!piece()) return;
    } while (performance.now() < end - PIECE);
    ask();
  }
  ask();
  return () => (tells ? cancelIdleCallback(handle) : clearTimeout(handle));
}
