import { createSHA1, createMD5, createSHA256 } from 'hash-wasm';
import { inject } from 'vitest';
import type { FileHash, ModelPackage } from '../../../src/core/models/model-package';
import { RpcClient } from '../../../src/rpc/client';
import { InkstoneDatabase } from '../../../src/storage/database';
import { removeModelFolder } from '../../../src/storage/model-files';
import { ModelRepository } from '../../../src/storage/models';
import type { ServedFile } from '../../fixtures/fault-server';
import { madeBytes } from '../../fixtures/made-bytes';
import type { StoreSetUp, TestedStoreContract } from '../../fixtures/model-store.worker';

export type Client = RpcClient<TestedStoreContract>;

/** A model on the fault server, and workers that fetch it one after another or at once. */
export class StoreDesk {
  readonly databaseName = `models-${crypto.randomUUID()}`;
  readonly database = new InkstoneDatabase(this.databaseName);
  readonly models = new ModelRepository(this.database);
  readonly modelId = `Maker/${crypto.randomUUID()}`;
  readonly #workers = new Set<Worker>();
  readonly #counters = new SharedArrayBuffer(64 * 4);
  #served: readonly ServedFile[] = [];
  #base = '';

  /** Serves files, and says what model they make. */
  async serve(
    files: readonly ServedFile[],
    hashes: (file: ServedFile) => Promise<FileHash | undefined> = publishedSha256,
  ): Promise<ModelPackage> {
    const response = await fetch(inject('faultServer'), { method: 'POST', body: JSON.stringify(files) });
    this.#base = `${inject('faultServer')}/${await response.text()}`;
    this.#served = files;
    return {
      id: this.modelId,
      format: 'gguf',
      task: 'answer',
      name: 'Made',
      origin: { kind: 'address', url: this.#base },
      files: await Promise.all(
        files.map(async (file) => {
          const hash = await hashes(file);
          return { path: file.name, url: this.#urlOf(file), bytes: file.bytes, ...(hash ? { hash } : {}) };
        }),
      ),
    };
  }

  #urlOf({ name }: ServedFile): string {
    return `${this.#base}/${encodeURIComponent(name)}`;
  }

  async startStore(options: Partial<StoreSetUp> = {}): Promise<{ client: Client; kill: () => void }> {
    const url = new URL('../../fixtures/model-store.worker.ts', import.meta.url);
    const worker = new Worker(url, { type: 'module', name: this.databaseName });
    this.#workers.add(worker);
    const client: Client = new RpcClient(worker);
    await client.call('setUp', {
      counters: this.#counters,
      urls: this.#served.map((file) => this.#urlOf(file)),
      checkpointBytes: 128 * 1024,
      ...options,
    });
    return {
      client,
      kill: () => {
        worker.terminate();
        this.#workers.delete(worker);
      },
    };
  }

  /** A store that waits when it has told how far it is, until it is told to go on. */
  async startGatedStore(): Promise<{ client: Client; kill: () => void; goOn: () => void }> {
    const gate = new SharedArrayBuffer(4);
    const opened = new Int32Array(gate);
    const goOn = (): void => {
      Atomics.add(opened, 0, 1);
      Atomics.notify(opened, 0);
    };
    return { ...(await this.startStore({ gate })), goOn };
  }

  /** How many bytes of each file's bodies were read, all tries together. */
  received(): number[] {
    return this.#counted(0);
  }

  /** How many bytes of each file's bodies came in one go at most. */
  largestPieces(): number[] {
    return this.#counted(1);
  }

  #counted(which: 0 | 1): number[] {
    const counts = new Int32Array(this.#counters);
    return this.#served.map((_, index) => counts[2 * index + which] ?? 0);
  }

  /** What the server holds back of the files comes from now on. */
  async letGo(): Promise<void> {
    await fetch(this.#base, { method: 'POST' });
  }

  /** The ranges that were asked for, by the file's name. */
  async requests(): Promise<ReadonlyMap<string, readonly string[]>> {
    return new Map((await (await fetch(`${this.#base}/`)).json()) as [string, string[]][]);
  }

  /** Paths of installed files whose bytes are not those that are served. */
  async wrongFiles(seeds: ReadonlyMap<string, number> = new Map()): Promise<string[]> {
    const files = await this.models.openModelFiles(this.modelId);
    const wrong: string[] = [];
    for (const { name, seed, bytes } of this.#served) {
      const file = files.get(name);
      const isRight =
        file && isSame(new Uint8Array(await file.arrayBuffer()), madeBytes(seeds.get(name) ?? seed, bytes));
      if (!isRight) wrong.push(name);
    }
    return wrong;
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) worker.terminate();
    this.#workers.clear();
    await this.database.delete();
    // A worker that was ended may hold its files for a moment yet.
    for (const name of await folderNames()) await removeModelFolder(name);
  }
}

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

export async function modelsRoot(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle('models', { create: true });
}

export async function folderNames(): Promise<string[]> {
  return Array.fromAsync((await modelsRoot()).keys());
}

/** All files of all models, as they are named on the disk. */
export async function fileNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const handle of (await modelsRoot()).values()) {
    if (handle.kind === 'directory') for await (const name of handle.keys()) names.push(name);
  }
  return names.sort();
}

export async function publishedSha256({ seed, bytes }: ServedFile): Promise<FileHash> {
  const hasher = await createSHA256();
  return { algorithm: 'sha256', hex: hasher.init().update(madeBytes(seed, bytes)).digest() };
}

export async function publishedMd5({ seed, bytes }: ServedFile): Promise<FileHash> {
  const hasher = await createMD5();
  return { algorithm: 'md5', hex: hasher.init().update(madeBytes(seed, bytes)).digest() };
}

export async function publishedGitSha1({ seed, bytes }: ServedFile): Promise<FileHash> {
  const hasher = await createSHA1();
  const hex = hasher.init().update(`blob ${bytes}\0`).update(madeBytes(seed, bytes)).digest();
  return { algorithm: 'git-sha1', hex };
}
