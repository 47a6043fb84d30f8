import type { AnswerEngine } from '../core/answer-engine';
import type { Workers } from './workers';

/** Answers by quoting; it runs where the index is, and needs no language model. */
export function createExtractiveEngine(workers: Pick<Workers, 'searchIndex'>): AnswerEngine {
  return {
    id: 'extractive',
    answer: (request, { signal }) => workers.searchIndex.client.stream('extract', request, { signal }),
  };
}
