import { describe, expect, it, test } from 'vitest';
import { indexedText, type Chunk } from '../../../src/core/chunk';
import { chunkingSteps, splitIntoChunks, type ChunkingOptions } from '../../../src/core/chunking';
import { headingsAfter } from '../../../src/core/chunking-outline';
import { RichTextBuilder, type BlockHead } from '../../../src/core/rich-text-builder';
import type { Mark, RichText } from '../../../src/core/rich-text';
import { seededRandom } from '../../../src/core/seeded-random';
import { splittingProblem, type SplittingStrategy } from '../../../src/core/splitting';

/** Words and Han characters: near enough to any tokenizer. */
const countTokens = (texts: readonly string[]): number[] =>
  texts.map((text) => text.match(/[\u3400-\u9fff]|[^\s\u3400-\u9fff]+/g)?.length ?? 0);

type Written =
  | string
  | { readonly h: string; readonly level?: number }
  | { readonly item: string; readonly number?: number }
  | { readonly bold: string; readonly then?: string }
  | { readonly code: string }
  | { readonly rows: readonly (readonly string[])[]; readonly hasHeader?: boolean };

function write(parts: readonly Written[]): RichText {
  const builder = new RichTextBuilder();
  const add = (head: BlockHead, text: string, marks: readonly Mark[] = []): void => {
    builder.addBlock(head, { text, marks });
  };
  for (const part of parts) {
    if (typeof part === 'string') add({ kind: 'paragraph' }, part);
    else if ('h' in part) add({ kind: 'heading', level: part.level ?? 1 }, part.h);
    else if ('item' in part) {
      add(
        { kind: 'list-item', level: 1, ...(part.number === undefined ? {} : { number: part.number }) },
        part.item,
      );
    } else if ('code' in part) add({ kind: 'code' }, part.code);
    else if ('bold' in part) {
      const { bold, then = '' } = part;
      add({ kind: 'paragraph' }, bold + then, [{ kind: 'strong', start: 0, end: bold.length }]);
    } else {
      builder.addTable(
        part.rows.map((row, i) => ({
          cells: row.map((text) => ({
            isHeader: i === 0 && part.hasHeader !== false,
            content: { text, marks: [] },
          })),
        })),
      );
    }
  }
  return builder.build();
}

/** Splits, and holds the result to what is promised of every strategy. */
function split(
  document: RichText,
  splitting: SplittingStrategy,
  options: Partial<ChunkingOptions> = {},
): Chunk[] {
  const { title, maxTokens = Infinity } = options;
  const chunks = splitIntoChunks(document, { countTokens, splitting, ...options });
  let end = 0;
  for (const [i, chunk] of chunks.entries()) {
    expect(chunk.ordinal).toBe(i);
    expect(chunk.text).toBe(document.text.slice(chunk.start, chunk.end));
    expect(chunk.text).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/);
    expect(document.text.slice(end, chunk.start).trim()).toBe('');
    expect(chunk.end).toBeGreaterThan(end);
    expect(chunk.tokens).toBeLessThanOrEqual(maxTokens);
    expect([chunk.tokens]).toEqual(countTokens([indexedText(title, chunk)]));
    end = chunk.end;
  }
  expect(document.text.slice(end).trim()).toBe('');
  return chunks;
}

const textsOf = (chunks: readonly Chunk[]): string[] => chunks.map(({ text }) => text);
const prose = 'The stone is cut and polished by hand. ';
const zhProse = '石料由工匠手工切割并打磨。';

const random = seededRandom(11);
const upTo = (limit: number): number => Math.floor(random() * limit);
const oneOf = <T>(items: readonly [T, ...T[]]): T => items[upTo(items.length)] ?? items[0];

function randomDocument(): RichText {
  const filler = (): string =>
    oneOf([prose, zhProse, '😀 ', '𠀀砚', 'nospace', 'Q: Why? A: So. ', '问：何为砚？答：石也。', 'a?b '])
      .repeat(1 + upTo(60))
      .trim();
  const makers: readonly [() => Written, ...(() => Written)[]] = [
    filler,
    () => ({ h: oneOf(['Stone', 'What is ink?', '怎样磨墨', 'Q1: Where?']), level: 1 + upTo(4) }),
    () => ({ item: filler(), number: 1 + upTo(9) }),
    () => ({ bold: oneOf(['Why so?', 'Note', '为什么？']), then: upTo(2) ? ` ${filler()}` : '' }),
    () => ({ code: 'const answer = 42;\n'.repeat(1 + upTo(40)) }),
    () => ({
      rows: Array.from({ length: 1 + upTo(40) }, (_, row) => [`name ${row}`, filler().slice(0, upTo(90))]),
      hasHeader: upTo(2) === 0,
    }),
  ];
  return write(Array.from({ length: 1 + upTo(20) }, () => oneOf(makers)()));
}

