import { AppError } from '../app-error';
import type { Language } from '../language';
import type { ModelFormat, ModelTask } from './model-package';
import type { StoredModel, StoredModelFacts } from './stored-model';

/** The file that makes a folder a model that can be hosted, carried and imported. */
export const descriptionName = 'inkstone-model.json';

/** What an `inkstone-model.json` says of the folder that it lies in. */
export interface PackageDescription {
  readonly version: 1;
  readonly id: string;
  readonly format: ModelFormat;
  readonly task: ModelTask;
  readonly name: string;
  readonly files: readonly DescribedFile[];
  readonly facts?: StoredModelFacts;
}

export interface DescribedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

const mostFiles = 2000;
const longestText = 300;
const formats: readonly ModelFormat[] = ['mlc', 'gguf', 'onnx'];
const tasks: readonly ModelTask[] = ['answer', 'embedding', 'reranker'];
const languages: readonly Language[] = ['en', 'zh'];

/** Reads a description from anywhere: every field is checked. Throws `model-damaged` with what is wrong. */
export function readPackageDescription(json: unknown): PackageDescription {
  const record = readRecord(json);
  if (record?.['version'] !== 1) throw damaged('its version is not 1');
  const id = readText(record['id']);
  const name = readText(record['name']);
  const format = readFormat(record['format']);
  const task = readTask(record['task']);
  if (id === undefined || name === undefined) throw damaged('it names no id or name');
  if (!format || !task) throw damaged('its format or task is none that is known');
  const facts = readFacts(record['facts']);
  return {
    version: 1,
    id,
    format,
    task,
    name,
    files: readFiles(record['files']),
    ...(facts ? { facts } : {}),
  };
}

export function describeStoredModel({
  id,
  format,
  task,
  name,
  files,
  facts,
}: StoredModel): PackageDescription {
  return {
    version: 1,
    id,
    format,
    task,
    name,
    files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
    ...(facts ? { facts } : {}),
  };
}

export function writePackageDescription(description: PackageDescription): string {
  return `${JSON.stringify(description, undefined, 2)}\n`;
}

/** True for a path that stays inside the folder it is told for, on every system. */
export function isModelPath(path: string): boolean {
  return (
    path.length <= longestText &&
    !/[\\:*?"<>|\p{Cc}]/u.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.trim() === part)
  );
}

function readFiles(json: unknown): DescribedFile[] {
  if (!Array.isArray(json) || json.length === 0) throw damaged('it lists no files');
  if (json.length > mostFiles) throw damaged('it lists too many files');
  const files = json.map(readFile);
  if (new Set(files.map(({ path }) => path.toLowerCase())).size !== files.length) {
    throw damaged('it lists a file twice');
  }
  return files;
}

function readFile(json: unknown): DescribedFile {
  const record = readRecord(json);
  const { path, bytes, sha256 } = record ?? {};
  if (typeof path !== 'string' || !isModelPath(path) || path === descriptionName) {
    throw damaged('it lists a file outside of its folder');
  }
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) {
    throw damaged(`it tells no size of ${path}`);
  }
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw damaged(`it tells no SHA-256 of ${path}`);
  }
  return { path, bytes, sha256 };
}

/** What fits of the facts; undefined where nothing does. */
export function readFacts(json: unknown): StoredModelFacts | undefined {
  const record = readRecord(json);
  if (!record) return undefined;
  const contextTokens = readCount(record['contextTokens']);
  const memoryBytes = readCount(record['memoryBytes']);
  const licence = readText(record['licence']);
  const told: unknown = record['languages'];
  const known = Array.isArray(told) ? languages.filter((language) => told.includes(language)) : [];
  const facts: StoredModelFacts = {
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(licence === undefined ? {} : { licence }),
    ...(known.length === 0 ? {} : { languages: known }),
  };
  return Object.keys(facts).length === 0 ? undefined : facts;
}

export function readRecord(json: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(json) ? json : undefined;
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** A line of text that is short enough to be shown. */
export function readText(json: unknown): string | undefined {
  if (typeof json !== 'string' || json.trim() === '' || json.length > longestText) return undefined;
  return /\p{Cc}/u.test(json) ? undefined : json;
}

export function readFormat(json: unknown): ModelFormat | undefined {
  return formats.find((format) => format === json);
}

export function readTask(json: unknown): ModelTask | undefined {
  return tasks.find((task) => task === json);
}

function readCount(json: unknown): number | undefined {
  return typeof json === 'number' && Number.isSafeInteger(json) && json > 0 ? json : undefined;
}

function damaged(why: string): AppError {
  return new AppError('model-damaged', `${descriptionName} cannot be used: ${why}`);
}
