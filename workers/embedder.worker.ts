import { serveWithPeers } from '../src/rpc/peers';
import { createEmbedder } from './engines/embedding/embedder';

serveWithPeers(self, createEmbedder());