describe.each<SplittingStrategy>([
  { kind: 'structure', tokens: 40 },
  { kind: 'structure', tokens: 300 },
  { kind: 'questions' },
  { kind: 'fixed', tokens: 50, overlap: 0 },
  { kind: 'fixed', tokens: 64, overlap: 48 },
  { kind: 'fixed', tokens: 120, overlap: 30 },
  { kind: 'sections' },
])('splitting by %j', (splitting) => {
  it('keeps every word, exact offsets and the limit of the model, whatever the document', () => {
    for (let round = 0; round < 15; round += 1) {
      const title = upTo(2) ? 'A title of some words' : undefined;
      split(randomDocument(), splitting, { title, maxTokens: 100 + upTo(200) });
    }
  });

  it('goes in steps, and gives nothing for no text', () => {
    const document = write(
      Array.from({ length: 300 }, (_, i) => (i % 9 ? prose.repeat(20) : { h: `Part ${i}` })),
    );
    let counted = 0;
    let most = 0;
    const steps = chunkingSteps(document, {
      splitting,
      maxTokens: 512,
      countTokens: (texts) => {
        counted += texts.reduce((sum, { length }) => sum + length, 0);
        return countTokens(texts);
      },
    });
    for (;;) {
      const before = counted;
      const { done } = steps.next();
      most = Math.max(most, counted - before);
      if (done) break;
    }
    expect(most).toBeLessThan(document.text.length / 2);
    expect(split(write([]), splitting)).toEqual([]);
    expect(split({ text: ' \n\n ', blocks: [], marks: [], pages: [] }, splitting)).toEqual([]);
  });
});

describe('questions with their answers', () => {
  const questions = { kind: 'questions' } as const;

  test.each<[string, readonly Written[], readonly string[]]>([
    [
      'headings that ask',
      [
        { h: 'FAQ' },
        { h: 'What is ink?', level: 2 },
        'Soot.',
        { h: 'And glue?', level: 2 },
        'Hide.',
        'Or fish.',
      ],
      ['FAQ', 'What is ink?\n\nSoot.', 'And glue?\n\nHide.\n\nOr fish.'],
    ],
    [
      'labels in paragraphs of their own',
      ['Q: What is ink?', 'A: Soot and glue.', 'Q2. Who makes it?', 'A. Ink makers.'],
      ['Q: What is ink?\n\nA: Soot and glue.', 'Q2. Who makes it?\n\nA. Ink makers.'],
    ],
    [
      'labels on the lines of one paragraph',
      ['Q: What is ink?\nA: Soot and glue.\nQ: Who makes it?\nA: Ink makers.'],
      ['Q: What is ink?\nA: Soot and glue.', 'Q: Who makes it?\nA: Ink makers.'],
    ],
    [
      'Chinese labels without line ends',
      ['问：墨是什么？答：松烟与胶。问：谁来制墨？答：墨工。'],
      ['问：墨是什么？答：松烟与胶。', '问：谁来制墨？答：墨工。'],
    ],
    [
      'Chinese headings and labels with numbers',
      [{ h: '如何磨墨' }, '加清水，慢磨。', '问题二：砚要洗吗？', '答：当日洗净。'],
      ['如何磨墨', '加清水，慢磨。', '问题二：砚要洗吗？\n\n答：当日洗净。'],
    ],
    [
      'bold questions',
      [
        { bold: 'How long does it take?' },
        'Eight minutes.',
        { bold: 'How much water?', then: ' Six drops.' },
      ],
      ['How long does it take?\n\nEight minutes.', 'How much water? Six drops.'],
    ],
    [
      'numbered questions',
      [
        { item: 'What is She? A stone with gold specks.', number: 1 },
        '2. What is Duan?',
        'A fine-grained stone.',
      ],
      ['What is She? A stone with gold specks.', '2. What is Duan?\n\nA fine-grained stone.'],
    ],
    [
      'an interview',
      ['记者：您何时开始制砚？', '王师傅：十六岁。', '记者：如今还做吗？', '王师傅：每天都做。'],
      ['记者：您何时开始制砚？\n\n王师傅：十六岁。', '记者：如今还做吗？\n\n王师傅：每天都做。'],
    ],
  ])('are kept together: %s', (_, written, expected) => {
    const texts = textsOf(split(write(written), questions));
    // A question's label may stand under a heading that asks too: then the labels decide.
    const isJoined = expected.length === 3 && expected[1] === '加清水，慢磨。';
    expect(texts).toEqual(isJoined ? ['如何磨墨\n\n加清水，慢磨。', expected[2]] : expected);
  });

  it('a heading that asks takes its subsections, and the next question ends it', () => {
    const document = write([
      { h: 'How is it made?' },
      { h: 'Soot', level: 2 },
      'Pine is burnt.',
      { h: 'Glue', level: 2 },
      'Hide is boiled.',
      { h: 'Who buys it?' },
      'Painters.',
    ]);
    expect(textsOf(split(document, questions))).toEqual([
      'How is it made?\n\nSoot\n\nPine is burnt.\n\nGlue\n\nHide is boiled.',
      'Who buys it?\n\nPainters.',
    ]);
  });

  it('what is no question, or has no answer, is split by structure', () => {
    const document = write([
      { h: 'Stones' },
      prose.repeat(60),
      { h: 'Quiz', level: 2 },
      { item: 'Where is Duan?', number: 1 },
      { item: 'Where is She?', number: 2 },
    ]);
    const structure = split(document, { kind: 'structure', tokens: 256 });
    expect(textsOf(split(document, questions))).toEqual(
      textsOf(structure).map((text) => expect.stringContaining(text.slice(0, 20)) as string),
    );
  });

  it('each part of a long answer stands under its question', () => {
    const document = write([
      { h: 'FAQ' },
      'Q: How are stones cut?',
      ...Array<string>(40).fill(prose.repeat(10)),
    ]);
    const chunks = split(document, questions, { maxTokens: 512 });
    expect(chunks.length).toBeGreaterThan(5);
    for (const chunk of chunks.slice(1)) expect(chunk.headingPath).toEqual(['FAQ', 'How are stones cut?']);
  });
});

