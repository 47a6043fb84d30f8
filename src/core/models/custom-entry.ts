import { isModelHost } from '../content-security-policy';
import { officialHubUrl } from './mirrors';
import { isModelPath } from './package-description';
import type { WantedModel } from './wanted-model';

/**
 * The model that a person named by `owner/name`, by the address of a repository or a file of it on the hub (or its
 * mirror `hubUrl`), of a .gguf file, or of a folder with an `inkstone-model.json`. Undefined for anything else.
 */
export function readCustomAddress(typed: string, hubUrl: string = officialHubUrl): WantedModel | undefined {
  const text = typed.trim();
  if (isRepository(text)) return hubModel(text, 'main');
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!isModelHost(url.origin) || url.username !== '' || url.password !== '') return undefined;
  const onHub = [hubUrl, officialHubUrl].find((base) => isBelow(url, base));
  if (onHub !== undefined) return readHubPath(url.pathname.slice(new URL(onHub).pathname.length));
  if (/\.gguf$/i.test(url.pathname)) {
    // A query may be what opens the file.
    return { source: { kind: 'address', url: `${url.origin}${url.pathname}${url.search}` }, format: 'gguf' };
  }
  const folder = url.pathname.replace(/inkstone-model\.json$/, '').replace(/\/+$/, '');
  return { source: { kind: 'address', url: `${url.origin}${folder}` } };
}

function isRepository(text: string): boolean {
  return /^[\w-][\w.-]{0,95}\/[\w-][\w.-]{0,95}$/.test(text) && !/\.gguf$/i.test(text);
}

function isBelow(url: URL, base: string): boolean {
  const { origin, pathname } = new URL(base);
  return url.origin === origin && url.pathname.startsWith(pathname.replace(/\/*$/, '/'));
}

/** `owner/name`, and behind it `tree/<revision>` or `blob|resolve/<revision>/<path>`. */
function readHubPath(pathname: string): WantedModel | undefined {
  const parts = pathname.split('/').filter(Boolean).map(decoded);
  if (parts.some((part) => part === undefined)) return undefined;
  const [owner = '', name = '', verb, revision = 'main', ...path] = parts.filter(
    (part) => part !== undefined,
  );
  const repository = `${owner}/${name}`;
  if (!isRepository(repository) || !/^[\w.-]+$/.test(revision)) return undefined;
  if (verb === undefined || verb === 'tree') return hubModel(repository, revision);
  const file = path.join('/');
  if ((verb !== 'blob' && verb !== 'resolve') || !isModelPath(file)) return undefined;
  return /\.gguf$/i.test(file)
    ? { ...hubModel(repository, revision, [file]), format: 'gguf' }
    : hubModel(repository, revision);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function hubModel(repository: string, revision: string, paths?: readonly string[]): WantedModel {
  return { source: { kind: 'hub', repository, revision, ...(paths ? { paths } : {}) } };
}
