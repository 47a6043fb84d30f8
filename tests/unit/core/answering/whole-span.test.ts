import { describe, expect, it } from 'vitest';
import { codeAskedFor, codeSpans } from '../../../../src/core/answering/code-spans';
import { isWhole } from '../../../../src/core/answering/whole-span';

function whole(text: string, sentence: string): boolean {
  const start = sentence.indexOf(text);
  return isWhole({ start, end: start + text.length }, sentence);
}

describe('a span', () => {
  it('is whole where a word, a number or a code ends, also at a possessive', () => {
    expect(whole('PR-12-88471', 'number PR-12-88471.')).toBe(true);
    expect(whole('3:08', 'at 3:08, they')).toBe(true);
    expect(whole('27', '共27天')).toBe(true);
    expect(whole('Ribeiro', 'Ribeiro’s coat')).toBe(true);
  });

  it.each([
    ['PR', 'number PR-12-88471.'],
    ['08', 'at 3:08, they'],
    ['5', 'made 5½ sacks'],
    ['207', 'AS-207/208'],
    ['Read', 'Reading log'],
  ])('that stops inside one is cut: %s in “%s”', (text, sentence) => {
    expect(whole(text, sentence)).toBe(false);
  });
});

describe('codes', () => {
  it('are asked for by what they are called', () => {
    expect(codeAskedFor('What is the serial number of the lamp?')).toBe('code');
    expect(codeAskedFor('What is the phone number of the desk?')).toBe('phone');
    expect(codeAskedFor('客服电话是多少？')).toBe('phone');
    expect(codeAskedFor('这台机器的序列号是什么？')).toBe('code');
    expect(codeAskedFor('What does error code E04 mean?')).toBeUndefined();
    expect(codeAskedFor('What number of people came?')).toBeUndefined();
    expect(codeAskedFor('Who wrote the code?')).toBeUndefined();
  });

  it('are found whole, and telephone numbers are no dates', () => {
    const texts = (sentence: string, kind: 'code' | 'phone'): string[] =>
      codeSpans(sentence, kind).map(({ text }) => text);
    expect(texts('A Probat P12 with number PR-12-88471.', 'code')).toEqual(['P12', 'PR-12-88471']);
    expect(texts('Write to desk@lamps.example, code 7731.', 'code')).toEqual(['desk@lamps.example', '7731']);
    expect(texts('Since 2019-05-01 call 030 5550 187 or +49 (30) 5550-188.', 'phone')).toEqual([
      '030 5550 187',
      '+49 (30) 5550-188',
    ]);
  });
});
