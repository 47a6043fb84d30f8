import { describe, expect, it } from 'vitest';
import {
  headLine,
  isOfFile,
  parseJournal,
  positionLine,
  type JournalHead,
} from '../../../../workers/model-store/journal';

const sha = { algorithm: 'sha256', hex: 'ab' } as const;
const head: JournalHead = { url: 'https://one.example/a', bytes: 900, hash: sha, etag: '"1"' };

describe('the journal of a download', () => {
  it('tells the last position that was brought to the disk', () => {
    const text = headLine(head) + positionLine(100) + positionLine(250);
    expect(parseJournal(text)).toEqual({ head, position: 250 });
  });

  it('is read as far as it was written before a crash', () => {
    const text = headLine(head) + positionLine(100) + positionLine(250);
    const positions = new Set<number | undefined>();
    for (let length = 0; length <= text.length; length += 1) {
      positions.add(parseJournal(text.slice(0, length))?.position);
    }
    expect(positions).toEqual(new Set([undefined, 0, 100, 250]));
  });

  it('says nothing when it is none', () => {
    expect(parseJournal('')).toBeUndefined();
    expect(parseJournal('12\n')).toBeUndefined();
    expect(parseJournal('{"etag":"1"}\n5\n')).toBeUndefined();
  });

  it('goes on with the same bytes from another server, and with none of another file', () => {
    const journal = { head, position: 100 };
    expect(isOfFile(journal, { url: 'https://two.example/a', bytes: 900, hash: sha })).toBe(true);
    expect(isOfFile(journal, { url: head.url, bytes: 901, hash: sha })).toBe(false);
    expect(isOfFile(journal, { url: head.url, hash: { ...sha, hex: 'cd' } })).toBe(false);
    expect(isOfFile(journal, { url: head.url })).toBe(false);
    const unhashed = { head: { url: head.url }, position: 100 };
    expect(isOfFile(unhashed, { url: head.url })).toBe(true);
    expect(isOfFile(unhashed, { url: 'https://two.example/a' })).toBe(false);
  });
});
