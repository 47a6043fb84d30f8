import { describe, expect, it } from 'vitest';
import type { BuiltInModelContract } from '../../../../src/contracts/built-in-model';
import type { ChatMessage } from '../../../../src/core/prompt/answer-prompt';
import { RpcClient } from '../../../../src/rpc/client';
import { serve } from '../../../../src/rpc/server';
import { createBuiltInModel, fetchBuiltInModel } from '../../../../src/services/built-in-model';
import { createBuiltInEngine } from '../../../../workers/engines/built-in/built-in-engine';
import type { OpenModel, OpenOptions } from '../../../../workers/language-models/text-engine';
import { letters, PromptApiTwin, writing, type TwinOptions } from '../../../fixtures/prompt-api-twin';
import { endOf, eventsOf, itConforms, textOf } from './conformance';

/* A scripted twin of the browser's interface; the page's end and the worker's are joined by a port as in the app. */

function engineFor(twin: PromptApiTwin | undefined): ReturnType<typeof createBuiltInEngine> {
  const { port1, port2 } = new MessageChannel();
  serve(port1, createBuiltInModel(twin));
  const client = new RpcClient<BuiltInModelContract>(port2);
  return createBuiltInEngine({ client: () => Promise.resolve(client) });
}

const twins = new Set<PromptApiTwin>();

function twinFor(options: TwinOptions): PromptApiTwin {
  const twin = new PromptApiTwin(options);
  twins.add(twin);
  return twin;
}

function openTwin(
  twin: PromptApiTwin | undefined,
  { signal = new AbortController().signal, onProgress = () => undefined }: Partial<OpenOptions> = {},
): Promise<OpenModel> {
  return engineFor(twin).open({ id: 'built-in', files: new Map() }, { signal, onProgress });
}

describe('the built-in engine', () => {
  for (const hasOldNames of [false, true]) {
    describe(hasOldNames ? 'with the names of before' : 'with the names of today', () => {
      itConforms({
        open: (signal) => openTwin(twinFor({ script: letters, hasOldNames }), signal ? { signal } : {}),
        openWriting: (text) => openTwin(twinFor({ script: writing(text), hasOldNames })),
        refusals: [
          {
            what: 'a browser that has none',
            code: 'model-incompatible',
            open: () => openTwin(undefined),
          },
          {
            what: 'a download that fails',
            code: 'model-download-failed',
            open: () =>
              openTwin(twinFor({ script: letters, failure: new DOMException('offline', 'NetworkError') })),
          },
        ],
        breakDown: () => {
          for (const twin of twins) twin.crash();
        },
        inUse: () => [...twins].reduce((sum, { running }) => sum + running.size, 0),
        steps: () => [...twins].reduce((sum, { piecesWritten }) => sum + piecesWritten, 0),
        tellsCached: false,
      });
    });
  }

  it('says whether the browser has a model, has to bring it first, or has none', async () => {
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const said = async (api: PromptApiTwin | undefined): Promise<string> =>
      createBuiltInModel(api).availability(undefined, context);
    expect(await said(undefined)).toBe('unavailable');
    expect(await said(new PromptApiTwin({ script: letters }))).toBe('available');
    expect(await said(new PromptApiTwin({ script: letters, availability: 'downloadable' }))).toBe(
      'downloadable',
    );
    expect(await said(new PromptApiTwin({ script: letters, availability: 'new word' }))).toBe('unavailable');
  });

  it('reports how much of the model the browser has brought', async () => {
    const fractions: number[] = [];
    const twin = new PromptApiTwin({ script: letters, availability: 'downloadable' });
    const model = await openTwin(twin, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual([0, 0.5, 1]);
    await model.close();
  });

  it('is downloaded when that is asked for, and left closed', async () => {
    const fractions: number[] = [];
    const twin = new PromptApiTwin({ script: letters, availability: 'downloadable' });
    const { signal } = new AbortController();
    await fetchBuiltInModel(signal, (fraction) => fractions.push(fraction), twin);
    expect(fractions).toEqual([0, 0.5, 1]);
    expect(twin.running.size).toBe(0);
  });

  it('has a follow-up read only what the conversation has gained', async () => {
    const twin = new PromptApiTwin({ script: letters });
    const model = await openTwin(twin);
    const system: ChatMessage = { role: 'system', content: 'rules '.repeat(20) };
    const first: ChatMessage[] = [system, { role: 'user', content: 'one' }];
    const reply = textOf(await eventsOf(model, { messages: first }));
    const readBefore = twin.tokensRead;
    const gained: ChatMessage[] = [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: reply },
      { role: 'user', content: 'two' },
    ];
    const { usage } = endOf(await eventsOf(model, { messages: [system, ...gained] }));
    expect(usage.promptTokens).toBeGreaterThan(system.content.length);
    expect(twin.tokensRead - readBefore).toBe(gained.reduce((sum, { content }) => sum + content.length, 0));
    await model.close();
  });
});
