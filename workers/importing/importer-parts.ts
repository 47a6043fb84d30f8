import { createAnalyser } from '../../src/core/search/analyse';
import type { EmbedderContract } from '../../src/contracts/embedder';
import type { SearchIndexContract } from '../../src/contracts/search-index';
import type { Peer } from '../../src/rpc/peers';
import { ContentRepository } from '../../src/storage/contents';
import type { InkstoneDatabase } from '../../src/storage/database';
import { DocumentRepository } from '../../src/storage/documents';
import { FileRepository } from '../../src/storage/files';
import { LibraryRepository } from '../../src/storage/libraries';
import { SegmentRepository } from '../../src/storage/segments';
import { StagedContents } from '../../src/storage/staged-contents';

export interface ImporterDependencies {
  readonly database: InkstoneDatabase;
  readonly embedder: Pick<Peer<EmbedderContract>, 'client'>;
  readonly searchIndex: Pick<Peer<SearchIndexContract>, 'client'>;
  /** Characters that the lexical lane takes as one: traditional to simplified. */
  readonly characterTable: () => Promise<Readonly<Record<string, string>>>;
}

/** What every step of an import works with. */
export interface ImporterParts {
  readonly embedder: ImporterDependencies['embedder'];
  readonly documents: DocumentRepository;
  readonly libraries: LibraryRepository;
  readonly files: FileRepository;
  readonly contents: ContentRepository;
  readonly segments: SegmentRepository;
  readonly staged: StagedContents;
  readonly analyse: () => Promise<(text: string) => string[]>;
  /** Tells the index that documents of a library were written. */
  readonly tellIndex: (libraryId: string) => Promise<void>;
}

export function createImporterParts(dependencies: ImporterDependencies): ImporterParts {
  const { database, embedder, searchIndex, characterTable } = dependencies;
  let analyser: Promise<(text: string) => string[]> | undefined;
  return {
    embedder,
    documents: new DocumentRepository(database),
    libraries: new LibraryRepository(database),
    files: new FileRepository(database),
    contents: new ContentRepository(database),
    segments: new SegmentRepository(database),
    staged: new StagedContents(database),
    analyse: () => {
      analyser ??= characterTable()
        .then(createAnalyser)
        .catch((error: unknown) => {
          analyser = undefined;
          throw error;
        });
      return analyser;
    },
    tellIndex: async (libraryId) => {
      try {
        const index = await searchIndex.client();
        await index.call('committed', { libraryId });
      } catch (error) {
        // It is stored: an index that starts anew reads it.
        reportError(error);
      }
    },
  };
}
