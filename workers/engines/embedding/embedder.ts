import { AppError } from '../../../src/core/app-error';
import { chunkingSteps } from '../../../src/core/chunking';
import { splittingProblem } from '../../../src/core/splitting';
import type { EmbedderContract, LoadProgress } from '../../../src/contracts/embedder';
import { transfer } from '../../../src/rpc/protocol';
import type { EmbeddingBackend } from './backend';
import { loadBackend, type BackendKind } from './load-backend';
import { loadReranker } from './load-reranker';
import type { OpenModelFiles } from './model-files';
import { ModelShelf } from './model-shelf';
import type { Reranker } from './reranker';
import { nextTurn, runInTurns } from '../../turns';

/** An index made with an earlier model answers with it while a newer one embeds the documents anew. */
const mostModels = 2;

interface Chosen {
  readonly modelPath: string;
  readonly kind: BackendKind;
}

export interface EmbedderDependencies {
  readonly openReranker: (modelPath: string) => Promise<Reranker>;
  readonly openBackend: typeof loadBackend;
  /** Of models that are kept on this device. */
  readonly openInstalled: OpenModelFiles;
}

/** Embeds with two models at most; loading a third lets the one go that was not used for longest. */
export function createEmbedder({
  openInstalled,
  openReranker = (modelPath) => loadReranker(modelPath, openInstalled),
  openBackend = (modelPath, kind, onProgress, settings) =>
    loadBackend(modelPath, kind, onProgress, settings, openInstalled),
}: Partial<EmbedderDependencies> = {}): EmbedderContract {
  const backends = new ModelShelf<EmbeddingBackend>(mostModels);
  const rerankers = new ModelShelf<Reranker>(1);
  let loadedLast: Chosen | undefined;

  function withBackend<T>(
    chosen: Chosen,
    work: (backend: EmbeddingBackend) => T | Promise<T>,
    onProgress?: (progress: LoadProgress) => void,
  ): Promise<T> {
    const load = (report: (progress: LoadProgress) => void): Promise<EmbeddingBackend> =>
      openBackend(chosen.modelPath, chosen.kind, report);
    return backends.use(keyOf(chosen), load, work, onProgress);
  }

  /** The model of that path in whatever way it was loaded; without a path, the one loaded last. */
  function choose(modelPath: string | undefined): Chosen {
    if (modelPath !== undefined && modelPath !== loadedLast?.modelPath) {
      const kinds: readonly BackendKind[] = ['auto', 'static', 'transformers'];
      const kind = kinds.find((each) => backends.has(keyOf({ modelPath, kind: each }))) ?? 'auto';
      return { modelPath, kind };
    }
    if (!loadedLast) throw new AppError('model-load-failed', 'no search model is loaded');
    return loadedLast;
  }

  return {
    load: async ({ modelPath, backend: kind = 'auto' }, { progress }) => {
      const chosen: Chosen = { modelPath, kind };
      const before = loadedLast;
      loadedLast = chosen;
      try {
        return await withBackend(chosen, ({ model }) => model, progress);
      } catch (error) {
        // What was loaded before is still there.
        if (loadedLast === chosen) loadedLast = before;
        throw error;
      }
    },

    split: async ({ document, title, modelPath, splitting, above }, { signal }) =>
      withBackend(choose(modelPath), ({ model, countTokens }) => {
        const { maxTokens } = model;
        const problem = splitting && splittingProblem(splitting, maxTokens);
        if (problem) throw new AppError('invalid-input', `documents cannot be split like this: ${problem}`);
        const options = { countTokens, maxTokens, title, splitting, above };
        return runInTurns(chunkingSteps(document, options), signal);
      }),

    embed: async ({ texts, role, modelPath }, { signal, progress }) =>
      withBackend(choose(modelPath), async ({ model, embed }) => {
        const prefix = model.prefixes[role];
        const total = texts.length;
        const vectors = await embed(
          texts.map((text) => prefix + text),
          async (loaded) => {
            progress({ loaded, total });
            await letOthersIn(signal);
          },
        );
        progress({ loaded: total, total });
        return transfer(vectors, [vectors.buffer]);
      }),

    rerank: ({ modelPath, question, texts }, { signal }) =>
      rerankers.use(
        modelPath,
        () => openReranker(modelPath),
        async ({ score }) => {
          signal.throwIfAborted();
          const scores = await score(question, texts, () => letOthersIn(signal));
          return transfer(scores, [scores.buffer]);
        },
      ),
  };
}

function keyOf({ kind, modelPath }: Chosen): string {
  return `${kind} ${modelPath}`;
}

async function letOthersIn(signal: AbortSignal): Promise<void> {
  await nextTurn();
  signal.throwIfAborted();
}
