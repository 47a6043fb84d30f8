import { mount } from 'svelte';
import type { UpdateStatus } from '../../../src/services/service-worker-client';
import App from '../../../src/ui/App.svelte';
import '../../../src/ui/styles/index.css';
import { deskInUse, emptyDesk, longDocument } from './desk';
import { createFakeServices } from './fake-services';

/** The interface over services in memory: /tests/browser/ui/preview.html?locale=zh&theme=dark&desk=empty */
const wanted = new URLSearchParams(location.search);
const target = document.getElementById('app');
if (!target) throw new Error('preview.html has no #app');

const services = createFakeServices({
  desk:
    wanted.get('desk') === 'empty'
      ? emptyDesk
      : { ...deskInUse, sources: [...deskInUse.sources, ...(wanted.has('long') ? [longDocument] : [])] },
  settings: {
    locale: wanted.get('locale') === 'zh' ? 'zh' : 'en',
    theme: wanted.get('theme') === 'dark' ? 'dark' : 'light',
    ...(wanted.has('library') ? { libraryId: wanted.get('library') } : {}),
    ...(wanted.has('sample') ? { sampleLibraryId: wanted.get('sample') } : {}),
  },
});
if (wanted.has('starting'))
  services.setStartup({ status: 'starting', loadedBytes: 4.2e6, totalBytes: 11.8e6 });
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
