import { AppError } from '../../../src/core/app-error';
import type { ModelRun } from '../../../src/core/models/stored-model';
import { inkstone, q1Answer } from './desk';
import { cite } from './fake-content';
import { browsersOwn, downloading, llama, multilingual, qwen, small, type FakeModels } from './fake-models';

const day = 24 * 60 * 60 * 1000;

function measured(modelId: string, daysAgo: number, answerTokensPerSecond: number): ModelRun {
  return {
    modelId,
    at: new Date(2026, 4, 12, 12).getTime() - daysAgo * day,
    device: 'Scripted adapter',
    kind: 'benchmark',
    benchmark: {
      loadMs: 3200,
      promptTokens: 512,
      promptTokensPerSecond: answerTokensPerSecond * 9,
      answerTokens: 128,
      answerTokensPerSecond,
      memoryBytes: 2.1e9,
    },
  };
}

export const speeds: readonly ModelRun[] = [
  measured(qwen.id, 20, 21.4),
  measured(small.id, 14, 38.2),
  measured(qwen.id, 8, 26.8),
  measured(qwen.id, 1, 25.1),
];

/** A device in use: one model answers, others are on their way, paused or broken, and some are measured. */
export function prepareModels(models: FakeModels): void {
  const paused = { ...small, id: 'paused', name: 'Gemma 3 1B', licence: 'Gemma' };
  const failed = { ...qwen, id: 'failed', name: 'Phi 4 mini', licence: 'MIT', isRecommended: false };
  models.setEntries([
    { ...qwen, state: 'installed' },
    { ...small, state: 'installed' },
    { ...paused, state: 'partial' },
    { ...failed, state: 'partial' },
    { ...multilingual, state: 'partial' },
    llama,
    {
      ...qwen,
      id: 'q4',
      name: 'Qwen3 4B',
      downloadBytes: 2.3e9,
      memoryBytes: 3.4e9,
      verdict: { runs: true, caution: 'tight-memory' },
    },
    {
      ...small,
      id: 'unsloth/Qwen3-4B-GGUF/Qwen3-4B-Q4_K_M',
      name: 'Qwen3 4B',
      downloadBytes: 2.5e9,
      memoryBytes: 3.6e9,
    },
    ...['own', 'own-2'].map((id, index) => ({
      ...small,
      id,
      name: 'random',
      licence: '',
      source: { kind: 'files' as const },
      state: 'installed' as const,
      downloadBytes: 708e3 * (index + 1),
    })),
    {
      ...small,
      id: 'glm',
      name: 'GLM-Edge 1.5B',
      family: 'GLM',
      licence: 'GLM-4',
      languages: ['en', 'zh'],
      isRecommended: false,
    },
  ]);
  models.setWork(multilingual.id, { kind: 'installing', progress: downloading });
  models.setWork(paused.id, { kind: 'paused', loadedBytes: 120e6, totalBytes: 386e6 });
  models.setWork(failed.id, {
    kind: 'failed',
    what: 'install',
    error: new AppError('model-download-failed'),
  });
  models.setRuns(speeds);
  models.setStatus({
    status: 'ready',
    modelId: qwen.id,
    engine: 'webllm',
    contextTokens: 4096,
    device: { kind: 'gpu', name: 'Scripted adapter' },
    canThink: true,
  });
  models.comparisons = [
    {
      passages: 8,
      answers: [
        {
          modelId: qwen.id,
          phase: 'done',
          tokensPerSecond: 25.3,
          message: {
            ...q1Answer,
            engine: 'webllm',
            model: qwen.id,
            timings: { retrieveMs: 40, firstTokenMs: 900, totalMs: 5400 },
          },
        },
        {
          modelId: small.id,
          phase: 'writing',
          message: {
            ...q1Answer,
            status: 'streaming',
            text: 'Grind the stick in slow circles with a little fresh water [1].',
            citations: [cite(1, inkstone, 'Grind with fresh, cold water.')],
          },
        },
      ],
    },
  ];
}

/** The best model was lost: another took over, or is offered where the person chose the lost one. */
export function prepareLostModels(models: FakeModels, isChosen: boolean): void {
  models.setEntries([{ ...qwen, state: 'installed' }, { ...small, state: 'installed' }, browsersOwn]);
  models.setLosses(new Map([[qwen.id, 3]]));
  if (isChosen) {
    models.setWork(browsersOwn.id, { kind: 'fetching', fraction: 0.25 });
    const error = new AppError('out-of-memory');
    models.setStatus({ status: 'failed', modelId: qwen.id, error, isLost: true, instead: small.id });
    return;
  }
  models.setPassedOver([{ modelId: qwen.id, code: 'device-lost' }]);
  models.setStatus({
    status: 'ready',
    modelId: small.id,
    engine: 'webllm',
    contextTokens: 4096,
    device: { kind: 'gpu', name: 'Scripted adapter' },
    canThink: true,
  });
}
