import { isCharacterTerm } from '../analyse';
import { ByteWriter } from './byte-writer';
import { PostingWriter } from './posting-list';
import { TermBytes } from './term-bytes';
import { TermTableWriter, type TermTable } from './term-dictionary';
import { sortTerms } from './term-order';

/** The words of some rows, as they are stored and as they are searched: nothing is built when it is opened. */
export interface LexicalTable {
  readonly terms: TermTable;
  /** The posting lists of all terms, in the order of the terms. */
  readonly postings: Uint8Array<ArrayBuffer>;
  /** Terms in each row. */
  readonly lengths: Uint16Array<ArrayBuffer>;
  /** By row: 1 when it is mostly Han or kana. */
  readonly isUnspaced: Uint8Array<ArrayBuffer>;
}

const greatestLength = 0xffff;

/** `termsOfRows[r]` are the terms of row r, repeated as they occur. */
export function buildLexicalTable(termsOfRows: readonly (readonly string[])[]): LexicalTable {
  const lengths = new Uint16Array(termsOfRows.length);
  const isUnspaced = new Uint8Array(termsOfRows.length);
  const occurrences = new Map<string, number[]>();
  termsOfRows.forEach((terms, row) => {
    lengths[row] = Math.min(greatestLength, terms.length);
    isUnspaced[row] = 2 * terms.filter(isCharacterTerm).length > terms.length ? 1 : 0;
    for (const term of terms) countTerm(occurrences, term, row);
  });
  const bytes = new ByteWriter();
  const postings = new PostingWriter(bytes);
  const table = new TermTableWriter();
  const encoded = new TermBytes();
  for (const term of sortTerms([...occurrences.keys()])) {
    const start = bytes.length;
    const pairs = occurrences.get(term) ?? [];
    postings.start();
    for (let i = 0; i < pairs.length; i += 2) postings.write(pairs[i] ?? 0, pairs[i + 1] ?? 0);
    encoded.setText(term);
    table.write(encoded, postings.count, bytes.length - start);
  }
  return { terms: table.table(), postings: bytes.copy(), lengths, isUnspaced };
}

/** Pairs of row and frequency, rows ascending. */
function countTerm(occurrences: Map<string, number[]>, term: string, row: number): void {
  const pairs = occurrences.get(term);
  if (!pairs) occurrences.set(term, [row, 1]);
  else if (pairs[pairs.length - 2] === row) pairs[pairs.length - 1] = (pairs.at(-1) ?? 0) + 1;
  else pairs.push(row, 1);
}

/** Bytes that the table takes in memory. */
export function lexicalBytes({ terms, postings, lengths, isUnspaced }: LexicalTable): number {
  const { entries, blockStarts, postingStarts } = terms;
  return [entries, blockStarts, postingStarts, postings, lengths, isUnspaced].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  );
}
