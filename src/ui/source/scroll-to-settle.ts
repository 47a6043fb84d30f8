const framesAtRest = 4;
/** Looking for it ends when it took so long and so many frames: what is around it is drawn frame by frame. */
const longestMs = 10_000;
const longestFrames = 300;

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
  for (
    let frames = 0;
    resting < framesAtRest && (frames < longestFrames || performance.now() - startedAt < longestMs);
    frames += 1
  ) {
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
  const inner = element.getBoundingClientRect();
  const outer = scroller.getBoundingClientRect();
  const down = inner.top - outer.top - (fromTopPx ?? scroller.clientHeight / 3);
  // A page that is wider than the view stays where it was moved to; words are brought in.
  const across = element.matches('[data-page]') ? 0 : hiddenAcross(inner, outer.left, scroller.clientWidth);
  if (Math.abs(down) <= 1 && Math.abs(across) <= 1) return false;
  const { scrollTop, scrollLeft } = scroller;
  if (Math.abs(down) > 1) scroller.scrollTop += down;
  scroller.scrollLeft += across;
  return scroller.scrollTop !== scrollTop || scroller.scrollLeft !== scrollLeft;
}

const airPx = 24;

/** How far a view must go to the right to hold a box, its beginning at least. */
function hiddenAcross(box: DOMRect, left: number, width: number): number {
  if (box.left < left) return box.left - left - airPx;
  if (box.right > left + width) return Math.min(box.right - left - width + airPx, box.left - left - airPx);
  return 0;
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
