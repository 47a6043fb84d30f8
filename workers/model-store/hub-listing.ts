import { AppError } from '../../src/core/app-error';
import { isModelPath, readRecord } from '../../src/core/models/package-description';
import type { FileHash } from '../../src/core/models/model-package';
import type { ModelRequests } from './model-requests';

export interface HubRepository {
  /** Of the hub or its mirror, without a slash at the end. */
  readonly hubUrl: string;
  readonly repository: string;
  readonly revision: string;
}

export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  readonly hash?: FileHash;
}

/** Of a thousand files each; no model has more. */
const mostPages = 20;

/** All files of a repository, as the hub's API lists them with sizes and hashes. */
export async function listHubFiles(hub: HubRepository, requests: ModelRequests): Promise<HubFile[]> {
  const { hubUrl, repository, revision } = hub;
  const address = `${hubUrl}/api/models/${repository}/tree/${encodeURIComponent(revision)}`;
  const files: HubFile[] = [];
  let query = '?recursive=true';
  for (let page = 0; page < mostPages; page += 1) {
    const { json, headers } = await requests.page(address + query);
    if (!Array.isArray(json)) throw new AppError('not-a-model-host', `${address} lists no files`);
    files.push(...json.flatMap(readEntry));
    const next = nextQuery(headers.get('Link'));
    if (next === undefined) return files;
    query = next;
  }
  throw new AppError('model-incompatible', `${repository} has too many files`);
}

export function hubFileUrl({ hubUrl, repository, revision }: HubRepository, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${hubUrl}/${repository}/resolve/${encodeURIComponent(revision)}/${encoded}`;
}

function readEntry(entry: unknown): HubFile[] {
  const { type, path, size, oid, lfs } = readRecord(entry) ?? {};
  if (type !== 'file' || typeof path !== 'string' || !isModelPath(path)) return [];
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return [];
  const hash = readHash(readRecord(lfs)?.['oid'], oid);
  return [{ path, bytes: size, ...(hash ? { hash } : {}) }];
}

/** Large files are kept by their SHA-256, and their own id is that of a pointer to it. */
function readHash(lfsId: unknown, gitId: unknown): FileHash | undefined {
  if (typeof lfsId === 'string') {
    const hex = lfsId.replace(/^sha256:/, '').toLowerCase();
    return /^[0-9a-f]{64}$/.test(hex) ? { algorithm: 'sha256', hex } : undefined;
  }
  const isGitId = typeof gitId === 'string' && /^[0-9a-f]{40}$/i.test(gitId);
  return isGitId ? { algorithm: 'git-sha1', hex: gitId.toLowerCase() } : undefined;
}

/** Of the address of the next page only the query: a mirror may name the hub's own. */
function nextQuery(link: string | null): string | undefined {
  const [, address] = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(link ?? '') ?? [];
  if (address === undefined || !URL.canParse(address, 'https://hub.invalid')) return undefined;
  return new URL(address, 'https://hub.invalid').search;
}
