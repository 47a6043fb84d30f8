import { serveWithPeers } from '../src/rpc/peers';
import { createEmbedder } from './engines/embedding/embedder';
import { openInstalled } from './installed-on-demand';

serveWithPeers(self, createEmbedder({ openInstalled }));
