import type { CatalogueEntry } from './catalogue-entry';
import { parseModelId } from './mlc-model-id';

/** What a language model computes on. The browser's own tells nothing of it, and search models take what is faster. */
export function runsOn({ engine }: Pick<CatalogueEntry, 'engine'>): 'graphics' | 'processor' | undefined {
  if (engine === 'webllm') return 'graphics';
  return engine === 'wllama' ? 'processor' : undefined;
}

/** Bits that a weight is stored in, 16 and more being as the maker published them; undefined where no name tells. */
export function weightBits({ id, format }: Pick<CatalogueEntry, 'id' | 'format'>): number | undefined {
  const found = format === 'mlc' ? mlcBits(id) : format === 'gguf' ? ggufBits(id) : undefined;
  return found === undefined || Number.isNaN(found) ? undefined : found;
}

function mlcBits(id: string): number | undefined {
  const [, weights, floats] = /^q(\d)f(\d{2})/.exec(parseModelId(id).quantization ?? '') ?? [];
  return weights === '0' ? Number(floats) : Number(weights);
}

/** Of `Q4_K_M`, `IQ3_XS`, `TQ2_0`, `BF16` and their like, after a separator. */
function ggufBits(id: string): number | undefined {
  const [, weights, floats] = /[-_.](?:[it]?q(\d)(?:_[a-z0-9]+)*|b?f(16|32))(?![a-z0-9])/i.exec(id) ?? [];
  return Number(weights ?? floats);
}

/** Of one model, the one to propose first. */
export type ModelBuilds = readonly [CatalogueEntry, ...CatalogueEntry[]];

/** The builds of each model, which share its name and task: in the order given, and of each the one to propose first. */
export function groupBuilds(entries: readonly CatalogueEntry[]): ModelBuilds[] {
  const groups = new Map<string, [CatalogueEntry, ...CatalogueEntry[]]>();
  for (const entry of entries) {
    const key = `${entry.task} ${entry.name.toLowerCase()}`;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return [...groups.values()].map((builds) => {
    const [first = builds[0], ...others] = builds.toSorted((a, b) => effort(a) - effort(b));
    return [first, ...others];
  });
}

/** What runs well before what runs slowly before what does not run. */
function effort({ verdict, isRecommended }: CatalogueEntry): number {
  if (isRecommended) return 0;
  if (!verdict.runs) return 3;
  return verdict.caution === undefined ? 1 : 2;
}
