import { describe, expect, it } from 'vitest';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { phraseMatch, phrasesOf } from '../../../../src/core/search/phrase-match';
import { questionTerms } from '../../../../src/core/search/question-terms';
import { buildSegmentWords, directoryOf } from '../../../../src/core/search/segment/build-segment';
import { seededRandom } from '../../../../src/core/seeded-random';
import { ScanIndex } from '../../../../workers/engines/vector/scan-index';
import { compileKernel } from '../../../../workers/engines/vector/scan-kernel';
import { LibraryIndex } from '../../../../workers/search/library-index';
import { seekPhrase } from '../../../../workers/search/phrase-candidates';
import { proposeFrom } from '../../../../workers/search/search-libraries';

const kernel = await compileKernel();
const analyse = createAnalyser();

/** Ordinals of the chunks that are proposed because they may hold the question. */
function proposed(texts: readonly string[], question: string): number[] {
  const library = new LibraryIndex(new ScanIndex(kernel, 64));
  library.addSegment(1, directoryOf('a', texts.length), buildSegmentWords(texts.map(analyse), texts));
  const proposals = proposeFrom([library], {
    terms: questionTerms(question, analyse),
    phrases: phrasesOf(question).map(({ text }) => seekPhrase(text, analyse)),
    vectorOf: () => new Float32Array(64),
    lanes: 'hybrid',
  });
  return proposals.filter(({ mayHoldPhrase }) => mayHoldPhrase).map(({ ordinal }) => ordinal);
}

describe('the chunks that may hold a phrase', () => {
  const pieces = [
    'how JavaScript engines',
    'the mysql Server',
    'GPT-4',
    'ＧＰＴ－４',
    'is fast.',
    '端溪砚石',
    '出于 廣東',
    '1,000,000',
    'naïve',
    'U.S.',
    "O'Neil",
    'file_name.txt',
    'what is the',
    '的',
    'C++',
    '用 Java 写',
    '한국어 문장',
    '(see below)',
  ];

  it('are never without one that holds it, whatever is cut out of a text', () => {
    const random = seededRandom(3);
    const text = (): string =>
      Array.from({ length: 6 }, () => pieces[Math.floor(random() * pieces.length)] ?? '').join(' ');
    for (let round = 0; round < 400; round += 1) {
      const chunk = text();
      const start = Math.floor(random() * (chunk.length - 12));
      const cut = chunk.slice(start, start + 6 + Math.floor(random() * 20));
      const question = round % 2 === 0 ? cut.toUpperCase() : cut.toLowerCase();
      const [phrase] = phrasesOf(question);
      if (!phrase || phraseMatch(chunk, phrase.text) === 0) continue;
      expect(proposed([text(), chunk, text()], question), `${question} | ${chunk}`).toContain(1);
    }
  });

  it('are those that the words find best when there are very many', () => {
    const texts = Array.from({ length: 400 }, (_, i) => `data ${'and other words '.repeat(5)}${i}`);
    const found = proposed([...texts, 'data data data'], 'data');
    expect(found.length).toBeLessThan(400);
    expect(found).toContain(400);
  });
});
