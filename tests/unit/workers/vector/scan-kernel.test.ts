import { expect, it, vi } from 'vitest';
import { createVectorIndex } from '../../../../workers/engines/vector/create-vector-index';

it('a browser that cannot compile the kernel is told as such, and may try again', async () => {
  const compile = vi
    .spyOn(WebAssembly, 'compile')
    .mockRejectedValueOnce(new WebAssembly.CompileError('no SIMD'));
  await expect(createVectorIndex('scan', 64)).rejects.toMatchObject({ code: 'index-unsupported' });
  expect((await createVectorIndex('scan', 64)).size).toBe(0);
  compile.mockRestore();
});
