import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { Sha256 } from '../../../src/core/sha256';

it('gives what the platform gives, however the bytes are cut', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 31) % 256);
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000]) {
    const expected = createHash('sha256').update(bytes.subarray(0, length)).digest('hex');
    for (const cut of [1, 7, 64, 1000]) {
      const hash = new Sha256();
      for (let at = 0; at < length; at += cut) hash.update(bytes.subarray(at, Math.min(at + cut, length)));
      expect(hash.digest(), `${length} bytes in pieces of ${cut}`).toBe(expected);
    }
  }
});
