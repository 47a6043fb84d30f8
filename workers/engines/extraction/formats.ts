/* eslint-disable no-control-regex -- signatures are bytes, control characters among them */
import type { DocumentFormat } from '../../../src/core/extracted-document';
import type { Extractor } from './extractor';
import { asLatin1 } from './latin1';
import { languageOfSource, sourceExtensions } from './source-languages';
import { looksLikeMail, looksLikeSavedPage, startOfText, textSigns } from './text-signs';

export interface Format {
  readonly format: DocumentFormat;
  readonly extensions: readonly string[];
  readonly mediaTypes: readonly string[];
  /** Tells the format by its first kilobyte, read as Latin-1, where that is surer than the file's name. */
  readonly signature?: RegExp;
  /** Tells a format that is an archive by the names in it, one a line. */
  readonly parts?: RegExp;
  /** Tells the format by how its text begins, for a name that says nothing; see `textSigns`. */
  readonly beginsLike?: (start: string) => boolean;
  /** Its beginning is so plain that a file called plain text is read as it too. */
  readonly isPlain?: boolean;
  readonly load: () => Promise<Extractor>;
}

const plainText: Format = {
  format: 'text',
  extensions: ['txt', 'text', 'log'],
  mediaTypes: ['text/plain'],
  load: async () => (await import('./plain-text')).extractPlainText,
};

const sourceCode: Format = {
  format: 'code',
  extensions: sourceExtensions,
  mediaTypes: ['text/javascript', 'text/css', 'text/x-python', 'application/x-sh', 'application/yaml'],
  load: async () => (await import('./source-code')).extractSourceCode,
};

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
    format: 'epub',
    extensions: ['epub'],
    mediaTypes: ['application/epub+zip'],
    signature: /^PK\x03\x04[^]{26}mimetypeapplication\/epub\+zip/,
    load: async () => (await import('./epub')).extractEpub,
  },
  {
    format: 'image',
    extensions: [],
    mediaTypes: [],
    signature:
      /^(?:\x89PNG|\xFF\xD8\xFF|GIF8[79]a|RIFF[^]{4}WEBP|II\*\0|MM\0\*|BM[^]{4}\0\0\0\0|[^]{4}ftyp(?:hei|hev|mif1|msf1|avi[fs]))/,
    load: async () => (await import('./media')).extractImage,
  },
  {
    format: 'audio',
    extensions: [],
    mediaTypes: [],
    signature:
      /^(?:ID3|OggS|fLaC|RIFF[^]{4}WAVE|FORM[^]{4}AIF|\xFF[\xFA\xFB\xF1\xF2\xF3\xF9]|#!AMR|[^]{4}ftypM4[AB])/,
    load: async () => (await import('./media')).extractAudio,
  },
  {
    format: 'video',
    extensions: [],
    mediaTypes: [],
    signature: /^(?:[^]{4}ftyp|\x1A\x45\xDF\xA3|RIFF[^]{4}AVI |FLV\x01|\0\0\x01[\xB3\xBA]|\x30\x26\xB2\x75)/,
    load: async () => (await import('./media')).extractVideo,
  },
  {
    format: 'text',
    extensions: ['gz'],
    mediaTypes: ['application/gzip'],
    signature: /^\x1F\x8B\x08/,
    load: async () => (await import('./gzip')).extractGzip,
  },
  {
    format: 'html',
    extensions: ['mht', 'mhtml'],
    mediaTypes: ['multipart/related'],
    beginsLike: looksLikeSavedPage,
    isPlain: true,
    load: async () => (await import('./mhtml')).extractMhtml,
  },
  {
    format: 'email',
    extensions: ['mbox', 'mbx'],
    mediaTypes: ['application/mbox'],
    beginsLike: (start) => textSigns.mailbox.test(start),
    isPlain: true,
    load: async () => (await import('./mbox')).extractMbox,
  },
  {
    format: 'email',
    extensions: ['eml'],
    mediaTypes: ['message/rfc822'],
    beginsLike: looksLikeMail,
    isPlain: true,
    load: async () => (await import('./email')).extractEmail,
  },
  {
    format: 'subtitles',
    extensions: ['srt', 'vtt'],
    mediaTypes: ['text/vtt', 'application/x-subrip'],
    beginsLike: (start) => textSigns.webVtt.test(start) || textSigns.subRip.test(start),
    isPlain: true,
    load: async () => (await import('./subtitles')).extractSubtitles,
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
    beginsLike: (start) => textSigns.html.test(start),
    isPlain: true,
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
    format: 'notebook',
    extensions: ['ipynb'],
    mediaTypes: ['application/x-ipynb+json'],
    load: async () => (await import('./notebook')).extractNotebook,
  },
  {
    format: 'json',
    extensions: ['json', 'jsonl', 'ndjson', 'geojson', 'jsonc', 'webmanifest', 'har'],
    mediaTypes: ['application/json', 'application/ld+json', 'application/x-ndjson'],
    beginsLike: (start) => textSigns.json.test(start),
    load: async () => (await import('./json')).extractJson,
  },
  {
    format: 'text',
    extensions: ['xml', 'svg', 'rss', 'atom', 'opml', 'fb2', 'dbk', 'docbook', 'tei', 'dita', 'xlf', 'xliff'],
    mediaTypes: [
      'application/xml',
      'text/xml',
      'image/svg+xml',
      'application/rss+xml',
      'application/atom+xml',
    ],
    beginsLike: (start) => textSigns.xml.test(start),
    isPlain: true,
    load: async () => (await import('./xml')).extractXml,
  },
  {
    format: 'text',
    extensions: ['rst', 'org', 'adoc', 'asciidoc', 'tex', 'ltx'],
    mediaTypes: ['text/x-rst', 'text/x-org', 'text/asciidoc', 'application/x-tex', 'text/x-tex'],
    load: async () => (await import('./light-markup')).extractLightMarkup,
  },
  sourceCode,
  plainText,
];

/**
 * The format of a file: by signature, then the names in an archive, then extension, then media type, then how it
 * begins. What is called plain text, or by a name whose signature is missing, is read as what it plainly is. Whatever
 * is left is tried as plain text, which refuses what is not text.
 */
export function formatOf(name: string, mediaType: string, head: Uint8Array, parts = ''): Format {
  const bytes = asLatin1(head.subarray(0, 1024));
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const start = startOfText(head);
  const signed =
    formats.find(({ signature }) => signature?.test(bytes)) ??
    formats.find((format) => format.parts?.test(parts));
  if (signed) return signed;
  const called =
    formats.find(({ extensions }) => extensions.includes(extension)) ??
    (languageOfSource(name, start.split('\n', 1)[0] ?? '') === undefined ? undefined : sourceCode) ??
    formats.find(({ mediaTypes }) => mediaTypes.includes(type));
  const isSure = called && called !== plainText && !called.signature && !called.parts;
  if (isSure) return called;
  const begun = formats.find(
    ({ beginsLike, isPlain }) => beginsLike?.(start) && (isPlain === true || called === undefined),
  );
  return begun ?? called ?? plainText;
}
