import type { EmbedderContract } from '../src/contracts/embedder';
import { Peer, serveWithPeers } from '../src/rpc/peers';
import { InkstoneDatabase } from '../src/storage/database';
import { fetchCharacterTable } from './character-table';
import { createSearchIndex } from './indexing/search-index';

serveWithPeers(
  self,
  createSearchIndex({
    database: new InkstoneDatabase(),
    embedder: new Peer<EmbedderContract>(self, 'embedder'),
    characterTable: fetchCharacterTable,
  }),
);