describe('passages of fixed size', () => {
  const fixed = (tokens: number, overlap: number) => ({ kind: 'fixed', tokens, overlap }) as const;

  test.each([
    ['English', `${prose.trim()} `.repeat(200), /^\s|\S$/],
    ['Chinese', zhProse.repeat(120), /./],
  ])('are of one size and repeat the wanted share in %s', (_, text) => {
    const chunks = split(write([text]), fixed(64, 16));
    for (const [i, chunk] of chunks.slice(0, -1).entries()) {
      expect(chunk.tokens).toBeGreaterThanOrEqual(62);
      expect(chunk.tokens).toBeLessThanOrEqual(64);
      const next = chunks[i + 1];
      const shared = chunk.text.slice((next?.start ?? chunk.end) - chunk.start);
      expect(countTokens([shared])[0]).toBeGreaterThanOrEqual(14);
      expect(countTokens([shared])[0]).toBeLessThanOrEqual(16);
    }
  });

  it('are cut between words', () => {
    const document = write(['alpha beta gamma delta epsilon '.repeat(80)]);
    for (const { text } of split(document, fixed(20, 5))) {
      for (const word of text.split(/\s+/)) expect('alpha beta gamma delta epsilon').toContain(word);
    }
  });

  it('stand under the headings that all of them share', () => {
    const document = write([
      { h: 'Ink' },
      { h: 'Soot', level: 2 },
      'one two',
      { h: 'Glue', level: 2 },
      'three',
    ]);
    expect(split(document, fixed(64, 0)).map(({ headingPath }) => headingPath)).toEqual([['Ink']]);
  });
});

describe('whole sections', () => {
  it('hold a heading with all that stands below it', () => {
    const document = write([
      'Preface.',
      { h: 'Ink' },
      { h: 'Soot', level: 2 },
      prose.repeat(4),
      { h: 'Glue', level: 2 },
      prose.repeat(4),
      { h: 'Paper' },
      'Bark.',
    ]);
    const starts = (maxTokens: number) =>
      split(document, { kind: 'sections' }, { maxTokens }).map(({ text }) => text.split('\n')[0]);
    expect(starts(200)).toEqual(['Preface.', 'Ink', 'Paper']);
    expect(starts(60)).toEqual(['Preface.', 'Ink', 'Glue', 'Paper']);
  });

  it('are cut where they are longer than the model sees', () => {
    const document = write([
      { h: 'Ink' },
      ...Array<string>(30).fill(prose.repeat(3)),
      { h: 'Paper' },
      'Bark.',
    ]);
    const chunks = split(document, { kind: 'sections' }, { maxTokens: 100 });
    expect(chunks.slice(0, -1).every(({ headingPath }) => headingPath.join() === 'Ink')).toBe(true);
    expect(chunks.at(-1)?.text).toBe('Paper\n\nBark.');
  });
});

