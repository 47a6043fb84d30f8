/** The one pane that a phone shows. */
export type Pane = 'library' | 'chat' | 'source';

export type Screen = 'models' | 'settings' | 'splitting' | 'shortcuts' | 'palette';

/** What the middle pane shows. */
export type Middle = 'conversation' | 'search' | 'details';

export class LayoutState {
  pane = $state.raw<Pane>('chat');
  middle = $state.raw<Middle>('conversation');
  /** The dialog that is open over the panes. */
  screen = $state.raw<Screen | undefined>();
  /** The document that the dialog on splitting is about; undefined for the whole library. */
  splitDocumentId = $state.raw<string | undefined>();
}
