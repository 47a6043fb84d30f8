import { indexedText } from '../../src/core/chunk';
import { vectorSpaceKey } from '../../src/core/embedding-model';
import { contentIdOf, documentTitle } from '../../src/core/library';
import { quantizeVectors } from '../../src/core/quantized-vectors';
import { forEachDocument } from '../../src/core/search/segment/segment';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { RpcClient } from '../../src/rpc/client';
import type { ContentRepository } from '../../src/storage/contents';
import type { LibraryModel } from '../../src/storage/database';
import type { DocumentRepository } from '../../src/storage/documents';
import type { LibraryModelRepository } from '../../src/storage/library-models';
import type { SegmentRepository } from '../../src/storage/segments';
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
  readonly #running = new Map<string, Promise<void>>();

  constructor(dependencies: ReEmbeddingDependencies) {
    this.#dependencies = dependencies;
  }

  /** Starts unless it runs already, here or in another tab. */
  start(wanted: LibraryModel): void {
    const { libraryId } = wanted;
    if (this.#running.has(libraryId)) return;
    const running = inOneTab(`inkstone-embedding-${libraryId}`, () => this.#embedAll(wanted))
      // The next question tries again; until then the vectors there are go on answering.
      .catch(reportError)
      .finally(() => this.#running.delete(libraryId));
    this.#running.set(libraryId, running);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #embedAll(wanted: LibraryModel): Promise<void> {
    const { segments, models, onSwitched } = this.#dependencies;
    const space = vectorSpaceKey(wanted.model);
    // What is committed or merged meanwhile may lack them again.
    while (!(await models.switchTo(wanted))) {
      const { headers } = await segments.read(wanted.libraryId);
      for (const { id, spaces } of headers) {
        if (!spaces.includes(space)) await this.#embedSegment(id, wanted, space);
      }
    }
    onSwitched(wanted.libraryId);
  }

  async #embedSegment(segmentId: number, { model, modelPath }: LibraryModel, space: string): Promise<void> {
    const { segments, embedder } = this.#dependencies;
    const texts = await this.#textsOf(segmentId);
    const vectors = new Float32Array(texts.length * model.dimension);
    const client = await embedder.client();
    for (let first = 0; first < texts.length; first += chunksPerCall) {
      const part = texts.slice(first, first + chunksPerCall);
      const ofPart = await client.call('embed', { texts: part, role: 'passage', modelPath });
      vectors.set(ofPart, first * model.dimension);
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
