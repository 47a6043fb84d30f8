import type { AppError } from '../core/app-error';
import type { TextRange } from '../core/text-range';
import type { Source } from '../services/app-services';
import { SourceSearch } from './source-search.svelte';
import type { NoteEditing } from './note-editing.svelte';
import type { NoteFocus } from './notes-state.svelte';
import type { SourceTarget } from './source-state.svelte';

/** Where a document was left: a page or a stretch of its text, and how far down that is at the upper edge. */
export type ReadingPlace =
  | { readonly kind: 'page'; readonly number: number; readonly fraction: number }
  | { readonly kind: 'text'; readonly start: number; readonly fraction: number };

/** What is to be brought into sight, a new value each time that it is asked for. */
export type ReadingGoal =
  /** The citation or passage; without one, the beginning. */
  | { readonly kind: 'target' }
  /** Where it was left. */
  | { readonly kind: 'place' }
  /** Without a mark of its own. */
  | { readonly kind: 'range'; readonly range: TextRange }
  /** What the search in the document found. */
  | { readonly kind: 'hit'; readonly range: TextRange }
  | { readonly kind: 'page'; readonly number: number };

export type LoadedSource =
  /** Its text was let go, and is read again when it is shown. */
  | { readonly status: 'asleep' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly source: Source }
  | { readonly status: 'failed'; readonly error: AppError };

/** What the panel of contents shows of a PDF. */
export type ContentsPart = 'outline' | 'thumbnails';

export type PdfView = 'pages' | 'text';

/** A document that is open in the source pane, with everything that is kept while another one is looked at. */
export class SourceTab {
  readonly documentId: string;
  target: SourceTarget = $state.raw({ documentId: '', documentName: '', citations: [] });
  loaded: LoadedSource = $state.raw({ status: 'asleep' });
  goal: ReadingGoal = $state.raw({ kind: 'target' });
  /** How a PDF is shown. */
  view: PdfView = $state.raw('pages');
  zoom: 'fit' | number = $state.raw('fit');
  /** The pages could not be drawn. */
  isUndrawable = $state.raw(false);
  contentsPart: ContentsPart = $state.raw('outline');
  hasContentsOpen = $state.raw(false);
  /** Set while a note is written; a new value each time that it is asked for. */
  writing: { readonly focus: NoteFocus } | undefined = $state.raw();
  /** Of a note that is no document yet: the library that it is begun in, where there is one. */
  unstored: { readonly libraryId: string | undefined } | undefined = $state.raw();
  /** What is written of it as long as nothing is stored, so that another tab can be looked at meanwhile. */
  editing: NoteEditing | undefined;
  /** Where the reader is: roughly in the text, and on which page. */
  at = $state.raw(0);
  page = $state.raw(1);
  /** Set with every scroll, and read only when the document is shown again. */
  place: ReadingPlace | undefined;
  readonly search = new SourceSearch({
    text: () => this.#source?.content.text,
    position: () => this.at,
    show: (range) => (this.goal = { kind: 'hit', range }),
  });

  constructor(target: SourceTarget) {
    this.documentId = target.documentId;
    this.target = target;
  }

  get name(): string {
    return this.target.documentName;
  }

  get #source(): Source | undefined {
    return this.loaded.status === 'ready' ? this.loaded.source : undefined;
  }

  setView(view: PdfView): void {
    this.view = view;
    if (this.place) this.goal = { kind: 'place' };
  }
}
