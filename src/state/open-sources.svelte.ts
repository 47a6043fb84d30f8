import { untrack } from 'svelte';
import type { AppServices } from '../services/app-services';
import type { LayoutState } from './layout-state.svelte';
import type { LibrariesState } from './libraries-state.svelte';
import type { SourceState } from './source-state.svelte';
import { SourceTab, type ReadingPlace } from './source-tab.svelte';

interface Screen {
  readonly libraries: LibrariesState;
  readonly layout: LayoutState;
  readonly source: SourceState;
}

interface KeptTab {
  readonly documentId: string;
  readonly view: SourceTab['view'];
  readonly zoom: SourceTab['zoom'];
  readonly place?: ReadingPlace | undefined;
}

interface KeptSources {
  readonly tabs: readonly KeptTab[];
  readonly latestId?: string | undefined;
  readonly isShown: boolean;
  /** Whether it was opened over what is shown, so that Back puts it away. */
  readonly isInFront: boolean;
}

/** Keeps which documents of each library are open: over a reload, and while another library is shown. */
export function keepOpenSources(
  { libraries, layout, source }: Screen,
  { pageMemory, sources, notes }: Pick<AppServices, 'pageMemory' | 'sources' | 'notes'>,
): void {
  /** The library whose documents are open. */
  let libraryId: string | undefined;
  /** Not before what was kept has been looked at. */
  let isRestored = $state.raw(false);

  const keyOf = (id: string): string => `open-sources:${id}`;
  const keep = (): void => {
    if (libraryId !== undefined && isRestored) pageMemory.keep(keyOf(libraryId), kept(source, layout));
  };

  async function restore(id: string): Promise<void> {
    const before = checked(pageMemory.recall(keyOf(id)));
    try {
      const ids = before.tabs.map(({ documentId }) => documentId);
      if (ids.length > 0) await notes.takeUpLeft();
      const existing = ids.length > 0 ? await sources.existing(ids) : [];
      if (libraryId !== id) return;
      const names = new Map(existing.map((document) => [document.id, document.name]));
      const tabs = before.tabs.flatMap((tab) => {
        const name = names.get(tab.documentId);
        return name === undefined ? [] : [restoredTab(tab, name)];
      });
      const latest = tabs.find((tab) => tab.documentId === before.latestId) ?? tabs.at(-1);
      const isShown = before.isShown && !source.isOpen;
      source.restore(tabs, { latest, isShown });
      if (isShown && before.isInFront && latest) layout.show('source');
    } finally {
      if (libraryId === id) isRestored = true;
    }
  }

  $effect.pre(() => {
    const id = libraries.current?.id;
    if (id === undefined || id === libraryId) return;
    untrack(() => {
      // A note may be begun before there is a library.
      if (libraryId !== undefined) {
        keep();
        source.close();
      }
      libraryId = id;
      isRestored = false;
      restore(id).catch((error: unknown) => reportError(error));
    });
  });
  $effect(keep);
  // Where a document is read is told by no change of state.
  $effect(() => {
    addEventListener('pagehide', keep);
    return () => {
      removeEventListener('pagehide', keep);
      keep();
    };
  });
}

function kept(source: SourceState, layout: LayoutState): KeptSources | undefined {
  // Also a note that is not stored yet: it may be by the time that it is opened again.
  const tabs = source.tabs.map(({ documentId, view, zoom, place }) => ({ documentId, view, zoom, place }));
  if (tabs.length === 0) return undefined;
  const latestId = source.latest?.documentId;
  return { tabs, latestId, isShown: source.isOpen, isInFront: layout.isOver('source') };
}

function restoredTab({ documentId, view, zoom, place }: KeptTab, documentName: string): SourceTab {
  const tab = new SourceTab({ documentId, documentName, citations: [] });
  tab.view = view;
  tab.zoom = zoom;
  tab.place = place;
  if (place) tab.goal = { kind: 'place' };
  return tab;
}

/** Another version of the app may have kept it: what does not fit is left out. */
function checked(value: unknown): KeptSources {
  const { tabs, latestId, isShown, isInFront } = fieldsOf(value);
  return {
    tabs: Array.isArray(tabs) ? tabs.flatMap((tab: unknown) => checkedTab(tab) ?? []) : [],
    latestId: typeof latestId === 'string' ? latestId : undefined,
    isShown: isShown === true,
    isInFront: isInFront === true,
  };
}

function checkedTab(value: unknown): KeptTab | undefined {
  const { documentId, view, zoom, place } = fieldsOf(value);
  if (typeof documentId !== 'string') return undefined;
  return {
    documentId,
    view: view === 'text' ? 'text' : 'pages',
    zoom: typeof zoom === 'number' ? zoom : 'fit',
    place: checkedPlace(place),
  };
}

function checkedPlace(value: unknown): ReadingPlace | undefined {
  const { kind, number, start, fraction } = fieldsOf(value);
  if (typeof fraction !== 'number') return undefined;
  if (kind === 'page' && typeof number === 'number') return { kind, number, fraction };
  return kind === 'text' && typeof start === 'number' ? { kind, start, fraction } : undefined;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
