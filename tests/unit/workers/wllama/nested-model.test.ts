import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NestedModel } from '../../../../workers/engines/wllama/nested-model';

/** What the library does at an opening, for each test to say. */
let loadModel: (library: FakeLibrary, files: readonly File[]) => Promise<void>;
let exits: number;

class FakeLibrary {
  readonly logger: { debug: (said: string) => void };
  /** Ends what waits for the worker. */
  reject: (error: Error) => void = () => undefined;

  constructor(_paths: unknown, { logger }: Pick<FakeLibrary, 'logger'>) {
    this.logger = logger;
  }

  setCompat(): void {
    // There is one way only.
  }

  loadModel(files: readonly File[]): Promise<void> {
    return loadModel(this, files);
  }

  getLoadedContextInfo() {
    return { n_vocab: 3 };
  }

  exit(): Promise<void> {
    exits += 1;
    this.reject(new Error('unloaded'));
    return Promise.resolve();
  }
}

vi.mock('@wllama/wllama', () => ({ Wllama: FakeLibrary, LogLevel: { ERROR: 4, INFO: 2 } }));

beforeEach(() => {
  exits = 0;
  vi.useFakeTimers();
  vi.stubGlobal('self', { location: { origin: 'https://app.example' } });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const file = new File([new Uint8Array(100)], 'model.gguf');
const { signal } = new AbortController();

/** Opens it, and tells what it has come to so far. */
function open(): { readonly outcome: { kind: 'open' | 'opened' | 'failed'; error?: unknown } } {
  const opening = { outcome: { kind: 'open' } as { kind: 'open' | 'opened' | 'failed'; error?: unknown } };
  NestedModel.open([file], {}, { signal }).then(
    () => (opening.outcome = { kind: 'opened' }),
    (error: unknown) => (opening.outcome = { kind: 'failed', error }),
  );
  return opening;
}

function untilExit(library: FakeLibrary): Promise<void> {
  return new Promise((_, reject) => {
    library.reject = reject;
  });
}

const silent = (seconds: number) => ({
  kind: 'failed',
  error: {
    code: 'model-load-failed',
    message: expect.stringContaining(`no sign of life for ${seconds} s`) as string,
  },
});

it('an opening that falls silent after its first sign ends', async () => {
  loadModel = (library) => {
    library.logger.debug('Multithread enabled');
    return untilExit(library);
  };
  const opening = open();
  await vi.advanceTimersByTimeAsync(119_000);
  expect(opening.outcome.kind).toBe('open');
  await vi.advanceTimersByTimeAsync(2000);
  expect(opening.outcome).toMatchObject(silent(120));
  expect(exits).toBeGreaterThan(0);
});

it('an opening may take as long as it likes while its file is read', async () => {
  loadModel = async (library, [watched]) => {
    library.logger.debug('Multithread enabled');
    for (let part = 0; part < 10; part += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100_000));
      watched?.slice(part * 10, part * 10 + 10);
    }
  };
  const opening = open();
  await vi.advanceTimersByTimeAsync(999_000);
  expect(opening.outcome.kind).toBe('open');
  await vi.advanceTimersByTimeAsync(2000);
  expect(opening.outcome.kind).toBe('opened');
  // What is open is not watched any more.
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(exits).toBe(0);
});

it('an opening may take long to fetch the code that it runs, but not for ever', async () => {
  let said: (line: string) => void = () => undefined;
  loadModel = (library) => {
    said = library.logger.debug.bind(library.logger);
    said('Loading "wllama.wasm" from "https://app.example/vendor/wllama/wllama.wasm"');
    return untilExit(library);
  };
  const opening = open();
  await vi.advanceTimersByTimeAsync(500_000);
  expect(opening.outcome.kind).toBe('open');
  said('Calling wllamaStart...');
  await vi.advanceTimersByTimeAsync(121_000);
  expect(opening.outcome).toMatchObject(silent(120));

  const stalled = open();
  await vi.advanceTimersByTimeAsync(599_000);
  expect(stalled.outcome.kind).toBe('open');
  await vi.advanceTimersByTimeAsync(2000);
  expect(stalled.outcome).toMatchObject(silent(600));
});

it('a worker that never says anything ends the opening after two minutes, though the library has read the file', async () => {
  loadModel = (library, [watched]) => {
    watched?.slice(0, 10);
    return untilExit(library);
  };
  const opening = open();
  await vi.advanceTimersByTimeAsync(121_000);
  expect(opening.outcome).toMatchObject(silent(120));
});

it('an opening that was given up is no longer watched, whatever is read of its file', async () => {
  let read: () => void = () => undefined;
  loadModel = (library, [watched]) => {
    read = () => watched?.slice(0, 10);
    return untilExit(library);
  };
  const opening = open();
  await vi.advanceTimersByTimeAsync(121_000);
  expect(opening.outcome.kind).toBe('failed');
  read();
  expect(vi.getTimerCount()).toBe(0);
});

it('an opening that stands still before there is a worker ends, and what it comes to later is ended', async () => {
  let load: () => void = () => undefined;
  loadModel = () =>
    new Promise((resolve) => {
      load = resolve;
    });
  const opening = open();
  await vi.advanceTimersByTimeAsync(121_000);
  expect(opening.outcome).toMatchObject({ kind: 'failed', error: { code: 'model-load-failed' } });
  const before = exits;
  load();
  await vi.advanceTimersByTimeAsync(0);
  expect(exits).toBeGreaterThan(before);
});

it('a machine that sleeps while a model is opened leaves the opening all its time', async () => {
  loadModel = (library) => untilExit(library);
  const opening = open();
  await vi.advanceTimersByTimeAsync(30_000);
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 8 * 3600 * 1000);
  await vi.advanceTimersByTimeAsync(119_000);
  expect(opening.outcome.kind).toBe('open');
  await vi.advanceTimersByTimeAsync(3000);
  expect(opening.outcome.kind).toBe('failed');
});