describe('a table', () => {
  const rows = [['Name', 'Place'], ...Array.from({ length: 60 }, (_, i) => [`Stone ${i}`, `Quarry ${i}`])];

  test.each<SplittingStrategy>([
    { kind: 'structure', tokens: 40 },
    { kind: 'fixed', tokens: 40, overlap: 8 },
    { kind: 'questions' },
    { kind: 'sections' },
  ])('repeats its header with each passage that begins inside it, by %j', (splitting) => {
    const document = write([prose, { rows }, prose]);
    const chunks = split(document, splitting, { maxTokens: 90 });
    const table = document.blocks[1];
    const inside = chunks.filter(({ start }) => start > (table?.start ?? 0) && start < (table?.end ?? 0));
    expect(inside.length).toBeGreaterThan(1);
    for (const chunk of inside) {
      expect(chunk.tableHeader).toBe('Name\tPlace');
      expect(indexedText('Stones', chunk)).toContain('Name\tPlace\n');
    }
    for (const chunk of chunks) if (!inside.includes(chunk)) expect(chunk.tableHeader).toBeUndefined();
  });

  it('is cut between its rows, and its header takes its place in the passage', () => {
    const chunks = split(write([{ rows }]), { kind: 'structure', tokens: 40 });
    for (const { text, tokens } of chunks) {
      expect(text).toMatch(/^(Name|Stone)/);
      expect(tokens).toBeLessThanOrEqual(50);
    }
  });

  it('without a header row has none to repeat', () => {
    const chunks = split(write([{ rows: rows.slice(1), hasHeader: false }]), {
      kind: 'structure',
      tokens: 40,
    });
    expect(chunks.some(({ tableHeader }) => tableHeader !== undefined)).toBe(false);
  });
});

describe('a part of a larger document', () => {
  it('stands under the headings above it', () => {
    const whole = [
      { h: 'Ink' },
      { h: 'Soot', level: 2 },
      'Pine is burnt.',
      'Lamp oil too.',
      { h: 'Paper' },
      'Bark.',
    ];
    const above = headingsAfter(write(whole.slice(0, 3)));
    expect(above).toEqual([
      { level: 1, text: 'Ink' },
      { level: 2, text: 'Soot' },
    ]);
    for (const splitting of [{ kind: 'structure', tokens: 256 }, { kind: 'sections' }] as const) {
      const chunks = split(write(whole.slice(3)), splitting, { above: { headings: above } });
      expect(chunks[0]?.headingPath).toEqual(['Ink', 'Soot']);
      expect(chunks.at(-1)?.text).toContain('Bark.');
      expect(chunks.at(-1)?.headingPath).toEqual(['Paper']);
    }
  });
});

it('headings of no level or less end all that stand above them', () => {
  const headings = [1, 0, -1].map((level, i) => ({
    kind: 'heading' as const,
    level,
    start: 4 * i,
    end: 4 * i + 3,
  }));
  expect(headingsAfter({ text: 'Ink Oil Tea', blocks: headings.slice(0, 2) })).toEqual([
    { level: 0, text: 'Oil' },
  ]);
  expect(headingsAfter({ text: 'Ink Oil Tea', blocks: headings })).toEqual([{ level: -1, text: 'Tea' }]);
});

describe('a strategy', () => {
  test.each<[SplittingStrategy, string | undefined]>([
    [{ kind: 'structure', tokens: 15 }, 'too-few-tokens'],
    [{ kind: 'structure', tokens: 513 }, 'too-many-tokens'],
    [{ kind: 'structure', tokens: 20.5 }, 'not-whole'],
    [{ kind: 'fixed', tokens: 64, overlap: 64 }, 'overlap-not-smaller'],
    [{ kind: 'fixed', tokens: 64, overlap: -1 }, 'not-whole'],
    [{ kind: 'fixed', tokens: 64, overlap: 63 }, undefined],
    [{ kind: 'structure', tokens: 512 }, undefined],
    [{ kind: 'questions' }, undefined],
    [{ kind: 'sections' }, undefined],
  ])('%j with a model of 512 tokens: %s', (strategy, problem) => {
    expect(splittingProblem(strategy, 512)).toBe(problem);
  });
});
