import { vectorSpaceKey } from '../../src/core/embedding-model';
import { readInstalledPath } from '../../src/core/models/installed-path';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { RpcClient } from '../../src/rpc/client';
import type { LibraryModel } from '../../src/storage/database';
import type { LibraryModelRepository } from '../../src/storage/library-models';
import { observe } from '../../src/storage/observe';
import type { SegmentRepository } from '../../src/storage/segments';

/** The model that a library is searched with now. */
export interface ChosenModel {
  readonly modelPath: string;
  /** See `vectorSpaceKey`. */
  readonly space: string;
  readonly dimension: number;
}

export interface SearchModelsDependencies {
  readonly models: LibraryModelRepository;
  readonly segments: Pick<SegmentRepository, 'spaces'>;
  readonly embedder: { client(): Promise<RpcClient<EmbedderContract>> };
  /** The installed model that the person chose; undefined for the app's own. */
  readonly chosenId: () => Promise<string | undefined>;
  /** Told of a library some of whose segments have no vectors of the chosen model. */
  readonly onOutdated: (wanted: LibraryModel) => void;
}

/**
 * Which model a question is embedded with. A library whose vectors are of another model than the wanted one goes on
 * being searched with that, until all of it is embedded anew; where that one cannot be loaded, by its words.
 */
export class SearchModels {
  readonly #dependencies: SearchModelsDependencies;
  /** By library; forgotten when the store changes, from any tab. */
  readonly #adopted = new Map<string, LibraryModel>();
  /** By library, the spaces of its segments' vectors, as the store has them. */
  readonly #spaces = new Map<string, readonly (readonly string[])[]>();
  /** Paths of models that could not be loaded since the choice last changed. */
  readonly #gone = new Set<string>();
  readonly #observed = new Map<string, () => void>();

  constructor(dependencies: SearchModelsDependencies) {
    this.#dependencies = dependencies;
  }

  async choose(libraryId: string, wantedPath: string, signal: AbortSignal): Promise<ChosenModel> {
    const client = await this.#dependencies.embedder.client();
    const wanted: LibraryModel = {
      libraryId,
      modelPath: wantedPath,
      model: await client.call('load', { modelPath: wantedPath }, { signal }),
    };
    const adopted = await this.#adopt(wanted);
    if (vectorSpaceKey(adopted.model) === vectorSpaceKey(wanted.model)) {
      // Another tab may have imported with the model before.
      if (this.#isIncomplete(wanted)) await this.#tellOutdated(wanted);
      return chosenOf(wanted);
    }
    // Where there is no model for the vectors of the library, only its words are searched.
    const searched = (await this.#isThere(adopted, signal)) ? adopted : wanted;
    await this.#tellOutdated(wanted);
    return chosenOf(searched);
  }

  /** After a change of the choice, in whatever tab: tells of all libraries that are yet to follow it. */
  async embedAnew(wantedPath: string, signal: AbortSignal): Promise<void> {
    const { models, embedder } = this.#dependencies;
    this.#gone.clear();
    const client = await embedder.client();
    const model = await client.call('load', { modelPath: wantedPath }, { signal });
    for (const libraryId of await models.libraryIds()) {
      const wanted = { libraryId, modelPath: wantedPath, model };
      if (await this.#isOutdated(wanted)) await this.#tellOutdated(wanted);
    }
  }

  async #isThere({ modelPath }: LibraryModel, signal: AbortSignal): Promise<boolean> {
    if (this.#gone.has(modelPath)) return false;
    try {
      const client = await this.#dependencies.embedder.client();
      await client.call('load', { modelPath }, { signal });
      return true;
    } catch {
      signal.throwIfAborted();
      // Not reported: the page takes an error that a worker reports for its end. What was chosen it has tried itself.
      this.#gone.add(modelPath);
      return false;
    }
  }

  /**
   * Nothing is embedded anew for a model that only stands in for the chosen one, because that cannot be loaded here, or
   * that this tab has yet to give up: another tab would undo it, and this one too at its next start.
   */
  async #tellOutdated(wanted: LibraryModel): Promise<void> {
    const { chosenId, onOutdated } = this.#dependencies;
    if ((await chosenId()) === idOf(wanted)) onOutdated(wanted);
  }

  async embedQuestion(question: string, modelPath: string, signal: AbortSignal): Promise<Float32Array> {
    const client = await this.#dependencies.embedder.client();
    return client.call('embed', { texts: [question], role: 'query', modelPath }, { signal });
  }

  /** Whether what the library is searched with, or a part of it, is still to be embedded with the wanted model. */
  async #isOutdated(wanted: LibraryModel): Promise<boolean> {
    const { models, segments } = this.#dependencies;
    const space = vectorSpaceKey(wanted.model);
    // As the store has it: what is known here may be a moment old.
    const adopted = await models.adopt(wanted);
    const spaces = await segments.spaces(wanted.libraryId);
    return vectorSpaceKey(adopted.model) !== space || spaces.some((each) => !each.includes(space));
  }

  forget(libraryId: string): void {
    this.#observed.get(libraryId)?.();
    this.#observed.delete(libraryId);
    this.#adopted.delete(libraryId);
    this.#spaces.delete(libraryId);
  }

  #isIncomplete({ libraryId, model }: LibraryModel): boolean {
    const space = vectorSpaceKey(model);
    return this.#spaces.get(libraryId)?.some((spaces) => !spaces.includes(space)) ?? false;
  }

  async #adopt(wanted: LibraryModel): Promise<LibraryModel> {
    const { models, segments } = this.#dependencies;
    const { libraryId } = wanted;
    const known = this.#adopted.get(libraryId);
    if (known) return known;
    const adopted = await models.adopt(wanted);
    this.#spaces.set(libraryId, await segments.spaces(libraryId));
    this.#adopted.set(libraryId, adopted);
    this.#observe(libraryId);
    return adopted;
  }

  #observe(libraryId: string): void {
    if (this.#observed.has(libraryId)) return;
    const { models, segments } = this.#dependencies;
    const stopModel = observe(
      () => models.get(libraryId),
      (stored) => {
        if (stored) this.#adopted.set(libraryId, stored);
        else this.#adopted.delete(libraryId);
      },
    );
    const stopSpaces = observe(
      () => segments.spaces(libraryId),
      (spaces) => this.#spaces.set(libraryId, spaces),
    );
    this.#observed.set(libraryId, () => {
      stopModel();
      stopSpaces();
    });
  }
}

function idOf({ modelPath }: LibraryModel): string | undefined {
  return readInstalledPath(modelPath)?.id;
}

function chosenOf({ modelPath, model }: LibraryModel): ChosenModel {
  return { modelPath, space: vectorSpaceKey(model), dimension: model.dimension };
}
