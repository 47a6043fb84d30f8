/**
 * Every shortcut of the app: what binds them, what names them to assistive technology and the sheet that lists them
 * all read this. `Mod` is ⌘ on a Mac and Ctrl elsewhere. Letters with Alt and Shift are free in browsers and screen
 * readers; Ctrl+Shift+P opens a private window in Firefox, so the palette has a second one.
 */
export const shortcutTable = {
  palette: ['Mod+Shift+P', 'Mod+.'],
  help: ['?'],
  search: ['Mod+K'],
  settings: ['Alt+Shift+E'],
  close: ['Escape'],
  notice: ['Alt+Shift+U'],

  startNew: ['Mod+Shift+O'],
  focusQuestion: ['/'],
  previousConversation: ['Alt+ArrowUp'],
  nextConversation: ['Alt+ArrowDown'],
  copyAnswer: ['Alt+Shift+C'],

  focusDocuments: ['Alt+Shift+D'],
  toggleSource: ['Alt+Shift+S'],
  newNote: ['Alt+Shift+N'],

  send: ['Enter'],
  newLine: ['Shift+Enter'],
  ask: ['Mod+Enter'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ShortcutId = keyof typeof shortcutTable;

/** Those that hold in the whole window. The others belong to a field. */
export type WindowShortcutId = Exclude<ShortcutId, 'send' | 'newLine' | 'ask'>;

export const windowShortcuts: readonly WindowShortcutId[] = [
  ...(['palette', 'help', 'search', 'settings', 'close', 'notice'] as const),
  ...(['startNew', 'focusQuestion'] as const),
  ...([
    'previousConversation',
    'nextConversation',
    'copyAnswer',
    'focusDocuments',
    'toggleSource',
    'newNote',
  ] as const),
];

/** As the sheet shows them. */
export const shortcutGroups = [
  { group: 'everywhere', ids: ['palette', 'search', 'settings', 'help', 'close', 'notice'] },
  {
    group: 'conversations',
    ids: [
      'startNew',
      'focusQuestion',
      'send',
      'newLine',
      'previousConversation',
      'nextConversation',
      'copyAnswer',
    ],
  },
  { group: 'documents', ids: ['focusDocuments', 'toggleSource', 'newNote', 'ask'] },
] as const satisfies readonly { readonly group: string; readonly ids: readonly ShortcutId[] }[];
