import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import type {
  Comparison,
  ModelStatus,
  PassedOverModel,
  Settings,
} from '../../../../src/services/app-services';
import { Models } from '../../../../src/services/models-service';
import { searchQuestion } from '../../../../src/services/search-question';
import { pageAround } from './page-around';
import { answered, sized, storedOf } from './scripted-parts';

const page = pageAround();

/** Models a, b and c, the best first. */
function open(change: Partial<Settings> = {}) {
  const script = page.scripted(change);
  script.rows.value = [storedOf('a'), sized('b', 100), sized('c', 10)];
  const models = new Models(script.parts);
  let status: ModelStatus = { status: 'none' };
  let passedOver: readonly PassedOverModel[] = [];
  models.observe((next) => (status = next));
  models.observePassedOver((next) => (passedOver = next));
  return { script, models, status: () => status, passedOver: () => passedOver };
}

function gate(): { readonly wait: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => (open = resolve));
  return { wait, open };
}

async function compared(
  models: Models,
  modelIds: readonly [string, string],
): Promise<Comparison['answers'] | undefined> {
  let answers: Comparison['answers'] | undefined;
  const input = { question: 'What is ink?', libraryId: 'l', modelIds };
  for await (const update of models.compare(input, { signal: new AbortController().signal })) {
    ({ answers } = update);
  }
  return answers;
}

describe('a comparison in automatic choice', () => {
  it('goes on with its second model where the first is lost', async () => {
    const { script, models, status } = open();
    await models.restore();
    const estimating = gate();
    page.estimated = estimating.wait;
    script.answerErrors.set('a', new AppError('device-lost'));
    script.onLoad = async (modelId) => {
      if (modelId !== 'c') return;
      estimating.open();
      // Begun after any choice that is being made, it ends after it.
      await models.catalogue('en');
    };
    expect(await compared(models, ['a', 'c'])).toMatchObject([
      { modelId: 'a', message: { status: 'failed', error: { code: 'device-lost' } } },
      { modelId: 'c', message: { status: 'complete', text: 'from c' } },
    ]);
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'b' });
    expect(script.loads).toEqual(['a run', 'c run', 'b run']);
  });

  it('gives its place to the next best where the model that answered before is lost', async () => {
    const { script, models, status } = open();
    await models.restore();
    script.answerErrors.set('a', new AppError('device-lost'));
    script.broken.set('a', new AppError('device-lost'));
    await compared(models, ['a', 'extractive']);
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'b' });
    expect(script.loads).toEqual(['a run', 'b run']);
  });

  it('gives its place to what the person has chosen meanwhile', async () => {
    const { script, models, status } = open();
    await models.restore();
    script.onLoad = async (modelId) => {
      if (modelId === 'c') await script.parts.settings.update({ engine: 'model', modelId: 'b' });
    };
    await compared(models, ['a', 'c']);
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'b' });
  });
});

it('automatic choice that is under way leaves the person’s own choice alone', async () => {
  const { script, models, status } = open();
  const estimating = gate();
  page.estimated = estimating.wait;
  const choosing = models.choose();
  const loading = models.load('b');
  await expect.poll(() => script.loads).toEqual(['b run']);
  estimating.open();
  await Promise.all([choosing, loading]);
  expect(status()).toMatchObject({ status: 'ready', modelId: 'b' });
  expect(script.loads).toEqual(['b run']);
});

