import { AppError, toAppError } from '../../core/app-error';
import type { SearchTask } from '../app-services';
import { deviceNameOf, type CatalogueReader } from './catalogue-reader';
import type { ModelParts } from './model-parts';
import type { WorkBoard } from './model-work';

interface Options {
  readonly parts: Pick<ModelParts, 'settings' | 'rows' | 'runs' | 'tryForSearch'>;
  readonly work: WorkBoard;
  readonly catalogue: CatalogueReader;
}

/** Which models search and rank: the app's own, or installed ones that have shown to be of use. */
export class SearchModelChoice {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Null chooses the app's own. A model that is of no use is not chosen; its failure is shown with it. */
  async choose(task: SearchTask, modelId: string | null): Promise<void> {
    const { parts, work } = this.#options;
    if (modelId !== null) {
      const isOfUse = await work.run(modelId, 'try', { kind: 'trying' }, () => this.#try(modelId));
      if (isOfUse !== true) return;
    }
    await parts.settings.update(
      task === 'embedding' ? { embeddingModelId: modelId } : { rerankerModelId: modelId },
    );
  }

  /** Has every tab turn to the app's own where it is this one that searches or ranks. */
  async leave(modelId: string): Promise<void> {
    const { settings } = this.#options.parts;
    const { embeddingModelId, rerankerModelId } = settings.current;
    if (embeddingModelId === modelId) await settings.update({ embeddingModelId: null });
    if (rerankerModelId === modelId) await settings.update({ rerankerModelId: null });
  }

  /** What came of it is kept like the self-test of a model that answers. */
  async #try(modelId: string): Promise<true> {
    const { parts, catalogue } = this.#options;
    const stored = (await parts.rows.list()).find(({ id }) => id === modelId);
    if (!stored) throw new AppError('not-found', `${modelId} is not on this device`);
    const device = deviceNameOf(await catalogue.support());
    const record = (selfTest: { readonly passed: boolean; readonly reason?: string }): Promise<void> =>
      parts.runs.add({ modelId, device, at: Date.now(), kind: 'self-test', selfTest });
    try {
      await parts.tryForSearch(stored);
    } catch (error) {
      const { code, message } = toAppError(error);
      if (code === 'model-unsound') await record({ passed: false, reason: message });
      throw error;
    }
    await record({ passed: true });
    return true;
  }
}
