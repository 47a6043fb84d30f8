import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { AppError } from '../../../src/core/app-error';
import type { AnswerMessage } from '../../../src/core/conversation';
import { answer, deskInUse, type Desk } from './desk';
import { qwen, small } from './fake-models';
import { showApp } from './show-app';
import { violations } from './violations';

function deskOf(change: Partial<AnswerMessage>): Desk {
  const [asked] = deskInUse.messages;
  if (asked?.role !== 'question') throw new Error('the desk begins with a question');
  return { ...deskInUse, messages: [asked, answer(asked, 'Slowly, with water.', [], change)] };
}

const written = { engine: 'webllm', model: small.id } as const;
const tookOverFrom = { model: qwen.id, code: 'device-lost' } as const;

describe('an answer whose model was lost', () => {
  it.each([
    [
      'en',
      'The model has stopped: the device that it runs on was lost or no longer answers. Qwen3 1.7B could not go on, so SmolLM2 360M answers instead, from the beginning.',
    ],
    ['zh', '模型已停止：它所用的设备已丢失，或不再响应。Qwen3 1.7B 无法继续，改由 SmolLM2 360M 从头作答。'],
  ] as const)('says in words which model took over (%s)', async (locale, words) => {
    const { services } = await showApp({ desk: deskOf({ ...written, tookOverFrom }), settings: { locale } });
    services.models.setEntries([
      { ...qwen, state: 'installed' },
      { ...small, state: 'installed' },
    ]);
    await expect.element(page.getByText(words)).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  it.each([
    [
      'en',
      'Stopped, because SmolLM2 360M was removed or closed. What was written is kept.',
      'Stopped before anything was written, because SmolLM2 360M was removed or closed.',
    ],
    [
      'zh',
      'SmolLM2 360M 已被移除或关闭，回答因此停止，写出的部分已保留。',
      'SmolLM2 360M 已被移除或关闭，在写出内容之前已停止。',
    ],
  ] as const)('or removed says why it stopped (%s)', async (locale, withText, withoutText) => {
    const gone = { ...written, modelName: 'SmolLM2 360M', status: 'stopped', isModelGone: true } as const;
    await showApp({ desk: deskOf(gone), settings: { locale } });
    await expect.element(page.getByText(withText)).toBeVisible();
    await showApp({ desk: deskOf({ ...gone, text: '' }), settings: { locale } });
    await expect.element(page.getByText(withoutText)).toBeVisible();
  });

  it('says that it is quoted where no model took over', async () => {
    await showApp({ desk: deskOf({ tookOverFrom: { model: qwen.id, code: 'out-of-memory' } }) });
    await expect
      .element(
        page.getByText(
          'There was not enough memory. Qwen3 1.7B could not go on, so the answer is quoted instead.',
        ),
      )
      .toBeVisible();
  });

  it('of the person’s own choice can be had from another that is there', async () => {
    const desk = deskOf({ ...written, status: 'failed', error: { code: 'device-lost', message: '' } });
    const { services } = await showApp({ desk, settings: { engine: 'model', modelId: small.id } });
    const other = page.getByRole('button', { name: 'Answer with Qwen3 1.7B' });
    await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect.element(other).not.toBeInTheDocument();
    const error = new AppError('device-lost');
    services.models.setStatus({ status: 'failed', modelId: small.id, error, instead: qwen.id });
    await other.click();
    await expect.poll(() => services.settingsNow).toMatchObject({ engine: 'model', modelId: qwen.id });
    services.finish();
    await expect.element(page.getByText('An answer in a few words.')).toBeVisible();
  });

  it('says which model is being started for it', async () => {
    const desk = deskOf({ ...written, status: 'failed', error: { code: 'device-lost', message: '' } });
    const { services } = await showApp({ desk });
    await page.getByRole('button', { name: 'Try again' }).click();
    services.models.setStatus({ status: 'loading', modelId: qwen.id, fraction: 0.5 });
    await expect.element(page.getByText('Starting Qwen3 1.7B').first()).toBeVisible();
    services.finish();
    await expect.element(page.getByText('An answer in a few words.')).toBeVisible();
  });
});
