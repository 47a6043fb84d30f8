import type { FileHash } from '../../src/core/models/model-package';

/** What a server says of a file to tell one version of it from another. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** Which file the bytes so far are of. */
export interface JournalHead extends Validators {
  readonly url: string;
  readonly bytes?: number;
  readonly hash?: FileHash;
}

export interface Journal {
  readonly head: JournalHead;
  /** So many bytes from the start are on the disk. */
  readonly position: number;
}

/*
 * A line of JSON for the file, then a number for each time that its bytes were brought to the disk; the last of each
 * counts. Only ever added to: a line that was cut off by a crash is as if it had not been written.
 */

export function headLine(head: JournalHead): string {
  return `${JSON.stringify(head)}\n`;
}

export function positionLine(position: number): string {
  return `${position}\n`;
}

/** Undefined when it does not say of which file it is. */
export function parseJournal(text: string): Journal | undefined {
  let head: JournalHead | undefined;
  let position = 0;
  // What follows the last line break was cut off.
  for (const line of text.split('\n').slice(0, -1)) {
    if (/^\d+$/u.test(line)) position = Number(line);
    const value = parsed(line);
    if (isHead(value)) head = value;
  }
  return head && { head, position };
}

/** Whether what was written is a beginning of the file that is wanted now. */
export function isOfFile({ head }: Journal, file: Omit<JournalHead, keyof Validators>): boolean {
  if (head.bytes !== undefined && file.bytes !== undefined && head.bytes !== file.bytes) return false;
  if (head.hash && file.hash)
    return head.hash.algorithm === file.hash.algorithm && head.hash.hex === file.hash.hex;
  // Without a hash only the server's word tells that the rest is of the same file.
  return !head.hash && !file.hash && head.url === file.url;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isHead(value: unknown): value is JournalHead {
  return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string';
}
