import { describe, expect, it } from 'vitest';
import { splitStream, type SentenceEvent } from '../../../../src/core/citations/sentence-stream';

async function eventsOf(pieces: readonly string[]): Promise<SentenceEvent[]> {
  async function* tokens(): AsyncGenerator<string, void, undefined> {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  const events: SentenceEvent[] = [];
  for await (const event of splitStream(tokens())) events.push(event);
  return events;
}

/** The text as it is shown, with `‹hints›` where a sentence ends. */
async function shown(pieces: readonly string[]): Promise<string> {
  const events = await eventsOf(pieces);
  return events.map((event) => (event.kind === 'text' ? event.text : `‹${event.hints.join()}›`)).join('');
}

/** The same must come out however the text is cut into tokens. */
async function expectShown(text: string, expected: string): Promise<void> {
  expect(await shown([text])).toBe(expected);
  expect(await shown(Array.from(text))).toBe(expected);
  for (const size of [2, 3, 5, 7]) {
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
      text.slice(i * size, (i + 1) * size),
    );
    expect(await shown(pieces), `cut into ${size}`).toBe(expected);
  }
}

describe('a model’s text', () => {
  it('is given on without its marks, which become hints of their sentence', async () => {
    await expectShown('Ink is black [1]. Paper is white [2, 3].', 'Ink is black.‹1› Paper is white.‹2,3›');
    await expectShown('Ink is black.[1][2] Paper is white. [3]', 'Ink is black.‹1,2› Paper is white.‹3›');
    await expectShown(
      '墨是黑的【1】。纸是白的。【2】【3】砚是石的[4，5]。',
      '墨是黑的。‹1›纸是白的。‹2,3›砚是石的。‹4,5›',
    );
    await expectShown(
      'One [Source 2]. Two [^3]. Three [1-3]. Four 【4†p. 2】.',
      'One.‹2› Two.‹3› Three.‹1,2,3› Four.‹4›',
    );
  });

  it('ends its sentences at stops, before the space that follows', async () => {
    await expectShown('Is it? It is! Good.', 'Is it?‹› It is!‹› Good.‹›');
    await expectShown('是吗？是的！好。', '是吗？‹›是的！‹›好。‹›');
    await expectShown('He said “Stop.” Then he left.', 'He said “Stop.”‹› Then he left.‹›');
    await expectShown('It is **black.** And white.', 'It is **black.**‹› And white.‹›');
  });

  it('goes on at abbreviations, numbers and addresses', async () => {
    await expectShown('Dr. Smith paid 3.50 to the U.S. Army.', 'Dr. Smith paid 3.50 to the U.S. Army.‹›');
    await expectShown(
      'See https://a.b/c?d=1 or node.js for it.',
      'See https://a.b/c?d=1 or node.js for it.‹›',
    );
    await expectShown('Well... it depends', 'Well... it depends‹›');
  });

  it('ends the items of a list before their line break, so that a citation stays in its item', async () => {
    await expectShown(
      'Two things:\n\n- ink [1]\n- paper\n1. One\n2. Two.\n',
      'Two things:‹›\n\n- ink‹1›\n- paper‹›\n1. One‹›\n2. Two.‹›\n',
    );
  });

  it('has no sentence ends in headings and table rows, which a citation would break', async () => {
    await expectShown(
      '# Ink\n\nIt is black.\n\n| a | b |\n|---|---|\n| 1 | 2. |\nEnd.',
      '# Ink\n\nIt is black.‹›\n\n| a | b |\n|---|---|\n| 1 | 2. |\nEnd.‹›',
    );
  });

  it('keeps code as it is, in blocks and in lines', async () => {
    await expectShown('Do:\n```js\na[1] = b[2]. c\n```\nDone.', 'Do:‹›\n```js\na[1] = b[2]. c\n```\nDone.‹›');
    await expectShown('Use `a[1]` and ``b[`2`]. c`` here.', 'Use `a[1]` and ``b[`2`]. c`` here.‹›');
    await expectShown('```\nnever closed [1]', '```\nnever closed [1]');
    await expectShown('A ` alone [1].\nNext.', 'A ` alone [1].‹›\nNext.‹›');
  });

  it('closes a block of code only with the signs that opened it', async () => {
    await expectShown('~~~\na[1]\n```\nb[2]. c\n~~~\nDone [1].', '~~~\na[1]\n```\nb[2]. c\n~~~\nDone.‹1›');
    await expectShown('````md\n```\na[1]\n```\n````\nDone.', '````md\n```\na[1]\n```\n````\nDone.‹›');
    await expectShown('```\na\n``` b[1]\n```\nDone.', '```\na\n``` b[1]\n```\nDone.‹›');
    await expectShown(
      '1. Do:\n\n    ```\n    a[1]\n    ```\nDone.',
      '1. Do:‹›\n\n    ```\n    a[1]\n    ```\nDone.‹›',
    );
    await expectShown('Use `a``b[1]` here [1].', 'Use `a``b[1]` here.‹1›');
  });

  it('keeps formulas as they are, in lines and by themselves', async () => {
    await expectShown('It is $\\sqrt[3]{8}$ [1].', 'It is $\\sqrt[3]{8}$.‹1›');
    await expectShown('So $n! = 1$ holds [2]. And', 'So $n! = 1$ holds.‹2› And‹›');
    await expectShown('See \\(a[1]. b\\) and $$x[2]! y$$ here.', 'See \\(a[1]. b\\) and $$x[2]! y$$ here.‹›');
    await expectShown(
      'As follows:\n\n$$\n# x[1]! = 2. \\\\\ny\n$$\n\n\\[\nz[1]\n\\]\n\nDone [1].',
      'As follows:‹›\n\n$$\n# x[1]! = 2. \\\\\ny\n$$\n\n\\[\nz[1]\n\\]\n\nDone.‹1›',
    );
  });

  it('takes money for no formula', async () => {
    await expectShown('It cost $5 [1]. Then it cost $10 [2].', 'It cost $5.‹1› Then it cost $10.‹2›');
    await expectShown('价格是$5[1]。后来是$10[2]。', '价格是$5。‹1›后来是$10。‹2›');
    await expectShown('It cost US$5[1]. A \\$ sign [2].', 'It cost US$5.‹1› A \\$ sign.‹2›');
    await expectShown('Only $5 [1].\n\nNext.', 'Only $5.‹1›\n\nNext.‹›');
  });

  it('does not wait for a formula that never ends', async () => {
    for (const opening of ['$', '$$', '\\[', '\\(']) {
      const pieces = [opening, ...Array.from({ length: 3000 }, () => 'x+')];
      let given = 0;
      let asked = 0;
      async function* tokens(): AsyncGenerator<string, void, undefined> {
        for (const piece of pieces) {
          asked += piece.length;
          expect(asked - given).toBeLessThan(1100);
          yield await Promise.resolve(piece);
        }
      }
      for await (const event of splitStream(tokens())) if (event.kind === 'text') given += event.text.length;
      expect(given).toBe(asked);
    }
  });

  it('tells subscripts from marks directly behind a word', async () => {
    await expectShown(
      'Built in 1887[1]. It is big[2][3], said Weber[4].',
      'Built in 1887.‹1› It is big, said Weber.‹2,3,4›',
    );
    await expectShown('港口建成[1]。用GitHub[2]管理', '港口建成。‹1›用GitHub管理‹2›');
    await expectShown('The CO2[1] level rose[2]', 'The CO2 level rose‹1,2›');
    await expectShown(
      'Then a[1] and x[1][2] and row_a[3] are set.',
      'Then a[1\\] and x[1\\][2\\] and row_a[3\\] are set.‹›',
    );
    await expectShown(
      'Set arr[1] = 2 and list[2].length here.',
      'Set arr[1\\] = 2 and list[2\\].length here.‹›',
    );
    await expectShown('Write \\sqrt[3]{8} for it.', 'Write \\sqrt[3\\]{8} for it.‹›');
  });

  it('takes a mark behind one letter for a citation where that letter ends a name and a phrase', async () => {
    await expectShown('Lemons are rich in vitamin C[1].', 'Lemons are rich in vitamin C.‹1›');
    await expectShown('They lack vitamin c[1]', 'They lack vitamin c‹1›');
    await expectShown('It has vitamin C[2], and iron.', 'It has vitamin C, and iron.‹2›');
    await expectShown('The value of A[1] is read.', 'The value of A[1\\] is read.‹›');
    await expectShown('Set x = A[1].', 'Set x = A[1\\].‹›');
    await expectShown('Read `A[1]` first.', 'Read `A[1]` first.‹›');
  });

  it('keeps brackets that are no marks', async () => {
    await expectShown(
      'A [link](https://a.b) and [1](x), [note] and 【注】.',
      'A [link](https://a.b) and [1](x), [note] and 【注】.‹›',
    );
    await expectShown('An open [ bracket', 'An open [ bracket‹›');
    await expectShown('Ends in [', 'Ends in [‹›');
  });

  it('gives plain words on at once', async () => {
    const received: string[] = [];
    async function* tokens(): AsyncGenerator<string, void, undefined> {
      yield await Promise.resolve('Hello');
      // The word was given on before the next was asked for.
      expect(received).toEqual(['Hello']);
      yield ' world';
    }
    for await (const event of splitStream(tokens())) if (event.kind === 'text') received.push(event.text);
    expect(received.join('')).toBe('Hello world');
  });

  it('tells each sentence whole', async () => {
    const events = await eventsOf(['墨是', '黑的[', '1]。', 'Paper ', 'is white.']);
    expect(events.filter((event) => event.kind === 'sentence-end')).toEqual([
      { kind: 'sentence-end', sentence: '墨是黑的。', hints: [1] },
      { kind: 'sentence-end', sentence: 'Paper is white.', hints: [] },
    ]);
  });

  it('loses nothing but marks, whatever it is made of', async () => {
    const signs = [
      'a',
      '。',
      '.',
      ' ',
      '\n',
      '`',
      '```',
      '~~~',
      '[',
      ']',
      '(',
      '1',
      '【',
      '】',
      '#',
      '|',
      '!',
      '墨',
      '"',
      '-',
      '$',
      '$$',
      '\\',
      '=',
    ];
    let state = 11;
    const next = (limit: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * limit);
    };
    for (let round = 0; round < 500; round += 1) {
      const text = Array.from({ length: 1 + next(40) }, () => signs[next(signs.length)] ?? '').join('');
      const whole = await eventsOf([text]);
      const cut = await eventsOf(Array.from(text));
      const textOf = (events: readonly SentenceEvent[]): string =>
        events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
      expect(textOf(cut)).toBe(textOf(whole));
      const withoutMarks = (value: string): string => value.replace(/[ \t[\]【】1\\]/g, '');
      expect(withoutMarks(textOf(whole))).toBe(withoutMarks(text));
    }
  });
});
