import { describe, expect, it } from 'vitest';
import { locateQuote } from '../../../src/core/quote-location';

const show = (items: readonly string[], ranges: ReturnType<typeof locateQuote>): string[] =>
  ranges.map(({ item, start, end }) => (items[item] ?? '').slice(start, end));

function locate(items: readonly string[], pageText: string, quote: string, from = 0): string[] {
  const start = pageText.indexOf(quote, from);
  return show(items, locateQuote(items, pageText, start, start + quote.length));
}

describe('a quote is found in the items of its page', () => {
  it('across lines, spaces and a hyphen at a line end', () => {
    const items = ['Inkstones are care-', 'fully  carved', ' from slate.'];
    expect(locate(items, 'Inkstones are carefully carved from slate.', 'carefully carved from')).toEqual([
      'care',
      'fully  carved',
      'from',
    ]);
  });

  it('through ligatures and full-width forms', () => {
    expect(locate(['the ﬁnest ink'], 'the finest ink', 'finest')).toEqual(['ﬁnest']);
    expect(locate(['编号ＡＢ１２的砚'], '编号AB12的砚', 'AB12')).toEqual(['ＡＢ１２']);
  });

  it('through radicals that a writer names characters by', () => {
    expect(locate(['每天罚款两', '⻆', '。'], '每天罚款两角。', '每天罚款两角。')).toEqual([
      '每天罚款两',
      '⻆',
      '。',
    ]);
    expect(locate(['借期为三', '⼗', '天。'], '借期为三十天。', '三十天')).toEqual(['三', '⼗', '天']);
  });

  it('in Chinese, where items break anywhere', () => {
    expect(locate(['端砚产于广', '东肇庆', '。'], '端砚产于广东肇庆。', '广东肇庆')).toEqual([
      '广',
      '东肇庆',
    ]);
  });

  it('at its own place when the words occur twice', () => {
    const items = ['ink and stone', 'brush', 'ink and stone'];
    const text = 'ink and stone\nbrush\nink and stone';
    const ranges = locateQuote(items, text, text.lastIndexOf('ink'), text.length);
    expect(ranges.map((range) => range.item)).toEqual([2]);
  });

  it('when a character inside it was read differently', () => {
    const items = ['The first line of the quote with a strange © sign and the end of the whole quote'];
    const text = 'The first line of the quote with a strange (c) sign and the end of the whole quote';
    expect(locateQuote(items, text, 0, text.length)).toHaveLength(1);
  });

  it('to its ends, when a character near them was read differently', () => {
    expect(
      locate(['逾期每册每天罚款两', '@', '。'], '逾期每册每天罚款两角。', '逾期每册每天罚款两角。'),
    ).toEqual(['逾期每册每天罚款两', '@', '。']);
    expect(
      locate(['第', '@', '条：逾期每册每天罚款'], '第八条：逾期每册每天罚款。', '第八条：逾期每册每天罚款'),
    ).toEqual(['第', '@', '条：逾期每册每天罚款']);
    expect(
      locate(
        ['逾期每册每天', '@', '罚款两元整。'],
        '逾期每册每天各罚款两元整。',
        '逾期每册每天各罚款两元整。',
      ),
    ).toEqual(['逾期每册每天', '@', '罚款两元整。']);
  });

  it('no further than its ends, when what stands beside it is alike', () => {
    expect(
      locate(['逾期每册罚款', '。', '逾期每天罚款。'], '逾期每册罚款。逾期每天罚款。', '逾期每册罚款。'),
    ).toEqual(['逾期每册罚款', '。']);
    expect(
      locate(['第一条逾期每册罚款@元。', '第二条'], '第一条逾期每册罚款。第二条', '第一条逾期每册罚款。'),
    ).toEqual(['第一条逾期每册罚款']);
  });

  it('in several stretches, where the page is drawn row by row and read by columns', () => {
    const items = ['Ink is ground on', 'Paper was made of', 'a wet stone.', 'bark and rags.'];
    const text = 'Ink is ground on a wet stone. Paper was made of bark and rags.';
    expect(locate(items, text, 'ground on a wet stone. Paper was')).toEqual([
      'ground on',
      'Paper was',
      'a wet stone.',
    ]);
  });

  it('or not at all, rather than in a wrong place', () => {
    expect(locateQuote(['other words'], 'some quoted words', 5, 11)).toEqual([]);
    expect(locateQuote([], 'text', 0, 4)).toEqual([]);
    expect(locateQuote(['text'], 'text', 2, 2)).toEqual([]);
  });
});
