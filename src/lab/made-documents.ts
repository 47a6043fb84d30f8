import { seededRandom } from '../core/seeded-random';
import type { AddedFile } from '../services/app-services';
import { SyntheticText } from './synthetic-text';

/** Paragraphs of a document, and so about its chunks, from one up to this. */
const mostParagraphs = 20;

/** Markdown files in both languages that come to about so many chunks, the same every time. */
export function madeDocuments(chunks: number): AddedFile[] {
  const random = seededRandom(7);
  const files: AddedFile[] = [];
  for (let left = chunks; left > 0;) {
    const paragraphs = Math.min(left, 1 + Math.floor(random() * mostParagraphs));
    const name = `${String(files.length).padStart(5, '0')}.md`;
    files.push({ file: new File([madeMarkdown(files.length, paragraphs)], name), path: name });
    left -= paragraphs;
  }
  return files;
}

function madeMarkdown(ordinal: number, paragraphs: number): string {
  const text = new SyntheticText(ordinal);
  const language = ordinal % 2 === 0 ? 'en' : 'zh';
  const blocks = [`# ${text.words(4).join(' ')}`];
  for (let i = 0; i < paragraphs; i += 1) {
    if (i % 3 === 2) blocks.push(`## ${text.words(3).join(' ')}`);
    blocks.push(text.paragraph(language));
  }
  return `${blocks.join('\n\n')}\n`;
}
