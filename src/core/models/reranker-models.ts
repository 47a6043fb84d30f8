import type { Language } from '../language';

/** A cross-encoder that transformers.js runs, as it lies on the hub. */
export interface RerankerModelFacts {
  readonly repository: string;
  readonly name: string;
  readonly family: string;
  readonly licence: string;
  readonly languages: readonly Language[];
  /** Question and text together; no window of passages is longer than 512. */
  readonly maxTokens: number;
  /** Of its 8-bit file and its tokenizer; an estimate. */
  readonly downloadBytes: number;
}

const both: readonly Language[] = ['en', 'zh'];
const english: readonly Language[] = ['en'];

/** Each reads a question and a passage anew for every pair, so time counts: the best for its time first. */
export const rerankerModels: readonly RerankerModelFacts[] = [
  {
    repository: 'Xenova/bge-reranker-base',
    name: 'BGE reranker base',
    family: 'BGE',
    licence: 'MIT',
    languages: both,
    maxTokens: 512,
    downloadBytes: 297e6,
  },
  {
    repository: 'onnx-community/bge-reranker-v2-m3-ONNX',
    name: 'BGE reranker v2 M3',
    family: 'BGE',
    licence: 'Apache-2.0',
    languages: both,
    maxTokens: 8192,
    downloadBytes: 588e6,
  },
  {
    repository: 'jinaai/jina-reranker-v1-turbo-en',
    name: 'Jina reranker v1 turbo',
    family: 'Jina',
    licence: 'Apache-2.0',
    languages: english,
    maxTokens: 8192,
    downloadBytes: 41e6,
  },
  {
    repository: 'jinaai/jina-reranker-v1-tiny-en',
    name: 'Jina reranker v1 tiny',
    family: 'Jina',
    licence: 'Apache-2.0',
    languages: english,
    maxTokens: 8192,
    downloadBytes: 36e6,
  },
  {
    repository: 'Xenova/ms-marco-MiniLM-L-6-v2',
    name: 'MS MARCO MiniLM L6',
    family: 'MiniLM',
    licence: 'Apache-2.0',
    languages: english,
    maxTokens: 512,
    downloadBytes: 23.7e6,
  },
  {
    repository: 'mixedbread-ai/mxbai-rerank-xsmall-v1',
    name: 'Mixedbread rerank xsmall',
    family: 'Mixedbread',
    licence: 'Apache-2.0',
    languages: english,
    maxTokens: 512,
    downloadBytes: 96e6,
  },
];
