import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readPdf } from '../../workers/engines/extraction/pdf-reading';
import { pdfFile } from '../fixtures/pdf-file';

const file = new Blob([
  pdfFile(['One.', 'Two.'].map((text) => ({ kind: 'text', lines: [{ text, y: 760 }] }))),
]);

/** True while threads hear nothing, and so answer nothing, as those that are caught in a loop. */
let areCaught = false;
const started = new Set<Worker>();
const ended = new Set<Worker>();
const running = () => [...started].filter((thread) => !ended.has(thread)).length;

beforeEach(() => {
  const post = Reflect.get(Worker.prototype, 'postMessage');
  vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker, ...sent: unknown[]) {
    started.add(this);
    if (!areCaught) Reflect.apply(post, this, sent);
  });
  const terminate = Reflect.get(Worker.prototype, 'terminate');
  vi.spyOn(Worker.prototype, 'terminate').mockImplementation(function (this: Worker) {
    ended.add(this);
    terminate.call(this);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  areCaught = false;
  started.clear();
  ended.clear();
});

it('a thread that is caught in a page is ended when reading is given up', async () => {
  const controller = new AbortController();
  const reading = readPdf(file, {
    name: 'a.pdf',
    signal: controller.signal,
    onProgress: ({ loaded }) => {
      if (loaded === 0) return;
      areCaught = true;
      controller.abort();
    },
  });
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  expect(started.size).toBe(1);
  await expect.poll(running).toBe(0);
});

it('a thread that is caught while it opens a file is ended when reading is given up', async () => {
  areCaught = true;
  const controller = new AbortController();
  const reading = readPdf(file, { name: 'a.pdf', signal: controller.signal, onProgress: () => undefined });
  await expect.poll(() => started.size).toBe(1);
  controller.abort();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  await expect.poll(running).toBe(0);
});

it('a thread that is caught while it opens a file is ended when its time is over', async () => {
  areCaught = true;
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const reading = readPdf(file, {
      name: 'a.pdf',
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    const refused = expect(reading).rejects.toMatchObject({ code: 'too-complex' });
    await expect.poll(() => started.size).toBe(1);
    await vi.advanceTimersByTimeAsync(31_000);
    await refused;
    expect(running()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
