import { describe, expect, it } from 'vitest';
import { askedPart } from '../../../src/core/asked-part';

const page = Array.from(
  { length: 60 },
  (_, i) => `Line ${i} of the minutes says that the garden and the printer were spoken of again.`,
).join('\n');
const chinesePage = Array.from({ length: 60 }, (_, i) => `会议记录第${i}行又谈到了花园和打印机。`).join('\n');

describe('what is asked in a long question', () => {
  it('is all of it where it has a usual length', () => {
    const question = 'I found an old inkstone in the cellar. How is it washed?';
    expect(askedPart(question)).toBe(question);
    expect(askedPart('好笔的“四德”是什么？')).toBe('好笔的“四德”是什么？');
  });

  it('is the question that stands after a pasted page, or before it', () => {
    expect(askedPart(`${page}\n\nHow is an inkstone washed?`)).toBe('How is an inkstone washed?');
    expect(askedPart(`How is an inkstone washed?\n\n${page}`)).toBe('How is an inkstone washed?');
    expect(askedPart(`${chinesePage}\n好笔的“四德”是什么？`)).toBe('好笔的“四德”是什么？');
    expect(askedPart(`好笔的四德是什么\n${chinesePage}`)).toBe('好笔的四德是什么');
  });

  it('is more than one question where more are asked, and a request without a question mark', () => {
    const both = 'How is an inkstone washed? Who makes the best ones?';
    expect(askedPart(`${page}\n${both}`)).toBe(both);
    expect(askedPart(`${page}\n\nTell me about inkstones.`)).toBe('Tell me about inkstones.');
    expect(askedPart(`请介绍一下宣纸的产地。\n${chinesePage}`)).toBe('请介绍一下宣纸的产地。');
  });

  it('is the last question of the page where none stands at its edge', () => {
    const asked = `${page}\nWho opened the quarry?\n${page}`;
    expect(askedPart(asked)).toBe('Who opened the quarry?');
  });

  it('has the sentence before it where it leans on that', () => {
    const told = `${page}\nThe Eiffel Tower is in Paris. When was it built?`;
    expect(askedPart(told)).toBe('The Eiffel Tower is in Paris. When was it built?');
  });

  it('is the end of a sentence that is too long itself, which says last what it asks', () => {
    const told = 'the stone has a chip at one corner and a crack, '.repeat(8);
    expect(askedPart(`Given that ${told}how is it washed without harm to the wood?`)).toMatch(
      /^the stone .*, how is it washed without harm to the wood\?$/,
    );
    const chinese = askedPart(`${'这方砚台的一角有缺口，'.repeat(12)}应当怎样清洗？`);
    expect(chinese).toMatch(/^这方砚台的一角有缺口，.*应当怎样清洗？$/);
    expect(chinese.length).toBeLessThanOrEqual(96);
    const first = askedPart(`How is the stone washed, given that ${told}and that it is old?`);
    expect(first).toMatch(/^How is the stone washed, given that /);
  });

  it('is what comes first where nothing is asked, in whole sentences or at least whole words', () => {
    const first = askedPart(page);
    expect(page.startsWith(first)).toBe(true);
    expect(first).toMatch(/again\.$/);
    expect(first.length).toBeLessThanOrEqual(240);
    const words = askedPart('garden printer '.repeat(1000));
    expect(words).toMatch(/^garden .*(?:garden|printer)$/);
    expect(askedPart('砚'.repeat(5000)).length).toBeLessThanOrEqual(96);
  });
});
