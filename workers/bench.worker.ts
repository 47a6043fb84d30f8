import type { BenchContract } from '../src/contracts/bench';
import { serve } from '../src/rpc/server';
import { benchOpen } from './bench/bench-open';
import { benchOpenVoy } from './bench/bench-open-voy';
import { benchVectors } from './bench/bench-vectors';

/** Part of the lab, not of the app. */
serve(self, {
  vectors: (input, { progress }) => benchVectors(input, progress),
  open: (input) => benchOpen(input),
  openVoy: (input, { progress }) => benchOpenVoy(input, progress),
} satisfies BenchContract);
