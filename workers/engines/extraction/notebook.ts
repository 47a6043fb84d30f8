import { AppError } from '../../../src/core/app-error';
import { RichTextBuilder } from '../../../src/core/rich-text-builder';
import type { Extractor } from './extractor';
import { parseJson, type JsonObject, type JsonValue } from './json-parser';
import { isScalar, valueOf } from './json-shapes';
import { readMarkdownInto } from './markdown';
import { createPause } from './pause';
import { readTextFile } from './text-file';

/** A Jupyter notebook: its prose as Markdown, its cells as code, and what they printed. */
export const extractNotebook: Extractor = async (file, context) => {
  const { text, encoding, warnings } = await readTextFile(file, context);
  const [root] = (await parseJson(text, createPause(context.signal))) ?? [];
  const cells = root?.kind === 'object' ? cellsOf(root) : undefined;
  if (root?.kind !== 'object' || !cells)
    throw new AppError('corrupt', 'The notebook is damaged: it is not JSON with cells.');
  const language = languageOf(root);
  const builder = new RichTextBuilder();
  let title: string | undefined;
  let images = 0;
  for (const [index, cell] of cells.entries()) {
    const source = textOf(valueOf(cell, 'source') ?? valueOf(cell, 'input'));
    const kind = textOf(valueOf(cell, 'cell_type'));
    if (kind === 'markdown') title ??= await readMarkdownInto(builder, source, context);
    else if (kind === 'heading') {
      const level = Number(textOf(valueOf(cell, 'level'))) || 1;
      builder.addBlock({ kind: 'heading', level }, { text: source, marks: [] });
    } else {
      builder.addBlock(
        { kind: 'code', ...(kind === 'code' ? { language } : {}) },
        { text: source, marks: [] },
      );
      images += addOutputs(builder, cell);
    }
    context.onProgress({ loaded: index + 1, total: cells.length });
    context.signal.throwIfAborted();
  }
  return {
    ...builder.build(),
    format: 'notebook',
    ...(title === undefined ? {} : { title }),
    encoding,
    coverage: 1,
    warnings: images === 0 ? warnings : [...warnings, { code: 'images-skipped', count: images }],
  };
};

/** Notebooks of the third version keep their cells in worksheets. */
function cellsOf(root: JsonObject): JsonObject[] | undefined {
  const sheets = valueOf(root, 'worksheets');
  const lists =
    sheets?.kind === 'array'
      ? sheets.items.map((sheet) => (sheet.kind === 'object' ? valueOf(sheet, 'cells') : undefined))
      : [valueOf(root, 'cells')];
  const arrays = lists.flatMap((list) => (list?.kind === 'array' ? [list] : []));
  return arrays.length === 0
    ? undefined
    : arrays.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'object' ? [item] : [])));
}

function languageOf(root: JsonObject): string {
  const metadata = valueOf(root, 'metadata');
  const info = metadata?.kind === 'object' ? valueOf(metadata, 'language_info') : undefined;
  const kernel = metadata?.kind === 'object' ? valueOf(metadata, 'kernelspec') : undefined;
  const name = info?.kind === 'object' ? valueOf(info, 'name') : undefined;
  const language = kernel?.kind === 'object' ? valueOf(kernel, 'language') : undefined;
  return (textOf(name) || textOf(language) || 'python').toLowerCase();
}

/** Adds what the cell printed and gave; returns how many pictures were among it. */
function addOutputs(builder: RichTextBuilder, cell: JsonObject): number {
  const outputs = valueOf(cell, 'outputs');
  let images = 0;
  for (const output of outputs?.kind === 'array' ? outputs.items : []) {
    if (output.kind !== 'object') continue;
    const holder = valueOf(output, 'data');
    const bundle = holder?.kind === 'object' ? holder : output;
    if (bundle.entries.some(({ name }) => /^(?:image\/|png$|jpeg$|svg$)/.test(name))) images += 1;
    const printed =
      valueOf(bundle, 'text/plain') ??
      valueOf(bundle, 'text/markdown') ??
      valueOf(output, 'text') ??
      valueOf(output, 'traceback');
    const text = withoutColours(textOf(printed, valueOf(output, 'traceback') === printed ? '\n' : ''));
    // A picture's own text is only the name of the object that drew it.
    if (/^<[\w. ]+ (?:at 0x|object|with|size)[^\n]*>$/.test(text.trim())) continue;
    builder.addBlock({ kind: 'code' }, { text, marks: [] });
  }
  return images;
}

/** Lines are kept as a list. */
function textOf(value: JsonValue | undefined, separator = ''): string {
  if (!value) return '';
  if (isScalar(value)) return value.text;
  return value.kind === 'array' ? value.items.map((item) => textOf(item)).join(separator) : '';
}

function withoutColours(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape sequences of a terminal
  return text.replace(/\u001B\[[\d;]*[A-Za-z]/g, '');
}
