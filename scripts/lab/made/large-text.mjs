import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Prose } from './prose.mjs';

const bytesPerMegabyte = 1024 * 1024;

/**
 * Writes text of a size, begun by `head`, in paragraphs or as one line. No two stretches of it are alike.
 * @param {string} path
 * @param {{ megabytes: number, seed: number, head?: string, isOneLine?: boolean }} options
 */
export async function writeLargeText(path, { megabytes, seed, head = '', isOneLine = false }) {
  const file = createWriteStream(path);
  const prose = new Prose(seed);
  const paragraphs = Array.from({ length: 2000 }, () => prose.paragraph(5));
  const separator = isOneLine ? ' ' : '\n\n';
  file.write(`${head}${separator}`);
  for (let written = 0, part = 0; written < megabytes * bytesPerMegabyte; part += 1) {
    const lines = Array.from({ length: 400 }, (_, line) => {
      const paragraph = paragraphs[prose.below(paragraphs.length)] ?? '';
      return `${part}.${line} ${paragraph}`;
    });
    const bytes = Buffer.from(lines.join(separator) + separator);
    written += bytes.length;
    if (!file.write(bytes)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}
