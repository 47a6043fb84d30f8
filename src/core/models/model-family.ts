import type { Language } from '../language';

/** What a maker says of all models of a family. */
export interface ModelFamily {
  readonly name: string;
  readonly licence: string;
  readonly languages: readonly Language[];
}

interface KnownFamily extends ModelFamily {
  /** On the model's own name, without its repository. */
  readonly pattern: RegExp;
}

const both: readonly Language[] = ['en', 'zh'];
const english: readonly Language[] = ['en'];

/** Narrow ones first: a distilled model is named after its teacher and its pupil. */
const families: readonly KnownFamily[] = [
  {
    pattern: /deepseek-r1-distill-llama/i,
    name: 'DeepSeek',
    licence: 'MIT, Llama 3.1 Community',
    languages: both,
  },
  { pattern: /deepseek/i, name: 'DeepSeek', licence: 'MIT', languages: both },
  {
    pattern: /hermes-2-theta|hermes-2-pro-llama/i,
    name: 'Hermes',
    licence: 'Llama 3 Community',
    languages: english,
  },
  { pattern: /hermes-3-llama-3\.2/i, name: 'Hermes', licence: 'Llama 3.2 Community', languages: english },
  { pattern: /hermes-3/i, name: 'Hermes', licence: 'Llama 3.1 Community', languages: english },
  { pattern: /hermes/i, name: 'Hermes', licence: 'Apache-2.0', languages: english },
  { pattern: /qwen2(?:\.5)?-(?:coder-)?3b/i, name: 'Qwen', licence: 'Qwen Research', languages: both },
  { pattern: /qwen/i, name: 'Qwen', licence: 'Apache-2.0', languages: both },
  { pattern: /llama-3\.2/i, name: 'Llama', licence: 'Llama 3.2 Community', languages: english },
  { pattern: /llama-3\.1/i, name: 'Llama', licence: 'Llama 3.1 Community', languages: english },
  { pattern: /llama-3/i, name: 'Llama', licence: 'Llama 3 Community', languages: english },
  { pattern: /tinyllama/i, name: 'TinyLlama', licence: 'Apache-2.0', languages: english },
  { pattern: /llama-2/i, name: 'Llama', licence: 'Llama 2 Community', languages: english },
  { pattern: /gemma-?4/i, name: 'Gemma', licence: 'Apache-2.0', languages: both },
  { pattern: /gemma/i, name: 'Gemma', licence: 'Gemma', languages: both },
  { pattern: /phi-3-/i, name: 'Phi', licence: 'MIT', languages: english },
  { pattern: /phi/i, name: 'Phi', licence: 'MIT', languages: both },
  { pattern: /ministral/i, name: 'Mistral', licence: 'Apache-2.0', languages: both },
  { pattern: /mistral/i, name: 'Mistral', licence: 'Apache-2.0', languages: english },
  { pattern: /smollm/i, name: 'SmolLM', licence: 'Apache-2.0', languages: english },
  { pattern: /olmo/i, name: 'OLMo', licence: 'Apache-2.0', languages: english },
  { pattern: /(?:^|[-_])(?:chat)?glm/i, name: 'GLM', licence: 'GLM', languages: both },
  { pattern: /baichuan/i, name: 'Baichuan', licence: 'Baichuan', languages: both },
];

/** By a model's id or file name; undefined for one that is not known. */
export function familyOf(id: string): ModelFamily | undefined {
  const own = id.slice(id.lastIndexOf('/') + 1);
  return (
    families.find(({ pattern }) => pattern.test(own)) ?? families.find(({ pattern }) => pattern.test(id))
  );
}

export function languagesOf(id: string): readonly Language[] {
  return familyOf(id)?.languages ?? english;
}

/** Too small a window for a question with its sources. */
const leastContextTokens = 2048;
const otherPurpose = /coder|math|-base-|-jpn-|vision|embed|redpajama|stablelm|phi-1|phi-2|v0\.4|llama-2-/i;

/** Whether a chat model is of use here: it follows instructions, and sources fit into its window. */
export function isAnswerModel({
  id,
  contextTokens,
}: {
  readonly id: string;
  readonly contextTokens: number;
}): boolean {
  return contextTokens >= leastContextTokens && !otherPurpose.test(id);
}

/** It writes its thoughts first, at length, and they count against the window: nothing to recommend. */
export function thinksAtLength(id: string): boolean {
  return /deepseek-r1|reasoning/i.test(id);
}
