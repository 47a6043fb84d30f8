import { indexedText } from '../../src/core/chunk';
import { vectorSpaceKey } from '../../src/core/embedding-model';
import { contentIdOf, documentTitle } from '../../src/core/library';
import { oneAtATime } from '../../src/core/one-at-a-time';
import { quantizeVectors } from '../../src/core/quantized-vectors';
import { forEachDocument } from '../../src/core/search/segment/segment';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { RpcClient } from '../../src/rpc/client';
import type { ContentRepository } from '../../src/storage/contents';
import type { LibraryModel } from '../../src/storage/database';
import type { DocumentRepository } from '../../src/storage/documents';
import type { LibraryModelRepository } from '../../src/storage/library-models';
import { postReEmbeddingProgress, withShownProgress } from '../../src/storage/re-embedding-progress';
import type { SegmentRepository } from '../../src/storage/segments';
import { reportProblem } from '../report-problem';
import { inOneTab } from './in-one-tab';

/** Chunks embedded in one call: a question waits for at most one such call. */
const chunksPerCall = 64;

export interface ReEmbeddingDependencies {
  readonly segments: SegmentRepository;
  readonly models: LibraryModelRepository;
  readonly contents: ContentRepository;
  readonly documents: DocumentRepository;
  readonly embedder: { client(): Promise<RpcClient<EmbedderContract>> };
  readonly onSwitched: (libraryId: string) => void;
}

/**
 * Gives a library the vectors of another model, segment by segment, while the vectors it has go on answering; when
 * every segment has them, the library is searched with the new model at once and the old vectors are deleted. What is
 * done is stored with each segment, so a closed tab costs no more than one segment.
 */
export class ReEmbedding {
  readonly #dependencies: ReEmbeddingDependencies;
  /** By library, with the space that it is given. */
  readonly #running = new Map<
    string,
    { readonly space: string; readonly aborter: AbortController; readonly done: Promise<void> }
  >();

  /** Libraries wait for each other, so that a question never waits for a call of each. */
  readonly #inTurn = oneAtATime();

  constructor(dependencies: ReEmbeddingDependencies) {
    this.#dependencies = dependencies;
  }

  /** Starts unless it runs already, here or in another tab; takes the place of what runs here for another model. */
  start(wanted: LibraryModel): void {
    const { libraryId, model } = wanted;
    const space = vectorSpaceKey(model);
    const before = this.#running.get(libraryId);
    if (before?.space === space) return;
    before?.aborter.abort();
    const aborter = new AbortController();
    const { signal } = aborter;
    const done = this.#run(wanted, before?.done, signal)
      // The next question tries again; until then the vectors there are go on answering.
      .catch((error: unknown) => {
        if (!signal.aborted) reportProblem(error);
      })
      .finally(() => {
        if (this.#running.get(libraryId)?.aborter === aborter) this.#running.delete(libraryId);
      });
    this.#running.set(libraryId, { space, aborter, done });
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #run(wanted: LibraryModel, before: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
    await before;
    const { libraryId } = wanted;
    await this.#inTurn(() =>
      inOneTab(`inkstone-embedding-${libraryId}`, () =>
        withShownProgress(libraryId, () => this.#embedAll(wanted, signal)),
      ),
    );
  }

  async #embedAll(wanted: LibraryModel, signal: AbortSignal): Promise<void> {
    const { segments, models, onSwitched } = this.#dependencies;
    const { libraryId } = wanted;
    const space = vectorSpaceKey(wanted.model);
    // What is committed or merged meanwhile may lack them again.
    for (;;) {
      signal.throwIfAborted();
      if (await models.switchTo(wanted)) break;
      const { headers } = await segments.read(libraryId);
      const total = headers.reduce((sum, { rows }) => sum + rows, 0);
      let done = headers.reduce((sum, { rows, spaces }) => sum + (spaces.includes(space) ? rows : 0), 0);
      const report = (chunks: number): void => {
        done += chunks;
        postReEmbeddingProgress({ libraryId, done, total });
      };
      report(0);
      for (const { id, spaces } of headers) {
        if (!spaces.includes(space)) await this.#embedSegment(id, wanted, { space, signal, report });
      }
    }
    onSwitched(libraryId);
  }

  async #embedSegment(
    segmentId: number,
    { model, modelPath }: LibraryModel,
    {
      space,
      signal,
      report,
    }: {
      readonly space: string;
      readonly signal: AbortSignal;
      /** Takes the number of chunks that were embedded since the last report. */
      readonly report: (chunks: number) => void;
    },
  ): Promise<void> {
    const { segments, embedder } = this.#dependencies;
    const texts = await this.#textsOf(segmentId);
    const vectors = new Float32Array(texts.length * model.dimension);
    const client = await embedder.client();
    for (let first = 0; first < texts.length; first += chunksPerCall) {
      const part = texts.slice(first, first + chunksPerCall);
      const ofPart = await client.call('embed', { texts: part, role: 'passage', modelPath }, { signal });
      vectors.set(ofPart, first * model.dimension);
      report(part.length);
    }
    await segments.addSpace(segmentId, space, quantizeVectors(vectors, model.dimension));
  }

  /** What is embedded for each row; nothing for rows whose document was removed. */
  async #textsOf(segmentId: number): Promise<string[]> {
    const { segments, contents, documents } = this.#dependencies;
    const directory = await segments.directory(segmentId);
    const keys: [string, number][] = [];
    if (directory) {
      forEachDocument(directory, (contentId, start, end, firstOrdinal) => {
        for (let row = 0; row < end - start; row += 1) keys.push([contentId, firstOrdinal + row]);
      });
    }
    const owners = await documents.getByContent(directory?.documentIds ?? []);
    const titles = new Map(
      owners.flatMap((owner) => (owner ? [[contentIdOf(owner), documentTitle(owner, owner.content)]] : [])),
    );
    const chunks = await contents.chunks(keys);
    return chunks.map((chunk) => (chunk ? indexedText(titles.get(chunk.documentId), chunk) : ''));
  }
}
