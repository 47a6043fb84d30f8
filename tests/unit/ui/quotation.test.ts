import { describe, expect, it } from 'vitest';
import {
  joinPageLines,
  quoteAsMarkdown,
  quoteInQuestion,
  tidyParagraphs,
} from '../../../src/ui/source/quotation';

describe('what was selected', () => {
  it('on a page becomes one paragraph, without the hyphens of its lines', () => {
    expect(joinPageLines('Ink is ground care-\nfully  on a\nwet stone')).toBe(
      'Ink is ground carefully on a wet stone',
    );
    expect(joinPageLines('端砚产于\n广东肇庆')).toBe('端砚产于广东肇庆');
    expect(joinPageLines('罚款两⻆。')).toBe('罚款两角。');
    expect(joinPageLines('the Anglo-\nSaxon word')).toBe('the Anglo- Saxon word');
  });

  it('in the text keeps its paragraphs', () => {
    expect(tidyParagraphs(' One\n  line \n\n\n Two ')).toBe('One\nline\n\nTwo');
  });
});

describe('a quote', () => {
  const source = (name: string, page: string) => `${name}, ${page}`;
  const about = (quote: string, from: string) => `About “${quote}” (${from}):`;

  it('is written in Markdown with where it is from', () => {
    expect(quoteAsMarkdown({ text: 'One\n\nTwo', documentName: 'a.md' }, source)).toBe(
      '> One\n>\n> Two\n>\n> — a.md',
    );
  });

  it('keeps its signs when it is read as Markdown', () => {
    expect(quoteAsMarkdown({ text: '2 * 3 * 4\n- 5', documentName: 'a_b_.md' }, source)).toBe(
      '> 2 \\* 3 \\* 4\n> \\- 5\n>\n> — a\\_b\\_.md',
    );
  });

  it('stands before what was written of a question', () => {
    const quotation = { text: 'One\n\nTwo', documentName: 'a.pdf', page: 'page 2' };
    expect(quoteInQuestion(quotation, 'Why?', { about, source })).toBe(
      'About “One Two” (a.pdf, page 2):\nWhy?',
    );
  });

  it('of a whole chapter is cut, and never inside a character', () => {
    const text = `${'a'.repeat(999)}𠮷𠮷`;
    const asked = quoteInQuestion({ text, documentName: 'a' }, '', { about, source });
    expect(asked).toBe(`About “${'a'.repeat(999)}…” (a):\n`);
  });
});
