import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { scrollToSettle } from '../../../src/ui/source/scroll-to-settle';

afterEach(() => {
  vi.restoreAllMocks();
});

it('a place is waited for as many frames as it takes to be drawn, however slow they are', async () => {
  const scroller = document.createElement('div');
  const place = document.createElement('p');
  scroller.style.cssText = 'height: 100px; overflow: auto';
  place.style.cssText = 'height: 500px; margin: 900px 0 0';
  scroller.append(place);
  document.body.append(scroller);
  onTestFinished(() => scroller.remove());
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
  vi.spyOn(window, 'requestAnimationFrame').mockImplementation((draw) => {
    nowMs += 400;
    queueMicrotask(() => draw(nowMs));
    return 0;
  });
  let frames = 0;
  const find = () => ((frames += 1) > 70 ? { element: place, isFinal: true, fromTopPx: 0 } : undefined);
  await scrollToSettle(scroller, find, new AbortController().signal);
  expect(scroller.scrollTop).toBe(900);
  expect(frames).toBeLessThan(80);
});
