/* eslint-disable no-control-regex -- signatures are bytes, control characters among them */
import type { DocumentFormat } from '../../../src/core/extracted-document';
import type { Extractor } from './extractor';
import { asLatin1 } from './latin1';

export interface Format {
  readonly format: DocumentFormat;
  readonly extensions: readonly string[];
  readonly mediaTypes: readonly string[];
  /** Tells the format by its first kilobyte, read as Latin-1, where that is surer than the file's name. */
  readonly signature?: RegExp;
  /** Tells a format that is an archive by the names in it, one a line. */
  readonly parts?: RegExp;
  readonly load: () => Promise<Extractor>;
}

/** Every format that can be read. A new one is a line here and a file beside it. */
export const formats: readonly Format[] = [
  {
    format: 'pdf',
    extensions: ['pdf'],
    mediaTypes: ['application/pdf', 'application/x-pdf'],
    signature: /%PDF-\d/,
    load: async () => (await import('./pdf')).extractPdf,
  },
  {
    format: 'markdown',
    extensions: ['md', 'markdown', 'mdown', 'mkd', 'mdx', 'qmd', 'rmd'],
    mediaTypes: ['text/markdown', 'text/x-markdown'],
    load: async () => (await import('./markdown')).extractMarkdown,
  },
  {
    format: 'html',
    extensions: ['html', 'htm', 'xhtml', 'xht'],
    mediaTypes: ['text/html', 'application/xhtml+xml'],
    load: async () => (await import('./html')).extractHtml,
  },
  {
    format: 'docx',
    extensions: ['docx', 'docm', 'dotx', 'dotm'],
    mediaTypes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    parts: /^word\//im,
    load: async () => (await import('./ooxml/docx/docx')).extractDocx,
  },
  {
    format: 'xlsx',
    extensions: ['xlsx', 'xlsm', 'xltx', 'xltm'],
    mediaTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    parts: /^xl\//im,
    load: async () => (await import('./ooxml/xlsx/xlsx')).extractXlsx,
  },
  {
    format: 'pptx',
    extensions: ['pptx', 'pptm', 'ppsx', 'ppsm', 'potx', 'potm'],
    mediaTypes: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    parts: /^ppt\//im,
    load: async () => (await import('./ooxml/pptx/pptx')).extractPptx,
  },
  {
    format: 'odt',
    extensions: ['odt', 'ott', 'fodt'],
    mediaTypes: ['application/vnd.oasis.opendocument.text'],
    signature:
      /^PK\x03\x04[^]{26}mimetype[^]{0,64}?application\/vnd\.oasis\.opendocument\.text|<office:document\s/,
    parts: /^META-INF\/manifest\.xml$/m,
    load: async () => (await import('./opendocument/open-document')).extractOpenDocument,
  },
  {
    format: 'ods',
    extensions: ['ods', 'ots', 'fods'],
    mediaTypes: ['application/vnd.oasis.opendocument.spreadsheet'],
    signature: /^PK\x03\x04[^]{26}mimetype[^]{0,64}?application\/vnd\.oasis\.opendocument\.spreadsheet/,
    load: async () => (await import('./opendocument/open-document')).extractOpenDocument,
  },
  {
    format: 'odp',
    extensions: ['odp', 'otp', 'fodp', 'odg', 'fodg'],
    mediaTypes: ['application/vnd.oasis.opendocument.presentation'],
    signature:
      /^PK\x03\x04[^]{26}mimetype[^]{0,64}?application\/vnd\.oasis\.opendocument\.(?:presentation|graphics)/,
    load: async () => (await import('./opendocument/open-document')).extractOpenDocument,
  },
  {
    format: 'rtf',
    extensions: ['rtf'],
    mediaTypes: ['application/rtf', 'text/rtf'],
    signature: /^(?:\xEF\xBB\xBF)?\s*\{\\rtf/,
    load: async () => (await import('./rtf/rtf')).extractRtf,
  },
  {
    format: 'csv',
    extensions: ['csv', 'tsv', 'tab'],
    mediaTypes: ['text/csv', 'text/tab-separated-values'],
    load: async () => (await import('./tables/csv')).extractCsv,
  },
  {
    format: 'text',
    extensions: ['txt', 'text', 'log'],
    mediaTypes: ['text/plain'],
    load: async () => (await import('./plain-text')).extractPlainText,
  },
];

/**
 * The format of a file: by signature, then the names in it, then extension, then media type; a nameless page of HTML by its
 * first words. Whatever is left is tried as plain text, which refuses what is not text.
 */
export function formatOf(name: string, mediaType: string, head: Uint8Array, parts = ''): Format {
  const start = asLatin1(head.subarray(0, 1024));
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return (
    formats.find(({ signature }) => signature?.test(start)) ??
    formats.find((format) => format.parts?.test(parts)) ??
    formats.find(({ extensions }) => extensions.includes(extension)) ??
    formats.find(({ mediaTypes }) => mediaTypes.includes(type)) ??
    named(looksLikeHtml(start) ? 'html' : 'text')
  );
}

function looksLikeHtml(start: string): boolean {
  return /^[^a-z<]{0,8}(?:<!--[^]*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/i.test(
    start,
  );
}

function named(format: DocumentFormat): Format {
  const found = formats.find((entry) => entry.format === format);
  if (!found) throw new Error(`no extractor for ${format}`);
  return found;
}
