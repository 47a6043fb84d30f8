import type { Language } from '../language';
import { builtInDrafts } from './catalogue-built-in';
import type { CatalogueDraft } from './catalogue-draft';
import type { CatalogueEntry } from './catalogue-entry';
import { ggufDrafts } from './catalogue-gguf';
import { mlcDrafts, preferredVariants } from './catalogue-mlc';
import { embeddingDrafts, rerankerDrafts } from './catalogue-onnx';
import { draftOfHosted, draftOfStored } from './catalogue-stored';
import type { DeviceProfile } from './device-profile';
import { embeddedModelId } from './embedding-models';
import type { HostedModel } from './hosted-index';
import { judgeModel } from './judge-model';
import type { MlcRecord } from './mlc-record';
import { byRecommendation, recommendedIds } from './recommend';
import type { ModelRun, StoredModel } from './stored-model';

export interface CatalogueInput {
  /** WebLLM's own list; empty until it has been read. */
  readonly mlcRecords: readonly MlcRecord[];
  readonly device: DeviceProfile;
  readonly stored: readonly StoredModel[];
  /** Of these, a model's latest self-test on this device counts. */
  readonly runs: readonly ModelRun[];
  readonly hosted: readonly HostedModel[];
  /** Of the person, whom a recommendation has to suit. */
  readonly language: Language;
}

const taskOrder = ['answer', 'embedding', 'reranker'];

/** All models there are, judged for this device: by task, and of each task the ones to try first in front. */
export function catalogueEntries(input: CatalogueInput): CatalogueEntry[] {
  const { device, language } = input;
  const drafts = allDrafts(input);
  const ranks = new Map(drafts.map(({ id, rank }) => [id, rank]));
  const entries = preferredVariants(drafts.map((draft) => entryOf(draft, input)));
  const sorted = byRecommendation(
    entries.map((entry) => ({ entry, rank: ranks.get(entry.id) })),
    device,
    language,
  );
  const recommended = recommendedIds(sorted, device, language);
  return sorted
    .map(({ entry }) => ({ ...entry, isRecommended: recommended.has(entry.id) }))
    .sort(
      (a, b) =>
        taskOrder.indexOf(a.task) - taskOrder.indexOf(b.task) ||
        Number(b.isRecommended) - Number(a.isRecommended),
    );
}

/** Of several with one id the first one counts: what is known of a model beats what its files tell. */
function allDrafts({ mlcRecords, device, stored, hosted }: CatalogueInput): CatalogueDraft[] {
  const known = [
    ...mlcDrafts(mlcRecords, new Set(stored.map(({ id }) => id))),
    ...ggufDrafts(),
    ...builtInDrafts(device),
    ...embeddingDrafts(),
    ...rerankerDrafts(),
  ];
  // What is beside the app needs no hub.
  const hostedById = new Map(hosted.map((model) => [model.id, draftOfHosted(model)]));
  const drafts = new Map(
    known.map((draft) => {
      const source = hostedById.get(draft.id)?.source ?? draft.source;
      return [draft.id, { ...draft, source }];
    }),
  );
  for (const draft of [...hostedById.values(), ...stored.map(draftOfStored)]) {
    if (!drafts.has(draft.id)) drafts.set(draft.id, draft);
  }
  return [...drafts.values()];
}

function entryOf(draft: CatalogueDraft, { device, stored, runs }: CatalogueInput): CatalogueEntry {
  const { needs, rank: _, ...described } = draft;
  const model = stored.find(({ id }) => id === draft.id);
  const selfTest = latestSelfTest(runs, draft.id, device.name);
  const isHere =
    draft.id === embeddedModelId || (draft.engine === 'built-in' && device.builtIn === 'available');
  const state = isHere ? 'installed' : (model?.state ?? 'available');
  const verdict = judgeModel(
    { ...described, ...needs, isStored: state !== 'available', ...(selfTest ? { selfTest } : {}) },
    device,
  );
  return { ...described, state, verdict, isRecommended: false };
}

function latestSelfTest(runs: readonly ModelRun[], modelId: string, device: string | undefined) {
  const tests = runs.filter(
    (run) =>
      run.kind === 'self-test' && run.modelId === modelId && (device === undefined || run.device === device),
  );
  return tests.reduce<ModelRun | undefined>(
    (latest, run) => (latest && latest.at > run.at ? latest : run),
    undefined,
  )?.selfTest;
}
