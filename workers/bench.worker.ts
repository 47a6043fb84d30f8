import type { BenchContract } from '../src/contracts/bench';
import { serve } from '../src/rpc/server';
import { benchOpen } from './bench/bench-open';
import { benchOpenVoy } from './bench/bench-open-voy';
import { benchVectors } from './bench/bench-vectors';
import { unpack } from './bench/unpack';
import { decodeText } from './engines/extraction/decoding';

/** Part of the lab, not of the app. */
serve(self, {
  decode: async ({ file, encoding }) =>
    decodeText(new Uint8Array(await file.arrayBuffer()), undefined, encoding),
  unpack: ({ file, name }, { signal }) => unpack(file, name, signal),
  vectors: (input, { progress }) => benchVectors(input, progress),
  open: (input) => benchOpen(input),
  openVoy: (input, { progress }) => benchOpenVoy(input, progress),
} satisfies BenchContract);
