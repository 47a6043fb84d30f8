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

it('the browser is asked once for its own model that is there, and again where another tab may have downloaded it', async () => {
  let availability = 'downloadable';
  const twin = new PromptApiTwin({ script: () => [], availability });
  const ask = vi.spyOn(twin, 'availability').mockImplementation(() => Promise.resolve(availability));
  const model = browserWith(twin);
  expect(await model.builtIn()).toBe('downloadable');
  availability = 'available';
  expect(await model.builtIn()).toBe('available');
  expect(await model.builtIn()).toBe('available');
  expect(ask).toHaveBeenCalledTimes(2);
  const fractions: number[] = [];
  const { signal } = new AbortController();
  await model.fetchBuiltIn({ signal, onProgress: (fraction) => fractions.push(fraction) });
  expect(fractions.at(-1)).toBe(1);
  expect(await model.builtIn()).toBe('available');
  expect(ask).toHaveBeenCalledTimes(3);
});

it('a browser that fails to say whether it has one is taken to have none, and asked again', async () => {
  const twin = new PromptApiTwin({ script: () => [] });
  const ask = vi.spyOn(twin, 'availability').mockRejectedValueOnce(new Error('busy'));
  const model = browserWith(twin);
  expect(await model.builtIn()).toBeUndefined();
  expect(await model.builtIn()).toBe('available');
  expect(await model.builtIn()).toBe('available');
  expect(ask).toHaveBeenCalledTimes(2);
});

it('a browser without a model of its own is asked nothing', async () => {
  expect(await browserWith(undefined).builtIn()).toBeUndefined();
});
