import type { EmbedderContract } from '../src/contracts/embedder';
import type { ImporterContract } from '../src/contracts/importer';
import type { SearchIndexContract } from '../src/contracts/search-index';
import { Peer, serveWithPeers } from '../src/rpc/peers';
import { InkstoneDatabase } from '../src/storage/database';
import { fetchCharacterTable } from './character-table';
import { createImporter } from './importing/importer';

serveWithPeers(
  self,
  createImporter({
    database: new InkstoneDatabase(),
    embedder: new Peer<EmbedderContract>(self, 'embedder'),
    searchIndex: new Peer<SearchIndexContract>(self, 'searchIndex'),
    characterTable: fetchCharacterTable,
  }) satisfies ImporterContract,
);
