import type { Component } from 'svelte';
import AudioLines from '@lucide/svelte/icons/audio-lines';
import Book from '@lucide/svelte/icons/book';
import Braces from '@lucide/svelte/icons/braces';
import Captions from '@lucide/svelte/icons/captions';
import FileCode from '@lucide/svelte/icons/file-code';
import FileSpreadsheet from '@lucide/svelte/icons/file-spreadsheet';
import FileText from '@lucide/svelte/icons/file-text';
import FileType from '@lucide/svelte/icons/file-type';
import FileTypeCorner from '@lucide/svelte/icons/file-type-corner';
import Film from '@lucide/svelte/icons/film';
import Globe from '@lucide/svelte/icons/globe';
import Hash from '@lucide/svelte/icons/hash';
import Image from '@lucide/svelte/icons/image';
import Mail from '@lucide/svelte/icons/mail';
import Notebook from '@lucide/svelte/icons/notebook';
import Presentation from '@lucide/svelte/icons/presentation';
import Table from '@lucide/svelte/icons/table';
import TextAlignStart from '@lucide/svelte/icons/text-align-start';
import type { DocumentFormat } from '../../core/extracted-document';
import type { StoredDocument } from '../../core/library';

export const formatIcons: Readonly<Record<DocumentFormat, Component>> = {
  pdf: FileType,
  markdown: Hash,
  text: TextAlignStart,
  html: Globe,
  docx: FileText,
  odt: FileText,
  rtf: FileTypeCorner,
  pptx: Presentation,
  odp: Presentation,
  xlsx: FileSpreadsheet,
  ods: FileSpreadsheet,
  csv: Table,
  epub: Book,
  json: Braces,
  subtitles: Captions,
  email: Mail,
  notebook: Notebook,
  code: FileCode,
  image: Image,
  audio: AudioLines,
  video: Film,
};

const promisedBy: readonly (readonly [DocumentFormat, extensions: string])[] = [
  ['pdf', 'pdf'],
  ['markdown', 'md markdown'],
  ['text', 'txt text log'],
  ['html', 'html htm xhtml'],
  ['docx', 'docx docm doc'],
  ['odt', 'odt'],
  ['rtf', 'rtf'],
  ['pptx', 'pptx pptm ppt'],
  ['odp', 'odp'],
  ['xlsx', 'xlsx xlsm xls'],
  ['ods', 'ods'],
  ['csv', 'csv tsv'],
  ['epub', 'epub'],
  ['json', 'json jsonl ndjson'],
  ['subtitles', 'srt vtt'],
  ['email', 'eml mbox msg'],
  ['notebook', 'ipynb'],
  ['image', 'png jpg jpeg webp gif bmp tif tiff heic avif'],
  ['audio', 'mp3 m4a wav ogg oga flac aac opus'],
  ['video', 'mp4 mov mkv webm avi'],
];

const formatOfExtension: ReadonlyMap<string, DocumentFormat> = new Map(
  promisedBy.flatMap(([format, extensions]) =>
    extensions.split(' ').map((extension): [string, DocumentFormat] => [extension, format]),
  ),
);

/** What it was read as, or else what its name promises, which the screen shows and nothing relies on. */
export function formatOf({ content, name }: StoredDocument): DocumentFormat | undefined {
  return content?.format ?? formatOfExtension.get(/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '');
}
