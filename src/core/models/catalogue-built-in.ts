import type { CatalogueDraft } from './catalogue-draft';
import type { DeviceProfile } from './device-profile';

export const builtInModelId = 'built-in';

/** The browser's own model, where it has one; what it is and how large, no browser tells. */
export function builtInDrafts({ builtIn }: DeviceProfile): CatalogueDraft[] {
  if (!builtIn) return [];
  return [
    {
      id: builtInModelId,
      task: 'answer',
      engine: 'built-in',
      format: undefined,
      source: { kind: 'browser' },
      name: 'Built-in model',
      family: '',
      licence: '',
      languages: ['en'],
      contextTokens: 0,
      downloadBytes: 0,
      memoryBytes: 0,
      needs: {},
      rank: 0,
    },
  ];
}
