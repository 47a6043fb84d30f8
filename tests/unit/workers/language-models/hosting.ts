import type {
  GenerateEvent,
  GenerateInput,
  LoadInput,
  LoadProgress,
} from '../../../../src/contracts/language-model';
import { createLanguageModel } from '../../../../workers/language-models/host';
import { createRegistry } from '../../../../workers/language-models/registry';
import type { ScriptedEngine } from './scripted-engine';

export const modelId = 'made-model';
export const question = 'What is ink made of?';
export const never = new AbortController().signal;
export const ignore = (): void => undefined;

/** A host with one scripted engine, called as a page calls it. */
export function hosting(engine: ScriptedEngine) {
  const calls = createLanguageModel({
    engineFor: createRegistry({ gguf: () => Promise.resolve(engine) }),
    installed: engine,
    readSupport: () =>
      Promise.resolve({ gpu: { status: 'absent', reason: 'no-webgpu' }, threads: 4, isIsolated: true }),
    mlcRecords: () => Promise.resolve([]),
    pause: () => {
      host.onPause();
      return Promise.resolve();
    },
  });
  const host = {
    onPause: ignore,
    load: (
      input: Partial<LoadInput> = {},
      signal = never,
      progress: (value: LoadProgress) => void = ignore,
    ) => calls.load({ modelId, selfTest: 'known', ...input }, { signal, progress }),
    unload: () => calls.unload(undefined, { signal: never, progress: ignore }),
    losses: (signal: AbortSignal) => calls.losses(undefined, { signal, progress: ignore }),
    benchmark: () => calls.benchmark({ modelId }, { signal: never, progress: ignore }),
    generate: (input: Partial<GenerateInput> = {}, signal = never) =>
      calls.generate(
        {
          ...{ modelId, question, language: 'en', passages: [], history: [], maxAnswerTokens: 200 },
          ...input,
        },
        { signal, progress: ignore },
      ),
    loaded: async () => {
      await host.load();
      return host;
    },
  };
  return host;
}

export async function collect(events: AsyncIterable<GenerateEvent>): Promise<GenerateEvent[]> {
  const collected: GenerateEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

export function textOf(events: readonly GenerateEvent[]): string {
  return events.map((event) => (event.kind === 'token' ? event.text : '')).join('');
}
