/** The one pane that a phone shows. */
export type Pane = 'library' | 'chat' | 'source';

export type Screen = 'models' | 'settings';

/** What the middle pane shows. */
export type Middle = 'conversation' | 'search';

export class LayoutState {
  pane = $state.raw<Pane>('chat');
  middle = $state.raw<Middle>('conversation');
  /** The dialog that is open over the panes. */
  screen = $state.raw<Screen | undefined>();
}
