import { describe, expect, it } from 'vitest';
import { createAnalyser } from '../../../../src/core/search/analyse';
import { askAlike } from '../../../../src/core/suggestions/alike';
import { isFitToAsk } from '../../../../src/core/suggestions/fit-to-ask';
import { makeCandidates } from '../../../../src/core/suggestions/make-candidates';
import type { ReadPiece } from '../../../../src/core/suggestions/question-candidate';
import { nextCandidate } from '../../../../src/core/suggestions/choose-candidates';
import { sampleDocuments, sampleOrdinals } from '../../../../src/core/suggestions/sample-places';

function piece(text: string, change: Partial<ReadPiece> = {}): ReadPiece {
  return { documentId: 'd', documentTitle: 'Untitled', start: 0, text, headingPath: [], ...change };
}

/** What a text gives where its own words are its title, so that its subject is what it is about. */
function questions(text: string, change: Partial<ReadPiece> = {}): string[] {
  return makeCandidates([piece(text, { documentTitle: text, ...change })]).map((candidate) => candidate.text);
}

describe('a statement becomes the question that it answers', () => {
  it.each([
    ['An inkstone is a slab of stone on which ink is ground.', 'What is an inkstone?'],
    ['Islamism is a movement of the last century. Few mean islamism by it.', 'What is islamism?'],
    ['Photosynthesis (also written PS) is the process that feeds plants.', 'What is Photosynthesis?'],
    ['Mi Fu was a painter of the Song dynasty.', 'Who was Mi Fu?'],
    ['The Huguenots were people who followed Calvin.', 'Who were the Huguenots?'],
    ['The term is old. Lossy compression refers to a loss; lossy too is art.', 'What is lossy compression?'],
    ['Trinity Bridge was built by many hands in 1903.', 'When was Trinity Bridge built?'],
    ['Oxygen was discovered by Priestley, and oxygen burns.', 'Who discovered oxygen?'],
    ['A whetstone is used to sharpen knives.', 'What is a whetstone used for?'],
    ['The purpose of the Peace Treaty was to end it.', 'What was the purpose of the Peace Treaty?'],
    ['A loom that reads punched cards is called a jacquard loom.', 'What is a jacquard loom?'],
    ['素数是指大于1且只能被1和自身整除的数。', '什么是素数？'],
    ['米芾是一位北宋的书法家。', '米芾是谁？'],
    ['TiDB 是一款分布式数据库，支持事务。', 'TiDB 是什么？'],
    ['《岳阳楼记》是一篇写于庆历六年的散文。', '《岳阳楼记》是什么？'],
    ['武汉长江大桥建成于1957年，是第一座长江大桥。', '武汉长江大桥是哪一年建成的？'],
    ['宣纸的原料是青檀树皮和沙田稻草。', '宣纸的原料是什么？'],
    ['杰克逊维尔位于佛罗里达州的东北部。', '杰克逊维尔在哪里？'],
  ])('%s', (text, question) => {
    expect(questions(text)).toEqual([question]);
  });
});

describe('nothing is asked', () => {
  it.each([
    ['about what only the text before tells', 'It is a slab of stone. This is a stone that sinks.'],
    ['about an empty word', 'The result is a list of names. Another example is a table of sums.'],
    ['about a clause', 'What they found is a stone that floats. If water is a liquid that runs, it falls.'],
    ['where a judgement is passed', 'Paper is a good idea. Ink is the same as before.'],
    ['about what is only mentioned', 'Once a man came. Basalt is a rock that cools.'],
    ['about Chinese words that lean', '这是一种石头。它是一种古老的工具。最重要的是一种耐心。'],
    ['about a Chinese clause', '如果水是一种液体，就会流动。我们认为墨是一种颜料。'],
    ['in code', 'const paper = await load();\nPaper is a class; // that holds\n{ return paper; }'],
    ['in a table', 'Stone\tPlace\tUse\nDuan is a stone\tZhaoqing\tinkstones'],
    ['of markup', '<b>Paper</b> is a <i>sheet</i> that is thin. Paper {x} is a $sum that is odd.'],
    ['of addresses', 'See https://example.org/paper is a page that tells. www.a.org is a site that sells.'],
    ['in a list of links', 'Home\nAbout us\nContact\nPrivacy policy\nTerms of use\nSitemap'],
    ['of a licence', 'This licence is a contract that binds. The Copyright Notice is a text that stays.'],
  ])('%s', (_, text) => {
    const documentTitle = text.startsWith('Once') ? 'Granite' : text;
    expect(makeCandidates([piece(text, { documentTitle })])).toEqual([]);
  });

  it('of headings that name no subject', () => {
    const text = 'Words of the section, with an introduction and an overview of contents.';
    for (const heading of [
      'Introduction',
      'Table of contents',
      'OVERVIEW',
      'See also',
      '3.2',
      'From rags to wood',
    ]) {
      const made = makeCandidates([
        piece(text, { documentTitle: 'A Short History', headingPath: [heading] }),
      ]);
      expect(made).toEqual([]);
    }
    for (const heading of ['目录', '简介', '第三章', '参考资料', '最佳实践']) {
      const made = makeCandidates([
        piece('正文说了一些话，说了很多，一直说到这里还没有停，后面还有。', {
          documentTitle: '造纸史',
          headingPath: [heading],
        }),
      ]);
      expect(made).toEqual([]);
    }
  });

  it('in capitals, or with half of a quotation', () => {
    expect(isFitToAsk('WHAT DOES THIS BUTTON REALLY DO?')).toBe(false);
    expect(isFitToAsk('What is “half a quotation?')).toBe(false);
    expect(isFitToAsk('What about it?')).toBe(false);
    expect(isFitToAsk('它是什么？')).toBe(false);
    expect(isFitToAsk('What is the GPhC?')).toBe(true);
  });
});

