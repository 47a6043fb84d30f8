import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/app-error';
import { checkRoom, withNeed } from '../../../../workers/model-store/room';

describe('room for a model', () => {
  it('that is not there is told with what is needed and what is free', async () => {
    const checking = checkRoom(1e9, () => Promise.resolve({ quota: 100e6, usage: 40e6 }));
    await expect(checking).rejects.toMatchObject({
      code: 'storage-full',
      detail: { kind: 'no-room', neededBytes: 1e9 + 64 * 2 ** 20, freeBytes: 60e6 },
    });
    await checkRoom(1e9, () => Promise.resolve({}));
  });

  it('that the browser told of and did not give is told with what was still to come', () => {
    const full = new DOMException('no', 'QuotaExceededError');
    expect(withNeed(full, 5e6)).toMatchObject({
      code: 'storage-full',
      detail: { kind: 'no-room', neededBytes: 5e6 },
    });
    const other = new AppError('model-damaged');
    expect(withNeed(other, 5e6)).toBe(other);
    const stopped = new DOMException('no', 'AbortError');
    expect(withNeed(stopped, 5e6)).toBe(stopped);
  });
});
