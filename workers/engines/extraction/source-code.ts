import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { createPause } from './pause';
import { languageOfSource } from './source-languages';
import { readTextFile } from './text-file';

/** Source code as it stands, a block for each stretch between empty lines that begins at the margin. */
export const extractSourceCode: Extractor = async (file, context) => {
  const { text, encoding, warnings } = await readTextFile(file, context);
  const language = languageOfSource(context.name, text.slice(0, 200).split('\n', 1)[0] ?? '');
  const pause = createPause(context.signal);
  const builder = new RichTextBuilder();
  for (const stretch of stretchesOf(text)) {
    builder.addBlock(language === undefined ? { kind: 'code' } : { kind: 'code', language }, {
      text: stretch,
      marks: [],
    });
    await pause();
  }
  return { ...builder.build(), format: 'code', encoding, coverage: 1, warnings };
};

/** A definition with what belongs to it: cut where, after an empty line, something begins that closes nothing. */
export function* stretchesOf(source: string): Generator<string> {
  let start = 0;
  const gap = /\n[^\S\n]*\n+(?=[^\s)\]}])/g;
  for (let match = gap.exec(source); match; match = gap.exec(source)) {
    const end = match.index + match[0].length;
    if (/^(?:end|fi|done|esac|else|elif|except|finally|catch)\b/i.test(source.slice(end, end + 10))) continue;
    yield source.slice(start, end);
    start = end;
  }
  yield source.slice(start);
}
