import type { StoredDocument } from '../../core/library';

/** How a browser can show a file that was added; `none` for formats that it cannot open. */
export type OriginalKind = 'pages' | 'text' | 'image' | 'audio' | 'video' | 'none';

export function originalKindOf({ content, name, mediaType }: StoredDocument): OriginalKind {
  switch (content?.format) {
    case 'pdf':
      return 'pages';
    case 'markdown':
    case 'text':
    case 'html':
    case 'csv':
    case 'json':
    case 'subtitles':
    case 'email':
    case 'notebook':
    case 'code':
    case 'rtf':
      return 'text';
    case 'image':
    case 'audio':
    case 'video':
      return content.format;
    case undefined:
      return /\.pdf$/i.test(name) || mediaType === 'application/pdf' ? 'pages' : 'none';
    case 'docx':
    case 'pptx':
    case 'xlsx':
    case 'odt':
    case 'ods':
    case 'odp':
    case 'epub':
      return 'none';
  }
}
