const framesAtRest = 4;
const longestMs = 10_000;

export interface Destination {
  readonly element: Element;
  /** False while only the neighbourhood is there, and the place itself is still to be drawn. */
  readonly isFinal: boolean;
  /** Where its upper edge is to stand, in pixels below the scroller's; without it, a third down. */
  readonly fromTopPx?: number;
}

/**
 * Brings a place into sight and keeps it there while what is around it is still being drawn. Ends when it rests,
 * when the reader scrolls, or when `signal` is aborted.
 */
export async function scrollToSettle(
  scroller: HTMLElement,
  find: () => Destination | undefined,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    scroller.addEventListener(kind, () => over.abort(), { signal: over.signal, passive: true });
  }
  const startedAt = performance.now();
  let resting = 0;
  while (resting < framesAtRest && performance.now() - startedAt < longestMs) {
    await nextFrame();
    if (signal.aborted || over.signal.aborted) break;
    const destination = find();
    if (!destination) continue;
    const isMoved = scrollTowards(scroller, destination);
    resting = isMoved || !destination.isFinal ? 0 : resting + 1;
  }
  over.abort();
}

/** Returns whether that moved anything: at the end of a scroller it may not. */
function scrollTowards(scroller: HTMLElement, { element, fromTopPx }: Destination): boolean {
  const offset = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  const off = offset - (fromTopPx ?? scroller.clientHeight / 3);
  if (Math.abs(off) <= 1) return false;
  const before = scroller.scrollTop;
  scroller.scrollTop = before + off;
  return scroller.scrollTop !== before;
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
