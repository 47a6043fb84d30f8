import { describe, expect, it } from 'vitest';
import { continueLine, indentItems, toggleAround, type FieldEdit } from '../../../src/core/note-editing';
import { answerNote, quoteNote } from '../../../src/core/note-markdown';
import { appended, endOfWriting } from '../../../src/core/note-sources';
import { notePath, noteTitle, storedNote } from '../../../src/core/note-text';
import { findLinkedWords, parseSourceLink, sourceLink } from '../../../src/core/source-link';

/** `|` is the caret; two of them are the ends of what is selected. */
function field(marked: string) {
  const start = marked.indexOf('|');
  const last = marked.lastIndexOf('|');
  return { text: marked.replaceAll('|', ''), start, end: last === start ? start : last - 1 };
}

function after(marked: string, edit: FieldEdit | undefined): string | undefined {
  if (!edit) return undefined;
  const { text } = field(marked);
  const next = text.slice(0, edit.from) + edit.insert + text.slice(edit.to);
  const caret = edit.start === edit.end ? '|' : `|${next.slice(edit.start, edit.end)}|`;
  return next.slice(0, edit.start) + caret + next.slice(edit.end);
}

const enter = (marked: string) => after(marked, continueLine(field(marked)));
const tab = (marked: string, steps: 1 | -1 = 1) => after(marked, indentItems(field(marked), steps));
const bold = (marked: string) => after(marked, toggleAround(field(marked), '**'));
const italic = (marked: string) => after(marked, toggleAround(field(marked), '*'));

describe('keys in the field of a note', () => {
  it('Enter goes on with a list, a numbered one with the next number, and a task unticked', () => {
    expect(enter('- water|')).toBe('- water\n- |');
    expect(enter('  9. 研|墨')).toBe('  9. 研\n  10. |墨');
    expect(enter('* [x] done|')).toBe('* [x] done\n* [ ] |');
    expect(enter('> quoted|')).toBe('> quoted\n> |');
    expect(enter('> - in a quote|')).toBe('> - in a quote\n> - |');
  });

  it('Enter on an empty item ends the list', () => {
    expect(enter('- water\n- |')).toBe('- water\n|');
    expect(enter('> |')).toBe('|');
  });

  it('Enter is a plain new line elsewhere', () => {
    expect(enter('words|')).toBeUndefined();
    expect(enter('|- water')).toBeUndefined();
    expect(enter('-no item|')).toBeUndefined();
    expect(enter('```\n- code|\n```')).toBeUndefined();
    expect(enter('|')).toBeUndefined();
    expect(enter('|\n')).toBeUndefined();
  });

  it('Tab moves items of a list and nothing else', () => {
    expect(tab('- water|')).toBe('  - water|');
    expect(tab('1. water|')).toBe('   1. water|');
    expect(tab('  - wa|ter', -1)).toBe('- wa|ter');
    expect(tab('- a|\n- b|')).toBe('  - a|\n  - b|');
    expect(tab('words|')).toBeUndefined();
    expect(tab('- a|\nwords|')).toBeUndefined();
    expect(tab('words|', -1)).toBeUndefined();
  });

  it('bold and italic are put around words and taken away again', () => {
    expect(bold('a |word| b')).toBe('a **|word|** b');
    expect(bold('a **|word|** b')).toBe('a |word| b');
    expect(italic('a |word | b')).toBe('a *|word|*  b');
    expect(italic('**|word|**')).toBe('***|word|***');
    expect(italic('***|word|***')).toBe('**|word|**');
    expect(bold('|')).toBe('**|**');
  });
});

describe('what a note is called', () => {
  it.each([
    ['first line\n\n# A *bold* heading #', 'A bold heading'],
    ['\n- [ ] buy **ink**\nmore', 'buy ink'],
    ['# 端砚 / She 砚\r\n正文', '端砚 / She 砚'],
    ['> [Name](inkstone:source/x): words', 'Name: words'],
    ['snake_case stays', 'snake_case stays'],
  ])('%j', (source, title) => {
    expect(noteTitle(source)).toBe(title);
  });

  it('has no title without a letter or number', () => {
    expect(noteTitle('')).toBeUndefined();
    expect(noteTitle('# ***\n---\n')).toBeUndefined();
  });

  it('cuts a long title, and never half a character', () => {
    expect(noteTitle(`# ${'墨'.repeat(200)}`)).toBe('墨'.repeat(80));
    expect(noteTitle(`${'a'.repeat(79)}𠀀`)).toBe('a'.repeat(79));
  });

  it('is a path that every system takes', () => {
    expect(notePath('a/b: c?')).toBe('Notes/a b c.md');
    expect(notePath('..hidden..')).toBe('Notes/hidden.md');
  });

  it('keeps its name as a heading where nothing else can be read', () => {
    expect(storedNote(' \n', 'Untitled')).toBe('# Untitled\n');
    expect(storedNote('***', 'Untitled')).toBe('# Untitled\n\n***');
    expect(storedNote('\ufeffa\r\nb', 'Untitled')).toBe('a\nb');
  });
});

const text = 'Before. Water is ground (slowly) with the stick. After.';
const quote = 'Water is ground (slowly)';
const start = text.indexOf(quote);
const words = { start, end: start + quote.length, quote };

