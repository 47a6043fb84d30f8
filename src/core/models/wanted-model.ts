import type { Language } from '../language';
import type { ModelSource } from './catalogue-entry';
import type { ModelFormat, ModelTask } from './model-package';

export interface ModelBases {
  readonly hubUrl: string;
  readonly libraryUrl: string;
  /** Absolute address of `models/hosted/`. */
  readonly hostedUrl: string;
}

export interface WantedModel {
  readonly source: ModelSource;
  readonly id?: string;
  readonly format?: ModelFormat;
  readonly task?: ModelTask;
  readonly name?: string;
  readonly contextTokens?: number;
  readonly memoryBytes?: number;
  readonly languages?: readonly Language[];
  readonly licence?: string;
}
