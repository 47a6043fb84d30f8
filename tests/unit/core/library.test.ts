import { expect, it } from 'vitest';
import { documentTitle } from '../../../src/core/library';

it.each([
  ['The Inkstone', 'The Inkstone'],
  ['  用砚之法 ', '用砚之法'],
  ['ASP.NET in practice', 'ASP.NET in practice'],
  ['无标题音乐研究', '无标题音乐研究'],
  ['Untitled: A Memoir', 'Untitled: A Memoir'],
  [undefined, 'manual'],
  ['', 'manual'],
  ['m.html', 'manual'],
  ['Microsoft Word - Draft 3.docx', 'manual'],
  ['Untitled', 'manual'],
  ['untitled document', 'manual'],
  ['Document1', 'manual'],
  ['无标题文档', 'manual'],
  ['file:///C:/Users/me/x', 'manual'],
])('a document that gives “%s” as its title is called “%s”', (title, expected) => {
  expect(documentTitle({ name: 'manual.pdf' }, title === undefined ? {} : { title })).toBe(expected);
});
