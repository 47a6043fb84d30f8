import { asLatin1 } from './latin1';

/** What text files begin with, matched against `startOfText`; for files whose name does not tell what they are. */
export const textSigns = {
  html: /^[^a-z<]{0,8}(?:<!--[^]*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/i,
  xml: /^\s*(?:<\?xml\s|<!DOCTYPE\s+\w|<svg[\s>])/i,
  json: /^\s*(?:\{\s*["}]|\[\s*(?:[[{"\]\d-]|true|false|null))/,
  webVtt: /^WEBVTT(?:\s|$)/,
  subRip: /^\s*\d+[ \t]*\r?\n\d{1,2}:\d{2}:\d{2}[.,]\d{1,3}[ \t]*-->/,
  mailbox: /^From \S+ [^\n]*\d{1,2}:\d{2}[^\n]*\n>?[\w-]+: /,
} as const;

/** The first kilobytes as one character a byte, without byte order mark and the zeros of wide encodings. */
export function startOfText(head: Uint8Array): string {
  return asLatin1(head.subarray(0, 4096))
    .replace(/\0/g, '')
    .replace(/^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/, '');
}

/** Whether a text begins with the headers of a mail: several, and among them some that other texts do not have. */
export function looksLikeMail(start: string): boolean {
  const [block = ''] = start.split(/\r?\n\r?\n/, 1);
  const lines = block.split(/\r?\n/);
  if (!/^[A-Za-z][\w-]*:/.test(lines[0] ?? '')) return false;
  const names = new Set(lines.flatMap((line) => /^([A-Za-z][\w-]*):/.exec(line)?.[1]?.toLowerCase() ?? []));
  const isHeaders = lines.every((line) => /^(?:[A-Za-z][\w-]*:|[ \t]|$)/.test(line));
  const telling = ['message-id', 'received', 'mime-version', 'return-path', 'subject', 'date', 'to'];
  return isHeaders && names.has('from') && telling.filter((name) => names.has(name)).length >= 2;
}

/** A web page saved as one file has the headers of a mail, and says so in them. */
export function looksLikeSavedPage(start: string): boolean {
  return /^(?:Snapshot-Content-Location|From: <?Saved by)/im.test(start) && /^MIME-Version:/im.test(start);
}
