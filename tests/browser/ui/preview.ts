import { mount } from 'svelte';
import { modelHosts } from '../../../src/core/model-hosts';
import type { UpdateStatus } from '../../../src/services/service-worker-client';
import App from '../../../src/ui/App.svelte';
import '../../../src/ui/styles/index.css';
import { busyDesk, manyDocuments } from './busy-desk';
import { deskInUse, emptyDesk, longDocument, type Desk } from './desk';
import { qwen } from './fake-models';
import { createFakeServices } from './fake-services';
import { lostDesk } from './lost-desk';
import { prepareLostModels, prepareModels } from './prepared-models';
import { richDesk } from './rich-answer';
import { suggestingDesk } from './suggesting-desk';

/** The interface over services in memory: /tests/browser/ui/preview.html?locale=zh&theme=dark&desk=empty (or busy, rich, suggesting, lost), &rows=5000, &tags, &models (work, speeds and a comparison), &lost (or lost=chosen), &pdf for real pages */
const wanted = new URLSearchParams(location.search);
const target = document.getElementById('app');
if (!target) throw new Error('preview.html has no #app');

function deskNamed(name: string | null): Desk {
  if (name === 'empty') return emptyDesk;
  if (name === 'busy') return busyDesk;
  if (name === 'rich') return richDesk();
  if (name === 'suggesting') return suggestingDesk;
  if (name === 'lost') return lostDesk(wanted.get('lost') === 'chosen');
  return { ...deskInUse, sources: [...deskInUse.sources, ...(wanted.has('long') ? [longDocument] : [])] };
}

const services = createFakeServices({
  desk: deskNamed(wanted.get('desk')),
  settings: {
    locale: wanted.get('locale') === 'zh' ? 'zh' : 'en',
    theme: wanted.get('theme') === 'dark' ? 'dark' : 'light',
    ...(wanted.get('lost') === 'chosen' ? { engine: 'model', modelId: qwen.id } : {}),
    ...(wanted.has('hosts') ? { modelHosts: [...modelHosts] } : {}),
    ...(wanted.has('library') ? { libraryId: wanted.get('library') } : {}),
    ...(wanted.has('sample') ? { sampleLibraryId: wanted.get('sample') } : {}),
  },
});
if (wanted.has('pdf')) {
  services.sources.bytes = async () =>
    (await fetch('/sample/en/universal-declaration-of-human-rights.pdf')).blob();
}
if (wanted.has('starting'))
  services.setStartup({ status: 'starting', loadedBytes: 4.2e6, totalBytes: 11.8e6 });
if (wanted.get('desk') === 'busy') {
  services.setQueue({ uncopied: 212 });
  services.setProgress(
    new Map([
      ['busy-2', { stage: 'reading', loaded: 2, total: 5 }],
      ['busy-4', { stage: 'embedding', loaded: 312, total: 780 }],
      ['busy-5', { stage: 'reading', loaded: 1, total: 4 }],
    ]),
  );
}
if (wanted.has('rows')) {
  let documents = manyDocuments(Number(wanted.get('rows')));
  services.setDocuments(documents);
  let index = 0;
  // As the store tells of them: every row anew, a few of them changed.
  setInterval(() => {
    documents = documents.map((document, at) => ({
      ...document,
      status: at < index ? 'ready' : 'queued',
    }));
    services.setDocuments(documents);
    services.setProgress(
      new Map(
        [0, 1, 2, 3].map((next) => [`many-${index + next}`, { stage: 'reading', loaded: 1, total: 2 }]),
      ),
    );
    index += 4;
  }, 300);
}
if (wanted.has('tags')) {
  void services.documents.tag(['studio/inkstone.md', 'studio/universal-declaration-of-human-rights.pdf'], {
    add: ['craft', 'reading list', '文房'],
  });
  void services.documents.tag(['studio/inkstone.md'], { add: ['stone', 'to read again'] });
}
if (wanted.has('shared')) {
  const files = ['合同 2025.pdf', 'photo of the board.jpg'].map(
    (name) => new File([new Uint8Array(40_000)], name),
  );
  services.setIncoming({
    status: 'waiting',
    origin: 'shared',
    files: files.map((file) => ({ file, path: file.name })),
  });
}
if (wanted.has('models')) prepareModels(services.models);
if (wanted.has('lost')) prepareLostModels(services.models, wanted.get('lost') === 'chosen');
target.replaceChildren();
mount(App, {
  target,
  props: {
    services,
    update: {
      observe: (onStatus: (status: UpdateStatus) => void) => {
        onStatus({ status: wanted.has('update') ? 'waiting' : 'current' });
        return () => undefined;
      },
      apply: () => undefined,
      isBusy: () => false,
    },
  },
});
