import { AppError } from '../../src/core/app-error';
import type { ModelSource } from '../../src/core/models/catalogue-entry';
import { ggufSets, shardPaths } from '../../src/core/models/gguf-files';
import { libraryPath } from '../../src/core/models/mlc-files';
import type { ModelFile, ModelPackage } from '../../src/core/models/model-package';
import {
  descriptionName,
  isModelPath,
  readPackageDescription,
} from '../../src/core/models/package-description';
import type { StoredModelFacts } from '../../src/core/models/stored-model';
import type { ModelBases, WantedModel } from '../../src/core/models/wanted-model';
import { hubFileUrl, listHubFiles, type HubRepository } from './hub-listing';
import { contentsFromListing, contentsWithoutListing, type HubContents } from './hub-package';
import { modelRequests, type ModelRequestOptions, type ModelRequests } from './model-requests';

/**
 * Everything that makes a model work offline, with the addresses, sizes and hashes of its files as far as its host
 * tells. Throws `offline`, `model-not-found`, `model-gated`, `not-a-model-host`, `too-many-requests`,
 * `model-download-failed`, `model-incompatible`, `model-damaged` or `invalid-input`.
 */
export async function resolvePackage(
  wanted: WantedModel,
  bases: ModelBases,
  options: ModelRequestOptions,
): Promise<ModelPackage> {
  const requests = modelRequests(options);
  const { source } = wanted;
  switch (source.kind) {
    case 'hub':
      return resolveHub(wanted, source, bases, requests);
    case 'address':
      return /\.gguf$/i.test(new URL(source.url).pathname)
        ? resolveFile(wanted, source.url, requests)
        : resolveFolder(wanted, source.url, { kind: 'address', url: source.url }, requests);
    case 'hosted':
      if (!isModelPath(source.path))
        throw new AppError('invalid-input', 'the folder is none of the hosted ones');
      return resolveFolder(wanted, `${bases.hostedUrl}/${source.path}`, { kind: 'hosted' }, requests);
    case 'files':
    case 'browser':
      throw new AppError('invalid-input', 'this model cannot be fetched');
  }
}

async function resolveHub(
  wanted: WantedModel,
  source: Extract<ModelSource, { kind: 'hub' }>,
  { hubUrl, libraryUrl }: ModelBases,
  requests: ModelRequests,
): Promise<ModelPackage> {
  const { repository, revision, paths } = source;
  const hub: HubRepository = { hubUrl, repository, revision };
  const contents = await hubContents(hub, { ...wanted, paths }, requests);
  const library = await libraryOf(contents, source.library, libraryUrl, requests);
  const [owner, ownName = repository] = repository.split('/');
  // The runtime's own list names its models without their maker.
  const ownId = contents.format === 'mlc' && owner === 'mlc-ai' ? ownName : repository;
  const id = contents.variant === undefined ? ownId : `${ownId}/${contents.variant}`;
  const facts = factsOf(wanted, contents.contextTokens);
  return {
    id: wanted.id ?? id,
    format: contents.format,
    task: wanted.task ?? contents.task,
    name: wanted.name ?? contents.variant?.split('/').at(-1) ?? ownName,
    files: [...contents.files, ...library],
    origin: { kind: 'hub', baseUrl: hubUrl, repository },
    ...(facts ? { facts } : {}),
  };
}

async function hubContents(
  hub: HubRepository,
  wish: Pick<WantedModel, 'format' | 'task'> & { readonly paths: readonly string[] | undefined },
  requests: ModelRequests,
): Promise<HubContents> {
  let listing;
  try {
    listing = await listHubFiles(hub, requests);
  } catch (error) {
    if (!(error instanceof AppError) || !mayHaveFilesAllTheSame(error)) throw error;
    // What the listing said of itself is the better word where there are no files either.
    return await contentsWithoutListing(hub, wish, requests).catch((second: unknown) => {
      throw second instanceof AppError && second.code === 'model-incompatible' ? second : error;
    });
  }
  const contents = await contentsFromListing(hub, listing, wish, requests);
  // A repository that asks for its licence to be accepted lists its files to everyone.
  const [first] = contents.files;
  if (first) await requests.probe(first.url ?? hubFileUrl(hub, first.path));
  return contents;
}

