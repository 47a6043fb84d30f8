import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../../src/core/app-error';
import { modelHosts } from '../../../src/core/model-hosts';
import { modelMessages } from '../../../src/i18n/models/messages';
import { browsersOwn, downloading, llama, multilingual, qwen, small } from './fake-models';
import { prepareModels, speeds } from './prepared-models';
import { showApp } from './show-app';
import { violations } from './violations';

vi.setConfig({ testTimeout: 60_000 });

const dialog = page.getByRole('dialog');
const still = document.createElement('style');
still.textContent = '*, ::before, ::after { animation: none !important; transition: none !important; }';

beforeAll(() => {
  document.head.append(still);
});

afterAll(() => {
  still.remove();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function openModels(options: Parameters<typeof showApp>[0] = {}) {
  const { services } = await showApp(options);
  services.models.setEntries([qwen, small, llama, multilingual]);
  const engine = document.querySelector<HTMLElement>('button.engine');
  engine?.click();
  await expect.element(dialog.getByRole('radio', { name: /^(Models|模型)$/ })).toBeInTheDocument();
  return services;
}

const allowed = { settings: { modelHosts: [...modelHosts] } };

function drop(target: Element, ...files: readonly File[]) {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  target.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
}

/** The words of a segment lie over its button. */
function segment(words: string) {
  return dialog.getByText(words, { exact: true });
}

describe('the screen of models', () => {
  it('says what answers now and why, and what the device has', async () => {
    const { models } = await openModels();
    await expect.element(dialog.getByText('Quotes from your documents')).toBeVisible();
    await expect.element(dialog.getByText(/There is no language model on this device yet/)).toBeVisible();
    await expect.element(dialog.getByText(/Scripted adapter · up to 8 threads/)).toBeVisible();
    models.setEntries([{ ...qwen, state: 'installed' }]);
    await models.load(qwen.id);
    await expect.element(dialog.getByText(/The best of the models on this device/)).toBeVisible();
    models.setPassedOver([{ modelId: llama.id, code: 'model-unsound' }]);
    await expect.element(dialog.getByText(/was passed over. It failed its self-test/)).toBeVisible();
  });

  it('tells how often a model was lost and which took over, and tries the lost one again', async () => {
    const { models } = await openModels();
    models.setEntries([
      { ...qwen, state: 'installed' },
      { ...small, state: 'installed' },
    ]);
    await models.load(small.id);
    models.setPassedOver([{ modelId: qwen.id, code: 'device-lost' }]);
    models.setLosses(new Map([[qwen.id, 3]]));
    await expect.element(dialog.getByText(/Lost 3 times since the page was opened/)).toBeVisible();
    await expect
      .element(
        dialog.getByText(
          'Qwen3 1.7B was passed over. The model has stopped: the device that it runs on was lost or no longer answers.',
        ),
      )
      .toBeVisible();
    await dialog.getByRole('button', { name: 'Try again: Qwen3 1.7B' }).click();
    expect(models.asked.at(-1)).toBe(`tryAgain ${qwen.id}`);
  });

  it('offers another model where the chosen one was lost', async () => {
    const { models } = await openModels({ settings: { engine: 'model', modelId: qwen.id } });
    models.setEntries([
      { ...qwen, state: 'installed' },
      { ...small, state: 'installed' },
    ]);
    models.setLosses(new Map([[qwen.id, 3]]));
    const error = new AppError('out-of-memory');
    models.setStatus({ status: 'failed', modelId: qwen.id, error, isLost: true, instead: small.id });
    await expect.element(dialog.getByText('Qwen3 1.7B was lost and could not be kept.')).toBeVisible();
    await expect
      .element(dialog.getByRole('button', { name: 'Try again: Qwen3 1.7B', exact: true }))
      .toBeVisible();
    await dialog.getByText(`Use ${small.name}`, { exact: true }).click();
    expect(models.asked).toEqual([`load ${small.id}`]);
  });

  it('lets a model think first that can do either', async () => {
    const services = await openModels();
    services.models.setEntries([{ ...qwen, state: 'installed' }]);
    await services.models.load(qwen.id);
    const think = dialog.getByRole('switch', { name: 'Think first' });
    await expect.element(think).not.toBeChecked();
    await think.click();
    expect(services.settingsNow.thinkingModels).toEqual([qwen.id]);
    await think.click();
    expect(services.settingsNow.thinkingModels).toEqual([]);
    services.models.setStatus({ status: 'none' });
    await expect.element(think).not.toBeInTheDocument();
  });

  it('lets the browser download its own model, whose size nobody knows', async () => {
    const { models } = await openModels();
    models.setEntries([browsersOwn, small]);
    await expect.element(dialog.getByText(/The browser does not tell how large it is/)).toBeVisible();
    models.setWork(browsersOwn.id, { kind: 'fetching', fraction: 0.25 });
    await expect.element(dialog.getByText('The browser is downloading it · 25%')).toBeVisible();
    await expect
      .element(dialog.getByRole('progressbar', { name: 'The browser’s own model' }))
      .toHaveAttribute('aria-valuenow', '25');
    models.setWork(browsersOwn.id, undefined);
    await dialog.getByRole('button', { name: 'Let the browser download it' }).click();
    expect(models.asked).toEqual([`install ${browsersOwn.id}`]);
    await expect.element(dialog.getByText(/^In the browser/)).toBeVisible();
  });

  it('tells what a model costs, and downloads only where that was switched on', async () => {
    const services = await openModels();
    await expect
      .element(
        dialog.getByText(
          'Graphics · 4-bit · 984 MB download · 2 GB memory · 4,096 tokens · English and Chinese · Apache-2.0',
        ),
      )
      .toBeVisible();
    const download = dialog.getByRole('button', { name: 'Download Qwen3 1.7B' });
    await expect.element(download).toHaveAttribute('aria-disabled', 'true');
    await expect.element(download).toHaveAccessibleDescription('Switch on downloads first');
    (download.element() as HTMLElement).click();
    expect(services.models.asked).toEqual([]);
    const allow = dialog.getByRole('switch', { name: 'Allow model downloads' });
    await expect.element(allow).toHaveFocus();
    await userEvent.keyboard(' ');
    await expect.element(allow).toBeChecked();
    await expect.element(allow).toHaveFocus();
    expect(services.settingsNow.modelHosts.toSorted()).toEqual(modelHosts.toSorted());
    await download.click();
    expect(services.models.asked).toEqual([`install ${qwen.id}`]);
    await expect.element(dialog.getByRole('button', { name: 'Use Qwen3 1.7B' })).toHaveFocus();
  });

  it('shows where downloads come from again where they were switched on before', async () => {
    await openModels(allowed);
    await dialog.getByRole('button', { name: 'Show the hosts' }).click();
    const allow = dialog.getByRole('switch', { name: 'Allow model downloads' });
    await expect.element(allow).toHaveFocus();
    await expect.element(allow).toBeChecked();
  });

  it('has one row for a model, with its builds inside', async () => {
    const { models } = await openModels(allowed);
    const processor = { ...small, id: 'owner/Qwen3-1.7B-Q8_0', name: qwen.name, downloadBytes: 1.8e9 };
    models.setEntries([qwen, small, processor]);
    const builds = dialog.getByRole('radiogroup', { name: 'Builds of Qwen3 1.7B' });
    await expect.element(builds.getByRole('radio', { name: 'Graphics · 984 MB' })).toBeChecked();
    expect(document.querySelectorAll('li[data-model]')).toHaveLength(2);
    await segment('Processor · 1.8 GB').click();
    await expect.element(dialog.getByText(/^8-bit · 1.8 GB download/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Download Qwen3 1.7B' }).click();
    expect(models.asked).toEqual([`install ${processor.id}`]);
  });

  it('tells models of one name apart, in their rows and where they are chosen', async () => {
    const { models } = await openModels();
    const own = { ...small, name: 'random', state: 'installed' as const, source: { kind: 'files' } as const };
    models.setEntries([
      { ...own, id: 'first' },
      { ...own, id: 'second', engine: 'webllm', format: 'mlc' },
    ]);
    await expect.element(dialog.getByRole('button', { name: 'Use random (Processor)' })).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'More for random (Graphics)' })).toBeVisible();
    await segment('Compare').first().click();
    await expect
      .element(dialog.getByRole('combobox', { name: 'First model' }))
      .toHaveTextContent('random (Processor)random (Graphics)Quotes only');
  });

  it('opens one menu at a time', async () => {
    const { models } = await openModels();
    models.setEntries([
      { ...qwen, state: 'installed' },
      { ...small, state: 'installed' },
    ]);
    const first = dialog.getByRole('button', { name: 'More for Qwen3 1.7B' });
    const second = dialog.getByRole('button', { name: 'More for SmolLM2 360M' });
    await first.click();
    await expect.element(page.getByRole('menu', { name: 'More for Qwen3 1.7B' })).toBeVisible();
    // The open menu covers it for a pointer, not for a script or a screen reader.
    (second.element() as HTMLElement).click();
    await expect.element(page.getByRole('menu', { name: 'More for SmolLM2 360M' })).toBeVisible();
    await expect.poll(() => document.querySelectorAll('[role="menu"]').length).toBe(1);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.querySelectorAll('[role="menu"]').length).toBe(0);
    await expect.element(dialog).toBeVisible();
  });

  it('hands a model over as a download where no folder can be written to', async () => {
    const { models } = await openModels();
    models.setEntries([{ ...small, state: 'installed' }]);
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    await dialog.getByRole('button', { name: 'More for SmolLM2 360M' }).click();
    await page.getByRole('menuitem', { name: 'Export as a file' }).click();
    await expect.element(dialog.getByText(/is with your browser’s downloads/)).toBeVisible();
    expect(saved).toEqual(['own.gguf']);
    expect(models.asked).toEqual([`exportAsFile ${small.id}`]);
  });

  it('keeps the focus near what goes away', async () => {
    const { models } = await openModels();
    models.setEntries([{ ...qwen, state: 'installed' }]);
    await dialog.getByRole('button', { name: 'More for Qwen3 1.7B' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove model' }).click();
    await expect.element(dialog.getByRole('heading', { name: 'On this device' })).toHaveFocus();
    await segment('Add a model').click();
    let added = (): void => undefined;
    models.addFiles = async () => {
      await new Promise<void>((resolve) => (added = resolve));
      return models.nextAdded;
    };
    const choose = dialog.getByRole('button', { name: 'Choose files' });
    (choose.element() as HTMLElement).focus();
    const input = document.querySelector<HTMLInputElement>('[data-picker="model-files"]');
    const transfer = new DataTransfer();
    transfer.items.add(new File(['GGUF'], 'own.gguf'));
    if (input) input.files = transfer.files;
    input?.dispatchEvent(new Event('change', { bubbles: true }));
    await expect.element(dialog.getByRole('button', { name: 'Cancel' })).toHaveFocus();
    added();
    await expect.element(dialog.getByText('Own model is on this device.')).toBeVisible();
    await expect.element(choose).toHaveFocus();
  });

  it('leaves the focus at the conversation where nothing else had it before', async () => {
    await showApp();
    await userEvent.keyboard('{Control>}{Shift>}P{/Shift}{/Control}');
    await expect.element(page.getByRole('combobox')).toHaveFocus();
    await userEvent.keyboard('Models{Enter}');
    await expect.element(dialog.getByRole('radio', { name: 'Models' })).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(page.getByRole('region', { name: 'Conversation' })).toHaveFocus();
  });

  it('keeps its size and place whatever it shows', async () => {
    await openModels();
    const box = () => dialog.element().getBoundingClientRect().toJSON() as unknown;
    const before = box();
    for (const view of ['Add a model', 'Compare']) {
      await segment(view).first().click();
      await expect.element(dialog.getByRole('radio', { name: view, exact: true })).toBeChecked();
      expect(box()).toEqual(before);
    }
  });

  it('shows bytes, speed and time left of several downloads, and pauses, resumes and cancels them', async () => {
    const { models } = await openModels(allowed);
    models.setWork(qwen.id, { kind: 'installing', progress: downloading });
    models.setWork(small.id, {
      kind: 'installing',
      progress: { stage: 'downloading', loadedBytes: 10e6, totalBytes: 386e6, retryAt: Date.now() + 30_000 },
    });
    await expect
      .element(dialog.getByText('Downloading · 246 MB of 984 MB · 6.2 MB a second · 2 min left'))
      .toBeVisible();
    await expect.element(dialog.getByText(/Next attempt in \d+ sec/)).toBeVisible();
    await expect
      .element(dialog.getByRole('progressbar', { name: 'Qwen3 1.7B' }))
      .toHaveAttribute('aria-valuenow', '25');
    await dialog.getByRole('button', { name: 'Pause Qwen3 1.7B' }).click();
    await expect.element(dialog.getByText('Paused · 246 MB of 984 MB')).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Resume Qwen3 1.7B' })).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel the download of Qwen3 1.7B' }).click();
    await expect.element(dialog.getByRole('button', { name: 'Download Qwen3 1.7B' })).toBeVisible();
    expect(models.asked).toEqual([`pause ${qwen.id}`, `cancel ${qwen.id}`]);
  });

  it('says in words why a download failed, and tries it again', async () => {
    const { models } = await openModels(allowed);
    models.setWork(qwen.id, { kind: 'failed', what: 'install', error: new AppError('storage-full') });
    await expect.element(dialog.getByText('Qwen3 1.7B could not be downloaded.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Try again: Qwen3 1.7B' }).click();
    expect(models.asked).toEqual([`install ${qwen.id}`]);
  });

  it('finds models by words, language and purpose, and says why one cannot run', async () => {
    await openModels();
    await expect.element(dialog.getByText('Llama 3.1 8B')).not.toBeInTheDocument();
    await dialog.getByRole('checkbox', { name: 'Runs here' }).click();
    await expect.element(dialog.getByText(/Needs more memory than this device offers/)).toBeVisible();
    await dialog.getByRole('searchbox', { name: 'Find a model' }).fill('llama');
    await expect.element(dialog.getByText('Qwen3 1.7B')).not.toBeInTheDocument();
    await dialog.getByRole('combobox', { name: 'Language' }).selectOptions('zh');
    await expect.element(dialog.getByText('No model fits. Change what is looked for.')).toBeVisible();
    await dialog.getByRole('searchbox', { name: 'Find a model' }).fill('');
    await segment('Search').click();
    await expect.element(dialog.getByText('Multilingual E5 small')).toBeVisible();
  });

  it('searches with an installed model, and tells how far the documents are', async () => {
    const services = await openModels();
    services.models.setEntries([qwen, { ...multilingual, state: 'installed' }]);
    await dialog.getByRole('button', { name: 'Use for search: Multilingual E5 small' }).click();
    const told = dialog.getByText(
      'Multilingual E5 small passed its test and searches once the documents are embedded.',
    );
    await expect.element(told).toBeVisible();
    expect(services.settingsNow.embeddingModelId).toBe(multilingual.id);
    services.setReEmbedding(new Map([['a', { libraryId: 'a', done: 340, total: 1200 }]]));
    await expect.element(dialog.getByText('340 of 1,200 passages')).toBeVisible();
    const row = dialog.getByRole('listitem').filter({ hasText: 'Multilingual E5 small' });
    await expect.element(row.getByText('340 of 1,200 passages')).toBeVisible();
    const bars = dialog.getByRole('progressbar', {
      name: 'Embedding the documents for the new search model',
    });
    expect(bars.elements()).toHaveLength(1);
    expect(bars.element().closest('[aria-live], [role="status"]')).toBeNull();
    // Where no row stands for the model that searches, the list tells it.
    services.setStartup({ status: 'ready', passedOver: new AppError('out-of-memory') });
    await expect.element(row.getByText('340 of 1,200 passages')).not.toBeInTheDocument();
    await expect.element(dialog.getByText('340 of 1,200 passages')).toBeVisible();
    services.setReEmbedding(new Map());
    await expect.element(dialog.getByText('340 of 1,200 passages')).not.toBeInTheDocument();
  });

  it('tells of the model that comes with the app, and goes back to it', async () => {
    const services = await openModels({ settings: { embeddingModelId: multilingual.id } });
    const own = { ...multilingual, id: 'own', name: 'Inkstone embed', state: 'installed' as const };
    const { models } = services;
    const read = models.catalogue.bind(models);
    models.catalogue = async (language) => {
      const catalogue = await read(language);
      return { ...catalogue, entries: [...catalogue.entries, own] };
    };
    models.setEntries([qwen, { ...multilingual, state: 'installed' }]);
    await expect.element(dialog.getByText(/^Comes with the app/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Use for search: Inkstone embed' }).click();
    expect(services.settingsNow.embeddingModelId).toBeNull();
    await dialog.getByRole('button', { name: 'More for Inkstone embed' }).click();
    await expect.element(page.getByRole('menuitem', { name: 'Files and origin' })).toBeVisible();
    await expect.element(page.getByRole('menuitem', { name: 'Remove' })).not.toBeInTheDocument();
  });

  it('says that a chosen search model could not be used, and lets another be chosen', async () => {
    const services = await openModels({ settings: { embeddingModelId: multilingual.id } });
    services.setStartup({ status: 'ready', passedOver: new AppError('model-unsound') });
    const note = dialog.getByText(/^The search model that you chose could not be used/);
    await expect.element(note).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Choose a search model' })).toBeInTheDocument();
    await dialog.getByRole('button', { name: 'Use the app’s own again' }).click();
    expect(services.settingsNow.embeddingModelId).toBeNull();
    await expect.element(note).not.toBeInTheDocument();
  });

  it('says why documents are embedded anew, beside how far they are, and turns back to its own', async () => {
    const services = await openModels({ settings: { embeddingModelId: multilingual.id } });
    await userEvent.keyboard('{Escape}');
    services.setStartup({ status: 'ready', passedOver: new AppError('out-of-memory') });
    services.setReEmbedding(new Map([['a', { libraryId: 'a', done: 340, total: 1200 }]]));
    const note = page.getByText(/^The search model that you chose could not be used/);
    await expect.element(note).toBeVisible();
    await expect.element(page.getByText('340 of 1,200 passages')).toBeVisible();
    await page.getByRole('button', { name: 'Use the app’s own' }).click();
    await expect.element(note).not.toBeInTheDocument();
    expect(services.settingsNow.embeddingModelId).toBeNull();
  });

  it('checks, removes and tells all about a model by its menu', async () => {
    const { models } = await openModels();
    models.setEntries([{ ...qwen, state: 'installed' }]);
    const more = dialog.getByRole('button', { name: 'More for Qwen3 1.7B' });
    await more.click();
    await page.getByRole('menuitem', { name: 'Check its files' }).click();
    const sound = dialog.getByText('Every file of Qwen3 1.7B is as it was.');
    await expect.element(sound).toBeVisible();
    // What was said holds for what is looked at.
    await segment('Add a model').click();
    await expect.element(sound).not.toBeInTheDocument();
    await segment('Models').last().click();
    await more.click();
    await page.getByRole('menuitem', { name: 'Files and origin' }).click();
    const about = page.getByRole('dialog', { name: 'About Qwen3 1.7B' });
    await expect.element(about.getByText('params_shard_0.bin')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(about).not.toBeInTheDocument();
    await more.click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await expect.element(page.getByText('Frees 984 MB on this device.', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Remove model' }).click();
    await expect.element(dialog.getByText(/No model yet/)).toBeVisible();
    expect(models.asked).toEqual([`verify ${qwen.id}`, `remove ${qwen.id}`]);
  });

  it('asks nothing of an address before it says which hosts that connects to, and tells the size first', async () => {
    const services = await openModels();
    const { models } = services;
    await segment('Add a model').click();
    const address = dialog.getByRole('textbox', { name: 'Address' });
    await address.fill('not an address');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('neither owner/name nor a web address');
    await address.fill('owner/name');
    await expect
      .element(dialog.getByText(/connects this page to.*cas-bridge.*Nothing is asked before/))
      .toBeVisible();
    const allowHub = dialog.getByRole('button', { name: 'Allow huggingface.co and its file servers' });
    await expect.element(allowHub).toBeVisible();
    await address.fill('https://models.example/small.gguf');
    await expect.element(dialog.getByText(/connects this page to models.example/)).toBeVisible();
    expect(models.asked).toEqual([]);
    await dialog.getByRole('button', { name: 'Allow models.example and look it up' }).click();
    await expect.element(dialog.getByText('One file, 708 kB · up to 11 GB free here')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await userEvent.click(dialog.getByRole('button', { name: 'Allow models.example and look it up' }));
    await dialog.getByRole('button', { name: 'Download 708 kB' }).click();
    await expect.element(dialog.getByText(/The download has begun/)).toBeVisible();
    const found = 'findModel https://models.example/small.gguf';
    const { id } = models.nextFound.package;
    expect(models.asked).toEqual([found, `leaveFound ${id}`, found, `addFound ${id}`]);

    // It fails, and nothing is left of it that the lists could show.
    models.setWork(id, {
      kind: 'failed',
      what: 'install',
      error: new AppError('model-damaged', 'no', { detail: { kind: 'no-model-file', path: 'small.gguf' } }),
    });
    await expect.element(dialog.getByText('small could not be downloaded.')).toBeVisible();
    await segment('Models').last().click();
    await expect.element(dialog.getByText(/small.gguf is damaged, or not what its name says/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Dismiss' }).click();
    await expect.element(dialog.getByText('small could not be downloaded.')).not.toBeInTheDocument();
  });

  it('says of an address that there is not enough space, and does not offer its download', async () => {
    const { models } = await openModels();
    models.nextFound = { ...models.nextFound, bytes: 2e9, freeBytes: 60e6 };
    await segment('Add a model').click();
    await dialog.getByRole('textbox', { name: 'Address' }).fill('https://models.example/small.gguf');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('It needs 2 GB of space; 60 MB are free.')).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: /^Download/ })).not.toBeInTheDocument();
  });

  it('says which host cannot be reached, and leads to the mirror', async () => {
    const { models } = await openModels(allowed);
    const error = new AppError('model-download-failed', 'no', {
      detail: { kind: 'unreachable', host: 'huggingface.co' },
    });
    models.setWork(qwen.id, { kind: 'failed', what: 'install', error });
    await expect.element(dialog.getByText('Qwen3 1.7B could not be downloaded.')).toBeVisible();
    await expect.element(dialog.getByText(/^huggingface.co cannot be reached. Check the/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Set a mirror' }).click();
    await expect.element(dialog.getByRole('combobox', { name: 'Model hub' })).toHaveFocus();
  });

  it('shows a download that was paused before the page was loaded as it is: still, with its figures', async () => {
    const { models } = await openModels({ settings: { ...allowed.settings, pausedModels: [small.id] } });
    models.setEntries([{ ...small, state: 'partial' }, qwen], 579_000_000);
    const downloads = dialog.getByRole('region', { name: 'Downloads' });
    await expect.element(downloads.getByText('Paused · 193 MB of 386 MB')).toBeVisible();
    const bar = downloads.getByRole('progressbar');
    await expect.element(bar).toHaveAttribute('aria-valuenow', '50');
    // One of which nobody knows how large it is has no bar that moves.
    models.setEntries([{ ...small, downloadBytes: 0, state: 'partial' }, qwen], 579_000_000);
    await expect.element(downloads.getByText('Paused · 193 MB')).toBeVisible();
    await expect.element(bar).not.toBeInTheDocument();
    await expect.element(downloads.getByText(/0 B/)).not.toBeInTheDocument();
  });

  it('adds a model from files, and says what is missing of one that is not whole', async () => {
    const { models } = await openModels();
    await segment('Add a model').click();
    const give = () => {
      const input = document.querySelector<HTMLInputElement>('[data-picker="model-files"]');
      const transfer = new DataTransfer();
      transfer.items.add(new File(['GGUF'], 'own.gguf'));
      if (input) input.files = transfer.files;
      input?.dispatchEvent(new Event('change', { bubbles: true }));
    };
    await expect.element(dialog.getByRole('button', { name: 'Choose files' })).toBeVisible();
    give();
    await expect.element(dialog.getByText('Own model is on this device.')).toBeVisible();
    models.nextAdded = { kind: 'unusable', problem: 'missing-files', files: [{ path: 'tokenizer.json' }] };
    give();
    await expect.element(dialog.getByText('Missing:')).toBeVisible();
    await expect.element(dialog.getByText('tokenizer.json')).toBeVisible();
    models.nextAdded = { kind: 'unusable', problem: 'damaged-file', files: [{ path: 'own.gguf' }] };
    give();
    await expect.element(dialog.getByText('own.gguf')).toBeVisible();
    await expect.element(dialog.getByText('Missing:')).not.toBeInTheDocument();
    models.nextAdded = {
      kind: 'unusable',
      problem: 'cut-short',
      files: [{ path: 'own.gguf', lengths: { bytes: 5e5, expectedBytes: 1e6 } }],
    };
    give();
    await expect.element(dialog.getByText('own.gguf: 500 kB of 1 MB')).toBeVisible();
    const shards = ['big-00001-of-00002.gguf', 'big-00002-of-00002.gguf'];
    models.nextAdded = {
      kind: 'several-models',
      models: [
        { name: 'own', paths: ['own.gguf'] },
        { name: 'big', paths: shards },
      ],
    };
    give();
    await expect.element(dialog.getByText('only one can be added at a time')).toBeVisible();
    await expect.element(dialog.getByText('own.gguf', { exact: true })).toBeVisible();
    await expect.element(dialog.getByText('big: big-00001-of-00002.gguf and 1 more')).toBeVisible();
    expect(models.asked).toEqual(Array.from({ length: 5 }, () => 'addFiles own.gguf'));
  });

  it('adds what is dropped on it, wherever on the page', async () => {
    const { models } = await openModels();
    drop(document.body, new File(['GGUF'], 'own.gguf'));
    await expect.element(dialog.getByText('Own model is on this device.')).toBeVisible();
    models.nextAdded = { kind: 'unusable', problem: 'nothing-known', files: [] };
    drop(document.body, new File(['x'], 'own.txt'));
    await expect.element(dialog.getByText('No model was found among these files.')).toBeVisible();
    expect(models.asked).toEqual(['addFiles own.gguf', 'addFiles own.txt']);
  });

  it('takes a mirror, whose host is then the one that is allowed', async () => {
    const services = await openModels(allowed);
    await segment('Add a model').click();
    const hub = dialog.getByRole('combobox', { name: 'Model hub' });
    await hub.fill('mirror');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('begins with https');
    await hub.fill('https://hf-mirror.com?x=1');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('Leave out what follows “?”');
    await hub.fill('https://hf-mirror.com/');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect.element(dialog.getByText('Saved.')).toBeVisible();
    expect(services.settingsNow.hubUrl).toBe('https://hf-mirror.com');
    expect(services.settingsNow.modelHosts).toContain('https://hf-mirror.com');
  });

  it('says what was measured, and on what it was', async () => {
    const { models } = await openModels();
    models.setEntries([{ ...small, state: 'installed' }]);
    models.benchmark = (modelId) => {
      const [run] = speeds;
      if (run) models.setRuns([{ ...run, modelId, ranOn: { kind: 'threads', count: 2 } }]);
      return Promise.resolve();
    };
    await dialog.getByRole('button', { name: 'More for SmolLM2 360M' }).click();
    await page.getByRole('menuitem', { name: 'Measure its speed' }).click();
    await expect.element(dialog.getByText(/SmolLM2 360M writes 21.4 tokens a second here/)).toBeVisible();
    await segment('Compare').first().click();
    await expect.element(dialog.getByText('Measured once')).toBeVisible();
    await expect.element(dialog.getByRole('img')).not.toBeInTheDocument();
    await expect.element(dialog.getByRole('cell', { name: '2 threads' })).toBeVisible();
  });

  it('changes one list of the comparison without the other', async () => {
    const { models } = await openModels();
    prepareModels(models);
    await segment('Compare').first().click();
    const first = dialog.getByRole('combobox', { name: 'First model' });
    const second = dialog.getByRole('combobox', { name: 'Second model' });
    await expect.element(second).toHaveValue(small.id);
    await first.selectOptions(small.id);
    await expect.element(second).toHaveValue(small.id);
    await expect.element(dialog.getByText('Choose two different models.')).toBeVisible();
    await first.selectOptions('extractive');
    await expect.element(second).toHaveValue(small.id);
  });

  it('asks before a running comparison is left, and keeps the question and what was written', async () => {
    const { models } = await openModels();
    prepareModels(models);
    models.compare = async function* (_, { signal }) {
      const [written] = models.comparisons;
      if (written) yield written;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      signal.throwIfAborted();
    };
    await segment('Compare').first().click();
    await dialog.getByRole('textbox', { name: 'Question' }).fill('How should ink be ground?');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByRole('button', { name: 'Stop' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    const asked = page.getByRole('alertdialog', { name: 'Stop the comparison?' });
    await asked.getByRole('button', { name: 'Go on comparing' }).click();
    await expect.element(dialog.getByRole('button', { name: 'Stop' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await asked.getByRole('button', { name: 'Stop and close' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    document.querySelector<HTMLElement>('button.engine')?.click();
    await segment('Compare').first().click();
    const question = dialog.getByRole('textbox', { name: 'Question' });
    await expect.element(question).toHaveValue('How should ink be ground?');
    await expect.element(dialog.getByText(/^Grind the stick in slow circles/)).toBeVisible();
    await expect.element(dialog.getByText('Stopped.')).toBeVisible();
  });

  it('says by how much a question is too long for one of the compared models', async () => {
    const { models } = await openModels();
    prepareModels(models);
    const detail = { kind: 'question-too-long', characters: 9000, mostCharacters: 6000 } as const;
    models.comparisons = models.comparisons.map((shown) => ({
      ...shown,
      answers: shown.answers.map((answer, i) => ({
        ...answer,
        phase: 'done' as const,
        ...(i === 1 && answer.message
          ? {
              message: {
                ...answer.message,
                status: 'failed' as const,
                text: '',
                error: { code: 'context-overflow' as const, message: '', detail },
              },
            }
          : {}),
      })),
    }));
    await segment('Compare').first().click();
    await dialog.getByRole('textbox', { name: 'Question' }).fill('How should ink be ground?');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText(/has 9,000 characters, and about 6,000 have room/)).toBeVisible();
  });

  it('opens what a compared answer cites', async () => {
    const { models } = await openModels();
    prepareModels(models);
    await segment('Compare').first().click();
    await dialog.getByRole('textbox', { name: 'Question' }).fill('How should ink be ground?');
    await userEvent.keyboard('{Enter}');
    const chip = dialog.getByRole('button', { name: /^Citation 1/ }).last();
    await chip.hover();
    await expect.element(page.getByRole('tooltip')).toHaveTextContent('Grind with fresh, cold water.');
    await chip.click();
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(page.getByRole('heading', { name: 'inkstone.md' })).toBeVisible();
  });

  it('compares two models, and shows what was measured as a plot and as a table', async () => {
    const { models } = await openModels();
    prepareModels(models);
    models.setRuns(speeds);
    await segment('Compare').first().click();
    await expect
      .element(dialog.getByRole('img', { name: /Writing speed of Qwen3 1.7B over 3/ }))
      .toBeVisible();
    await expect.element(dialog.getByRole('cell', { name: '38.2 tokens/s' })).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Question' }).fill('How should ink be ground?');
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByRole('heading', { name: 'SmolLM2 360M' })).toBeVisible();
    await expect.element(dialog.getByText(/first word after .* 25.3 tokens\/s · 3 citations/)).toBeVisible();
    expect(models.asked).toEqual([`compare How should ink be ground? ${qwen.id} ${small.id}`]);
  });

  it('chooses anew when the person wants quotes, by arrow keys alone', async () => {
    const services = await openModels();
    const automatic = dialog.getByRole('radio', { name: 'Automatic' });
    (automatic.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => services.settingsNow.engine).toBe('extractive');
    await expect.element(dialog.getByText(/You chose quotes only/)).toBeVisible();
    expect(services.models.asked).toEqual(['choose ']);
  });

  it('says so when the list cannot be read, and reads it again', async () => {
    const { services } = await showApp();
    const reading = vi.spyOn(services.models, 'catalogue').mockRejectedValue(new AppError('worker-crashed'));
    document.querySelector<HTMLElement>('button.engine')?.click();
    await expect.element(dialog.getByText('The list of models could not be read.')).toBeVisible();
    reading.mockRestore();
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await expect.element(dialog.getByText('Qwen3 1.7B')).toBeVisible();
  });
});

describe('a model among documents', () => {
  it.each([
    ['en', 'This is a model, not a document', 'Add to the models'],
    ['zh', '这是模型，不是文档', '添加到模型'],
  ] as const)('is offered to the models, and not made a document, in %s', async (locale, title, action) => {
    const { services } = await showApp({ settings: { locale } });
    drop(document.body, new File(['GGUF'], 'own.gguf'), new File(['text'], 'notes.md'));
    await expect.element(page.getByRole('alertdialog', { name: title })).toBeVisible();
    expect(services.models.asked).toEqual([]);
    await expect.poll(() => services.added).toEqual(['notes.md']);
    await page.getByRole('button', { name: action }).click();
    await expect.element(dialog.getByText(/Own model/)).toBeVisible();
    expect(services.models.asked).toEqual(['addFiles own.gguf']);
  });

  it('is left out when it is not wanted', async () => {
    const { services } = await showApp();
    drop(document.body, new File(['GGUF'], 'own.gguf'));
    await page.getByRole('button', { name: 'Leave out' }).click();
    await expect.element(page.getByRole('alertdialog')).not.toBeInTheDocument();
    expect(services.models.asked).toEqual([]);
  });
});

describe.each([
  { theme: 'light', locale: 'en', width: 1440 },
  { theme: 'dark', locale: 'zh', width: 1440 },
  { theme: 'light', locale: 'zh', width: 360 },
  { theme: 'dark', locale: 'en', width: 360 },
] as const)('in the $theme theme, in $locale, $width px wide', ({ theme, locale, width }) => {
  it('axe finds nothing in any view, and nothing is wider than the screen', async () => {
    const { models } = await openModels({ settings: { theme, locale }, width, height: 844 });
    prepareModels(models);
    const { views } = modelMessages[locale];
    const body = () => document.querySelector('.dialog-body');
    for (const view of ['models', 'add', 'compare'] as const) {
      await segment(views[view]).first().click();
      await expect.element(dialog.getByRole('radio', { name: views[view], exact: true })).toBeChecked();
      expect(await violations()).toEqual([]);
      expect((body()?.scrollWidth ?? 0) - (body()?.clientWidth ?? 0)).toBe(0);
    }
  });
});
