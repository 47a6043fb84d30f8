import { expect } from 'vitest';

/** Sections are drawn before they come as near to what is in sight. */
const nearPx = 600;

/** Scrolls the text of a source as a reader does, and waits until all that is near is drawn, which else would move it. */
export async function scrollText(frame: Element, topPx: number): Promise<void> {
  // Before it is laid out there is nowhere to scroll to.
  await expect.poll(() => frame.scrollHeight, { timeout: 30_000 }).toBeGreaterThan(topPx);
  // What is being brought into sight gives way to a hand.
  frame.dispatchEvent(new WheelEvent('wheel'));
  frame.scrollTop = topPx;
  await expect.poll(() => isDrawnAround(frame), { timeout: 30_000 }).toBe(true);
  // The first frame tells of the scrolling, and is the last of what was brought into sight.
  for (let frames = 0; frames < 2; frames += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

function isDrawnAround(frame: Element): boolean {
  const { top, bottom } = frame.getBoundingClientRect();
  return [...frame.querySelectorAll('[data-section]')].every((section) => {
    const box = section.getBoundingClientRect();
    const isNear = box.bottom > top - nearPx && box.top < bottom + nearPx;
    return !isNear || section.childElementCount > 0;
  });
}

/**
 * Which paragraph stands at the upper edge, where each begins with its number: 20.4 if four tenths of the twentieth are
 * above. None while nothing is drawn there.
 */
export function paragraphInSight(frame: Element): number | undefined {
  const { top } = frame.getBoundingClientRect();
  const first = [...frame.querySelectorAll('p')].find((p) => p.getBoundingClientRect().bottom > top);
  const number = /Paragraph (\d+)/.exec(first?.textContent ?? '')?.[1];
  if (!first || number === undefined) return undefined;
  const box = first.getBoundingClientRect();
  return Number(number) + Math.max(0, top - box.top) / box.height;
}