/** Some mirrors hand out files and know nothing of the API. */
function mayHaveFilesAllTheSame({ code }: AppError): boolean {
  return ['model-not-found', 'not-a-model-host', 'model-download-failed', 'model-damaged'].includes(code);
}

async function libraryOf(
  { format, files }: HubContents,
  library: string | undefined,
  libraryUrl: string,
  requests: ModelRequests,
): Promise<ModelFile[]> {
  if (format !== 'mlc') return [];
  if (library === undefined) {
    if (files.some(({ path }) => path === libraryPath)) return [];
    throw new AppError('model-incompatible', 'no compiled library is known for this model');
  }
  const url = URL.canParse(library) ? library : `${libraryUrl}/${library}`;
  const probe = await requests.probe(url);
  if (!probe.exists) throw new AppError('model-not-found', `${url} is missing`);
  const file = { path: libraryPath, url, ...(probe.bytes === undefined ? {} : { bytes: probe.bytes }) };
  return [file];
}

async function resolveFile(wanted: WantedModel, url: string, requests: ModelRequests): Promise<ModelPackage> {
  const { origin, pathname, search, host } = new URL(url);
  const files = await Promise.all(
    shardPaths(pathname).map(async (shard) => {
      const address = `${origin}${shard}${search}`;
      const probe = await requests.probe(address);
      if (!probe.exists) throw new AppError('model-not-found', `${address} is missing`);
      const path = decodeURIComponent(shard.slice(shard.lastIndexOf('/') + 1));
      if (!isModelPath(path)) throw new AppError('invalid-input', 'the name of the file cannot be used');
      return { path, url: address, ...(probe.bytes === undefined ? {} : { bytes: probe.bytes }) };
    }),
  );
  const name = ggufSets(files.map(({ path }) => path))[0]?.name ?? host;
  const facts = factsOf(wanted);
  return {
    id: wanted.id ?? `${host}/${name}`,
    format: 'gguf',
    task: 'answer',
    name: wanted.name ?? name,
    files,
    origin: { kind: 'address', url },
    ...(facts ? { facts } : {}),
  };
}

/** A folder that says itself what is in it. */
async function resolveFolder(
  wanted: WantedModel,
  folder: string,
  origin: ModelPackage['origin'],
  requests: ModelRequests,
): Promise<ModelPackage> {
  const base = folder.replace(/\/+$/, '');
  const described = readPackageDescription(await requests.json(`${base}/${descriptionName}`));
  const { format, task, name, files, facts } = described;
  // A folder of anybody's must not pass for a model that is here already.
  const id = origin.kind === 'address' ? idByAddress(base, described.id) : described.id;
  const known = { ...facts, ...factsOf(wanted) };
  return {
    id,
    format,
    task,
    name: wanted.name ?? name,
    files: files.map(({ path, bytes, sha256 }) => ({
      path,
      url: `${base}/${path.split('/').map(encodeURIComponent).join('/')}`,
      bytes,
      hash: { algorithm: 'sha256', hex: sha256 },
    })),
    origin,
    ...(Object.keys(known).length === 0 ? {} : { facts: known }),
  };
}

/** The last part stays: it tells what model it is. */
function idByAddress(address: string, id: string): string {
  const { host, pathname } = new URL(address);
  return `${host}${pathname.replace(/\/+$/, '')}/${id}`;
}

function factsOf(wanted: WantedModel, contextTokens = wanted.contextTokens): StoredModelFacts | undefined {
  const { memoryBytes, languages, licence } = wanted;
  const window = wanted.contextTokens ?? contextTokens;
  const facts: StoredModelFacts = {
    ...(window === undefined ? {} : { contextTokens: window }),
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(languages === undefined ? {} : { languages }),
    ...(licence === undefined || licence === '' ? {} : { licence }),
  };
  return Object.keys(facts).length === 0 ? undefined : facts;
}
