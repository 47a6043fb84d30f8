import { describe, expect, it } from 'vitest';
import { extractDocument } from '../../../../workers/engines/extraction/extract';
import { formatOf } from '../../../../workers/engines/extraction/formats';
import { extract } from '../../../fixtures/extraction';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('the format of a file', () => {
  it.each([
    ['notes.md', '', '# Notes', 'markdown'],
    ['NOTES.TXT', '', '# Notes', 'text'],
    ['page.htm', '', 'no tags', 'html'],
    ['report', 'text/markdown; charset=utf-8', 'x', 'markdown'],
    ['report', '', '<!DOCTYPE html><p>x', 'html'],
    ['report', '', 'plain words', 'text'],
    ['program.py', '', 'print(1)', 'text'],
    ['renamed.txt', 'text/plain', '%PDF-1.7', 'pdf'],
    ['prefixed.bin', '', '\0\0junk%PDF-1.4', 'pdf'],
    ['letter.doc', '', '{\\rtf1 hello}', 'rtf'],
    ['table', 'text/csv', 'a,b', 'csv'],
  ])('of %s (%s) beginning with %j is told', (name, type, head, format) => {
    expect(formatOf(name, type, bytes(head)).format).toBe(format);
  });
});

describe('a file that cannot be read', () => {
  it('is refused as empty when it has no bytes', async () => {
    await expect(extract('a.md', '')).rejects.toMatchObject({ code: 'empty-file' });
  });

  it('is refused as without text when it has only white space', async () => {
    await expect(extract('a.txt', ' \n\t\n')).rejects.toMatchObject({ code: 'no-text' });
  });

  it.each([
    ['photo.md', '\x89PNG\r\n\x1A\n', 'PNG image'],
    ['photo.txt', '\xFF\xD8\xFF\xE0', 'JPEG image'],
    ['book.epub', 'PK\x03\x04....mimetypeapplication/epub+zip', 'EPUB book'],
    ['all.zip', 'PK\x03\x04....a.txt', 'ZIP archive'],
    ['old.doc', '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1', 'Office document'],
  ])('%s is refused by what it is, whatever it is called', async (name, head, kind) => {
    const refused = extract(name, bytes(head));
    await expect(refused).rejects.toMatchObject({ code: 'unsupported-format' });
    await expect(refused).rejects.toThrow(kind);
  });

  it('is refused as binary when a text name hides unknown bytes', async () => {
    const noise = Uint8Array.from({ length: 2000 }, (_, index) => (index * 7919) % 251);
    await expect(extract('a.txt', noise)).rejects.toMatchObject({ code: 'unsupported-format' });
  });

  it('throws the reason of its signal when that was aborted before', async () => {
    const cancelled = extractDocument(new Blob(['x']), 'a.txt', { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  });
});
