import { AppError } from '../../../src/core/app-error';
import { chunkingSteps } from '../../../src/core/chunking';
import type { EmbedderContract, LoadProgress } from '../../../src/contracts/embedder';
import { transfer } from '../../../src/rpc/protocol';
import type { EmbeddingBackend } from './backend';
import { loadBackend, type BackendKind } from './load-backend';
import { nextTurn, runInTurns } from './turns';

interface Loading {
  readonly key: string;
  readonly backend: Promise<EmbeddingBackend>;
  readonly listeners: Set<(progress: LoadProgress) => void>;
}

/** Embeds with one model at a time; loading another lets the earlier one go. */
export function createEmbedder(): EmbedderContract {
  let loading: Loading | undefined;

  function load(modelPath: string, kind: BackendKind): Loading {
    const key = `${kind} ${modelPath}`;
    if (loading?.key === key) return loading;
    const listeners = new Set<(progress: LoadProgress) => void>();
    const backend = loadBackend(modelPath, kind, (progress) => {
      for (const listener of listeners) listener(progress);
    });
    // Shared by all who ask, so no single caller's signal ends it.
    const started: Loading = { key, listeners, backend };
    backend.catch(() => {
      if (loading === started) loading = undefined;
    });
    loading = started;
    return started;
  }

  function current(): Promise<EmbeddingBackend> {
    if (loading) return loading.backend;
    return Promise.reject(new AppError('model-load-failed', 'no search model is loaded'));
  }

  return {
    load: async ({ modelPath, backend: kind = 'auto' }, { progress }) => {
      const { backend, listeners } = load(modelPath, kind);
      listeners.add(progress);
      try {
        return (await backend).model;
      } finally {
        listeners.delete(progress);
      }
    },

    split: async ({ document, title }, { signal }) => {
      const { model, countTokens } = await current();
      const { maxTokens } = model;
      return runInTurns(chunkingSteps(document, { countTokens, maxTokens, title }), signal);
    },

    embed: async ({ texts, role }, { signal, progress }) => {
      const { model, embed } = await current();
      const prefix = model.prefixes[role];
      const total = texts.length;
      const vectors = await embed(
        texts.map((text) => prefix + text),
        async (loaded) => {
          progress({ loaded, total });
          await nextTurn();
          signal.throwIfAborted();
        },
      );
      progress({ loaded: total, total });
      return transfer(vectors, [vectors.buffer]);
    },
  };
}
