import type { CatalogueDraft } from './catalogue-draft';
import type { MlcRecord } from './mlc-record';
import { estimateDownloadBytes, parseModelId } from './mlc-model-id';
import { familyOf, isAnswerModel, languagesOf, thinksAtLength } from './model-family';

/** The window of a record that does not name one. */
const usualContextTokens = 4096;

/** Families that follow instructions well for their size, best first. */
const familyOrder: readonly RegExp[] = [
  /^Qwen3-/,
  /^Qwen2\.5-/,
  /^Qwen3\.5-/,
  /^Llama-3\.2-/,
  /^gemma3-/,
  /^gemma-2-/,
  /^Phi-/,
  /^gemma-4-/,
  /^SmolLM2-/,
];

/** The models of WebLLM's list that answer questions, in all their quantisations. */
export function mlcDrafts(records: readonly MlcRecord[], stored: ReadonlySet<string>): CatalogueDraft[] {
  return records
    .filter(
      (record) => stored.has(record.id) || isAnswerModel({ ...record, contextTokens: windowOf(record) }),
    )
    .map(draftOf);
}

function draftOf(record: MlcRecord): CatalogueDraft {
  const { id, vramBytes: memoryBytes, features, isLowResource, bindingBytes } = record;
  const order = familyOrder.findIndex((pattern) => pattern.test(id));
  const family = familyOf(id);
  return {
    id,
    task: 'answer',
    engine: 'webllm',
    format: 'mlc',
    source: sourceOf(record),
    name: parseModelId(id).name,
    family: family?.name ?? '',
    licence: family?.licence ?? '',
    languages: languagesOf(id),
    contextTokens: windowOf(record),
    downloadBytes: estimateDownloadBytes(id, memoryBytes),
    memoryBytes,
    needs: { features, isLowResource, ...(bindingBytes === undefined ? {} : { bindingBytes }) },
    ...(thinksAtLength(id) ? {} : { rank: order < 0 ? familyOrder.length : order }),
  };
}

function windowOf({ contextTokens }: MlcRecord): number {
  return contextTokens ?? usualContextTokens;
}

function sourceOf({ modelUrl, library }: MlcRecord): CatalogueDraft['source'] {
  const [owner = '', name = '', ...rest] = new URL(modelUrl).pathname.split('/').filter(Boolean);
  const [verb, revision] = rest;
  return {
    kind: 'hub',
    repository: `${owner}/${name}`,
    revision: verb === 'resolve' || verb === 'tree' ? (revision ?? 'main') : 'main',
    library: relativeLibrary(library),
  };
}

/** What stands after the base address of libraries, which a person can replace by a mirror's. */
export function relativeLibrary(address: string): string {
  return /\/web-llm-models\/(.+)$/.exec(address)?.[1] ?? address;
}

const quantizationOrder = ['q4f16', 'q4f32', 'q3f16', 'q0f16', 'q0f32'];

interface Variant {
  readonly id: string;
  readonly engine: string;
  readonly state: string;
  readonly verdict: { readonly runs: boolean };
}

/**
 * One entry for each model of WebLLM's: of its quantisations the one to take on this device, besides any that is
 * stored. Four bits before more, since at a quarter of the size they answer nearly as well; 16-bit floats where they run.
 */
export function preferredVariants<T extends Variant>(entries: readonly T[]): T[] {
  const rank = ({ id, verdict }: T): number => {
    const { quantization = '' } = parseModelId(id);
    const order = quantizationOrder.findIndex((prefix) => quantization.startsWith(prefix));
    return (verdict.runs ? 0 : 100) + (order < 0 ? quantizationOrder.length : order);
  };
  const seen = new Set<string>();
  return [...entries]
    .sort((a, b) => rank(a) - rank(b))
    .filter(({ id, engine, state }) => {
      if (engine !== 'webllm') return true;
      const { base } = parseModelId(id);
      const isFirst = !seen.has(base);
      seen.add(base);
      return isFirst || state !== 'available';
    });
}
