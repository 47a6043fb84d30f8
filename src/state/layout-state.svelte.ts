/** The one pane that a phone shows. */
export type Pane = 'library' | 'chat' | 'source';

export type Screen = 'models' | 'settings' | 'splitting' | 'shortcuts' | 'palette';

/** What the screen of models shows. */
export type ModelsView = 'models' | 'add' | 'compare';

/** What the middle pane shows. */
export type Middle = 'conversation' | 'search' | 'details';

/** What can be looked at instead of the conversation, or beside it where there is room. */
export type View = 'library' | 'search' | 'details' | 'source';

export class LayoutState {
  /** In the order in which they were last asked for; a phone shows the last one alone. */
  #views = $state.raw<readonly View[]>([]);
  #screens = $state.raw<readonly Screen[]>([]);
  /** The document that the dialog on splitting is about; undefined for the whole library. */
  splitDocumentId = $state.raw<string | undefined>();
  modelsView = $state.raw<ModelsView>('models');

  /** The dialog that is open over the panes. */
  get screen(): Screen | undefined {
    return this.#screens.at(-1);
  }

  /** Instead of the one that is open, but over the settings, which are come back to. */
  openScreen(screen: Screen): void {
    const below = this.#screens.filter((other) => other === 'settings' && other !== screen);
    this.#screens = [...below, screen];
    this.modelsView = 'models';
  }

  openModels(view: ModelsView): void {
    if (this.screen !== 'models') this.openScreen('models');
    this.modelsView = view;
  }

  closeScreen(): void {
    this.#screens = this.#screens.slice(0, -1);
  }

  get pane(): Pane {
    const view = this.#views.at(-1);
    return view === 'library' || view === 'source' ? view : 'chat';
  }

  /** What was opened last of what Escape closes. */
  get latest(): View | undefined {
    return this.#views.findLast((view) => view !== 'library');
  }

  get middle(): Middle {
    return this.#views.findLast(isMiddle) ?? 'conversation';
  }

  /** Those that Back closes, latest last. Where there is room, the library stands there anyway. */
  closedByBack(isPhone: boolean): readonly View[] {
    return isPhone ? this.#views : this.#views.filter((view) => view !== 'library');
  }

  /** Whether it was opened over the conversation, and not left since. */
  isOver(view: View): boolean {
    return this.#views.includes(view);
  }

  show(view: View): void {
    this.leave(view);
    this.#views = [...this.#views, view];
  }

  /** Goes back to what was looked at before. */
  leave(view: View): void {
    this.#views = this.#views.filter((other) => other !== view);
  }

  showConversation(): void {
    this.#views = [];
  }
}

function isMiddle(view: View): view is 'search' | 'details' {
  return view === 'search' || view === 'details';
}
