import { afterEach, expect, it, vi } from 'vitest';
import { languageModelOf } from '../../../../src/services/models/language-model-of';
import { WorkerHandle } from '../../../../src/services/workers';
import { PromptApiTwin } from '../../../fixtures/prompt-api-twin';

afterEach(() => {
  vi.unstubAllGlobals();
});

function browserWith(twin: PromptApiTwin | undefined) {
  if (twin) vi.stubGlobal('LanguageModel', twin);
  const languageModel = new WorkerHandle<never>(() => {
    throw new Error('no worker is needed for it');
  });
  return languageModelOf({ languageModel });
}

it('the browser is asked once for its own model, and again after it has downloaded it', async () => {
  let availability = 'downloadable';
  const twin = new PromptApiTwin({ script: () => [], availability });
  const ask = vi.spyOn(twin, 'availability').mockImplementation(() => Promise.resolve(availability));
  const model = browserWith(twin);
  expect(await model.builtIn()).toBe('downloadable');
  expect(await model.builtIn()).toBe('downloadable');
  expect(ask).toHaveBeenCalledTimes(1);
  const fractions: number[] = [];
  const { signal } = new AbortController();
  await model.fetchBuiltIn({ signal, onProgress: (fraction) => fractions.push(fraction) });
  expect(fractions.at(-1)).toBe(1);
  availability = 'available';
  expect(await model.builtIn()).toBe('available');
  expect(ask).toHaveBeenCalledTimes(2);
});

it('a browser without a model of its own is asked nothing', async () => {
  expect(await browserWith(undefined).builtIn()).toBeUndefined();
});
