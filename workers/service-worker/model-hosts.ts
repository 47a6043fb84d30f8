import { isModelHost } from '../../src/core/content-security-policy';

/** A page must never wait for another tab's upgrade of the database. */
const patienceMs = 1000;

/**
 * The origins a person has switched on for model downloads, as the app's settings hold them.
 * Read without Dexie and without a version: this must never create, upgrade or hold up the database.
 */
export async function readModelHosts(databaseName = 'inkstone'): Promise<string[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs, undefined);
  });
  try {
    const value = await Promise.race([readSetting(databaseName, 'modelHosts'), timeout]);
    return Array.isArray(value) ? value.filter(isModelHost) : [];
  } catch {
    // Without its settings the app runs under the strictest policy.
    return [];
  } finally {
    clearTimeout(timer);
  }
}

async function readSetting(databaseName: string, key: string): Promise<unknown> {
  const database = await openExisting(databaseName);
  if (!database) return undefined;
  try {
    if (!database.objectStoreNames.contains('settings')) return undefined;
    const row: unknown = await settled(database.transaction('settings').objectStore('settings').get(key));
    return typeof row === 'object' && row !== null && 'value' in row ? row.value : undefined;
  } finally {
    database.close();
  }
}

/** Undefined when there is no such database; it is not left created either. */
function openExisting(name: string): Promise<IDBDatabase | undefined> {
  const request = indexedDB.open(name);
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () => {
      // Undoes the creation that opening has begun.
      request.transaction?.abort();
      resolve(undefined);
    };
    settled(request).then(resolve, reject);
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed without a reason'));
  });
}
