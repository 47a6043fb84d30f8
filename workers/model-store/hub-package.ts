import { AppError } from '../../src/core/app-error';
import { ggufSets, preferredGguf, shardPaths } from '../../src/core/models/gguf-files';
import {
  mlcConfigPath,
  readMlcConfig,
  readTensorCache,
  tensorCacheNames,
  tensorCachePath,
} from '../../src/core/models/mlc-files';
import type { ModelFile, ModelFormat, ModelTask } from '../../src/core/models/model-package';
import {
  chooseOnnxWeights,
  onnxDtypes,
  onlyWritesText,
  onnxTaskOf,
  optionalOnnxFiles,
  requiredOnnxFiles,
} from '../../src/core/models/onnx-files';
import { hubFileUrl, type HubFile, type HubRepository } from './hub-listing';
import type { ModelRequests } from './model-requests';

/** What of a repository makes a model work. */
export interface HubContents {
  readonly format: ModelFormat;
  readonly task: ModelTask;
  readonly files: readonly ModelFile[];
  /** Of a GGUF model: what tells it apart from others of its repository. */
  readonly variant?: string;
  readonly contextTokens?: number;
}

export interface HubWish {
  readonly format?: ModelFormat | undefined;
  readonly task?: ModelTask | undefined;
  readonly paths?: readonly string[] | undefined;
}

/** Chooses from the files that the hub lists. */
export async function contentsFromListing(
  hub: HubRepository,
  listing: readonly HubFile[],
  wish: HubWish,
  requests: ModelRequests,
): Promise<HubContents> {
  const byPath = new Map(listing.map((file) => [file.path, file]));
  const paths = [...byPath.keys()];
  const take = (path: string, from = path): ModelFile => {
    const { bytes, hash } = byPath.get(from) ?? {};
    return {
      path,
      url: hubFileUrl(hub, from),
      ...(bytes === undefined ? {} : { bytes }),
      ...(hash ? { hash } : {}),
    };
  };
  const format = wish.format ?? formatOf(paths);
  switch (format) {
    case 'mlc':
      return mlcContents(paths, take, () => requests.json(hubFileUrl(hub, mlcConfigPath)));
    case 'gguf':
      return ggufContents(paths, wish.paths, take);
    case 'onnx': {
      const config = wish.task ? undefined : await requests.json(hubFileUrl(hub, 'config.json'));
      return onnxContents(paths, wish.task ?? searchTaskOf(config, paths, hub.repository), take);
    }
    case undefined:
      throw incompatible(`${hub.repository} holds no model of a kind that runs here`);
  }
}

/** Where no listing is to be had: asks for the files that such a model has. */
export async function contentsWithoutListing(
  hub: HubRepository,
  wish: HubWish,
  requests: ModelRequests,
): Promise<HubContents> {
  const url = (path: string): string => hubFileUrl(hub, path);
  if (wish.format === 'gguf' || wish.paths?.some((path) => /\.gguf$/i.test(path))) {
    const paths = (wish.paths ?? []).flatMap(shardPaths);
    const files = await Promise.all(paths.map((path) => probeFile(path, url(path), requests)));
    return { format: 'gguf', task: 'answer', files: files.map(existing), ...variantOf(paths) };
  }
  if (wish.format !== 'onnx') {
    const config = await requests.json(url(mlcConfigPath)).catch(unlessMissing);
    if (config !== undefined) return mlcByItsLists(config, url, requests);
    if (wish.format === 'mlc') throw new AppError('model-not-found', `${url(mlcConfigPath)} is missing`);
  }
  return onnxByAsking(hub.repository, wish.task, url, requests);
}

function formatOf(paths: readonly string[]): ModelFormat | undefined {
  if (paths.includes(mlcConfigPath)) return 'mlc';
  if (paths.some((path) => /\.gguf$/i.test(path))) return 'gguf';
  return chooseOnnxWeights(paths) ? 'onnx' : undefined;
}

type Take = (path: string, from?: string) => ModelFile;

async function mlcContents(
  paths: readonly string[],
  take: Take,
  readConfig: () => Promise<unknown>,
): Promise<HubContents> {
  const cache = tensorCacheNames.find((path) => paths.includes(path));
  const shards = paths.filter((path) => /^params_shard_\d+\.bin$/.test(path));
  if (!paths.includes(mlcConfigPath) || cache === undefined || shards.length === 0) {
    throw incompatible('the repository holds no whole MLC model');
  }
  const config = readMlcConfig(await readConfig());
  if (!config || !paths.includes(config.tokenizerPath)) throw incompatible('the model has no tokenizer');
  const libraries = paths.filter((path) => path.endsWith('.wasm'));
  const [library] = libraries.length === 1 ? libraries : [];
  return {
    format: 'mlc',
    task: 'answer',
    files: [
      take(mlcConfigPath),
      take(config.tokenizerPath),
      take(tensorCachePath, cache),
      ...shards.map((path) => take(path)),
      ...(library === undefined ? [] : [take('library.wasm', library)]),
    ],
    ...(config.contextTokens === undefined ? {} : { contextTokens: config.contextTokens }),
  };
}

