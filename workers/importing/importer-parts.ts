import { partCharacters } from '../../src/core/document-parts';
import type { EmbeddingModel } from '../../src/core/embedding-model';
import { memoised } from '../../src/core/memoised';
import { createAnalyser } from '../../src/core/search/analyse';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { SearchIndexContract } from '../../src/contracts/search-index';
import type { Peer } from '../../src/rpc/peers';
import { ContentRepository } from '../../src/storage/contents';
import type { InkstoneDatabase } from '../../src/storage/database';
import { DocumentRepository } from '../../src/storage/documents';
import { FileRepository } from '../../src/storage/files';
import { SegmentRepository } from '../../src/storage/segments';
import { StagedContents } from '../../src/storage/staged-contents';
import { reportProblem } from '../report-problem';

/** What is long: where a document is imported in parts, and how large they are. */
export interface ImportSizes {
  /** UTF-16 code units of a part. */
  readonly partCharacters: number;
  /** Bytes of a part of plain text; where a line is longer, up to four times as many. */
  readonly partBytes: number;
  /** Bytes above which plain text is read as a stream. */
  readonly largestPlainText: number;
  /** Bytes above which other formats of text are read as plain text. */
  readonly largestParsedText: number;
}

const defaultSizes: ImportSizes = {
  partCharacters,
  partBytes: 256 * 1024,
  largestPlainText: 4 * 1024 * 1024,
  largestParsedText: 64 * 1024 * 1024,
};

export interface ImporterDependencies {
  readonly database: InkstoneDatabase;
  readonly embedder: Pick<Peer<EmbedderContract>, 'client'>;
  readonly searchIndex: Pick<Peer<SearchIndexContract>, 'client'>;
  /** Characters that the lexical lane takes as one: traditional to simplified. */
  readonly characterTable: () => Promise<Readonly<Record<string, string>>>;
  readonly sizes?: ImportSizes;
}

/** What every step of an import works with. */
export interface ImporterParts {
  readonly sizes: ImportSizes;
  readonly embedder: ImporterDependencies['embedder'];
  readonly documents: DocumentRepository;
  readonly files: FileRepository;
  readonly contents: ContentRepository;
  readonly segments: SegmentRepository;
  readonly staged: StagedContents;
  /** What a model is; it is loaded when it is first asked for. */
  readonly model: (modelPath: string) => Promise<EmbeddingModel>;
  readonly analyse: () => Promise<(text: string) => string[]>;
  /** Tells the index that documents of a library were written. */
  readonly tellIndex: (libraryId: string) => Promise<void>;
}

export function createImporterParts(dependencies: ImporterDependencies): ImporterParts {
  const { database, embedder, searchIndex, characterTable, sizes = defaultSizes } = dependencies;
  const models = new Map<string, () => Promise<EmbeddingModel>>();
  return {
    sizes,
    embedder,
    documents: new DocumentRepository(database),
    files: new FileRepository(database),
    contents: new ContentRepository(database),
    segments: new SegmentRepository(database),
    staged: new StagedContents(database),
    model: (modelPath) => {
      const load =
        models.get(modelPath) ?? memoised(async () => (await embedder.client()).call('load', { modelPath }));
      models.set(modelPath, load);
      return load();
    },
    analyse: memoised(async () => createAnalyser(await characterTable())),
    tellIndex: async (libraryId) => {
      try {
        const index = await searchIndex.client();
        await index.call('committed', { libraryId });
      } catch (error) {
        // It is stored: an index that starts anew reads it.
        reportProblem(error);
      }
    },
  };
}