describe('links of a note to its sources', () => {
  it('lead to the words where they stood, or where they stand by now', () => {
    const link = parseSourceLink(sourceLink('d 1/(x)', words));
    expect(link).toMatchObject({ documentId: 'd 1/(x)', span: { start, end: start + quote.length } });
    if (!link) throw new Error('no link');
    expect(findLinkedWords(text, link)).toEqual({ start, end: start + quote.length });
    expect(findLinkedWords(`Something new. ${text}`, link)).toEqual({
      start: start + 15,
      end: start + 15 + quote.length,
    });
    expect(findLinkedWords('Other words.', link)).toBeUndefined();
  });

  it.each([
    'https://example.org/source/x',
    'inkstone:source/',
    'inkstone:other/x',
    'inkstone:source/%E0%A4%A',
    '',
  ])('%j is none', (href) => {
    expect(parseSourceLink(href)).toBeUndefined();
  });

  it('a made-up span is not believed', () => {
    expect(parseSourceLink('inkstone:source/x?at=9-3')).toEqual({ documentId: 'x' });
    const far = parseSourceLink('inkstone:source/x?at=5-999999999999&text=Water');
    expect(far && findLinkedWords(text, far)).toEqual({ start, end: text.length });
  });
});

describe('an answer as a note', () => {
  const citation = { n: 1, documentId: 'd', documentName: 'ink [1].md', page: 3, ...words };

  it('has the question as heading and footnotes with quote and place, linked to the words', () => {
    const note = answerNote(
      'How is\nink ground?',
      { text: 'Slowly [1]. Not [7].', citations: [citation], engine: 'extractive' },
      () => 'ink [1].md, page 3',
    );
    const [heading, , answer, , , , footnote, , source = ''] = note.split('\n');
    expect(heading).toBe('# How is ink ground?');
    expect(answer).toBe('Slowly[^1]. Not.');
    // What is read and edited is words; the address stands below all of it.
    expect(footnote).toBe('[^1]: [ink \\[1\\].md, page 3][source-1]: Water is ground (slowly)');
    expect(source).toMatch(/^\[source-1\]: inkstone:source\/d\?at=8-32&text=\S+$/);
    expect(noteTitle(source)).toBeUndefined();
  });

  it('quotes every paragraph of a selection', () => {
    expect(quoteNote({ text: 'a\n\nb', documentId: 'd', place: 'ink.md' })).toBe(
      '> a\n>\n> b\n>\n> — [ink.md][source-1]\n\n[source-1]: inkstone:source/d',
    );
  });

  it('takes more quotes, and gathers their sources below what is written on', () => {
    const quoteOf = (documentId: string) =>
      quoteNote({ text: 'Words', documentId, place: `${documentId}.md` });
    const one = appended('# Title', quoteOf('d'));
    const written = `${one.slice(0, endOfWriting(one))}Mine.${one.slice(endOfWriting(one))}`;
    const all = appended(appended(written, quoteOf('e')), quoteOf('d'));
    expect(all).toBe(
      [
        '# Title',
        '> Words\n>\n> — [d.md][source-1]',
        'Mine.',
        '> Words\n>\n> — [e.md][source-2]',
        '> Words\n>\n> — [d.md][source-1]',
        '',
        '[source-1]: inkstone:source/d\n[source-2]: inkstone:source/e\n',
      ].join('\n\n'),
    );
    expect(all.slice(0, endOfWriting(all)).endsWith('[d.md][source-1]\n\n')).toBe(true);
  });

  it('takes more where its links have their addresses with them, or a name is taken', () => {
    const before = 'See [d](inkstone:source/d) and [x][source-4].\n\n[source-4]: https://example.org\n\nEnd';
    const more = quoteNote({ text: 'Words', documentId: 'e', place: 'e.md' });
    expect(appended(before, more)).toBe(
      `${before}\n\n> Words\n>\n> — [e.md][source-5]\n\n\n\n[source-5]: inkstone:source/e\n`,
    );
    expect(appended('', 'Words')).toBe('Words\n\n');
    expect(endOfWriting('Words\n')).toBe(6);
    expect(endOfWriting('Words\n\n[source-1]: inkstone:source/e\n')).toBe(5);
    expect(endOfWriting('[source-1]: inkstone:source/e')).toBe(0);
  });

  it('is written on below its own words, above footnotes and addresses', () => {
    const caret = (marked: string) => {
      const note = marked.replace('|', '');
      expect(`${note.slice(0, endOfWriting(note))}|${note.slice(endOfWriting(note))}`).toBe(marked);
      return note;
    };
    const sources = '[source-1]: inkstone:source/d?at=1-2&text=w';
    caret(`# Q\n\nA[^1].|\n\n[^1]: [a.md][source-1]: words\n\n${sources}\n`);
    caret(`# Q\n\nA[^1].\n\n|\n\n[^1]: [a.md][source-1]: words\n[^2]: more\n\n${sources}\n`);
    caret('A[^1].|\n\n[^1]: words\n\n    go on\n\n[home]: https://example.org\n\n');
    caret('|\n[^1]: words');
    caret('A\n\n[^1]: words\n\nMine.\n|');
    caret('A\n\n    code\n|');
    caret('|');
    caret('\n|');
    const note = caret('A[^1].|\n\n[^1]: words\n');
    expect(appended(note, quoteNote({ text: 'b', documentId: 'd', place: 'd.md' }))).toBe(
      'A[^1].\n\n> b\n>\n> — [d.md][source-1]\n\n\n\n[^1]: words\n\n[source-1]: inkstone:source/d\n',
    );
    const saved = answerNote(
      'Q',
      { text: 'A [1].', citations: [citation], engine: 'extractive' },
      () => 'd.md',
    );
    expect(saved.slice(0, endOfWriting(saved))).toBe('# Q\n\nA[^1].\n\n');
  });

  it('quotes signs as they stand, on every line', () => {
    const text = '2 * 3 * 4\n# no heading\n[x](https://example.org)\n1. no list';
    expect(quoteNote({ text, documentId: 'd', place: 'ink.md' }).split('\n').slice(0, 4)).toEqual([
      '> 2 \\* 3 \\* 4',
      '> \\# no heading',
      '> \\[x\\](https\\://example.org)',
      '> 1\\. no list',
    ]);
  });
});
