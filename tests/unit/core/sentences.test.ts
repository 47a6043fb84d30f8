import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/core/sentences';
import { mixedLines } from '../../fixtures/mixed-lines';

const sentencesOf = (text: string): string[] =>
  splitSentences(text).map(({ start, end }) => text.slice(start, end));

/** Sentences that must come back as they are when they stand one after another. */
function expectKept(sentences: readonly string[], joint = ' '): void {
  expect(sentencesOf(sentences.join(joint))).toEqual(sentences);
}

describe('English sentences', () => {
  it('end at full stops, questions and exclamations', () => {
    expectKept(['The stone is cut.', 'Is it polished?', 'It is!', 'Really?!', 'Yes.']);
  });

  it('go on after titles, initials and Latin abbreviations', () => {
    expectKept([
      'Dr. Smith and Mrs. Jones met J. R. R. Tolkien.',
      'They spoke of stones, e.g. Slate, i.e. Duan slate, vs. Marble.',
      'In Brown v. Board the court ruled.',
      'It weighs approx. 5 kg.',
    ]);
  });

  it('go on at numbers, versions, addresses and file names', () => {
    expectKept([
      'Pi is 3.14 and the price $1,299.50.',
      'Version 2.0.1 reads config.json and README.md today.',
      'See https://example.org/a.html?q=1&r=2.html for node.js.',
      'It is No. 5 in Fig. 3 on p. 12.',
    ]);
  });

  it('end after an abbreviation only where a new sentence clearly begins', () => {
    expectKept(['He lives in the U.S. Virgin Islands.']);
    expectKept([
      'She moved to the U.S.',
      'The year was 1990.',
      'They sell ink, paper, etc.',
      'It closes at 5 p.m.',
      'He left.',
    ]);
    expectKept(['Acme Inc. Chairman Lee spoke at 9 a.m. Tuesday.']);
    expectKept(['He said no.', 'Then he left.']);
  });

  it('keep closing quotes, brackets and reference marks with their sentence', () => {
    expectKept(['"Go home."', '(It rained.)', 'He won the league.[12][13]', 'Then he left.']);
    expectKept(['"Really?" he asked.', 'She said "Stop!" and went.']);
  });

  it('take an ellipsis as an end only before a new sentence', () => {
    expectKept(['Well... maybe not.', 'He waited…', 'Nothing came...', 'So he left.']);
  });
});

describe('Chinese sentences', () => {
  it('end at their stops without any space', () => {
    expectKept(['砚台由石料制成。', '它产于何处？', '产于端溪！', '真的吗？！', '是的。'], '');
  });

  it('keep closing quotes and go on where the quotation is only a part', () => {
    expectKept(['他说：“墨要慢磨。”', '她点头。'], '');
    expectKept(
      [
        '《你好吗？》是一首歌。',
        '《走吧！去看海》也是。',
        '“为什么？”的问题没有答案。',
        '他问“去哪？”，没人回答。',
      ],
      '',
    );
    expectKept(['「好。」', '他走了。'], '');
  });

  it('go on at semicolons, decimal points and ellipses within a thought', () => {
    expectKept(['长３．５厘米；宽2.5厘米。', '我想……也许吧。', '使用 node.js的人很多。'], '');
  });

  it('end where Chinese and English meet', () => {
    expectKept(['今天很好.', '明天用Inc.的墨。', 'It works!', '很好。'], '');
  });
});

describe('line breaks', () => {
  it('of a wrapped paragraph end nothing', () => {
    const english =
      'An inkstone is literally a stone mortar for the grinding and\ncontainment of ink. Traditional Chinese ink was usually sold in\nChina in the form of sticks, which are ground with water.';
    expect(sentencesOf(english)).toEqual([
      'An inkstone is literally a stone mortar for the grinding and\ncontainment of ink.',
      'Traditional Chinese ink was usually sold in\nChina in the form of sticks, which are ground with water.',
    ]);
    expect(
      sentencesOf('端砚产于广东肇庆，是中国四大\n名砚之首，石质细腻温润，发墨\n快而不损毫。'),
    ).toHaveLength(1);
  });

  it('between paragraphs always end a sentence', () => {
    expectKept(['A heading', 'The text below it', 'and a third, in small letters'], '\n\n');
    expectKept(['标题', '正文没有句号'], '\r\n \r\n');
  });

  it('after headings, list items and table rows end a sentence', () => {
    expectKept(
      ['# Tools', 'The four treasures:', '- brush', '- ink', '1. Grind the ink', '2. Wet the brush'],
      '\n',
    );
    expectKept(['Name\tPlace', 'Duan\tZhaoqing', 'She\tHuangshan'], '\n');
    expectKept(['| a | b |', '| c | d |'], '\n');
    expectKept(['一、选石', '二、制坯', '（三）雕刻', '4、打磨'], '\n');
  });

  it('after list items without marks end a sentence', () => {
    expectKept(['Water and salt', 'Flour', 'Two large eggs', 'A spoon of sugar'], '\n');
    expectKept(['毛笔', '墨锭和墨汁', '宣纸', '砚台'], '\n');
  });

  it('put the number of a list item with its text', () => {
    expectKept(['1. Grind the ink.', '2. Wet the brush.', 'b. Write.'], '\n');
  });
});

describe('every text', () => {
  const hostile = [
    '',
    ' \n\t ',
    '...',
    '。。。',
    '\n\n\n',
    '.'.repeat(50),
    '?!'.repeat(30),
    '”’」',
    '🖌️。🖌️. 🖌️',
    'a\fb\u2028c',
    'Dr.',
    'No.',
    '1.',
    '(',
    '. . . .',
  ];

  it('is kept whole: only white space lies outside its sentences', () => {
    for (const text of [
      ...hostile,
      ...mixedLines(400),
      mixedLines(300).join('\n'),
      mixedLines(300).join(''),
    ]) {
      let end = 0;
      for (const span of splitSentences(text)) {
        expect(text.slice(end, span.start).trim()).toBe('');
        expect(span.start).toBeGreaterThanOrEqual(end);
        expect(text.slice(span.start, span.end).trim()).toBe(text.slice(span.start, span.end));
        expect(span.end).toBeGreaterThan(span.start);
        end = span.end;
      }
      expect(text.slice(end).trim()).toBe('');
    }
  });

  // Quadratic work over so many characters outlasts this many times over.
  it.each([
    'The ink is ground. ',
    '墨要慢磨。',
    '.',
    '。',
    '\n',
    'a\n',
    '[1]',
    '.[1]',
    '. (',
    '?"',
    'A. ',
    '…',
    ' ',
    '1.\t',
  ])('is split in time that grows with its length alone, made of %j', { timeout: 10_000 }, (shape) => {
    const long = shape.repeat(Math.ceil(600_000 / shape.length));
    expect(splitSentences(long).at(-1)?.end ?? 0).toBe(long.trimEnd().length);
  });
});
