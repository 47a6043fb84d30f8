import { AppError } from '../core/app-error';
import type { Grades } from './metrics';

export interface CorpusRecord {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface QueryRecord {
  readonly id: string;
  readonly text: string;
  readonly answers: readonly string[];
}

export function readCorpus(jsonLines: string): CorpusRecord[] {
  return readLines(jsonLines).map((record) => ({
    id: idOf(record),
    title: textOf(record, 'title'),
    text: textOf(record, 'text'),
  }));
}

export function readQueries(jsonLines: string): QueryRecord[] {
  return readLines(jsonLines).map((record) => ({
    id: idOf(record),
    text: textOf(record, 'text'),
    answers: Array.isArray(record['answers'])
      ? record['answers'].filter((answer): answer is string => typeof answer === 'string')
      : [],
  }));
}

/** Lines of query, document and grade; a first line whose grade is not a number is a header. */
export function readQrels(text: string): Map<string, Grades> {
  const byQuery = new Map<string, Map<string, number>>();
  text.split('\n').forEach((line, position) => {
    if (line.trim() === '') return;
    const [queryId = '', documentId = '', grade = ''] = line.trimEnd().split('\t');
    const value = Number(grade);
    if (grade === '' || Number.isNaN(value)) {
      if (position === 0) return;
      throw new AppError('invalid-input', `line ${position + 1} of the qrels is not query, document, grade`);
    }
    const grades = byQuery.get(queryId) ?? new Map<string, number>();
    byQuery.set(queryId, grades.set(documentId, value));
  });
  return byQuery;
}

export function readIds(json: string): string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new AppError('invalid-input', 'a list of document ids was expected');
  return value.map(String);
}

function readLines(jsonLines: string): Record<string, unknown>[] {
  return jsonLines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, position) => {
      const value: unknown = JSON.parse(line);
      if (!isRecord(value)) throw new AppError('invalid-input', `line ${position + 1} is not an object`);
      return value;
    });
}

function idOf(record: Record<string, unknown>): string {
  const id = record['id'] ?? record['_id'];
  if (typeof id !== 'string' && typeof id !== 'number') {
    throw new AppError('invalid-input', 'a record has neither id nor _id');
  }
  return String(id);
}

function textOf(record: Record<string, unknown>, key: string): string {
  const text = record[key];
  return typeof text === 'string' ? text : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
