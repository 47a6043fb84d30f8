import { expect, it } from 'vitest';
import { pageUnitOf, pageUnitOfName } from '../../../src/core/extracted-document';
import { formats } from '../../../workers/engines/extraction/formats';

it('the pages of a file are called by its name as its format calls them', () => {
  for (const { format, extensions } of formats) {
    for (const extension of extensions) {
      expect(pageUnitOfName(`Plan.${extension}`), extension).toBe(pageUnitOf(format));
    }
  }
});
