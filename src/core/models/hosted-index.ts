import type { ModelFormat, ModelTask } from './model-package';
import { isModelPath, readFacts, readFormat, readRecord, readTask, readText } from './package-description';
import type { StoredModelFacts } from './stored-model';

/** A model in a folder beside the app, as `models/hosted/index.json` sums it up. */
export interface HostedModel {
  /** Of its folder, inside `models/hosted`. */
  readonly path: string;
  readonly id: string;
  readonly format: ModelFormat;
  readonly task: ModelTask;
  readonly name: string;
  readonly bytes: number;
  readonly facts?: StoredModelFacts;
}

const mostModels = 500;

/** Reads the index of what is hosted beside the app; what does not fit is left out. */
export function readHostedIndex(json: unknown): HostedModel[] {
  const models = readRecord(json)?.['models'];
  if (!Array.isArray(models)) return [];
  return models.slice(0, mostModels).flatMap((entry: unknown) => {
    const model = readHosted(entry);
    return model ? [model] : [];
  });
}

function readHosted(entry: unknown): HostedModel | undefined {
  const record = readRecord(entry);
  const path = readText(record?.['path']);
  const id = readText(record?.['id']);
  const name = readText(record?.['name']);
  const format = readFormat(record?.['format']);
  const task = readTask(record?.['task']);
  const bytes = record?.['bytes'];
  const isWhole =
    path !== undefined &&
    isModelPath(path) &&
    id !== undefined &&
    name !== undefined &&
    typeof bytes === 'number' &&
    Number.isSafeInteger(bytes) &&
    bytes > 0;
  if (!isWhole || !format || !task) return undefined;
  const facts = readFacts(record?.['facts']);
  return { path, id, format, task, name, bytes, ...(facts ? { facts } : {}) };
}
