import type { AnswerEngine } from '../core/answer-engine';
import { askedPart } from '../core/asked-part';
import type { Workers } from './workers';

/** Answers by quoting; it runs where the index is, and needs no language model. */
export function createExtractiveEngine(workers: Pick<Workers, 'searchIndex'>): AnswerEngine {
  return {
    id: 'extractive',
    answer: (request, { signal }) => {
      const asked = { ...request, question: askedPart(request.question) };
      return workers.searchIndex.client.stream('extract', asked, { signal });
    },
  };
}
