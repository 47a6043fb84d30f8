import { AppError } from '../src/core/app-error';
import type { EmbedderContract } from '../src/contracts/embedder';
import { Peer, serveWithPeers } from '../src/rpc/peers';
import { InkstoneDatabase } from '../src/storage/database';
import { createSearchIndex } from './indexing/search-index';

/** Shipped with the embedded model, which folds by the same table. */
const characterTableUrl = `${import.meta.env.BASE_URL}models/inkstone-embed-zh-en-256/t2s.json`;

serveWithPeers(
  self,
  createSearchIndex({
    database: new InkstoneDatabase(),
    embedder: new Peer<EmbedderContract>(self, 'embedder'),
    characterTable: async () => {
      const response = await fetch(characterTableUrl);
      if (!response.ok) throw new AppError('model-load-failed', 't2s.json of the search model is missing');
      return (await response.json()) as Record<string, string>;
    },
  }),
);
