import { describe, expect, it } from 'vitest';
import { installedPath, readInstalledPath, revisionOf } from '../../../../src/core/models/installed-path';

const files = [
  { path: 'config.json', bytes: 1, sha256: 'aa' },
  { path: 'onnx/model.onnx', bytes: 2, sha256: 'bb' },
];

describe('the path of a model that is kept on this device', () => {
  it('names its id, whatever is in it, and the revision of its bytes', () => {
    const model = { id: 'owner/a:b', files };
    expect(readInstalledPath(installedPath(model))).toEqual({ id: 'owner/a:b', revision: revisionOf(model) });
  });

  it('is another one for other bytes, and the same for another order', () => {
    const [config, weights] = files;
    expect(revisionOf({ files: files.toReversed() })).toBe(revisionOf({ files }));
    const changed = [config, weights && { ...weights, sha256: 'bc' }].flatMap((file) => file ?? []);
    expect(revisionOf({ files: changed })).not.toBe(revisionOf({ files }));
  });

  it('may have no revision, as older versions wrote it', () => {
    expect(readInstalledPath('installed:owner/a')).toEqual({ id: 'owner/a' });
    expect(readInstalledPath('/models/own')).toBeUndefined();
  });
});
