import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { lineReaders, type MarkupLanguage } from './light-markup-lines';
import { createPause } from './pause';
import { readTextFile } from './text-file';

/** Headings, lists and listings of reStructuredText, Org, AsciiDoc and LaTeX; all else stays as it was typed. */
export const extractLightMarkup: Extractor = async (file, context) => {
  const { text, encoding, warnings } = await readTextFile(file, context);
  const reader = lineReaders[languageOf(context.name)];
  const pause = createPause(context.signal);
  const builder = new RichTextBuilder();
  let paragraph: string[] = [];
  let code: { readonly lines: string[]; readonly ends: RegExp } | undefined;
  let title: string | undefined;
  const flush = () => {
    const [first = ''] = paragraph;
    const item = reader.listItem?.exec(first);
    const content = [item ? first.slice(item[0].length) : first, ...paragraph.slice(1)].join('\n');
    const level = 1 + Math.floor((item?.[1]?.length ?? 0) / 2);
    builder.addBlock(item ? { kind: 'list-item', level } : { kind: 'paragraph' }, {
      text: content,
      marks: [],
    });
    paragraph = [];
  };
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (code) {
      if (code.ends.test(line)) {
        builder.addBlock({ kind: 'code' }, { text: code.lines.join('\n'), marks: [] });
        code = undefined;
      } else code.lines.push(line);
      continue;
    }
    const heading = reader.heading(line, lines[index + 1] ?? '', lines[index + 2] ?? '');
    const ends = reader.codeEnd(line);
    if (heading) {
      flush();
      builder.addBlock({ kind: 'heading', level: heading.level }, { text: heading.text, marks: [] });
      title ??= heading.level === 1 ? heading.text : undefined;
      index += heading.lines - 1;
    } else if (ends) {
      flush();
      code = { lines: [], ends };
    } else if (line.trim() === '' || reader.listItem?.test(line)) {
      flush();
      if (line.trim() !== '') paragraph.push(line);
    } else if (!reader.silent?.test(line)) paragraph.push(line);
    await pause();
  }
  flush();
  if (code) builder.addBlock({ kind: 'code' }, { text: code.lines.join('\n'), marks: [] });
  return {
    ...builder.build(),
    format: 'text',
    ...(title === undefined ? {} : { title }),
    encoding,
    coverage: 1,
    warnings,
  };
};

function languageOf(name: string): MarkupLanguage {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (extension === 'org') return 'org';
  if (extension === 'tex' || extension === 'ltx') return 'latex';
  return extension.startsWith('a') ? 'asciidoc' : 'restructured-text';
}
