import type { Language } from '../language';
import type { CatalogueDraft } from './catalogue-draft';
import type { CatalogueEntry } from './catalogue-entry';
import { isSoftwareGpu, usableMemoryBytes, type DeviceProfile } from './device-profile';
import { embeddedModelId } from './embedding-models';

/** An entry that is judged, with what only the choice between entries needs. */
export interface RankedEntry {
  readonly entry: CatalogueEntry;
  readonly rank: CatalogueDraft['rank'];
}

const gibibyte = 2 ** 30;

/** To download: it answers well, and leaves an ordinary machine room for what else is open. */
const idealAnswerBytes = 1e9;
/** With many cores and 8 GiB of memory or more, as workstations have them. */
const idealWorkstationBytes = 2.3e9;
const workstationThreads = 12;
/** Above this, a download takes most people's evening and most machines' memory. */
const largeMemoryBytes = 5 * gibibyte;
/** Of a machine's usable memory a recommended model takes no more; a phone ends tabs that take more than this. */
const recommendedShare = 0.5;
const recommendedShareOfSmall = 0.35;
const smallMachineBytes = 4 * gibibyte;
/** Bytes of weights for each thread that still make a fluent answer or a quick search. */
const fluentBytesPerThread = { answer: 0.3e9, embedding: 0.05e9, reranker: 0.08e9 } as const;

/** Sorts by what to try first: what runs well, nothing large, the best of its kind, the size nearest to the ideal. */
export function byRecommendation(
  entries: readonly RankedEntry[],
  device: DeviceProfile,
  language: Language,
): RankedEntry[] {
  const ideal = idealBytes(device);
  const keys = new Map(entries.map((entry) => [entry, sortKey(entry, ideal, device, language)]));
  return [...entries].sort((a, b) => {
    const [first, second] = [keys.get(a) ?? [], keys.get(b) ?? []];
    const differing = first.findIndex((key, i) => key !== second[i]);
    if (differing >= 0) return (first[differing] ?? 0) - (second[differing] ?? 0);
    return a.entry.id.localeCompare(b.entry.id);
  });
}

/** The one to take of each task; none where nothing runs well. */
export function recommendedIds(
  sorted: readonly RankedEntry[],
  device: DeviceProfile,
  language: Language,
): ReadonlySet<string> {
  const tasks = [...new Set(sorted.map(({ entry }) => entry.task))];
  return new Set(
    tasks.flatMap((task) => {
      const ofTask = sorted.filter(({ entry }) => entry.task === task);
      const chosen =
        ofTask.find((candidate) => isFit(candidate, device, language)) ??
        // It is a part of the app and runs everywhere.
        ofTask.find(({ entry }) => entry.id === embeddedModelId);
      return chosen ? [chosen.entry.id] : [];
    }),
  );
}

function isFit({ entry, rank }: RankedEntry, device: DeviceProfile, language: Language): boolean {
  const { verdict, task, engine, memoryBytes, downloadBytes, languages } = entry;
  if (!verdict.runs || verdict.caution || rank === undefined || !languages.includes(language)) return false;
  if (entry.state === 'damaged' || memoryBytes > recommendedBytes(device)) return false;
  if (engine === 'webllm' || engine === 'built-in') return true;
  return downloadBytes <= device.threads * fluentBytesPerThread[task];
}

function idealBytes(device: DeviceProfile): number {
  const isWorkstation = device.threads >= workstationThreads && usableMemoryBytes(device) >= 8 * gibibyte;
  // In use a model takes about twice what its weights do.
  return Math.min(isWorkstation ? idealWorkstationBytes : idealAnswerBytes, recommendedBytes(device) / 2);
}

function recommendedBytes(device: DeviceProfile): number {
  const isSmall = (device.memoryBytes ?? Infinity) <= smallMachineBytes;
  return usableMemoryBytes(device) * (isSmall ? recommendedShareOfSmall : recommendedShare);
}

/** The graphics processor answers several times as fast as the processor; what the browser brings costs no download. */
const engineOrder = { webllm: 0, 'built-in': 1, wllama: 2, transformers: 3 } as const;

function sortKey(
  { entry, rank }: RankedEntry,
  ideal: number,
  { gpu }: DeviceProfile,
  language: Language,
): readonly number[] {
  const { verdict, task, engine, memoryBytes, downloadBytes, languages } = entry;
  const common = [Number(!verdict.runs), Number(!languages.includes(language))];
  // Embedding models and rerankers are listed in their order.
  if (task !== 'answer') return [...common, rank ?? Infinity];
  const distance = downloadBytes === 0 ? 0 : Math.abs(Math.log2(downloadBytes / ideal));
  return [
    ...common,
    Number(rank === undefined),
    // A graphics processor that is a program on the processor is slower than the processor itself.
    engine === 'webllm' && gpu && isSoftwareGpu(gpu) ? engineOrder.transformers : engineOrder[engine],
    Number(memoryBytes > largeMemoryBytes),
    rank ?? 0,
    distance,
  ];
}