describe('what a text asks itself', () => {
  it('is taken from headings that ask, in the words of a question', () => {
    const asked = (heading: string): string[] =>
      makeCandidates([
        piece('Water and a soft brush are enough, said the old scholar to the pupil.', {
          headingPath: [heading],
        }),
      ]).map(({ text }) => text);
    expect(asked('How is an inkstone washed?')).toEqual(['How is an inkstone washed?']);
    expect(asked('3. How to wash an inkstone')).toEqual(['How do I wash an inkstone?']);
    expect(asked('Why paper matters')).toEqual([]);
    const inChinese = makeCandidates([
      piece('用清水和软刷轻轻洗去残墨，不可用热水，洗后阴干，不可日晒。', { headingPath: ['如何清洗砚台'] }),
    ]);
    expect(inChinese.map(({ text }) => text)).toEqual(['如何清洗砚台？']);
  });

  it('is left out where its section only sends the reader elsewhere', () => {
    const change = { headingPath: ['How is the keeper paid?'] };
    expect(makeCandidates([piece('See the notice board.', change)])).toEqual([]);
  });

  it('is taken from questions with their answer', () => {
    expect(questions('Q: How long does ink keep? A: A day.')).toEqual(['How long does ink keep?']);
    expect(questions('问：墨可以放多久？答：一天。')).toEqual(['墨可以放多久？']);
    expect(questions('Q: How long does ink keep?')).toEqual([]);
  });
});

describe('a heading', () => {
  it('is asked about by its document, as a word where the text shows it as one, and as a name elsewhere', () => {
    const change = { documentTitle: 'A Short History of Paper', headingPath: ['Early History'] };
    const made = makeCandidates([
      piece('The early history of it is long, and goes back to the beating of bark.', change),
    ]);
    expect(made.map(({ text }) => text)).toEqual([
      'What does “A Short History of Paper” say about early history?',
    ]);
    const named = makeCandidates([
      piece('Nothing of that kind stands here, though there are words enough of another.', change),
    ]);
    expect(named.map(({ text }) => text)).toEqual([
      'What does “A Short History of Paper” say about “Early History”?',
    ]);
  });

  it('is asked about where a piece holds several short sections, but for those that say hardly anything', () => {
    const sections = [
      ['Staff Handbook'],
      ['Expenses', 'Receipts are handed in within 30 days, and what is over 150 euros needs an approval.'],
      ['Dress', 'Wear an apron.'],
      ['Fire', 'Leave through the rear door and gather at the fountain; the warden is in the office.'],
    ];
    const text = sections.flat().join('\n\n');
    const made = makeCandidates([piece(text, { documentTitle: 'Staff Handbook' })]);
    expect(made.map(({ text }) => text)).toEqual([
      'What does “Staff Handbook” say about “Expenses”?',
      'What does “Staff Handbook” say about “Fire”?',
    ]);
  });
});

describe('choosing', () => {
  const candidate = (
    text: string,
    documentId: string,
    kind: 'definition' | 'fact' | 'heading',
    worth: number,
  ) => ({
    ...{ text, documentId, kind, worth, start: 0, end: 1 },
  });

  it('goes to another document and another kind before it stays', () => {
    const first = candidate('What is ink?', 'a', 'definition', 3);
    const sameDocument = candidate('What is a brush?', 'a', 'definition', 2.9);
    const other = candidate('Where is Duan?', 'b', 'fact', 2.2);
    expect(nextCandidate([first, sameDocument, other], [])).toBe(first);
    expect(nextCandidate([sameDocument, other], [first])).toBe(other);
  });

  it('tells questions that ask nearly the same', () => {
    const analyse = createAnalyser();
    expect(askAlike('What is an inkstone?', 'what are inkstones', analyse)).toBe(true);
    expect(askAlike('什么是素数？', '素数是什么？', analyse)).toBe(true);
    expect(askAlike('What is green tea?', 'What is black tea?', analyse)).toBe(false);
  });
});

describe('the sample', () => {
  const ids = Array.from({ length: 5000 }, (_, i) => `document-${i}`);

  it('is the same in any order, and hardly changes with one document more', () => {
    const sample = sampleDocuments(ids);
    expect(sample).toHaveLength(40);
    expect(sampleDocuments([...ids].reverse())).toEqual(sample);
    const before = new Set(sample);
    const changed = sampleDocuments([...ids, 'one-more']).filter((id) => !before.has(id));
    expect(changed.length).toBeLessThanOrEqual(1);
  });

  it('reads the beginning of a long document and some of the rest, each once', () => {
    const ordinals = sampleOrdinals(1000, 40);
    expect(ordinals.slice(0, 3)).toEqual([0, 1, 2]);
    expect(ordinals.at(-1)).toBeGreaterThan(500);
    expect(new Set(ordinals).size).toBe(ordinals.length);
    expect(ordinals.every((ordinal) => Number.isInteger(ordinal) && ordinal < 1000)).toBe(true);
    expect(sampleOrdinals(3, 40)).toEqual([0, 1, 2]);
  });
});
