import type { ModelFormat, ModelTask } from './model-package';
import type { StoredModelFacts } from './stored-model';

export interface HostedModel {
  readonly path: string;
  readonly id: string;
  readonly format: ModelFormat;
  readonly task: ModelTask;
  readonly name: string;
  readonly bytes: number;
  readonly facts?: StoredModelFacts;
}

export function readHostedIndex(json: unknown): HostedModel[] {
  return Array.isArray(json) ? [] : [];
}
