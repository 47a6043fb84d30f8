/** The one pane that a phone shows. */
export type Pane = 'library' | 'chat' | 'source';

export type Screen = 'models' | 'settings';

export class LayoutState {
  pane = $state.raw<Pane>('chat');
  /** The dialog that is open over the panes. */
  screen = $state.raw<Screen | undefined>();
}
