import type { Language } from '../language';

/** How the vectors of a text's tokens become the text's own; `output`: the model gives the text's own vector itself. */
export type Pooling = 'mean' | 'cls' | 'last_token' | 'output';

/** An embedding model that transformers.js runs, as it lies on the hub. */
export interface EmbeddingModelFacts {
  readonly repository: string;
  readonly name: string;
  readonly family: string;
  readonly licence: string;
  readonly languages: readonly Language[];
  readonly dimension: number;
  readonly maxTokens: number;
  readonly pooling: Pooling;
  readonly prefixes: { readonly query: string; readonly passage: string };
  /** Of its 8-bit file and its tokenizer; an estimate. */
  readonly downloadBytes: number;
}

const both: readonly Language[] = ['en', 'zh'];
const english: readonly Language[] = ['en'];
const none = { query: '', passage: '' };
const bgeEnglish = { query: 'Represent this sentence for searching relevant passages: ', passage: '' };
const bgeChinese = { query: '为这个句子生成表示以用于检索相关文章：', passage: '' };
const e5 = { query: 'query: ', passage: 'passage: ' };

/** The best for its size first, of all that read both languages and then of the others. */
export const embeddingModels: readonly EmbeddingModelFacts[] = [
  {
    repository: 'Xenova/multilingual-e5-small',
    name: 'Multilingual E5 small',
    family: 'E5',
    licence: 'MIT',
    languages: both,
    dimension: 384,
    maxTokens: 512,
    pooling: 'mean',
    prefixes: e5,
    downloadBytes: 135.4e6,
  },
  {
    repository: 'Xenova/multilingual-e5-base',
    name: 'Multilingual E5 base',
    family: 'E5',
    licence: 'MIT',
    languages: both,
    dimension: 768,
    maxTokens: 512,
    pooling: 'mean',
    prefixes: e5,
    downloadBytes: 296e6,
  },
  {
    repository: 'onnx-community/embeddinggemma-300m-ONNX',
    name: 'EmbeddingGemma 300M',
    family: 'Gemma',
    licence: 'Gemma',
    languages: both,
    dimension: 768,
    maxTokens: 2048,
    pooling: 'output',
    prefixes: { query: 'task: search result | query: ', passage: 'title: none | text: ' },
    downloadBytes: 330e6,
  },
  {
    repository: 'onnx-community/gte-multilingual-base',
    name: 'GTE multilingual base',
    family: 'GTE',
    licence: 'Apache-2.0',
    languages: both,
    dimension: 768,
    maxTokens: 8192,
    pooling: 'cls',
    prefixes: none,
    downloadBytes: 358e6,
  },
  {
    repository: 'Xenova/bge-m3',
    name: 'BGE M3',
    family: 'BGE',
    licence: 'MIT',
    languages: both,
    dimension: 1024,
    maxTokens: 8192,
    pooling: 'cls',
    prefixes: none,
    downloadBytes: 587e6,
  },
  {
    repository: 'onnx-community/Qwen3-Embedding-0.6B-ONNX',
    name: 'Qwen3 Embedding 0.6B',
    family: 'Qwen',
    licence: 'Apache-2.0',
    languages: both,
    dimension: 1024,
    maxTokens: 32_768,
    pooling: 'last_token',
    prefixes: {
      query: 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:',
      passage: '',
    },
    downloadBytes: 625e6,
  },
  {
    repository: 'Xenova/bge-small-zh-v1.5',
    name: 'BGE small zh v1.5',
    family: 'BGE',
    licence: 'MIT',
    languages: ['zh'],
    dimension: 512,
    maxTokens: 512,
    pooling: 'cls',
    prefixes: bgeChinese,
    downloadBytes: 24.5e6,
  },
  {
    repository: 'Xenova/bge-small-en-v1.5',
    name: 'BGE small en v1.5',
    family: 'BGE',
    licence: 'MIT',
    languages: english,
    dimension: 384,
    maxTokens: 512,
    pooling: 'cls',
    prefixes: bgeEnglish,
    downloadBytes: 34.8e6,
  },
  {
    repository: 'Xenova/gte-small',
    name: 'GTE small',
    family: 'GTE',
    licence: 'MIT',
    languages: english,
    dimension: 384,
    maxTokens: 512,
    pooling: 'mean',
    prefixes: none,
    downloadBytes: 34.8e6,
  },
  {
    repository: 'Xenova/all-MiniLM-L6-v2',
    name: 'MiniLM L6 v2',
    family: 'MiniLM',
    licence: 'Apache-2.0',
    languages: english,
    dimension: 384,
    maxTokens: 256,
    pooling: 'mean',
    prefixes: none,
    downloadBytes: 23.7e6,
  },
];

/** A part of the app: no download, and always there. */
export const embeddedModelId = 'inkstone-embed-zh-en-256';

/** By repository or the last part of it, so that a folder keeps its description under another name's roof. */
export function embeddingFactsOf(id: string): EmbeddingModelFacts | undefined {
  const own = lastPart(id);
  return (
    embeddingModels.find(({ repository }) => repository === id) ??
    embeddingModels.find(({ repository }) => lastPart(repository) === own)
  );
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

/** The weights unpack to about their size, and what they compute on takes as much again up to a bound. */
export function onnxMemoryBytes(downloadBytes: number): number {
  return Math.round(downloadBytes * 2 + 128 * 2 ** 20);
}
