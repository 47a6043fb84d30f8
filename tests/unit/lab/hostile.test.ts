import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../scripts/lab/hostile/verdict.mjs';
import { repeatedEntry } from '../../../scripts/lab/made/bombs.mjs';
import { makePdf } from '../../../scripts/lab/made/pdf.mjs';

describe('a made bomb', () => {
  it('inflates to what it says', () => {
    const chunk = Buffer.from('<w:p/>'.repeat(1000));
    const entry = repeatedEntry('a.xml', 0.0001, { chunk, head: '<w:body>' });
    const inflated = inflateRawSync(entry.deflated);
    expect(inflated).toHaveLength(entry.size);
    expect(inflated.toString().replaceAll('<w:p/>', '')).toBe('<w:body>');
    expect(entry.deflated.length).toBeLessThan(entry.size / 50);
  });
});

describe('a made PDF', () => {
  it('has its objects where its table says', () => {
    const text = makePdf([['One (1)'], []]).toString('latin1');
    const [, size = 0] = /xref\n0 (\d+)/.exec(text) ?? [];
    const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
    expect(offsets).toHaveLength(Number(size) - 1);
    offsets.forEach((offset, i) => expect(text.slice(offset).startsWith(`${i + 1} 0 obj`)).toBe(true));
    expect(text).toContain('(One \\(1\\))');
  });
});

describe('the verdict on a hostile file', () => {
  const well = {
    file: 'a.zip',
    isHonest: false,
    outcome: 'refused' as const,
    code: 'too-large' as const,
    message: null,
    documents: 1,
    milliseconds: 100,
    wasMoving: true,
    cancelMs: null,
    goodFileMs: 200,
    longestTaskMs: 0,
    peakMegabytes: 100,
  };

  it('is well for one that is refused, or on its way and soon cancelled', () => {
    expect(problemsOf(well)).toEqual([]);
    expect(problemsOf({ ...well, outcome: 'progressing', cancelMs: 400 })).toEqual([]);
    expect(problemsOf({ ...well, peakMegabytes: null })).toEqual([]);
  });

  it.each([
    [{ outcome: 'crashed' as const, message: 'the page crashed' }, 'the page crashed'],
    [{ outcome: 'stuck' as const, cancelMs: 1 }, 'nothing moved'],
    [{ outcome: 'progressing' as const }, 'cancelling did not end it'],
    [{ outcome: 'progressing' as const, cancelMs: 2001 }, 'cancelling took 2001 ms'],
    [{ goodFileMs: null }, 'the file after it was never read'],
    [{ peakMegabytes: 501 }, 'it took 501 MB'],
    [{ isHonest: true }, 'it was not read'],
    [{ isHonest: true, outcome: 'ready' as const, peakMegabytes: 701 }, 'it took 701 MB'],
  ])('is not well for %j', (change, words) => {
    const problems = problemsOf({ ...well, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
  });
});