async function mlcByItsLists(
  configJson: unknown,
  url: (path: string) => string,
  requests: ModelRequests,
): Promise<HubContents> {
  const config = readMlcConfig(configJson);
  if (!config) throw incompatible('the model has no tokenizer');
  for (const name of tensorCacheNames) {
    const shards = readTensorCache(await requests.json(url(name)).catch(unlessMissing));
    if (!shards) continue;
    return {
      format: 'mlc',
      task: 'answer',
      files: [
        { path: mlcConfigPath, url: url(mlcConfigPath) },
        existing(await probeFile(config.tokenizerPath, url(config.tokenizerPath), requests)),
        { path: tensorCachePath, url: url(name) },
        ...shards.map(({ path, bytes, md5 }) => ({
          path,
          url: url(path),
          bytes,
          ...(md5 === undefined ? {} : { hash: { algorithm: 'md5' as const, hex: md5 } }),
        })),
      ],
      ...(config.contextTokens === undefined ? {} : { contextTokens: config.contextTokens }),
    };
  }
  throw incompatible('the model has no list of its weights');
}

function ggufContents(
  paths: readonly string[],
  wished: readonly string[] | undefined,
  take: Take,
): HubContents {
  const chosen = wished?.flatMap(shardPaths) ?? preferredGguf(ggufSets(paths))?.paths;
  if (!chosen) throw incompatible('the repository holds no whole GGUF model');
  const missing = chosen.filter((path) => !paths.includes(path));
  if (missing.length > 0) throw new AppError('model-not-found', `${missing.join(', ')} is missing`);
  return { format: 'gguf', task: 'answer', files: chosen.map((path) => take(path)), ...variantOf(chosen) };
}

function variantOf(paths: readonly string[]): Pick<HubContents, 'variant'> {
  const name = ggufSets(paths)[0]?.name;
  return name === undefined ? {} : { variant: name };
}

function onnxContents(paths: readonly string[], task: ModelTask | undefined, take: Take): HubContents {
  const weights = chooseOnnxWeights(paths);
  const missing = requiredOnnxFiles.filter((path) => !paths.includes(path));
  if (!weights || !task || task === 'answer' || missing.length > 0) {
    throw incompatible('the repository holds no embedding model or reranker for transformers.js');
  }
  return {
    format: 'onnx',
    task,
    files: [
      ...requiredOnnxFiles.map((path) => take(path)),
      ...optionalOnnxFiles.filter((path) => paths.includes(path)).map((path) => take(path)),
      ...weights.files.map(({ path, from }) => take(path, from)),
    ],
  };
}

function searchTaskOf(config: unknown, paths: readonly string[], repository: string): ModelTask | undefined {
  if (!onlyWritesText(config, paths, repository)) return onnxTaskOf(config);
  throw new AppError('model-incompatible', `${repository} writes text and makes no vectors`, {
    detail: { kind: 'no-search-model' },
  });
}

async function onnxByAsking(
  repository: string,
  task: ModelTask | undefined,
  url: (path: string) => string,
  requests: ModelRequests,
): Promise<HubContents> {
  const config = await requests.json(url('config.json'));
  const found: ModelFile[] = [];
  const ask = async (path: string): Promise<boolean> => {
    const file = await probeFile(path, url(path), requests);
    if (file.isThere) found.push(file.file);
    return file.isThere;
  };
  for (const path of [...requiredOnnxFiles, ...optionalOnnxFiles]) await ask(path);
  for (const [, ending] of onnxDtypes) {
    const graph = `onnx/model${ending}.onnx`;
    if (!(await ask(graph))) continue;
    for (let i = 0; await ask(`${graph}_data${i === 0 ? '' : `_${i}`}`); i += 1);
    break;
  }
  const paths = found.map(({ path }) => path);
  return onnxContents(
    paths,
    task ?? searchTaskOf(config, paths, repository),
    (path) => found.find((file) => file.path === path) ?? { path, url: url(path) },
  );
}

interface ProbedFile {
  readonly file: ModelFile;
  readonly isThere: boolean;
}

async function probeFile(path: string, url: string, requests: ModelRequests): Promise<ProbedFile> {
  const probe = await requests.probe(url);
  const bytes = probe.exists ? probe.bytes : undefined;
  return { file: { path, url, ...(bytes === undefined ? {} : { bytes }) }, isThere: probe.exists };
}

function existing({ file, isThere }: ProbedFile): ModelFile {
  if (!isThere) throw new AppError('model-not-found', `${file.url ?? file.path} is missing`);
  return file;
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof AppError && ['model-not-found', 'not-a-model-host'].includes(error.code))
    return undefined;
  throw error;
}

function incompatible(why: string): AppError {
  return new AppError('model-incompatible', why);
}
