import type { Language } from '../language';
import { ggufWindowTokens } from './gguf-window';

/** A GGUF file that wllama runs, as it lies on the hub. */
export interface GgufModel {
  readonly repository: string;
  readonly file: string;
  /** Of the file, as the hub tells. */
  readonly bytes: number;
  readonly name: string;
  readonly family: string;
  readonly licence: string;
  readonly languages: readonly Language[];
  /** What it was trained for; far more than fits into the memory of a tab. */
  readonly contextTokens: number;
  /** Keys and values that one token of the window takes, at 16 bits. */
  readonly cacheBytesPerToken: number;
  /** How well it answers for a device of its size, best first; undefined for one that is not recommended. */
  readonly rank?: number;
}

const both: readonly Language[] = ['en', 'zh'];
const english: readonly Language[] = ['en'];

/**
 * Of Baichuan there is no build that a tab can hold: its smallest chat model has seven billion parameters. Of GLM it is
 * the Edge family; MLC has compiled neither for WebLLM.
 */
export const ggufModels: readonly GgufModel[] = [
  {
    repository: 'Qwen/Qwen2.5-0.5B-Instruct-GGUF',
    file: 'qwen2.5-0.5b-instruct-q4_k_m.gguf',
    bytes: 491_400_032,
    name: 'Qwen2.5 0.5B',
    family: 'Qwen',
    licence: 'Apache-2.0',
    languages: both,
    contextTokens: 32_768,
    cacheBytesPerToken: 12_288,
    rank: 4,
  },
  {
    repository: 'Qwen/Qwen2.5-1.5B-Instruct-GGUF',
    file: 'qwen2.5-1.5b-instruct-q4_k_m.gguf',
    bytes: 1_117_320_736,
    name: 'Qwen2.5 1.5B',
    family: 'Qwen',
    licence: 'Apache-2.0',
    languages: both,
    contextTokens: 32_768,
    cacheBytesPerToken: 28_672,
    rank: 2,
  },
  {
    repository: 'Qwen/Qwen2.5-3B-Instruct-GGUF',
    file: 'qwen2.5-3b-instruct-q4_k_m.gguf',
    bytes: 2_104_932_768,
    name: 'Qwen2.5 3B',
    family: 'Qwen',
    licence: 'Qwen Research',
    languages: both,
    contextTokens: 32_768,
    cacheBytesPerToken: 36_864,
  },
  {
    repository: 'Qwen/Qwen3-0.6B-GGUF',
    file: 'Qwen3-0.6B-Q8_0.gguf',
    bytes: 639_446_688,
    name: 'Qwen3 0.6B',
    family: 'Qwen',
    licence: 'Apache-2.0',
    languages: both,
    contextTokens: 40_960,
    cacheBytesPerToken: 114_688,
    rank: 3,
  },
  {
    repository: 'unsloth/Qwen3-1.7B-GGUF',
    file: 'Qwen3-1.7B-Q4_K_M.gguf',
    bytes: 1_107_409_472,
    name: 'Qwen3 1.7B',
    family: 'Qwen',
    licence: 'Apache-2.0',
    languages: both,
    contextTokens: 40_960,
    cacheBytesPerToken: 114_688,
    rank: 1,
  },
  {
    repository: 'unsloth/Qwen3-4B-Instruct-2507-GGUF',
    file: 'Qwen3-4B-Instruct-2507-Q4_K_M.gguf',
    bytes: 2_497_281_120,
    name: 'Qwen3 4B 2507',
    family: 'Qwen',
    licence: 'Apache-2.0',
    languages: both,
    contextTokens: 262_144,
    cacheBytesPerToken: 147_456,
    rank: 0,
  },
  {
    repository: 'bartowski/Llama-3.2-1B-Instruct-GGUF',
    file: 'Llama-3.2-1B-Instruct-Q4_K_M.gguf',
    bytes: 807_694_464,
    name: 'Llama 3.2 1B',
    family: 'Llama',
    licence: 'Llama 3.2 Community',
    languages: english,
    contextTokens: 131_072,
    cacheBytesPerToken: 32_768,
    rank: 5,
  },
  {
    repository: 'bartowski/Llama-3.2-3B-Instruct-GGUF',
    file: 'Llama-3.2-3B-Instruct-Q4_K_M.gguf',
    bytes: 2_019_377_696,
    name: 'Llama 3.2 3B',
    family: 'Llama',
    licence: 'Llama 3.2 Community',
    languages: english,
    contextTokens: 131_072,
    cacheBytesPerToken: 114_688,
    rank: 6,
  },
  {
    repository: 'ggml-org/gemma-3-1b-it-GGUF',
    file: 'gemma-3-1b-it-Q4_K_M.gguf',
    bytes: 806_058_240,
    name: 'Gemma 3 1B',
    family: 'Gemma',
    licence: 'Gemma',
    languages: both,
    contextTokens: 32_768,
    cacheBytesPerToken: 26_624,
    rank: 7,
  },
  {
    repository: 'ggml-org/gemma-3-4b-it-GGUF',
    file: 'gemma-3-4b-it-Q4_K_M.gguf',
    bytes: 2_489_757_856,
    name: 'Gemma 3 4B',
    family: 'Gemma',
    licence: 'Gemma',
    languages: both,
    contextTokens: 131_072,
    cacheBytesPerToken: 139_264,
    rank: 8,
  },
  {
    repository: 'HuggingFaceTB/SmolLM2-360M-Instruct-GGUF',
    file: 'smollm2-360m-instruct-q8_0.gguf',
    bytes: 386_404_992,
    name: 'SmolLM2 360M',
    family: 'SmolLM',
    licence: 'Apache-2.0',
    languages: english,
    contextTokens: 8192,
    cacheBytesPerToken: 40_960,
    rank: 9,
  },
  {
    repository: 'HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF',
    file: 'smollm2-1.7b-instruct-q4_k_m.gguf',
    bytes: 1_055_609_536,
    name: 'SmolLM2 1.7B',
    family: 'SmolLM',
    licence: 'Apache-2.0',
    languages: english,
    contextTokens: 8192,
    cacheBytesPerToken: 196_608,
  },
  {
    repository: 'unsloth/Phi-4-mini-instruct-GGUF',
    file: 'Phi-4-mini-instruct-Q4_K_M.gguf',
    bytes: 2_491_874_272,
    name: 'Phi 4 mini',
    family: 'Phi',
    licence: 'MIT',
    languages: both,
    contextTokens: 131_072,
    cacheBytesPerToken: 131_072,
  },
  {
    repository: 'mistralai/Ministral-3-3B-Instruct-2512-GGUF',
    file: 'Ministral-3-3B-Instruct-2512-Q4_K_M.gguf',
    bytes: 2_147_023_008,
    name: 'Ministral 3 3B',
    family: 'Mistral',
    licence: 'Apache-2.0',
    languages: both,
    contextTokens: 262_144,
    cacheBytesPerToken: 106_496,
  },
  {
    repository: 'bartowski/DeepSeek-R1-Distill-Qwen-1.5B-GGUF',
    file: 'DeepSeek-R1-Distill-Qwen-1.5B-Q4_K_M.gguf',
    bytes: 1_117_320_800,
    name: 'DeepSeek R1 Distill Qwen 1.5B',
    family: 'DeepSeek',
    licence: 'MIT',
    languages: both,
    contextTokens: 131_072,
    cacheBytesPerToken: 28_672,
  },
  {
    repository: 'zai-org/glm-edge-1.5b-chat-gguf',
    file: 'ggml-model-Q4_K_M.gguf',
    bytes: 980_470_144,
    name: 'GLM Edge 1.5B',
    family: 'GLM',
    licence: 'GLM-4',
    languages: both,
    contextTokens: 8192,
    cacheBytesPerToken: 57_344,
  },
];

export function ggufModelId({ repository, file }: Pick<GgufModel, 'repository' | 'file'>): string {
  return `${repository}/${file.replace(/\.gguf$/i, '')}`;
}

/** Code, the graph's buffers and what the tokenizer holds. */
const runtimeBytes = 256 * 2 ** 20;

/** Weights, keys and values of a usual window, and what computes with them. */
export function ggufMemoryBytes({
  bytes,
  cacheBytesPerToken,
  contextTokens,
}: Pick<GgufModel, 'bytes' | 'cacheBytesPerToken' | 'contextTokens'>): number {
  return bytes + cacheBytesPerToken * Math.min(contextTokens, ggufWindowTokens) + runtimeBytes;
}