describe('a model that was lost', () => {
  it('too often while nobody asked has all its tries again when the person wants it', async () => {
    const { script, models, status } = open();
    await models.restore();
    for (const n of [1, 2]) {
      script.lose('a');
      await expect.poll(() => script.loads.length).toBe(1 + n);
      await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
    }
    script.lose('a');
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'b' });
    await models.tryAgain('a');
    expect(status()).toMatchObject({ status: 'ready', modelId: 'a' });
    const loads = script.loads.length;
    script.lose('a');
    await expect.poll(() => script.loads.length).toBe(loads + 1);
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
  });

  it('with its worker twice is started again the next time that the person wants it', async () => {
    const { script, models, status } = open();
    await models.restore();
    const crash = new AppError('worker-crashed');
    script.crash(crash);
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
    script.crash(crash);
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'b' });
    await models.load('a');
    script.crash(crash);
    await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
  });

  it('with its worker is started again each time that it has answered since', async () => {
    const { script, models, status } = open();
    await models.restore();
    for (const n of [1, 2, 3]) {
      script.crash(new AppError('worker-crashed'));
      await expect.poll(() => script.loads.length).toBe(1 + n);
      await expect.poll(status).toMatchObject({ status: 'ready', modelId: 'a' });
      expect(await answered(models)).toMatchObject({ text: 'from a' });
    }
  });

  it('while a better one is starting leaves the answer to that', async () => {
    const { script, models, passedOver } = open();
    script.rows.value = [sized('b', 100)];
    await models.restore();
    script.rows.value = [storedOf('a'), sized('b', 100)];
    const lost = gate();
    // What is done about the loss is done long before.
    script.onLoad = () => lost.wait.then(() => models.catalogue('en'));
    script.answerErrors.set('b', new AppError('device-lost'));
    const message = await answered(models, async ({ kind }) => {
      if (kind !== 'text' || script.loads.length > 1) return;
      void models.choose();
      await expect.poll(() => script.loads).toEqual(['b run', 'a run']);
      lost.open();
    });
    expect(message).toMatchObject({ text: 'from a', tookOverFrom: { model: 'b', code: 'device-lost' } });
    // Nor is it tried again by itself.
    script.answerErrors.set('a', new AppError('device-lost'));
    expect(await answered(models)).toMatchObject({ text: 'from extractive' });
    expect(passedOver().map(({ modelId }) => modelId)).toEqual(['a', 'b']);
  });

  it('is said to be lost, and not to have failed to start, only where it was', async () => {
    const { script, models, status } = open({ engine: 'model', modelId: 'a' });
    await models.restore();
    script.broken.set('a', new AppError('out-of-memory'));
    script.lose('a');
    await expect.poll(status).toMatchObject({ status: 'failed', modelId: 'a', isLost: true, instead: 'b' });
    await models.load('a');
    await expect.poll(status).toMatchObject({ status: 'failed', modelId: 'a', instead: 'b' });
    expect(status()).not.toHaveProperty('isLost');
  });

  it('of the person’s own choice is not replaced by another that happens to be in memory', async () => {
    const { script, models, status } = open({ engine: 'model', modelId: 'a' });
    await models.restore();
    script.answerErrors.set('a', new AppError('device-lost'));
    const answer = answered(models, async ({ kind }) => {
      if (kind === 'text') await models.benchmark('c');
    });
    await expect(answer).rejects.toMatchObject({ code: 'device-lost' });
    expect(status()).toMatchObject({ status: 'ready', modelId: 'c' });
  });

  it('while it words a follow-up is waited for, and one that is not kept answers no more', async () => {
    const { script, models } = open();
    await models.restore();
    const crash = new AppError('worker-crashed');
    const ask = async () => {
      const engine = models.engine();
      const history = [{ question: 'Where is the Eiffel Tower?', answer: 'In Paris.' }];
      const { signal } = new AbortController();
      const searched = await searchQuestion(engine, 'When was it built?', { history, signal });
      return { searched, message: await answered(models, undefined, engine) };
    };
    script.onRewrite = () => {
      script.crash(crash);
      return Promise.reject(crash);
    };
    expect(await ask()).toMatchObject({
      searched: 'When was the Eiffel Tower built?',
      message: { status: 'complete', text: 'from a' },
    });
    expect(script.loads).toEqual(['a run', 'a known']);
    script.broken.set('a', new AppError('out-of-memory'));
    expect(await ask()).toMatchObject({
      message: { text: 'from b', tookOverFrom: { model: 'a', code: 'worker-crashed' } },
    });
  });
});
